"""What the tables take straight from a record, cleaned or not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from dataset.districts import District
from dataset.records import HEAD_BYTES, RawPage, Reject
from dataset.tables import storable, to_bytes

CHINA = timedelta(hours=8)

MASKED = ("title", "subtitle", "source", "editor", "issuing_office", "frame")
"""Columns beside the text that hold words of the page."""


def raw_row(page: RawPage) -> dict[str, Any]:
    """A record as a row of `raw`."""
    said = {name: storable(getattr(page, name)) or None for name in ("url", "host", "title")}
    return {"id": page.id, **said, "raw": to_bytes(page.text)}


def reject_of(page: RawPage, reason: str) -> Reject:
    """The reject row of a page that was read: its first bytes are kept."""
    data = to_bytes(page.text)
    return Reject(reason, page.path, page.record, -1, len(data), hashlib.sha256(data).hexdigest(), data[:HEAD_BYTES])


def moment_of(moment: object) -> Any:
    """A naive datetime in Chinese time, as Arrow takes it for a column with a zone: naive, in UTC.

    Not with its zone: in rows with nested columns pyarrow 26 drops the zone and takes the local time for UTC.
    """
    return moment - CHINA if isinstance(moment, datetime) else None


def beside(page: RawPage, district: District) -> list[dict[str, Any]]:
    """What is known beside the text, at the span 0:0: what the record said, how its bytes became text, the district."""
    known = [
        ("record.title", storable(page.title), "the record's own title"),
        ("record.markup", "html" if page.markup else "", "the text was given as HTML source"),
        ("record.encoding", page.encoding if page.encoding_evidence else "", storable(page.encoding_evidence)),
        ("district", district.split, district.evidence),
    ]
    return [
        {"name": name, "value": value, "start": 0, "end": 0, "evidence": evidence}
        for name, value, evidence in known
        if value
    ]


def masked_row(row: dict[str, Any], mask: Callable[[str], str]) -> dict[str, Any]:
    """A row whose text is masked already, with all else masked that the page said."""
    said = [{**item, "value": mask(item["value"])} for item in row["fields"]]
    return {**row, **{name: mask(row[name]) for name in MASKED if row[name]}, "fields": said}


def said_row(row: dict[str, Any], moment: object) -> dict[str, Any]:
    """A row as `--where` sees it: with the date as the page says it."""
    return {**row, "published_at": moment.isoformat() if isinstance(moment, datetime) else None}

"""The pages of a run with their ledgers, read back, and the records that they were made from."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from dataset.clean_batch import Edit, restore
from dataset.records import RawPage
from dataset.run_store import RunError, shard_path, table_files
from dataset.tables import to_bytes

ROWS = 4096
"""Rows of pages and of edits held at a time."""


def read_with_edits(run: Path) -> Iterator[tuple[dict[str, Any], list[Edit]]]:
    """Every page of a run as a row, with its ledger; a few thousand rows in memory at a time."""
    for path in table_files(run, "pages"):
        yield from read_shard(run, path)


def read_shard(run: Path, path: Path) -> Iterator[tuple[dict[str, Any], list[Edit]]]:
    """The same of one shard; pages and edits of a shard stand in the same order, so they are read side by side."""
    ledgers = groupby(_rows(shard_path(run, "edits", path.stem)), key=lambda row: row["page_id"])
    page_id, group = next(ledgers, (None, iter(())))
    for row in _rows(path):
        edits: list[Edit] = []
        if row["id"] == page_id:
            edits = [_edit(edit) for edit in group]
            page_id, group = next(ledgers, (None, iter(())))
        yield row, edits


def ids_of_no_page(run: Path, ids: Collection[str]) -> set[str]:
    """Those of `ids` that no page of the run has."""
    missing = set(ids)
    for path in table_files(run, "pages") if missing else ():
        missing.difference_update(row["id"] for row in _rows(path, ["id"]))
    return missing


def steps_and_kinds(run: Path) -> Iterator[tuple[int, str]]:
    """Step and kind of every edit of a run."""
    for path in table_files(run, "edits"):
        for row in _rows(path, ["step", "kind"]):
            yield row["step"], row["kind"]


def _rows(path: Path, columns: list[str] | None = None) -> Iterator[dict[str, Any]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as parquet:
            for batch in parquet.iter_batches(ROWS, columns=columns):
                yield from batch.to_pylist()
    except (OSError, pa.ArrowException) as fault:
        raise RunError(f"{path}: cannot be read ({fault}); clean again") from fault


def _edit(row: dict[str, Any]) -> Edit:
    del row["page_id"]
    for name in ("before", "after"):
        row[name] = row[name].decode("utf-8", "surrogatepass")
    return Edit(**row)


def raw_page(row: dict[str, Any], edits: Collection[Edit], path: str) -> RawPage:
    """The record that a page was made from. Raises RunError where the ledger does not give back what was read."""
    said = {item["name"]: item for item in row["fields"]}
    encoding = said.get("record.encoding")
    return RawPage(
        id=row["id"],
        text=_restored(row, edits),
        path=path,
        url=row["url"] or "",
        host=row["host"] or "",
        title=said["record.title"]["value"] if "record.title" in said else "",
        markup="record.markup" in said,
        encoding=row["encoding"],
        encoding_evidence=encoding["evidence"] if encoding else "",
    )


def _restored(row: dict[str, Any], edits: Collection[Edit]) -> str:
    try:
        text = restore(row["text"], edits)
    except ValueError as fault:
        raise RunError(f"page {row['id']}: its ledger does not fit its text ({fault}); clean again") from fault
    if hashlib.sha256(to_bytes(text)).hexdigest() != row["raw_sha256"]:
        raise RunError(f"page {row['id']}: its ledger gives another text than was read; clean again")
    return text

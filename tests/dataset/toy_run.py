"""A small pipeline and small pages for tests of runs: what the real repairs find is not their subject."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cleaning import Settings
from cleaning.context import Context
from cleaning.edit import Field, Proposal
from cleaning.engine import Repair
from dataset import shards
from dataset.records import RawPage, Reject
from dataset.run import RunSummary, run_clean

VERSION = "1.2.3"


def drop_junk(text: str, _context: Context) -> Iterable[Proposal | Field]:
    """Takes 【…】 out, reads the office from it, and flags 〔〕; fails on a page that says so."""
    if "炸" in text:
        raise ZeroDivisionError("planted")
    for match in re.finditer("【(.*?)】", text):
        yield Proposal(match.start(), match.end(), "", "junk.bracket", "toy", 1.0)
        yield Field("issuing_office", match[1], match.start(1), match.end(1), "toy")
    for match in re.finditer("〔.*?〕", text):
        yield Proposal(match.start(), match.end(), "", "junk.tortoise", "toy", 0.7)


def simplify(text: str, _context: Context) -> Iterable[Proposal | Field]:
    """學 → 学, and 國 → 国."""
    for match in re.finditer("[學國]", text):
        yield Proposal(match.start(), match.end(), {"學": "学", "國": "国"}[match[0]], "script.t2s", "toy", 0.99)


ORDER = (
    Repair("bracket", drop_junk, frozenset(), "first"),
    Repair("script", simplify, frozenset("學國"), "last"),
)


def use_small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "SHARD_PAGES", 4)
    monkeypatch.setattr(shards, "BATCH_PAGES", 2)


def use_toy_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaning.cleaner.ORDER", ORDER)


def page(text: str, **said: Any) -> RawPage:
    data = text.encode("utf-8", "surrogatepass")
    return RawPage(**{"id": hashlib.sha256(data).hexdigest(), "text": text, "path": "in.jsonl", **said})


def reject(reason: str = "not JSON") -> Reject:
    return Reject(reason, "in.jsonl", 7, 100, 3, "", b"{x}")


def pages(count: int) -> list[RawPage | Reject]:
    return [page(f"第{number}篇：常熟市的小學【广告】今天開學。常熟市，常熟市。") for number in range(count)]


def clean(records: Iterable[RawPage | Reject], out: Path, **options: Any) -> RunSummary:
    stream: Iterator[RawPage | Reject] = iter(list(records))
    return run_clean(stream, out, options.pop("settings", Settings()), **{"version": VERSION, **options})


def rows(run: Path, table: str) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    found = [row for path in sorted((run / table).glob("*.parquet")) for row in pq.read_table(path).to_pylist()]
    return sorted(found, key=lambda row: str(row.get("id", row.get("page_id", row.get("reason")))))


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too, by its path there."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

"""The contracts agree with the rooms that write the tables, and each check can fail."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pandera.errors
import polars as pl
import pytest

import schemas
from cleaning import FAMILIES
from dataset.records import HEAD_BYTES
from dataset.tables import schema_of, table_of
from schemas import CleanPageSchema, DuplicateSchema, EditSchema, RawPageSchema, RejectSchema
from schemas.reject import HEAD_BYTES as SCHEMA_HEAD_BYTES

ID = "0123456789abcdef" * 4
QUALITY = {"han": 0.9, "characters": 3, "surprisal": None, "repeated_ngrams": 0.0, "damaged": 0.1}
GOOD: dict[str, dict[str, Any]] = {
    "pages": {
        **dict.fromkeys(schema_of("pages").names),
        "id": ID, "text": "好的。", "district": "suzhou", "district_name": "苏州市", "encoding": "utf-8",
        "published_at": datetime(2021, 2, 3), "authors": [{"name": "甲", "role": ""}], "damage": ["mill.gloss"],
        "fields": [{"name": "title", "value": "题", "start": 0, "end": 1, "evidence": "x"}],
        "lost": 0, "flagged": 0, "edit_count": 1, "quality": QUALITY, "cluster_size": 1, "raw_sha256": ID,
        "jingwen": "0.1.0+0123456789ab",
    },
    "edits": {
        "page_id": ID, "step": 0, "start": 3, "end": 3, "before": b"", "after": "好".encode(), "kind": "mill.gloss",
        "evidence": "x", "confidence": 1.0, "status": "applied",
    },
    "duplicates": {"id": ID, "of": ID, "url": None, "path": "a.txt"},
    "rejects": {
        "reason": "not text", "path": "a", "record": 0, "offset": -1, "length": 0, "sha256": "", "head": b"",
    },
    "raw": {"id": ID, "url": None, "host": None, "title": None, "raw": b"\xed\xa0\x80"},
}  # fmt: skip
SCHEMAS = {
    "pages": CleanPageSchema,
    "edits": EditSchema,
    "duplicates": DuplicateSchema,
    "rejects": RejectSchema,
    "raw": RawPageSchema,
}
SPAN = {"name": "title", "value": "题", "start": 0, "end": 1, "evidence": "x"}
BAD = [
    ("pages", "id", ID.upper()), ("pages", "id", None), ("pages", "title", ""), ("pages", "text", ""),
    ("pages", "text", "\u3000\n"), ("pages", "text", "好\r\n"), ("pages", "text", "好\x00。"), ("pages", "text", None),
    ("pages", "district", "su-zhou"), ("pages", "district", "苏州 市"), ("pages", "district_name", ""),
    ("pages", "published_at", datetime(1948, 12, 31)), ("pages", "published_at", datetime.now() + timedelta(days=400)),
    ("pages", "authors", None), ("pages", "authors", [{"name": "", "role": "记者"}]),
    ("pages", "authors", [{"name": None, "role": "记者"}]), ("pages", "fields", None),
    ("pages", "fields", [{**SPAN, "name": ""}]), ("pages", "fields", [{**SPAN, "start": 2}]),
    ("pages", "fields", [SPAN, {**SPAN, "start": -1}]), ("pages", "fields", [{**SPAN, "value": None}]),
    ("pages", "encoding", ""), ("pages", "damage", ["gloss"]), ("pages", "damage", ["magic.wand"]),
    ("pages", "damage", None), ("pages", "lost", -1), ("pages", "flagged", -1), ("pages", "edit_count", None),
    ("pages", "quality", {**QUALITY, "han": 1.5}), ("pages", "quality", {**QUALITY, "damaged": -0.1}),
    ("pages", "quality", {**QUALITY, "repeated_ngrams": None}), ("pages", "quality", {**QUALITY, "characters": 4}),
    ("pages", "quality", None), ("pages", "reprint_of", "somewhere"), ("pages", "cluster_size", 0),
    ("pages", "raw_sha256", "x"), ("pages", "jingwen", "0.1.0"),
    ("edits", "page_id", "x"), ("edits", "step", -1), ("edits", "start", -1), ("edits", "start", 4),
    ("edits", "end", 2), ("edits", "before", "好".encode()), ("edits", "after", None), ("edits", "kind", "mill"),
    ("edits", "kind", "magic.wand"), ("edits", "evidence", ""), ("edits", "confidence", 1.01),
    ("edits", "confidence", -0.01), ("edits", "status", "done"),
    ("duplicates", "of", ""), ("duplicates", "path", None),
    ("rejects", "reason", ""), ("rejects", "record", -2), ("rejects", "offset", -2), ("rejects", "length", -2),
    ("rejects", "sha256", "x"), ("rejects", "head", b"x" * (HEAD_BYTES + 1)),
    ("raw", "id", "x"), ("raw", "raw", b""), ("raw", "raw", None),
]  # fmt: skip


def frame(table: str, **changed: Any) -> pl.DataFrame:
    return pl.DataFrame(pl.from_arrow(table_of(table, [GOOD[table], {**GOOD[table], **changed}])))


@pytest.mark.parametrize("table", SCHEMAS)
def test_good_rows_pass(table: str) -> None:
    assert SCHEMAS[table].validate(frame(table), lazy=True).height == 2


def test_a_text_may_begin_with_an_indent() -> None:
    # Code and tables keep theirs, and so does every text where white space is left alone.
    rows = frame("pages", text="\n\u3000好的", quality={**QUALITY, "characters": 4})
    assert CleanPageSchema.validate(rows, lazy=True).height == 2


@pytest.mark.parametrize(("table", "column", "value"), BAD, ids=range(len(BAD)))
def test_bad_rows_fail_alone(table: str, column: str, value: Any) -> None:
    with pytest.raises(pandera.errors.SchemaErrors) as faults:
        SCHEMAS[table].validate(frame(table, **{column: value}), lazy=True)
    assert set(faults.value.failure_cases["index"]) == {1}


@pytest.mark.parametrize("table", SCHEMAS)
def test_every_checked_column_has_a_bad_row(table: str) -> None:
    checked = {name for name, column in SCHEMAS[table].to_schema().columns.items() if column.checks}
    same_check = {"subtitle", "source", "editor", "index_number", "document_number", "issuing_office", "icp", "frame"}
    assert checked - {column for found, column, _ in BAD if found == table} <= same_check | {"id"}


@pytest.mark.parametrize("table", SCHEMAS)
def test_columns_are_those_that_are_written_no_more_and_no_fewer(table: str) -> None:
    # Pages have one column more where it was asked for.
    widest = "framed_pages" if table == "pages" else table
    assert list(SCHEMAS[table].to_schema().columns) == schema_of(widest).names
    optional = {name for name, column in SCHEMAS[table].to_schema().columns.items() if not column.required}
    assert optional == set(schema_of(widest).names) - set(schema_of(table).names)
    for wrong in (frame(table).with_columns(mine=1), frame(table).drop(schema_of(table).names[-1])):
        with pytest.raises(pandera.errors.SchemaErrors):
            SCHEMAS[table].validate(wrong, lazy=True)


def test_families_and_sizes_are_those_of_the_other_rooms() -> None:
    assert set(schemas.FAMILIES) == set(FAMILIES)
    assert SCHEMA_HEAD_BYTES == HEAD_BYTES

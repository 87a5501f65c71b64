"""One row of the ledger: an edit of one page."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from pandera.api.polars.types import PolarsData

from schemas.raw_page import SHA256

FAMILIES = (
    "boilerplate",
    "escape",
    "invisible",
    "junk",
    "markup",
    "mill",
    "mojibake",
    "pinyin",
    "privacy",
    "punctuation",
    "script",
    "space",
    "swap",
)
"""The closed list of families of edits: the part of a kind before the first dot."""

KIND = rf"^(?:{'|'.join(FAMILIES)})(?:\.[a-z0-9_]+)+$"
"""`<family>.<what>`, e.g. `mill.gloss`."""

STATUSES = ("applied", "flagged", "lost")


class EditSchema(pa.DataFrameModel):
    """page_id, step, the half-open span in code points of the text which that step received, what stood there and what
    stands there now (UTF-8 bytes, surrogatepass), kind, evidence, confidence (a probability, 0 to 1) and status."""

    page_id: str = pa.Field(str_matches=SHA256)
    step: pl.Int32 = pa.Field(ge=0)
    start: pl.Int32 = pa.Field(ge=0)
    end: pl.Int32 = pa.Field(ge=0)
    before: pl.Binary = pa.Field()
    after: pl.Binary = pa.Field()
    kind: str = pa.Field(str_matches=KIND)
    evidence: str = pa.Field(str_length={"min_value": 1})
    confidence: float = pa.Field(ge=0, le=1)
    status: str = pa.Field(isin=STATUSES)

    @pa.check("end")
    def start_before_end(cls, data: PolarsData) -> pl.LazyFrame:  # noqa: N805 (pandera makes a class method of it)
        return data.lazyframe.select(pl.col("start") <= pl.col("end"))

    @pa.check("after")
    def applied_edit_changes_something(cls, data: PolarsData) -> pl.LazyFrame:  # noqa: N805
        return data.lazyframe.select((pl.col("status") != "applied") | (pl.col("before") != pl.col("after")))

    class Config:
        strict = True

"""What did not become a page: records that could not be kept, and exact copies of records that were."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from pandera.api.polars.types import PolarsData

from schemas.raw_page import SHA256

HEAD_BYTES = 65536
"""How much of a rejected record is kept."""


class RejectSchema(pa.DataFrameModel):
    """reason, path and record number, offset and length in bytes of the decompressed file (-1: unknown), SHA-256 of the
    whole record ('' where it could not be read), and the first 64 KiB of it."""

    reason: str = pa.Field(str_length={"min_value": 1})
    path: str = pa.Field()
    record: pl.Int64 = pa.Field(ge=-1)
    offset: pl.Int64 = pa.Field(ge=-1)
    length: pl.Int64 = pa.Field(ge=-1)
    sha256: str = pa.Field(str_matches=r"^(?:[0-9a-f]{64})?$")
    head: pl.Binary = pa.Field()

    @pa.check("head")
    def head_is_short(cls, data: PolarsData) -> pl.LazyFrame:  # noqa: N805 (pandera makes a class method of it)
        return data.lazyframe.select(pl.col(data.key).bin.size() <= HEAD_BYTES)

    class Config:
        strict = True


class DuplicateSchema(pa.DataFrameModel):
    """An exact copy: its id, the id of the page that was kept, and where the copy came from."""

    id: str = pa.Field(str_matches=SHA256)
    of: str = pa.Field(str_matches=SHA256)
    url: str = pa.Field(nullable=True)
    path: str = pa.Field()

    class Config:
        strict = True

"""A page as it came in: what `jingwen undo RUN` gives back, and what every record must satisfy before it is cleaned."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from pandera.api.polars.types import PolarsData

SHA256 = r"^[0-9a-f]{64}$"
"""A SHA-256 in lower-case hexadecimal."""


class RawPageSchema(pa.DataFrameModel):
    """id, url, host, title, and `raw`: the decoded text as UTF-8 bytes (surrogatepass).

    Bytes and not a string, because a raw text may hold lone surrogates, which Arrow strings cannot.
    """

    id: str = pa.Field(str_matches=SHA256)
    url: str = pa.Field(nullable=True)
    host: str = pa.Field(nullable=True)
    title: str = pa.Field(nullable=True)
    raw: pl.Binary = pa.Field()

    @pa.check("raw")
    def not_empty(cls, data: PolarsData) -> pl.LazyFrame:  # noqa: N805 (pandera makes a class method of it)
        return data.lazyframe.select(pl.col(data.key).bin.size() > 0)

    class Config:
        strict = True

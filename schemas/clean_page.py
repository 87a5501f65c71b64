"""A clean page: a row of `RUN/pages/` and of every split of a published dataset."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandera.polars as pa
import polars as pl
from pandera.api.polars.types import PolarsData

from schemas.edit import KIND
from schemas.raw_page import SHA256

SPLIT = r"^\w+(\.\w+)*$"
"""What a split may be called: the pattern of `datasets`, which has no hyphen."""

FIRST_DAY = datetime(1949, 1, 1)
"""No page of the web press is older than the state whose press it is."""

AUTHORS = pl.List(pl.Struct({"name": pl.String, "role": pl.String}))
FIELDS = pl.List(
    pl.Struct({"name": pl.String, "value": pl.String, "start": pl.Int32, "end": pl.Int32, "evidence": pl.String})
)
QUALITY = pl.Struct(
    {
        "han": pl.Float32,
        "characters": pl.Int32,
        "surprisal": pl.Float32,
        "repeated_ngrams": pl.Float32,
        "damaged": pl.Float32,
    }
)
SHARES = ("han", "repeated_ngrams", "damaged")


class CleanPageSchema(pa.DataFrameModel):
    """All columns of a page; README's table says what each holds. Strict: neither more columns nor fewer, but for
    `frame`, which a run has where it was asked for."""

    id: str = pa.Field(str_matches=SHA256)
    url: str = pa.Field(nullable=True)
    host: str = pa.Field(nullable=True)
    title: str = pa.Field(nullable=True, str_length={"min_value": 1})
    subtitle: str = pa.Field(nullable=True, str_length={"min_value": 1})
    text: str = pa.Field(str_matches=r"\s*\S")
    district: str = pa.Field(str_matches=SPLIT)
    district_name: str = pa.Field(str_length={"min_value": 1})
    published_at: pl.Datetime("ms", "Asia/Shanghai") = pa.Field(nullable=True)  # type: ignore[valid-type]
    source: str = pa.Field(nullable=True, str_length={"min_value": 1})
    authors: AUTHORS = pa.Field()  # type: ignore[valid-type]
    editor: str = pa.Field(nullable=True, str_length={"min_value": 1})
    index_number: str = pa.Field(nullable=True, str_length={"min_value": 1})
    document_number: str = pa.Field(nullable=True, str_length={"min_value": 1})
    issuing_office: str = pa.Field(nullable=True, str_length={"min_value": 1})
    icp: str = pa.Field(nullable=True, str_length={"min_value": 1})
    fields: FIELDS = pa.Field()  # type: ignore[valid-type]
    encoding: str = pa.Field(str_length={"min_value": 1})
    damage: pl.List(pl.String) = pa.Field()  # type: ignore[valid-type]
    lost: pl.Int32 = pa.Field(ge=0)
    flagged: pl.Int32 = pa.Field(ge=0)
    edit_count: pl.Int32 = pa.Field(ge=0)
    quality: QUALITY = pa.Field()  # type: ignore[valid-type]
    reprint_of: str = pa.Field(nullable=True, str_matches=SHA256)
    cluster_size: pl.Int32 = pa.Field(ge=1)
    raw_sha256: str = pa.Field(str_matches=SHA256)
    jingwen: str = pa.Field(str_matches=r"^\S+\+[0-9a-f]{12}$")
    frame: str | None = pa.Field(nullable=True, str_length={"min_value": 1})

    @pa.check("text")
    def no_carriage_return(cls, data: PolarsData) -> pl.LazyFrame:  # noqa: N805 (pandera makes a class method of it)
        return data.lazyframe.select(~pl.col(data.key).str.contains("\r", literal=True))

    @pa.check("text")
    def no_nul(cls, data: PolarsData) -> pl.LazyFrame:  # noqa: N805
        return data.lazyframe.select(~pl.col(data.key).str.contains("\x00", literal=True))

    @pa.check("published_at")
    def plausible_date(cls, data: PolarsData) -> pl.LazyFrame:  # noqa: N805
        # One year ahead: notices carry the day on which they come into force.
        naive = pl.col(data.key).dt.replace_time_zone(None)
        return data.lazyframe.select(naive.is_between(FIRST_DAY, datetime.now() + timedelta(days=366)))

    @pa.check("authors")
    def authors_have_names(cls, data: PolarsData) -> pl.LazyFrame:  # noqa: N805
        named = pl.element().struct.field("name").str.len_chars() > 0
        return data.lazyframe.select(pl.col(data.key).list.eval(named.fill_null(value=False)).list.all())

    @pa.check("fields")
    def fields_have_names_and_spans(cls, data: PolarsData) -> pl.LazyFrame:  # noqa: N805
        part = pl.element().struct
        sound = (
            (part.field("name").str.len_chars() > 0)
            & part.field("value").is_not_null()
            & (part.field("start") >= 0)
            & (part.field("start") <= part.field("end"))
        )
        return data.lazyframe.select(pl.col(data.key).list.eval(sound.fill_null(value=False)).list.all())

    @pa.check("damage")
    def damage_is_of_known_kinds(cls, data: PolarsData) -> pl.LazyFrame:  # noqa: N805
        known = pl.element().str.contains(KIND).fill_null(value=False)
        return data.lazyframe.select(pl.col(data.key).list.eval(known).list.all())

    @pa.check("quality")
    def shares_lie_between_0_and_1(cls, data: PolarsData) -> pl.LazyFrame:  # noqa: N805
        parts = [pl.col(data.key).struct.field(name).is_between(0, 1).fill_null(value=False) for name in SHARES]
        return data.lazyframe.select(pl.all_horizontal(parts))

    @pa.check("quality")
    def characters_are_counted(cls, data: PolarsData) -> pl.LazyFrame:  # noqa: N805
        counted = pl.col(data.key).struct.field("characters") == pl.col("text").str.len_chars()
        return data.lazyframe.select(counted.fill_null(value=False))

    class Config:
        strict = True

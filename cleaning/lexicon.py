"""Reading the project's word lists: sorted, unique TSV files with a `#` header that names licence and source."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of `cleaning/data/<name>.tsv`, header lines left out."""
    text = files("cleaning").joinpath(f"data/{name}.tsv").read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.split("\n") if line and not line.startswith("#"))

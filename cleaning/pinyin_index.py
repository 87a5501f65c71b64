"""Which words and characters a toneless spelling may stand for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def _index() -> dict[str, str]:
    """Read when the first spelling is asked for, 30 to 60 milliseconds: most pages never ask."""
    text = files("cleaning").joinpath("data/pinyin_index.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t") for line in text.split("\n") if line and line[0] != "#")


def read_so(spelt: str) -> tuple[str, ...]:
    """Common characters and words of up to four characters that are spelt so, the most frequent first.

    >>> read_so("diyi"), read_so("daily")
    (('第一', '敌意', '地衣'), ())
    """
    found = _index().get(spelt)
    return tuple(found.split(",")) if found else ()

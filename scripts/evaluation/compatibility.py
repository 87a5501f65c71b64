"""Radicals, duplicates of ideographs, small, vertical and invisible characters: the pages that come back exactly."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import cycle, islice
from random import Random

from cleaning import Cleaner
from scripts.evaluation.figures import Figure, share
from scripts.evaluation.pages import pages
from scripts.evaluation.sources import Source
from scripts.reenact.compatibility import KINDS, compatible

MOST = 60
"""Pages of each kind."""

SHOWN = 3


@cache
def _cleaner() -> Cleaner:
    """The pipeline with the script kept and without what judges the article, its spaces and its half-width marks."""
    return Cleaner(script="keep", off=("frame", "headline", "junk", "space", "punctuation"))


def measure(source: Source, most: int) -> Iterator[Figure]:
    texts = pages(source, "gbk", most)
    restored = cases = 0
    for kind in KINDS:
        exact = done = 0
        missed: list[str] = []
        for number, page in enumerate(islice(cycle(texts), most)):
            damaged = compatible(page, Random(f"{kind} {number}"), kind)
            if damaged.text == page:
                continue
            result = _cleaner().clean(damaged.text)
            done += 1
            exact += result.text == page
            restored += result.original == damaged.text
            if result.text != page:
                missed.append(_example(page, result.text))
        yield share(f"compatibility.exact.{kind}", exact, done, "\n".join(missed[:SHOWN]))
        cases += done
    yield share("compatibility.restored", restored, cases)


def _example(page: str, output: str) -> str:
    pairs = enumerate(zip(page, output, strict=False))
    at = next((place for place, (one, other) in pairs if one != other), min(len(page), len(output)))
    return f"{output[max(0, at - 8) : at + 8]!r} was {page[max(0, at - 8) : at + 8]!r}"

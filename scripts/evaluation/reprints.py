"""Reprints: which pages are found to be one text, and what a damaged copy heals with another damaged copy beside it.

`reprint_clusters` measures the former, `healing` the latter. Here stand the texts, and the genuine differences:
`revised` counts those between two sound copies that were changed in either, `wrong.all` the wrong changes of all parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from random import Random

from cleaning import Cleaner, Witness
from scripts.evaluation.figures import Figure, per_million
from scripts.evaluation.healing import DAMAGES, healed
from scripts.evaluation.reprint_clusters import clusters
from scripts.evaluation.sources import Source
from scripts.reenact.reprints import revised

MOST = 120
"""Articles."""

MOST_OWN = 12

STRANGERS = 40
"""Articles more, of which sentences are put into others."""

LEAST_PAGE, MOST_PAGE = 250, 3000
"""Characters of an article."""

REVISED_EVERY = 60

SHOWN = 6

OFF = ("frame", "headline")


def measure(source: Source, most: int) -> Iterator[Figure]:
    cleaner = Cleaner(off=OFF)
    found = list(islice(_sound(source, cleaner), most + STRANGERS))
    texts = found[:most]
    yield from clusters(texts, found[most:] or texts, cleaner)
    changes = []
    for name, damage in DAMAGES.items():
        for figure in healed(name, texts, damage, cleaner):
            yield figure
            changes += [figure] if figure.unit == "per_million" else []
    changes += _revised(texts, cleaner)
    yield changes[-1]
    yield per_million("reprints.wrong.all", sum(one.events for one in changes), sum(one.count for one in changes))


def _sound(source: Source, cleaner: Cleaner) -> Iterator[str]:
    """Articles in Simplified and GBK that the pipeline leaves as they are."""
    for document in source.shuffled(7, news=True, least=LEAST_PAGE, most=MOST_PAGE, writing="simplified"):
        try:
            document.text.encode("gbk")
        except UnicodeEncodeError:
            continue
        if cleaner.clean(document.text).text == document.text:
            yield document.text


def _revised(texts: Sequence[str], cleaner: Cleaner) -> Iterator[Figure]:
    """Both copies are sound: each cleaned with the other as its witness must stay as it is alone."""
    wrong = size = places = 0
    notes: list[str] = []
    for number, text in enumerate(texts):
        version = revised(text, Random(f"revised {number}"), REVISED_EVERY)
        places += 2 * len(version.scars)
        for copy, other in ((text, version.text), (version.text, text)):
            edits = cleaner.clean(copy, witnesses=(Witness("other", other),)).applied
            made = [edit for edit in edits if edit.kind.endswith(".reprint")]
            wrong += len(made)
            size += len(copy)
            notes += (f"{edit.before!r} became {edit.after!r}: {edit.evidence}" for edit in made)
    yield per_million("reprints.revised.wrong", wrong, size, "\n".join([f"{places:,} differences", *notes[:SHOWN]]))

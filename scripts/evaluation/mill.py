"""Pages sent through the re-enacted mill: how many come back character for character, after script and width.

Tables, marks, the half-width pass and whether private use is kept are random. Frame, headline and junk are off, since
they would judge the article and not the mill.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from random import Random

from cleaning import Cleaner
from cleaning.fold import fold
from scripts.evaluation.figures import Figure, share
from scripts.evaluation.sources import Source
from scripts.reenact import mill

MOST = 100
"""Pages."""


def measure(source: Source, most: int) -> Iterator[Figure]:
    """Exact pages, wrong characters, and how many of the scars seen were repaired and not flagged."""
    cleaner = Cleaner(off=["frame", "headline", "junk"])
    exact = done = wrong = size = applied = flagged = 0
    for number, document in enumerate(source.shuffled(2, news=True, least=400, most=4000)):
        if done == most:
            break
        try:
            document.text.encode("gbk")
        except UnicodeEncodeError:
            continue
        damaged = milled(document.text, Random(number))
        result = cleaner.clean(damaged)
        assert result.original == damaged
        before, after = _plain(document.text), _plain(result.text)
        done += 1
        size += len(before)
        exact += before == after
        applied += sum(edit.kind == "mill.scar" for edit in result.applied)
        flagged += sum(edit.kind == "mill.scar" for edit in result.flagged)
        if before != after:
            changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
            wrong += sum(max(b - a, d - c) for kind, a, b, c, d in changes if kind != "equal")
    yield share("mill.pages.exact", exact, done)
    yield share("mill.characters.wrong", wrong, size)
    yield share("mill.scars.repaired", applied, applied + flagged, "of those repaired or flagged")


def milled(text: str, rng: Random) -> str:
    """A page of the mill: a random table, at random marks."""
    traditional = mill.to_traditional(text)
    chance, page = rng.uniform(0.25, 0.7), set(traditional)
    table = {
        character: gloss
        for character, gloss in mill.make_table(rng, 1.0).items()
        if rng.random() < (chance if character in page else chance * 0.15)
    }
    marks = "".join(mark for mark in mill.MARKS if rng.random() < 0.7)
    return mill.reenact(traditional, table, marks, keep_private_use=rng.random() < 0.3, half_width=rng.random() < 0.5)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", fold(text)).replace(" ", "").replace("著", "着")

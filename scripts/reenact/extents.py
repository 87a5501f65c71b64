"""How much of a page an accident hits: all of it, a paragraph, a sentence, or a run inside a sentence."""

from __future__ import annotations

import re
from random import Random
from typing import Literal

from scripts.reenact.characters import is_han

Extent = Literal["page", "paragraph", "sentence", "run"]
EXTENTS: tuple[Extent, ...] = ("page", "paragraph", "sentence", "run")

SHORTEST, LONGEST = 5, 20
"""Characters of a run."""

LEAST_HAN = 4

_PARTS = {
    "page": r"(?s:.+)",
    "paragraph": r"[^\n]+",
    "sentence": r"[^。！？；\n]+[。！？；]?",
    "run": r"[^。！？；\n]+",
}


def choose(text: str, rng: Random, extent: Extent) -> tuple[int, int] | None:
    """A part of `text` of this extent with Chinese characters enough, or None: (begin, stop), code points."""
    parts = [found.span() for found in re.finditer(_PARTS[extent], text) if _han(found.group()) >= LEAST_HAN]
    if not parts:
        return None
    begin, stop = rng.choice(parts)
    if extent == "run":
        size = rng.randint(SHORTEST, LONGEST)
        begin = rng.randint(begin, max(begin, stop - size))
        stop = min(stop, begin + size)
        if _han(text[begin:stop]) < LEAST_HAN:
            return None
    return begin, stop


def _han(text: str) -> int:
    return sum(map(is_han, text))

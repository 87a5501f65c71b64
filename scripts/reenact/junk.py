"""Random common characters inside sentences (扎实 → 扎套粒既实) and behind the last full stop of a paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from scripts.reenact import Damaged, replaced
from scripts.reenact.characters import common_characters, is_han

STOPS = "。！？”"


def insert(text: str, rng: Random, count: int, lengths: Sequence[int] = (2, 3, 4)) -> Damaged:
    """Insert `count` runs of junk, each between two Chinese characters; `lengths` (1–6) are drawn from evenly."""
    places = [at for at in range(1, len(text)) if is_han(text[at - 1]) and is_han(text[at])]
    chosen = sorted(rng.sample(places, min(count, len(places))))
    return replaced(text, [(at, at, _junk(rng, lengths)) for at in chosen], "junk.insertion")


def append_orphans(text: str, rng: Random, count: int, lengths: Sequence[int] = (2, 3)) -> Damaged:
    """Put junk behind the last stop of `count` paragraphs (lines) that end in one."""
    ends: list[int] = []
    at = 0
    for line in text.split("\n"):
        at += len(line)
        if line.endswith(tuple(STOPS)):
            ends.append(at)
        at += 1
    chosen = sorted(rng.sample(ends, min(count, len(ends))))
    return replaced(text, [(end, end, _junk(rng, lengths)) for end in chosen], "junk.orphan")


def _junk(rng: Random, lengths: Sequence[int]) -> str:
    return "".join(rng.choices(common_characters(), k=rng.choice(lengths)))

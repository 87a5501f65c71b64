"""Random common characters inside sentences (扎实 → 扎套粒既实), between them, and behind a paragraph's last stop."""

from __future__ import annotations

import string
from collections.abc import Sequence
from random import Random

from scripts.reenact import Damaged, replaced
from scripts.reenact.characters import common_characters, is_han

STOPS = "。！？”"


def insert(text: str, rng: Random, count: int, lengths: Sequence[int] = (2, 3, 4)) -> Damaged:
    """Insert `count` runs of junk, each between two Chinese characters; `lengths` (1–6) are drawn from evenly."""
    chosen = _chosen(_inside(text), rng, count)
    return replaced(text, [(at, at, _junk(rng, lengths)) for at in chosen], "junk.insertion")


def insert_between(text: str, rng: Random, count: int, lengths: Sequence[int] = (2, 3, 4)) -> Damaged:
    """Put junk between two sentences of a line: behind a stop, before a Chinese character."""
    places = [at for at in range(1, len(text)) if text[at - 1] in STOPS and is_han(text[at])]
    chosen = _chosen(places, rng, count)
    return replaced(text, [(at, at, _junk(rng, lengths)) for at in chosen], "junk.insertion")


def insert_mixed(text: str, rng: Random, count: int, lengths: Sequence[int] = (2, 3, 4)) -> Damaged:
    """Insert runs of junk of which one character is a Latin letter or a digit, the rest Chinese: `a套`, `粒3既`."""
    chosen = _chosen(_inside(text), rng, count)
    return replaced(text, [(at, at, _mixed(rng, lengths)) for at in chosen], "junk.insertion")


def append_orphans(text: str, rng: Random, count: int, lengths: Sequence[int] = (2, 3)) -> Damaged:
    """Put junk behind the last stop of `count` paragraphs (lines) that end in one."""
    ends: list[int] = []
    at = 0
    for line in text.split("\n"):
        at += len(line)
        if line.endswith(tuple(STOPS)):
            ends.append(at)
        at += 1
    chosen = _chosen(ends, rng, count)
    return replaced(text, [(end, end, _junk(rng, lengths)) for end in chosen], "junk.orphan")


def _inside(text: str) -> list[int]:
    return [at for at in range(1, len(text)) if is_han(text[at - 1]) and is_han(text[at])]


def _chosen(places: list[int], rng: Random, count: int) -> list[int]:
    return sorted(rng.sample(places, min(count, len(places))))


def _junk(rng: Random, lengths: Sequence[int]) -> str:
    return "".join(rng.choices(common_characters(), k=rng.choice(lengths)))


def _mixed(rng: Random, lengths: Sequence[int]) -> str:
    signs = list(_junk(rng, lengths))
    signs[rng.randrange(len(signs))] = rng.choice(string.ascii_letters + string.digits)
    return "".join(signs)

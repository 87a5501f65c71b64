"""Two copies of one text, aligned: anchors by n-grams that both hold once, then the short stretches between them.

Only what a reprint keeps is compared: Han, letters and digits, script and width folded, glosses left out. Punctuation,
spaces and the mill's readings differ from copy to copy and tell nothing of the wording.

>>> one, other = Wording("今天天气很好，我们去公园散步。"), Wording("今天天氣很好!我們扎套去公园散步")
>>> align(one.letters, other.letters)
[Block(start=0, other=0, size=8), Block(start=8, other=10, size=5)]
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from cleaning.fold import fold

ANCHORS = (10, 6, 4, 3)
"""Lengths of the n-grams that anchor, longest first: what is unique in both copies at 10 is hardly ever a chance."""

SHORT = 48
"""Most characters on either side of a stretch that is compared character by character (cubic at worst)."""

CHANCE = 1
"""Characters of a match that is believed a chance when it stands alone between two differences."""

_GLOSS = re.compile(r"[(（][ \u3000]*[a-zü\u00e0-\u01dcɑɡ]{1,6}[ \u3000]*[)）]")
"""A reading in brackets, as the mill and textbooks put it behind a character."""


class Block(NamedTuple):
    """`size` characters from `start` are those from `other` in the other wording."""

    start: int
    other: int
    size: int


class Wording:
    """The characters of a text that a reprint keeps, folded, and where each stands in the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        folded = fold(text)
        if any("\uff01" <= sign <= "\uff5e" for sign in set(folded)):
            folded = folded.translate(NARROW)
        hidden: set[int] = set()
        if "(" in folded:
            for gloss in _GLOSS.finditer(folded):
                hidden.update(range(*gloss.span()))
        keeps = {sign for sign in set(folded) if _is_kept(sign)}
        self.places = [at for at, sign in enumerate(folded) if sign in keeps and at not in hidden]
        self.letters = "".join([folded[at] for at in self.places]).lower()
        if len(self.letters) != len(self.places):  # İ becomes two characters
            self.letters = "".join([folded[at] for at in self.places])

    def __len__(self) -> int:
        return len(self.letters)


NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Full-width ASCII and the half-width characters of the same meaning."""


@lru_cache(maxsize=1 << 16)
def _is_kept(sign: str) -> bool:
    return sign.isalnum() and unicodedata.category(sign) not in ("No", "Sk")


def align(one: str, other: str) -> list[Block]:
    """The longest chain of stretches that two wordings share, in order, joined where they touch in both."""
    found: list[Block] = []
    for block in _between(one, other, 0, len(one), 0, len(other), 0):
        if found and (last := found[-1]).start + last.size == block.start and last.other + last.size == block.other:
            found[-1] = last._replace(size=last.size + block.size)
        else:
            found.append(block)
    return _without_chance(found, len(one), len(other))


def _between(a: str, b: str, start: int, end: int, first: int, last: int, level: int) -> Iterator[Block]:
    """Blocks of `a[start:end]` and `b[first:last]`: the common ends, and what anchors find between them."""
    head = _common(a, b, start, end, first, last)
    if head:
        yield Block(start, first, head)
        start, first = start + head, first + head
    tail = _common_end(a, b, start, end, first, last)
    end, last = end - tail, last - tail
    if start < end and first < last:
        if end - start <= SHORT and last - first <= SHORT:
            matcher = SequenceMatcher(None, a[start:end], b[first:last], autojunk=False)
            yield from (Block(start + x, first + y, size) for x, y, size in matcher.get_matching_blocks() if size)
        elif level < len(ANCHORS):
            size = ANCHORS[level]
            at, beside = start, first
            for anchor, mate in _anchors(a, b, start, end, first, last, size):
                if anchor < at or mate < beside:
                    continue  # The block before has grown over it.
                yield from _between(a, b, at, anchor, beside, mate, level + 1)
                grown = size + _common(a, b, anchor + size, end, mate + size, last)
                yield Block(anchor, mate, grown)
                at, beside = anchor + grown, mate + grown
            yield from _between(a, b, at, end, beside, last, level + 1)
    if tail:
        yield Block(end, last, tail)


def _common(a: str, b: str, start: int, end: int, first: int, last: int) -> int:
    """How many characters both stretches begin with, compared by slices that double."""
    most = min(end - start, last - first)
    done, step = 0, 16
    while done < most:
        step = min(step, most - done)
        one, other = a[start + done : start + done + step], b[first + done : first + done + step]
        if one != other:
            return done + next(at for at in range(step) if one[at] != other[at])
        done += step
        step *= 2
    return done


def _common_end(a: str, b: str, start: int, end: int, first: int, last: int) -> int:
    size = min(end - start, last - first, 4096)
    return _common(a[end - size : end][::-1], b[last - size : last][::-1], 0, size, 0, size)


def _anchors(a: str, b: str, start: int, end: int, first: int, last: int, size: int) -> list[tuple[int, int]]:
    """Places of n-grams that both stretches hold exactly once: the longest chain that is in order in both."""
    mates = _once(b, first, last, size)
    pairs = [(at, mates[gram]) for gram, at in _once(a, start, end, size).items() if gram in mates]
    return _chain(sorted(pairs))


def _once(text: str, start: int, end: int, size: int) -> dict[str, int]:
    seen: dict[str, int] = {}
    for at in range(start, end - size + 1):
        gram = text[at : at + size]
        seen[gram] = -1 if gram in seen else at
    return {gram: at for gram, at in seen.items() if at >= 0}


def _chain(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of `pairs` in which the second places rise too (patience sorting)."""
    tops: list[int] = []
    holders: list[int] = []
    before: list[int] = []
    for number, (_, mate) in enumerate(pairs):
        at = bisect_left(tops, mate)
        before.append(holders[at - 1] if at else -1)
        tops[at : at + 1] = [mate]
        holders[at : at + 1] = [number]
    chain: list[tuple[int, int]] = []
    number = holders[-1] if holders else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _without_chance(blocks: list[Block], size: int, other: int) -> list[Block]:
    """Without single characters that only happen to be alike amid what differs on both sides."""
    kept: list[Block] = []
    for number, block in enumerate(blocks):
        if block.size <= CHANCE:
            before = kept[-1] if kept else Block(0, 0, 0)
            after = blocks[number + 1] if number + 1 < len(blocks) else Block(size, other, 0)
            gaps = (
                block.start - before.start - before.size,
                block.other - before.other - before.size,
                after.start - block.start - block.size,
                after.other - block.other - block.size,
            )
            if all(gaps) and sum(gaps) > 4:
                continue
        kept.append(block)
    return kept

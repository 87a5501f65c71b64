"""Where a text and another copy of it differ: the stretch in either, and how far they agree on both sides of it.

Both are taken as they stand, punctuation included; what only differs in width, spaces or readings in brackets is no
difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, zip_longest
from typing import NamedTuple

from cleaning.alignment import NARROW, Block, Wording, align
from cleaning.copy_bytes import shifted
from cleaning.fold import fold

NEAR = 40
"""Characters of wording on either side in which it is asked how much both copies share."""

SLID, LOST = 2, "\ufffd"
"""Most characters by which an alignment is moved to a place where characters are lost."""

LONGEST = 60
"""Characters of a difference on either side; more is a passage, which an editor put in or took out."""

_CUT = re.compile(r"\?|[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ][a-z]{0,3} ?\)")
"""What a cut leaves: a sign for half a character, or a reading without its bracket."""


class Difference(NamedTuple):
    """`text[start:end]` stands where the other copy has `other[other_start:other_end]`.

    left, right             characters of wording that agree beside it without a gap
    shared                  of the NEAR characters of wording on both sides, the share that stands in both copies
    letters, other_letters  characters of wording that differ
    """

    start: int
    end: int
    other_start: int
    other_end: int
    left: int
    right: int
    shared: float
    letters: int
    other_letters: int


def differences(one: Wording, other: Wording) -> Iterator[Difference]:
    """What differs between the first and the last stretch that both copies hold, and behind the last.

    Before the first only where something is lost here: pages differ in their headlines.
    """
    blocks = _slid(_without_scars(align(one.letters, other.letters), one, other), one, other)
    if not blocks:
        return
    covered = [0] * (len(one) + 1)
    for block in blocks:
        covered[block.start] += 1
        covered[block.start + block.size] -= 1
    depth = total = 0
    sums = [0]
    for step in covered[:-1]:
        depth += step
        total += depth
        sums.append(total)
    if LOST in one.text[: one.places[blocks[0].start]]:
        yield from _made(one, other, Block(0, 0, 0), blocks[0], sums)
    for number, block in enumerate(blocks):
        yield from _inside(one, other, block, sums)
        after = blocks[number + 1] if number + 1 < len(blocks) else Block(len(one), len(other), 0)
        yield from _made(one, other, block, after, sums)


def _without_scars(blocks: list[Block], one: Wording, other: Wording) -> list[Block]:
    """The blocks without single characters in the middle of a scar of the mill, which the other copy has by chance.

    `?zhǔn)彰刻煲约s` is 收每天以约 one byte off: its 约 is the end of 以 and the beginning of 約, whose end is the s.
    """
    found = blocks[:1]
    for block, behind in zip_longest(blocks[1:], blocks[2:]):
        if block.size == 1 and behind and found[-1].start + found[-1].size < block.start < behind.start - 1:
            begin, mate = found[-1].start + found[-1].size, found[-1].other + found[-1].size
            mine = one.text[one.places[begin - 1] + 1 : one.places[behind.start]]
            theirs = other.text[other.places[mate - 1] + 1 : other.places[behind.other] + 1]
            if _CUT.search(mine) and shifted(mine, theirs):
                continue
        found.append(block)
    return found


def _slid(blocks: list[Block], one: Wording, other: Wording) -> list[Block]:
    """The blocks with what only the other copy has put where something is lost here, if it may as well stand there.

    `��中央` beside `中共中央` would be aligned as 中, with 共中 behind it in the other copy.
    """
    found = blocks[:1]
    for block in blocks[1:]:
        start, mate, size = found[-1]
        end, gap = start + size, other.letters[mate + size : block.other]
        if gap and block.start == end:
            for by in range(1, min(SLID, size - 1) + 1):
                mark = one.text[one.places[end - by - 1] + 1 : one.places[end - by]]
                if LOST in mark and (one.letters[end - by : end] + gap).endswith(one.letters[end - by : end]):
                    found[-1] = Block(start, mate, size - by)
                    block = Block(block.start - by, block.other - by, block.size + by)
                    break
        found.append(block)
    return found


def _inside(one: Wording, other: Wording, block: Block, sums: list[int]) -> Iterator[Difference]:
    """What is no letter and differs between the letters of a stretch that both hold."""
    start, mate, size = block
    here, there = one.places[start : start + size], other.places[mate : mate + size]
    if size > 1 and here[-1] - here[0] == there[-1] - there[0] == size - 1:
        return
    for at, ((left, right), (first, last)) in enumerate(zip(pairwise(here), pairwise(there), strict=True), 1):
        if (right - left > 1 or last - first > 1) and one.text[left + 1 : right] != other.text[first + 1 : last]:
            before, behind = Block(start, mate, at), Block(start + at, mate + at, size - at)
            yield from _made(one, other, before, behind, sums)


def _made(one: Wording, other: Wording, before: Block, behind: Block, sums: list[int]) -> Iterator[Difference]:
    """The difference between two stretches, trimmed to what differs, if anything is left of it."""
    left, mate = before.start + before.size, before.other + before.size
    letters, other_letters = behind.start - left, behind.other - mate
    start = one.places[left - 1] + 1 if left else 0
    end = one.places[behind.start] if behind.start < len(one) else len(one.text)
    first = other.places[mate - 1] + 1 if mate else 0
    last = other.places[behind.other] if behind.other < len(other) else len(other.text)
    if end - start > 3 * LONGEST or last - first > 3 * LONGEST or letters > LONGEST or other_letters > LONGEST:
        return
    here, there = _plain(one.text[start:end]), _plain(other.text[first:last])
    head = 0
    while head < min(len(here), len(there)) and here[head] == there[head]:
        head += 1
    tail = 0
    while tail < min(len(here), len(there)) - head and here[-1 - tail] == there[-1 - tail]:
        tail += 1
    start, end, first, last = start + head, end - tail, first + head, last - tail
    if start == end and first == last:
        return
    low, high = max(0, left - NEAR), min(len(one), behind.start + NEAR)
    near = left - low + high - behind.start
    shared = (sums[left] - sums[low] + sums[high] - sums[behind.start]) / max(1, near)
    yield Difference(start, end, first, last, before.size, behind.size, shared, letters, other_letters)


def _plain(text: str) -> str:
    return fold(text).translate(NARROW)

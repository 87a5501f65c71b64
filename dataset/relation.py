"""What two pages are to each other: the same text, a page and its excerpt, or nothing.

Judged by the aligned wording. Two notices made of one template agree in more than many a reprint, so what differs
decides: other figures and other names in the same places make other documents, damage and rewording do not.

The same text: what both hold is at least SAME of each. An excerpt: it is EXCERPT of the shorter and less of the longer,
or hardly anything but a part of the longer. An excerpt is evidence for its page and the other way round, but neither is
published in the place of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from dataset.clean_batch import Block, align, word_frequency
from dataset.sketches import grams, share_of

Kind = Literal["same", "excerpt", "none"]

SAME = 0.4
"""Least share of both wordings: reprints of which each was edited by 30 % share about half."""

EXCERPT = 0.6
"""Least share of the shorter wording."""

PART, WHOLE = 0.9, 0.6
"""With so much of the shorter wording, and less than that of the longer, it is an excerpt too: of two articles that a
third page has one behind the other, neither reprints the other."""

GLANCE = 0.25
"""Least share of the n-grams of the shorter: below it no alignment, which costs fifty times as much, finds SAME."""

LEAST_LETTERS = 30
"""Characters of wording that must be shared: less is a phrase."""

LEAST_BLOCK = 6
"""Shorter common stretches are found between any two texts."""

VALUES = 2
"""Distinct values that differ in their places from which two pages are two documents."""

LONGEST_NAME = 9
"""Characters of a name with the one behind it; a longer difference is a passage."""

SOME = 4
"""Of so many figures that are equal one may differ: an editor corrects one, a template shares its telephone number."""

REACH = 8
"""Characters beside a difference in which a figure may begin or go on."""

FIGURE = re.compile(r"[0-9零〇一二三四五六七八九十百千万亿两]+")
_DIGITS = re.compile("[0-9]+")
_BEGUN = re.compile(FIGURE.pattern + "$")
_GOING_ON = re.compile(f"(?:{FIGURE.pattern})?.?")

COMMON_WORD = 2000
"""Frequency (in the language model's word list) from which a word is no name: editors change such, templates do not."""


class Relation(NamedTuple):
    """`shared`: letters that both hold, as a share of the shorter and of the longer wording."""

    kind: Kind
    of_shorter: float
    of_longer: float


def relation(one: str, other: str) -> Relation:
    """How two pages relate, by their wordings."""
    shorter, longer = sorted((len(one), len(other)))
    if shorter < LEAST_LETTERS:
        same = one == other and shorter > 0
        return Relation("same" if same else "none", float(same), float(same))
    if share_of(grams(one), grams(other)) < GLANCE:
        return Relation("none", 0.0, 0.0)
    blocks = [block for block in align(one, other) if block.size >= LEAST_BLOCK]
    shared = sum(block.size for block in blocks)
    parts = shared / shorter, shared / longer
    kind: Kind = "none"
    is_part = parts[0] >= PART and parts[1] < WHOLE
    if parts[1] >= SAME and not is_part:
        kind = "same"
    elif parts[0] >= EXCERPT and shared >= LEAST_LETTERS:
        kind = "excerpt"
    if kind != "none" and are_of_one_template(one, other, blocks):
        kind = "none"
    return Relation(kind, *parts)


def are_of_one_template(one: str, other: str, blocks: Sequence[Block]) -> bool:
    """Whether what differs are values in the same places of one frame.

    Figures that differ before the same unit are counted once for each pair; so are short strings that are no common
    words, if there is hardly any other difference.
    """
    figures: set[tuple[str, str]] = set()
    names: set[tuple[str, str]] = set()
    others = 0
    for left, right, inside in _differences(one, other, blocks):
        if left == right:
            continue  # No more than the character behind nothing: both begin, or end, alike.
        if clash := _clashing(left, right):
            figures |= clash
        elif left[:-1] and right[:-1] and max(len(left), len(right)) <= LONGEST_NAME and not _are_words(left, right):
            # Without what stands behind: one word that a site swapped all over its page is one difference.
            names.add(_without_tail(left, right))
        elif inside:
            others += 1
    equal = sum(len(_DIGITS.findall(one, block.start, block.start + block.size)) for block in blocks)
    values = len(figures) + len(names)
    if len(figures) >= VALUES and 2 * len(figures) >= others and SOME * len(figures) >= equal:
        return True
    return values >= VALUES and 2 * others <= values


def _differences(one: str, other: str, blocks: Sequence[Block]) -> Iterator[tuple[str, str, bool]]:
    """What stands between two common stretches in either wording, each with the character behind it and the part of a
    figure before it; also what stands before the first and behind the last (not `inside`)."""
    ends = [Block(0, 0, 0), *blocks, Block(len(one), len(other), 0)]
    for number, (block, after) in enumerate(pairwise(ends)):
        left, right = block.start + block.size, block.other + block.size
        begun = _BEGUN.search(one[max(block.start, left - REACH) : left])
        before = begun[0] if begun else ""
        going_on = _GOING_ON.match(one[after.start : after.start + REACH])
        behind = going_on[0] if going_on else ""
        yield (
            before + one[left : after.start] + behind,
            before + other[right : after.other] + behind,
            0 < number < len(blocks),
        )


def _clashing(left: str, right: str) -> set[tuple[str, str]]:
    """The figures of both sides that differ though they stand before the same unit, in order up to the first other."""
    found = set()
    for one, other in zip(FIGURE.finditer(left), FIGURE.finditer(right), strict=False):
        if left[one.end() : one.end() + 1] != right[other.end() : other.end() + 1]:
            break
        if one[0] != other[0]:
            found.add((one[0], other[0]))
    return found


def _without_tail(left: str, right: str) -> tuple[str, str]:
    """Both sides without the characters in which they end alike."""
    tail = 0
    while tail < min(len(left), len(right)) and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    return left[: len(left) - tail], right[: len(right) - tail]


def _are_words(left: str, right: str) -> bool:
    """Whether an editor would put one for the other: both are common words."""
    return all(word_frequency(side[:-1]) >= COMMON_WORD for side in (left, right))

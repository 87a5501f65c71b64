"""The unit of every change: one edit, and the arithmetic of lists of edits.

A repair only ever *proposes*; the engine turns proposals into edits. All offsets are code points, half-open, and
refer to the text that the edit's step received, so a ledger can be inverted step by step without any other input.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

Status = Literal["applied", "flagged", "lost"]

FAMILIES = (
    "markup",
    "escape",
    "mojibake",
    "invisible",
    "mill",
    "swap",
    "pinyin",
    "junk",
    "boilerplate",
    "privacy",
    "script",
    "space",
    "punctuation",
)
"""The closed list of families: the part of an edit's kind before the first dot."""

FORM_FAMILIES = frozenset({"script", "punctuation", "space", "invisible"})
"""Families that change the form and not the wording; false changes and `detect` do not count them."""


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """One change, or one thing seen and left alone.

    `step` tells which application of the engine made it (passes counted: pass number times the length of the order,
    plus the repair's place in the order); `start` and `end` are offsets in the text which that step received. Flagged
    and lost edits change nothing and are recorded in one last step of their own, so their spans lie in the final text.
    `confidence` is a probability, 0 to 1.
    """

    step: int
    start: int
    end: int
    before: str
    after: str
    kind: str
    evidence: str
    confidence: float
    status: Status

    @property
    def family(self) -> str:
        return family_of(self.kind)


class Proposal(NamedTuple):
    """What a repair wants: replace `text[start:end]` by `after`; `lost`: only say that the span is beyond repair."""

    start: int
    end: int
    after: str
    kind: str
    evidence: str
    confidence: float
    lost: bool = False


class Field(NamedTuple):
    """One thing the page says about itself: a name, the value in clean form, and where in the text it stands."""

    name: str
    value: str
    start: int
    end: int
    evidence: str


def family_of(kind: str) -> str:
    """The family of a kind: `mill.gloss` → `mill`."""
    return kind.partition(".")[0]


def apply(text: str, edits: Sequence[Edit]) -> str:
    """`text` with the edits of one step made. They must be sorted, disjoint, and fit the text.

    Raises ValueError where an edit's `before` is not what stands at its span, or where two edits overlap.
    """
    pieces: list[str] = []
    at = 0
    for edit in edits:
        if edit.start < at or text[edit.start : edit.end] != edit.before:
            raise ValueError(f"step {edit.step}: edit at {edit.start}:{edit.end} ({edit.kind}) does not fit the text")
        pieces += (text[at : edit.start], edit.after)
        at = edit.end
    pieces.append(text[at:])
    return "".join(pieces)


def invert(text: str, edits: Sequence[Edit]) -> str:
    """The text that one step received, from the text it returned. Raises ValueError where the edits do not fit."""
    pieces: list[str] = []
    at = shift = 0
    for edit in edits:
        start = edit.start + shift
        end = start + len(edit.after)
        if start < at or text[start:end] != edit.after:
            raise ValueError(f"step {edit.step}: edit at {edit.start}:{edit.end} ({edit.kind}) cannot be taken back")
        pieces += (text[at:start], edit.before)
        at = end
        shift += len(edit.after) - len(edit.before)
    pieces.append(text[at:])
    return "".join(pieces)


def applied_steps(edits: Iterable[Edit]) -> Iterator[tuple[int, list[Edit]]]:
    """The applied edits, grouped by step, in order of application."""
    applied = sorted(edit for edit in edits if edit.status == "applied")
    for step, group in groupby(applied, key=lambda edit: edit.step):
        yield step, list(group)


def restore(text: str, edits: Iterable[Edit]) -> str:
    """The original, from the clean text and its ledger alone: applied edits taken back step by step, last first."""
    for _, group in reversed(list(applied_steps(edits))):
        text = invert(text, group)
    return text


class Composition:
    """Where a place in one step's text stands in the original, or in the final text.

    Built from the applied edits of a run; each look-up is a binary search in every later (or earlier) step.
    """

    def __init__(self, edits: Iterable[Edit]) -> None:
        self._steps: list[tuple[int, list[Edit], list[int], list[int]]] = []
        for step, group in applied_steps(edits):
            shifts = [0]
            for edit in group:
                shifts.append(shifts[-1] + len(edit.after) - len(edit.before))
            self._steps.append((step, group, [edit.start for edit in group], shifts))

    def to_original(self, step: int, start: int, end: int) -> tuple[int, int]:
        """The smallest span of the original that became `start:end` of the text which `step` received."""
        for at, group, _, shifts in reversed(self._steps):
            if at < step:
                start = _backward(group, shifts, start, right=False)
                end = max(start, _backward(group, shifts, end, right=True))
        return start, end

    def to_final(self, step: int, start: int, end: int) -> tuple[int, int] | None:
        """Where the span stands in the final text, or None if an edit of `step` or later touches it."""
        for at, group, starts, shifts in self._steps:
            if at < step:
                continue
            here = bisect_right(starts, start)
            if here and group[here - 1].end > start:
                return None
            if here < len(group) and starts[here] < end:
                return None
            start, end = start + shifts[here], end + shifts[here]
        return start, end


def _backward(group: Sequence[Edit], shifts: Sequence[int], place: int, *, right: bool) -> int:
    """The place before one step's edits, of a place after them; inside a replacement, its outer edge."""
    low, high = 0, len(group)
    while low < high:
        middle = (low + high) // 2
        new_start = group[middle].start + shifts[middle]
        # A span that begins where something was deleted begins behind the deletion.
        if new_start < place or (not right and new_start == place and not group[middle].after):
            low = middle + 1
        else:
            high = middle
    if not low:
        return place
    edit = group[low - 1]
    if place < edit.start + shifts[low - 1] + len(edit.after):
        return edit.end if right else edit.start
    return place - shifts[low]

"""A repaired page against the truth: which characters of a damaged span stand right, and what became of the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from cleaning.cleaner import CleanResult
from cleaning.edit import Edit, applied_steps
from scripts.reenact.mojibake import Misread

MARKS = "\ufffd?□"
"""Signs that say, in an output, that a character is lost."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """`mates`: place in the truth → place in the output of the same character, -1 for none; `hunks`: what differs."""

    mates: list[int]
    hunks: list[tuple[int, int, int, int]]


@dataclass(slots=True)
class Score:
    """What became of one damaged span; all but `exact` and `alone` in characters of the original.

    outside  characters changed outside of the span
    right    characters of the span that stand right, of `size`
    touched  those of which bytes were lost; of these `filled` stand right by a repair, `spared` without one, `wrong`
             were made up, `lost` are said to be lost or still show the damage, `silent` are gone without a word
    strayed  made-up characters in the place of untouched ones
    """

    exact: bool
    alone: bool
    outside: int = 0
    size: int = 0
    right: int = 0
    touched: int = 0
    counts: Counter[str] = field(default_factory=Counter)


def align(truth: str, output: str) -> Alignment:
    """Common ends first, then the longest common stretches between them."""
    head = _common(truth, output)
    tail = _common(truth[head:][::-1], output[head:][::-1])
    mates = [*range(head), *([-1] * (len(truth) - head - tail)), *range(len(output) - tail, len(output))]
    middle = SequenceMatcher(None, truth[head : len(truth) - tail], output[head : len(output) - tail], autojunk=False)
    hunks = []
    for kind, first, last, start, end in middle.get_opcodes():
        if kind == "equal":
            mates[head + first : head + last] = range(head + start, head + end)
        else:
            hunks.append((head + first, head + last, head + start, head + end))
    return Alignment(mates, hunks)


def _common(left: str, right: str) -> int:
    pairs = enumerate(zip(left, right, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(left), len(right)))


def score(misread: Misread, output: str) -> Score:
    """What can be told from the output alone."""
    aligned = align(misread.original, output)
    span = range(misread.begin, misread.stop)
    outside = 0
    for first, last, start, end in aligned.hunks:
        outside += sum(place not in span for place in range(first, last))
        if first == last and not misread.begin <= first <= misread.stop:
            outside += end - start
    right = sum(aligned.mates[place] >= 0 for place in span)
    return Score(output == misread.original, output == misread.text, outside, len(span), right, len(misread.touched))


def score_repair(misread: Misread, result: CleanResult, proved: Sequence[Edit] = ()) -> Score:
    """The same with what the ledger tells: which characters a repair wrote, and which it says are lost.

    What `proved` edits wrote says the truth with marks in it: where most is marks, aligning by the longest common
    stretches takes characters for made up that stand in their places.
    """
    found = score(misread, result.text)
    aligned = align(misread.original, result.text)
    repaired, said = _repaired(result), _said(result)
    kept = _repaired(result, proved) if proved else [False] * len(result.text)
    for place in misread.touched:
        if (mate := aligned.mates[place]) >= 0:
            found.counts["filled" if repaired[mate] else "spared"] += 1
    for first, last, start, end in aligned.hunks:
        touched = sum(place in misread.touched for place in range(first, last))
        made = (at for at in range(start, end) if repaired[at] and not kept[at])
        invented = sum(result.text[at] not in MARKS + " " and not said[at] for at in made)
        wrong = min(touched, invented)
        found.counts["wrong"] += wrong
        found.counts["strayed"] += invented - wrong
        shown = any(result.text[at] in MARKS or said[at] for at in range(max(0, start - 1), min(len(said), end + 1)))
        left = any(not repaired[at] for at in range(start, end))
        found.counts["lost" if shown or left else "silent"] += touched - wrong
    return found


def _repaired(result: CleanResult, only: Sequence[Edit] | None = None) -> list[bool]:
    """For every character of the text, whether an applied edit wrote it; with `only`, whether one of these did."""
    chosen = None if only is None else set(map(id, only))
    written = [False] * len(result.original)
    for _, group in applied_steps(result.edits):
        pieces: list[bool] = []
        at = 0
        for edit in group:
            pieces += written[at : edit.start]
            pieces += [chosen is None or id(edit) in chosen] * len(edit.after)
            at = edit.end
        written = pieces + written[at:]
    return written


def _said(result: CleanResult) -> list[bool]:
    """For every character of the text, whether it is flagged or said to be lost."""
    said = [False] * len(result.text)
    for edit in (*result.flagged, *result.lost):
        said[edit.start : edit.end] = [True] * (edit.end - edit.start)
    return said

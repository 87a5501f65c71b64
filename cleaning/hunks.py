"""All applied edits seen at once: which stretches of the original became which stretches of the clean text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cleaning.edit import Composition, Edit


class Hunk(NamedTuple):
    """`original[start:end]` became `clean[new_start:new_end]`, by edits of these kinds (in order of application)."""

    start: int
    end: int
    new_start: int
    new_end: int
    kinds: tuple[str, ...]


def hunks(edits: Iterable[Edit]) -> list[Hunk]:
    """The changes of a ledger over all its steps, joined where they touch, in the order of the original."""
    ledger = list(edits)
    composition = Composition(ledger)
    spans = sorted(
        (
            *composition.to_original(edit.step, edit.start, edit.end),
            len(edit.after) - len(edit.before),
            number,
            edit.kind,
        )
        for number, edit in enumerate(ledger)
        if edit.status == "applied"
    )
    joined: list[tuple[int, int, int, list[tuple[int, str]]]] = []
    for start, end, growth, number, kind in spans:
        if joined and start <= joined[-1][1]:
            first, last, grown, kinds = joined[-1]
            joined[-1] = (first, max(last, end), grown + growth, [*kinds, (number, kind)])
        else:
            joined.append((start, end, growth, [(number, kind)]))
    result = []
    shift = 0
    for start, end, growth, kinds in joined:
        names = tuple(dict.fromkeys(kind for _, kind in sorted(kinds)))
        result.append(Hunk(start, end, start + shift, end + shift + growth, names))
        shift += growth
    return result

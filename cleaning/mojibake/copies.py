"""What stood where bytes are gone, as another copy of the text has it: one of the options that the bytes leave.

`连续举办二十灞?。` may have been 局 or 届, and the model prefers 局; a copy with `连续举办二十届。` decides. What the
bytes rule out is not taken from a copy, whatever it says, and no figure is: a digit that a copy shows stays lost, and
of numerals the model must choose the same one by itself. Copies that differ tell nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaning.alignment import NARROW
from cleaning.context import Witness
from cleaning.fold import TRADITIONAL_ONLY, fold
from cleaning.language_model import default_model
from cleaning.mojibake.fill import REACH, Filled
from cleaning.mojibake.judge import Verdict
from cleaning.mojibake.stream import Cell
from cleaning.numerals import NUMERALS, are_chosen

ANCHOR, LEAST_ANCHOR = 6, 3
"""Certain characters by which a place is looked up in a copy: so many on either side, and the least. The end of a line
stands for all of them."""

MOST_CELLS = 6
"""Open cells, with less than LEAST_ANCHOR certain characters between them, that are looked up together."""

TOLD = 0.9999
"""Posterior of a filling that a copy bears out: it is one of a few that the bytes leave, and stands there."""

_BREAK = re.compile(r"\s*\n\s*")
_SPACE = re.compile(r"[^\S\n]+")

Texts = tuple[str, ...]
"""One text for each open cell of a group."""


class Copy(NamedTuple):
    """Another page with the same text: its id, and its text as texts are compared here."""

    id: str
    text: str


class _Group(NamedTuple):
    """Pieces of a line between anchors, open cells first and last; `numbers` are those of the open cells in the run."""

    left: str
    pieces: tuple[str | Cell, ...]
    right: str
    numbers: tuple[int, ...]


def copies_of(witnesses: Sequence[Witness]) -> list[Copy]:
    return [Copy(witness.id, f"\n{_plain(witness.text)}\n") for witness in witnesses]


def told(verdict: Verdict, line: str, copies: Sequence[Copy]) -> Verdict:
    """The verdict with the fillings that a copy bears out."""
    if not copies or not verdict.filled:
        return verdict
    filled = dict(verdict.filled)
    traditional = any(sign in TRADITIONAL_ONLY for sign in verdict.run.certain_text)
    for group in _groups(verdict, line):
        said = {texts: copy.id for copy in copies for texts in _said(copy.text, group, traditional)}
        if len(said) == 1:
            (texts, witness), *_ = said.items()
            for number, text in zip(group.numbers, texts, strict=True):
                if not _is_doubtful(text, verdict.run.cells[number], group):
                    filled[number] = Filled(text, TOLD, filled[number].text, witness)
    return verdict._replace(filled=filled)


def _plain(text: str) -> str:
    """Width and script folded, blanks left out; line breaks stay."""
    return _SPACE.sub("", _BREAK.sub("\n", fold(text).translate(NARROW)))


def _groups(verdict: Verdict, line: str) -> Iterator[_Group]:
    """The open cells of a run with their anchors; those that stand too close to be looked up alone together."""
    run = verdict.run
    pieces: list[str | Cell] = [_plain(f"\n{line[: run.start]}")]
    numbers: list[int] = []
    for number, cell in enumerate(run.cells):
        if not cell.certain:
            numbers.append(number)
            pieces += (cell, "")
        else:
            pieces[-1] = f"{pieces[-1]}{_plain(cell.text)}"
    pieces[-1] = f"{pieces[-1]}{_plain(line[run.end :])}\n"
    # Every other piece is certain text: groups part where it is long enough to be an anchor.
    first = 0
    for last in range(1, len(numbers) + 1):
        between = pieces[2 * last]
        assert isinstance(between, str)
        if last < len(numbers) and len(between) < LEAST_ANCHOR:
            continue
        left, right = pieces[2 * first], between
        assert isinstance(left, str)
        group = _Group(
            left[-ANCHOR:], tuple(pieces[2 * first + 1 : 2 * last]), right[:ANCHOR], tuple(numbers[first:last])
        )
        if last - first <= MOST_CELLS and _holds(group.left) and _holds(group.right):
            yield group
        first = last


def _holds(anchor: str) -> bool:
    return len(anchor) >= LEAST_ANCHOR or "\n" in anchor


def _said(copy: str, group: _Group, traditional: bool) -> Iterator[Texts]:
    """What a copy has in the place of a group's open cells, wherever its anchors stand, if the bytes allow that."""
    if len(group.left) + len(group.right) <= LEAST_ANCHOR:
        return
    at = copy.find(group.left)
    while at >= 0:
        yield from _read(copy, at + len(group.left), (*group.pieces, group.right), traditional)
        at = copy.find(group.left, at + 1)


def _read(copy: str, at: int, pieces: Sequence[str | Cell], traditional: bool) -> Iterator[Texts]:
    """All ways to read the copy from `at` on as these pieces."""
    if not pieces:
        yield ()
        return
    piece, rest = pieces[0], pieces[1:]
    if isinstance(piece, str):
        if copy.startswith(piece, at):
            yield from _read(copy, at + len(piece), rest, traditional)
        return
    for option in piece.options:
        shown = copy[at : at + len(option.places)]
        if len(shown) < len(option.places):
            continue
        signs = [_fitting(place, sign, traditional) for place, sign in zip(option.places, shown, strict=True)]
        if all(signs):
            for texts in _read(copy, at + len(signs), rest, traditional):
                yield ("".join(signs), *texts)


def _fitting(place: Sequence[str], sign: str, traditional: bool) -> str:
    """The character of a place that is `sign` in the copy, in the script of the run; '' where there is none."""
    if sign.isdigit() and sign.isascii():
        return "0" if "0" in place else ""  # stands for all ten, and is written as lost
    fitting = [own for own in place if own == sign or _plain(own) == sign]
    fitting.sort(key=lambda own: (own in TRADITIONAL_ONLY) != traditional)
    return fitting[0] if fitting else ""


def _is_doubtful(text: str, cell: Cell, group: _Group) -> bool:
    """Whether a numeral stands there that the model would not choose by itself among those that fit."""
    if not set(NUMERALS) & set(text):
        return False
    places = next(option.places for option in cell.options if _fits(option.places, text))
    return not are_chosen(group.left[-REACH:], text, group.right[:REACH], default_model(), places)


def _fits(places: Sequence[Sequence[str]], text: str) -> bool:
    return len(places) == len(text) and all(sign in place for place, sign in zip(places, text, strict=True))

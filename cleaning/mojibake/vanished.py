"""Characters of pairs that the reader dropped without a trace: what is left of two of them stands as one.

`国通货` is B9FA CDA8 BBF5; where the reader of pairs dropped A8 BB, CD and F5 are left and make one character, certain
as it looks. A character that is unlikely where it stands, and of which the two bytes were shown by two characters, may
be what is left of two; the language model chooses, and where it is not sure the place is lost. Beside a loss that is
marked what is unlikely is out of step, and lost as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from cleaning.language_model import default_model
from cleaning.mojibake.encodings import Reader
from cleaning.mojibake.pair_runs import MOST, Written
from cleaning.mojibake.stream import LOST, Cell, Option, Run, Stream, is_told

UNLIKELY = 9.5
"""Cost (natural log) of a character, or of the one behind it, from which it is doubted."""

LONG = 20
"""Characters of a run from which the reader would have shown a private-use character, or a mark, if it did not drop."""

MEAN = 9.0
"""Mean cost (natural log) of characters beside a loss above which they are halves of others."""

EXCESS = 2.2
"""Natural log by which they have to be above it together: 傍 behind a loss is as rare as halves."""

PRIVATE = 10.0
"""What a private-use character counts more than that: nobody writes them."""

DROPPED = -7.0
"""Prior (natural log) of a pair that vanished without a mark."""

_PRIVATE = re.compile("[\ue000-\uf8ff]")
"""A reader that shows these drops nothing."""


def doubted_cells(stream: Stream, run: Run, written: Written, left: str) -> Run:
    """The run with what may be made up of halves open, and what is out of step beside a loss lost."""
    text = left + "".join(cell.text for cell in run.cells)
    costs = default_model().surprisal(text)[len(left) :].tolist()
    costs.append(0.0)
    cells = run.cells[:]
    size = sum(sign > "\x7f" for sign in run.certain_text)
    drops = not _PRIVATE.search(stream.text) and LOST not in stream.text and size >= LONG
    at = 0
    excess: list[float] = []
    for number, cell in enumerate(run.cells):
        size = len(cell.text)
        options: tuple[Option, ...] = ()
        if drops and _is_cut(stream, cell) and max(costs[at : at + 2]) > UNLIKELY:
            options = _options(stream.reader, written, cell.text, stream.data[cell.start : cell.end])
        if len(options) > 1:
            cells[number] = Cell(cell.start, cell.end, LOST, options)
        is_private = _PRIVATE.search(cell.text) is not None
        excess.append(PRIVATE if is_private else sum(costs[at : at + size]) - MEAN * size)
        at += size
    in_step = stream.reader is not written.table  # GBK one byte off has its losses at its ends alone
    for first, last in _between_losses(run.cells) if in_step else ():
        head, tail = _worst_end(excess[first:last]), _worst_end(excess[first:last][::-1])
        for number in (*range(first, first + head), *range(last - tail, last)):
            cells[number] = Cell(run.cells[number].start, run.cells[number].end, LOST)
    return Run(run.start, run.end, cells)


def _between_losses(cells: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """Stretches of certain cells outside ASCII that begin behind a loss or end before one: half-open."""
    losses = [cell.text == LOST if cell.certain else not is_told(cell) for cell in cells]
    start = 0
    for number in range(len(cells) + 1):
        if number < len(cells) and not losses[number] and cells[number].certain and cells[number].text > "\x7f":
            continue
        if number > start and ((start and losses[start - 1]) or (number < len(cells) and losses[number])):
            yield start, number
        start = number + 1


def _worst_end(excess: Sequence[float]) -> int:
    """How many cells from the beginning have the greatest sum, if that is above EXCESS."""
    best, length, total = EXCESS, 0, 0.0
    for number, one in enumerate(excess):
        total += one
        if total > best:
            best, length = total, number + 1
    return length


def _is_cut(stream: Stream, cell: Cell) -> bool:
    return cell.certain and cell.end - cell.start == 2 and cell.text > "\x7f" and stream.is_start(cell.start + 1)


@lru_cache(maxsize=1 << 14)
def _options(reader: Reader, written: Written, text: str, data: bytes) -> tuple[Option, ...]:
    """The character itself, or two with a pair of bytes between them that the reader could not show."""
    first, second = written.data[:, 0], written.data[:, 1]
    lost = reader.lost
    before_one = np.asarray(lost[:, np.unique(first)].any(axis=1), dtype=np.bool_)
    behind_one = np.asarray(lost[np.unique(second[first == data[0]])].any(axis=0), dtype=np.bool_)
    before, behind = (first == data[0]) & before_one[second], (second == data[1]) & behind_one[first]
    places = tuple(tuple(written.signs[keep][:MOST].tolist()) for keep in (before, behind))
    itself = Option(((text,),))
    return (itself, Option(places, DROPPED)) if all(places) else (itself,)

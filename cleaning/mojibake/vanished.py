"""GBK read as Shift-JIS where bytes are gone: what the reader dropped is searched for, what is out of step is doubted.

A reader that shows private-use characters, or U+FFFD for each byte, tells where bytes are gone; beside such a loss what
is unlikely is out of step, and lost as well. One that does neither drops what it cannot show, or puts a question mark:
there `cleaning.mojibake.dropped_pairs` looks for what was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import inf

from cleaning.language_model import default_model
from cleaning.mojibake.dropped_pairs import LONGEST, LONGEST_LINE, REACH, Found, search, settled
from cleaning.mojibake.encodings import reader
from cleaning.mojibake.lossy_steps import MARK, Manner
from cleaning.mojibake.stream import LOST, Cell, Run, Stream, is_told

MEAN = 9.0
"""Mean cost (natural log) of characters beside a loss above which they are halves of others."""

EXCESS = 2.2
"""Natural log by which they have to be above it together: 傍 behind a loss is as rare as halves."""

PRIVATE = 10.0
"""What a private-use character counts more than that: nobody writes them."""

_KEPT = re.compile("[\ue000-\uf8ff\ufffd]")
"""A reader that shows these drops nothing."""

MANNERS = {False: (Manner("cp932", True),), True: (Manner("cp932", False), Manner("cp932", True, 1))}
"""How readers lose that show no such sign, without question marks and with them."""


def rebuilt(stream: Stream, run: Run, written: str, left: str) -> Run:
    """The run with its cells as the search has them, or doubted where the reader shows its losses.

    Readers that have the same pairs as what was written (Big5, EUC-KR) lose whole characters: their runs stay.
    """
    if stream.reader is not reader("cp932") or written != "gbk":
        return run
    plain = run.end - run.start > LONGEST or len(stream.text) > LONGEST_LINE
    return _doubted(run, left) if plain or _KEPT.search(stream.text) else _searched(stream, run, left)


def _searched(stream: Stream, run: Run, left: str) -> Run:
    shown: list[bytes] = []
    ends: list[int] = []
    counts = []
    for place in range(run.start, run.end):
        start, end = stream.starts[place : place + 2]
        data = MARK if stream.text[place] == "?" else stream.data[start:end]
        # ASCII that a first byte took along is a character of its own.
        parts = [data[:1], data[1:]] if data[1:] and data[1] < 0x80 else [data + stream.other_bytes(start)]
        shown += parts
        ends += range(end - len(parts) + 1, end + 1)
        counts.append(len(shown))
    best: tuple[float, int, tuple[Found, ...]] = -inf, 0, ()
    for fewer in range(_plain_end(stream.text[run.start : run.end]) + 1):
        size = len(counts) - fewer
        for how in MANNERS["?" in stream.text]:
            found, score = search(left, (), 0, tuple(shown[: counts[size - 1]]), how)
            tail = (left + "".join(one.text for one in found))[-REACH:]
            behind = stream.text[run.start + size : run.end]
            score += float(default_model().score(tail, [behind], stream.text[run.end : run.end + REACH])[0])
            best = max(best, (score, -fewer, found), key=lambda row: row[:2])
    _, fewer, found = best
    cells: list[Cell] = []
    at = run.cells[0].start
    for one, text, end in zip(found, settled(found), ends, strict=False):
        if text:
            cells.append(Cell(at, end - one.left, text))
            at = end - one.left
    stop = run.end + fewer
    if at < stream.starts[stop]:
        cells.append(Cell(at, stream.starts[stop], LOST))
    return Run(run.start, stop, cells)


def _plain_end(shown: str) -> int:
    """How many characters at the end, two at most, may be as they were written, of the sentence around the run."""
    return (
        next((at for at in range(min(2, len(shown) - 1)) if not "\u4e00" <= shown[-1 - at] <= "\u9fff"), 2)
        if len(shown) > 2
        else 0
    )


def _doubted(run: Run, left: str) -> Run:
    text = left + "".join(cell.text for cell in run.cells)
    costs = default_model().surprisal(text)[len(left) :].tolist()
    cells = run.cells[:]
    at = 0
    excess: list[float] = []
    for cell in run.cells:
        size = len(cell.text)
        is_private = any("\ue000" <= sign <= "\uf8ff" for sign in cell.text)
        excess.append(PRIVATE if is_private else sum(costs[at : at + size]) - MEAN * size)
        at += size
    for first, last in _between_losses(run.cells):
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

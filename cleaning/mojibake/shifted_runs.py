"""GBK read one byte off: a byte was lost, and every pair behind it is made of the halves of two characters.

ASCII brings the bytes back into step; the byte that is left over before it is lost as well, marked or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cleaning.mojibake.dropped_pairs import LONGEST, LONGEST_LINE, REACH, search, settled
from cleaning.mojibake.encodings import reader
from cleaning.mojibake.lossy_steps import MARK, Manner
from cleaning.mojibake.pair_runs import MOST, stretches, written_as
from cleaning.mojibake.stream import HOLE, LOST, Cell, Option, Run, Stream
from cleaning.mojibake.utf8_losses import SWALLOWED

LEAST = 3
"""Whole characters that a run one byte off must have."""

MARKS = LOST + "?"

_PRIVATE = re.compile("[\ue000-\uf8ff]")
"""A reader that shows these drops nothing."""


def shifted_stretches(stream: Stream) -> Iterator[tuple[int, int]]:
    """Stretches of two-byte characters without ASCII, long enough: (first, last), half-open.

    A question mark among them stands for a pair that the reader could not show; at the end it is what was left over.
    """
    for start, end in stretches(stream):
        place = start
        while place < end:
            stop = place
            while stop < end and stream.starts[stop + 1] - stream.starts[stop] == 2 and stream.text[stop] != LOST:
                stop += 1
                if stream.data[stream.starts[stop] - 1] < 0x80:
                    break  # a byte of ASCII that the left-over byte took along: behind it all is in step
            after = stop
            while place < stop and stream.text[stop - 1] == "?":
                stop -= 1
            if stop - place > LEAST:
                yield place, stop
            place = max(after, place + 1)


def shifted_cells(stream: Stream, start: int, end: int) -> list[Cell]:
    """One cell for each shown character `start:end`, of its second byte and the first of the next; no options."""
    table = reader("gbk").chars
    data = stream.data
    first = stream.starts[start]
    return [Cell(at, at + 2, table.get(data[at : at + 2], LOST)) for at in range(first + 1, stream.starts[end] - 1, 2)]


def shifted_run(stream: Stream, first: int, last: int) -> Run:
    """The run whose whole characters are those between shown characters `first` and `last`, without marks behind."""
    data, text = stream.data, stream.text
    while text[last] == "?":
        last -= 1
    at = stream.starts[first]
    half = _half(data[at])
    cells = [Cell(at, at + 1, LOST, half), *_inner(stream, first, last, half)]
    at = stream.starts[last + 1] - 1
    stop = last + 1
    if data[at] < 0x80:
        cells.append(Cell(at, at + 1, chr(data[at])))
        return Run(first, stop, cells)
    options = _half(data[at], lead_only=True)
    if stop < len(text) and text[stop] in MARKS:
        stop += 1
        if text[stop - 1] == "?":
            options = tuple(Option((*option.places, tuple(SWALLOWED))) for option in options) + options
    cells.append(Cell(at, stream.starts[stop], LOST, options))
    return Run(first, stop, cells)


def _inner(stream: Stream, first: int, last: int, half: tuple[Option, ...]) -> list[Cell]:
    """The cells of the whole characters, with those that stood in pairs which the reader did not show."""
    cells = shifted_cells(stream, first, last + 1)
    shown = stream.text[first : last + 1]
    marked = "?" in shown
    drops = not marked and LOST not in stream.text and not _PRIVATE.search(stream.text)
    if not (marked or drops) or not half or len(shown) > LONGEST or len(stream.text) > LONGEST_LINE:
        return cells
    data = stream.data
    ends = [stream.starts[place] for place in range(first + 1, last + 1)]
    pairs = [MARK if data[at] == HOLE else data[at : at + 2] for at in ends]
    left = stream.text[max(0, first - REACH) : first]
    found, _ = search(left, half[0].places[0], data[stream.starts[first] + 1], tuple(pairs), Manner("gbk", drops))
    if not found:
        return cells
    return [cell._replace(text=text) for cell, text in zip(cells, settled(found), strict=True)]


@lru_cache(maxsize=1024)
def _half(byte: int, *, lead_only: bool = False) -> tuple[Option, ...]:
    """Characters of which this byte is one half, the other lost."""
    written = written_as("gbk")
    keep = written.data[:, 0] == byte
    if not lead_only:
        keep |= written.data[:, 1] == byte
    signs = tuple(written.signs[keep][:MOST].tolist())
    return (Option((signs,)),) if signs else ()

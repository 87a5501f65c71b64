"""Runs of GBK or Big5 in a stream: two bytes a character, nothing that keeps the step.

A stretch of characters that the reader could have made is parsed from its beginning; which part of it was misread, and
which is as it was written, is told afterwards by what the language model makes of either (`cleaning.mojibake.judge`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from cleaning.mojibake.encodings import Reader, reader
from cleaning.mojibake.scan import common
from cleaning.mojibake.stream import HOLE, LOST, Cell, Option, Run, Stream

MOST = 1500
"""Most choices of one place, commonest first."""

NO_BREAK = 0xA0
"""The byte of a no-break space."""

MOST_WAYS = 16
"""Ways to read shown characters in a row of which each stands for two pairs of bytes."""

LITERAL = -6.0
"""Prior (natural log) of a question mark that stands for itself."""


@dataclass(frozen=True, eq=False)
class Written:
    """The characters of an encoding that a lost one may have been, commonest first: two bytes each, and themselves."""

    table: Reader
    data: NDArray[np.uint8]
    signs: NDArray[np.str_]


@cache
def written_as(name: str) -> Written:
    from cleaning.language_model import default_model

    model = default_model()
    table = reader({"big5": "big5hkscs"}.get(name, name))
    kept = [
        (-model.character_frequency(sign), data, sign)
        for data, sign in table.chars.items()
        if sign >= "\u2010" and not "\ue000" <= sign <= "\uf8ff" and not "\uff10" <= sign <= "\uff5a"
    ]
    kept.sort()
    codes = np.frombuffer(b"".join(data for _, data, _ in kept), dtype=np.uint8).reshape(-1, 2)
    return Written(table, codes, np.array([sign for _, _, sign in kept]))


def pair_runs(stream: Stream, name: str) -> Iterator[Run]:
    """One run a stretch of text that was written in the encoding `name`.

    What stands before a misread part may be a byte to a reader of single ones, and would put it out of step: the mark
    of `伊芳·┐¿╠ÏÀã` is the sentence's own. There a second run begins behind it.
    """
    for start, end in stretches(stream):
        own_mark = not stream.reader.double and stream.text[start] in common()
        for first in (start, start + 1) if own_mark else (start,):
            cells = list(_cells(stream, stream.starts[first], stream.starts[end], written_as(name)))
            if cells:
                yield Run(first, end, cells)


def stretches(stream: Stream) -> Iterator[tuple[int, int]]:
    """From a character outside ASCII to one that the reader cannot have made: (first, last), half-open."""
    text = stream.text
    start = None
    for place, sign in enumerate(text):
        if stream.is_foreign(place):
            if start is not None:
                yield start, place
            start = None
        elif start is None and sign > "\x7f":
            start = place
    if start is not None:
        yield start, len(text)


def _cells(stream: Stream, at: int, end: int, written: Written) -> Iterator[Cell]:
    """The bytes `at:end` in pairs. In a pair a byte may be a hole; one behind a pair and before ASCII is no byte."""
    data = stream.data
    while at < end:
        first, second = data[at], data[at + 1] if at + 1 < end else 0
        two_ways = _two_ways(stream, at, end, written)
        if two_ways:
            cell = two_ways
        elif first == HOLE and second == HOLE:
            cell = _whole(stream, at, written)
        elif first == HOLE and second < 0x40:
            cell = Cell(at, at + 1, "" if not stream.is_start(at) else LOST)
        elif first == HOLE:
            cell = Cell(at, at + 2, LOST, _options(stream.reader, written, trail=second))
        elif first < 0x80:
            cell = Cell(at, at + 1, chr(first))
        elif second != HOLE and data[at : at + 2] in written.table.chars:
            cell = Cell(at, at + 2, written.table.chars[data[at : at + 2]])
        elif _is_plain(stream, at):
            cell = Cell(at, at + 2, LOST)
        elif first == NO_BREAK and stream.reader.mixed and second < 0x40:
            cell = Cell(at, at + 1, "\xa0")  # a page's own no-break space, of which GBK knows nothing
        else:
            # What comes behind tells whether the second byte could be lost alone.
            size = 2 if second == HOLE else 1
            after = data[at + size] if at + size < len(data) else 0x20
            cell = Cell(at, at + size, LOST, _options(stream.reader, written, lead=first, after=after))
        yield cell
        at = cell.end


def _is_plain(stream: Stream, at: int) -> bool:
    """Whether a pair that the written encoding lacks is an ordinary character of the sentence around a run."""
    place = stream.character(at) if stream.is_start(at + 2) else None
    return place is not None and stream.text[place] in common()


def _two_ways(stream: Stream, at: int, end: int, written: Written) -> Cell | None:
    """A character, or more, in which shown characters take part that stand for two pairs of bytes.

    Several in a row, out of step with what was written, are one cell: 代表 is shown as parts of 嶸﨑昻.
    """
    data = stream.data
    if other := stream.other_bytes(at):
        ways = [data[at : at + 2], other]
    else:
        ways, stop = [data[at : at + 1]], at + 1
        while stop + 2 < end and len(ways) < MOST_WAYS and (other := stream.other_bytes(stop)):
            ways = [way + own for way in ways for own in (data[stop : stop + 2], other)]
            stop += 2
        if len(ways) == 1:
            return None
        ways = [way + data[stop : stop + 1] for way in ways]
    options = _ways(written, *ways)
    return Cell(at, at + len(ways[0]), LOST * (len(ways[0]) // 2), options) if options else None


@lru_cache(maxsize=1 << 16)
def _ways(written: Written, *ways: bytes) -> tuple[Option, ...]:
    chars = written.table.chars
    texts = [tuple((chars.get(way[n : n + 2], LOST),) for n in range(0, len(way), 2)) for way in ways]
    return tuple(Option(places) for places in texts if (LOST,) not in places)


def _whole(stream: Stream, at: int, written: Written) -> Cell:
    """Two holes: a character that the reader could not show, or a question mark after all."""
    place = stream.character(at)
    question = place is not None and stream.text[place] == "?"
    return Cell(at, at + 2, LOST, _unshown(stream.reader, written, question))


@lru_cache(maxsize=64)
def _unshown(shown: Reader, written: Written, question: bool) -> tuple[Option, ...]:
    signs = tuple(written.signs[shown.lost[written.data[:, 0], written.data[:, 1]]][:MOST].tolist())
    options = (Option((signs,)),) if signs else ()
    return (*options, Option((("?",),), LITERAL)) if question else options


@lru_cache(maxsize=1 << 16)
def _options(
    shown: Reader, written: Written, *, lead: int | None = None, trail: int | None = None, after: int = 0x20
) -> tuple[Option, ...]:
    """Characters with this lead or trail byte whose other byte the reader had to lose where it stood."""
    first, second = written.data[:, 0], written.data[:, 1]
    if lead is not None:
        keep = (first == lead) & shown.lost[second, after]
    else:
        keep = (second == trail) & shown.lost[first, second]
    if not keep.any():
        keep = first == lead if lead is not None else second == trail
    signs = tuple(written.signs[keep][:MOST].tolist())
    return (Option((signs,)),) if signs else ()

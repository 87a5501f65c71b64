"""A shown line back to the bytes that it was read from, and these bytes as cells: what is certain, what has choices.

A `Stream` has the bytes of every shown character. A `Run` is a stretch of it that makes sense in the written encoding,
as cells: certain text, or options among which the language model will choose since bytes are gone. Where nothing
narrows the choice a cell has no options, and what stood there is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from cleaning.mojibake.encodings import Reader
from cleaning.mojibake.mixed_bytes import mixed_pieces
from cleaning.mojibake.scan import common

HOLE, EURO, FOREIGN = 0xFF, 0xFD, 0xFE
"""Stand-ins in a stream: unknown bytes, a € that may be byte 80, and a character that the reader cannot have made.
UTF-8 never uses these bytes; the parser of pairs looks at the shown character beside them."""

LOST = "\ufffd"


class Option(NamedTuple):
    """One way to fill a cell: for each place the characters that may stand there, and its prior (natural log)."""

    places: tuple[tuple[str, ...], ...]
    prior: float = 0.0


class Cell(NamedTuple):
    """Bytes `start:end` of a stream. `text` is certain, or with options what to write when none of them is sure."""

    start: int
    end: int
    text: str
    options: tuple[Option, ...] = ()

    @property
    def certain(self) -> bool:
        return not self.options


def is_told(cell: Cell) -> bool:
    """Whether the bytes of an open cell are known but for a few ways to read them: nothing of it is made up."""
    return all(len(signs) == 1 for option in cell.options for signs in option.places)


class Run(NamedTuple):
    """Shown characters `start:end` of a line and the cells of their bytes."""

    start: int
    end: int
    cells: list[Cell]

    @property
    def whole(self) -> bool:
        """Whether no byte of it is gone."""
        return all(cell.certain and LOST not in cell.text for cell in self.cells)

    @property
    def certain_text(self) -> str:
        return "".join(cell.text for cell in self.cells if cell.certain).replace(LOST, "")


class Stream:
    """The bytes of a line under one reader, and where each shown character begins in them.

    euro       € may be byte 80 as well as its own two bytes, as readers of GBK have it
    folded     ASCII that parts the bytes of UTF-8 was full-width: 代码 is shown as 浠ｇ爜, and by many a page as 浠g爜
    mark       how many unknown bytes a mark stands for
    questions  question marks are marks too
    """

    def __init__(
        self,
        text: str,
        reader: Reader,
        *,
        euro: bool = False,
        folded: bool = False,
        mark: int = 1,
        questions: bool = False,
    ) -> None:
        self.text = text
        self.reader = reader
        table = reader.codes
        hole = bytes((HOLE,)) * mark
        special = {LOST: hole} | ({"?": hole} if questions else {})
        if euro and "€" in table:
            special["€"] = bytes((EURO,))
        if reader.double:
            # A byte that some readers let through as the control of its number.
            special |= {chr(number): bytes((number,)) for number in range(0x80, 0xA0)}
        foreign = bytes((FOREIGN,))
        pieces: list[bytes]

        def bytes_of(sign: str) -> bytes:
            return special.get(sign) or (sign.encode() if sign < "\x80" else table.get(sign, foreign))

        self._foreign: frozenset[int] | None = None
        if reader.mixed:
            read = mixed_pieces(text)
            self._foreign = frozenset(place for place, data in enumerate(read) if data is None)
            pieces = [foreign if data is None else data for data in read]
        elif reader.layered:
            pieces = []
            for part in reader.layered.finditer(text):
                pieces += map(bytes_of, text[len(pieces) : part.start()])
                pieces += (table.get(part[0], hole), *[b""] * (len(part[0]) - 1))
            pieces += map(bytes_of, text[len(pieces) :])
        else:
            pieces = list(map(bytes_of, text))
        if folded and reader.double:
            _widen(pieces, table)
        self.data = b"".join(pieces)
        self.starts = [0]
        for piece in pieces:
            self.starts.append(self.starts[-1] + len(piece))
        self._at = {start: place for place, start in enumerate(self.starts)}

    def other_bytes(self, byte: int) -> bytes:
        """The other two bytes that the reader shows as the character which begins here, if there are any."""
        place = self._at.get(byte)
        return self.reader.others.get(self.text[place], b"") if place is not None and place < len(self.text) else b""

    def is_foreign(self, place: int) -> bool:
        """Whether the reader cannot have made the character at this place, or has not, as the others say."""
        sign = self.text[place]
        if self._foreign is not None and sign != LOST:
            return place in self._foreign
        return sign > "\x7f" and sign != LOST and sign not in self.reader.signs

    def character(self, byte: int) -> int | None:
        """The number of the shown character that begins at this byte, None inside one."""
        return self._at.get(byte)

    def is_start(self, byte: int) -> bool:
        return byte in self._at


_PARTED = re.compile(
    rb"(?<=[\xe2-\xef][\x80-\xbf])[d-o](?=[\x80-\xbf]{2})|(?<=[\xe2-\xef])[!->](?=[\xe2-\xef\x00-\x7f]|\Z)"
)
"""ASCII behind two bytes of a character and before two of the next one, or behind one of a character that it ends."""


def _widen(pieces: list[bytes], table: dict[str, bytes]) -> None:
    """Gives ASCII that parts the bytes of common characters those of its full-width form."""
    data = b"".join(pieces)
    found = list(_PARTED.finditer(data))
    places = {start: place for place, start in enumerate(accumulate(map(len, pieces), initial=0))} if found else {}
    for match in found:
        at = match.start()
        wide = table.get(chr(ord(match[0]) + 0xFEE0), b"")
        before, behind = (data[at - 2 : at], data[at + 1 : at + 3]) if match[0] > b"@" else (data[at - 1 : at], b"")
        text = (before + wide + behind).decode("utf-8", "ignore")
        if len(wide) == 2 and len(text) == (2 if behind else 1) and all(sign in common() for sign in text):
            pieces[places[at]] = wide


def shown_units(stream: Stream, cells: list[Cell]) -> Iterator[tuple[int, int, int, int]]:
    """Groups of cells that begin and end with shown characters: (first cell, last, first character, last)."""
    first = 0
    for number, cell in enumerate(cells):
        end = stream.character(cell.end)
        if end is not None:
            start = stream.character(cells[first].start)
            if start is not None:
                yield first, number + 1, start, end
            first = number + 1

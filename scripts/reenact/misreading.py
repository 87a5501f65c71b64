"""One reading of bytes as a program does it: the code page, and what becomes of bytes that it lacks.

`大学` as UTF-8 read as GBK is 澶у and AD A6, which GBK leaves to users: U+E11F in a browser, `?` or nothing elsewhere.
Every shown character knows which characters of the original it came from and whether bytes were lost there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Literal, NamedTuple

Layer = tuple[str, str]
"""(written, read): Python codec names, or MIXED."""

MIXED = "utf-8 or else latin-1"
"""A reader that takes for UTF-8 what is UTF-8 by chance, and other bytes as Latin-1, one by one."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How a program reads bytes that its code page lacks.

    mark      what it shows for them
    eats      how many: the one byte; with the trail byte unless that is ASCII (the Encoding Standard); both always
    controls  a byte that a page of single bytes lacks becomes the C1 control of its number, and is not lost
    private   what becomes of private-use characters
    euro      byte 80 of GBK shows as €
    space     a no-break space becomes a space, as many editors and crawlers do
    codecs    the codec in the place of another of the same name
    """

    name: str
    mark: str
    eats: Literal["byte", "pair", "both"] = "byte"
    controls: bool = False
    private: Literal["keep", "drop", "mark"] = "keep"
    euro: bool = False
    space: bool = False
    codecs: tuple[tuple[str, str], ...] = (("gbk", "gb18030"), ("big5", "cp950"))


READERS: tuple[Reader, ...] = (
    Reader("browser", "\ufffd", "pair", True, euro=True, codecs=(("gbk", "gb18030"), ("big5", "big5hkscs"))),
    Reader("python", "\ufffd", codecs=()),
    Reader("question", "?", "pair", private="mark", space=True),
    Reader("swallow", "?", "both", True, space=True),
    Reader("bytewise", "?", private="drop"),
    Reader("drop", "", "pair", private="drop"),
)
"""Browsers; `bytes.decode(errors="replace")`; Java, PHP and iconv with their ways of `?`, and `iconv -c`."""


class Cell(NamedTuple):
    """What is shown ('' for nothing) for the characters `start:end` of the original; `lossy`: bytes are gone."""

    shown: str
    start: int
    end: int
    lossy: bool


def misread_cells(text: str, layers: Sequence[Layer], reader: Reader) -> tuple[list[Cell], frozenset[int]]:
    """The cells of the last layer, and the places of all characters that lost bytes in any layer.

    Raises UnicodeEncodeError if the first encoding cannot hold the text.
    """
    cells = [Cell(sign, place, place + 1, False) for place, sign in enumerate(text)]
    touched: set[int] = set()
    for written, read in layers:
        pieces = [(cell, cell.shown.encode(written)) for cell in cells]
        owners = [cell for cell, piece in pieces for _ in piece]
        cells = _read(b"".join(piece for _, piece in pieces), owners, read, reader)
        touched.update(place for cell in cells if cell.lossy for place in range(cell.start, cell.end))
    return cells, frozenset(touched)


def one_off_cells(text: str, rng: Random, reader: Reader) -> tuple[list[Cell], frozenset[int]]:
    """The same for GBK of which one byte, of a character of two, was lost at a random place."""
    owners = [Cell(sign, place, place + 1, False) for place, sign in enumerate(text) for _ in sign.encode("gbk")]
    data = text.encode("gbk")
    gone = rng.choice([place for place, owner in enumerate(owners) if not owner.shown.isascii()])
    cells = _read(data[:gone] + data[gone + 1 :], owners[:gone] + owners[gone + 1 :], "gbk", reader)
    lossy = {place for cell in cells if cell.lossy for place in range(cell.start, cell.end)}
    return cells, frozenset(lossy | {owners[gone].start})


def _read(data: bytes, owners: Sequence[Cell], read: str, reader: Reader) -> list[Cell]:
    codec = dict(reader.codecs).get(read, read)
    cells: list[Cell] = []
    at = 0
    while at < len(data):
        shown, size, lossy = _next(data, at, codec, reader)
        mine = owners[at : at + size]
        lossy = lossy or any(owner.lossy for owner in mine)
        cells.append(Cell(shown, min(owner.start for owner in mine), max(owner.end for owner in mine), lossy))
        at += size
    return cells


def _next(data: bytes, at: int, codec: str, reader: Reader) -> tuple[str, int, bool]:
    """What is shown for the bytes at `at`, how many they are, and whether they cannot be told from it."""
    if codec == MIXED:
        return _mixed(data, at, reader)
    for size in (1, 2, 4):
        shown = _decoded(data[at : at + size], codec)
        if shown == "\xa0" and reader.space:
            return " ", size, True
        if shown and not "\ue000" <= shown <= "\uf8ff":
            return shown, size, False
        if shown:
            return {"keep": shown, "drop": "", "mark": reader.mark}[reader.private], size, reader.private != "keep"
    if reader.controls and codec not in _LEADS:
        return chr(data[at]), 1, False
    if reader.euro and codec == "gb18030" and data[at] == 0x80:
        return "€", 1, True
    return reader.mark, _eaten(data, at, codec, reader), True


def _mixed(data: bytes, at: int, reader: Reader) -> tuple[str, int, bool]:
    for size in (2, 3, 4):
        if shown := _decoded(data[at : at + size], "utf-8")[:1]:
            # A shorter one would have been found before, were the bytes not of one character.
            return (shown, size, False) if len(shown.encode()) == size else (chr(data[at]), 1, False)
    return (" ", 1, True) if data[at] == 0xA0 and reader.space else (chr(data[at]), 1, False)


def _eaten(data: bytes, at: int, codec: str, reader: Reader) -> int:
    second = data[at + 1 : at + 2]
    if reader.eats == "byte" or not second or data[at] not in _LEADS.get(codec, ()):
        return 1
    return 2 if reader.eats == "both" or second >= b"\x80" else 1


_LEADS = dict.fromkeys(("gbk", "gb18030", "big5", "big5hkscs", "cp950", "cp949"), frozenset(range(0x81, 0xFF)))
_LEADS["cp932"] = frozenset((*range(0x81, 0xA0), *range(0xE0, 0xFD)))
"""The first bytes of pairs, of the readers that have pairs."""


@lru_cache(maxsize=200_000)
def _decoded(data: bytes, codec: str) -> str:
    """The character of these bytes, '' where they are none or not a whole one."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return ""

"""Text written in one encoding and read in another: 你好 as UTF-8, read as Latin-1, shows as ä½\\xa0å¥½.

A misreading is one or several layers of (written, read), Python codec names, through one `Reader`: what a program does
with bytes that its code page lacks. Every shown character knows which characters of the original it came from and
whether bytes were lost there, so that what can be repaired and what can only be guessed are told apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Literal, NamedTuple

from scripts.reenact import Damaged, Scar
from scripts.reenact.extents import Extent, choose

Layer = tuple[str, str]

PAIRS: dict[str, tuple[Layer, ...]] = {
    "utf8_as_gbk": (("utf-8", "gbk"),),
    "utf8_as_gb18030": (("utf-8", "gb18030"),),
    "utf8_as_big5": (("utf-8", "big5"),),
    "utf8_as_cp932": (("utf-8", "cp932"),),
    "utf8_as_cp949": (("utf-8", "cp949"),),
    "utf8_as_latin1": (("utf-8", "latin-1"),),
    "utf8_as_cp1252": (("utf-8", "cp1252"),),
    "utf8_as_latin9": (("utf-8", "iso8859-15"),),
    "utf8_as_cp437": (("utf-8", "cp437"),),
    "utf8_as_cp1251": (("utf-8", "cp1251"),),
    "utf8_as_mac_roman": (("utf-8", "mac_roman"),),
    "gbk_as_latin1": (("gbk", "latin-1"),),
    "gbk_as_cp1252": (("gbk", "cp1252"),),
    "gbk_as_cp1254": (("gbk", "cp1254"),),
    "gbk_as_latin9": (("gbk", "iso8859-15"),),
    "gbk_as_cp866": (("gbk", "cp866"),),
    "gbk_as_big5": (("gbk", "big5"),),
    "gbk_as_cp949": (("gbk", "cp949"),),
    "gbk_as_cp932": (("gbk", "cp932"),),
    "big5_as_gbk": (("big5", "gbk"),),
    "big5_as_latin1": (("big5", "latin-1"),),
    "big5_as_cp1252": (("big5", "cp1252"),),
    "twice_utf8_as_latin1": (("utf-8", "latin-1"),) * 2,
    "twice_utf8_as_cp1252": (("utf-8", "cp1252"),) * 2,
    "twice_utf8_as_gbk": (("utf-8", "gbk"),) * 2,
    "utf8_as_latin1_as_gbk": (("utf-8", "latin-1"), ("utf-8", "gbk")),
    "gbk_as_latin1_as_latin1": (("gbk", "latin-1"), ("utf-8", "latin-1")),
}
"""What happens to Chinese pages, by name. In the second layer the wrong text is saved as UTF-8 and misread again."""

ONE_OFF = "gbk_one_off"
"""The accident that is no pair: one byte of GBK is lost, and what follows is read one byte off."""


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

BROWSER = READERS[0]


class Cell(NamedTuple):
    """What is shown ('' for nothing) for the characters `start:end` of the original; `lossy`: bytes are gone."""

    shown: str
    start: int
    end: int
    lossy: bool


@dataclass(frozen=True, slots=True)
class Misread:
    """A page of which one span was misread by `pair`: `start:end` in `text` was `begin:stop` in `original`.

    `touched` are the places in `original` of the characters of which bytes were lost.
    """

    pair: str
    original: str
    text: str
    start: int
    end: int
    begin: int
    stop: int
    cells: tuple[Cell, ...]
    touched: frozenset[int]

    @property
    def truth(self) -> str:
        return self.original[self.begin : self.stop]

    @property
    def shown(self) -> str:
        return self.text[self.start : self.end]


# --- bytes --------------------------------------------------------------------------------------------------------


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


# --- pages --------------------------------------------------------------------------------------------------------


def misread_span(text: str, rng: Random, pair: str, reader: Reader, extent: Extent) -> Misread | None:
    """`text` with one span misread by `pair` of PAIRS or ONE_OFF; None where no span has enough Chinese characters.

    Raises UnicodeEncodeError if the encoding cannot hold the span.
    """
    part = choose(text, rng, extent)
    if part is None:
        return None
    begin, stop = part
    if pair == ONE_OFF:
        cells, touched = one_off_cells(text[begin:stop], rng, reader)
    else:
        cells, touched = misread_cells(text[begin:stop], PAIRS[pair], reader)
    return _page(pair, text, begin, stop, cells, touched)


def _page(pair: str, text: str, begin: int, stop: int, cells: list[Cell], touched: frozenset[int]) -> Misread | None:
    """The page with the span in it, the span cut to what is not shown as it was; None where nothing is left."""
    cells = [cell._replace(start=cell.start + begin, end=cell.end + begin) for cell in cells]
    lost = frozenset(place + begin for place in touched)
    shown = "".join(cell.shown for cell in cells)
    whole = text[:begin] + shown + text[stop:]
    start, end = begin, begin + len(shown)
    while cells and _sound(cells[0], text):
        start, begin = start + 1, begin + 1
        del cells[0]
    while cells and _sound(cells[-1], text):
        end, stop = end - 1, stop - 1
        del cells[-1]
    return Misread(pair, text, whole, start, end, begin, stop, tuple(cells), lost) if cells else None


def _sound(cell: Cell, text: str) -> bool:
    return cell.end - cell.start == 1 and cell.shown == text[cell.start] and not cell.lossy


Unread = Literal["control", "replacement", "question", "drop"]
"""What the reader does with a byte that its code page lacks: the C1 control of the same number (what browsers do with
cp1252), U+FFFD, `?`, or nothing."""


def misread(text: str, written: str, read: str, *, unread: Unread = "control", space_nbsp: bool = False) -> str:
    """`text` encoded as `written` and decoded as `read` (Python codec names).

    With `space_nbsp`, U+00A0 becomes a space. Raises UnicodeEncodeError if `written` cannot hold the text.
    """
    mark = {"control": "", "replacement": "\ufffd", "question": "?", "drop": ""}[unread]
    reader = Reader(unread, mark, controls=unread == "control", space=space_nbsp, codecs=())
    return "".join(cell.shown for cell in misread_cells(text, ((written, read),), reader)[0])


def misread_in_pairs(text: str, written: str, read: str, *, mark: str = "\ufffd", swallow: bool = False) -> str:
    """The same for readers of two bytes: what they cannot read is lost in pairs, with one `mark` ('' for none).

    A second byte of ASCII stays, as the Encoding Standard has it, or is swallowed, as older decoders do.
    """
    reader = Reader("pairs", mark, "both" if swallow else "pair", codecs=())
    return "".join(cell.shown for cell in misread_cells(text, ((written, read),), reader)[0])


def misread_paragraphs(
    text: str, rng: Random, count: int, written: str, read: str, *, unread: Unread = "control", space_nbsp: bool = False
) -> Damaged:
    """Misread `count` paragraphs (lines) of `text`, chosen by `rng`; the others do not move."""
    lines = text.split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    chosen = set(rng.sample(filled, min(count, len(filled))))
    scars: list[Scar] = []
    at = 0
    for number, line in enumerate(lines):
        if number in chosen:
            lines[number] = misread(line, written, read, unread=unread, space_nbsp=space_nbsp)
            scars.append(Scar(at, at + len(lines[number]), line, f"mojibake.{written}_as_{read}"))
        at += len(lines[number]) + 1
    return Damaged(text, "\n".join(lines), tuple(scars))

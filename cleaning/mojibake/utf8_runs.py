"""Runs of UTF-8 in a stream, with options where bytes are gone.

UTF-8 keeps its own step: after every loss the next lead byte is known again, so a loss never reaches further than the
characters it falls between. How many bytes are gone follows from that, or nearly so: head, loss and tail are whole
characters of three bytes. A choice is kept only if its bytes, read again in their place, would have been lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaning.mojibake.encodings import Reader
from cleaning.mojibake.scan import common
from cleaning.mojibake.stream import EURO, LOST, Cell, Option, Run, Stream

MOST = 400
"""Most choices of one place. One lost byte leaves 64, two of them up to 4,096, of which the commonest are kept."""

LONGEST = 8
"""Marks in one loss that are looked into; behind that nothing is left to tell what stood there."""

SWALLOWED = "\n 0\"'()-./<>:,%&=+*"
"""ASCII that a reader takes for a second byte and loses with the first; the digit stands for all ten."""

UNLIKELY = -3.0
"""Prior (natural log) of a mark that stands for one byte where the reader takes two."""

GAP = 40
"""ASCII characters inside a run: a web address in a sentence is longer, but then two runs do as well as one."""

_THREE = rb"(?:[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf])"
_FOUR = rb"\xf0[\x9f-\xb3][\x80-\xbf]{2}"
_ONE = re.compile(_THREE + rb"|" + _FOUR)
UTF8 = re.compile(rb"(?:" + _THREE + rb"|" + _FOUR + rb")+")
"""Whole characters that Chinese text in UTF-8 is made of."""

UTF8_TWO = re.compile(rb"[\xc2-\xcb\xce-\xd1][\x80-\xbf]")
LATIN = re.compile(rb"(?:[\xc2\xc3][\x80-\xbf]){4,}")
"""What text that was misread as Latin-1 before looks like: no other text has four such letters in a row."""

_SIGN = re.compile(rb"\xc2[\xa0-\xbf]|\xc3[\x97\xb7]")
"""Letters of two bytes, and the signs among them: GBK itself has pairs like the letters."""

_ZONE = re.compile(rb"([\xe2-\xef][\x80-\xbf]?|[\xc2\xc3]|)([\xff\xfd?]*)([\x80-\xbf]{0,2})", re.DOTALL)
"""What is left of some characters when bytes are gone: a head, the marks that stand there, a tail."""

_TAIL = re.compile(rb"[\x80-\xbf]{1,2}(?![\xff\xfd?])")
_BETWEEN = re.compile(rb"([\xe2-\xef][\x80-\xbf]?|)([\xff?]+)([\x80-\xbf]{0,2})(?=[\xe2-\xef])")
_LEFT = rb"(?<=[\xe2-\xef][\x80-\xbf])\?"
_ONE_GONE, _ONE_GONE_AT_END = re.compile(_LEFT + rb"(?=[\xe2-\xef])"), re.compile(_LEFT + rb"(?=\r?\n)")
_SPACE_FOR_A0 = re.compile(rb"[\xe3-\xef] [\x80-\xbf]|[\xe2-\xef][\x80-\xbf] (?=[\x00-\x7f\xc2-\xef]|\Z)")
_ASCII = re.compile(rb"[\x00-\x7f]+")
_QUESTION = 0x3F


@cache
def _known() -> tuple[NDArray[np.uint8], NDArray[np.str_]]:
    """Characters that a lost one may have been: their three bytes, and themselves, commonest first."""
    from cleaning.language_model import default_model

    model = default_model()
    level_two = "".join(
        bytes((lead, trail)).decode("gb2312", "ignore") for lead in range(0xD8, 0xF8) for trail in range(0xA1, 0xFF)
    )
    wide = {*common(), *level_two, *"→←↑↓■□●○◆◇★☆※①②③④⑤⑥⑦⑧⑨⑩"}
    signs = [sign for sign in wide if sign >= "\u0800"]
    signs.sort(key=lambda sign: (-model.character_frequency(sign), sign))
    data = np.frombuffer("".join(signs).encode(), dtype=np.uint8).reshape(-1, 3)
    return data, np.array(signs)


def utf8_runs(stream: Stream, manner: Manner) -> Iterator[Run]:
    """The runs of a line, from left to right. Linear: every byte is looked at a bounded number of times."""
    data = stream.data
    at = 0
    while at < len(data):
        if (data[at] < 0x80 and data[at] != _QUESTION) or not stream.is_start(at):
            at += 1
            continue
        cells = _cells(stream, at, manner)
        if not any(cell.certain and not cell.text.isascii() for cell in cells):
            at += 1
            continue
        last = cells[-1].end
        yield Run(_place(stream, at), _place(stream, last), cells)
        at = last


class Manner(NamedTuple):
    """What a reader does where it cannot read, as its marks on a page tell.

    swallows  a question mark for a byte before ASCII took that character along
    singly    every mark stands for one byte; else for a pair, or for one byte before ASCII
    """

    swallows: bool = False
    singly: bool = False


def manner_of(stream: Stream) -> Manner:
    """The manner of a page's reader. Only losses whose size UTF-8 itself tells are counted.

    A reader that swallows leaves question marks for one byte before Chinese, which no other does, and none before line
    ends. One that marks every byte leaves losses that make up whole characters with one byte a mark; by chance a third
    of them does.
    """
    data = stream.data
    swallowed, at_end = len(_ONE_GONE.findall(data)), len(_ONE_GONE_AT_END.findall(data))
    sizes = [(len(head) + len(marks) + len(tail)) % 3 for head, marks, tail in _BETWEEN.findall(data)]
    return Manner(swallowed > at_end, len(sizes) > 2 and 10 * sizes.count(0) >= 9 * len(sizes))


def _place(stream: Stream, byte: int) -> int:
    place = stream.character(byte)
    assert place is not None
    return place


def _cells(stream: Stream, at: int, manner: Manner) -> list[Cell]:
    """The cells of the longest run that begins here and ends with a shown character outside ASCII."""
    cells: list[Cell] = []
    while at < len(stream.data):
        cell = _unmarked(stream, at, cells) or _cell(stream, at, bool(cells), manner)
        if cell is None:
            break
        cells.append(cell)
        at = cell.end
        if _is_ascii(cell) and cell.end - cell.start > GAP:
            break
    while cells and (_is_ascii(cells[-1]) or not stream.is_start(cells[-1].end)):
        cells.pop()
    return cells


def _is_ascii(cell: Cell) -> bool:
    return cell.certain and cell.text.isascii()


def _unmarked(stream: Stream, at: int, cells: list[Cell]) -> Cell | None:
    """Where a pair vanished without a mark: its last character and the tail behind it are what is left of two.

    Takes that character out of the last cell.
    """
    tail = _TAIL.match(stream.data, at)
    if not tail or not cells or not cells[-1].certain or not stream.reader.double:
        return None
    if not _ONE.match(stream.data, tail.end()):
        return None  # the run ends here, and what follows is as it was written
    last = cells[-1]
    whole = last.text.encode()
    if len(whole) != 3:
        return None
    start = at - 3
    cuts = tuple(cut for cut in (1, 2, 3) if stream.is_start(start + cut))
    options = _pair_gone(stream.reader, whole + tail[0], cuts)
    if not options:
        return None
    del cells[-1]
    return Cell(start, tail.end(), LOST, options)


@lru_cache(maxsize=1 << 16)
def _pair_gone(reader: Reader, left: bytes, cuts: tuple[int, ...]) -> tuple[Option, ...]:
    """Two characters of which `left` is what is left, a pair being gone at one of the cuts."""
    ways = [_places(reader, left[:cut], 2, left[cut:], 0, b"") for cut in cuts] if len(left) == 4 else []
    return tuple(Option(tuple(places)) for places in ways if all(places))


def _cell(stream: Stream, at: int, inside: bool, manner: Manner) -> Cell | None:
    data = stream.data
    whole = _ONE.match(data, at)
    if whole:
        return Cell(at, whole.end(), whole[0].decode())
    if data[at] < 0x80 and data[at] != _QUESTION:
        ascii_run = _ASCII.match(data, at)
        assert ascii_run
        mark = data.find(b"?", at, ascii_run.end())
        end = mark if mark > at else ascii_run.end()
        return Cell(at, end, data[at:end].decode())
    letters = LATIN.match(data, at) if stream.reader.double else None
    if letters:
        return Cell(at, letters.end(), letters[0].decode())
    two = (_SIGN if stream.reader.double else UTF8_TWO).match(data, at)
    if two and (inside or not stream.reader.double):
        return Cell(at, two.end(), two[0].decode())
    spaced = _SPACE_FOR_A0.match(data, at) if stream.reader.spaces_a0 else None
    if spaced:
        return Cell(at, spaced.end(), spaced[0].replace(b" ", b"\xa0").decode())
    zone = _ZONE.match(data, at)
    assert zone
    head, marks, tail = zone.groups()
    if data[at] == _QUESTION and not tail and not (inside and len(marks) > 1 and stream.reader.double):
        return Cell(at, at + 1, "?")
    hole = at + len(head)
    if not (head or marks or (tail and not at and UTF8.match(data, zone.end()))):
        return None
    end = hole + len(marks) + len(tail)
    split = stream.is_start(hole) and bool(marks or inside or tail)
    middle = inside and end == at + 2 and not marks and stream.is_start(at + 1)
    options = _options(stream.reader, head, marks, tail, data[end : end + 1], manner, split, middle)
    return Cell(at, end, LOST, options) if options or split else None


@lru_cache(maxsize=1 << 16)
def _options(
    reader: Reader, head: bytes, marks: bytes, tail: bytes, after: bytes, manner: Manner, split: bool, middle: bool
) -> tuple[Option, ...]:
    """What may have been lost, remembered: a page loses the same bytes again and again.

    `split`: the shown characters part behind the head; `middle`: they part within it.
    """
    options = list(_ways(reader, head, marks, tail, after, manner)) if split else []
    if middle:
        options += _middle_gone(reader, head, after)
    return tuple(options)


def _middle_gone(reader: Reader, head: bytes, after: bytes) -> Iterator[Option]:
    """A character of which only the middle byte vanished; of a reader of two bytes that can only be 80."""
    if reader.double:
        text = (head[:1] + b"\x80" + head[1:]).decode("utf-8", "ignore")
        if len(text) == 1:
            yield Option(((text,),))
        return
    places = _places(reader, head[:1], 1, head[1:], 0, after)
    if all(places):
        yield Option(tuple(places))


def _ways(reader: Reader, head: bytes, marks: bytes, tail: bytes, after: bytes, manner: Manner) -> Iterator[Option]:
    """What may have been lost between `head` and `tail`; `after` is the byte behind."""
    if marks == bytes((EURO,)):
        for middle in (b"\x80", b"\xa2\xe3"):
            text = (head + middle + tail).decode("utf-8", "ignore")
            if text.encode() == head + middle + tail:
                yield Option(tuple((sign,) for sign in text))
        return
    count = len(marks)
    if count > LONGEST:
        return
    eats = manner.swallows and reader.double and b"?" in marks and not tail and not b"\x40" <= after < b"\x80"
    for size, prior in _sizes(reader, count, manner, after):
        if (len(head) + size + len(tail)) % 3 == 0 and not (eats and size % 2):
            places = _places(reader, head, size, tail, count, after)
            if all(places):
                yield Option(tuple(places), prior)
        elif eats and (len(head) + size) % 3 == 0:
            places = _places(reader, head, size, b"", 0, b" ")
            if all(places):
                yield Option((*places, tuple(SWALLOWED)))
    if count > 1 and b"?" in marks and not tail:
        # The last one may be a question mark after all.
        for option in _ways(reader, head, marks[:-1], b"", b"?", manner):
            yield Option((*option.places, ("?",)), option.prior)
    if len(head) == 1 and head < b"\xc4" and count <= 1 and not tail:
        yield Option((tuple((head + bytes((byte,))).decode() for byte in range(0x80, 0xC0)),))


def _sizes(reader: Reader, count: int, manner: Manner, after: bytes) -> Iterator[tuple[int, float]]:
    """How many bytes `count` marks may stand for, with a prior (natural log).

    Without a mark a byte, or a pair or two, vanished.
    """
    if not count:
        yield from ((size, 0.0) for size in ((1, 2, 4) if reader.double else (1, 2)))
    elif manner.singly or not reader.double:
        yield count, 0.0
    else:
        most = 2 * count - (b"\x00" < after < b"\x40")
        yield from ((size, UNLIKELY * (size < most)) for size in range(count, 2 * count + 1))


def _places(reader: Reader, head: bytes, size: int, tail: bytes, count: int, after: bytes) -> list[tuple[str, ...]]:
    """For each character that `head`, `size` lost bytes and `tail` make up, what it may be, commonest first."""
    data, signs = _known()
    known: list[int | None] = [*head, *[None] * size, *tail]
    following = (tail or after or b" ")[0]
    places = []
    for begin in range(0, len(known), 3):
        keep = np.ones(len(data), dtype=bool)
        for place, byte in enumerate(known[begin : begin + 3]):
            if byte is not None:
                keep &= data[:, place] == byte
        for first, second in _lost_pairs(len(head), size, count):
            if begin <= first < begin + 3:
                keep &= _unread(
                    reader, data, first - begin, second - begin, following if second >= len(head) + size else None
                )
        places.append(tuple(signs[keep][:MOST].tolist()))
    return places


def _lost_pairs(head: int, size: int, count: int) -> Iterator[tuple[int, int]]:
    """Neighbouring bytes, by place, that the reader could not read together."""
    if size == 1:
        yield head, head + 1
    elif size == count:
        yield from ((place, place + 1) for place in range(head, head + size))
    elif size == 2 * count or not count:
        yield from ((place, place + 1) for place in range(head, head + size, 2))


def _unread(
    reader: Reader, data: NDArray[np.uint8], first: int, second: int, following: int | None
) -> NDArray[np.bool_]:
    """Characters whose byte `first` and the one behind it are no character to the reader."""
    table = reader.lost
    if following is not None:
        unread = table[data[:, first], following]
    elif second < 3:
        unread = table[data[:, first], data[:, second]]
    else:
        unread = table[data[:, first]][:, 0xE2:0xF0].any(axis=1)
    return np.asarray(unread, dtype=np.bool_)

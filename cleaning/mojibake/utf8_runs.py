"""Runs of UTF-8 in a stream, with options where bytes are gone.

UTF-8 keeps its own step: after every loss the next lead byte is known again, so a loss never reaches further than the
characters it falls between. What may have stood there is `cleaning.mojibake.utf8_losses`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaning.mojibake.scan import PUNCTUATION, common, marker
from cleaning.mojibake.stream import LOST, Cell, Option, Run, Stream
from cleaning.mojibake.utf8_losses import Manner, options_of, options_of_pair, options_of_rare

GAP = 40
"""ASCII characters inside a run: a web address in a sentence is longer, but then two runs do as well as one."""

COMPANY = 8
"""Cells before a place that tell whether the run is ordinary Chinese."""

_THREE = rb"(?:[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf])"
_FOUR = rb"\xf0[\x9f-\xb3][\x80-\xbf]{2}"
_ONE = re.compile(_THREE + rb"|" + _FOUR)
UTF8 = re.compile(rb"(?:" + _THREE + rb"|" + _FOUR + rb")+")
"""Whole characters that Chinese text in UTF-8 is made of."""

UTF8_TWO = re.compile(rb"[\xc2-\xcb\xce-\xd1][\x80-\xbf]")
_SIGN = re.compile(rb"\xc2[\xa0-\xbf]|\xc3[\x97\xb7]")
"""Letters of two bytes, and the signs among them: GBK itself has pairs like the letters."""

_ZONE = re.compile(rb"([\xe2-\xef][\x80-\xbf]?|[\xc2\xc3]|)([\xff\xfd?]*)([\x80-\xbf]{0,2})", re.DOTALL)
"""What is left of some characters when bytes are gone: a head, the marks that stand there, a tail."""

_TAIL = re.compile(rb"[\x80-\xbf]{1,2}(?![\xff\xfd?])")
_BETWEEN = re.compile(rb"([\xe2-\xef][\x80-\xbf]?|)([\xff?]+)([\x80-\xbf]{0,2})(?=[\xe2-\xef])")
_LEFT = rb"([\xe2-\xef][\x80-\xbf])\?"
_ONE_GONE, _ONE_GONE_AT_END = re.compile(_LEFT + rb"(?=[\xe2-\xef])"), re.compile(_LEFT + rb"(?=\r?\n)")
_SPACE_FOR_A0 = re.compile(rb"[\xe3-\xef] [\x80-\xbf]|[\xe2-\xef][\x80-\xbf] (?=[\x00-\x7f\xc2-\xef]|\Z)")
_BEGINS = re.compile(rb"[\xe2-\xef](?:[\x80-\xbf]|[\xff\xfd?])|[\xff\xfd?]")
"""What a run goes on with behind a loss."""

_GOES_ON = re.compile(rb"[\xe2-\xef][\x80-\xbf]")
_BEFORE_A_FIGURE = re.compile(rb"[0-9.]{1,8}[\xe2-\xef][\x80-\xbf]{2}")
"""Behind the last character before a figure inside a run: 月 of `鏈30鏃ワ紝`, of which byte 88 vanished."""

_ASCII = re.compile(rb"[\x00-\x7f]+")
_QUESTION = 0x3F


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


def manner_of(stream: Stream) -> Manner:
    """The manner of a page's reader. Only losses whose size UTF-8 itself tells are counted.

    A reader that swallows leaves question marks for one byte before Chinese, and none before line ends; others do so
    for byte 80 only (一, 最), which is no first byte of a pair. One that marks every byte leaves losses that make up
    whole characters with one byte a mark; by chance a third of them does.
    """
    data = stream.data
    swallowed = sum((head + b"\x80").decode("utf-8", "ignore") not in common() for head in _ONE_GONE.findall(data))
    at_end = len(_ONE_GONE_AT_END.findall(data))
    sizes = [(len(head) + len(marks) + len(tail)) % 3 for head, marks, tail in _BETWEEN.findall(data)]
    singly = len(sizes) > 2 and 10 * sizes.count(0) >= 9 * len(sizes)
    return Manner(swallowed > at_end and not singly, singly, swallowed > at_end + 2, at_end > swallowed + 1)


def _is_plain(cells: list[Cell]) -> bool:
    """Whether the run reads as ordinary Chinese up to here; what was misread twice is strange still."""
    return bool(cells) and all(
        cell.text.isascii() or cell.text in common() for cell in cells[-COMPANY:] if cell.certain
    )


def _goes_on(stream: Stream, at: int, end: int) -> bool:
    """Whether the sentence around the run goes on at `at`, with an ordinary character, and the run not at `end`."""
    place = stream.character(at) if stream.reader.double and stream.is_start(at + 2) else None
    if place is None or stream.is_start(at + 1) or stream.text[place] not in common():
        return False
    return not any(_BEGINS.match(stream.data, byte) for byte in (end, at + 2))


def _is_sentence(stream: Stream, at: int) -> bool:
    """Whether three ordinary characters begin here: no misread run has many such places."""
    place = stream.character(at)
    shown = stream.text[place : place + 3] if place is not None else ""
    return len(shown) == 3 and all(sign > "\x7f" and sign in common() for sign in shown)


def _place(stream: Stream, byte: int) -> int:
    place = stream.character(byte)
    assert place is not None
    return place


def _cells(stream: Stream, at: int, manner: Manner) -> list[Cell]:
    """The cells of the longest run that begins here and ends with a shown character outside ASCII, the letter in it
    included."""
    cells: list[Cell] = []
    while at < len(stream.data):
        cell = _unmarked(stream, at, cells) or _cell(stream, at, cells, manner)
        if cell is None:
            break
        cells.append(cell)
        at = cell.end
        if _is_ascii(cell) and cell.end - cell.start > GAP:
            break
    while cells and not _may_end(stream, cells[-1]):
        cells.pop()
    if cells and _is_ascii(cells[-1]):
        letter = cells.pop()
        cells.append(Cell(letter.start, letter.start + 1, letter.text[:1]))
    return cells


def _may_end(stream: Stream, cell: Cell) -> bool:
    """Whether a run may end with this cell: with a character outside ASCII that ends where a shown one does, or with a
    letter behind one, which a reader of pairs took into its last character (楼A is shown as 妤糀).

    Big5 has ordinary characters of such bytes; those are of the sentence around the run.
    """
    if not _is_ascii(cell):
        return stream.is_start(cell.end)
    shown = None if stream.is_start(cell.start) else stream.character(cell.start - 1)
    return shown is not None and stream.is_start(cell.start + 1) and stream.text[shown] not in common()


def _is_ascii(cell: Cell) -> bool:
    return cell.certain and cell.text.isascii()


def _unmarked(stream: Stream, at: int, cells: list[Cell]) -> Cell | None:
    """Where a pair vanished without a mark: its last character and the tail behind it are what is left of two.

    Takes that character out of the last cell.
    """
    tail = _TAIL.match(stream.data, at)
    if not tail or not cells or not cells[-1].certain or not stream.reader.double or _is_sentence(stream, at):
        return None
    rare = cells[-1].text not in common() and stream.data[tail.end() : tail.end() + 1] < b"\x80"
    if not _GOES_ON.match(stream.data, tail.end()) and not rare:
        return None  # the run ends here, and what follows is as it was written
    last = cells[-1]
    whole = last.text.encode()
    if len(whole) != 3:
        return None
    start = at - 3
    cuts = tuple(cut for cut in (1, 2, 3) if stream.is_start(start + cut))
    options = options_of_pair(stream.reader, whole + tail[0], cuts)
    if not options:
        return None
    del cells[-1]
    return Cell(start, tail.end(), LOST, options)


def _made_of_two(stream: Stream, at: int, data: bytes) -> tuple[Option, ...]:
    """A rare character itself, or what is left of two where the reader dropped a pair and a byte 80 between them."""
    cuts = tuple(cut for cut in (1, 2) if stream.is_start(at + cut))
    return options_of_rare(stream.reader, data, cuts) if stream.reader.double and cuts else ()


def _two(stream: Stream, at: int, cells: list[Cell]) -> re.Match[bytes] | None:
    """A character of two bytes. Where the reader has pairs it may be one of these, of the sentence around the run.

    What was misread twice has such characters at its end too: the halves of Chinese are Cyrillic letters.
    """
    found = UTF8_TWO.match(stream.data, at)
    if not found or not stream.reader.double:
        return found
    if not cells:
        return None
    if _SIGN.match(stream.data, at):
        return found
    place = stream.character(at)
    strange = place is None or marker().match(stream.text, place)
    return found if strange and (_ONE.match(stream.data, found.end()) or not _is_plain(cells)) else None


def _cell(stream: Stream, at: int, cells: list[Cell], manner: Manner) -> Cell | None:
    data, inside = stream.data, bool(cells)
    whole = _ONE.match(data, at)
    cut = 0
    if whole and "\u3400" <= whole[0].decode() <= "\u9fff" and whole[0].decode() not in common() and _is_plain(cells):
        cut = next((size for size in (1, 2) if _goes_on(stream, at + size, whole.end())), 0)
    if whole and not cut:
        sign = whole[0].decode()
        rare = (
            sign not in common() and len(cells) >= COMPANY and not _TAIL.match(data, whole.end()) and _is_plain(cells)
        )
        options = _made_of_two(stream, at, whole[0]) if rare else ()
        return Cell(at, whole.end(), LOST if options else sign, options)
    if data[at] < 0x80 and data[at] != _QUESTION:
        ascii_run = _ASCII.match(data, at)
        assert ascii_run
        mark = data.find(b"?", at, ascii_run.end())
        end = mark if mark > at else ascii_run.end()
        return Cell(at, end, data[at:end].decode())
    two = _two(stream, at, cells)
    if two:
        return Cell(at, two.end(), two[0].decode())
    spaced = _SPACE_FOR_A0.match(data, at) if stream.reader.spaces else None
    if spaced:
        return Cell(at, spaced.end(), spaced[0].replace(b" ", b"\xa0").decode())
    zone = _ZONE.match(data, at)
    assert zone
    head, marks, tail = (data[at : at + cut], b"", b"") if cut else zone.groups()
    if data[at] == _QUESTION and not tail and not (inside and len(marks) > 1 and stream.reader.double):
        return Cell(at, at + 1, "?")
    hole = at + len(head)
    behind = stream.character(hole + len(marks)) if marks and len(tail) == 2 else None
    if behind is not None and (stream.text[behind] in PUNCTUATION or _goes_on(stream, zone.end() - 2, zone.end())):
        tail = b""  # a character of the sentence around the run, not two bytes of it
    if not (head or marks or (tail and not at and UTF8.match(data, zone.end()))):
        return None
    end = hole + len(marks) + len(tail)
    begins = len(head) == 2 and _BEFORE_A_FIGURE.match(data, hole) is not None
    split = stream.is_start(hole) and bool(marks or inside or tail or begins)
    middle = inside and end == at + 2 and not marks and stream.is_start(at + 1)
    after = data[end : end + 1] if data[end : end + 1] < b"\x80" or _BEGINS.match(data, end) else b""
    options = options_of(stream.reader, head, marks, tail, after, manner, split, middle)
    lost = LOST * max(1, (len(head) + len(marks) + len(tail)) // 3)
    return Cell(at, end, lost, options) if options or split else None

"""Text written in one encoding and read in another: 你好 as UTF-8, read as Latin-1, shows as ä½\\xa0å¥½.

The pairs that happen to Chinese pages, over a whole page or a part of it. A page knows which characters lost bytes, so
that what can be repaired and what can only be guessed are told apart. How bytes are read is in `misreading`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from scripts.reenact import Damaged, Scar
from scripts.reenact.characters import is_han
from scripts.reenact.extents import LEAST_HAN, Extent, choose
from scripts.reenact.misreading import MIXED, Cell, Layer, Reader, misread_cells, one_off_cells

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
    "utf8_as_cp850": (("utf-8", "cp850"),),
    "utf8_as_cp866": (("utf-8", "cp866"),),
    "utf8_as_cp1251": (("utf-8", "cp1251"),),
    "utf8_as_mac_roman": (("utf-8", "mac_roman"),),
    "gbk_as_latin1": (("gbk", "latin-1"),),
    "gbk_as_cp1252": (("gbk", "cp1252"),),
    "gbk_as_cp1254": (("gbk", "cp1254"),),
    "gbk_as_latin9": (("gbk", "iso8859-15"),),
    "gbk_as_mixed": (("gbk", MIXED),),
    "gbk_as_cp437": (("gbk", "cp437"),),
    "gbk_as_cp850": (("gbk", "cp850"),),
    "gbk_as_cp866": (("gbk", "cp866"),),
    "gbk_as_cp1251": (("gbk", "cp1251"),),
    "gbk_as_koi8": (("gbk", "koi8-r"),),
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
class Misread:
    """A page of which one span was misread: `start:end` in `text` was `begin:stop` in `original`, by `cells`.

    `pair`, `reader` and `extent` are names; `touched` are the places in `original` of the characters that lost bytes.
    """

    pair: str
    reader: str
    extent: str
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


def misread_span(text: str, rng: Random, pair: str, reader: Reader, extent: Extent) -> Misread | None:
    """`text` with one span misread by `pair` of PAIRS or ONE_OFF; None where that hits too few Chinese characters.

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
    cells = [cell._replace(start=cell.start + begin, end=cell.end + begin) for cell in cells]
    shown = "".join(cell.shown for cell in cells)
    whole = text[:begin] + shown + text[stop:]
    lost = frozenset(place + begin for place in touched)
    return _cut(
        Misread(pair, reader.name, extent, text, whole, begin, begin + len(shown), begin, stop, tuple(cells), lost)
    )


def _cut(misread: Misread) -> Misread | None:
    """The span cut to what is not shown as it was; None where that is too little to tell what happened."""
    cells = misread.cells
    unsound = [place for place, cell in enumerate(cells) if not _sound(cell, misread.original)]
    if not unsound:
        return None
    head, tail = unsound[0], len(cells) - 1 - unsound[-1]
    cut = replace(
        misread,
        start=misread.start + head,
        end=misread.end - tail,
        begin=misread.begin + head,
        stop=misread.stop - tail,
        cells=cells[head : len(cells) - tail],
    )
    return cut if sum(map(is_han, cut.truth)) >= LEAST_HAN else None


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

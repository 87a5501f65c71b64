"""What is written in one encoding and read in another: one row a pair, and the readers as tables.

Readers follow the Encoding Standard (encoding.spec.whatwg.org) where Python's codecs are narrower: byte 80 of GBK is €,
a byte that a Windows code page lacks becomes the C1 control of its number, Big5 has the Hong Kong characters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from cleaning.gbk import LEADS
from cleaning.mojibake.mixed_bytes import mixed_codes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Pair(NamedTuple):
    """Text written as `written` and read as `read`; `kind` is that of the edit which takes it back."""

    written: str
    read: str
    kind: str

    @property
    def story(self) -> str:
        """What happened, for people: `utf-8 read as latin-1, again utf-8 read as gbk`."""
        return f"{self.written} read as {self.read}".replace("|", ", again utf-8 read as ")


MIXED = "utf-8 or else latin-1"
"""A reader that takes for UTF-8 what is so by chance, the rest byte by byte: see `cleaning.mojibake.mixed_bytes`."""

PAIRS: tuple[Pair, ...] = (
    Pair("utf-8", "gbk", "mojibake.utf8_as_gbk"),
    Pair("utf-8", "latin-1", "mojibake.utf8_as_latin1"),
    Pair("utf-8", "cp1252", "mojibake.utf8_as_cp1252"),
    Pair("utf-8", "gb2312", "mojibake.utf8_as_gbk"),
    Pair("utf-8", "big5hkscs", "mojibake.utf8_as_big5"),
    Pair("utf-8", "cp950", "mojibake.utf8_as_big5"),
    Pair("utf-8", "big5", "mojibake.utf8_as_big5"),
    Pair("utf-8", "cp932", "mojibake.utf8_as_shift_jis"),
    Pair("utf-8", "cp949", "mojibake.utf8_as_euc_kr"),
    Pair("utf-8", "euc_kr", "mojibake.utf8_as_euc_kr"),
    Pair("utf-8", "cp437", "mojibake.utf8_as_cp437"),
    Pair("utf-8", "cp850", "mojibake.utf8_as_cp850"),
    Pair("utf-8", "cp866", "mojibake.utf8_as_cp866"),
    Pair("utf-8", "cp1251", "mojibake.utf8_as_cp1251"),
    Pair("utf-8", "mac_roman", "mojibake.utf8_as_mac_roman"),
    Pair("utf-8", "iso8859-15", "mojibake.utf8_as_latin9"),
    Pair("gbk", "latin-1", "mojibake.gbk_as_latin1"),
    Pair("gbk", "cp1252", "mojibake.gbk_as_cp1252"),
    Pair("gbk", "cp1254", "mojibake.gbk_as_cp1254"),
    Pair("gbk", "iso8859-15", "mojibake.gbk_as_latin9"),
    Pair("gbk", MIXED, "mojibake.gbk_as_mixed"),
    Pair("gbk", "cp437", "mojibake.gbk_as_cp437"),
    Pair("gbk", "cp850", "mojibake.gbk_as_cp850"),
    Pair("gbk", "cp866", "mojibake.gbk_as_cp866"),
    Pair("gbk", "cp1251", "mojibake.gbk_as_cp1251"),
    Pair("gbk", "koi8-r", "mojibake.gbk_as_koi8"),
    Pair("gbk", "big5hkscs", "mojibake.gbk_as_big5"),
    Pair("gbk", "cp950", "mojibake.gbk_as_big5"),
    Pair("gbk", "cp949", "mojibake.gbk_as_euc_kr"),
    Pair("gbk", "cp932", "mojibake.gbk_as_shift_jis"),
    Pair("big5", "gbk", "mojibake.big5_as_gbk"),
    Pair("big5", "latin-1", "mojibake.big5_as_latin1"),
    Pair("big5", "cp1252", "mojibake.big5_as_cp1252"),
    Pair("utf-8", "latin-1|latin-1", "mojibake.twice"),
    Pair("utf-8", "cp1252|cp1252", "mojibake.twice"),
    Pair("utf-8", "latin-1|gbk", "mojibake.twice"),
    Pair("gbk", "latin-1|latin-1", "mojibake.twice"),
    Pair("gbk", "cp1252|cp1252", "mojibake.twice"),
    Pair("gbk", "latin-1|gbk", "mojibake.twice"),
)
"""The pairs that are known; a new one is one more row. GBK stands for GB 18030 too, whose two-byte part is a superset.

A reader that has less (GB 2312, Big5 without Hong Kong's characters, EUC-KR) is a row of its own: what it lost is more.
`a|b`: read as `a`, saved as UTF-8 and read as `b`. Two pages of single bytes, or one of them read as GBK, are one table
from a byte to what it shows in the end; layers of readers of two bytes are taken off one after the other.
"""

MIXED_PAIR = next(pair for pair in PAIRS if pair.read == MIXED)

_DOUBLE = {"gbk": "gb18030"} | {
    name: name for name in ("gb2312", "big5hkscs", "cp950", "big5", "cp932", "cp949", "euc_kr")
}
"""Readers of two bytes, and the codec that makes their table."""


@dataclass(frozen=True, eq=False)
class Reader:
    """One encoding as a reader has it.

    double  whether characters outside ASCII take two bytes (cp932 has some of one)
    codes   character → the bytes that it was read from; ASCII left out. In layers a byte shows as several characters
    others  character → other bytes that show as the same
    chars   bytes → character; what is not in it, and not ASCII, cannot be read
    gaps    single-byte readers: the bytes that show as nothing, `?`, U+FFFD or a control
    vague   layers: what is shown for several bytes, since a later reader lost what told them apart
    mixed   whether one byte or two make a character, which `codes` alone does not tell
    spaces  whether byte A0 shows as a no-break space, which many programs make a plain one, or drop at a line's end
    """

    double: bool
    codes: dict[str, bytes]
    others: dict[str, bytes]
    chars: dict[bytes, str]
    gaps: frozenset[int]
    vague: frozenset[str] = frozenset()
    spaces: bool = False
    mixed: bool = False

    @cached_property
    def signs(self) -> frozenset[str]:
        """Every character outside ASCII that can be part of what is shown."""
        return frozenset(sign for shown in (*self.codes, *self.vague) for sign in shown if sign > "\x7f")

    @cached_property
    def layered(self) -> re.Pattern[str] | None:
        """What bytes show as, longest first, where that is more than one character."""
        shown = sorted((*self.codes, *self.vague), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, shown))) if shown and len(shown[0]) > 1 else None

    @cached_property
    def lost(self) -> NDArray[np.bool_]:
        """Shape (256, 256): whether two bytes read together are no character, or one of a private area.

        A reader of single bytes does not look at the second one.
        """
        import numpy as np

        table = np.ones((256, 256), dtype=bool)
        for data, character in self.chars.items():
            if len(data) == 2 and not "\ue000" <= character <= "\uf8ff":
                table[data[0], data[1]] = False
            elif len(data) == 1 and data[0] not in self.gaps and not (self.spaces and data == b"\xa0"):
                table[data[0]] = False
        return table


@cache
def reader(name: str) -> Reader:
    if "|" in name:
        return _layers(*name.split("|"))
    if name == MIXED:
        return replace(reader("latin-1"), codes=mixed_codes(), mixed=True)
    return _double(name) if name in _DOUBLE else _single(name)


@cache
def mixed_signs() -> frozenset[str]:
    """What MIXED shows and no page of single bytes does."""
    pages = {pair.read for pair in PAIRS if pair.read not in _DOUBLE and "|" not in pair.read and pair.read != MIXED}
    return frozenset(map(chr, range(0x100, 0x800))).difference(*(reader(name).signs for name in pages))


def proves_mixed(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether most of what MIXED alone shows lies in these spans, which do not overlap: then no page of single bytes
    need be tried, each of which would make many parts of the text."""
    proofs = [place for place, sign in enumerate(text) if sign in mixed_signs()]
    spans = sorted(spans)
    ends = [end for _, end in spans]
    inside = sum((at := bisect_right(ends, place)) < len(ends) and spans[at][0] <= place for place in proofs)
    return bool(proofs) and 10 * inside >= 9 * len(proofs)


def _single(name: str) -> Reader:
    chars: dict[bytes, str] = {}
    gaps = set()
    for number in range(0x80, 0x100):
        character = bytes((number,)).decode(name, "replace")
        if character == "\ufffd" or "\x80" <= character <= "\x9f":
            gaps.add(number)
            character = chr(number)
        chars[bytes((number,))] = character
    codes = {character: data for data, character in chars.items()}
    return Reader(False, codes, {}, chars, frozenset(gaps), spaces=chars[b"\xa0"] == "\xa0")


_STYLES = (None, "\ufffd", "?", "")
"""What a reader shows for a byte that it lacks: the control of its number, or a mark, or nothing."""


def _layers(first: str, second: str) -> Reader:
    """The table of what was read as `first`, saved as UTF-8 and read as `second`, whatever either did with its gaps."""
    ways: dict[str, set[int]] = {}
    chars: dict[bytes, str] = {}
    for style in _STYLES:
        for number in range(0x80, 0x100):
            once = _shown(bytes((number,)), first, style)
            if once in ("", "?"):
                continue  # it stands, or is gone, as in one layer
            twice = _shown(once.encode(), second, style)
            ways.setdefault(twice, set()).add(number)
            ways.setdefault(twice.replace("\xa0", " "), set()).add(number)
            chars.setdefault(bytes((number,)), twice)
    codes = {shown: bytes(numbers) for shown, numbers in ways.items() if len(numbers) == 1 and not shown.isascii()}
    vague = frozenset(shown for shown, numbers in ways.items() if len(numbers) > 1 and not shown.isascii())
    gaps = frozenset(number for shown in vague for number in ways[shown])
    return Reader(False, codes, {}, chars, gaps, vague, reader(first).spaces)


def _shown(data: bytes, name: str, style: str | None) -> str:
    if name in _DOUBLE:
        return data.decode(_DOUBLE[name], "replace")
    table = reader(name)
    return "".join(
        chr(byte) if byte < 0x80 else style if style is not None and byte in table.gaps else table.chars[bytes((byte,))]
        for byte in data
    )


def _double(name: str) -> Reader:
    chars: dict[bytes, str] = {}
    backward: dict[str, bytes] = {}
    others: dict[str, bytes] = {}
    # Where a character has several places, the usual one is outside of the vendors' rows: these come first in GBK and
    # Big5, and last in Shift-JIS (∵ is 81E6, then 879A of NEC and FA5B of IBM).
    for lead in sorted((*LEADS, 0xFE), key=lambda lead: lead < 0xA1 and name != "cp932"):
        for trail in range(0x40, 0xFF):
            data = bytes((lead, trail))
            # Half a pair may be a character, as half-width katakana are, so nothing is left out.
            character = data.decode(_DOUBLE[name], "replace")
            if len(character) == 1 and character != "\ufffd":
                chars[data] = character
                if backward.setdefault(character, data) != data:
                    others.setdefault(character, data)
    if name == "cp932":
        for number in (0x80, *range(0xA0, 0xE0), 0xFD, 0xFE, 0xFF):
            data = bytes((number,))
            backward[data.decode(name)] = data
            if 0xA0 < number < 0xE0:  # some decoders do not read the others
                chars[data] = data.decode(name)
    return Reader(True, backward, others, chars, frozenset())

"""What is written in one encoding and read in another: one row a pair, and the readers as tables.

Readers follow the Encoding Standard (encoding.spec.whatwg.org) where Python's codecs are narrower: byte 80 of GBK is €,
a byte that a Windows code page lacks becomes the C1 control of its number, Big5 has the Hong Kong characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from cleaning.gbk import LEADS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Pair(NamedTuple):
    """Text written as `written` and read as `read`; `kind` is that of the edit which takes it back."""

    written: str
    read: str
    kind: str


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
    Pair("utf-8", "cp1251", "mojibake.utf8_as_cp1251"),
    Pair("utf-8", "mac_roman", "mojibake.utf8_as_mac_roman"),
    Pair("utf-8", "iso8859-15", "mojibake.utf8_as_latin9"),
    Pair("gbk", "latin-1", "mojibake.gbk_as_latin1"),
    Pair("gbk", "cp1252", "mojibake.gbk_as_cp1252"),
    Pair("gbk", "cp1254", "mojibake.gbk_as_cp1254"),
    Pair("gbk", "iso8859-15", "mojibake.gbk_as_latin9"),
    Pair("gbk", "cp866", "mojibake.gbk_as_cp866"),
    Pair("gbk", "big5hkscs", "mojibake.gbk_as_big5"),
    Pair("gbk", "cp950", "mojibake.gbk_as_big5"),
    Pair("gbk", "cp949", "mojibake.gbk_as_euc_kr"),
    Pair("gbk", "cp932", "mojibake.gbk_as_shift_jis"),
    Pair("big5", "gbk", "mojibake.big5_as_gbk"),
    Pair("big5", "latin-1", "mojibake.big5_as_latin1"),
    Pair("big5", "cp1252", "mojibake.big5_as_cp1252"),
)
"""The pairs that are known; a new one is one more row. GBK stands for GB 18030 too, whose two-byte part is a superset.

A reader that has less (GB 2312, Big5 without Hong Kong's characters, EUC-KR) is a row of its own: what it lost is more.
"""

_DOUBLE = {"gbk": "gb18030"} | {
    name: name for name in ("gb2312", "big5hkscs", "cp950", "big5", "cp932", "cp949", "euc_kr")
}
"""Readers of two bytes, and the codec that makes their table."""


@dataclass(frozen=True, eq=False)
class Reader:
    """One encoding as a reader has it.

    double  whether characters outside ASCII take two bytes (cp932 has some of one)
    codes   character → the bytes that it was read from; ASCII left out
    others  character → other bytes that show as the same
    chars   bytes → character; what is not in it, and not ASCII, cannot be read
    gaps    single-byte readers: the bytes that show as nothing, `?`, U+FFFD or a control
    """

    double: bool
    codes: dict[str, bytes]
    others: dict[str, bytes]
    chars: dict[bytes, str]
    gaps: frozenset[int]

    @property
    def spaces_a0(self) -> bool:
        """Whether byte A0 shows as a no-break space, which many programs make a plain one, or drop at a line's end."""
        return self.codes.get("\xa0") == b"\xa0"

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
            elif len(data) == 1 and data[0] not in self.gaps and character != "\xa0":
                table[data[0]] = False
        return table


@cache
def reader(name: str) -> Reader:
    return _double(name) if name in _DOUBLE else _single(name)


def _single(name: str) -> Reader:
    chars: dict[bytes, str] = {}
    gaps = set()
    for number in range(0x80, 0x100):
        character = bytes((number,)).decode(name, "replace")
        if character == "\ufffd" or "\x80" <= character <= "\x9f":
            gaps.add(number)
            character = chr(number)
        chars[bytes((number,))] = character
    return Reader(False, {character: data for data, character in chars.items()}, {}, chars, frozenset(gaps))


def _double(name: str) -> Reader:
    chars: dict[bytes, str] = {}
    backward: dict[str, bytes] = {}
    others: dict[str, bytes] = {}
    # From the middle: where a character has two places, the one outside of the vendors' rows is the usual one.
    for lead in sorted((*LEADS, 0xFE), key=lambda lead: lead < 0xA1):
        for trail in range(0x40, 0xFF):
            data = bytes((lead, trail))
            # Half a pair may be a character, as half-width katakana are, so nothing is left out.
            character = data.decode(_DOUBLE[name], "replace")
            if len(character) == 1 and character != "\ufffd":
                chars[data] = character
                if backward.setdefault(character, data) != data:
                    others[character] = data
    if name == "cp932":
        for number in (0x80, *range(0xA0, 0xE0), 0xFD, 0xFE, 0xFF):
            data = bytes((number,))
            backward[data.decode(name)] = data
            if 0xA0 < number < 0xE0:  # some decoders do not read the others
                chars[data] = data.decode(name)
    return Reader(True, backward, others, chars, frozenset())

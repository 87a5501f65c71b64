"""Bytes that an escape spells out, read back as text: strictly decoded, and chosen by what is Chinese.

`E4 B8 AD E5 9B BD` is 中国 in UTF-8 and `D6 D0 B9 FA` in GBK. Most runs are valid in one encoding only. Where several
would do, UTF-8 with three bytes to a character is no accident; between GBK and Big5 the language model decides over all
runs of a page. What is no text in any of them stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from cleaning.language_model import default_model
from cleaning.prose import HAN

DOUBLE_BYTE = ("gbk", "big5")

_HAN = re.compile(f"[{HAN}]")
_TWO_OF_HAN = re.compile(f"[{HAN}]{{2}}")
PLAIN = 11.0
"""Mean surprisal of the Han characters (natural log) up to which a page's runs are Chinese. On the tune part, in runs
of two to six characters: all of news lie below it, and of the same read in the other code page 4 of 100, none of them
cheaper than what it is."""

MANY = 12
"""Characters that are all in GB 2312, which holds a third of all pairs of bytes, and so prove the encoding."""

SAMPLE = 400
"""Bytes of a page's runs that are looked at to choose."""


class Read(NamedTuple):
    """The text of a run, the encoding, and how many characters behind the run were the second byte of its last one."""

    text: str
    encoding: str
    taken: int = 0


def is_printable(text: str) -> bool:
    """Whether every character is assigned and prints, or is a line end or a tab."""
    return all(sign in "\n\r\t" or unicodedata.category(sign) not in _NO_TEXT for sign in text)


_NO_TEXT = frozenset({"Cc", "Cn", "Co", "Cs"})


def decode(data: bytes, encoding: str, behind: str = "") -> Read | None:
    """`data` strictly decoded; in a double-byte encoding the last byte may lead an ASCII character behind it."""
    try:
        text, taken = data.decode(encoding), 0
    except UnicodeDecodeError as error:
        if encoding not in DOUBLE_BYTE or error.start != len(data) - 1 or not "@" <= behind <= "~":
            return None
        try:
            text, taken = (data + behind.encode()).decode(encoding), 1
        except UnicodeDecodeError:
            return None
    return Read(text, encoding, taken) if is_printable(text) else None


class Decoder:
    """How the runs of one page are read. `runs` are the bytes of each run with the character behind it."""

    def __init__(self, runs: Iterable[tuple[bytes, str]]) -> None:
        texts: dict[str, list[str]] = {encoding: [] for encoding in DOUBLE_BYTE}
        self._has_utf8 = False
        size = 0
        for data, behind in runs:
            if _is_utf8(data):
                self._has_utf8 = True
            elif size < SAMPLE and not data.isascii():
                size += len(data)
                for encoding, found in texts.items():
                    read = decode(data, encoding, behind)
                    # One character for itself proves nothing: `%C2%A0` is a no-break space in UTF-8.
                    if read and _TWO_OF_HAN.search(read.text):
                        found.append(read.text)
        costs = {encoding: _cost(found) for encoding, found in texts.items()}
        longest = max(sum(map(len, found)) for found in texts.values())
        fitting = [encoding for encoding, found in texts.items() if 2 * sum(map(len, found)) > longest]
        best = min(fitting, key=costs.__getitem__, default="")
        self._double_byte = best if best and (costs[best] <= PLAIN or _is_everyday(texts[best])) else ""

    def read(self, data: bytes, behind: str) -> Read | None:
        """One run, or None if it is no text that a Chinese page would hold."""
        as_utf8 = decode(data, "utf-8")
        if as_utf8 and (data.isascii() or self._has_utf8 or not self._double_byte):
            return as_utf8
        read = decode(data, self._double_byte, behind) if self._double_byte else None
        return read or as_utf8


def _is_everyday(texts: list[str]) -> bool:
    """Whether they are so many characters of GB 2312 that it is no accident, as in a list of rare ones."""
    joined = "".join(texts)
    known = joined.encode("gb2312", "ignore").decode("gb2312")
    return len(_HAN.findall(joined)) >= MANY and known == joined


def _is_utf8(data: bytes) -> bool:
    """Whether it is UTF-8 with a character of three bytes or more; shorter ones are pairs of GBK just as well."""
    try:
        return any(sign > "\u07ff" for sign in data.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _cost(texts: list[str]) -> float:
    """Mean surprisal of the Han characters; infinite where there are none."""
    joined = "\n".join(texts)
    places = [at for at, sign in enumerate(joined) if _HAN.match(sign)]
    if not places:
        return float("inf")
    return float(default_model().surprisal(joined)[places].mean())

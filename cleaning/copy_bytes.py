"""Whether what stands in one copy is made of the bytes of what stands in the other: proof, not likelihood.

`火將分三個` cut behind a full-width `；` that nobody wrote shows as `；饘⒎秩齻`: the same bytes of GBK, one off.
目标 as UTF-8 shows as `鐩爣`. Two characters agree so by chance once in thousands of pairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from cleaning.fold import opencc_rows
from cleaning.prose import HAN

_HAN = re.compile(f"[{HAN}]")


def shifted(mine: str, theirs: str, least: int = 2) -> bool:
    """Whether the Han here, `least` at least, are bytes of the other copy's GBK in order, in either script.

    One in four may be missing: a site may write some characters in the other script, or lose bytes.
    """
    pieces = list(_pieces(mine))
    if len(pieces) < least:
        return False
    streams = [text.encode("gbk", "replace") for text in (theirs, theirs.translate(_traditional()))]
    return max(_in_order(pieces, stream) for stream in streams) * 4 >= len(pieces) * 3


def misread(mine: str, theirs: str) -> int:
    """How many characters of Han stand here, if all, as bytes of GBK, are bytes of the other copy's UTF-8 in order."""
    pieces = list(_pieces(mine))
    return len(pieces) if _in_order(pieces, theirs.encode("utf-8", "replace")) == len(pieces) else 0


def bytes_gone(mine: str, theirs: str) -> bool:
    """Whether the Han here are the other copy's with bytes gone from their middle.

    朧 (E6 9C A7) is what is left of 本性 (E6 9C AC E6 80 A7).
    """
    here, there = mine.encode("utf-8", "replace"), theirs.encode("utf-8", "replace")
    if not _HAN.fullmatch(mine[:1]) or len(here) >= len(there):
        return False
    cut = next((at for at, (one, other) in enumerate(zip(here, there, strict=False)) if one != other), len(here))
    # Whole characters alone, as when one was left out, are no broken bytes.
    return cut % 3 != 0 and there.endswith(here[cut:])


def _pieces(text: str) -> Iterable[bytes]:
    for sign in _HAN.findall(text):
        piece = sign.encode("gb18030")
        if len(piece) == 2:
            yield piece


def _in_order(pieces: Iterable[bytes], stream: bytes) -> int:
    """How many of the pieces stand in the stream one behind the other."""
    at = count = 0
    for piece in pieces:
        found = stream.find(piece, at)
        if found >= 0:
            at = found + len(piece)
            count += 1
    return count


@cache
def _traditional() -> dict[int, str]:
    """Simplified → Traditional as mills convert, character by character: the first choice of each row."""
    return {ord(key): choices[0] for key, choices in opencc_rows("STCharacters") if len(key) == len(choices[0]) == 1}

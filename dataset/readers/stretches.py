"""Bytes in more than one encoding: a UTF-8 frame with a GBK footer, a quotation in Big5, a line that lost a byte.

Lines that are even, read in the encoding of most bytes, stay as they are. The others are read in every encoding of
Chinese; where none reads the whole line, the line is cut into stretches (`lattice`).
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Final

import numpy as np

from dataset.readers.closely import BIG5, Whole, read_big5, read_closely
from dataset.readers.lattice import CHANGE, Span
from dataset.readers.plausibility import chinese_costs

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDE_UTF8 = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}")

_ODD: Final = 30.0
"""Nats of three characters in a row from which a line is looked at closely. Measured on the tune part: 1 line of 170 of
news, none of 800 of statutes, and 95 of 100 places in UTF-8 read as GBK."""

_ODD_FEW: Final = (1.0, 13.0, 22.0)
"""The same for lines of no, one and two characters outside ASCII."""

_BLOCK: Final = 1 << 18
_LONG_LINE: Final = 4096
_CLOSE_BYTES: Final = 1 << 18
"""Bytes of one text that are looked at character by character, which takes half a second. Pages have a few lines."""

_LISTED: Final = 8
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_PIECE = re.compile(rb"[^\x00-\x2f\x3a-\x3f]*+[\x00-\x2f\x3a-\x3f]*+")
_TWO_SHORT_UTF8 = re.compile(rb"(?:[\xc2-\xdf][\x80-\xbf]){2}")


def is_even(text: str) -> bool:
    """Whether no three characters in a row of `text`, read as Chinese, are odd."""
    return all(_oddest(text[at : at + _BLOCK]) < _ODD for at in range(0, len(text), _BLOCK))


def _oddest(text: str) -> float:
    costs = chinese_costs(text)[_telling(text)]
    return float((costs[:-2] + costs[1:-1] + costs[2:]).max()) if len(costs) > 2 else 0.0


def _telling(text: str) -> NDArray[np.bool_]:
    """Which characters are not ASCII; that stands between the others without saying anything."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32) >= 0x80


def by_stretch(data: bytes, home: str, base: int = 0) -> tuple[str, list[Span], int]:
    """`data` in encoding `home`, one of CHINESE, but for its stretches in another.

    Gives the text, those stretches (counted from `base`), and how many U+FFFD stand for unreadable bytes.
    """
    units = list(_units(data))
    readings = [_strict(unit, home) for unit in units]
    odd = _odd_ones(units, readings, home)
    whole = _whole_lines(units, readings, odd, home)
    found: list[Span] = []
    budget, unreadable, offset = _CLOSE_BYTES, 0, base
    for number, unit in enumerate(units):
        spans: list[Span] = []
        best, even = whole.get(number, (None, False))
        if best and even:
            readings[number], spans = best.text, [(0, len(unit.rstrip(b"\r\n")), best.encoding)]
        elif number in odd:
            budget -= len(unit)
            text, spans, lost = read_closely(unit, home, best) if budget >= 0 else _hurried(unit, home)
            readings[number], unreadable = text, unreadable + lost
        found += [(offset + start, offset + end, name) for start, end, name in spans if name != home]
        offset += len(unit)
    return "".join(text or "" for text in readings), found, unreadable


def _units(data: bytes) -> Iterator[bytes]:
    """Lines with their line feeds; long ones are cut behind bytes that end a character in every encoding."""
    for line in _LINE.findall(data):
        if len(line) <= _LONG_LINE:
            yield line
            continue
        start = 0
        for piece in _PIECE.finditer(line):
            if piece.end() - start > _LONG_LINE // 4:
                yield line[start : piece.end()]
                start = piece.end()
        if start < len(line):
            yield line[start:]


def _strict(data: bytes, encoding: str) -> str | None:
    with contextlib.suppress(UnicodeDecodeError):
        return read_big5(data)[0] if encoding in BIG5 else data.decode(encoding)
    return None


def _odd_ones(units: Sequence[bytes], readings: Sequence[str | None], home: str) -> set[int]:
    """Units that `home` does not read, or reads oddly; UTF-8 with characters of three bytes is no chance."""
    odd = {number for number, text in enumerate(readings) if text is None}
    if home == "utf-8":
        short = (
            number
            for number, unit in enumerate(units)
            if number not in odd and not unit.isascii() and not WIDE_UTF8.search(unit) and _TWO_SHORT_UTF8.search(unit)
        )
        return odd | set(short)
    texts = [text or "" for text in readings]
    numbers = [number for number, (_, oddest) in enumerate(_measured(texts)) if oddest >= _ODD]
    return odd | set(numbers)


def _measured(texts: Sequence[str]) -> list[tuple[float, float]]:
    """Nats of each text in all, and of its oddest three characters in a row; one question for all of them.

    ASCII is left out. Of one or two characters as many nats are odd as of three, one for one.
    """
    whole = "".join(texts)
    telling = _telling(whole)
    costs = np.concatenate([chinese_costs(whole)[telling], np.zeros(2, dtype=np.float32)])
    threes = costs[:-2] + costs[1:-1] + costs[2:]
    counted = np.concatenate([[0], np.cumsum(telling)])
    result = []
    begin = 0
    for end in accumulate(map(len, texts)):
        first, last = int(counted[begin]), int(counted[end])
        begin = end
        nats = float(costs[first:last].sum())
        few = last - first < 3
        oddest = nats * _ODD / _ODD_FEW[last - first] if few else float(threes[first : last - 2].max())
        result.append((nats, oddest))
    return result


def _whole_lines(
    units: Sequence[bytes], readings: Sequence[str | None], odd: set[int], home: str
) -> dict[int, tuple[Whole, bool]]:
    """For odd units that some encoding reads as a whole: the likeliest reading, and whether it is even."""
    best: dict[int, tuple[float, float, str, str]] = {}
    for name in ("utf-8", "gb18030", "big5hkscs"):
        own = name == home or (name in BIG5 and home in BIG5)
        texts: dict[int, str] = {}
        for number in sorted(odd):
            text = readings[number] if own else _strict(units[number], name)
            if text is not None:
                texts[number] = text
        for (number, text), (nats, oddest) in zip(texts.items(), _measured(list(texts.values())), strict=True):
            entry = (nats + (0.0 if own else CHANGE), oddest, text, home if own else name)
            if number not in best or entry[0] < best[number][0]:
                best[number] = entry
    return {number: (Whole(text, name), oddest < _ODD) for number, (_, oddest, text, name) in best.items()}


def _hurried(unit: bytes, home: str) -> tuple[str, list[Span], int]:
    """A unit as `home` reads it, when there is no time for more: one stretch from its first fault on."""
    text = unit.decode(home, "replace")
    try:
        unit.decode(home)
    except UnicodeDecodeError as fault:
        return text, [(fault.start, len(unit), "partly unreadable")], text.count("\ufffd")
    return text, [], 0


def spans_as_text(found: list[Span]) -> str:
    """`; bytes 120-180 gb18030, 300-302 unreadable`; neighbours joined (a line's end between them), the first eight."""
    joined: list[Span] = []
    for start, end, name in found:
        if start == end:
            continue
        if joined and joined[-1][2] == name and start <= joined[-1][1] + 2:
            joined[-1] = (joined[-1][0], end, name)
        else:
            joined.append((start, end, name))
    if not joined:
        return ""
    more = f" and {len(joined) - _LISTED} more" if len(joined) > _LISTED else ""
    return "; bytes " + ", ".join(f"{start}-{end} {name}" for start, end, name in joined[:_LISTED]) + more

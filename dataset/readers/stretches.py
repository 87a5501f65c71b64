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

from dataset.readers.closely import BIG5, Whole, read, read_closely, read_replacing, width
from dataset.readers.lattice import CHANGE, Span
from dataset.readers.plausibility import chinese_costs, telling

if TYPE_CHECKING:
    from dataset.readers.plausibility import Costs

_WIDE_UTF8 = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}")

_ODD: Final = 30.0
"""Nats of three characters in a row from which a line is looked at closely. Measured on the tune part: 1 line of 170 of
news, none of 800 of statutes, and 95 of 100 places in UTF-8 read as GBK."""

_ODD_FEW: Final = (1.0, 13.0, 22.0)
"""The same for lines of no, one and two characters outside ASCII."""

_LONG_LINE: Final = 4096
_CLOSE_BYTES: Final = 1 << 16
"""Bytes of one text that are looked at character by character, which takes a second. Pages have a few lines of it."""

_AROUND: Final = 6
"""Characters on either side of what is odd that are looked at with it."""

_ASCII = re.compile("[\x00-\x7f]")
_GOOD_UTF8 = re.compile(
    rb"(?:[\x00-\x7f]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]){32,}+"
)
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_TEXT_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_PIECE = re.compile(rb"[^\x00-\x2f\x3a-\x3f]*+[\x00-\x2f\x3a-\x3f]*+")
_TWO_SHORT_UTF8 = re.compile(rb"(?:[\xc2-\xdf][\x80-\xbf]){2}")


def is_even(text: str, costs: Costs | None = None) -> bool:
    """Whether no three characters in a row of `text`, read as Chinese, are odd; `costs` if they are known."""
    outside = (chinese_costs(text) if costs is None else costs)[telling(text)]
    return not bool((_threes(outside) >= _ODD).any())


def _threes(costs: Costs) -> Costs:
    return costs[:-2] + costs[1:-1] + costs[2:]


def by_stretch(
    data: bytes, home: str, base: int = 0, known: tuple[str, Costs] | None = None
) -> tuple[str, list[Span], int]:
    """`data` in encoding `home`, one of CHINESE, but for its stretches in another.

    `known` is the whole of it as `home` reads it, with the costs of its characters, if `home` does.

    Gives the text, those stretches (counted from `base`), and how many U+FFFD stand for unreadable bytes.
    """
    if known:
        text, costs = known
        units, readings = _LINE.findall(data), list[str | None](_TEXT_LINE.findall(text))
    else:
        costs = None
        units = list(_units(data))
        readings = [_strict(unit, home) for unit in units]
    odd = _odd_ones(units, readings, home, costs)
    whole = _whole_lines(units, readings, odd, home)
    found: list[Span] = []
    budget, unreadable, offset = _CLOSE_BYTES, 0, base
    for number, unit in enumerate(units):
        spans: list[Span] = []
        best, even = whole.get(number, (None, False))
        if best and even:
            readings[number], spans = best.text, [(0, len(unit.rstrip(b"\r\n")), best.encoding)]
        elif number in odd:
            parts = list(_odd_parts(unit, home, best))
            budget -= sum(end - start for start, end in parts)
            text, spans, lost = _by_parts(unit, home, best, parts) if budget >= 0 else _hastily(unit, home, best)
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
        return read(data, encoding)
    return None


def _odd_ones(units: Sequence[bytes], readings: Sequence[str | None], home: str, costs: Costs | None) -> set[int]:
    """Units that `home` does not read, or reads oddly; UTF-8 with characters of three bytes is no chance."""
    odd = {number for number, text in enumerate(readings) if text is None}
    if home == "utf-8":
        short = (
            number
            for number, unit in enumerate(units)
            if number not in odd and not unit.isascii() and not _WIDE_UTF8.search(unit) and _TWO_SHORT_UTF8.search(unit)
        )
        return odd | set(short)
    texts = [text or "" for text in readings]
    numbers = [number for number, (_, oddest) in enumerate(_measured(texts, costs)) if oddest >= _ODD]
    return odd | set(numbers)


def _measured(texts: Sequence[str], costs: Costs | None = None) -> list[tuple[float, float]]:
    """Nats of each text in all, and of its oddest three characters in a row; one question for all of them.

    ASCII is left out. Of one or two characters fewer nats are odd.
    """
    whole = "".join(texts)
    counts = telling(whole)
    ends = np.concatenate([[0], np.cumsum(counts)])[list(accumulate(map(len, texts)))]
    costs = (chinese_costs(whole) if costs is None else costs)[counts]
    sums = np.concatenate([[0.0], np.cumsum(costs, dtype=np.float64)])
    starts = np.concatenate([[0], ends[:-1]])
    nats, few = sums[ends] - sums[starts], ends - starts
    threes = np.concatenate([_threes(costs), np.zeros(3, dtype=np.float32)])
    for back in (1, 2):  # what reaches over the end of a text
        threes[ends[few >= back] - back] = 0.0
    oddest = np.maximum.reduceat(threes, starts) if len(starts) else threes[:0]
    for count, odd in enumerate(_ODD_FEW):
        oddest = np.where(few == count, nats * (_ODD / odd), oddest)
    return list(zip(nats.tolist(), oddest.tolist(), strict=True))


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


def _hastily(unit: bytes, home: str, whole: Whole | None) -> tuple[str, list[Span], int]:
    """A unit as a whole, when there is no time for more."""
    return (whole.text, [(0, len(unit), whole.encoding)], 0) if whole else read_replacing(unit, home)


def _by_parts(
    unit: bytes, home: str, whole: Whole | None, parts: Sequence[tuple[int, int]]
) -> tuple[str, list[Span], int]:
    """A unit of which some parts are read closely, and the rest as `home` does."""
    if whole and whole.encoding != home:
        return read_closely(unit, home, whole)
    texts: list[str] = []
    found: list[Span] = []
    at = unreadable = 0
    for start, end in parts:
        part = unit[start:end]
        text, spans, lost = read_closely(part, home, Whole(read(part, home), home) if whole else None)
        texts += [read(unit[at:start], home), text]
        found += [(start + first, start + last, name) for first, last, name in spans]
        unreadable += lost
        at = end
    return "".join([*texts, read(unit[at:], home)]), found, unreadable


def _odd_parts(unit: bytes, home: str, whole: Whole | None) -> Iterator[tuple[int, int]]:
    """Byte ranges of `unit` that hold what is odd or cannot be read, with some of what stands around them."""
    if whole and whole.encoding == home:
        yield from _odd_in_text(whole.text, home)
    elif not whole and home == "utf-8":
        at = 0
        for good in _GOOD_UTF8.finditer(unit):
            text = good[0].decode()
            start = good.start() + len(text[:_AROUND].encode()) if good.start() else 0
            yield at, start
            at = good.end() - (len(text[-_AROUND:].encode()) if good.end() < len(unit) else 0)
        yield at, len(unit)
    else:
        yield 0, len(unit)


def _odd_in_text(text: str, home: str) -> Iterator[tuple[int, int]]:
    """Byte ranges around three odd characters in a row or more; `text` is in `home` without a fault."""
    places = np.flatnonzero(telling(text))
    costs = chinese_costs(text)[places]
    odd = np.flatnonzero(_threes(costs) >= _ODD)
    if not len(odd):
        return
    # Odd places that are near each other are one part.
    begins, ends = places[odd], places[odd + 2] + 1
    apart = np.flatnonzero(begins[1:] > ends[:-1] + 2 * _AROUND) + 1
    done = at = 0
    for first, last in zip(begins[[0, *apart]].tolist(), ends[[*(apart - 1), -1]].tolist(), strict=True):
        begin, end = max(done, first - _AROUND), max(done, last)
        # Where a byte was lost, all is one off until ASCII puts it right.
        right = _ASCII.search(text, end, end + 4 * _AROUND)
        end = right.end() if right else min(len(text), end + _AROUND)
        start = at + width(text[done:begin], home)
        at = start + width(text[begin:end], home)
        done = end
        yield start, at

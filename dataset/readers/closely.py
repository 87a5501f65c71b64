"""One line of bytes read stretch by stretch: where the encoding changes, and which bytes are lost."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import Final

import numpy as np

from dataset.readers.lattice import AT_START, CHANGE, LOST, PART_OF_UTF8, UNREADABLE, Span, spans_of
from dataset.readers.plausibility import UNREADABLE as UNREADABLE_NATS
from dataset.readers.plausibility import chinese_costs

BIG5: Final = ("big5hkscs", "cp950")
CHINESE: Final = ("utf-8", "gb18030", *BIG5)

_GAIN: Final = 12.0
"""Nats by which stretches must be likelier than a line that one encoding reads as it is. Measured on the tune part: of
10 lines without a fault in which the lattice finds one, all lose nats by it; lines that lost a byte gain 18 to 166."""

_LITTLE: Final = 2.0
"""The same where `home` loses as many bytes."""

_REACH: Final = 4
_CONTEXT: Final = 8
_BORDERS: Final = 24
"""How far, in characters, a border may move; how much is read on either side; with how many stretches a line is so
broken that it does not matter."""

_LOST_IN_UTF8 = re.compile(PART_OF_UTF8 + rb"|[\x80-\xff]")
_BIG5_SIGN = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x00-\xff]")
_SECOND_HALF: Final = "\u0304\u030c"


@dataclass(frozen=True, slots=True)
class Whole:
    """A line that `encoding` reads without a fault."""

    text: str
    encoding: str


def read_closely(unit: bytes, home: str, whole: Whole | None = None) -> tuple[str, list[Span], int]:
    """A line stretch by stretch: its text, the stretches that are not in `home`, and how many U+FFFD were put in.

    `whole` is the likeliest encoding that reads all of the line; its text stays unless the other is much the likelier.
    """
    cover = _settled(unit, list(_covering(spans_of(unit, home), len(unit), home)))
    texts = [_read_span(unit[start:end], name, home) for start, end, name in cover]
    text = "".join(texts)
    lost = sum(len(text) for text, (_, _, name) in zip(texts, cover, strict=True) if name == UNREADABLE)
    if whole:
        plain, plain_spans, plain_lost = whole.text, [(0, len(unit), whole.encoding)], 0
    else:
        plain, plain_spans, plain_lost = read_replacing(unit, home)
    enough = _GAIN if whole or lost > plain_lost else _LITTLE if lost == plain_lost else -inf
    costs = chinese_costs(f"{plain}\n{text}")
    if costs[: len(plain)].sum() - costs[len(plain) + 1 :].sum() < enough:
        return plain, [span for span in plain_spans if span[2] != home], plain_lost
    return text, [span for span in cover if span[2] != home], lost


def read_replacing(unit: bytes, home: str) -> tuple[str, list[Span], int]:
    """A line as `home` reads it, with U+FFFD for what it cannot read; many faults are one span."""
    text = unit.decode(home, "replace")
    lost = text.count("\ufffd") - (unit.count("\ufffd".encode()) if home == "utf-8" else 0)
    spans: list[Span] = []
    at = 0
    while at < len(unit):
        try:
            unit[at:].decode(home)
            break
        except UnicodeDecodeError as fault:
            if len(spans) == _BORDERS:
                return text, [(spans[0][0], len(unit), "partly unreadable")], lost
            spans.append((at + fault.start, at + fault.end, UNREADABLE))
            at += fault.end
    return text, spans, lost


def _covering(spans: list[Span], size: int, home: str) -> Iterator[Span]:
    """The spans, and between them what is in `home`."""
    at = 0
    for start, end, name in spans:
        if at < start:
            yield at, start, home
        yield start, end, name
        at = end
    if at < size:
        yield at, size, home


def _settled(data: bytes, cover: list[Span]) -> list[Span]:
    """Borders moved to where the text around them costs least.

    The lattice knows for each encoding what stands before a character, but not across a border: it takes 嘉義 in Big5
    behind GBK for 古義 with a border in the middle.
    """
    if len(cover) > _BORDERS:
        return cover
    settled: list[Span] = []
    rest = cover[::-1]
    while rest:
        span = rest.pop()
        if not settled or settled[-1][2] not in CHINESE:
            settled.append(span)
            continue
        left, right = settled[-1], span
        if span[2] == UNREADABLE and span[1] - span[0] == 1:
            right = rest.pop() if rest else (span[1], span[1], left[2])
        if right[2] not in CHINESE:
            settled.append(span)
            if right is not span:
                rest.append(right)
            continue
        end, start = _border(data, left, right)
        settled[-1] = (left[0], end, left[2])
        settled += [(end, start, UNREADABLE)] if end < start else []
        settled.append((start, right[1], right[2]))
    return [span for span in settled if span[0] < span[1]]


def _border(data: bytes, left: Span, right: Span) -> tuple[int, int]:
    """Where `left` ends and `right` begins; a byte may be lost between them."""
    ends, first = _ends_before(data, left)
    ends += _ends_after(data, left[1], right[1], left[2])
    last = _ends_after(data, right[0], right[1], right[2], _CONTEXT)[-1:] or [right[1]]
    places = [(left[1], right[0])]
    places += [(end, end + lost) for end in ends for lost in (0, 1) if end + lost <= last[0]]
    texts: list[str] = []
    kept: list[tuple[int, int]] = []
    for end, start in places:
        with contextlib.suppress(UnicodeDecodeError):
            lost = "\ufffd" * (start - end)
            text = read(data[first:end], left[2]) + lost + read(data[start : last[0]], right[2])
            texts.append(text + "\n")
            kept.append((end, start))
    if len(kept) < 2:
        return left[1], right[0]
    costs = chinese_costs("".join(texts))
    starts = np.cumsum([0, *map(len, texts[:-1])])
    nats = np.add.reduceat(costs, starts)
    nats += [(LOST - UNREADABLE_NATS) * (start - end) - (CHANGE - AT_START) * (end == 0) for end, start in kept]
    return kept[int(nats.argmin())]


def _ends_before(data: bytes, span: Span) -> tuple[list[int], int]:
    """Where the last characters of a span begin, and where what is read before them does."""
    start, end, name = span
    tail = _read_leniently(data[start:end], name)[-_CONTEXT:]
    ends: list[int] = []
    for character in reversed(tail):
        end -= width(character, name)
        ends.append(end)
    return ends[:_REACH], ends[-1] if ends else start


def _ends_after(data: bytes, at: int, most: int, name: str, count: int = _REACH) -> list[int]:
    """Where the next `count` characters end, read from `at` on; fewer where one cannot be read."""
    ends: list[int] = []
    while len(ends) < count and at < most:
        for width in range(1, 5):
            with contextlib.suppress(UnicodeDecodeError):
                if len(read(data[at : min(at + width, most)], name)) == 1:
                    at += width
                    break
        else:
            break
        ends.append(min(at, most))
    return ends


def read_big5(data: bytes) -> tuple[str, str]:
    """Text and flavour: Windows' own (cp950) and Hong Kong's differ in eleven signs, and in what each adds.

    Where both read the bytes, and not alike (A145 is ‧ or •, A1E3 ～ or ∼), the likelier text. Raises
    UnicodeDecodeError where neither reads them.
    """
    try:
        windows = data.decode("cp950")
    except UnicodeDecodeError:
        return data.decode("big5hkscs"), "big5hkscs"
    try:
        hong_kong = data.decode("big5hkscs")
    except UnicodeDecodeError:
        return windows, "cp950"
    if windows == hong_kong:
        return hong_kong, "big5hkscs"
    pairs = [(one, other) for one, other in zip(windows, hong_kong, strict=False) if one != other]
    ours, theirs = ("".join(signs) for signs in zip(*pairs, strict=True))
    if chinese_costs(ours).sum() <= chinese_costs(theirs).sum():
        return windows, "cp950"
    return hong_kong, "big5hkscs"


def read(data: bytes, encoding: str) -> str:
    """`data` in `encoding`, Big5 in whichever flavour has all of it. Raises UnicodeDecodeError."""
    return read_big5(data)[0] if encoding in BIG5 else data.decode(encoding)


def width(text: str, encoding: str) -> int:
    """How many bytes `text` was, read from `encoding` without a fault.

    In Big5 whatever its flavour: two bytes a character, but for ASCII and the second halves of Ê̄ and its like.
    """
    if encoding not in BIG5:
        return len(text.encode(encoding))
    ascii_signs = len(text.encode("ascii", "ignore"))
    return 2 * (len(text) - sum(map(text.count, _SECOND_HALF))) - ascii_signs


def _read_span(data: bytes, name: str, home: str) -> str:
    if name == UNREADABLE:
        return "\ufffd" * _lost_in(data, home)
    if name == "cp936":
        return "€" * len(data)
    if name == "cesu-8":
        return data.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    return _read_leniently(data, name)


def _read_leniently(data: bytes, name: str) -> str:
    """A stretch of Big5 may have signs of either flavour, which neither reads."""
    try:
        return read(data, name)
    except UnicodeDecodeError:
        return "".join(_read_sign(sign, name) for sign in _BIG5_SIGN.findall(data))


def _read_sign(data: bytes, name: str) -> str:
    try:
        return read(data, name)
    except UnicodeDecodeError:
        return data.decode(name, "replace")


def _lost_in(data: bytes, home: str) -> int:
    """What is left of a character of UTF-8 is one U+FFFD, as the Unicode standard recommends; else every byte is."""
    return len(_LOST_IN_UTF8.findall(data)) if home == "utf-8" else len(data)

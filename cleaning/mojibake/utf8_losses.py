"""What may have stood where bytes of UTF-8 are gone: what fits the bytes that are left, and what the reader would lose.

How many bytes are gone follows from UTF-8 itself, or nearly so: head, loss and tail are whole characters of three
bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaning.mojibake.encodings import Reader
from cleaning.mojibake.scan import common
from cleaning.mojibake.stream import EURO, Option

MOST = 400
"""Most choices of one place. One lost byte leaves 64, two of them up to 4,096, of which the commonest are kept."""

LONGEST = 8
"""Marks in one loss that are looked into; behind that nothing is left to tell what stood there."""

SWALLOWED = "\n 0\"'()-./<>:,%&=+*"
"""ASCII that a reader takes for a second byte and loses with the first; the digit stands for all ten."""

DIGIT_GONE = {b".": 4.0} | {b"%d" % digit: 0.0 for digit in range(10)}
"""Prior (natural log) of a digit taken along, by what stands behind: no figure begins with a point."""

UNLIKELY = -3.0
"""Prior (natural log) of a mark that stands for one byte where the reader takes two."""


TWO_FOR_ONE = -6.0
"""Prior (natural log) of two characters of which the reader dropped the middle, where their ends make up a rare one."""


class Manner(NamedTuple):
    """What a reader does where it cannot read, as its marks on a page tell.

    swallows  a question mark for a byte before ASCII took that character along
    singly    every mark stands for one byte; else for a pair, or for one byte before ASCII
    often     it swallows so often on this page that there is no other way to read it
    spares    it does not swallow: the page shows ASCII that such a reader would have taken
    """

    swallows: bool = False
    singly: bool = False
    often: bool = False
    spares: bool = False


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


@lru_cache(maxsize=1 << 16)
def options_of(
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
    at_end = reader.double and b"?" in marks and not tail
    may_eat = at_end and not b"\x40" <= after < b"\x80"
    eats = may_eat and manner.swallows
    # A figure of which the first digit is gone looks whole.
    eats_digit = may_eat and bool(after) and not manner.spares
    for size, prior in _sizes(reader, count, manner, after):
        # Where a misread piece ends nothing stands behind its last byte to be swallowed.
        if (len(head) + size + len(tail)) % 3 == 0 and not (eats and size % 2 and after):
            places = _places(reader, head, size, tail, count, after)
            if all(places):
                yield Option(tuple(places), prior)
        if (eats or eats_digit) and (len(head) + size) % 3 == 0:
            # The last mark stands for a byte and the character of ASCII behind it.
            places = _places(reader, head, size, b"", 0, b" ")
            if all(places) and eats:
                yield Option((*places, tuple(SWALLOWED)), UNLIKELY * (not manner.often))
            if all(places) and eats_digit:
                yield Option((*places, ("0",)), DIGIT_GONE.get(after, UNLIKELY))
    if count > 1 and b"?" in marks and not tail:
        # The last one may be a question mark after all.
        for option in _ways(reader, head, marks[:-1], b"", b"?", manner):
            yield Option((*option.places, ("?",)), option.prior + UNLIKELY)
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


@lru_cache(maxsize=1 << 16)
def options_of_pair(reader: Reader, left: bytes, cuts: tuple[int, ...]) -> tuple[Option, ...]:
    """Two characters of which `left` is what is left, a pair being gone at one of the cuts."""
    ways = [_places(reader, left[:cut], 2, left[cut:], 0, b"") for cut in cuts] if len(left) == 4 else []
    return tuple(Option(tuple(places)) for places in ways if all(places))


@lru_cache(maxsize=1 << 14)
def options_of_rare(reader: Reader, left: bytes, cuts: tuple[int, ...]) -> tuple[Option, ...]:
    """A character of which `left` are the bytes, or two that lost three of six at one of the cuts; () for the first."""
    ways = [_places(reader, left[:cut], 3, left[cut:], 0, b"") for cut in cuts]
    two = tuple(Option(tuple(places), TWO_FOR_ONE) for places in ways if all(places))
    return (Option(((left.decode(),),)), *two) if two else ()

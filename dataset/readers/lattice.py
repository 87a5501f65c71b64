"""The likeliest way through bytes of mixed encodings: character by character, changing the encoding where that pays.

Every character that UTF-8, GB18030 or Big5 could read at a byte is an edge to the byte after it, at its cost in nats;
a byte may also be given up as unreadable, which is how a line that lost a byte falls into step again. The cheapest way
from the first byte to the last is found by dynamic programming (Viterbi), in time linear in the bytes.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from functools import cache
from math import inf
from typing import TYPE_CHECKING, Final

import numpy as np

from dataset.readers.plausibility import chinese_costs

if TYPE_CHECKING:
    from numpy.typing import NDArray

Span = tuple[int, int, str]
"""Half-open byte range, and the encoding that it is read in, or `unreadable`."""

CHANGE: Final = 8.0
"""Nats for changing the encoding, there and back again alike."""

AT_START: Final = 4.0
"""The same where a line begins."""

LOST: Final = 15.0
"""Nats for giving up a byte (or what is left of a character of UTF-8)."""

_BARED: Final = 5.0
"""Nats more where that bares a byte of ASCII which could be the second half of a character."""

_EURO: Final = 9.0
_RARE: Final = 12.0
_FOUR: Final = 8.0
"""Four bytes of GB18030 that are a character are hardly so by chance."""

_DEAREST: Final = 10.5
"""Mean nats a character above which a stretch in another encoding than the rest is not believed."""

UNREADABLE: Final = "unreadable"
_MARKERS: Final = (UNREADABLE, "cp936", "cesu-8")
_STATES: Final = ("utf-8", "gb18030", "big5hkscs")
PART_OF_UTF8: Final = (
    rb"\xed[\xa0-\xbf][\x80-\xbf]|\xe0[\xa0-\xbf]|[\xe1-\xef][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]?"
    rb"|[\xf1-\xf3][\x80-\xbf]{1,2}|\xf4[\x80-\x8f][\x80-\xbf]?"
)
"""What is left of a character whose end is missing; a surrogate is no character either."""

_UTF8 = re.compile(
    rb"(?P<whole>[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})"
    rb"|(?P<pair>\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf])|(?P<part>" + PART_OF_UTF8 + rb")"
)
_FOUR_BYTES = re.compile(rb"(?=([\x81-\xfe][0-9][\x81-\xfe][0-9]))")

_Step = tuple[int, int, str, float]
_NOWHERE: Final = (-1, -1, "")
_NO_EDGE: Final = (1, LOST, UNREADABLE)
_Edges = dict[int, tuple[int, float, str]]
"""Byte → how many bytes the character there has, its nats, and the name of the span that it makes."""


def spans_of(data: bytes, home: str) -> list[Span]:
    """The stretches of `data` that are not in `home`, in order; reading begins in `home`, at no cost.

    A stretch in another encoding whose characters are too odd to be believed is called unreadable. Byte 80 as the euro
    sign of Windows makes a stretch of `cp936`, surrogates in UTF-8 one of `cesu-8`.
    """
    home = "big5hkscs" if home == "cp950" else home
    return _merged(_steps(data, _edges_of(data), _STATES.index(home)), home)


def _steps(data: bytes, edges: tuple[_Edges, ...], home: int) -> list[_Step]:
    """The cheapest way, as (start, end, name, nats) of every character outside ASCII and every stretch of ASCII."""
    size = len(data)
    # For every encoding and byte: nats of the cheapest way there, and where its last step came from.
    nats = [[inf] * (size + 7) for _ in edges]
    came: list[list[tuple[int, int, str]]] = [[_NOWHERE] * (size + 7) for _ in edges]
    for state, row in enumerate(nats):
        row[0] = 0.0 if state == home else AT_START
    rows = list(zip(nats, came, [[found.get(at, _NO_EDGE) for at in range(size)] for found in edges], strict=True))
    after_ascii = _next_high(data)
    for at in range(size):
        least = min(row[at] for row in nats)
        if least == inf:
            continue
        ascii_end = after_ascii[at]
        for state, (row, back, edge) in enumerate(rows):
            cost = row[at]
            if cost > least + CHANGE:
                row[at] = cost = least + CHANGE
                back[at] = (at, next(other for other, costs in enumerate(nats) if costs[at] == least), "")
            if ascii_end > at:
                if cost < row[ascii_end]:
                    row[ascii_end], back[ascii_end] = cost, (at, state, "ascii")
                continue
            length, more, name = edge[at]
            if cost + more < row[at + length]:
                row[at + length], back[at + length] = cost + more, (at, state, name)
            if name != UNREADABLE:
                cost += LOST + _BARED if length == 2 and data[at + 1] < 0x80 else LOST
                if cost < row[at + 1]:
                    row[at + 1], back[at + 1] = cost, (at, state, UNREADABLE)
    return _way_back(nats, came, size)


def _way_back(nats: list[list[float]], came: list[list[tuple[int, int, str]]], size: int) -> list[_Step]:
    at, state = size, min(range(len(nats)), key=lambda state: nats[state][size])
    steps = []
    while came[state][at] is not _NOWHERE:
        before, from_state, name = came[state][at]
        if name:
            steps.append((before, at, name, nats[state][at] - nats[from_state][before]))
        at, state = before, from_state
    return steps[::-1]


def _next_high(data: bytes) -> list[int]:
    """For every byte of a stretch of ASCII where the stretch ends; for other bytes the byte itself."""
    ends = list(range(len(data)))
    end = len(data)
    for at in range(len(data) - 1, -1, -1):
        if data[at] < 0x80:
            ends[at] = end
        else:
            end = at
    return ends


def _merged(steps: list[_Step], home: str) -> list[Span]:
    """Neighbours of the same name joined; ASCII belongs to a stretch only if it stands inside it."""
    spans: list[Span] = []
    nats: list[list[float]] = []
    for start, end, name, cost in steps:
        if name == "ascii":
            continue
        between = start - spans[-1][1] if spans else start
        if spans and spans[-1][2] == name and (not between or name not in _MARKERS):
            spans[-1] = (spans[-1][0], end, name)
            nats[-1].append(cost)
        else:
            spans.append((start, end, name))
            nats.append([cost])
    return [
        (start, end, name if name in (home, *_MARKERS) or _believed(costs) else UNREADABLE)
        for (start, end, name), costs in zip(spans, nats, strict=True)
        if name != home
    ]


def _believed(nats: list[float]) -> bool:
    return len(nats) > 1 and sum(nats) < _DEAREST * len(nats)


def _edges_of(data: bytes) -> tuple[_Edges, _Edges, _Edges]:
    """The characters that UTF-8, GB18030 and Big5 read at every byte.

    What a character costs depends on what stands before it: in UTF-8 that is the valid character before; of pairs the
    pair, or the ASCII, that ends right before it. One question to the language model for all of them.
    """
    whole = [found for found in _UTF8.finditer(data) if found.lastgroup == "whole"]
    pairs = [_pair_codes(data, name) for name in _STATES[1:]]
    chains = [b"".join([found[0] for found in whole]).decode()]
    chains += [chain[first::2].tobytes().decode("utf-32-le") for _, chain in pairs for first in (0, 1)]
    costs = chinese_costs("\n".join([*chains, ""])).tolist()
    edges: tuple[_Edges, _Edges, _Edges] = ({}, {}, {})
    for found, cost in zip(whole, costs, strict=False):
        if found[0] >= b"\x80":
            edges[0][found.start()] = (len(found[0]), cost, "utf-8")
    at = len(chains[0]) + 1
    for (there, chain), name, found_pairs in zip(pairs, _STATES[1:], edges[1:], strict=True):
        for first in (0, 1):
            for number in np.flatnonzero(there[first::2]).tolist():
                found_pairs[first + 2 * number] = (2, costs[at + number], name)
            at += len(chain[first::2]) + 1
    _add_rare(data, *edges[:2])
    return edges


def _pair_codes(data: bytes, encoding: str) -> tuple[NDArray[np.bool_], NDArray[np.uint32]]:
    """At which bytes a pair is a character, and the characters: ASCII as it is, a line feed where there is none."""
    values = np.frombuffer(data, dtype=np.uint8).astype("<u4")
    codes = _pairs(encoding).take(values[:-1] << np.uint32(8) | values[1:])
    there = codes > 0
    return there, np.where(there, codes, np.where(values[:-1] < 0x80, values[:-1], np.uint32(10))).astype("<u4")


def _add_rare(data: bytes, utf8: _Edges, gb18030: _Edges) -> None:
    """Surrogates and remains of characters in UTF-8, characters of four bytes and the euro sign in GB18030."""
    for found in _UTF8.finditer(data):
        if found.lastgroup == "pair":
            utf8[found.start()] = (6, _RARE, "cesu-8")
        elif found.lastgroup == "part":
            utf8[found.start()] = (len(found[0]), LOST, UNREADABLE)
    for found in _FOUR_BYTES.finditer(data):
        with contextlib.suppress(UnicodeDecodeError):
            if unicodedata.category(found[1].decode("gb18030")) != "Cn":
                gb18030[found.start()] = (4, _FOUR, "gb18030")
    for found in re.finditer(rb"\x80", data):
        gb18030[found.start()] = (1, _EURO, "cp936")


@cache
def _pairs(encoding: str) -> NDArray[np.uint32]:
    """Code points of all pairs of bytes, 0 where a pair is no character.

    Of the four pairs of Big5-HKSCS that are a letter with a combining accent, the letter: it is for its cost only.
    """
    flavours = ("big5hkscs", "cp950") if encoding == "big5hkscs" else (encoding,)
    table = np.zeros(1 << 16, dtype=np.uint32)
    for lead in range(0x81, 0xFF):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            for flavour in flavours:
                with contextlib.suppress(UnicodeDecodeError):
                    table[lead << 8 | trail] = ord(bytes((lead, trail)).decode(flavour)[0])
                    break
    return table

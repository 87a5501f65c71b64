"""The likeliest way through bytes of mixed encodings: character by character, changing the encoding where that pays.

Every character that UTF-8, GB18030 or Big5 could read at a byte is an edge to the byte after it, at its cost in nats;
a byte may also be given up as unreadable, which is how a line that lost a byte falls into step again. The cheapest way
from the first byte to the last is found by dynamic programming (Viterbi), in time linear in the bytes.
"""

from __future__ import annotations

import contextlib
import re
from functools import cache
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
_DEAREST: Final = 9.5
"""Mean nats a character above which a stretch in another encoding than the rest is not believed."""

UNREADABLE: Final = "unreadable"
_MARKERS: Final = (UNREADABLE, "cp936", "cesu-8")
_STATES: Final = ("utf-8", "gb18030", "big5hkscs")
_UTF8 = re.compile(
    rb"(?P<whole>[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})"
    rb"|(?P<pair>\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf])"
    rb"|(?P<part>\xed[\xa0-\xbf][\x80-\xbf]|\xe0[\xa0-\xbf]|[\xe1-\xef][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]?"
    rb"|[\xf1-\xf3][\x80-\xbf]{1,2}|\xf4[\x80-\x8f][\x80-\xbf]?)"
)
_FOUR_BYTES = re.compile(rb"(?=([\x81-\xfe][0-9][\x81-\xfe][0-9]))")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")

_Edges = dict[int, tuple[int, float, str]]
"""Byte → how many bytes the character there has, its nats, and the name of the span that it makes."""


def spans_of(data: bytes, home: str) -> list[Span]:
    """The stretches of `data` that are not in `home`, in order; reading begins in `home`, at no cost.

    A stretch in another encoding whose characters are too odd to be believed is called unreadable. Byte 80 as the euro
    sign of Windows makes a stretch of `cp936`, surrogates in UTF-8 one of `cesu-8`.
    """
    home = "big5hkscs" if home == "cp950" else home
    edges = (_utf8_edges(data), _gb18030_edges(data), _pair_edges(data, "big5hkscs"))
    return _merged(_steps(data, edges, _STATES.index(home)), home)


def _steps(data: bytes, edges: tuple[_Edges, ...], home: int) -> list[tuple[int, int, str, float]]:
    """The cheapest way, as (start, end, name, nats) of every character outside ASCII and every stretch of ASCII."""
    size = len(data)
    ahead = [(float("inf"), -1, -1, "")] * (size + 7)
    best = [list(ahead) for _ in edges]
    for state, row in enumerate(best):
        row[0] = (0.0 if state == home else AT_START, -1, state, "")
    states = range(len(edges))
    after_ascii = _next_high(data)
    for at in range(size):
        cheapest = min(states, key=lambda state: best[state][at][0])
        bound = best[cheapest][at][0] + CHANGE
        if bound == float("inf"):
            continue
        ascii_end = after_ascii[at]
        for state in states:
            row = best[state]
            if row[at][0] > bound:
                row[at] = (bound, at, cheapest, "")
            nats = row[at][0]
            if ascii_end > at:
                if nats < row[ascii_end][0]:
                    row[ascii_end] = (nats, at, state, "ascii")
                continue
            length, cost, name = edges[state].get(at, (1, LOST, UNREADABLE))
            if nats + cost < row[at + length][0]:
                row[at + length] = (nats + cost, at, state, name)
            lost = nats + (LOST + _BARED if length == 2 and data[at + 1] < 0x80 else LOST)
            if name != UNREADABLE and lost < row[at + 1][0]:
                row[at + 1] = (lost, at, state, UNREADABLE)
    return _way_back(best, size)


def _way_back(best: list[list[tuple[float, int, int, str]]], size: int) -> list[tuple[int, int, str, float]]:
    at, state = size, min(range(len(best)), key=lambda state: best[state][size][0])
    steps = []
    while at > 0 or best[state][at][1] >= 0:
        nats, before, from_state, name = best[state][at]
        if name:
            steps.append((before, at, name, nats - best[from_state][before][0]))
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


def _merged(steps: list[tuple[int, int, str, float]], home: str) -> list[Span]:
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


def _utf8_edges(data: bytes) -> _Edges:
    found = list(_UTF8.finditer(data))
    whole = [match for match in found if match.lastgroup == "whole"]
    costs = chinese_costs(b"".join([match[0] for match in whole]).decode()).tolist()
    edges = {
        match.start(): (len(match[0]), cost, "utf-8")
        for match, cost in zip(whole, costs, strict=True)
        if match[0] >= b"\x80"
    }
    for match in found:
        if match.lastgroup == "pair":
            edges[match.start()] = (6, _RARE, "cesu-8")
        elif match.lastgroup == "part":
            edges[match.start()] = (len(match[0]), LOST, UNREADABLE)
    return edges


def _gb18030_edges(data: bytes) -> _Edges:
    edges = _pair_edges(data, "gb18030")
    for match in _FOUR_BYTES.finditer(data):
        try:
            match[1].decode("gb18030")
        except UnicodeDecodeError:
            continue
        edges[match.start()] = (4, _RARE, "gb18030")
    for match in re.finditer(rb"\x80", data):
        edges[match.start()] = (1, _EURO, "cp936")
    return edges


def _pair_edges(data: bytes, encoding: str) -> _Edges:
    """The two-byte characters at every byte; what stands before each is taken to end right before it."""
    edges: _Edges = {}
    values = np.frombuffer(data, dtype=np.uint8).astype(np.uint32)
    if len(values) < 2:
        return edges
    codes = _pairs(encoding).take(values[:-1] << np.uint32(8) | values[1:])
    there = codes > 0
    line_feed = np.uint32(10)
    chain = np.where(there, codes, np.where(values[:-1] < 0x80, values[:-1], line_feed))
    for first in (0, 1):
        costs = chinese_costs(chain[first::2].astype("<u4").tobytes().decode("utf-32-le"))
        for number in np.flatnonzero(there[first::2]).tolist():
            edges[first + 2 * number] = (2, float(costs[number]), encoding)
    return edges


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

"""Bytes of GBK that were read as UTF-8 where they are UTF-8 by chance, and as single bytes elsewhere.

`产品` is B2 FA C6 B7: the last two are UTF-8 for `Ʒ`, the others are none, so `²úƷ` is shown. A character above U+00FF
is its bytes in UTF-8, or was there before; one of U+0080 to U+00FF is one byte, or the two that were UTF-8 for it: `·`
is B7, or C2 B7 (路). Which one is told by the text that comes out, since a wrong step makes rare characters of all that
follow. Marks that were composed with what stood before them (NFC) are taken apart again: `Į̀` was `Ì` and U+0328. A soft
hyphen, which many programs drop, was the second byte of 经 or 辑.

All ways of all characters are a lattice, and the likeliest way through it by pairs of characters is taken.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import combinations, pairwise
from typing import NamedTuple

from cleaning.gbk import pairs

WRONG = 16.0
"""Cost (natural log) of bytes that are no character: more than that of the rarest one."""

HYPHEN, DROPPED = 0xAD, 2.0
"""The byte of a soft hyphen, and the cost of saying that one was dropped. On the tune part 3.5 takes 江 for 陆 more
often, and with neither is anything wrong where none was dropped (426 lines)."""

BREAK = 3.0
"""Cost of a character that was there before, beside its own: what is misread stands together."""

OTHER = 0.5
"""Cost of what a character is less often: two bytes below U+0100, a byte of Windows-1252 above."""

WIDE = 4.0
"""Cost of a full-width letter or digit: the model takes it for an ordinary one, and wrong steps are full of them."""

LIGATURES = {"DŽ": "Ǆ", "Dž": "ǅ", "dž": "ǆ", "LJ": "Ǉ", "Lj": "ǈ", "lj": "ǉ", "NJ": "Ǌ", "Nj": "ǋ", "nj": "ǌ"} | {
    "DZ": "Ǳ", "Dz": "ǲ", "dz": "ǳ", "IJ": "Ĳ", "ij": "ĳ", "ʼn": "ŉ"
}  # fmt: skip
"""What ftfy writes for the ligature that two bytes look like: 是 is `DZ`, and 某 is `ij`."""

MARKS = range(0x300, 0x370)
MOST_MARKS = 3

STATES = 6
"""Most states that are followed at a place; with 16 nothing comes out otherwise (560 lines, tune part)."""

LOST = "\ufffd"

Way = tuple[bytes | None, float]
"""What a character was read from (None: it was there before), and what saying so costs."""

State = tuple[int, str]
"""The first byte of a pair that is begun (0: none), and the last character before it."""


class _Edge(NamedTuple):
    """One way of one cluster from a begun pair: bytes, the pair that is begun behind them, characters, extra cost."""

    data: bytes | None
    begun: int
    text: str
    cost: float


@cache
def mixed_codes() -> dict[str, bytes]:
    """Characters that ordinary Chinese does not use → their bytes, where nothing around them says otherwise."""
    above = {chr(number): chr(number).encode() for number in range(0x100, 0x800)}
    return _windows() | {chr(number): bytes((number,)) for number in range(0x80, 0x100)} | above


@cache
def _windows() -> dict[str, bytes]:
    """What Windows-1252 has in the place of controls."""
    shown = {bytes((number,)): bytes((number,)).decode("cp1252", "ignore") for number in range(0x80, 0xA0)}
    return {sign: data for data, sign in shown.items() if sign}


def mixed_pieces(text: str) -> tuple[bytes | None, ...]:
    """The bytes of every character of a text, None where it was there before the accident. Linear in time."""
    clusters = list(_clusters(text))
    costs = _pair_costs(clusters)
    best: dict[State, float] = {(0, "\n"): 0.0}
    steps: list[dict[State, tuple[State, bytes | None]]] = []
    for cluster in clusters:
        after: dict[State, float] = {}
        came: dict[State, tuple[State, bytes | None]] = {}
        for state, cost in best.items():
            lead, last = state
            for data, begun, shown, extra in _edges(lead, cluster):
                total, before = cost + extra, last
                for sign in shown:
                    total += costs[before, sign]
                    before = sign
                target = (begun, before)
                if total < after.get(target, total + 1):
                    after[target], came[target] = total, (state, data)
        kept = sorted(after.items(), key=lambda item: item[1])[:STATES]
        best = dict(kept)
        steps.append(came)
    state = min(best, key=lambda state: best[state] + (WRONG if state[0] else 0.0))
    pieces: list[bytes | None] = []
    for cluster, came in zip(reversed(clusters), reversed(steps), strict=True):
        state, data = came[state]
        pieces += [None if data is None else b""] * (len(cluster) - 1)
        pieces.append(data)
    return tuple(pieces[::-1])


def _clusters(text: str) -> Iterator[str]:
    """A text cut before every character that is no mark; a ligature behind what may be bytes is not cut."""
    start = 0
    for place in range(1, len(text) + 1):
        if start and place == start + 1 and text[start - 1] > "\x7f" and text[start : start + 2] in LIGATURES:
            continue
        if place == len(text) or ord(text[place]) not in MARKS or place - start > MOST_MARKS:
            if start < place:
                yield text[start:place]
            start = place


class _PairCosts(dict[tuple[str, str], float]):
    """What every character costs behind every one that may stand before it (natural log).

    Those that are likely to be asked for are asked of the model at once, any other when it comes up.
    """

    def ask(self, wanted: Iterable[tuple[str, str]]) -> None:
        from cleaning.language_model import default_model

        asked = list(wanted)
        text = "".join(first + second for first, second in asked)
        for pair, cost in zip(asked, default_model().surprisal(text, order=2)[1::2].tolist(), strict=True):
            wide = "\uff10" <= pair[1] <= "\uff5a" and pair[1].isalnum()
            self[pair] = WRONG if pair[1] == LOST else cost + WIDE * wide

    def __missing__(self, pair: tuple[str, str]) -> float:
        self.ask([pair])
        return self[pair]


def _pair_costs(clusters: list[str]) -> _PairCosts:
    """The costs of the pairs that a text may show; of more states than can be followed the first ones."""
    asked: dict[tuple[str, str], None] = {}
    states: dict[State, None] = {(0, "\n"): None}
    for cluster in clusters:
        after: dict[State, None] = {}
        for lead, last in states:
            for _, begun, shown, _ in _edges(lead, cluster):
                asked.update(dict.fromkeys(pairwise(last + shown)))
                after[begun, shown[-1:] or last] = None
        states = dict(list(after.items())[: 4 * STATES])
    costs = _PairCosts()
    costs.ask(asked)
    return costs


@lru_cache(maxsize=1 << 16)
def _edges(lead: int, cluster: str) -> tuple[_Edge, ...]:
    """What a cluster may have been behind a pair that is begun, or none."""
    found = []
    for data, cost in _ways(cluster):
        if data is None:
            found.append(_Edge(None, 0, LOST * bool(lead) + cluster, cost))
            continue
        found.append(_Edge(data, *_decoded(lead, data), cost))
        if (lead, HYPHEN) in pairs():
            more = bytes((HYPHEN,)) + data
            found.append(_Edge(more, *_decoded(lead, more), cost + DROPPED))
    return tuple(found)


def _decoded(lead: int, data: bytes) -> tuple[int, str]:
    """The pair that is begun behind some more bytes, and the characters that they complete."""
    text = ""
    for byte in data:
        if lead:
            sign = pairs().get((lead, byte))
            text += sign or LOST
            lead = byte if sign is None and byte > 0x80 else 0
            if sign is None and byte < 0x80:
                text += chr(byte)
        elif byte > 0x80:
            lead = byte
        else:
            text += chr(byte)
    return lead, text


@lru_cache(maxsize=1 << 14)
def _ways(cluster: str) -> tuple[Way, ...]:
    """The ways of a character with the marks behind it."""
    ways: dict[bytes | None, float] = {}
    for parts in dict.fromkeys((cluster, *_partings(cluster))):
        for data, cost in _bytes_of(parts):
            ways[data] = min(cost, ways.get(data, cost))
    if cluster in LIGATURES:
        ways[LIGATURES[cluster].encode()] = OTHER
    if cluster == ";":
        ways["\u037e".encode()] = OTHER  # a question mark of Greek, which NFC makes a semicolon
    if cluster not in mixed_codes() and cluster > "\x7f":
        ways[None] = BREAK
    return tuple(ways.items())


def _partings(cluster: str) -> Iterator[str]:
    """A letter with marks taken apart: some of them stay with the letter, as Latin-1 has it, the others follow."""
    letter, *marks = list(unicodedata.normalize("NFD", cluster))
    for size in range(len(marks) + 1):
        for chosen in combinations(range(len(marks)), size):
            head = unicodedata.normalize("NFC", letter + "".join(marks[place] for place in chosen))
            if len(head) == 1:
                yield head + "".join(mark for place, mark in enumerate(marks) if place not in chosen)


def _bytes_of(parts: str) -> list[tuple[bytes, float]]:
    ways = [(b"", 0.0)]
    for sign in parts:
        own = [(mixed_codes().get(sign) or sign.encode("utf-8", "replace"), 0.0)]
        data = sign.encode("utf-8", "replace")
        if len(data) == 2 and (inner := data[1:].decode("cp1252", "ignore")) > "\xa0":
            # Its second byte was made of two before: Å¸ is Ÿ, ×Ÿ is ן.
            own.append((data[:1] + inner.encode(), 2 * OTHER))
        if "\x80" <= sign <= "\xff":
            own.append((sign.encode(), OTHER))
        elif sign < "\u0800" and sign in _windows():
            own.append((_windows()[sign], OTHER))
        ways = [(data + more, cost + extra) for data, cost in ways for more, extra in own]
    return ways

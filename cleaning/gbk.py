"""GBK as bytes: which pairs are characters, which vanish, which cannot be.

Ranges as in GB 18030-2005, two-byte part: lead 81–FE, trail 40–7E and 80–FE. The three user-defined areas
(AAA1–AFFE, F8A1–FEFE, A140–A7A0) hold no characters; decoders drop them or map them to private use (U+E000–F8FF).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

LEADS = range(0x81, 0xFF)
TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))

Pair = tuple[int, int]


@cache
def _private() -> frozenset[Pair]:
    return frozenset(
        (lead, trail)
        for lead in LEADS
        for trail in TRAILS
        if "\ue000" <= bytes((lead, trail)).decode("gb18030", "replace") <= "\uf8ff"
    )


def user_defined(lead: int, trail: int) -> bool:
    """Whether GB 18030 maps the pair to private use: the three user-defined areas, and gaps between characters."""
    return (lead, trail) in _private()


@cache
def vanishing() -> Mapping[int, tuple[int, ...]]:
    """First byte of a pair that vanishes → its second bytes from 81 up: those that can begin a character."""
    table: dict[int, list[int]] = {}
    for lead, trail in sorted(_private()):
        if trail in LEADS:
            table.setdefault(lead, []).append(trail)
    return {lead: tuple(trails) for lead, trails in table.items()}


@cache
def pairs() -> dict[Pair, str]:
    """Every two-byte character: (lead, trail) → character, private use left out."""
    table = {}
    for lead in LEADS:
        for trail in TRAILS:
            character = bytes((lead, trail)).decode("gb18030", "replace")
            if len(character) == 1 and character != "\ufffd" and not "\ue000" <= character <= "\uf8ff":
                table[lead, trail] = character
    return table


@cache
def grid() -> NDArray[np.uint32]:
    """The same as an array: code point of [lead, trail], 0 where the pair is no character."""
    table = np.zeros((256, 256), dtype=np.uint32)
    for (lead, trail), character in pairs().items():
        table[lead, trail] = ord(character)
    return table


@cache
def _by_lead() -> dict[int, tuple[tuple[int, str], ...]]:
    rows: dict[int, list[tuple[int, str]]] = {}
    for (lead, trail), character in pairs().items():
        rows.setdefault(lead, []).append((trail, character))
    return {lead: tuple(row) for lead, row in rows.items()}


@cache
def _by_trail() -> dict[int, tuple[tuple[int, str], ...]]:
    rows: dict[int, list[tuple[int, str]]] = {}
    for (lead, trail), character in pairs().items():
        rows.setdefault(trail, []).append((lead, character))
    return {trail: tuple(row) for trail, row in rows.items()}


def with_lead(lead: int) -> Iterator[tuple[int, str]]:
    """(trail, character) of every character with this lead byte: at most 190."""
    return iter(_by_lead().get(lead, ()))


def with_trail(trail: int) -> Iterator[tuple[int, str]]:
    """(lead, character) of every character with this trail byte: at most 126."""
    return iter(_by_trail().get(trail, ()))


def bytes_before(character: str) -> list[Pair]:
    """The pairs that a true character may have been that is shown so: itself, or a full-width form made narrow."""
    own = encode(character) if character else None
    narrowed = [pair for form, pair in compatible().get(character, ()) if form == character]
    return [own, *narrowed] if own else narrowed


def encode(character: str) -> Pair | None:
    """The two bytes of a character, private use included; None for ASCII and for what GBK does not hold."""
    try:
        data = character.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return (data[0], data[1]) if len(data) == 2 else None


@cache
def compatible() -> Mapping[str, tuple[tuple[str, Pair], ...]]:
    """What NFKC makes of two-byte characters, by its first character: (whole form, bytes of the character).

    `!` → (`!`, A3 A1) of ！; `m` → (`m²` …) of ㎡ and so on. Characters that NFKC leaves alone are not in it.
    """
    forms: dict[str, list[tuple[str, Pair]]] = {}
    for code, character in pairs().items():
        form = unicodedata.normalize("NFKC", character)
        if form != character:
            forms.setdefault(form[0], []).append((form, code))
    return {first: tuple(rows) for first, rows in forms.items()}


def shown_as(text: str, at: int) -> list[tuple[int, Pair]]:
    """Two-byte characters that `text` may show at `at`: (end, bytes), the character itself or one that NFKC changed.

    The ideographic space may show as a space, private use as itself, `?` only as a full-width one made narrow.
    """
    found: list[tuple[int, Pair]] = []
    code = encode(text[at])
    if code:
        found.append((at + 1, code))
    found += ((at + len(form), pair) for form, pair in compatible().get(text[at], ()) if text.startswith(form, at))
    return found

"""GBK as bytes: which pairs are characters, which vanish, which cannot be.

Ranges as in GB 18030-2005, two-byte part: lead 81–FE, trail 40–7E and 80–FE. The three user-defined areas
(AAA1–AFFE, F8A1–FEFE, A140–A7A0) hold no characters; decoders drop them or map them to private use (U+E000–F8FF).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

LEADS = range(0x81, 0xFF)
TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))


@cache
def _private() -> frozenset[tuple[int, int]]:
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
def pairs() -> dict[tuple[int, int], str]:
    """Every two-byte character: (lead, trail) → character, private use left out."""
    table = {}
    for lead in LEADS:
        for trail in TRAILS:
            character = bytes((lead, trail)).decode("gb18030", "replace")
            if len(character) == 1 and character != "\ufffd" and not "\ue000" <= character <= "\uf8ff":
                table[lead, trail] = character
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


def encode(character: str) -> tuple[int, int] | None:
    """The two bytes of a character, private use included; None for ASCII and for what GBK does not hold."""
    try:
        data = character.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return (data[0], data[1]) if len(data) == 2 else None

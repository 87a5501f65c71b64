"""Mandarin readings of characters, and the glosses that show them in brackets."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

SYLLABLE = "(?:[a-zɑɡāáǎàēéěèêếềīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ]|[\u0300\u0301\u0304\u0308\u030c]){1,10}"
"""A toned syllable as mills write it, with the look-alikes ɑ and ɡ and combining accents."""

BLANK = "[ \u00a0]?"
"""What some sites' entries have before the closing bracket; a page of entities has it as U+00A0."""

GLOSS = re.compile(rf"\(({SYLLABLE})({BLANK})\)")
"""A gloss behind a character. All 1,472 glosses of 16 real mill pages stood in half-width brackets."""


@cache
def _table() -> dict[str, tuple[str, ...]]:
    table = {}
    for line in files("cleaning").joinpath("data/readings.tsv").read_text(encoding="utf-8").split("\n"):
        character, tab, readings = line.partition("\t")
        if tab:
            table[character] = tuple(readings.split(","))
    return table


@cache
def _characters() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for character, readings in _table().items():
        for reading in readings:
            table.setdefault(reading, []).append(character)
    return {reading: tuple(characters) for reading, characters in table.items()}


@lru_cache(maxsize=4096)
def standard(syllable: str) -> str:
    """A syllable in its standard spelling: composed accents, Latin a and g, small letters."""
    return unicodedata.normalize("NFC", syllable.replace("ɑ", "a").replace("ɡ", "g")).lower()


def reading_in(gloss: str) -> str:
    """The reading in a gloss with its brackets, in its standard spelling."""
    return standard(gloss.strip("() \u00a0"))


def toneless(syllable: str) -> str:
    """A syllable without its tone, ü as v: lǜ, lü, lu: and lv are one."""
    plain = unicodedata.normalize("NFD", standard(syllable)).replace("u\u0308", "v").replace("u:", "v")
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def readings(character: str) -> tuple[str, ...]:
    """The readings of one character, commonest first; empty for what GBK does not hold."""
    return _table().get(character, ())


def fits(character: str, syllable: str) -> bool:
    """Whether the character can be read so."""
    return standard(syllable) in readings(character)


def sounds_like(character: str, letters: str) -> bool:
    """Whether the character can be read so, tones apart.

    >>> sounds_like("举", "ju"), sounds_like("绿", "lv"), sounds_like("一", "ci")
    (True, True, False)
    """
    sound = toneless(letters)
    return any(toneless(reading) in (sound, sound.replace("u", "v")) for reading in readings(character))


def read_as(syllable: str) -> tuple[str, ...]:
    """Every GBK character with this reading."""
    return _characters().get(standard(syllable), ())

"""How probable a reading of bytes is: nats for every character, so that readings of the same bytes can be compared.

What reads the same bytes at the least total cost is the likeliest. Chinese readings are judged by the language model,
to which kana, hangul, Latin letters and the like are classes; what it costs to tell one member from the others is
added here. Readings in other languages are judged by how usual their letters are (`letters`).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from dataset.readers import letters

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Costs = NDArray[np.float32]

UNREADABLE: Final = 14.0
"""Nats of U+FFFD, and the most that any one character may cost: beyond that all is equally odd."""

_PLANE: Final = 0x10000
"""Code points from here on share one place behind the others in the tables."""

_LETTER: Final = 3.0
_RARE: Final = 10.5


def chinese_costs(text: str) -> Costs:
    """Nats of every character of `text`, read as Chinese (with the Latin letters and numbers that stand in it).

    Of Chinese in its own encoding the mean is 2 to 6, in another 10 to 14.
    """
    # Late, because it brings the repairs in: most input is UTF-8 and never asks.
    from dataset.clean_batch import surprisal

    codes = _codes(text)
    costs = surprisal(text)
    costs += _within_class().take(codes)
    np.minimum(costs, np.float32(UNREADABLE), out=costs)
    # ASCII costs the same whatever is said to stand around it, or a page of code would decide on its three words.
    return np.where(codes < 0x80, _usual("letters").take(codes), costs)


def foreign_costs(text: str, language: str) -> Costs:
    """Nats of every character of `text`, read as `japanese` or `korean`; any other name stands for all alphabets."""
    codes = _codes(text)
    costs = _usual(language if language in ("japanese", "korean") else "letters").take(codes)
    if language not in ("japanese", "korean"):
        costs += _misplaced(codes)
    return costs


def telling(text: str) -> NDArray[np.bool_]:
    """Which characters are not ASCII; that stands between the others and is the same in every encoding."""
    return _codes(text) >= 0x80


def _codes(text: str) -> NDArray[np.uint32]:
    """Code points; those of the other planes as the first of them."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return np.minimum(codes, np.uint32(_PLANE))


@cache
def _within_class() -> Costs:
    """What the model leaves out: which member of its class a character is."""
    extra = np.zeros(_PLANE + 1, dtype=np.float32)
    extra[0x80:0xA0] = UNREADABLE  # C1 controls
    extra[0xC0:0x1000] = 9.0  # letters of other alphabets
    for usual in (range(0xC0, 0x100), range(0x391, 0x3CA), range(0x410, 0x450), map(ord, letters.TONES)):
        extra[list(usual)] = 4.0
    extra[0x3040:0x3100] = 3.5  # kana
    extra[0xAC00:0xD7B0] = 7.0  # hangul
    extra[0xE000:0xF900] = 6.0  # private use
    extra[0xFF61:0xFFA0] = 5.0  # half-width kana
    extra[0xFFFD:_PLANE] = UNREADABLE
    return extra


@cache
def _usual(language: str) -> Costs:
    table = np.full(_PLANE + 1, _RARE, dtype=np.float32)
    table[:0x80] = 4.0
    table[[9, 10, 13, 32]] = 2.0
    table[0x30:0x3A] = 2.5
    for first in (0x41, 0x61):
        table[first : first + 26] = _LETTER
    for code in (*range(9), 11, 12, *range(14, 32), *range(127, 160), 0xFFFD, 0xFFFE, 0xFFFF):
        table[code] = UNREADABLE
    table[0xE000:0xF900] = UNREADABLE
    for nats, marks in letters.MARKS.items():
        _set(table, marks, nats)
    if language == "japanese":
        _set_ranked(table, letters.KANJI, 5.0, 9.0)
        table[0x3041:0x3094] = 3.0
        table[0x30A1:0x30FB] = 4.0
        table[0xFF61:0xFFA0] = 7.0
    elif language == "korean":
        _set_ranked(table, letters.HANGUL, 3.5, 7.5)
    else:
        _set_letters(table)
    return table


def _set_letters(table: Costs) -> None:
    table[0x3040:] = UNREADABLE
    for nats, few in letters.LATIN.items():
        _set(table, few, nats)
        _set(table, few.upper(), nats + 1.5)
    for alphabet in (letters.CYRILLIC, letters.GREEK, letters.HEBREW, letters.ARABIC, letters.THAI):
        if alphabet.upper() != alphabet:
            _set_ranked(table, alphabet.upper(), 4.2, 7.5)
        _set_ranked(table, alphabet, 2.0, 5.5)


def _set(table: Costs, characters: Iterable[str], nats: float) -> None:
    for character in characters:
        if len(character) == 1 and ord(character) >= 0x80:
            table[ord(character)] = min(nats, float(table[ord(character)]))


def _set_ranked(table: Costs, characters: str, first: float, last: float) -> None:
    """Nats that climb evenly from the first of `characters` to the last; a character counts where it stands first."""
    for rank, character in enumerate(characters):
        if len(character) == 1:
            _set(table, character, first + (last - first) * rank / len(characters))


@cache
def _kinds() -> NDArray[np.uint8]:
    """0 no letter, 1 ASCII letter, 2 lower-case and 3 upper-case Latin beyond ASCII, 4 and 5 of another alphabet."""
    kinds = np.zeros(_PLANE + 1, dtype=np.uint8)
    for code in range(0x3000):
        character = chr(code)
        if character.isalpha() or 0x0E00 <= code < 0x0E80:
            upper = character.isupper()
            kinds[code] = 1 if code < 0x80 else (2 if code < 0x250 else 4) + upper
    return kinds


def _misplaced(codes: NDArray[np.uint32]) -> Costs:
    """Nats for letters in odd company: what a wrong code page shows, and hardly any language.

    Accent beside accent (`ÄãºÃ`), another alphabet beside Latin letters, a capital after a small letter (КОИ-8 read as
    windows-1251), a mark such as ¹ or ¿ between letters, the same letter three times.
    """
    kinds = _kinds().take(codes)
    extra = np.zeros(len(codes), dtype=np.float32)
    before, after = kinds[:-1], kinds[1:]
    latin, other = (after == 2) | (after == 3), after >= 4
    latin_before, other_before = (before == 2) | (before == 3), before >= 4
    extra[1:][latin & latin_before] += 2.5
    extra[1:][(other & (latin_before | (before == 1))) | (other_before & (latin | (after == 1)))] += 4.0
    extra[1:][((after == 3) & (before == 2)) | ((after == 5) & (before == 4))] += 3.0
    if len(codes) > 2:
        alone = latin[:-1] & (kinds[:-2] == 0) & (kinds[2:] == 0)
        extra[1:-1][alone & (_usual("letters").take(codes[1:-1]) > 3.0)] += 3.0
        same = (codes[2:] == codes[1:-1]) & (codes[2:] == codes[:-2]) & (after[1:] > 1)
        extra[2:][same] += 7.0
        mark = (kinds[1:-1] == 0) & (codes[1:-1] >= 0xA0) & (kinds[:-2] > 0) & (kinds[2:] > 0)
        extra[1:-1][mark & (codes[1:-1] != 0x2019) & (codes[1:-1] != 0xB7)] += 3.0
    return extra

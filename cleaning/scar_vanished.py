"""Pairs that vanished inside a scar: two bytes in the user-defined areas, dropped between the halves of what is shown.

A pair that vanished leaves its trace in one forced character: its first byte belongs to the character before the gap,
its second to the one behind. So every such character, or hole, may stand for two (some two thousand pairs), among
which the language model chooses by the neighbours.
"""

from __future__ import annotations

from functools import cache

from cleaning.gbk import encode, pairs, user_defined, with_lead
from cleaning.language_model import LanguageModel
from cleaning.scar_search import hole_bytes

BEAM = 8
"""Fillings kept for each place."""

OPEN, OPEN_DEEP = 40, 400
"""Beginnings of a filling kept, by what stands before: of one character, and of two."""

PLACES = 8
"""Places without a hole that are tried: the most surprising ones."""

REACH = 4
"""Neighbours on either side that judge a filling."""


def fill(original: str, left: str, right: str, model: LanguageModel, *, deep: bool = False) -> list[str]:
    """Originals with pairs put back: every hole filled, or (where there is none) one at each surprising place.

    With `deep`, a hole may also stand for three characters: two pairs in a row vanished.
    """
    texts = [original]
    while holes := [place for place, character in enumerate(texts[0]) if hole_bytes(character)]:
        texts = [text for text in texts for text in _at(text, holes[0], left, right, model, deep)]
        if not texts:
            return []
        texts = _best(texts, left, right, model, BEAM)
    if texts[0] != original:
        return texts
    surprisal = model.surprisal(left + original + right[:2])[len(left) :]
    order = sorted(range(len(original)), key=lambda place: -surprisal[place : place + 2].sum())[:PLACES]
    return [text for place in order for text in _at(original, place, left, right, model, False)]


def _at(text: str, place: int, left: str, right: str, model: LanguageModel, deep: bool) -> list[str]:
    """`text` with the character at `place` opened into two, or three if `deep`; the likeliest ways, at most `BEAM`."""
    code = hole_bytes(text[place]) or encode(text[place])
    if not code:
        return []
    before, after = (left + text[:place])[-REACH:], (text[place + 1 :] + right)[:REACH]
    begun = _best([character for _, character in with_lead(code[0])], before, "", model, OPEN)
    options = _closed(begun, code[1])
    if deep:
        further = [
            first + character
            for first in begun[:BEAM]
            for lead in _leads_after(first)
            for trail, character in with_lead(lead)
            if _vanishing().get(trail)
        ]
        options += _closed(_best(further, before, "", model, OPEN_DEEP), code[1])
    return [text[:place] + option + text[place + 1 :] for option in _best(options, before, after, model, BEAM)]


def _closed(begun: list[str], trail: int) -> list[str]:
    """Each beginning with every last character that ends in the byte `trail` and whose first byte vanished."""
    table = pairs()
    return [first + table[lead, trail] for first in begun for lead in _leads_after(first[-1]) if (lead, trail) in table]


@cache
def _vanishing() -> dict[int, tuple[int, ...]]:
    """Second byte → the first bytes that make a vanishing pair with it."""
    table = {byte: tuple(lead for lead in range(0x81, 0xFF) if user_defined(byte, lead)) for byte in range(0x40, 0xFF)}
    return {byte: leads for byte, leads in table.items() if leads}


def _leads_after(character: str) -> tuple[int, ...]:
    """First bytes that make a vanishing pair with the second byte of `character`."""
    code = encode(character)
    return _vanishing().get(code[1], ()) if code else ()


def _best(texts: list[str], left: str, right: str, model: LanguageModel, most: int) -> list[str]:
    """The likeliest of `texts` between `left` and `right`."""
    scores = model.score_many([(left, text, right) for text in texts])
    order = sorted(range(len(texts)), key=lambda index: (-scores[index], texts[index]))[:most]
    return [texts[index] for index in order]

"""The terms and names of a corpus: strings that come back on many pages and that no word list has."""

from __future__ import annotations

from typing import NamedTuple

from cleaning.language_model import LanguageModel
from cleaning.profile.profile import OFTEN, Profile
from cleaning.profile.strings import look_up, string_of
from cleaning.swap_suspects import FUNCTION_SIGNS

LOOKED_AT = 20_000
"""Most strings of each length that are looked at, the commonest first."""

TOGETHER = 30.0
"""How much oftener than by chance the two parts of a term stand together, wherever it is parted."""


class Term(NamedTuple):
    """A string, and on how many pages and on how many hosts at least it stands."""

    text: str
    pages: int
    hosts: int


def terms(profile: Profile, model: LanguageModel, most: int) -> list[Term]:
    """The commonest terms of two to four characters; what is a part of a longer one is left out."""
    import numpy as np

    tables = profile.strings.tables
    found: list[Term] = []
    for order in (4, 3, 2):
        table = tables[order - 1]
        if not len(table.keys):
            continue
        top = np.argsort(-table.pages.astype(np.int64), kind="stable")[:LOOKED_AT]
        top = top[table.pages[top] >= OFTEN]
        keys, pages = table.keys[top], table.pages[top].astype(np.float64)
        bound = np.full(len(top), np.inf)
        for cut in range(1, order):
            left = look_up(tables[cut - 1], keys >> np.uint64(16 * (order - cut)))
            right = look_up(tables[order - cut - 1], keys & np.uint64((1 << 16 * (order - cut)) - 1))
            bound = np.minimum(bound, pages * profile.pages / np.maximum(1.0, left * right.astype(np.float64)))
        # On pages that are few, or all alike, parts cannot stand together much oftener than by chance.
        least = min(TOGETHER, profile.pages / 10)
        for place in top[bound >= least].tolist():
            text = string_of(int(table.keys[place]))
            if FUNCTION_SIGNS.isdisjoint(text) and not model.is_word(text):
                found.append(Term(text, int(table.pages[place]), int(table.hosts[place]).bit_count()))
    kept: list[Term] = []
    for term in sorted(found, key=lambda term: (-term.pages, -len(term.text), term.text)):
        if not any(term.text in other.text and 2 * other.pages > term.pages for other in found if other != term):
            kept.append(term)
            if len(kept) == most:
                break
    return kept

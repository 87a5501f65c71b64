"""The terms and names of a corpus: strings that come back on many pages and that no word list has."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cleaning.profile.profile import OFTEN, Profile
from cleaning.profile.strings import Strings, key_of, look_up, string_of
from cleaning.swap_suspects import FUNCTION_SIGNS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleaning.language_model import LanguageModel

LOOKED_AT = 20_000
"""Most strings of each length that are looked at, the commonest first."""

TOGETHER = 30.0
"""How much oftener than by chance the two parts of a term stand together, wherever it is parted."""

NEARLY = 0.75
"""Least share of a string's pages on which one character more stands beside it, for the string to be a part of that."""

LONGEST = 12
"""Characters to which a term grows."""


class Term(NamedTuple):
    """A string, and on how many pages and, at least, hosts it stands: of more than four characters its rarest part."""

    text: str
    pages: int
    hosts: int


def terms(profile: Profile, model: LanguageModel, most: int) -> list[Term]:
    """The commonest terms; what hardly stands without the character beside it is a part (匈牙 of 匈牙利, a word)."""
    strings = profile.strings
    growing = _Growing(strings)
    found = {growing.whole(seed) for seed in _seeds(profile)}
    kept: list[Term] = []
    ranked = [Term(text, *_counts(strings, text)) for text in found if not model.is_word(text)]
    for term in sorted(ranked, key=lambda term: (-term.pages, -len(term.text), term.text)):
        if not any(term.text in other.text and 2 * other.pages > term.pages for other in ranked if other != term):
            kept.append(term)
            if len(kept) == most:
                break
    return kept


def _seeds(profile: Profile) -> list[str]:
    """Strings of two to four characters that stand together much oftener than by chance."""
    import numpy as np

    tables = profile.strings.tables
    found: list[str] = []
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
        texts = (string_of(int(table.keys[place])) for place in top[bound >= least].tolist())
        found += (text for text in texts if FUNCTION_SIGNS.isdisjoint(text))
    return found


class _Growing:
    """Finds the string that another one is a part of, by the characters that stand beside it nearly always."""

    def __init__(self, strings: Strings) -> None:
        import numpy as np

        self.strings = strings
        self._ends: list[tuple[NDArray[np.uint64], NDArray[np.int64]]] = []
        for order, table in enumerate(strings.tables):
            ends = table.keys & np.uint64((1 << 16 * order) - 1)
            places = np.argsort(ends, kind="stable")
            self._ends.append((ends[places], places))

    def whole(self, text: str) -> str:
        """`text` with the characters that belong to it on either side."""
        while len(text) < LONGEST:
            longer = max(self._beside(text, before=False), self._beside(text, before=True))[1]
            if not longer:
                break
            text = longer
        return text

    def _beside(self, text: str, *, before: bool) -> tuple[int, str]:
        """The commonest string with one character more, and its pages; '' where none stands there nearly always."""
        import numpy as np

        size = min(len(text), len(self.strings.tables) - 1)
        edge = text[:size] if before else text[-size:]
        table, key = self.strings.tables[size], np.uint64(key_of(edge))
        if before:
            ends, places = self._ends[size]
            here = places[np.searchsorted(ends, key) : np.searchsorted(ends, key, "right")]
        else:
            low = key << np.uint64(16)
            here = np.arange(*np.searchsorted(table.keys, [low, low + np.uint64(0xFFFF)]))
        if not len(here):
            return 0, ""
        best = here[np.argmax(table.pages[here])]
        pages, more = int(table.pages[best]), string_of(int(table.keys[best]))
        sign = more[0] if before else more[-1]
        least = NEARLY * max(self.strings.pages_with(text), self.strings.pages_with(edge))
        if pages < least or sign in FUNCTION_SIGNS:
            return 0, ""
        return pages, sign + text if before else text + sign


def _counts(strings: Strings, text: str) -> tuple[int, int]:
    """Pages and hosts of a string, of its rarest part where it is longer than what is counted."""
    order = min(len(text), len(strings.tables))
    table = strings.tables[order - 1]
    parts = [text[at : at + order] for at in range(len(text) - order + 1)]
    rarest = min(parts, key=strings.pages_with)
    place = int(table.keys.searchsorted(key_of(rarest)))
    return int(table.pages[place]), int(table.hosts[place]).bit_count()

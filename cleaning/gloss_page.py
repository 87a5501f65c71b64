"""Whether a page's pinyin glosses are a mill's: the page decides, not the single gloss.

The mill replaces *every* occurrence of each character of its table, and its tables hold common characters, mostly
such whose Simplified form differs: `會(huì)議、會(huì)長`. Teaching text explains a character once, and rare ones:
`垚(yáo)`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import groupby, pairwise
from math import exp

from cleaning.fold import fold
from cleaning.language_model.lexicon import default_lexicon
from cleaning.readings import BLANK, GLOSS, SYLLABLE, fits, readings, standard, toneless

HAN = "㐀-鿿豈-﫿"

SITE = re.compile(rf"([{HAN}])\({BLANK}({SYLLABLE})({BLANK})\)", re.IGNORECASE)
"""A gloss behind its character; some sites write the first letter, or all, in capitals."""

_BROKEN = re.compile(
    rf"([{HAN}])(?:\((?P<plain>[a-z]+(?:u:)?[a-z]*)\s?\)|\s?[(（]\s?({SYLLABLE})\s?[)）]|\(({SYLLABLE})(?!\s?[)）])"
    rf"|({SYLLABLE})(?:\s?[)）])?)"
)
"""A gloss that lost brackets, has full-width ones, a space before it or a line's end inside, or whose spelling shows no
tone.
"""

_PARTED = re.compile(rf"([{HAN}])\(([^()（）\n]{{2,30}}|\w+\n\w+)\)")
"""What may be a gloss with something pushed into it: `時(s…hí)`."""

MADE_BY_MILL = 0.9
"""Confidence from which the page counts as a mill's for the repairs that only want to know so much."""

UNUSUAL = 0.25
"""Share of the glossed characters with another than their commonest reading up to which that says nothing: mills have
one in ten."""

OFTEN, OFTEN_AT_LEAST = 3, 2
"""Glosses of one character, and characters with so many, from which it counts that they stand together."""

TELLING = 5
"""Characters that Simplified writes otherwise, each glossed wherever it stands, from which a mill is told."""

OUT_OF_STEP = re.compile(rf"(?<=[{HAN}])\?(?=[^)]*[^ -~]){SYLLABLE}{BLANK}\)")
"""A gloss whose bracket was swallowed, as only a mill that works on bytes leaves it: `勇?lián)`."""

ITEM, IN_ITEMS, ALIKE = 4, 0.7, 0.3
"""Most Han characters of an item of a list; share of the glosses in such items, and of those whose item is the
character alone or that repeat the one before, from which a page is an exercise (開(kāi)、開(kāi)門、打開(kāi)). Of the
glosses of a mill's page at most a third are in items (200 pages of the tune part).
"""

_ITEMS = re.compile(r"(?:[^、，。；：！？,;:!?\s“”\"《》【】①-⑳|/—]|(?<=\)) )+")

BLANKS = 3
"""Glosses within lines, each with a blank behind it, from which the blank is the table's and no one's typing."""


class GlossPage:
    """The glosses of one text that fit the character before them, and what they say of the page."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.sites = [site for site in SITE.finditer(text) if fits(site[1], site[2])]
        self.counts = Counter(site[1] for site in self.sites)
        for character in self._explained():
            del self.counts[character]

    def _explained(self) -> list[str]:
        """Rare characters that the author explains on a page whose other glosses are a table's: 廿(niàn), once.

        They stand bare elsewhere, while of the table's characters enough are of another script to tell a mill.
        """
        rare = [one for one, count in self.counts.items() if count == 1 and not in_a_table(one)]
        if not rare:
            return []
        of_table = (one for one in self.counts if in_a_table(one) and self.is_always_glossed(one))
        told = sum(fold(one) != one for one in of_table) >= TELLING
        return [one for one in rare if told and not self.is_always_glossed(one)]

    def broken(self) -> Iterator[re.Match[str]]:
        """Glosses out of shape, behind characters that have the same reading elsewhere: `時(shí間`, with `時(shí)候`;
        and those into which something was pushed, which nobody writes: `時(s…hí)`.

        Group 1 is the character, the rest is to go.
        """
        table = {(site[1], standard(site[2])) for site in self.sites}
        table |= {(character, toneless(reading)) for character, reading in table}
        for site in _BROKEN.finditer(self.text):
            syllable = next(filter(None, site.groups()[1:]))
            # Whole glosses are judged elsewhere; letters without tone and brackets may be anything.
            if (not site["plain"] and SITE.fullmatch(site[0])) or (syllable.isascii() and site[0][1:] == syllable):
                continue
            if (site[1], toneless(syllable) if site["plain"] else standard(syllable)) in table:
                yield site
        yield from (site for site in _PARTED.finditer(self.text) if _is_parted(site[1], site[2]))

    @cached_property
    def blank_behind(self) -> bool:
        """Whether the table's entries end in a blank behind the bracket: then it goes with the gloss."""
        ends = (self.text[site.end() : site.end() + 1] for site in self.sites)
        inside = [sign for sign in ends if sign not in ("", "\n")]
        return len(inside) >= BLANKS and inside.count(" ") >= 0.95 * len(inside)

    def end(self, site: re.Match[str]) -> int:
        """Where a gloss ends, with the blank behind it if that is the table's."""
        return site.end() + (self.blank_behind and self.text.startswith(" ", site.end()))

    @cached_property
    def _everywhere(self) -> Counter[str]:
        return Counter(GLOSS.sub("", self.text))

    def is_always_glossed(self, character: str) -> bool:
        """Whether the character stands nowhere on the page without its gloss."""
        return self._everywhere[character] == self.counts[character]

    @cached_property
    def share(self) -> float:
        """Of all occurrences of the glossed characters, the share that is glossed."""
        return sum(self.counts.values()) / max(1, sum(self._everywhere[character] for character in self.counts))

    @cached_property
    def confidence(self) -> float:
        """How sure it is that a mill made the page's glosses, 0 to 1.

        A logistic score whose weights were set on the five sample pages, on the clean set and on re-enacted pages.
        For: glosses on characters that Simplified writes differently, the same character glossed again, in a word or
        behind another one (a name stands behind the same surname), a space inside the bracket, glosses out of step.
        Against: glossed characters that also stand bare, rare characters, unusual readings, very few characters, each
        character's glosses all together (headwords with their examples), lists of words to practise, a text with a
        gloss on nearly each character (a reader for children). Where no gloss shows a tone, they are
        `toneless_page`'s.
        """
        counts = self.counts
        if all(site[2].isascii() for site in self.sites):
            return 0.0
        total = sum(counts.values())
        han = sum(1 for character in self.text if "㐀" <= character <= "鿿")
        differing = sum(1 for character in counts if fold(character) != character)
        common = sum(1 for character in counts if in_a_table(character))
        spaced = any(site[3] for site in self.sites)
        again, plain_again = self._again()
        score = -1.5
        score += 1.6 * min(differing, 5) + 0.8 * min(again, 8) + 0.25 * min(common, 8)
        score += 0.8 * min(plain_again, 4) + 6.0 * spaced + 3.0 * min(2, len(OUT_OF_STEP.findall(self.text)))
        score -= 24.0 * max(0.0, self._unusual() - UNUSUAL) + 1.5 * max(0, 3 - len(counts)) * (not spaced)
        score -= 5.0 * self._by_headword() + 20.0 * self._is_exercise()
        score -= 14.0 * max(0.0, 0.95 - self.share) + 8.0 * (1 - common / len(counts))
        score -= 40.0 * max(0.0, total / max(han, 1) - 0.5)
        return 1 / (1 + exp(-score))

    def _again(self) -> tuple[int, int]:
        """How often a glossed character stands again, in an ordinary word or behind another character than before;
        the same, of common characters alone that both scripts write alike.
        """
        behind: dict[str, list[str]] = {}
        is_word = default_lexicon().frequency
        for site in self.sites:
            before = self.text[max(0, site.start() - 1) : site.start()]
            seen = behind.setdefault(site[1], [])
            if before not in seen or is_word(fold(before + site[1])):
                seen.append(before)
        again = {character: len(places) - 1 for character, places in behind.items()}
        plain = (count for one, count in again.items() if fold(one) == one and in_a_table(one))
        return sum(again.values()), sum(plain)

    def _unusual(self) -> float:
        """Share of the glossed characters whose gloss is another than their commonest reading."""
        first = {site[1]: standard(site[2]) for site in reversed(self.sites)}
        return sum(readings(character)[0] != reading for character, reading in first.items()) / len(first)

    def _is_exercise(self) -> bool:
        """Whether the glosses stand in lists of characters and of words that hold them."""
        inside = alone = 0
        for item in _ITEMS.finditer(self.text):
            glosses = sum(1 for _ in SITE.finditer(item[0]))
            han = sum("㐀" <= character <= "鿿" for character in item[0]) if glosses else 0
            inside += glosses * (han <= ITEM)
            alone += glosses * (han == 1)
        characters = [site[1] for site in self.sites]
        repeated = sum(one == other for one, other in pairwise(characters))
        alike = alone >= ALIKE * len(characters) or repeated >= ALIKE * max(1, len(characters) - len(self.counts))
        return inside >= IN_ITEMS * len(characters) and alike

    def _by_headword(self) -> bool:
        """Whether each character's glosses stand together, as those of a headword's examples do."""
        often = sum(count >= OFTEN for count in self.counts.values())
        runs = sum(1 for _ in groupby(site[1] for site in self.sites))
        return often >= OFTEN_AT_LEAST and runs == len(self.counts)


def in_a_table(character: str) -> bool:
    """Whether a mill's table is likely to hold the character: a common one, or one that Simplified writes otherwise.

    Common means level 1 of GB 2312-80 (3,755 characters, leads B0–D7).
    """
    simple = fold(character)
    if simple != character:
        return True
    try:
        lead = simple.encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return 0xB0 <= lead <= 0xD7


def _is_parted(character: str, inside: str) -> bool:
    """Whether the two ends of what stands in brackets are the character's reading, with its tone.

    >>> _is_parted("時", "s……hí"), _is_parted("時", "shí間"), _is_parted("時", "s…hi")
    (True, False, False)
    """
    return any(
        inside.startswith(reading[:cut]) and inside.endswith(reading[cut:]) and len(inside) > len(reading)
        for inside in [standard(inside)]
        for reading in readings(character)
        if not reading.isascii()
        for cut in range(1, len(reading))
    )

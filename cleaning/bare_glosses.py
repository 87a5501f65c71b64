"""Pinyin glosses without brackets or tones, which one kind of mill strews behind characters of running text.

`举ju例来说，看kan了一头雾水` → `举例来说，看了一头雾水`. A list of readings (`妈ma、麻ma`), a text for learners
(`我wo去qu学xue校xiao`) and one reading that is explained stay. Seen on one site that mirrors news.

The page decides: letters behind a character are its reading there nearly always, the characters are any, and the word
goes on behind the letters.
"""

from __future__ import annotations

import re
from functools import cached_property
from math import exp

from cleaning.fold import fold
from cleaning.gloss_page import HAN
from cleaning.language_model.lexicon import default_lexicon
from cleaning.pinyin_syllables import LONGEST, SYLLABLES, spelling
from cleaning.readings import sounds_like

_SITE = re.compile(rf"([{HAN}])([a-zü]{{1,6}})(?=[{HAN}，。、；：？！,;:?!“”‘’《》「」『』（）…—]|$)", re.MULTILINE)

MANY = 12
"""Glosses from which more of them say nothing more; the one page seen has 38 in 560 characters."""

DENSE = 0.2
"""Share of all Han that is glossed in a text for learners and up; 0.07 on the page seen."""

IN_WORDS = 0.5
"""Share of glossed characters that make a word with a neighbour on such a page and up; in lists of readings, whose
neighbours are other readings, it is lower."""


class BareGlosses:
    """The letters of one text that are the reading of the character before them, and what they say of the page.

    sites   their matches: group 1 is the character, group 2 the letters
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._all = [site for site in _SITE.finditer(text) if spelling(site[2]) in SYLLABLES]
        self.sites = [site for site in self._all if sounds_like(site[1], site[2])]

    @cached_property
    def confidence(self) -> float:
        """How sure it is that a mill strewed these letters, 0 to 1: a logistic score, set by hand."""
        if not self.sites:
            return 0.0
        total = len(self.sites)
        han = sum(1 for character in self.text if "㐀" <= character <= "鿿")
        score = -7.0 + min(total, MANY)
        score -= 10.0 * (1 - total / len(self._all))
        score -= 40.0 * max(0.0, total / max(1, han) - DENSE)
        score -= 12.0 * max(0.0, IN_WORDS - self._in_words())
        return 1 / (1 + exp(-score))

    def _in_words(self) -> float:
        """Share of the glossed characters that make a word with the one before or behind, the letters left out."""
        is_word = default_lexicon().frequency
        found = 0
        for site in self.sites:
            before = re.sub("[a-zü]+", "", self.text[max(0, site.start() - LONGEST - 1) : site.start()])[-1:]
            behind = self.text[site.end() : site.end() + 1]
            found += any(len(pair) == 2 and is_word(fold(pair)) > 0 for pair in (before + site[1], site[1] + behind))
        return found / len(self.sites)

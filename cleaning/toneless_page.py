"""Whether a page's pinyin without tones, in brackets behind characters, is a mill's.

`立於(yu) 時代潮頭，每個(ge) 人` is a mill's: it glosses the Traditional characters of its table wherever they stand,
with a blank behind each bracket. Another draws characters for each line: `零跑(pao)國(guo)(guo)際(ji)`. `單位(danwei)`,
`人工智能(AI)` and `長(m)` are not, nor is a page for learners, `我(wo) 去(qu) 學(xue) 校(xiao) `. Letters without tones
stand in brackets for many reasons, so this asks for more than `gloss_page`.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from math import exp

from cleaning.fold import fold
from cleaning.gloss_page import HAN, GlossPage
from cleaning.readings import GLOSS, sounds_like

SITE = re.compile(rf"([{HAN}])\(([a-zü]{{1,6}})( ?)\)(?:\(\2\))*")
"""A character and letters that may be its reading, also twice: `國(guo)(guo)`."""

_NEXT = re.compile(rf"[^{HAN}\n]{{0,2}}{SITE.pattern}")

TONED = 0.2
"""Glosses with tones, for each without, from which the page has tones, and neutral ones (`的(de)`) among them."""

LEAST = 3
"""Glosses below which nothing can be said of a page."""

DENSE = 0.3
"""Share of all Han characters that is glossed in a text for learners and up; on mill pages it is 0.03 to 0.25."""

IN_A_ROW = 0.4
"""Share of glosses with the next character glossed too, in such a text and up; on mill pages it is 0.05 to 0.3."""

DENSE_LINES, LONG_ROWS = 0.6, 0.55
"""The same two for the mill that draws anew for each line, on whose one real page they are 0.32 and 0.30."""

CERTAIN = 4
"""Glosses twice in a row, which nobody writes, from which a page whose lines were run together is told as well."""


DRAWN = 6
"""Glosses repeated in their lines from which it counts that their characters stand bare in lines before."""


class TonelessPage(GlossPage):
    """The glosses without tones that fit the character before them, and what they say of the page."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._all = list(SITE.finditer(text))
        self.sites = [site for site in self._all if sounds_like(site[1], site[2])]
        self.counts = Counter(site[1] for site in self.sites)

    @cached_property
    def confidence(self) -> float:
        """How sure it is that a mill made these glosses, 0 to 1: by one table, or by another for each line."""
        if len(self.sites) < LEAST or self._toned > TONED * len(self.sites):
            return 0.0
        return max(self._by_one_table, self._by_line)

    @cached_property
    def _by_one_table(self) -> float:
        """The same for a site's table of Traditional characters.

        A logistic score, set by hand on re-enacted pages, on honest ones and on the clean set. For: characters that
        Simplified writes otherwise, the same one again, a blank behind every bracket. Against: glossed characters that
        also stand bare or have another reading, letters that are no reading, glosses close together.
        """
        total = len(self.sites)
        counts = self.counts
        differing = sum(1 for character in counts if fold(character) != character)
        score = -6.0
        score += 0.5 * min(differing, 6) + min(total - len(counts), 7)
        score += 4.0 if self.blank_behind else -2.0
        score -= 14.0 * max(0.0, 0.95 - self.share) + 8.0 * (1 - differing / len(counts))
        score -= 8.0 * (self._pairs / len(counts) - 1) + 6.0 * (1 - total / len(self._all))
        score -= 40.0 * max(0.0, self._density - DENSE) + 20.0 * max(0.0, self._in_a_row - IN_A_ROW)
        return 1 / (1 + exp(-score))

    @cached_property
    def _by_line(self) -> float:
        """The same for the mill that draws other characters for each line, of any script, and some of them twice.

        It glosses them wherever they stand in the line. For: a gloss twice in a row, the same character again in the
        line, many glosses; without the first it is flagged at most, since a page about surnames or rare characters
        glosses them wherever they stand as well; unless the glossed characters stand bare in lines before. Against:
        what stands bare in its line too, letters that are no reading, whole sentences, a character with two readings.
        """
        total = len(self.sites)
        doubled = sum(1 for site in self.sites if site[0].count("(") > 1)
        lines = Counter((self.text.count("\n", 0, site.start()), site[1]) for site in self.sites)
        bare = [Counter(GLOSS.sub("", line)) for line in self.text.split("\n")]
        share = total / sum(bare[line][character] for line, character in lines)
        score = -8.0 + 5.0 * min(doubled, 2) + 0.35 * min(total - len(lines), 12) + 0.2 * min(total, 20)
        if total - len(lines) >= DRAWN:
            score += 0.35 * min(self._drawn_anew(lines, bare), 12)
        if doubled < CERTAIN:
            score -= 14.0 * max(0.0, 0.95 - share)
        score -= 8.0 * (self._pairs / len(self.counts) - 1) + 6.0 * (1 - total / len(self._all))
        score -= 40.0 * max(0.0, self._density - DENSE_LINES) + 20.0 * max(0.0, self._in_a_row - LONG_ROWS)
        return 1 / (1 + exp(-score))

    def _drawn_anew(self, lines: Counter[tuple[int, str]], bare: list[Counter[str]]) -> int:
        """How many characters are glossed throughout a line and stand bare in one before it."""
        first: dict[str, int] = {}
        for line, there in enumerate(bare):
            for character in there:
                if (line, character) not in lines:
                    first.setdefault(character, line)
        return len(
            {
                character
                for (line, character), count in lines.items()
                if count == bare[line][character] and first.get(character, line) < line
            }
        )

    @cached_property
    def _toned(self) -> int:
        return sum(1 for gloss in GLOSS.finditer(self.text) if not gloss[0].isascii())

    @cached_property
    def _pairs(self) -> int:
        return len({(site[1], site[2]) for site in self.sites})

    @cached_property
    def _density(self) -> float:
        han = sum(1 for character in self.text if "㐀" <= character <= "鿿")
        return len(self.sites) / max(1, han)

    @cached_property
    def _in_a_row(self) -> float:
        return sum(1 for site in self.sites if _NEXT.match(self.text, site.end())) / len(self.sites)

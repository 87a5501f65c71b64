"""What a page tells about its own scars: the site's gloss table, its script, its marks, and the words it repeats.

The mill replaces every occurrence of each character of its table. So a character that the page shows glossed is never
bare in what stood there before, and one that it shows bare is not in the table. `page.glossed("開")` is the gloss with
its brackets; a character that stands glossed here and bare there is in no table of the mill's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from cleaning.fold import SIMPLIFIED_ONLY, TRADITIONAL_ONLY, fold, opencc_rows
from cleaning.gbk import pairs, with_lead, with_trail
from cleaning.mill import HALF_WIDTH, MARKS, WIDE, Glosses, encode_table
from cleaning.page_ngrams import PageNgrams
from cleaning.readings import BLANK, GLOSS, SYLLABLE, fits, reading_in, readings

BMP = 0x10000
HAN = "㐀-鿿豈-﫿"
GLOSSED = re.compile(rf"([{HAN}])(\({SYLLABLE}{BLANK}\))")

WRONG_SCRIPT = 3.0
"""Cost (natural log) of a character of the other script, or of a variant that the mill's conversion never writes."""

ODD = 4.0
"""Cost of a sign that the page shows nowhere and that is neither Han nor one of `USUAL_SIGNS`."""

USUAL_SIGNS = "，。、；：？！“”‘’（）《》【】—…·"

CONTRADICTION = 6.0
"""Cost of a gloss that the page denies: its character stands bare elsewhere, or with another gloss."""

IN_TABLE, UNSEEN_IN_TABLE = 0.0, 0.8
"""Cost of a gloss whose character the page shows glossed, and of one that it shows nowhere: tables hold about half."""

OTHER_READING = 1.5
"""Cost of a gloss that is not its character's commonest reading."""

MISREAD = 60
"""Characters behind a sign that may be misread, and say nothing of the page's words."""

_CUT_SHOWN = re.compile(rf"(?<!\?)\?([{re.escape(''.join(WIDE))}])")
_PRIVATE = re.compile("[\ue000-\uf8ff]")

_NARROWED = {chr(mark): narrow for mark, narrow in HALF_WIDTH.items() if narrow != "?"}
"""Marks that a page may show narrow throughout; a `?` may be half a character."""


@cache
def _script_costs() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """By code point: what a character costs on a Simplified page, and on a Traditional one that a mill converted."""
    forms = {key: choices[0] for key, choices in opencc_rows("STCharacters") if len(key) == 1}
    simplified, traditional = np.zeros(BMP), np.zeros(BMP)
    for character in TRADITIONAL_ONLY:
        if ord(character) < BMP:
            simplified[ord(character)] = WRONG_SCRIPT
            simple = fold(character)
            if forms.get(simple, simple) != character:
                traditional[ord(character)] = WRONG_SCRIPT
    for character in SIMPLIFIED_ONLY:
        if ord(character) < BMP:
            traditional[ord(character)] = WRONG_SCRIPT
    return simplified, traditional


@cache
def _odd() -> NDArray[np.float64]:
    """By code point: what a character of GBK costs that is neither Han nor usual punctuation.

    The language model counts full-width digits as digits and ǎ as a letter, which they seldom are.
    """
    odd = np.zeros(BMP)
    for character in pairs().values():
        if ord(character) < BMP and not "㐀" <= character <= "鿿" and character not in USUAL_SIGNS:
            odd[ord(character)] = ODD
    return odd


@cache
def _whole() -> dict[str, re.Pattern[str]]:
    """Mark → two characters across which its bytes stand."""
    ways = {}
    for mark in MARKS:
        code = mark.encode("gbk")
        before = "".join(character for _, character in with_trail(code[0]))
        behind = "".join(character for _, character in with_lead(code[1]))
        ways[mark] = re.compile(f"[{re.escape(before)}][{re.escape(behind)}]")
    return ways


def leaves_no_sign(text: str) -> bool:
    """Whether no `?` before a mark tells of half a character, so that there may be halves without one."""
    return _CUT_SHOWN.search(text) is None


@cache
def _shielded(mark: str, other: str) -> re.Pattern[str] | None:
    """`mark` and a character behind it whose first byte makes `other` with the mark's second byte."""
    last, (first, second) = mark.encode("gbk")[1], other.encode("gbk")
    behind = "".join(character for _, character in with_lead(second))
    return re.compile(f"{mark}[{re.escape(behind)}]") if last == first else None


class Page:
    """One page as the scar search sees it; computed on first use, read-only.

    `signs`: where scars begin. `drops_half`: the site's decoder leaves no `?` for half a character before a cut.
    """

    def __init__(self, text: str, title: str = "", signs: Sequence[int] = ()) -> None:
        self.text = text
        self.title = title
        self.signs = signs
        self.drops_half = leaves_no_sign(text)

    def has_sign(self, start: int, end: int) -> bool:
        """Whether a scar begins in this span."""
        return bisect_left(self.signs, start) < bisect_left(self.signs, end)

    @cached_property
    def bare(self) -> str:
        """The text without its glosses."""
        return GLOSS.sub("", self.text)

    @cached_property
    def table(self) -> Mapping[str, str]:
        """The site's table as far as the page shows it: character → gloss with its brackets."""
        found: dict[str, Counter[str]] = {}
        for site in GLOSSED.finditer(self.text):
            if fits(site[1], reading_in(site[2])):
                found.setdefault(site[1], Counter())[site[2]] += 1
        return {character: glosses.most_common(1)[0][0] for character, glosses in found.items()}

    @cached_property
    def glosses(self) -> Glosses:
        """The gloss table in bytes."""
        return encode_table(self.table)

    @cached_property
    def shown_bare(self) -> frozenset[str]:
        """The characters that stand without a gloss somewhere."""
        return frozenset(GLOSSED.sub("", self.text))

    @cached_property
    def always_glossed(self) -> NDArray[np.bool_]:
        """By code point: whether the character is in the table and bare nowhere."""
        always = np.zeros(BMP, dtype=bool)
        always[[ord(character) for character in self.table if character not in self.shown_bare]] = True
        return always

    @cached_property
    def traditional(self) -> bool:
        """Whether the mill converted the page: it holds more Traditional than Simplified characters."""
        alphabet = Counter(self.bare)
        return sum(alphabet[c] for c in alphabet.keys() & TRADITIONAL_ONLY) > sum(
            alphabet[c] for c in alphabet.keys() & SIMPLIFIED_ONLY
        )

    @cached_property
    def characters(self) -> NDArray[np.bool_]:
        """By code point: what stands on the page."""
        there = np.zeros(BMP, dtype=bool)
        there[[ord(character) for character in frozenset(self.bare) if ord(character) < BMP]] = True
        return there

    @cached_property
    def costs(self) -> NDArray[np.float64]:
        """Cost (natural log) of every character of the basic plane that the language model does not know of."""
        costs: NDArray[np.float64] = _script_costs()[self.traditional] + np.where(self.characters, 0.0, _odd())
        return costs

    @cached_property
    def keeps_private_use(self) -> bool:
        """Whether pairs in the user-defined areas are still there; then none has vanished."""
        return _PRIVATE.search(self.text) is not None

    @cached_property
    def uncut(self) -> frozenset[str]:
        """Marks whose bytes stand whole across two characters somewhere: the site does not cut at them."""
        narrowed = {ord(narrow): mark for mark, narrow in _NARROWED.items() if mark not in self.text}
        text = self.text.translate(narrowed)
        return frozenset(mark for mark, pattern in _whole().items() if pattern.search(text))

    @cached_property
    def surely_cut(self) -> frozenset[str]:
        """Marks at which the site cuts: scars show it, or their last byte and the next would else make such a mark.

        `。會` where a scar shows a cut at ；: `A1 A3 | BB E1` holds `A3 BB`, and only a cut at 。 comes before it. What
        is cut here and stands whole there is cut at after other marks: `平安。”` holds ！ and became `平安?！`.
        """
        cut = {WIDE[mark] for mark in _CUT_SHOWN.findall(self.text)}
        return frozenset(cut - self.uncut) | frozenset(
            mark
            for mark in MARKS
            for other in cut - {mark}
            if mark not in self.uncut
            if (pattern := _shielded(mark, other)) and pattern.search(self.bare)
        )

    @cached_property
    def ngrams(self) -> PageNgrams:
        """How often which characters follow which on this page, title included; what stands behind a sign left out."""
        pieces, done = [self.title], 0
        for sign in self.signs:
            pieces.append(self.text[done : max(done, sign)])
            line_end = self.text.find("\n", sign, sign + MISREAD)
            done = max(done, sign + MISREAD if line_end < 0 else line_end)
        return PageNgrams("\n".join(GLOSS.sub("", piece) for piece in (*pieces, self.text[done:])))

    def before(self, start: int, most: int = 3) -> str:
        """The last `most` true characters before `start`; newlines where the line begins."""
        line = self.text[max(0, start - 16 * most) : start].rpartition("\n")[2]
        return GLOSS.sub("", line)[-most:].rjust(most, "\n")

    def gloss_cost(self, character: str, gloss: str) -> float:
        """Cost (natural log) of saying that the site's table gives `character` this gloss, brackets included."""
        known = self.table.get(character)
        cost = UNSEEN_IN_TABLE if known is None else IN_TABLE if known == gloss else CONTRADICTION
        if known is None and character in self.shown_bare:
            cost = CONTRADICTION
        return cost + (0.0 if readings(character)[:1] == (reading_in(gloss),) else OTHER_READING)

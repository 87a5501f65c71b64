"""Strings that come back on a page and never fit where they stand: what a swap of one word for another leaves.

A swap replaces every occurrence of a word, so what it puts in stands in the slots of that word: `开展鑫博利创新`,
`由三家单位鑫博利制作`. A true name stands in slots that expect a name, but a model that has never read it finds it
improbable too. So this is the first sieve, and a cheap one: `cleaning.swap_candidates` looks for the word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from cleaning.spam_phrases import Word, words
from cleaning.swap_names import is_name

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleaning.language_model import LanguageModel

ENTRY, PAIR, BORDER = 4.5, 11.0, 3.0
"""Least surprisal (natural log, order 2) of a string's first character, of its first two together, and on average of
the first character and of the one behind it. A word of the page that became a brand passes in 39 of 40 cases (tune)."""

USUALLY = 0.6
"""Least share of a string's occurrences that begin so."""

OFTEN, APART = 3, 2
"""Least number of occurrences, since fewer prove nothing, and of different places of a coined string."""

SHORTEST, LONGEST = 2, 5
"""Code points of a string."""

GROWTH, PLACES = 4, 12
"""Most characters that a string may have on either side of its first two, the same in all places, and most places."""

TRIED, MOST, SOUGHT = 200, 12, 3
"""Most pairs of a page that are counted, most strings that are looked at, and most for which a word is sought."""

LONGEST_PAGE = 50_000
"""Code points of a page from which nothing is sought: it lacks too few words, and would cost too much."""

SAME = 16
"""Characters on either side by which a repeated sentence is told: what stands in it again proves no more, and a page
that has everything twice need not be searched for all of its names (tune part: one swap in 400 is no more flagged)."""

REACH = 3
"""Characters on either side that make up a place; the model of order 4 sees no farther."""

FAMILIAR = 500
"""Count in the lexicon from which a word inside a string shows that it was not coined."""

FUNCTION_SIGNS = frozenset("的了是在和与或及对从向由为以于并将被把该此其本各每也都就不之要有所这那后前内外上下中等类")
"""Characters of grammar and of terms: no brand has one."""

NUMBERED = re.compile("[一二三四五六七八九十百]+[届次期批年月日号]")
"""A number with what it counts: `市五届` stands before 人大 all over a page, where 全国 would fit as well."""

UNFIT_MEAN, UNFIT_LEAST, KNOWN = 15.0, 12.0, 6.0
"""Least nats that a string costs more than nothing in its place, on average and in the place where it fits best: of
brands put in for words 97 in 100 cost more (tune part). `KNOWN` less is enough of a known betting brand: many are words
that the model has read (江南, 皇冠)."""


class Suspect(NamedTuple):
    """A string, where it begins, and its different places. What stands before and behind it in all of them is `head`
    and `tail`; a place is what stands left and right of all three, so that different borders can be compared.
    `known`: a betting brand of the vocabulary."""

    text: str
    head: str
    tail: str
    starts: tuple[int, ...]
    places: tuple[tuple[str, str], ...]
    known: bool = False

    @property
    def neighbours(self) -> set[tuple[str, str]]:
        """The different pairs of characters on its left and right. A part of a longer term has one."""
        return {((left + self.head)[-1:], (self.tail + right)[:1]) for left, right in self.places}

    @property
    def stands_free(self) -> bool:
        """Whether it has different neighbours on either side."""
        return all(len(set(side)) > 1 for side in zip(*self.neighbours, strict=True))

    def windows(self, word: str) -> list[tuple[str, str, str]]:
        """What the model is asked for each place with `word` in place of the string."""
        return [(left, self.head + word + self.tail + right, "") for left, right in self.places]


def suspects(folded: str, model: LanguageModel, surprisal: NDArray[np.float32] | None = None) -> list[list[Suspect]]:
    """The strings that fit nowhere, of a page folded to Simplified, with its surprisals by order 2 where they are
    known. Each is given with its possible borders: where all
    its places have the same neighbour, that may belong to the string or not."""
    if len(folded) > LONGEST_PAGE:
        return []
    surprisal = model.surprisal(folded, order=2) if surprisal is None else surprisal[: len(folded)]
    found = {brand.text: [brand] for brand in _branded(folded)}
    brands = tuple(found)
    covered: set[int] = set()
    for pair in _recurring(folded, surprisal, model):
        starts = list(_all_starts(folded, pair))
        if covered.issuperset(starts):
            # The rest of a string that was found, or that string in some of its places.
            continue
        text, before = _grown(folded, starts)
        if text not in found and not any(brand in text or text in brand for brand in brands):
            starts = [start - before for start in starts]
            places = _places(folded, len(text), starts)
            found[text] = [
                Suspect(text[left:right], text[:left], text[right:], tuple(at + left for at in starts), places)
                for left, right in _borders(text, starts, surprisal, model)
                if len(places) >= APART
            ]
            if found[text]:
                covered.update(place for start in starts for place in range(start, start + len(text)))
    nameless = (choices for text, choices in found.items() if choices and not is_name(text, choices[0].places))
    unfit = [choices for choices in _unfit(list(nameless), model) if choices]
    return sorted(unfit, key=lambda choices: -len(choices[0].starts))[:SOUGHT]


def _branded(folded: str) -> Iterator[Suspect]:
    """Betting brands that come back, each with the trade behind it: known words, and yet seldom an article's own."""
    found: dict[str, list[int]] = {}
    for word, after in pairwise((*words(folded), Word(len(folded), len(folded), ""))):
        if word.kind in ("brand", "name"):
            end = after.end if after.kind == "trade" and after.start == word.end else word.end
            found.setdefault(folded[word.start : end], []).append(word.start)
    for text, starts in found.items():
        places = _places(folded, len(text), starts)
        if len(places) >= OFTEN and all(map(_is_han, text)):
            yield Suspect(text, "", "", tuple(starts), places, known=True)


def _recurring(folded: str, surprisal: NDArray[np.float32], model: LanguageModel) -> Iterator[str]:
    """Pairs of characters that begin improbably in most of their places, the commonest first."""
    import numpy as np

    if len(folded) < 2:
        return
    hot = np.flatnonzero((surprisal[:-1] > ENTRY) & (surprisal[:-1] + surprisal[1:] > PAIR)).tolist()
    counts = Counter(folded[place : place + 2] for place in hot)
    taken = 0
    for pair, count in counts.most_common(TRIED):
        if count < OFTEN or taken == MOST:
            return
        usual = count >= USUALLY * folded.count(pair)
        if usual and all(map(_is_han, pair)) and not model.is_word(pair) and _often_apart(folded, pair):
            taken += 1
            yield pair


def _often_apart(folded: str, pair: str) -> bool:
    """Whether it stands often enough in sentences that the page does not only repeat."""
    seen = set()
    for start in _all_starts(folded, pair):
        seen.add(folded[max(0, start - SAME) : start + SAME])
        if len(seen) == OFTEN:
            return True
    return False


def _is_han(sign: str) -> bool:
    return "一" <= sign <= "鿿"


def _all_starts(folded: str, text: str) -> Iterator[int]:
    start = folded.find(text)
    while start >= 0:
        yield start
        start = folded.find(text, start + len(text))


def _grown(folded: str, starts: Sequence[int]) -> tuple[str, int]:
    """The longest string around the pairs at `starts` that is the same everywhere, and how far it reaches leftwards."""
    before = after = 0
    while before < GROWTH and _agree(folded, (start - before - 1 for start in starts)):
        before += 1
    while after < GROWTH and _agree(folded, (start + 2 + after for start in starts)):
        after += 1
    return folded[starts[0] - before : starts[0] + 2 + after], before


def _agree(folded: str, places: Iterable[int]) -> bool:
    """Whether the same Chinese character stands at all of these places."""
    signs = set()
    for place in places:
        signs.add(folded[place] if 0 <= place < len(folded) else "")
        if len(signs) > 1:
            return False
    return _is_han(signs.pop())


def _borders(
    text: str, starts: Sequence[int], surprisal: NDArray[np.float32], model: LanguageModel
) -> Iterator[tuple[int, int]]:
    """Parts of the string that begin and end at improbable transitions."""
    size = len(text)
    seen = starts[:PLACES]
    sharp = [
        sum(float(surprisal[start + place]) for start in seen if start + place < len(surprisal)) > BORDER * len(seen)
        for place in range(size + 1)
    ]
    for left in range(size - 1):
        for right in range(left + SHORTEST, min(left + LONGEST, size) + 1):
            # What stands behind the whole string differs from place to place; that is border enough.
            if sharp[left] and (right == size or sharp[right]) and _is_coined(text[left:right], model):
                yield left, right


def _is_coined(text: str, model: LanguageModel) -> bool:
    """Whether a string is made of no words: terms and phrases that the model does not know are."""
    if model.is_word(text) or not FUNCTION_SIGNS.isdisjoint(text) or NUMBERED.search(text):
        return False
    parts = (text[left:right] for left in range(len(text)) for right in range(left + 2, len(text) + 1))
    return all(model.word_frequency(part) < FAMILIAR for part in parts)


def _places(folded: str, size: int, starts: Sequence[int]) -> tuple[tuple[str, str], ...]:
    places: dict[tuple[str, str], None] = {}
    for start in starts:
        places[folded[max(0, start - REACH) : start], folded[start + size : start + size + REACH]] = None
        if len(places) == PLACES:
            break
    return tuple(places)


def _unfit(found: Sequence[list[Suspect]], model: LanguageModel) -> list[list[Suspect]]:
    """Of each string the choices of borders with which it fits in none of its places."""
    every = [choice for choices in found for choice in choices]
    windows = [window for choice in every for word in (choice.text, "") for window in choice.windows(word)]
    scores = iter(model.score_many(windows).tolist())
    kept = iter([_fits_nowhere(list(islice(scores, 2 * len(one.places))), one.known) for one in every])
    return [[choice for choice in choices if next(kept)] for choices in found]


def _fits_nowhere(scores: Sequence[float], known: bool) -> bool:
    """By what the model says of each place with the string, and then of each without."""
    half = len(scores) // 2
    costs = [without - there for there, without in zip(scores[:half], scores[half:], strict=True)]
    less = KNOWN if known else 0.0
    return sum(costs) / half > UNFIT_MEAN - less and min(costs) > UNFIT_LEAST - less

"""Which word a spelling stands for in its place: candidates from the index, the choice by the language model.

A candidate's weight is a sum of logarithms: how likely the model finds it between its neighbours, how frequent it is
(a single character: how frequent the word is that it makes with its neighbours), and how often the page writes it
elsewhere, its first and last characters beside these neighbours, and how much of the page its characters are. The
factors were fitted (conditional logit) to 8,100 words and 8,100 syllables of words from the tune part, all domains,
each against everything else that is spelt so. The posterior is calibrated: of 7,300 common words 97.1 % get the right
choice at 0.8 and up, and 0.7 % of these are wrong; with the characters of the page left out it is 96.8 %. How words
part the sentence, longer words around and longer strings of the page added nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import combinations, product
from math import exp, log
from typing import NamedTuple

from cleaning.language_model import default_model
from cleaning.lexicon import rows
from cleaning.pinyin_index import read_so
from cleaning.pinyin_syllables import SYLLABLES, cuts

MODEL, FREQUENCY, MADE = 0.73, 0.54, 0.68
PAGE, PAGE_LEFT, PAGE_RIGHT, CHARACTERS = 1.9, 2.3, 1.3, 0.9
"""Factors of the model's ln p, of ln frequency, of ln frequency of the word that a character makes, and of ln(1 + n)
for the page: the word itself, left neighbour and first character, last character and right neighbour; and of how much
commoner each of its characters is on the page than in all text, ln."""

EXPECTED = 2000.0
"""Characters of ordinary text that are added to a page before its characters are counted."""

LONGEST_MADE = 4
LEAST_MADE = 4.0
"""What a rarer word says no more than none (互相ping通 is no 平通); of 250 syllables of words the least has 6.9."""
HOPELESS = 14.0
"""Nats behind the best candidate at which the words that a character makes are not looked up."""

AHEAD = 2.0
"""Head start (natural log) of a word that filters are known to replace."""

WORDS_COUNTED = 6e7
"""Words that the frequencies are counted in: two words side by side are as frequent as chance makes them."""

PARTS = 8
"""Candidates of each part that a compound is put together from."""


class Candidate(NamedTuple):
    word: str
    frequency: float
    """ln of the count in the lexicon; for two words side by side, of the count that chance gives them."""
    listed: bool
    compound: bool = False


class Choice(NamedTuple):
    """The best candidate. `gain` is its ln p less that of the Latin letters in the same place; `surprisal` is -ln p a
    character, the neighbours to the right that the model sees included. `loose`: it is two words that only stand side
    by side, or a single character that makes no word with its neighbours. `made`: of a single character, ln frequency,
    and one more, of that word."""

    word: str
    posterior: float
    gain: float
    surprisal: float
    candidates: int
    listed: bool
    loose: bool
    made: float


@cache
def listed_words() -> dict[str, tuple[str, ...]]:
    """Spelling → words that filters are known to replace."""
    return {spelt: tuple(words.split(",")) for spelt, words in rows("pinyin_words")}


@cache
def _listed_in_han() -> frozenset[str]:
    return frozenset(word for words in listed_words().values() for word in words)


def _frequency(word: str) -> float:
    return log(max(1, default_model().word_frequency(word)))


@lru_cache(maxsize=4096)
def candidates(spelt: str) -> tuple[Candidate, ...]:
    """Everything that the spelling may stand for: listed words, words of the index, and two of these side by side.

    A single character counts if the spelling is one syllable; beside a word only listed ones count (最 in zuiyouhuoli).
    """
    found = {word: Candidate(word, _frequency(word), True) for word in listed_words().get(spelt, ())}
    for word in read_so(spelt):
        if len(word) > 1 or spelt in SYLLABLES:
            found.setdefault(word, Candidate(word, _frequency(word), False))
    for cut in range(2, len(spelt) - 1):
        for first in _parts(spelt[:cut]):
            for second in _parts(spelt[cut:]):
                frequency = first.frequency + second.frequency - log(WORDS_COUNTED)
                both = Candidate(first.word + second.word, frequency, first.listed or second.listed, True)
                found.setdefault(both.word, both)
    return tuple(found.values())


@cache
def _listed_parts() -> dict[str, tuple[tuple[str, str, str], ...]]:
    """Spelling of two characters and more → what stands before them in a listed word, they, and what stands behind."""
    found: dict[str, set[tuple[str, str, str]]] = {}
    for spelt, words in listed_words().items():
        for word in words:
            syllables = next((cut for cut in cuts(spelt, len(word))), None)
            for start, end in combinations(range(len(word) + 1), 2) if syllables else ():
                if 2 <= end - start < len(word):
                    part = word[:start], word[start:end], word[end:]
                    found.setdefault("".join(syllables[start:end]), set()).add(part)  # type: ignore[index]
    return {spelt: tuple(sorted(parts)) for spelt, parts in found.items()}


def of_listed(spelt: str, left: str, right: str) -> Iterator[Candidate]:
    """Parts of listed words of which the rest stands beside the letters: 史 and `wuqianli`."""
    for before, part, behind in _listed_parts().get(spelt, ()):
        if left.endswith(before) and right.startswith(behind):
            yield Candidate(part, _frequency(before + part + behind), True)


@lru_cache(maxsize=4096)
def _parts(spelt: str) -> tuple[Candidate, ...]:
    listed = listed_words().get(spelt, ())
    words = dict.fromkeys((*listed, *(word for word in read_so(spelt) if len(word) > 1)))
    return tuple(Candidate(word, _frequency(word), word in listed) for word in list(words)[:PARTS])


class Place(NamedTuple):
    """Where a spelling stands: the letters as written, the folded text on either side, and what it may stand for."""

    letters: str
    left: str
    right: str
    options: Sequence[Candidate]


def choose(places: Sequence[Place], page: str) -> Iterator[Choice]:
    """The best candidate of every place, which must have some. `page` is the whole text, folded."""
    windows = [(place.left, string, place.right) for place in places for string in _strings(place)]
    scores = iter(default_model().score_many(windows).tolist())
    on_page: Callable[[str], float] = cache(lambda string: log(1 + page.count(string)))
    of_page = _commonness(page)
    for place in places:
        latin = next(scores)
        found = [next(scores) for _ in place.options]
        hope = max(found) - HOPELESS
        weights = [
            MODEL * score + _prior(option, place, on_page, of_page) if score > hope else MODEL * score
            for score, option in zip(found, place.options, strict=True)
        ]
        best = max(range(len(weights)), key=weights.__getitem__)
        posterior = 1 / sum(exp(weight - weights[best]) for weight in weights)
        word = place.options[best].word
        surprisal = -found[best] / (len(word) + min(len(place.right), 3))
        listed = place.options[best].listed or (
            len(word) == 1 and not _listed_in_han().isdisjoint(_strings_around(place.left, word, place.right))
        )
        made = _made(place.left, word, place.right) if len(word) == 1 else 0.0
        alone = len(word) == 1 and made < LEAST_MADE
        loose = (place.options[best].compound or alone) and not listed
        yield Choice(word, posterior, found[best] - latin, surprisal, len(found), listed, loose, made)


def _strings(place: Place) -> Iterator[str]:
    yield place.letters
    yield from (option.word for option in place.options)


def _commonness(page: str) -> Callable[[str], float]:
    """How much commoner a character is on the page than in all text, natural log; 0 where the page says nothing."""
    counts, frequency = Counter(page), default_model().character_frequency

    def commonness(character: str) -> float:
        expected = EXPECTED * frequency(character)
        return log((counts[character] + expected) / (len(page) / EXPECTED + 1) / expected)

    return cache(commonness)


def _prior(option: Candidate, place: Place, on_page: Callable[[str], float], of_page: Callable[[str], float]) -> float:
    """What speaks for a candidate beside the model."""
    word, left, right = option.word, place.left[-1:], place.right[:1]
    weight = AHEAD * option.listed + CHARACTERS * sum(map(of_page, word))
    if left:
        weight += PAGE_LEFT * on_page(left + word[0])
    if right:
        weight += PAGE_RIGHT * on_page(word[-1] + right)
    if len(word) == 1:
        return weight + MADE * _made(place.left, word, place.right)
    return weight + PAGE * on_page(word) + FREQUENCY * option.frequency


def _made(left: str, character: str, right: str) -> float:
    """ln frequency, and one more, of the most frequent word that a character makes with its neighbours; 0 for none."""
    most = max(map(default_model().word_frequency, _strings_around(left, character, right)), default=0)
    return 1 + log(most) if most else 0.0


def _strings_around(left: str, character: str, right: str) -> Iterator[str]:
    """Strings of two to four characters that hold the one between `left` and `right`."""
    for before, after in product(range(LONGEST_MADE), repeat=2):
        if 0 < before + after < LONGEST_MADE and before <= len(left) and after <= len(right):
            yield left[len(left) - before :] + character + right[:after]


@lru_cache(maxsize=4096)
def makes_listed(left: str, spelt: str, right: str) -> bool:
    """Whether one character that is spelt so makes a listed word with its neighbours: `di` before 一."""
    listed = _listed_in_han()
    characters = (word for word in read_so(spelt) if len(word) == 1) if spelt in SYLLABLES else ()
    return any(string in listed for character in characters for string in _strings_around(left, character, right))

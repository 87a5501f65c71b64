"""Phrases made of spam vocabulary: words of `data/spam.tsv`, addresses and numbers, strung together.

A single word proves nothing (`官网`, `体育` and `亚洲` are everywhere), and neither does the name of a betting site:
newspapers write about those. This module only says where such phrases stand and of what kinds of words they are made;
`cleaning.spam_evidence` says whether one was pushed into its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cleaning.fold import encodable
from cleaning.lexicon import rows

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

WEIGHTS = {
    "brand": 3.0,
    "name": 1.5,
    "trade": 1.0,
    "call": 1.0,
    "adult": 1.8,
    "vague": 0.7,
    "advert": 2.5,
    "address": 1.5,
    "contact": 1.5,
}
"""How much a word of each class says for spam; `subject` words are no part of a phrase."""

LEAST, SINGLE = 1.4, 2.5
"""Least weight of a phrase: two vague words, a trade and what to do there; and of a single word: an advert, a brand.
Evidence has to do the rest."""

_ENDINGS = "com|net|org|cn|cc|vip|top|xyz|club|info|app|tv|me|co|biz|site|online|win|bet"
_LABEL = "[A-Za-z0-9-]{1,24}"
_ADDRESS = re.compile(
    rf"(?<![A-Za-z0-9.@/-])(?:https?://)?{_LABEL}(?:\.{_LABEL}){{0,3}}\.(?:{_ENDINGS})(?![A-Za-z0-9@])"
)
_CONTACT = re.compile(
    r"(?:添?加)?(?:微信号?|薇信|威信|[Vv]信|QQ群?|扣扣|[Qq]群)[号:： ]{0,2}[A-Za-z0-9_-]{5,20}(?![A-Za-z0-9])"
)
_CONTACT_SIGNS = re.compile("信|[Qq]|扣")

_MARKS = r"[ \u3000\-_·|/…\.★☆→~!！:：【】「」（）()]{0,6}"
GLUE = re.compile(rf"{_MARKS}(?:[A-Za-z0-9]{{1,6}}|[城网站版区]|中国)?{_MARKS}")
"""What may stand between two words of a phrase: marks and blanks, a few Latin letters or digits, `（中国）`."""

_LISTED = re.compile("[,，、; ；]{1,2}")
"""What stands between the words of a keyword list, where both are of the vocabulary that is listed so."""
_LISTS = frozenset({"adult", "vague", "brand"})

_LATIN = re.compile("[A-Za-z0-9]")


class Word(NamedTuple):
    """One word of a phrase: its span and its class."""

    start: int
    end: int
    kind: str


class Phrase(NamedTuple):
    """Words of spam vocabulary that stand together, and the sum of their weights."""

    words: tuple[Word, ...]
    weight: float

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end


@cache
def _lexicon() -> tuple[AhoCorasick, tuple[tuple[str, str], ...]]:
    from ahocorasick_rs import AhoCorasick, MatchKind

    terms = tuple((row[0], row[1]) for row in rows("spam"))
    return AhoCorasick([term for term, _ in terms], matchkind=MatchKind.LeftmostLongest), terms


@lru_cache(maxsize=4)
def words(folded: str) -> tuple[Word, ...]:
    """Every word of the vocabulary in a text folded to Simplified, addresses and numbers included, in order."""
    matcher, terms = _lexicon()
    found = []
    for number, start, end in matcher.find_matches_as_indexes(encodable(folded)):
        term, kind = terms[number]
        if term[0].isascii() and _LATIN.match(folded, start - 1 if start else len(folded)):
            continue
        if term[-1].isascii() and _LATIN.match(folded, end):
            continue
        found.append(Word(start, end, kind))
    if not found:
        return ()
    others: list[Word] = []
    if _CONTACT_SIGNS.search(folded):
        others += (Word(*hit.span(), "contact") for hit in _CONTACT.finditer(folded))
    if "." in folded:
        others += (Word(*hit.span(), "address") for hit in _ADDRESS.finditer(folded))
    if not others:
        return tuple(found)
    # An address or a number wins over the words inside it.
    kept = sorted(others)
    covered = iter(kept)
    current = next(covered, None)
    for word in found:
        while current and current.end <= word.start:
            current = next(covered, None)
        if not current or current.start >= word.end:
            kept.append(word)
    return tuple(sorted(kept))


def phrases(folded: str, found: Sequence[Word]) -> Iterator[Phrase]:
    """The phrases that weigh enough, in order."""
    run: list[Word] = []
    for word in found:
        if word.kind == "subject":
            continue
        if run and not _together(folded, run[-1], word):
            yield from _heavy(run)
            run = []
        run.append(word)
    yield from _heavy(run)


def _together(folded: str, left: Word, right: Word) -> bool:
    gap = folded[left.end : right.start]
    if not gap or GLUE.fullmatch(gap):
        return True
    return left.kind in _LISTS and right.kind in _LISTS and _LISTED.fullmatch(gap) is not None


def _heavy(run: list[Word]) -> Iterator[Phrase]:
    weight = round(sum(WEIGHTS[word.kind] for word in run), 2)
    least = LEAST if len(run) > 1 else SINGLE
    if weight >= least and any(word.kind != "call" for word in run):
        yield Phrase(tuple(run), weight)

"""Words that a site swaps in for others: those of a lexicon by the company they keep, unknown ones by fitting nowhere.

`大力开展吉印通创新` → `大力开展联合创新`; `据负责人先容` → `据负责人介绍`. `吉印通图文快印店` is the name of a printing
firm and stays, as do `做学问` and `不法勾当`.

An entry names the words to the left and right among which the original is at home, and words that prove the
swapped-in word to be meant. Where both sides fit it is put back. Where one side is missing the language model has to
find the original at home there and the written word a stranger, and on a page that shows no other damage the place is
then flagged.

Of words that no lexicon knows, the string that comes back and fits in none of its places is found, and the one word
that fits in all of them (`swap_suspects`, `swap_candidates`); a page about a new name has no such word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cleaning.context import Context
from cleaning.copy_swaps import told
from cleaning.edit import Proposal
from cleaning.fold import SIMPLIFIED_ONLY, TRADITIONAL_ONLY, encodable, fold
from cleaning.formal_one import formal_ones
from cleaning.language_model import default_model
from cleaning.lexicon import rows
from cleaning.swap_candidates import discover
from cleaning.swap_spun import spun_places
from cleaning.swap_suspects import suspects
from cleaning.swap_title import named_by_title
from cleaning.swap_words import absent_words

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

NEAR = 8
"""Characters on either side in which a denying word counts."""


AT_HOME, WELL_AT_HOME = -10.5, -8.5
"""ln p with the original in place less ln p with nothing there, above which it is at home: in five places where 联合
was meant it is −2.5 to −10.1, in the places of the clean set where the firm is meant −11.4 and below."""

STRANGE = 8.0
"""Least nats by which the original is likelier in its place than the written word, where a side does not fit."""

BOTH, ONE, NONE = 0.999, 0.97, 0.6
"""Confidence where both sides fit, where the model speaks for the original, and where nothing does."""

FORMAL_ONE = 0.995
"""Confidence of 壹 for 一: in the clean corpus no page has three of the first and fewer of the second."""

TOLD = 0.995
"""Confidence of the word that another copy of the page has in the places of one that fits nowhere."""

SPUN, ORDINARY = 2, 0.8
"""Different swaps with both sides that show a spun page, and the confidence there of a swapped-in word that is an
ordinary word (`部分` for 部门) and has one side only: flagged. On other pages such a word is left alone."""


class _Swap(NamedTuple):
    written: str
    original: str
    traditional: str
    left: re.Pattern[str]
    right: re.Pattern[str]
    denied: re.Pattern[str]


class Site(NamedTuple):
    """A swapped-in word where nothing near by denies it, and how many of its two sides fit the original."""

    swap: _Swap
    start: int
    end: int
    left: str
    right: str
    sides: int


@cache
def _swaps() -> tuple[tuple[_Swap, ...], AhoCorasick]:
    from ahocorasick_rs import AhoCorasick, MatchKind

    swaps = tuple(
        _Swap(written, original, traditional, re.compile(f"(?:{left})$"), re.compile(right), re.compile(denied))
        for written, original, traditional, left, right, denied in rows("swaps")
    )
    return swaps, AhoCorasick([swap.written for swap in swaps], matchkind=MatchKind.LeftmostLongest)


TRIGGERS: frozenset[str] = frozenset()


def propose(text: str, context: Context) -> Iterable[Proposal]:
    folded = context.folded
    yield from from_lexicon(folded, context)
    yield from of_spinning(folded, context)
    yield from from_site(folded, context)
    yield from from_title(folded, context)
    for place in formal_ones(folded) if "壹" in context.alphabet else ():
        yield Proposal(place, place + 1, "一", "swap.numeral", "the page has 壹 for every 一", FORMAL_ONE)
    yield from discovered(folded, context)


def sites(folded: str) -> Iterator[Site]:
    """The swapped-in words of a text folded to Simplified."""
    swaps, matcher = _swaps()
    for number, start, end in matcher.find_matches_as_indexes(encodable(folded)):
        swap = swaps[number]
        left, right = folded[max(0, start - NEAR) : start], folded[end : end + NEAR]
        if not (swap.denied.search(f"{left}\n{right}") or swap.denied.search(f"{left}{swap.written}{right}")):
            yield Site(swap, start, end, left, right, bool(swap.left.search(left)) + bool(swap.right.match(right)))


def from_lexicon(folded: str, context: Context) -> Iterable[Proposal]:
    model = default_model()
    found = [site for site in sites(folded) if site.sides or not model.is_word(site.swap.written)]
    spun = len({site.swap.written for site in found if site.sides == 2}) >= SPUN
    found = [site for site in found if spun or site.sides == 2 or not model.is_word(site.swap.written)]
    if not found:
        return
    windows = [(site.left, word, site.right) for site in found for word in (site.swap.original, site.swap.written, "")]
    scores = model.score_many(windows).reshape(-1, 3).tolist()
    damaged = _damaged(context)
    for site, (there, written, empty) in zip(found, scores, strict=True):
        lift, strange = there - empty, there - written
        fits = lift > AT_HOME and strange > STRANGE
        if site.sides == 2:
            confidence = BOTH
        elif model.is_word(site.swap.written):
            if not fits:
                continue
            confidence = ORDINARY
        elif fits:
            confidence = 0.995 if (site.sides and lift > WELL_AT_HOME) or damaged else ONE
        else:
            confidence = NONE
        after = site.swap.traditional if _traditional(context) else site.swap.original
        evidence = (
            f"lexicon; {site.sides} of 2 sides fit {site.swap.original}, which costs the model {-lift:.1f},"
            f" {strange:.1f} less than {site.swap.written}"
        )
        yield Proposal(site.start, site.end, after, "swap.lexicon", evidence, confidence)


def of_spinning(folded: str, context: Context) -> Iterable[Proposal]:
    """Common words that became odd synonyms all over the page."""
    for place in spun_places(folded, context.applied.get("swap.spun", 0)):
        yield _proposal(
            place.start, place.written, place.original, "swap.spun", place.evidence, place.confidence, context
        )


def from_site(folded: str, context: Context) -> Iterable[Proposal]:
    """Swaps that a profile of the site knows, where the word that was there is at home."""
    for written, original in context.swaps.items():
        starts = [hit.start() for hit in re.finditer(re.escape(written), folded)]
        for start, (lift, strange) in zip(starts, _fits(folded, starts, written, original), strict=True):
            confidence = 0.995 if lift > AT_HOME and strange > STRANGE else NONE
            evidence = f"known of the site; {original} costs the model {-lift:.1f}, {strange:.1f} less than {written}"
            yield _proposal(start, written, original, "swap.site", evidence, confidence, context)


def _fits(folded: str, starts: list[int], written: str, original: str) -> list[tuple[float, float]]:
    """For each place how much better the original is than nothing, and than what is written there."""
    windows = []
    for start in starts:
        end = start + len(written)
        left, right = folded[max(0, start - NEAR) : start], folded[end : end + NEAR]
        windows += [(left, original, right), (left, "", right), (left, written, right)]
    scores = default_model().score_many(windows).reshape(-1, 3)
    return list(zip((scores[:, 0] - scores[:, 1]).tolist(), (scores[:, 0] - scores[:, 2]).tolist(), strict=True))


def from_title(folded: str, context: Context) -> Iterable[Proposal]:
    """A name that was swapped on the page but not in the record's title, which has the headline otherwise."""
    named = named_by_title(folded, fold(context.title))
    if named:
        written, original = named
        evidence = f"the title has {original} where the headline has {written}"
        for hit in re.finditer(re.escape(written), folded):
            yield _proposal(hit.start(), written, original, "swap.discovered", evidence, 0.995, context)


def discovered(folded: str, context: Context) -> Iterable[Proposal]:
    """Unknown strings that fit nowhere, with the one word that fits everywhere."""
    model = default_model()
    known = [swap.written for swap in _swaps()[0]]
    absent = None
    for choices in suspects(folded, model, context.surprisal):
        if any(written in choice.text for choice in choices for written in known):
            continue
        absent = absent_words(folded) if absent is None else absent
        found = discover(choices, absent)
        if found is None:
            continue
        suspect, word, confidence, features = found
        evidence = f"{len(suspect.starts)} times; {word} is " + ", ".join(
            f"{name} {value:.1f}" for name, value in features.items()
        )
        kind = "swap.discovered"
        there, copy = told(folded, suspect.starts, suspect.text, context.witnesses)
        if there:
            kind, word, confidence = "swap.reprint", there, TOLD
            evidence = f"copy {copy}: has {word} there, and a word that fits nowhere stands here"
        for start in suspect.starts:
            yield _proposal(start, suspect.text, word, kind, evidence, round(confidence, 4), context)


def _proposal(
    start: int, written: str, original: str, kind: str, evidence: str, confidence: float, context: Context
) -> Proposal:
    # Which Traditional form a word takes is not known here.
    most = 0.95 if _traditional(context) else 1.0
    return Proposal(start, start + len(written), original, kind, evidence, min(confidence, most))


def _damaged(context: Context) -> bool:
    """Whether the page was seen to be a mill's or a filter's: swaps keep such company."""
    return bool(context.damage("mill") or context.damage("pinyin") or context.damage("swap"))


def _traditional(context: Context) -> bool:
    """Whether what is put in has to be in Traditional script: the user's choice, or that of most of the page."""
    if context.settings.script == "keep":
        return len(context.alphabet & TRADITIONAL_ONLY) > len(context.alphabet & SIMPLIFIED_ONLY)
    return context.settings.script == "traditional"

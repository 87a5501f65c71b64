"""Pages that spinning software went over: dozens of common words became odd synonyms, all over the page.

`宽大党员加入运动，各人体现很是兴奋` was 广大党员参加活动，大家表示非常兴奋. No single word proves it, since each is an
ordinary word somewhere (`运动会`, `体现价值`). But where several different ones that are seldom written at all are far
less likely than what they stand for, nobody wrote that.

Then every place is judged by itself: the word that is likelier by enough there comes back, and an author's own
`体现` stays. Swapped words stand beside each other, so what a pass puts back makes the next one surer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cleaning.fold import encodable
from cleaning.language_model import default_model
from cleaning.lexicon import rows

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

NEAR = 3
"""Characters on either side that are scored: the model of order 4 sees no farther."""

STRONG, SURE = 5.0, 8.0
"""Nats by which an original is likelier than what is written for the word to count for the page, and for the place to
be put back by itself. On spun pages of the tune part 99.7 % of the places above the second are right in the first pass,
between the two 97.3 %: those are put back where the word stands above the second elsewhere on the page."""

MANY, SURE_AMONG_MANY = 8, 6.0
"""Different words that count from which fewer nats do: 98.5 % of the places between 6 and 8 are right there."""

PERHAPS = 3.0
"""The same for a flag."""

AHEAD = 3.0
"""Nats by which one original (目前, 当前) has to be likelier than the next to be put back: else it is flagged."""

ORDINARY = 1000
"""Count in the lexicon from which a word says nothing of the page: a memoir has its own 成长, 事情 and 治理, which a
model of news finds unlikely all the same."""

DIFFERENT, SHARE = 3, 0.5
"""Different odd words that count, and their least share of the different odd words on the page, from which it is spun.
Of 31,971 clean pages (train and tune part) 12 have two that count, one has three (a share of 0.23), none has more."""

SPARSE = 2500
"""Characters of a long text for each word that has to count: a statute may hold three odd words by chance, while
spinning software leaves some on every screen."""

MADE, SEEN = 0.992, 0.9
"""Confidence of a place that is put back, and of the others."""


NAMES = frozenset({"吉印通"})
"""Entries of swaps.tsv that are somebody's name: the page as a whole says nothing of them."""


class Spun(NamedTuple):
    """A place where a swapped-in word stands, what stood there, how sure that is (0 to 1), and why."""

    start: int
    written: str
    original: str
    confidence: float
    evidence: str


class _Site(NamedTuple):
    start: int
    written: str
    original: str
    gain: float
    ahead: float


@cache
def spinning_table() -> dict[str, tuple[str, ...]]:
    """The words that are swapped in, each with the words that it may stand for."""
    table = {written: tuple(originals.split(",")) for written, originals in rows("spun")}
    for written, original, *_ in rows("swaps"):
        if written in NAMES:
            continue
        table[written] = (original, *table.get(written, ()))
    return table


@cache
def _matcher() -> tuple[tuple[tuple[str, tuple[str, ...]], ...], AhoCorasick]:
    from ahocorasick_rs import AhoCorasick, MatchKind

    entries = tuple(spinning_table().items())
    return entries, AhoCorasick([written for written, _ in entries], matchkind=MatchKind.LeftmostLongest)


def spun_places(folded: str, applied: int) -> Iterator[Spun]:
    """The swapped-in words of a text folded to Simplified, if its page is spun.

    `applied` counts the words that were put back on the page before.

    >>> spun = "宽大党员起劲提高效劳水平，增强步队的凝聚力，目今很是重要。总司理先容说，要加速清静生产的措施。"
    >>> [place.original for place in spun_places(spun, 0) if place.confidence == MADE]
    ['广大', '努力', '服务', '队伍', '目前', '非常', '总经理', '介绍', '安全']
    >>> list(spun_places("他很是得意，起劲地划着船。", 0)), list(spun_places("成长中的事情，治理的办法，都有差别。", 0))
    ([], [])
    """
    entries, matcher = _matcher()
    found = matcher.find_matches_as_indexes(encodable(folded))
    least = max(DIFFERENT, len(folded) / SPARSE)
    odd = {number: start for number, start, _ in reversed(found) if _is_odd(entries[number][0])}
    if not applied:
        if len(odd) < least:
            return
        # One place of each word is cheap, and tells nearly all clean pages.
        once = _scored(folded, [(start, *entries[number]) for number, start in odd.items()])
        if 2 * sum(site.gain > STRONG for site in once) < least:
            return
    sites = _scored(folded, [(start, *entries[number]) for number, start, _ in found])
    strong = {site.written for site in sites if site.gain > STRONG}
    telling = sum(map(_is_odd, strong))
    if not applied and (telling < least or telling < SHARE * len(odd)):
        return
    enough = SURE_AMONG_MANY if max(len(strong), applied) >= MANY else SURE
    known = {(site.written, site.original) for site in sites if site.gain > enough and site.ahead > AHEAD}
    for site in sites:
        if site.gain > PERHAPS:
            sure = site.gain > STRONG and site.ahead > AHEAD and (site.written, site.original) in known
            evidence = (
                f"a spun page: {telling} of {len(odd)} odd words, {applied} put back before;"
                f" {site.original} is {site.gain:.1f} nats likelier"
            )
            yield Spun(site.start, site.written, site.original, MADE if sure else SEEN, evidence)


@cache
def _is_odd(word: str) -> bool:
    return default_model().word_frequency(word) < ORDINARY


def _scored(folded: str, found: Sequence[tuple[int, str, tuple[str, ...]]]) -> list[_Site]:
    """Each place with its likeliest original."""
    windows = []
    for start, written, originals in found:
        left = folded[max(0, start - NEAR) : start]
        right = folded[start + len(written) : start + len(written) + NEAR]
        windows += [(left, word, right) for word in (written, *originals)]
    scores = iter(default_model().score_many(windows).tolist())
    sites = []
    for start, written, originals in found:
        there = next(scores)
        ranked = sorted(((next(scores) - there, original) for original in originals), reverse=True)
        ahead = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else float("inf")
        sites.append(_Site(start, written, ranked[0][1], ranked[0][0], ahead))
    return sites

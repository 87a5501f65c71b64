"""What the words in pinyin of one page say of each other: who spells one word so spells more.

Three stories. A page that no filter went over has no such word, but for one that stands alone against all odds. A
filter for advertising has its list, and says less of words that are not on it; where any word is taken, Latin letters
that could be a word are one. How likely each story is, the other words tell, each spelling once: a name that comes back
is no more of a word for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log, log1p
from typing import NamedTuple

AMONG_OTHERS, BESIDE_LISTED = 12.0, 6.0
"""Log odds that a word gains on a page of a filter, and one that is not listed on a page of listed ones. On the tune
part 6 brought back 87.0 % of the common words of pages with four each, 9 89.8 %, 12 91.0 %, 15 91.5 %; with 15 names on
damaged pages came near the floor. Today 12 brings back 96.2 %, 13 96.7 % with twice
as many names."""

TOGETHER = 0.75
"""Of what a word says of its page so much is counted: names, lessons and commands keep each other company too."""

APPLIED = 12.0
"""What a word says that was put back before, log odds."""

MEANT = 0.6
"""Highest confidence of letters that seem to be meant, on a page without others."""

NAMED = -8.0
"""Log odds of letters behind 用户 or before 命令 on a page with others."""


class Letters(NamedTuple):
    """One site: its spelling, the log odds that it is a word if it stood alone, the posterior of the word chosen,
    whether that is listed, whether the page says that the letters are meant, and whether it only looks like it."""

    spelt: str
    odds: float
    posterior: float
    listed: bool
    meant: bool
    named: bool


def probabilities(page: Sequence[Letters], applied: int = 0, listed_applied: int = 0) -> list[tuple[float, float]]:
    """For each site the probability that its letters are a word, and that its page is one of a filter, by the others.

    `applied` counts the words that were put back on the page before, `listed_applied` those of the lists.
    """
    says: dict[str, float] = {}
    listed: set[str] = set()
    for site in page:
        says[site.spelt] = max(says.get(site.spelt, 0.0), _says(site))
        if site.listed:
            listed.add(site.spelt)
    of_listed = sum(says[spelt] for spelt in listed) + APPLIED * listed_applied
    of_others = sum(says[spelt] for spelt in says.keys() - listed) + APPLIED * applied
    found = []
    for site in page:
        own = says[site.spelt]
        filtered = _probability(of_listed + of_others - own - AMONG_OTHERS)
        of_any = filtered if site.listed else _probability(of_others - own * (site.spelt not in listed) - AMONG_OTHERS)
        likely = of_any * _probability(site.odds + AMONG_OTHERS + NAMED * site.named)
        likely += (filtered - of_any) * _probability(site.odds + BESIDE_LISTED + NAMED * site.named)
        likely += (1 - filtered) * min(_probability(site.odds), MEANT if site.named else 1.0)
        found.append((min(likely, MEANT) if site.meant else likely, filtered))
    return found


def _says(site: Letters) -> float:
    """How much a site lifts the log odds of the second story: a word that is none says nothing."""
    if site.meant or site.named or not site.posterior:
        return 0.0
    return TOGETHER * max(0.0, log1p(exp(min(50.0, site.odds + AMONG_OTHERS + log(site.posterior)))) - log(2))


def _probability(log_odds: float) -> float:
    return 1 / (1 + exp(-max(-50.0, log_odds)))

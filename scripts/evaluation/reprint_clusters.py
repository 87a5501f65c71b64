"""Clusters: which pages are found to be one text, among reprints of every kind and templated notices.

Articles with reprints (an editor's version, another headline or footer, an excerpt, a mill's page, one with junk) are
cleaned and compared as `clean --reprints` does. Pairs are counted, and two excerpts of one article are no pair.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from random import Random

from cleaning import Cleaner
from dataset.near_copies import related_texts
from scripts.evaluation.figures import Figure, share
from scripts.reenact.junk import insert
from scripts.reenact.mill_page import make_site, mill_page
from scripts.reenact.reprints import edited, excerpt, notice, templates, with_footer, with_headline

NOTICES = 4
"""Notices of each template."""

SHOWN = 6

REPRINTS = ("edited_5", "edited_15", "edited_30", "headline", "footer", "excerpt_20", "excerpt_40", "mill", "junk")


@dataclass(frozen=True, slots=True)
class Copy:
    """A page of the set: `of` is the article or notice that it is made from; excerpts of one are no pair."""

    of: str
    kind: str
    text: str


def copies(texts: Sequence[str], strangers: Sequence[str], cleaner: Cleaner) -> list[Copy]:
    """The articles, two reprints of each, and the notices, as they come out of the first cleaning."""
    found: list[Copy] = []
    for number, text in enumerate(texts):
        rng = Random(f"copies {number}")
        other = strangers[number % len(strangers)]
        of = f"article {number}"
        found.append(Copy(of, "article", text))
        for kind in rng.sample(REPRINTS, 2):
            copy = _reprint(kind, text, other, rng)
            found.append(Copy(of, kind, cleaner.clean(copy).text if kind in ("mill", "junk") else copy))
    for name, template in templates():
        rng = Random(name)
        found += (Copy(f"{name} {number}", "notice", notice(template, rng)) for number in range(NOTICES))
    return found


def _reprint(kind: str, text: str, other: str, rng: Random) -> str:
    name, _, share_of = kind.partition("_")
    if name == "edited":
        return edited(text, rng, int(share_of) / 100, other)
    if name == "excerpt":
        return excerpt(text, rng, int(share_of) / 100)
    if name == "mill":
        return mill_page(text, make_site(rng, text)).text
    if name == "junk":
        return insert(text, rng, len(text) // 100).text
    return with_headline(text, rng) if name == "headline" else with_footer(text, rng)


def clusters(texts: Sequence[str], strangers: Sequence[str], cleaner: Cleaner) -> Iterator[Figure]:
    """Recall and precision of pairs, and the notices that were joined with nothing.

    Editors take sentences from `strangers`: a page with half an article in it would be no wrong pair of that article.
    """
    pages = copies(texts, strangers, cleaner)
    with tempfile.TemporaryDirectory() as folder:
        found = related_texts([page.text for page in pages], Path(folder))
    truth = {
        (one, other)
        for one, other in combinations(range(len(pages)), 2)
        if pages[one].of == pages[other].of and not _both_excerpts(pages[one], pages[other])
    }
    missed = sorted(truth - found)
    wrong = sorted(pair for pair in found - truth if pages[pair[0]].of != pages[pair[1]].of)
    yield share("reprints.clusters.recall", len(truth & found), len(truth), _named(missed, pages))
    yield share("reprints.clusters.precision", len(found) - len(wrong), len(found), _named(wrong, pages))
    notices = [number for number, page in enumerate(pages) if page.kind == "notice"]
    merged = {number for pair in found for number in pair if pages[number].kind == "notice"}
    yield share("reprints.notices.apart", len(notices) - len(merged), len(notices))


def _both_excerpts(one: Copy, other: Copy) -> bool:
    return one.kind.startswith("excerpt") and other.kind.startswith("excerpt")


def _named(pairs: Sequence[tuple[int, int]], pages: Sequence[Copy]) -> str:
    return "\n".join(
        f"{pages[one].of}, {pages[one].kind} | {pages[other].of}, {pages[other].kind}" for one, other in pairs[:SHOWN]
    )

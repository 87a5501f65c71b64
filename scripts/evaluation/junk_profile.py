"""Junk beside a corpus: the same fragments and the same clean text with a profile over up to a thousand pages.

Each kind of text that has pages enough gets a profile of its own, made of the pages as they are judged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from cleaning.junk_corpus import MANY
from cleaning.profile import Profile
from cleaning.profile.strings import Strings
from cleaning.settings import Settings
from scripts.corpus import Document
from scripts.evaluation.figures import Figure, per_million, share
from scripts.evaluation.junk_removals import (
    KINDS,
    Page,
    Tried,
    calibration,
    curve,
    damaged_by,
    dotted,
    removals_of,
    worst,
)
from scripts.reenact import Damaged

PROFILED = 1000
"""Most pages of a domain that a profile is made of."""

PAGE = 1500
"""Characters of a page where a profile is made: longer documents are cut at a line's end, so that kinds of text whose
documents are long have pages enough."""


def with_profile(documents: Iterable[Document], floor: float) -> Iterator[Figure]:
    """The same with a profile of each domain that has pages enough; it is made of the pages as they are judged.

    Confidence is measured on pages that are damaged by all kinds of fragments in turn.
    """
    by_domain: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        by_domain[document.domain].append(document)
    pages = [page for group in by_domain.values() for page in _paged(group)]
    if not pages:
        return
    untouched = [Page(page.domain, Damaged(page.text, page.text, ())) for page in pages]
    tries, clean = (_tried_with_profiles(made) for made in (damaged_by(pages, "2_4"), untouched))
    for domain in ("", *dict.fromkeys(page.domain for page in pages)):
        made = tries.removals(domain, floor)
        yield share(f"junk.profile.exact.2_4{dotted(domain)}", sum(one.exact for one in made), tries.cases(domain))
        wrong = clean.removals(domain, floor)
        name = f"junk.profile.wrong{dotted(domain) or '.all'}"
        yield per_million(name, len(wrong), clean.size(domain), worst(clean.removals(domain)))
    yield from curve("junk.profile.curve", tries, clean)
    every = [damaged_by(pages, kind) for kind in KINDS]
    turns = _tried_with_profiles([every[number % len(every)][number] for number in range(len(pages))])
    yield from calibration("junk.profile.calibrated", turns.removals())


def _paged(documents: list[Document]) -> list[Document]:
    """Documents of one domain as pages of a corpus; none where they are too few for a profile that lifts."""
    pages = [Document(document.domain, page) for document in documents for page in _cut(document.text) if len(page) > 1]
    return pages[:PROFILED] if len(pages) >= MANY else []


def _cut(text: str) -> Iterator[str]:
    """A document in stretches of `PAGE` characters or less, each to the end of a line where it has one."""
    begin = 0
    while begin < len(text):
        end = begin + PAGE
        if end < len(text):
            end = text.rfind("\n", begin, end) + 1 or end
        yield text[begin:end]
        begin = end


def _tried_with_profiles(pages: list[Page]) -> Tried:
    together = Tried([], [])
    by_domain: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        by_domain[page.domain].append(page)
    for group in by_domain.values():
        strings = Strings()
        for page in group:
            strings.add(page.damaged.text, "")
        profile = Profile(pages=len(group), strings=strings.settled(2))
        tried = removals_of(group, Settings(script="keep", profile=profile))
        together.pages.extend(tried.pages)
        together.made.extend(tried.made)
    return together

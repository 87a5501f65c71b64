"""Junk characters: how many fragments are taken out exactly, what is taken out of good text, and what confidence says.

Pages of all domains get a fragment about every 700 characters, all of one kind. Untouched, the same text tells what is
removed wrongly, by kind of text. The curve says what share of fragments of 2–4 characters is removed exactly where the
floor is set to so many wrong removals per million characters of untouched text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from cleaning.context import Context
from cleaning.floors import FLOORS, floor_of
from cleaning.junk_corpus import MANY
from cleaning.profile import Profile
from cleaning.profile.strings import Strings
from cleaning.repairs import junk as repair
from cleaning.settings import Settings
from scripts.corpus import Document
from scripts.evaluation.figures import Figure, per_million, share
from scripts.evaluation.sources import Source
from scripts.reenact import Damaged, junk

MOST = 400_000
"""Characters of a domain, the last document counted whole."""

EVERY = 700
"""Characters for each fragment."""

LONGEST = 8000
"""Characters of a page that is damaged: what is longer is cut, so that no kind of damage hangs on one document."""

PROFILED = 1000
"""Most pages of a domain that a profile is made of."""

RATES = (5, 2, 1)
"""Wrong removals per million characters at which the curve is read."""

SHOWN = 12

UNDER = FLOORS["junk"].apply - 0.01
"""Where a kind with a floor of its own does not reach that, it is made at none above this."""

SETTINGS = Settings(script="keep")

Damage = Callable[[str, Random, int], Damaged]


def _of_length(length: int) -> Damage:
    return lambda text, rng, count: junk.insert(text, rng, count, (length,))


KINDS: dict[str, tuple[Damage, ...]] = {
    "2_4": tuple(_of_length(length) for length in (2, 3, 4)),
    **{str(length): (_of_length(length),) for length in (1, 5, 6)},
    "orphans": (junk.append_orphans,),
    "between": (junk.insert_between,),
    "mixed": (junk.insert_mixed,),
}


class Removal(NamedTuple):
    """One removal that the repair proposes, and whether the text without it is the text before the damage.

    `reach` is the family's floor up to which it is made: the confidence, or less where its kind asks for more.
    """

    confidence: float
    reach: float
    exact: bool
    shown: str


class Page(NamedTuple):
    domain: str
    damaged: Damaged


@dataclass(frozen=True)
class Tried:
    """Pages of one kind of damage, and what the repair would remove from each."""

    pages: list[Page]
    made: list[list[Removal]]

    def cases(self, domains: str = "") -> int:
        """Fragments on pages of domains whose names begin so."""
        return sum(len(page.damaged.scars) for page in self.pages if page.domain.startswith(domains))

    def size(self, domains: str = "") -> int:
        return sum(len(page.damaged.text) for page in self.pages if page.domain.startswith(domains))

    def removals(self, domains: str = "", least: float = 0.0) -> list[Removal]:
        """Removals that are made at this floor on those pages."""
        pages = zip(self.pages, self.made, strict=True)
        return [
            removal
            for page, made in pages
            if page.domain.startswith(domains)
            for removal in made
            if removal.reach >= least
        ]


def measure(source: Source, most: int) -> Iterator[Figure]:
    documents = list(_taken(source, most))
    floor = FLOORS["junk"].apply
    untouched = [Page(document.domain, Damaged(document.text, document.text, ())) for document in documents]
    clean = _tried(untouched)
    damaged = {kind: _damaged(documents, kind) for kind in KINDS}
    tried = {kind: _tried(pages) for kind, pages in damaged.items()}
    for kind, tries in tried.items():
        for name, domains in ((kind, ""), (f"{kind}.news", "news")):
            made = tries.removals(domains, floor)
            exact = sum(removal.exact for removal in made)
            yield share(f"junk.exact.{name}", exact, tries.cases(domains))
            yield share(f"junk.inexact.{name}", len(made) - exact, len(made))
    for domain in dict.fromkeys(document.domain for document in documents):
        wrong = clean.removals(domain, floor)
        yield per_million(f"junk.wrong.{domain}", len(wrong), clean.size(domain), _worst(wrong))
    yield per_million("junk.wrong.all", len(clean.removals(least=floor)), clean.size(), _worst(clean.removals()))
    yield from _curve("junk.curve", tried["2_4"], clean)
    yield from _calibration([removal for tries in tried.values() for removal in tries.removals()])
    if any(len(pages) >= MANY for pages in _by_domain(untouched).values()):
        yield from _with_profile(damaged["2_4"], untouched, floor)


def _taken(source: Source, most: int) -> Iterator[Document]:
    """Documents up to `most` characters of every domain, in an order drawn once."""
    sizes = Counter[str]()
    for document in source.shuffled(1):
        if sizes[document.domain] < most:
            sizes[document.domain] += len(document.text)
            yield document


def _damaged(documents: list[Document], kind: str) -> list[Page]:
    pages = []
    for number, document in enumerate(documents):
        rng = Random(f"{kind} {number}")
        text = document.text[:LONGEST]
        damage = KINDS[kind][number % len(KINDS[kind])]
        pages.append(Page(document.domain, damage(text, rng, int(len(text) / EVERY + rng.random()))))
    return pages


def _tried(pages: list[Page], settings: Settings = SETTINGS) -> Tried:
    return Tried(pages, [list(removals(page.damaged, settings)) for page in pages])


def removals(page: Damaged, settings: Settings) -> Iterator[Removal]:
    """What the repair would take out, the surest first where two overlap, whatever the floor."""
    text = page.text
    intact = {text[: scar.start] + text[scar.end :] for scar in page.scars}
    taken: list[tuple[int, int]] = []
    proposals = repair.propose(text, Context(text, settings))
    for proposal in sorted(proposals, key=lambda proposal: (-proposal.confidence, proposal.start - proposal.end)):
        start, end = proposal.start, proposal.end
        if all(end <= left or right <= start for left, right in taken):
            taken.append((start, end))
            shown = f"{text[max(0, start - 8) : start]}[{text[start:end]}]{text[end : end + 8]}"
            confidence = proposal.confidence
            reach = confidence if confidence >= floor_of(proposal.kind) else min(confidence, UNDER)
            yield Removal(confidence, reach, text[:start] + text[end:] in intact, f"{confidence} {shown!r}")


def _with_profile(damaged: list[Page], untouched: list[Page], floor: float) -> Iterator[Figure]:
    """The same with a profile of each domain that has pages enough; it is made of the pages as they are judged."""
    tries, clean = (_tried_with_profiles(pages) for pages in (damaged, untouched))
    for name, domains in (("2_4", ""), ("2_4.news", "news")):
        exact = sum(removal.exact for removal in tries.removals(domains, floor))
        yield share(f"junk.profile.exact.{name}", exact, tries.cases(domains))
    yield per_million(
        "junk.profile.wrong.all", len(clean.removals(least=floor)), clean.size(), _worst(clean.removals())
    )
    yield from _curve("junk.profile.curve", tries, clean)


def _tried_with_profiles(pages: list[Page]) -> Tried:
    together = Tried([], [])
    for group in _by_domain(pages).values():
        if len(group) >= MANY:
            strings = Strings()
            for page in group[:PROFILED]:
                strings.add(page.damaged.text, "")
            profile = Profile(pages=len(group[:PROFILED]), strings=strings.settled(2))
            tried = _tried(group[:PROFILED], Settings(script="keep", profile=profile))
            together.pages.extend(tried.pages)
            together.made.extend(tried.made)
    return together


def _by_domain(pages: list[Page]) -> dict[str, list[Page]]:
    groups: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        groups[page.domain].append(page)
    return groups


def _curve(begin: str, damaged: Tried, clean: Tried) -> Iterator[Figure]:
    confidences = sorted((removal.reach for removal in clean.removals()), reverse=True)
    for rate in RATES:
        allowed = int(rate * clean.size() / 1e6)
        over = confidences[allowed] if allowed < len(confidences) else 0.0
        for name, domains in (("2_4", ""), ("2_4.news", "news")):
            exact = sum(removal.exact and removal.reach > over for removal in damaged.removals(domains))
            note = f"floor above {over}; {allowed} wrong allowed"
            yield share(f"{begin}.{name}.at_{rate}", exact, damaged.cases(domains), note)


def _calibration(made: list[Removal]) -> Iterator[Figure]:
    """By tenths of the confidence: the share that was exact; the note has what was said."""
    for tenth in range(10):
        inside = [removal for removal in made if min(int(removal.confidence * 10), 9) == tenth]
        if inside:
            said = sum(removal.confidence for removal in inside) / len(inside)
            exact = sum(removal.exact for removal in inside)
            yield share(f"junk.calibrated.{tenth}", exact, len(inside), f"said {said:.3%}")


def _worst(wrong: list[Removal]) -> str:
    surest = sorted(wrong, key=lambda removal: -removal.reach)[:SHOWN]
    return "\n".join(removal.shown for removal in surest)

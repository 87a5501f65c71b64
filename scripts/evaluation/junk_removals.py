"""Removals of junk on damaged and on clean pages: what the repair would take out, whether that is exact, and up to
which floor it is made; curves and calibration over them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from cleaning.context import Context
from cleaning.floors import family_floor
from cleaning.repairs import junk as repair
from cleaning.settings import Settings
from scripts.corpus import Document
from scripts.evaluation.figures import Figure, share
from scripts.reenact import Damaged, junk

EVERY = 700
"""Characters for each fragment."""

LONGEST = 8000
"""Characters of a page that is damaged: what is longer is cut, so that no kind of damage hangs on one document."""

RATES = (5, 2, 1)
"""Wrong removals per million characters at which a curve is read."""

SHOWN = 12

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

    `reach` is the family's floor up to which it is made: less than the confidence where its kind asks for more.
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


def damaged_by(documents: Sequence[Document], kind: str) -> list[Page]:
    pages = []
    for number, document in enumerate(documents):
        rng = Random(f"{kind} {number}")
        text = document.text[:LONGEST]
        damage = KINDS[kind][number % len(KINDS[kind])]
        pages.append(Page(document.domain, damage(text, rng, int(len(text) / EVERY + rng.random()))))
    return pages


def removals_of(pages: list[Page], settings: Settings = SETTINGS) -> Tried:
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
            reach = family_floor(proposal.kind, confidence)
            yield Removal(confidence, reach, text[:start] + text[end:] in intact, f"{confidence} {shown!r}")


def dotted(domain: str) -> str:
    """A domain as the end of a figure's name: news without its years."""
    return f".{'news' if domain.startswith('news') else domain}" if domain else ""


def curve(begin: str, damaged: Tried, clean: Tried) -> Iterator[Figure]:
    """Of all kinds of text, and of each; wrong removals are counted over all."""
    confidences = sorted((removal.reach for removal in clean.removals()), reverse=True)
    for rate in RATES:
        allowed = int(rate * clean.size() / 1e6)
        over = confidences[allowed] if allowed < len(confidences) else 0.0
        for domain in ("", *dict.fromkeys(page.domain for page in damaged.pages)):
            exact = sum(removal.exact and removal.reach > over for removal in damaged.removals(domain))
            note = f"floor above {over:.4f}; {allowed} wrong allowed"
            yield share(f"{begin}.2_4{dotted(domain)}.at_{rate}", exact, damaged.cases(domain), note)


def calibration(begin: str, made: list[Removal]) -> Iterator[Figure]:
    """By tenths of the confidence: the share that was exact; the note has what was said."""
    for tenth in range(10):
        inside = [removal for removal in made if min(int(removal.confidence * 10), 9) == tenth]
        if inside:
            said = sum(removal.confidence for removal in inside) / len(inside)
            exact = sum(removal.exact for removal in inside)
            yield share(f"{begin}.{tenth}", exact, len(inside), f"said {said:.3%}")


def worst(wrong: list[Removal]) -> str:
    surest = sorted(wrong, key=lambda removal: -removal.reach)[:SHOWN]
    return "\n".join(removal.shown for removal in surest)

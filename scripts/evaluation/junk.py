"""Junk characters: how many fragments are taken out exactly, what is taken out of good text, and what confidence says.

Pages of all domains get a fragment about every 700 characters, all of one kind. Untouched, the same text tells what is
removed wrongly, by kind of text. The curve says what share of fragments of 2–4 characters is removed exactly where the
floor is set to so many wrong removals per million characters of untouched text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cleaning.floors import FLOORS
from scripts.corpus import Document
from scripts.evaluation.figures import Figure, per_million, share
from scripts.evaluation.junk_profile import with_profile
from scripts.evaluation.junk_removals import KINDS, Page, calibration, curve, damaged_by, removals_of, worst
from scripts.evaluation.sources import Source
from scripts.reenact import Damaged

MOST = 400_000
"""Characters of a domain, the last document counted whole."""


def measure(source: Source, most: int) -> Iterator[Figure]:
    documents = list(_taken(source, most))
    floor = FLOORS["junk"].apply
    untouched = [Page(document.domain, Damaged(document.text, document.text, ())) for document in documents]
    clean = removals_of(untouched)
    damaged = {kind: damaged_by(documents, kind) for kind in KINDS}
    tried = {kind: removals_of(pages) for kind, pages in damaged.items()}
    for kind, tries in tried.items():
        for name, domains in ((kind, ""), (f"{kind}.news", "news")):
            made = tries.removals(domains, floor)
            exact = sum(removal.exact for removal in made)
            yield share(f"junk.exact.{name}", exact, tries.cases(domains))
            yield share(f"junk.inexact.{name}", len(made) - exact, len(made))
    for domain in dict.fromkeys(document.domain for document in documents):
        wrong = clean.removals(domain, floor)
        yield per_million(f"junk.wrong.{domain}", len(wrong), clean.size(domain), worst(wrong))
    yield per_million("junk.wrong.all", len(clean.removals(least=floor)), clean.size(), worst(clean.removals()))
    yield from curve("junk.curve", tried["2_4"], clean)
    yield from calibration("junk.calibrated", [one for tries in tried.values() for one in tries.removals()])
    yield from with_profile(documents, floor)


def _taken(source: Source, most: int) -> Iterator[Document]:
    """Documents up to `most` characters of every domain, in an order drawn once."""
    sizes = Counter[str]()
    for document in source.shuffled(1):
        if sizes[document.domain] < most:
            sizes[document.domain] += len(document.text)
            yield document

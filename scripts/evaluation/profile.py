"""What a corpus profile adds: frame text left on pages of 32 kinds of site without and with one, and what it costs.

The profile is learnt from some pages of every site; others, with other articles, are measured. Beside that, articles
without any frame are learnt and cleaned with what was learnt of them: a profile may take nothing from those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from cleaning import Cleaner, CleanResult
from cleaning.edit import Composition
from cleaning.profile import Profile
from cleaning.profile.learning import learn
from scripts.evaluation.figures import Figure, per_million, share
from scripts.evaluation.sources import Source
from scripts.reenact.sites import HEADLINE, Half, Page, articles, pages

MOST = 12
"""Pages a site that are learnt from; a few more are measured."""

MOST_OWN = 6

MEASURED = 4
"""Pages a site that are measured."""

DOCUMENTS = 100
"""Documents of the source for each page a site."""

SHOWN = 12

HALF: Half = "unseen"
"""Nothing that a profile knows was tuned, but the frame repair beside it was, on the other half."""

FROM_PROFILES = ("boilerplate.template", "swap.site")
"""Kinds of edits that nothing but a profile makes."""


def measure(source: Source, most: int) -> Iterator[Figure]:
    yield from _sites(HALF, most)
    yield from _articles(source, DOCUMENTS * most)


def host_of(page: Page) -> str:
    """The host of a re-enacted site: any name of its own."""
    return f"{page.site}.example"


def _sites(half: Half, most: int) -> Iterator[Figure]:
    by_site: dict[str, list[Page]] = {}
    for page in pages(half, most + MEASURED):
        by_site.setdefault(page.site, []).append(page)
    profile = learn((page.text, host_of(page)) for made in by_site.values() for page in made[:most])
    measured = [page for made in by_site.values() for page in made[most:]]
    for name, cleaner in (("without", Cleaner()), ("with", Cleaner(profile=profile))):
        yield from _characters(f"{name}.{half}", half, measured, cleaner)


def _characters(name: str, half: Half, measured: list[Page], cleaner: Cleaner) -> Iterator[Figure]:
    """Characters that are no white space; the headline is neither article nor frame."""
    all_of: Counter[str] = Counter()
    taken_of: Counter[str] = Counter()
    lost: list[str] = []
    for page in measured:
        taken = _taken(cleaner.clean(page.text, host=host_of(page)))
        start = 0
        for line in page.lines:
            if not HEADLINE & set(line.fields):
                places = [at for at, sign in enumerate(line.text, start) if not sign.isspace()]
                kind = "article" if line.role == "article" else "frame"
                gone = sum(taken[at] for at in places)
                all_of[kind] += len(places)
                taken_of[kind] += gone
                if gone and kind == "article":
                    lost.append(f"{page.site}: {line.text.strip()[:40]!r}")
            start += len(line.text) + 1
    # Examples of the tuned half only: whoever sees those of the other tunes on them.
    note = "\n".join(lost[:SHOWN]) if half == "tuned" else ""
    yield share(f"profile.frame_left.{name}", all_of["frame"] - taken_of["frame"], all_of["frame"])
    yield share(f"profile.article_kept.{name}", all_of["article"] - taken_of["article"], all_of["article"], note)


def _taken(result: CleanResult) -> list[bool]:
    """For each character of the original, whether it was taken for the site's."""
    taken = [False] * len(result.original)
    composition = Composition(result.edits)
    for edit in result.applied:
        if edit.family == "boilerplate":
            start, end = composition.to_original(edit.step, edit.start, edit.end)
            taken[start:end] = [True] * (end - start)
    return taken


def _articles(source: Source, most: int) -> Iterator[Figure]:
    """Texts without frame, each domain as one host: what is taken only because a profile knows the corpus is wrong."""
    texts = [(document.text, document.domain) for document in islice(source.shuffled(3, least=20), most)]
    texts += [(text, "tuned.example") for _, text in articles("tuned")]
    profile = learn(texts)
    wrong = _wrong(texts, profile)
    note = "\n".join(repr(text[:50]) for text in wrong[:SHOWN])
    yield per_million("profile.wrong.documents", len(wrong), sum(len(text) for text, _ in texts), note)


def _wrong(texts: list[tuple[str, str]], profile: Profile) -> list[str]:
    cleaner = Cleaner(profile=profile)
    return [
        f"{edit.kind}: {edit.before.strip()}"
        for text, host in texts
        for edit in cleaner.clean(text, host=host).applied
        if edit.kind in FROM_PROFILES
    ]

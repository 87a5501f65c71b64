"""From a page to its article: article text kept, frame text left, fields exact, on pages of many kinds of site.

Rules and weights are tuned on the half `tuned`; `unseen` is independent of both, and for
figures only. Pages that are all article lose nothing: the source's own documents and the articles alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import get_args

from cleaning import Cleaner, CleanResult
from cleaning.edit import Composition
from scripts.evaluation.figures import Figure, per_million, share
from scripts.evaluation.sources import Source
from scripts.reenact.sites import HEADLINE, Half, Page, articles, pages

MOST = 8
"""Pages a site."""

MOST_OWN = 6

DOCUMENTS = 100
"""Documents of the source for each page a site: pages that are all article."""

SHOWN = 12

FIELDS = (
    "title", "subtitle", "published_at", "source", "authors", "editor", "document_number", "index_number",
    "issuing_office", "subject", "keywords", "icp", "dateline",
)  # fmt: skip


def measure(source: Source, most: int) -> Iterator[Figure]:
    cleaner = Cleaner()
    for half in get_args(Half):
        results = [(page, cleaner.clean(page.text)) for page in pages(half, most)]
        yield from line_figures(half, results)
        yield from field_figures(half, results)
    yield from _all_article(source, cleaner, DOCUMENTS * most)


def _removed(result: CleanResult) -> list[bool]:
    """For each character of the original, whether a frame or headline edit took it."""
    gone = [False] * len(result.original)
    composition = Composition(result.edits)
    for edit in result.applied:
        if edit.family == "boilerplate":
            start, end = composition.to_original(edit.step, edit.start, edit.end)
            gone[start:end] = [True] * (end - start)
    return gone


def line_figures(half: Half, results: list[tuple[Page, CleanResult]]) -> Iterator[Figure]:
    """Characters that are no white space; the headline is counted apart."""
    all_of: Counter[str] = Counter()
    gone_of: Counter[str] = Counter()
    lost: list[str] = []
    left: list[str] = []
    for page, result in results:
        gone = _removed(result)
        start = 0
        for line in page.lines:
            places = [at for at, sign in enumerate(line.text, start) if not sign.isspace()]
            kind = "article" if line.role == "article" else "headline" if HEADLINE & set(line.fields) else "frame"
            taken = sum(gone[at] for at in places)
            all_of[kind] += len(places)
            gone_of[kind] += taken
            if kind == "article" and taken:
                lost.append(f"{page.site}: {line.text.strip()[:50]!r}")
            elif kind == "frame" and taken < len(places):
                left.append(f"{page.site}: {line.text.strip()[:50]!r}")
            start += len(line.text) + 1
    kept = all_of["article"] - gone_of["article"]
    yield share(f"frame.article_kept.{half}", kept, all_of["article"], _note(half, lost))
    remaining = all_of["frame"] - gone_of["frame"]
    yield share(f"frame.frame_left.{half}", remaining, all_of["frame"], _note(half, left))
    yield share(f"frame.headline_taken.{half}", gone_of["headline"], all_of["headline"])


def field_figures(half: Half, results: list[tuple[Page, CleanResult]]) -> Iterator[Figure]:
    """Of the pages that say it, how many fields are exact; of those that do not, how many have one all the same."""
    invented = silent = 0
    strays: list[str] = []
    for name in FIELDS:
        exact = said = 0
        wrong: list[str] = []
        for page, result in results:
            gold, got = page.fields.get(name), _value(result, name)
            if gold is None:
                silent += 1
                invented += got is not None
                if got is not None:
                    strays.append(f"{page.site}: {name} {got!r}")
                continue
            said += 1
            if _same(gold, got):
                exact += 1
            else:
                wrong.append(f"{page.site}: {got!r} for {gold!r}")
        if said:
            yield share(f"frame.field.{name}.{half}", exact, said, _note(half, wrong))
    yield share(f"frame.invented.{half}", invented, silent, _note(half, strays))


def _note(half: Half, lines: list[str]) -> str:
    """Examples of the tuned half only: whoever sees those of the other tunes on them."""
    return "\n".join(lines[:SHOWN]) if half == "tuned" else ""


def _value(result: CleanResult, name: str) -> object:
    value = result.fields.get(name)
    if name == "authors" and value is not None:
        return frozenset(author.name for author in value)  # type: ignore[attr-defined]
    if name == "published_at" and value is not None:
        stamp = value.isoformat()  # type: ignore[attr-defined]
        return stamp.removesuffix("T00:00:00")
    return value


def _same(gold: object, got: object) -> bool:
    if isinstance(gold, str) and isinstance(got, str):
        return _bare(gold).removesuffix("T00:00:00") == _bare(got)
    return gold == got


def _bare(value: str) -> str:
    """A value without spaces and with one width of brackets: form is judged elsewhere."""
    return re.sub(r"\s", "", value).translate(
        {ord("（"): "(", ord("）"): ")", ord("，"): ",", ord("；"): ";", ord("："): ":"}
    )


def _all_article(source: Source, cleaner: Cleaner, most: int) -> Iterator[Figure]:
    texts = [document.text for document in islice(source.shuffled(3, least=20), most)]
    tuned, unseen = ([text for _, text in articles(half)] for half in get_args(Half))
    for name, found in (("documents", texts), ("articles.tuned", tuned), ("articles.unseen", unseen)):
        taken = [
            edit.before.strip()
            for text in found
            for edit in cleaner.clean(text).applied
            if edit.family == "boilerplate"
        ]
        note = "" if found is unseen else "\n".join(repr(text[:50]) for text in taken[:SHOWN])
        yield per_million(f"frame.wrong.{name}", len(taken), sum(map(len, found)), note)

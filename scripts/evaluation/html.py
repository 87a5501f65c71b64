"""HTML pages of many kinds of site: how much of the article is kept, how much of the frame is left, which fields come
out.

`apart` are the pages that no rule was made by, `unseen` those that are independent of the rules; their fields are
reported apart (`html.fields.unseen.title`). The headline counts as neither article nor frame.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import cycle, dropwhile, islice
from typing import Any, NamedTuple

from cleaning import Cleaner, CleanResult
from scripts.evaluation.figures import Figure, share
from scripts.evaluation.sources import Source
from scripts.reenact.html_pages import HtmlPage, html_page, names

MOST = 6
"""Articles that each page is filled with."""

MOST_OWN = 2

SHOWN = 12
FIELDS = (
    "title",
    "published_at",
    "source",
    "authors",
    "editor",
    "keywords",
    "description",
    "channel",
    "site",
    "site_id",
)


class Kept(NamedTuple):
    """Characters of a page's article that are in the output, all of the article's, and what else is there."""

    kept: int
    article: int
    left: str


def measure(source: Source, most: int) -> Iterator[Figure]:
    cleaner = Cleaner(script="keep")
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    fields: dict[str, Counter[str]] = defaultdict(Counter)
    missed: dict[str, list[str]] = defaultdict(list)
    pages = restored = 0
    for page in html_pages(source, most):
        result = cleaner.clean(page.source, markup=True)
        found = outcome(page, result.text)
        part = page.group
        frame = sum(map(len, page.frame))
        whole = int(found.kept == found.article)
        sums[part].update(
            kept=found.kept, article=found.article, left=len(found.left), frame=frame, whole=whole, pages=1
        )
        unseen = "unseen." if part == "unseen" else ""
        if not whole and not unseen:
            missed["kept"].append(f"{page.name} {found.kept} of {found.article}")
        pages += 1
        restored += result.original == page.source
        for name, value in page.fields.items():
            if name in FIELDS:
                said = _said(result, name)
                right = _right(page, name, said, value)
                fields[unseen + name].update(pages=1, right=right, invented=bool(said and not value and not right))
                if not right and not unseen:
                    missed[name].append(f"{page.name}: {said!r}, not {value!r}")
    for part, counts in sums.items():
        note = _note(missed["kept"]) if part == "known" else ""
        yield share(f"html.kept.{part}", counts["kept"], counts["article"], note)
        yield share(f"html.left.{part}", counts["left"], counts["frame"])
        yield share(f"html.whole.{part}", counts["whole"], counts["pages"])
    yield share("html.restored", restored, pages)
    for name, counts in fields.items():
        yield share(f"html.fields.{name}", counts["right"], counts["pages"], _note(missed[name]))
        yield share(f"html.invented.{name}", counts["invented"], counts["pages"])


def html_pages(source: Source, most: int) -> Iterator[HtmlPage]:
    """Every page, each filled with `most` articles of the source, always others."""
    articles = cycle([_paragraphs(document.text) for document in source.shuffled(8, news=True, least=200, most=3000)])
    for name in names():
        for paragraphs in islice(articles, most):
            yield html_page(name, paragraphs)


def _paragraphs(text: str) -> list[str]:
    """The lines of an article without its own headlines, since the page has one."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return list(dropwhile(lambda line: not re.search("[。！？]", line), lines))


def outcome(page: HtmlPage, output: str) -> Kept:
    """The output compared with the page's gold, white space apart. A text of the article that is not whole in the
    output counts by its clauses."""
    rest = "".join(output.split())
    kept = 0
    for text in sorted(page.article, key=len, reverse=True):
        for part in [text] if text in rest else re.findall("[^。，；、：！？]+[。，；、：！？]?", text):
            if part in rest:
                kept += len(part)
                rest = rest.replace(part, "\0", 1)
    left = rest.replace("".join(str(page.fields["title"]).split()), "").replace("\0", "")
    return Kept(kept, sum(map(len, page.article)), left)


def _right(page: HtmlPage, name: str, said: Any, value: Any) -> bool:
    """Whether a field is what the page says; the article that fills it may name a paper and people of its own."""
    if name == "authors":
        return set(value) <= set(said)
    return said == value or bool(name == "source" and not value and said and said in "".join(page.article))


def _said(result: CleanResult, name: str) -> Any:
    value: Any = result.fields.get(name)
    if isinstance(value, datetime):
        at_midnight = not any("T" in item.value for item in result.fields.found if item.name == name)
        return value.date().isoformat() if at_midnight else value.isoformat()
    if name == "authors":
        return [author.name for author in value or ()]
    return value or ""


def _note(lines: Sequence[str]) -> str:
    return "\n".join(dict.fromkeys(lines[:SHOWN]))

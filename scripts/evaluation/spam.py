"""Spam phrases: how many are taken out exactly, and what is taken out that should stay.

Phrases are pushed between two Chinese characters of pages from all domains, one, three or six to a page; into glosses
of milled pages; as keyword lines above and below. Half of the brands are in no list. What must stay are the names of
betting sites where the text names some other firm or site.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from random import Random

from cleaning import Cleaner, CleanResult
from cleaning.edit import Composition
from cleaning.order import ORDER
from scripts.evaluation.figures import Figure, per_million, share
from scripts.evaluation.sources import Source
from scripts.reenact import Damaged, mill, spam

MOST = 400
"""Pages of each kind."""

MOST_OWN = 20

LEAST_PAGE, MOST_PAGE = 300, 6000
"""Characters of a page."""

COUNTS = (1, 3, 6)
"""Phrases on a page: evidence adds up, so they are reported apart."""

STREWN = 20
"""Runs of pictographs on a page: on one real page 23 in 500 characters."""

SHOWN = 8

_OTHERS = tuple(repair.name for repair in ORDER if not repair.always and repair.name != "spam")
"""Repairs with figures of their own."""


def measure(source: Source, most: int) -> Iterator[Figure]:
    cleaner = Cleaner(script="keep", off=_OTHERS)
    texts = [doc.text for doc in islice(source.shuffled(1, least=LEAST_PAGE, most=MOST_PAGE), most)]
    for count in COUNTS:
        pages = [spam.insert(text, Random(number), count) for number, text in enumerate(texts)]
        yield from _removed(f"{count}", pages, cleaner)
    pages = [spam.keyword_lines(text, Random(number)) for number, text in enumerate(texts)]
    yield from _removed("lines", pages, cleaner)
    pages = [spam.title_line(text, Random(number)) for number, text in enumerate(texts)]
    yield from _removed("titles", pages, cleaner)
    yield from _removed("jammers", [spam.jammers(text, Random(number)) for number, text in enumerate(texts)], cleaner)
    pages = [spam.pictographs(text, Random(number), STREWN) for number, text in enumerate(texts)]
    yield from _removed("pictographs", pages, cleaner)
    yield from _removed("glosses", list(_broken(texts)), cleaner)
    yield _mentions(texts, cleaner)


def _removed(name: str, pages: Iterable[Damaged], cleaner: Cleaner) -> Iterator[Figure]:
    exact = cases = size = flagged = 0
    wrong: list[str] = []
    for page in pages:
        result = cleaner.clean(page.text)
        assert result.original == page.text
        without = {page.text[: scar.start] + page.text[scar.end :] for scar in page.scars}
        cases += len(page.scars)
        size += len(page.text)
        flagged += len(result.flagged)
        for start, end in _spans(result):
            if page.text[:start] + page.text[end:] in without:
                exact += 1
            else:
                wrong.append(
                    f"{page.text[max(0, start - 8) : start]}[{page.text[start:end]}]{page.text[end : end + 8]}"
                )
    yield share(f"spam.exact.{name}", exact, cases, f"flagged {flagged}")
    yield per_million(f"spam.wrong.{name}", len(wrong), size, "\n".join(map(repr, wrong[:SHOWN])))


def _spans(result: CleanResult) -> Iterator[tuple[int, int]]:
    """What was taken out, as spans of the original."""
    composition = Composition(result.edits)
    return (composition.to_original(edit.step, edit.start, edit.end) for edit in result.applied)


def _broken(texts: Iterable[str]) -> Iterator[Damaged]:
    """Pages with glosses on aligned characters, some of them broken."""
    for number, text in enumerate(texts):
        rng = Random(number)
        table = mill.make_table(rng, 0.3)
        milled = "".join(f"{sign}({table[sign]})" if sign in table else sign for sign in mill.to_traditional(text))
        yield spam.break_glosses(milled, rng, 0.1)


def _mentions(texts: Iterable[str], cleaner: Cleaner) -> Figure:
    cases = size = 0
    wrong: list[str] = []
    for number, text in enumerate(texts):
        page = spam.mention(text, Random(number), 8)
        if page.scars:
            cases += len(page.scars)
            size += len(page.text)
            wrong += (edit.before for edit in cleaner.clean(page.text).applied)
    return share("spam.wrong.mentions", len(wrong), cases, "\n".join(map(repr, wrong[:SHOWN])))

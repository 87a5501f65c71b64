"""Characters left as references and escapes: the pages that come back exactly, by form.

Whole pages, paragraphs, sentences and runs, through the cleaner of `scripts.evaluation.pages`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice
from random import Random

from scripts.evaluation.figures import Figure, share
from scripts.evaluation.pages import byte_cleaner, pages
from scripts.evaluation.sources import Source
from scripts.reenact.escapes import FORMS, SPANS, escape_span
from scripts.reenact.extents import EXTENTS, choose

MOST = 40
"""Pages of each form."""

SHOWN = 3


def measure(source: Source, most: int) -> Iterator[Figure]:
    texts = pages(source, "gbk", most)
    right = cases = 0
    restored = settled = 0
    for form in (*FORMS, *SPANS):
        exact = done = alone = 0
        examples: list[str] = []
        for number, page in enumerate(islice(cycle(texts), most)):
            part = choose(page, Random(f"{form} {number}"), EXTENTS[number % len(EXTENTS)])
            damaged = escape_span(page, *part, form) if part else None
            if damaged is None or damaged.text == page:
                continue
            result = byte_cleaner().clean(damaged.text)
            done += 1
            exact += result.text == page
            alone += result.text == damaged.text
            restored += result.original == damaged.text
            settled += not byte_cleaner().clean(result.text).applied
            if result.text != page:
                examples.append(_example(page, damaged.text, result.text))
        note = "\n".join((f"left alone {alone}, wrongly changed {done - exact - alone}", *examples[:SHOWN]))
        yield share(f"escapes.exact.{form}", exact, done, note)
        right, cases = right + exact, cases + done
    yield share("escapes.exact.all", right, cases)
    yield share("escapes.restored", restored, cases)
    yield share("escapes.settled", settled, cases)


def _example(page: str, damaged: str, output: str) -> str:
    pairs = enumerate(zip(page, output, strict=False))
    at = next((place for place, (one, other) in pairs if one != other), min(len(page), len(output)))
    first = next((place for place, (one, other) in enumerate(zip(page, damaged, strict=False)) if one != other), 0)
    view = slice(max(0, at - 8), at + 16)
    return f"{damaged[first : first + 30]!r}: {output[view]!r} was {page[view]!r}"

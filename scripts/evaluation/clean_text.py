"""Wrong edits: what the whole pipeline applies to clean text, by domain and together.

Counted without script, punctuation, white space and invisible characters, which are form. Every edit is held to be
wrong; the notes show them by kind, to judge by eye.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from cleaning import FORM_FAMILIES, Cleaner
from cleaning.edit import Edit
from scripts.evaluation.figures import Figure, per_million
from scripts.evaluation.sources import Source

MOST = 2_000_000
"""Characters of a domain, the last document counted whole."""

SHOWN = 8

DAMAGED = ("provincial_reports", "wiki", "traditional_rust_book")
"""Beginnings of domains that hold frame lines and stray tags of their own: reported, and left out of the sum."""


def measure(source: Source, most: int) -> Iterator[Figure]:
    cleaner = Cleaner()
    sizes: Counter[str] = Counter()
    found: dict[str, list[Edit]] = defaultdict(list)
    for document in source.documents:
        if sizes[document.domain] < most:
            sizes[document.domain] += len(document.text)
            edits = cleaner.clean(document.text).applied
            found[document.domain] += (edit for edit in edits if edit.family not in FORM_FAMILIES)
    for domain, size in sizes.items():
        yield per_million(f"clean_text.wrong.{domain}", len(found[domain]), size, _by_kind(found[domain]))
    sound = [domain for domain in sizes if not domain.startswith(DAMAGED)]
    together = [edit for domain in sound for edit in found[domain]]
    kinds = Counter(edit.family for edit in together).most_common()
    note = ", ".join(f"{family} {number}" for family, number in kinds)
    yield per_million("clean_text.wrong.all", len(together), sum(sizes[domain] for domain in sound), note)


def _by_kind(edits: list[Edit]) -> str:
    lines = []
    for kind, number in Counter(edit.kind for edit in edits).most_common():
        examples = [f"{edit.before[:30]!r}→{edit.after[:30]!r}" for edit in edits if edit.kind == kind]
        lines.append(f"{kind} {number}: {', '.join(examples[:SHOWN])}")
    return "\n".join(lines)

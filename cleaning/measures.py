"""What a page's edits and fields add up to: how much of it was damaged, how many personal data it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from cleaning.cleaner import CleanResult
from cleaning.edit import FORM_FAMILIES, Composition, Edit
from cleaning.personal_data import find_personal_data

AROUND = frozenset({"markup", "boilerplate"})
"""Families that take away what stands around the text."""

NOT_DAMAGE = FORM_FAMILIES | AROUND | {"privacy"}


def damaged_share(original: str, applied: Sequence[Edit]) -> float:
    """The share of the page's characters that repairs of wording touch, 0 to 1.

    What is taken away around the article (tags, frame) is no damage and does not count as text; form and masking are
    no damage either.
    """
    if all(edit.family in NOT_DAMAGE for edit in applied):
        return 0.0
    composition = Composition(applied)

    def places(edits: Iterable[Edit]) -> list[tuple[int, int]]:
        return [composition.to_original(edit.step, edit.start, edit.end) for edit in edits]

    around = places(edit for edit in applied if edit.family in AROUND)
    touched = places(edit for edit in applied if edit.family not in NOT_DAMAGE)
    outside = covered_share(around, len(original))
    return min(1.0, (covered_share(around + touched, len(original)) - outside) / (1 - outside)) if outside < 1 else 0.0


def personal_counts(result: CleanResult) -> tuple[Counter[str], Counter[str]]:
    """Personal data by kind: in the text, and in what was taken out as frame."""
    in_text = Counter(item.name.partition(".")[2] for item in result.fields.found if item.name.startswith("personal."))
    return in_text, Counter(item.what for item in find_personal_data(result.frame))


def covered_share(spans: Sequence[tuple[int, int]], length: int) -> float:
    """The share of `length` characters that lie in at least one of the half-open spans."""
    covered = at = 0
    for start, end in sorted(spans):
        covered += max(0, end - max(start, at))
        at = max(at, end)
    return covered / length if length else 0.0

"""Whether edits are right as often as they say: stated confidence in bins, against the share that was right."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from scripts.evaluation.figures import Figure, share

BINS = (0.5, 0.9, 0.95, 0.99, 0.995, 0.999)
"""Lower edges; what is below the first belongs to it."""


class Calibration:
    """Gathers edits as (confidence, right) and reports them by bin under the name of a subject."""

    def __init__(self) -> None:
        self._seen: dict[float, list[tuple[float, bool]]] = {edge: [] for edge in BINS}

    def add(self, confidence: float, right: bool) -> None:
        self._seen[BINS[max(0, bisect_right(BINS, confidence) - 1)]].append((confidence, right))

    def figures(self, subject: str) -> Iterator[Figure]:
        """The share of right edits for each bin that has any; the note has what they stated on the average."""
        for edge, seen in self._seen.items():
            if seen:
                stated = sum(confidence for confidence, _ in seen) / len(seen)
                right = sum(right for _, right in seen)
                yield share(f"{subject}.calibration.from_{edge:g}", right, len(seen), f"they state {stated:.2%}")

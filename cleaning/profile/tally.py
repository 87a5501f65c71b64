"""Counts of rows of strings, in bounded memory, that can be added up in any order.

As long as fewer than `MOST` different rows were met, every count is exact, and adding is a plain sum: associative and
commutative. Beyond that the rarest go, and `error` remembers how much the greatest count was that went: what is
counted, and what is missing, may be too low by `error` and never too high, in whatever order parts were added (the
guarantee of lossy counting, Manku and Motwani 2002).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

MOST = 200_000
"""Most rows of one table that are kept: some 50 MB. Twice as many are in memory before the rarest go."""

Row = tuple[str, ...]


class Tally:
    """How often each row was met: of a host and a line, a host and a character and its reading, …"""

    def __init__(self, counts: dict[Row, int] | None = None, error: int = 0, most: int = MOST) -> None:
        self.counts = counts if counts is not None else {}
        self.error = error
        self.most = most

    def add(self, rows: Iterable[Row], by: int = 1) -> None:
        """Count rows, each by so much."""
        counts = self.counts
        for row in rows:
            counts[row] = counts.get(row, 0) + by
        if len(counts) > 2 * self.most:
            self._prune()

    def add_all(self, other: Tally) -> None:
        """Add the counts of another tally."""
        self.error += other.error
        for row, count in other.counts.items():
            self.counts[row] = self.counts.get(row, 0) + count
        if len(self.counts) > 2 * self.most:
            self._prune()

    def _prune(self, least: int = 0) -> None:
        """Drop all rows of the counts that do not fit any more, whole counts at a time so that no order decides."""
        if len(self.counts) > self.most:
            ranked = sorted(self.counts.values(), reverse=True)
            least = max(least, ranked[self.most] + 1)
        gone = [count for count in self.counts.values() if count < least]
        if gone:
            self.error += max(gone)
            self.counts = {row: count for row, count in self.counts.items() if count >= least}

    def settled(self, least: int) -> Tally:
        """A copy without the rows that were met less than `least` times, and with no more than fit."""
        copy = Tally(dict(self.counts), self.error, self.most)
        copy._prune(least)
        return copy

    def rows(self) -> Iterator[tuple[Row, int]]:
        """Rows with their counts, sorted by row."""
        yield from sorted(self.counts.items())

    def __getitem__(self, row: Row) -> int:
        return self.counts.get(row, 0)

    def __len__(self) -> int:
        return len(self.counts)

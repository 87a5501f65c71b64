"""What the pages of a dataset are, counted: hosts, days, kinds of damage, and places that were not repaired."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

MEASURES = ("edit_count", "flagged", "lost")
"""Columns that count places."""


@dataclass(slots=True)
class Contents:
    """Counts over all pages. `places` and `pages`: by measure, how many places, and on how many pages there are any."""

    hosts: Counter[str] = field(default_factory=Counter)
    damage: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    dated: int = 0
    first: date | None = None
    last: date | None = None


def contents(files: Iterable[Path]) -> Contents:
    """The counts of these files of pages; a row group in memory at a time, and the names of the hosts."""
    import pyarrow.parquet as pq

    found = Contents()
    for path in files:
        with pq.ParquetFile(path) as parquet:
            for batch in parquet.iter_batches(columns=["host", "published_at", "damage", *MEASURES]):
                columns = batch.to_pydict()
                found.hosts.update(host or "" for host in columns["host"])
                found.damage.update(kind for kinds in columns["damage"] for kind in kinds)
                for name in MEASURES:
                    found.places[name] += sum(columns[name])
                    found.pages[name] += sum(map(bool, columns[name]))
                days = [moment.date() for moment in columns["published_at"] if moment]
                if days:
                    found.dated += len(days)
                    found.first = min(*days, found.first or days[0])
                    found.last = max(*days, found.last or days[0])
    return found

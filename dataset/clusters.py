"""What is known of every page that has a near copy: its cluster's best page, the cluster's size, and its witnesses.

The best copy is the least damaged, then the most complete, then the earliest. What is longer than most copies of its
cluster was added to, and is no more complete than they. A cluster is one text; an excerpt has its
own row and stays out of the cluster, but each is a witness for the other. `RUN/reprints/clusters.parquet` keeps one row
a page: id, best (the id of the best copy), size, excerpt_of (a page that holds all of this one) and witnesses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import log
from pathlib import Path
from typing import Any, NamedTuple

from dataset.near_copies import Related
from dataset.run_store import aside, table_files
from dataset.union_find import UnionFind

WITNESSES = 4
"""Most copies that a page is compared with: the best of its cluster, and the pages that it was paired with."""

STEP = 0.02
"""Lengths that differ by less than this share count as equally complete: a footer more or less."""


class Standing(NamedTuple):
    """How a page stands beside its copies: the share of it that is damaged, its length in steps, when it appeared."""

    damaged: float
    length: int
    published: float
    id: str

    def rank(self, usual: int) -> tuple[int, int, float, int, float, str]:
        """What the best copy is chosen by, the least being the best; `usual` is the length of most copies.

        Damage in hundredths counts more than what is missing, and less of it than that.
        """
        missing, added = max(0, usual - self.length), max(0, self.length - usual)
        return round(100 * self.damaged), missing, self.damaged, added, self.published, self.id


class Member(NamedTuple):
    """A page that has near copies. Ids; `witnesses` best first."""

    id: str
    best: str
    size: int
    excerpt_of: str | None
    witnesses: tuple[str, ...]


def standings(run: Path) -> Iterator[Standing]:
    """How every page of a run stands, in the order of the numbers."""
    import pyarrow.parquet as pq

    for path in table_files(run, "pages"):
        table = pq.read_table(path, columns=["id", "quality", "lost", "published_at"])
        for row in table.to_pylist():
            yield standing_of(row)


def standing_of(row: Mapping[str, Any]) -> Standing:
    length = row["quality"]["characters"]
    damaged = min(1.0, row["quality"]["damaged"] + row["lost"] * 4 / max(1, length))
    published = row["published_at"].timestamp() if row["published_at"] else float("inf")
    return Standing(damaged, int(log(max(1, length)) / STEP), published, row["id"])


def members(related: Sequence[Related], pages: Sequence[Standing]) -> list[Member]:
    """The rows of `clusters.parquet`, in order of the numbers."""
    sets = UnionFind(len(pages))
    beside: dict[int, set[int]] = defaultdict(set)
    for one, other, kind in related:
        beside[one].add(other)
        beside[other].add(one)
        if kind == "same":
            sets.join(one, other)
    groups: dict[int, list[int]] = defaultdict(list)
    for number in sorted(beside):
        groups[sets.find(number)].append(number)
    usual = {first: usual_length([pages[number].length for number in group]) for first, group in groups.items()}

    def rank(first: int) -> Callable[[int], Any]:
        return lambda number: pages[number].rank(usual[first])

    ranked = {first: sorted(group, key=rank(first)) for first, group in groups.items()}
    wholes = _wholes(related, pages)
    found = []
    for number in sorted(beside):
        group = ranked[sets.find(number)]
        near = sorted(beside[number] - {number}, key=rank(sets.find(number)))
        others = [copy for copy in group[: WITNESSES + 1] if copy != number and copy not in beside[number]]
        witnesses = [*near, *others][:WITNESSES]
        whole = wholes.get(number)
        found.append(
            Member(
                pages[number].id,
                pages[group[0]].id,
                len(group),
                pages[whole].id if whole is not None else None,
                tuple(pages[witness].id for witness in witnesses),
            )
        )
    return found


def usual_length(lengths: Sequence[int]) -> int:
    """The median; of two the longer, since one of them alone tells nothing of the other."""
    return sorted(lengths)[len(lengths) // 2]


def _wholes(related: Iterable[Related], pages: Sequence[Standing]) -> dict[int, int]:
    """For an excerpt, the longest page that holds it."""
    wholes: dict[int, int] = {}
    for one, other, kind in related:
        if kind == "excerpt":
            part, whole = sorted((one, other), key=lambda number: pages[number].length)
            if part not in wholes or pages[whole].length > pages[wholes[part]].length:
                wholes[part] = whole
    return wholes


def write_members(found: Iterable[Member], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    text = pa.string()
    schema = pa.schema(
        [("id", text), ("best", text), ("size", pa.int32()), ("excerpt_of", text), ("witnesses", pa.list_(text))]
    )
    rows = [{**member._asdict(), "witnesses": list(member.witnesses)} for member in found]
    with aside(path) as draft:
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), draft, compression="zstd")


def read_members(path: Path) -> dict[str, Member]:
    """The rows by id."""
    import pyarrow.parquet as pq

    rows = pq.read_table(path).to_pylist()
    return {row["id"]: Member(**{**row, "witnesses": tuple(row["witnesses"])}) for row in rows}

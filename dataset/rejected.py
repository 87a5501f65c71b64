"""Why records were not kept: the reasons of a run's rejects, counted, for the people who read a card or a report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dataset.records import place_of
from dataset.run_store import table_files

REASONS = 1000
"""Most different reasons that are told apart."""

SHOWN = 20
"""Rejects shown one by one."""

OTHERS = "other reasons"


@dataclass(slots=True)
class Rejected:
    """How many records each reason kept out, the most frequent first, and the first records with theirs."""

    reasons: Counter[str] = field(default_factory=Counter)
    first: list[tuple[str, str]] = field(default_factory=list)


def rejected(run: Path, masked: Callable[[str], str] = str) -> Rejected:
    """The rejects of a run, with `masked` over each reason, which may quote the record.

    In memory are a bounded number of reasons, however many records there are.
    """
    found = Rejected()
    for path, record, reason in _rows(run):
        reason = masked(reason)
        said = alike(reason)
        found.reasons[said if said in found.reasons or len(found.reasons) < REASONS else OTHERS] += 1
        if len(found.first) < SHOWN:
            found.first.append((place_of(path, record), reason))
    return found


def alike(reason: str) -> str:
    """A reason without what differs from record to record: numbers, and words of the record.

    >>> alike("not JSON (line 1, column 1,024)")
    'not JSON (line N, column N)'
    >>> alike("where: quality.han > 0.3 is false (quality.han is 0.12)")
    'where: quality.han > 0.3 is false'
    >>> alike("the clean page breaks its contract in column title (str_length(1, 300)): '很长的标题'")
    'the clean page breaks its contract in column title (str_length(N, N))'
    """
    if reason.startswith("where: "):
        expression, false, _ = reason.partition(" is false")
        return expression + false
    if " breaks its contract " in reason:
        reason = re.sub(r"\): .*", ")", reason, flags=re.DOTALL)
    return re.sub(r"\d+(?:[,.]\d+)*", "N", reason)


def _rows(run: Path) -> Iterator[tuple[str, int, str]]:
    import pyarrow.parquet as pq

    for path in table_files(run, "rejects"):
        with pq.ParquetFile(path) as parquet:
            for batch in parquet.iter_batches(columns=["path", "record", "reason"]):
                for row in batch.to_pylist():
                    yield row["path"], row["record"], row["reason"]

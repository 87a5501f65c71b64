"""Which pages of a run are the same text, and which are excerpts of others: sketches, candidates, then every pair read.

`RUN/reprints/sketches/<shard>.parquet` keeps each page's id, the length of its wording and its sketch; a shard's file
is written aside and renamed, so a killed run goes on. Pages are numbered in the order of the shards' names.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dataset.candidates import candidate_pairs
from dataset.clean_batch import Wording
from dataset.relation import Kind, relation
from dataset.run_store import aside, table_files
from dataset.sketches import sketch
from dataset.union_find import UnionFind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PAIRS = 10_000
"""Candidate pairs read at a time: no more than twice as many texts are in memory."""


class Related(NamedTuple):
    """Two pages, the lower number first."""

    one: int
    other: int
    kind: Kind


def write_sketches(run: Path, folder: Path) -> None:
    """The sketches of all pages of a run; what is there already is kept."""
    for path in table_files(run, "pages"):
        target = folder / path.name
        if not target.exists():
            with aside(target) as draft:
                _write_sketches(path, draft)


def find_related(run: Path, folder: Path, spill: Path) -> list[Related]:
    """All pairs that are related, of those that were candidates; pages of one text hang together in chains.

    A pair that is known to be one text by other pairs is not read again. `spill` is made and removed.
    """
    import numpy as np

    sizes = np.concatenate([np.zeros(0, np.int64), *(_sizes(path) for path in _files(folder))])
    groups = row_groups(run)
    known = UnionFind(len(sizes))
    found: list[Related] = []
    shutil.rmtree(spill, ignore_errors=True)
    try:
        for one, other in candidate_pairs(_sketches(folder), sizes, spill):
            for start in range(0, len(one), PAIRS):
                pairs = list(
                    zip(one[start : start + PAIRS].tolist(), other[start : start + PAIRS].tolist(), strict=True)
                )
                open_pairs = [pair for pair in pairs if not known.same(*pair)]
                texts = dict(texts_of(groups, sorted({number for pair in open_pairs for number in pair})))
                found += _judge(open_pairs, texts, known)
    finally:
        shutil.rmtree(spill, ignore_errors=True)
    return sorted(found)


def _judge(pairs: Sequence[tuple[int, int]], texts: dict[int, str], known: UnionFind) -> Iterator[Related]:
    wordings: dict[int, str] = {}
    for one, other in sorted(pairs):
        if known.same(one, other):
            continue
        for number in (one, other):
            if number not in wordings:
                wordings[number] = Wording(texts[number]).letters
        kind = relation(wordings[one], wordings[other]).kind
        if kind == "same":
            known.join(one, other)
        if kind != "none":
            yield Related(one, other, kind)


class RowGroup(NamedTuple):
    """A row group of `pages`: its file, its place there, and the number of its first page."""

    path: Path
    place: int
    first: int
    rows: int


def row_groups(run: Path) -> list[RowGroup]:
    """All row groups of a run's pages, in the order of the numbers."""
    import pyarrow.parquet as pq

    groups: list[RowGroup] = []
    first = 0
    for path in table_files(run, "pages"):
        metadata = pq.read_metadata(path)
        for place in range(metadata.num_row_groups):
            rows = metadata.row_group(place).num_rows
            groups.append(RowGroup(path, place, first, rows))
            first += rows
    return groups


def texts_of(groups: Iterable[RowGroup], numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The texts of some pages, by number; row groups that hold none are not read."""
    import bisect

    import pyarrow.parquet as pq

    for group in groups:
        begin = bisect.bisect_left(numbers, group.first)
        end = bisect.bisect_left(numbers, group.first + group.rows)
        if begin == end:
            continue
        with pq.ParquetFile(group.path) as parquet:
            column = parquet.read_row_group(group.place, columns=["text"])["text"]
        for number in numbers[begin:end]:
            yield number, column[number - group.first].as_py()


def _sketch_schema() -> Any:
    import pyarrow as pa

    return pa.schema([("id", pa.string()), ("letters", pa.int32()), ("sketch", pa.list_(pa.uint64()))])


def _write_sketches(pages: Path, draft: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _sketch_schema()
    with pq.ParquetFile(pages) as parquet, pq.ParquetWriter(draft, schema, compression="zstd") as writer:
        for batch in parquet.iter_batches(256, columns=["id", "text"]):
            letters = [Wording(text).letters for text in batch["text"].to_pylist()]
            columns = [batch["id"], list(map(len, letters)), list(map(sketch, letters))]
            arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
            writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.parquet") if not path.name.startswith("."))


def _sizes(path: Path) -> NDArray[np.int64]:
    import numpy as np
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    lengths = pc.list_value_length(pq.read_table(path, columns=["sketch"])["sketch"])
    return np.asarray(lengths.to_numpy(), dtype=np.int64)


def _sketches(folder: Path) -> Iterator[NDArray[np.uint64]]:
    """Every page's sketch, in the order of the numbers."""
    import numpy as np
    import pyarrow.parquet as pq

    for path in _files(folder):
        with pq.ParquetFile(path) as parquet:
            for batch in parquet.iter_batches(1024, columns=["sketch"]):
                column = batch["sketch"]
                offsets = column.offsets.to_numpy()
                values = column.values.to_numpy()
                for start, end in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True):
                    yield np.asarray(values[start:end], dtype=np.uint64)


def related_texts(texts: Sequence[str], spill: Path) -> set[tuple[int, int]]:
    """The pairs that belong together among texts in memory: those of one text, and every excerpt with its pages."""
    import numpy as np

    sketches = [sketch(Wording(text).letters) for text in texts]
    sizes = np.array([len(hashes) for hashes in sketches], np.int64)
    known = UnionFind(len(texts))
    found: list[Related] = []
    for one, other in candidate_pairs(sketches, sizes, spill):
        found += _judge(list(zip(one.tolist(), other.tolist(), strict=True)), dict(enumerate(texts)), known)
    return belonging(found, known)


def belonging(found: Iterable[Related], known: UnionFind) -> set[tuple[int, int]]:
    """All pairs of one text, and an excerpt with every page of the text that it is part of."""
    groups: dict[int, list[int]] = {}
    for number in range(len(known)):
        groups.setdefault(known.find(number), []).append(number)
    pairs = {(one, other) for group in groups.values() for one, other in combinations(group, 2)}
    for one, other, kind in found:
        if kind == "excerpt":
            parts, wholes = groups[known.find(one)], groups[known.find(other)]
            pairs |= {(min(left, right), max(left, right)) for left in parts for right in wholes}
    return pairs

"""Which pages of a run are the same text, and which are excerpts of others: sketches, candidates, then every pair read.

`RUN/reprints/sketches/<shard>.parquet` keeps each page's id, the bytes of its wording and its sketch, and
`<shard>.wordings` beside it the wordings themselves; the former is written aside and renamed last, so a killed run goes
on. Pages are numbered in the order of the shards' names.
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
from dataset.wordings import SUFFIX, Wordings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PAIRS = 10_000
"""Candidate pairs that are made lists of Python at a time."""


class Related(NamedTuple):
    """Two pages, the lower number first."""

    one: int
    other: int
    kind: Kind


def write_sketches(run: Path, folder: Path) -> None:
    """The sketches of all pages of a run; what is there already is kept."""
    for path in table_files(run, "pages"):
        target = folder / path.name
        if not (target.exists() and target.with_suffix(SUFFIX).exists()):
            with aside(target) as draft, aside(target.with_suffix(SUFFIX)) as wordings:
                _write_sketches(path, draft, wordings)


def find_related(folder: Path, spill: Path) -> list[Related]:
    """All pairs that are related, of those that were candidates, from the sketches of all pages.

    Pages of one text hang together in chains: a pair that is known to be one text by others is not read again. `spill`
    is made and removed.
    """
    import numpy as np

    files = _files(folder)
    sizes = np.concatenate([np.zeros(0, np.int64), *map(_sketch_sizes, files)])
    known = UnionFind(len(sizes))
    found: list[Related] = []
    shutil.rmtree(spill, ignore_errors=True)
    try:
        texts = [path.with_suffix(SUFFIX) for path in files]
        with Wordings(texts, [_wording_sizes(path) for path in files]) as wordings:
            for one, other in candidate_pairs(_sketches(files), sizes, spill):
                for start in range(0, len(one), PAIRS):
                    part = slice(start, start + PAIRS)
                    found += _judge(zip(one[part].tolist(), other[part].tolist(), strict=True), wordings, known)
    finally:
        shutil.rmtree(spill, ignore_errors=True)
    return sorted(found)


def _judge(pairs: Iterable[tuple[int, int]], wordings: Wordings | Sequence[str], known: UnionFind) -> Iterator[Related]:
    for one, other in pairs:
        if known.same(one, other):
            continue
        kind = relation(wordings[one], wordings[other]).kind
        if kind == "same":
            known.join(one, other)
        if kind != "none":
            yield Related(one, other, kind)


def _sketch_schema() -> Any:
    import pyarrow as pa

    return pa.schema([("id", pa.string()), ("bytes", pa.int32()), ("sketch", pa.list_(pa.uint64()))])


def _write_sketches(pages: Path, draft: Path, wordings: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _sketch_schema()
    with (
        pq.ParquetFile(pages) as parquet,
        pq.ParquetWriter(draft, schema, compression="zstd") as writer,
        wordings.open("wb") as stream,
    ):
        for batch in parquet.iter_batches(256, columns=["id", "text"]):
            letters = [Wording(text).letters for text in batch["text"].to_pylist()]
            written = [stream.write(wording.encode()) for wording in letters]
            columns = [batch["id"], written, list(map(sketch, letters))]
            arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
            writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.parquet") if not path.name.startswith("."))


def _wording_sizes(path: Path) -> NDArray[np.int64]:
    import numpy as np
    import pyarrow.parquet as pq

    return np.asarray(pq.read_table(path, columns=["bytes"])["bytes"].to_numpy(), dtype=np.int64)


def _sketch_sizes(path: Path) -> NDArray[np.int64]:
    import numpy as np
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    lengths = pc.list_value_length(pq.read_table(path, columns=["sketch"])["sketch"])
    return np.asarray(lengths.to_numpy(), dtype=np.int64)


def _sketches(files: Iterable[Path]) -> Iterator[NDArray[np.uint64]]:
    """Every page's sketch, in the order of the numbers."""
    import numpy as np
    import pyarrow.parquet as pq

    for path in files:
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

    wordings = [Wording(text).letters for text in texts]
    sketches = [sketch(letters) for letters in wordings]
    sizes = np.array([len(hashes) for hashes in sketches], np.int64)
    known = UnionFind(len(texts))
    found: list[Related] = []
    for one, other in candidate_pairs(sketches, sizes, spill):
        found += _judge(zip(one.tolist(), other.tolist(), strict=True), wordings, known)
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

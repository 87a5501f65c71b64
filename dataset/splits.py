"""The splits of a dataset: pages of a run parted by district, in files of Parquet that do not grow too large."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dataset.run_store import RunError, table_files
from dataset.tables import open_writer, schema_of

if TYPE_CHECKING:
    import pyarrow as pa

SHARD_BYTES = 256 << 20
"""A file of a split is closed when it has grown to this size."""

BUFFER_BYTES = 64 << 20
"""Rows waiting to be written, over all splits: the larger, the fewer and better compressed the row groups."""


class PublishError(RunError):
    """A dataset that cannot be made; the message says why, and what to do."""


@dataclass(slots=True)
class Split:
    """A split on its way: rows waiting, the open file, and what is known of it so far."""

    name: str
    folder: Path
    schema: str
    waiting: list[pa.Table] = field(default_factory=list)
    waiting_bytes: int = 0
    writer: Any = None
    files: list[Path] = field(default_factory=list)
    rows: int = 0
    memory: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def add(self, table: pa.Table) -> None:
        self.waiting.append(table)
        self.waiting_bytes += table.nbytes
        self.rows += table.num_rows
        self.memory += table.nbytes
        for name, text in zip(table["id"].to_pylist(), table["text"].to_pylist(), strict=True):
            self.digest.update(f"{name}\n{len(text)}\n{text}\n".encode())

    def flush(self) -> None:
        """Write what waits as one row group; close the file when it is full."""
        import pyarrow as pa

        if not self.waiting:
            return
        if self.writer is None:
            self.files.append(self.folder / f"{self.name}-{len(self.files):05d}.parquet")
            self.writer = open_writer(self.files[-1], self.schema)
        self.writer.write_table(pa.concat_tables(self.waiting))
        self.waiting, self.waiting_bytes = [], 0
        if self.files[-1].stat().st_size >= SHARD_BYTES:
            self.close()

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
            self.writer = None

    def finish(self) -> None:
        """Write the rest, and put the number of files into their names, as `datasets` names shards."""
        self.flush()
        self.close()
        for number, path in enumerate(self.files):
            whole = path.with_name(f"{self.name}-{number:05d}-of-{len(self.files):05d}.parquet")
            self.files[number] = path.rename(whole)


def write_splits(
    run: Path,
    draft: Path,
    schema: str,
    total: int,
    all_copies: bool,
    on_progress: Callable[[str, int, int], None] | None,
) -> dict[str, Split]:
    """The files of every split under `draft/data`, and what was written; `total` is for `on_progress`."""
    folder = draft / "data"
    folder.mkdir()
    splits: dict[str, Split] = {}
    done = 0
    try:
        for name, table in by_split(run, schema, all_copies):
            splits.setdefault(name, Split(name, folder, schema)).add(table)
            done += table.num_rows
            if sum(split.waiting_bytes for split in splits.values()) >= BUFFER_BYTES:
                max(splits.values(), key=lambda split: split.waiting_bytes).flush()
            if on_progress:
                on_progress("writing", done, total)
        for split in splits.values():
            split.finish()
    finally:
        for split in splits.values():
            split.close()
    return splits


def by_split(run: Path, schema: str, all_copies: bool) -> Iterator[tuple[str, pa.Table]]:
    """The pages of a run, row group by row group, parted by split; without reprints of others unless `all_copies`."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    for path in table_files(run, "pages"):
        try:
            with pq.ParquetFile(path) as parquet:
                for number in range(parquet.num_row_groups):
                    # Parquet keeps milliseconds, so seconds must be asked for.
                    group = parquet.read_row_group(number).cast(schema_of(schema))
                    if not all_copies:
                        group = group.filter(pc.is_null(group["reprint_of"]))
                    for name in pc.unique(group["district"]).to_pylist():
                        yield name, group.filter(pc.equal(group["district"], name))
        except (OSError, pa.ArrowException) as fault:
            raise PublishError(f"{path}: cannot be read ({fault}); delete {run} and clean again") from fault

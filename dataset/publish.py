"""A finished run becomes a dataset: Parquet by split, a card, checksums; loaded back before it is done."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dataset.card import CardFacts, SplitFacts, write_card
from dataset.districts import load_places
from dataset.run_store import RunError, read_finished, table_files
from dataset.tables import open_writer, pages_with, schema_of

if TYPE_CHECKING:
    import pyarrow as pa

SHARD_BYTES = 256 << 20
"""A file of a split is closed when it has grown to this size."""

BUFFER_BYTES = 64 << 20
"""Rows waiting to be written, over all splits: the larger, the fewer and better compressed the row groups."""

CHECKSUMS = "SHA256SUMS"

PATTERN = "*?["
"""Characters that make a glob pattern of a path; `datasets` has no way to escape them."""


class PublishError(RunError):
    """A dataset that cannot be made; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class PublishSummary:
    """What was published: rows by split, in the order of the card."""

    out: Path
    rows: dict[str, int]
    names: dict[str, str]
    size: int


def publish(
    run: Path,
    out: Path,
    *,
    places: str = "suzhou",
    all_copies: bool = False,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> PublishSummary:
    """Write the dataset of a finished run to `out`, which must not exist yet.

    Everything is written beside `out`, loaded back with `datasets.load_dataset` in a process without network and with a
    cache of its own, compared by rows and by a digest of (id, text), and only then renamed. `on_progress` gets what is
    being done, rows done, and rows in all. Of near copies only the best is published, unless `all_copies`.

    Raises PublishError and RunError; then nothing stands under `out`.
    """
    state = read_finished(run)
    if state.get("places") != places:
        raise PublishError(
            f"{run}: its pages were assigned with the places {state.get('places')!r}, not {places!r}; "
            f"publish with these, or clean again"
        )
    if not state["counts"]["kept"]:
        raise PublishError(f"{run}: holds no page, and a dataset without rows cannot be loaded; see {run / 'rejects'}")
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise PublishError(f"{out}: exists already; name a folder that does not, or delete it first")
    magic = next((character for character in str(out.resolve()) if character in PATTERN), "")
    if magic:
        raise PublishError(f"{out}: datasets.load_dataset takes a path with {magic} for a pattern; name another folder")
    out.parent.mkdir(parents=True, exist_ok=True)
    # No dot in front: `datasets` does not look into hidden folders.
    schema = pages_with(state["settings"].get("keep", ()))
    draft = Path(tempfile.mkdtemp(prefix=f"{out.name}.", suffix=".partial", dir=out.parent))
    total = state["counts"]["kept"] - (0 if all_copies else state["counts"].get("near_copies", 0))
    try:
        splits = _write_splits(run, draft, schema, total, all_copies, on_progress)
        names = load_places(places).names
        facts = _facts(out, state, splits, names)
        write_card(draft / "README.md", facts)
        _write_checksums(draft)
        if on_progress:
            on_progress("loading back", total, total)
        _compare(draft, splits)
        draft.chmod(0o755)
        os.replace(draft, out)  # noqa: PTH105 (onto an empty folder too)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    rows = {split.name: split.rows for split in facts.splits}
    return PublishSummary(out, rows, {name: names[name] for name in rows}, sum(split.size for split in facts.splits))


@dataclass(slots=True)
class _Split:
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


def _write_splits(
    run: Path,
    draft: Path,
    schema: str,
    total: int,
    all_copies: bool,
    on_progress: Callable[[str, int, int], None] | None,
) -> dict[str, _Split]:
    folder = draft / "data"
    folder.mkdir()
    splits: dict[str, _Split] = {}
    done = 0
    try:
        for name, table in by_split(run, schema, all_copies):
            splits.setdefault(name, _Split(name, folder, schema)).add(table)
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


def _facts(out: Path, state: dict[str, Any], splits: dict[str, _Split], names: dict[str, str]) -> CardFacts:
    order = [name for name in names if name in splits]
    return CardFacts(
        name=out.name,
        version=state["version"],
        settings=state["settings"],
        settings_digest=state["settings_digest"],
        counts=state["counts"],
        splits=[
            SplitFacts(name, names[name], splits[name].rows, splits[name].memory, sum(_sizes(splits[name].files)))
            for name in order
        ],
    )


def _sizes(files: list[Path]) -> Iterator[int]:
    return (path.stat().st_size for path in files)


def _write_checksums(draft: Path) -> None:
    """`SHA256SUMS` of the data, in the form that `sha256sum --check` reads; the card is left for its owner to edit."""
    lines = []
    for path in sorted((draft / "data").iterdir()):
        with path.open("rb") as stream:
            lines.append(f"{hashlib.file_digest(stream, 'sha256').hexdigest()}  data/{path.name}\n")
    (draft / CHECKSUMS).write_text("".join(lines), encoding="utf-8")


def _compare(draft: Path, splits: dict[str, _Split]) -> None:
    """Load the dataset back; raise PublishError unless every split has the rows and the texts that were written."""
    loaded = load_back(draft)
    wrote = {name: {"rows": split.rows, "sha256": split.digest.hexdigest()} for name, split in splits.items()}
    if loaded != wrote:
        wrong = sorted(name for name in {*loaded, *wrote} if loaded.get(name) != wrote.get(name))
        raise PublishError(
            f"the dataset does not load as it was written: {', '.join(wrong)} differ in rows or texts; "
            "nothing was published, please report this"
        )


def load_back(folder: Path) -> dict[str, dict[str, Any]]:
    """What `datasets.load_dataset(folder)` gives, offline: for every split its rows and a digest of (id, text).

    Needs room for a second copy of the dataset in the temporary folder. Raises PublishError where it does not load.
    """
    with tempfile.TemporaryDirectory(prefix="jingwen-load-") as cache:
        offline = {"HF_HOME": cache, "HF_DATASETS_CACHE": cache, "HF_DATASETS_OFFLINE": "1", "HF_HUB_OFFLINE": "1"}
        # -P: this folder holds modules of ours that must not hide others of the same name.
        command = [sys.executable, "-P", str(Path(__file__).with_name("load_back.py")), str(folder.resolve())]
        done = subprocess.run(command, env={**os.environ, **offline}, capture_output=True, text=True, check=False)
    last = done.stdout.strip().rpartition("\n")[2]
    try:
        answer = json.loads(last)
    except ValueError:
        answer = {"error": (done.stderr.strip().rpartition("\n")[2] or f"exit code {done.returncode}")}
    if "error" in answer:
        raise PublishError(f"{folder}: datasets.load_dataset cannot open it: {answer['error']}")
    return dict(answer["splits"])

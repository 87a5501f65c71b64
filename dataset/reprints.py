"""The second stage of `clean --reprints`: near copies are found, and each is cleaned again beside the others.

    RUN/reprints/sketches/<shard>.parquet   what stands for each page, and its wording, which is gone in the end
    RUN/reprints/clusters.parquet           what is known of every page that has near copies (dataset/clusters.py)
    RUN/reprints/shards.json                which shards they were made from
    RUN/reprints/witnesses/<shard>.jsonl    texts that the pages of a shard are compared with; gone in the end
    RUN/reprints/healed/, ready/            shards cleaned again, and all of them, to be moved; gone in the end

Every page is cleaned again from its original, so its ledger is one. Nothing in `pages/` and `edits/` changes before all
shards are ready (`healed/` is renamed to `ready/`); from there on only renames are left, which may be done again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from dataset.clean_batch import Cleaner, Edit, PageVeto, Witness, clean_batch, ledger_of
from dataset.clusters import Member, members, read_members, standings, write_members
from dataset.districts import Places
from dataset.near_copies import find_related, write_sketches
from dataset.read_back import raw_page, read_shard
from dataset.run_store import REPRINTS, RunError, aside, shard_path, table_files, write_json
from dataset.shards import BATCH_PAGES
from dataset.tables import open_writer, pages_with, schema_of, table_of
from dataset.wordings import SUFFIX

BUFFER = 32 << 20
"""Characters of witnesses held before they are written to their shards."""

CHANGED = ("pages", "edits")
"""The tables that the second stage writes anew, in the order in which they are moved."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reprints:
    """All that the second stage needs beside the run. `on_page` is told how many pages are done."""

    out: Path
    cleaner: Cleaner
    places: Places
    stamp: str
    veto: PageVeto | None
    on_page: Callable[[int], None]

    @property
    def folder(self) -> Path:
        return self.out / REPRINTS

    def settle(self, names: Collection[str]) -> None:
        """Make sure that what an earlier attempt left was made from the same shards, and drop it where it was not.

        Raises RunError where pages were replaced already.
        """
        told = self.folder / "shards.json"
        digest = hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()
        if told.exists() and json.loads(told.read_text(encoding="utf-8"))["shards"] == digest:
            return
        if (self.folder / "ready").exists():
            raise RunError(
                f"{self.out}: its pages were compared with others than the sources hold now; "
                "give the same sources, or delete the folder and clean again"
            )
        shutil.rmtree(self.folder, ignore_errors=True)
        write_json(told, {"shards": digest})

    def heal(self) -> None:
        """Find near copies, clean them again, and put them in place. May be called again wherever it was stopped."""
        ready = self.folder / "ready"
        if not ready.exists():
            self._heal_all()
            os.replace(self.folder / "healed", ready)  # noqa: PTH105 (the tests stop a run at this very call)
        for table in CHANGED:
            for path in table_files(ready, table):
                os.replace(path, shard_path(self.out, table, path.stem))  # noqa: PTH105

    def tidy(self) -> None:
        """Remove what a finished run has no use for."""
        for name in ("ready", "witnesses"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        for path in (self.folder / "sketches").glob(f"*{SUFFIX}"):
            path.unlink()

    def _heal_all(self) -> None:
        clusters = self.folder / "clusters.parquet"
        if not clusters.exists():
            write_sketches(self.out, self.folder / "sketches")
            related = find_related(self.folder / "sketches", self.folder / "spill")
            write_members(members(related, list(standings(self.out))), clusters)
        known = read_members(clusters)
        if not (self.folder / "witnesses").exists():
            write_witnesses(self.out, known, self.folder / "witnesses")
        (self.folder / "healed").mkdir(exist_ok=True)
        done = 0
        for path in table_files(self.out, "pages"):
            ours = [known[row] for row in _ids(path) if row in known]
            if ours and not all(shard_path(self.folder / "healed", table, path.stem).exists() for table in CHANGED):
                self._heal_shard(path, {member.id: member for member in ours})
            done += len(ours)
            self.on_page(done)

    def _heal_shard(self, path: Path, ours: Mapping[str, Member]) -> None:
        """Clean the pages of a shard that have near copies once more, and write the shard anew."""
        witnesses = _read_witnesses(self.folder / "witnesses" / f"{path.stem}.jsonl")
        pages = read_shard(self.out, path)
        schema = pages_with(self.cleaner.settings.keep)
        with ExitStack() as files:
            # Left in reverse order: `pages`, entered first, is renamed last.
            drafts = {
                table: files.enter_context(aside(shard_path(self.folder / "healed", table, path.stem)))
                for table in CHANGED
            }
            with open_writer(drafts["pages"], schema) as page_file, open_writer(drafts["edits"], "edits") as edit_file:
                while batch := list(islice(pages, BATCH_PAGES)):
                    rows, ledgers = self._heal_batch(batch, ours, witnesses)
                    page_file.write_table(table_of(schema, rows))
                    edit_file.write_table(ledgers)

    def _heal_batch(
        self,
        batch: Sequence[tuple[Row, list[Edit]]],
        ours: Mapping[str, Member],
        witnesses: Mapping[str, tuple[Witness, ...]],
    ) -> tuple[list[Row], Any]:
        """The rows of a batch and their ledger. A page that cannot be cleaned with its witnesses stays as it was."""
        import pyarrow as pa
        import pyarrow.compute as pc

        raw = [raw_page(row, edits, str(self.out)) for row, edits in batch if row["id"] in witnesses]
        rows: list[Row] = []
        ledgers: list[Any] = []
        new: dict[str, Row] = {}
        if raw:
            healed = clean_batch(raw, self.cleaner, self.places, self.stamp, self.veto, witnesses)
            new = {row["id"]: row for row in healed.pages.to_pylist()}
        for row, edits in batch:
            if row["id"] in new:
                mine = healed.edits.filter(pc.equal(healed.edits["page_id"], row["id"]))
                ledgers += mine.to_batches()
            elif edits:
                ledgers.append(ledger_of(row["id"], edits))
            rows.append(_with_cluster(new.get(row["id"], row), ours.get(row["id"])))
        return rows, pa.Table.from_batches(ledgers, schema=schema_of("edits"))


def _with_cluster(row: Row, member: Member | None) -> Row:
    if member is None:
        return row
    return {**row, "reprint_of": member.best if member.best != member.id else None, "cluster_size": member.size}


def write_witnesses(run: Path, known: Mapping[str, Member], folder: Path) -> None:
    """For every shard, the texts that its pages are compared with: one pass over the pages of the run."""
    wanted: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for path in table_files(run, "pages"):
        for page_id in _ids(path):
            for witness in known[page_id].witnesses if page_id in known else ():
                wanted[witness].append((path.stem, page_id))
    draft = folder.with_name(f"{folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    waiting: dict[str, list[str]] = defaultdict(list)
    size = 0
    for witness, text in _texts(run, wanted):
        for shard, page_id in wanted[witness]:
            waiting[shard].append(json.dumps({"of": page_id, "id": witness, "text": text}) + "\n")
            size += len(text)
        if size >= BUFFER:
            _append(draft, waiting)
            size = 0
    _append(draft, waiting)
    os.replace(draft, folder)  # noqa: PTH105


def _append(folder: Path, waiting: dict[str, list[str]]) -> None:
    for shard, lines in waiting.items():
        with (folder / f"{shard}.jsonl").open("a", encoding="utf-8") as stream:
            stream.writelines(lines)
    waiting.clear()


def _read_witnesses(path: Path) -> dict[str, tuple[Witness, ...]]:
    """Page → its witnesses, those with the least ids first, whatever the order of the shards."""
    found: dict[str, list[Witness]] = defaultdict(list)
    if path.exists():
        with path.open(encoding="utf-8") as stream:
            for line in stream:
                row = json.loads(line)
                found[row["of"]].append(Witness(row["id"], row["text"]))
    return {page_id: tuple(sorted(witnesses)) for page_id, witnesses in found.items()}


def _ids(path: Path) -> list[str]:
    import pyarrow.parquet as pq

    found: list[str] = pq.read_table(path, columns=["id"])["id"].to_pylist()
    return found


def _texts(run: Path, wanted: Collection[str]) -> Iterator[tuple[str, str]]:
    """The texts of some pages, by id, in the order of the run."""
    import pyarrow.parquet as pq

    for path in table_files(run, "pages"):
        with pq.ParquetFile(path) as parquet:
            for place in range(parquet.num_row_groups):
                ids = parquet.read_row_group(place, columns=["id"])["id"].to_pylist()
                if any(page_id in wanted for page_id in ids):
                    texts = parquet.read_row_group(place, columns=["text"])["text"].to_pylist()
                    yield from ((page_id, text) for page_id, text in zip(ids, texts, strict=True) if page_id in wanted)


def count_copies(run: Path) -> dict[str, int]:
    """How many pages of a run reprint another, and how many hold what stands in a longer one."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    table = pq.read_table(run / REPRINTS / "clusters.parquet", columns=["id", "best", "excerpt_of"])
    copies = pc.sum(pc.not_equal(table["id"], table["best"])).as_py() or 0
    excerpts = pc.sum(pc.is_valid(table["excerpt_of"])).as_py() or 0
    return {"near_copies": copies, "excerpts": excerpts}

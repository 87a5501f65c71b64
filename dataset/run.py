"""A run: records in, shards out, one by one, in bounded memory.

The stream is cut into shards, each named by what it holds. A shard is worked off, written aside and renamed, so a run
that was killed goes on where it stopped: what is there is whole, and the same shard gives the same files.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from dataset.clean_batch import Cleaner, PageVeto, Settings, clean_batch
from dataset.data_digests import data_digests
from dataset.districts import Places, load_places
from dataset.records import RawPage, Reject
from dataset.reprints import Reprints, count_copies
from dataset.run_store import (
    PROGRESS,
    RUN_JSON,
    RunError,
    StrictError,
    aside,
    at_work,
    drop_others,
    is_complete,
    read_run,
    shard_path,
    state_of,
    sweep,
    table_files,
    write_json,
)
from dataset.shards import Shard, batches, cut, strict_sentence
from dataset.tables import TABLES, open_writer, pages_with, storable, table_of


@dataclass(slots=True)
class Progress:
    """How far a run is: records read, and what became of them; `compared` pages were held against near copies."""

    read: int = 0
    kept: int = 0
    duplicates: int = 0
    rejected: int = 0
    shards: int = 0
    resumed: int = 0
    compared: int = 0


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a finished run holds. `already_done`: it was finished before, and nothing was read.

    Of the pages kept `near_copies` reprint another, and `excerpts` hold what stands in a longer one.
    """

    out: Path
    read: int
    kept: int
    duplicates: int
    rejected: int
    by_split: dict[str, int]
    by_damage: dict[str, int]
    near_copies: int = 0
    excerpts: int = 0
    already_done: bool = False


def run_clean(
    records: Iterator[RawPage | Reject],
    out: Path,
    settings: Settings,
    *,
    version: str,
    place_set: str = "suzhou",
    strict: bool = False,
    veto: PageVeto | None = None,
    veto_name: str = "",
    reprints: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
) -> RunSummary:
    """Clean a stream of records into `out`.

    `version` is jingwen's own and goes into every row. `strict` stops at the first record that cannot be kept. `veto`
    tells which edits must not be made, and `veto_name` names that choice in `run.json`. With `reprints` near copies are
    found when all is read, and heal one another.

    Raises RunError (StrictError with `strict`) and PlacesError; whatever is raised, what stands under a final name is
    whole, and the same call goes on from there.
    """
    places = load_places(place_set)
    digest = settings.digest()
    head: dict[str, Any] = {
        "version": version,
        "settings": settings.as_dict(),
        "settings_digest": digest,
        "data": data_digests(),
        "places": place_set,
        "veto": veto_name,
        "reprints": reprints,
    }
    work = _Work(out, Cleaner(settings=settings), places, f"{version}+{digest}", veto, strict)
    if state_of(out, head) == "finished":
        return _summary(out, already_done=True)

    def tell(progress: Progress) -> None:
        (out / PROGRESS).write_text(json.dumps(asdict(progress)), encoding="utf-8")
        if on_progress:
            on_progress(progress)

    with at_work(out):
        sweep(out)
        write_json(out / RUN_JSON, {**head, "counts": {}, "finished": False})
        progress, names = _work_off(work, cut(records, strict), tell)
        if reprints:

            def on_page(compared: int) -> None:
                progress.compared = compared
                tell(progress)

            second = Reprints(out, work.cleaner, places, work.stamp, veto, on_page)
            second.settle(names)
            drop_others(out, names)
            second.heal()
        else:
            drop_others(out, names)
        counts = _count(out, progress.read) | (count_copies(out) if reprints else {})
        (out / PROGRESS).unlink(missing_ok=True)
        write_json(out / RUN_JSON, {**head, "counts": counts, "finished": True})
        if reprints:
            second.tidy()
    return _summary(out)


def _work_off(work: _Work, shards: Iterator[Shard], tell: Callable[[Progress], None]) -> tuple[Progress, set[str]]:
    """All shards of the stream, but those that stand already; what was read, and the names of the shards."""
    progress = Progress()
    names: set[str] = set()
    for shard in shards:
        name = shard.name(names)
        names.add(name)
        resumed = is_complete(work.out, name)
        kept = _rows(shard_path(work.out, "pages", name)) if resumed else work.off(shard, name, progress, tell)
        progress.read += len(shard)
        progress.kept += kept
        progress.duplicates += len(shard.copies)
        progress.rejected += len(shard) - len(shard.copies) - kept
        progress.shards += 1
        progress.resumed += resumed
        tell(progress)
    return progress, names


@dataclass(frozen=True, slots=True)
class _Work:
    """All that working off a shard needs beside the shard."""

    out: Path
    cleaner: Cleaner
    places: Places
    stamp: str
    veto: PageVeto | None
    strict: bool

    def off(self, shard: Shard, name: str, before: Progress, tell: Callable[[Progress], None]) -> int:
        """Clean a shard and write its four files; `pages`, renamed last, says that it is done. Returns rows kept."""
        rejects = list(shard.rejects)
        kept = done = 0
        with ExitStack() as files:
            # Left in reverse order: `pages`, entered first, is renamed last.
            schema = pages_with(self.cleaner.settings.keep)
            drafts = {table: files.enter_context(aside(shard_path(self.out, table, name))) for table in TABLES}
            with open_writer(drafts["pages"], schema) as pages, open_writer(drafts["edits"], "edits") as edits:
                for batch in batches(shard.kept):
                    cleaned = clean_batch(batch, self.cleaner, self.places, self.stamp, self.veto)
                    if self.strict and cleaned.rejects:
                        raise StrictError(strict_sentence(cleaned.rejects[0]))
                    pages.write_table(cleaned.pages)
                    edits.write_table(cleaned.edits)
                    rejects += cleaned.rejects
                    kept += cleaned.pages.num_rows
                    done += len(batch)
                    tell(replace(before, read=before.read + done, kept=before.kept + kept))
            with open_writer(drafts["duplicates"], "duplicates") as copies:
                copies.write_table(table_of("duplicates", map(_copy_row, shard.copies)))
            with open_writer(drafts["rejects"], "rejects") as writer:
                writer.write_table(table_of("rejects", map(_reject_row, rejects)))
        return kept


def _copy_row(page: RawPage) -> dict[str, Any]:
    return {"id": page.id, "of": page.id, "url": storable(page.url) or None, "path": storable(page.path)}


def _reject_row(reject: Reject) -> dict[str, Any]:
    row = asdict(reject)
    return {**row, "reason": storable(reject.reason), "path": storable(reject.path)}


def _rows(path: Path) -> int:
    import pyarrow.parquet as pq

    return int(pq.read_metadata(path).num_rows)


def _count(out: Path, read: int) -> dict[str, Any]:
    """Counts of what the files hold. Raises RunError unless every record read is kept, a duplicate or rejected."""
    import pyarrow.parquet as pq

    by_split: Counter[str] = Counter()
    by_damage: Counter[str] = Counter()
    for path in table_files(out, "pages"):
        table = pq.read_table(path, columns=["district", "damage"])
        by_split.update(table["district"].to_pylist())
        by_damage.update(kind for kinds in table["damage"].to_pylist() for kind in kinds)
    kept = by_split.total()
    duplicates, rejected = (sum(map(_rows, table_files(out, table))) for table in ("duplicates", "rejects"))
    if read != kept + duplicates + rejected:
        raise RunError(
            f"{out}: {read} records read, but {kept} kept, {duplicates} duplicates and {rejected} rejected are there; "
            "delete the folder and clean again, and please report this"
        )
    return {
        "read": read,
        "kept": kept,
        "duplicates": duplicates,
        "rejected": rejected,
        "by_split": dict(sorted(by_split.items())),
        "by_damage": dict(by_damage.most_common()),
    }


def _summary(out: Path, *, already_done: bool = False) -> RunSummary:
    return RunSummary(out, **read_run(out)["counts"], already_done=already_done)

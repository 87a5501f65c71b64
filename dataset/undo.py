"""Take repairs back: all of them, which gives the raw texts again, or some, which gives a new run without these.

Raw texts are written to `OUT/raw/<shard>.parquet` with the columns id, url, host, title, raw. `raw` is binary, UTF-8
with surrogates passed through, since a raw text may hold lone surrogates and no string column can. Beside them stands
a `run.json` that counts them.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, fields
from itertools import islice
from pathlib import Path
from typing import Any

from dataset.clean_batch import FAMILIES, Composition, Edit, Settings, Veto
from dataset.profile_store import read_profile
from dataset.read_back import ids_of_no_page, raw_page, read_shard, read_with_edits, steps_and_kinds
from dataset.record_rows import raw_row
from dataset.records import RawPage, Reject
from dataset.run import Progress, RunSummary, run_clean
from dataset.run_store import RUN_JSON, RUN_PROFILE, RunError, aside, read_finished, table_files, write_json
from dataset.tables import open_writer, table_of

PAGES_AT_ONCE = 256
"""Raw pages in one row group."""


@dataclass(slots=True)
class UndoSummary:
    """Raw texts written, and ids of pages whose ledger does not give the text that was read."""

    out: Path
    pages: int = 0
    failed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which edits to take back: those that match every part that is given. A kind may be a family (`junk`)."""

    ids: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    steps: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.ids or self.kinds or self.steps)

    def name(self) -> str:
        """What names this choice in `run.json`."""
        return json.dumps({part.name: sorted(getattr(self, part.name)) for part in fields(self)})

    def has_kind(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds or kind.partition(".")[0] in self.kinds

    def veto(self, page_id: str, edits: Collection[Edit]) -> Veto | None:
        """What must not be made on one page, given its ledger.

        Steps are told by what their edits did to the original, since the numbers shift when edits are left out.
        """
        if self.ids and page_id not in self.ids:
            return None
        if not self.steps:
            return lambda edit, _start, _end: self.has_kind(edit.kind)
        applied = [edit for edit in edits if edit.status == "applied"]
        composition = Composition(applied)
        named = {
            (edit.kind, *composition.to_original(edit.step, edit.start, edit.end))
            for edit in applied
            if edit.step in self.steps and self.has_kind(edit.kind)
        }
        return lambda edit, start, end: (edit.kind, start, end) in named


def undo(
    run: Path,
    out: Path | None = None,
    *,
    version: str,
    ids: Collection[str] = (),
    kinds: Collection[str] = (),
    steps: Collection[int] = (),
    packs: Path | None = None,
    profile: Path | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> UndoSummary | RunSummary:
    """Without a choice: the raw texts again, checked against `raw_sha256`. With one: a new run without those edits.

    `out` is `<run>-raw` or `<run>-undone` when not given. `packs` and `profile` must name what the run was made
    with, if it had any and did not learn its own profile. Raises RunError, and ProfileError for a broken profile.
    """
    state = read_finished(run)
    if "kept" not in state.get("counts", {}):
        raise RunError(f"{run}: holds no clean pages, so there is nothing to take back; name a run of jingwen clean")
    selection = Selection(frozenset(ids), frozenset(kinds), frozenset(steps))
    if not selection:
        return _write_raw(run, out or run.with_name(f"{run.name}-raw"), state, on_progress)
    if state.get("veto"):
        raise RunError(f"{run}: edits were taken back here already; undo on the run that it was made from")
    if state["version"] != version:
        raise RunError(
            f"{run}: was made with jingwen {state['version']} and this is {version}, so other edits would differ too; "
            f"install jingwen {state['version']}, or clean again"
        )
    _check(run, selection)
    vetoes: dict[str, Veto | None] = {}
    reprints = bool(state.get("reprints"))

    def records() -> Iterator[RawPage | Reject]:
        for row, edits in read_with_edits(run):
            try:
                page = raw_page(row, edits, str(run))
            except RunError as fault:
                yield Reject(str(fault), str(run), -1, -1, -1, "", b"")
                continue
            vetoes[row["id"]] = selection.veto(row["id"], edits)
            yield page

    def veto(page_id: str) -> Veto | None:
        # With reprints a page is asked for twice.
        return vetoes[page_id] if reprints else vetoes.pop(page_id)

    return run_clean(
        records(),
        out or run.with_name(f"{run.name}-undone"),
        settings_of(state, packs, run, profile),
        version=version,
        place_set=state["places"],
        veto=veto,
        veto_name=selection.name(),
        reprints=reprints,
        on_progress=on_progress,
    )


def _check(run: Path, selection: Selection) -> None:
    """Raises RunError for what is nowhere in the run: something misspelt would take nothing back and say `done`."""
    for kind in sorted(selection.kinds):
        if kind.partition(".")[0] not in FAMILIES:
            raise RunError(f"kind {kind!r}: no such family; kinds begin with one of {', '.join(FAMILIES)}")
    for page_id in sorted(ids_of_no_page(run, selection.ids)):
        raise RunError(f"{run}: no page has the id {page_id!r}; ids are in the column `id` of {run}/pages")
    kinds = {kind for kind in selection.kinds if "." in kind}  # of a family there need be none
    steps = set(selection.steps)
    for step, kind in steps_and_kinds(run) if kinds or steps else ():
        kinds.discard(kind)
        steps.discard(step)
    for what, missing in (("kind", kinds), ("step", steps)):
        if missing:
            raise RunError(f"{run}: no edit has the {what} {min(missing)!r}; see the column `{what}` of {run}/edits")


def settings_of(state: dict[str, Any], packs: Path | None, run: Path, profile: Path | None = None) -> Settings:
    """The settings that a run was made with. Raises RunError where they cannot be had again, and ProfileError."""
    named = {"packs", "profile"}
    said = {name: value for name, value in state["settings"].items() if name not in named and value is not None}
    said.update({name: tuple(said.get(name, ())) for name in ("off", "keep", "mask")})
    known = {part.name for part in fields(Settings)}
    own = run / RUN_PROFILE
    folder = profile or (own if state["settings"].get("profile") and own.is_dir() else None)
    settings = Settings(
        **{name: value for name, value in said.items() if name in known},
        packs=packs,
        profile=read_profile(folder) if folder else None,
    )
    if settings.digest() != state["settings_digest"]:
        missing = [f"--{name}" for name in sorted(named) if state["settings"].get(name)]
        remedy = f"name what it was made with: {', '.join(missing)}" if missing else "clean again"
        raise RunError(f"{run}: the settings of this run cannot be had again from {RUN_JSON}; {remedy}")
    return settings


def _write_raw(
    run: Path, out: Path, state: dict[str, Any], on_progress: Callable[[Progress], None] | None
) -> UndoSummary:
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise RunError(f"{out}: exists already; name a folder that does not, or delete it first")
    summary = UndoSummary(out)
    try:
        for path in table_files(run, "pages"):
            with aside(out / "raw" / path.name) as draft, open_writer(draft, "raw") as writer:
                for rows in _in_groups(_raw_rows(run, path, summary)):
                    writer.write_table(table_of("raw", rows))
                    if on_progress:
                        done = summary.pages + len(summary.failed)
                        on_progress(Progress(read=done, kept=summary.pages, rejected=len(summary.failed)))
        counts = {"raw": summary.pages}
        write_json(out / RUN_JSON, {"version": state["version"], "undo": str(run), "counts": counts, "finished": True})
    except BaseException:
        shutil.rmtree(out, ignore_errors=True)
        raise
    return summary


def _raw_rows(run: Path, path: Path, summary: UndoSummary) -> Iterator[dict[str, Any]]:
    """The rows of `raw` of one shard, counted in `summary`."""
    for row, edits in read_shard(run, path):
        try:
            page = raw_page(row, edits, str(run))
        except RunError:
            summary.failed.append(row["id"])
            continue
        summary.pages += 1
        yield raw_row(page)


def _in_groups(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while group := list(islice(rows, PAGES_AT_ONCE)):
        yield group

"""`jingwen clean`: pages in, a run out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cleaning import Settings, SettingsError
from jingwen import __version__, options
from jingwen.console import Console

if TYPE_CHECKING:
    from cleaning.profile import Profile
    from dataset.readers import ReadOptions, Source

SHOWN_REJECTS = 10


def command(
    sources: options.Sources,
    out: Annotated[Path, typer.Option("--out", metavar="RUN", help="Folder for the run.", show_default=False)],
    script: options.ScriptOption = None,
    off: options.OffOption = None,
    floor: options.FloorOption = None,
    packs: options.PacksOption = None,
    profile: options.ProfileOption = None,
    two_pass: Annotated[
        bool, typer.Option("--two-pass", help="Learn a profile of the sources first, and clean with it.")
    ] = False,
    mark_lost: options.MarkLostOption = None,
    where: options.WhereOption = None,
    keep: options.KeepOption = None,
    mask: options.MaskOption = None,
    settings: options.SettingsOption = None,
    text_column: options.TextColumn = None,
    url_column: options.UrlColumn = None,
    title_column: options.TitleColumn = None,
    host: options.HostOption = None,
    reprints: Annotated[
        bool, typer.Option("--reprints", help="Find near copies over the whole run, and let them heal one another.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first record that cannot be kept.")] = False,
    quiet: options.QuietOption = False,
    as_json: options.JsonOption = False,
) -> None:
    """Clean pages: files, folders, or - ; .txt .html .jsonl .csv .parquet, also .gz .zst, in any Chinese encoding."""
    from dataset.readers import find, read_source
    from dataset.run import Progress, RunSummary, run_clean
    from dataset.run_store import table_files
    from dataset.where import parse_where

    chosen = options.build_settings(
        script, off, floor, packs, settings, mark_lost, profile, where=where, keep=keep, mask=mask
    )
    if two_pass and chosen.profile:
        raise SettingsError("--two-pass learns a profile of its own; give it without --profile")
    if chosen.where:
        parse_where(chosen.where)
    reading = options.read_options(text_column, url_column, title_column, host)
    console = Console(quiet=quiet, as_json=as_json)
    found = find(sources)
    if two_pass:
        chosen = replace(chosen, profile=_learnt(found.sources, reading, out, chosen, console))
    records = (record for source in found.sources for record in read_source(source, reading))
    with console.progress("cleaning") as report:

        def on_progress(progress: Progress) -> None:
            if progress.compared:
                report("comparing: near copies done", progress.compared)
            else:
                report("cleaning: pages read", progress.read)

        summary: RunSummary = run_clean(
            records, out, chosen, version=__version__, strict=strict, reprints=reprints, on_progress=on_progress
        )
    rejects = _first_rejects(table_files(out, "rejects"))
    _say(console, summary, found.passed_over.total(), rejects)
    if summary.rejected:
        raise typer.Exit(3)


def _learnt(sources: Sequence[Source], reading: ReadOptions, out: Path, chosen: Settings, console: Console) -> Profile:
    """The profile of the sources, kept in the run."""
    from dataset.learn import LearnProgress, profile_of_run

    with console.progress("learning") as report:

        def on_progress(progress: LearnProgress) -> None:
            report("learning: pages read", progress.read)

        return profile_of_run(sources, reading, out, chosen, version=__version__, on_progress=on_progress)


def _first_rejects(files: list[Path]) -> list[dict[str, object]]:
    import pyarrow.parquet as pq

    rows: list[dict[str, object]] = []
    for file in files:
        if len(rows) < SHOWN_REJECTS:
            rows += pq.read_table(file, columns=["path", "record", "reason"]).to_pylist()
    return rows[:SHOWN_REJECTS]


def _say(console: Console, summary: object, passed_over: int, rejects: list[dict[str, Any]]) -> None:
    from dataset.records import place_of
    from dataset.run import RunSummary

    assert isinstance(summary, RunSummary)
    done = "is finished already" if summary.already_done else "done"
    console.say(
        f"{summary.out}: {done}. {summary.read:,} read = {summary.kept:,} kept + {summary.duplicates:,} duplicates"
        f" + {summary.rejected:,} rejected"
    )
    if summary.near_copies or summary.excerpts:
        console.say(
            f"Pages that reprint another: {summary.near_copies:,}; excerpts of longer ones: {summary.excerpts:,}."
        )
    if passed_over:
        console.say(f"Files of other kinds that were passed over: {passed_over:,}.")
    console.table(("split", "pages"), list(summary.by_split.items()))
    console.table(("damage", "pages"), list(summary.by_damage.items()))
    for reject in rejects:
        console.warn(f"rejected: {place_of(reject['path'], reject['record'])}: {reject['reason']}")
    if summary.rejected > len(rejects):
        console.warn(f"and {summary.rejected - len(rejects):,} more; see {summary.out / 'rejects'}")
    console.result(
        {
            "run": str(summary.out),
            "already_done": summary.already_done,
            "read": summary.read,
            "kept": summary.kept,
            "duplicates": summary.duplicates,
            "rejected": summary.rejected,
            "near_copies": summary.near_copies,
            "excerpts": summary.excerpts,
            "passed_over": passed_over,
            "by_split": summary.by_split,
            "by_damage": summary.by_damage,
            "rejects": rejects,
        }
    )

"""`jingwen learn`: a corpus in, its profile out; profiles of parts become one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cleaning import SettingsError
from jingwen import __version__, options
from jingwen.console import Console


def command(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE", help="Files, folders, -, or profiles to add up.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="PROFILE", help="Folder for the profile.", show_default=False)
    ] = None,
    show: Annotated[
        Path | None, typer.Option("--show", metavar="PROFILE", help="Print what a profile holds, and learn nothing.")
    ] = None,
    rows: Annotated[int, typer.Option("--rows", metavar="N", min=1, help="Rows of each table of --show.")] = 15,
    fast: Annotated[
        bool, typer.Option("--fast", help="Repair only what keeps a page from being read: faster, less clean.")
    ] = False,
    part: Annotated[
        bool, typer.Option("--part", help="Keep what stands on one page only: parts then add up to the whole.")
    ] = False,
    off: options.OffOption = None,
    floor: options.FloorOption = None,
    packs: options.PacksOption = None,
    settings: options.SettingsOption = None,
    text_column: options.TextColumn = None,
    url_column: options.UrlColumn = None,
    title_column: options.TitleColumn = None,
    host: options.HostOption = None,
    quiet: options.QuietOption = False,
    as_json: options.JsonOption = False,
) -> None:
    """Learn what a corpus knows and no page does: site templates, terms, glosses, swaps; for clean --profile."""
    console = Console(quiet=quiet, as_json=as_json)
    if show:
        if sources or out:
            raise SettingsError("--show only looks at a profile; give it without SOURCE and --out")
        _show(console, show, rows)
        return
    if not sources or out is None:
        raise SettingsError("learn needs SOURCE... and --out PROFILE, or --show PROFILE; see jingwen learn --help")
    from dataset.learn import LearnProgress, add_profiles, learn, split_profiles
    from dataset.profile_store import check_free, write_profile
    from dataset.readers import find, read_source

    check_free(out)
    chosen = options.build_settings(None, off, floor, packs, settings)
    reading = options.read_options(text_column, url_column, title_column, host)
    profiles, others = split_profiles(sources)
    found = find(others)
    learnt, progress = None, LearnProgress()
    if others:
        records = (record for source in found.sources for record in read_source(source, reading))
        with console.progress("learning") as report:

            def on_progress(progress: LearnProgress) -> None:
                report("learning: pages read", progress.read)

            learnt, progress = learn(records, chosen, fast=fast, part=part or bool(profiles), on_progress=on_progress)
    profile = add_profiles(profiles, learnt, part=part) if profiles or learnt is None else learnt
    said = write_profile(profile, out, version=__version__)
    added = f", and {len(profiles):,} profiles added" if profiles else ""
    console.say(
        f"{out}: done. {progress.read:,} records read{added}; {profile.pages:,} pages counted, "
        f"{profile.copies:,} reprints passed over, {progress.rejected:,} could not be read"
    )
    console.result(
        {"profile": str(out), "read": progress.read, "rejected": progress.rejected, "added": len(profiles)} | said
    )
    if progress.rejected:
        raise typer.Exit(3)


def _show(console: Console, path: Path, rows: int) -> None:
    from dataset.profile_store import describe_profile, read_profile
    from dataset.profile_summary import summary_of

    said = describe_profile(path)
    sections = summary_of(read_profile(path), rows)
    console.say(
        f"{path}: {said['pages']:,} pages, {said['copies']:,} reprints passed over; format {said['format']}, "
        f"jingwen {said['jingwen']}, digest {said['digest']}"
    )
    for section in sections:
        console.say(f"\n{section.name}: {section.total:,}")
        console.table(section.head, [_named(section.head, row) for row in section.rows])
    tables = {section.name: [dict(zip(section.head, row, strict=True)) for row in section.rows] for section in sections}
    console.result({"profile": str(path)} | said | {"shown": tables})


def _named(head: Sequence[str], row: Sequence[object]) -> list[object]:
    """A row for people: pages whose host is not known are said to have none."""
    return ["(no host)" if name == "host" and cell == "" else cell for name, cell in zip(head, row, strict=True)]

"""`jingwen detect`: what is damaged, by kind and file; nothing is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from cleaning import FORM_FAMILIES
from jingwen import options
from jingwen.console import Console

if TYPE_CHECKING:
    from cleaning import CleanResult

NOT_DAMAGE = (FORM_FAMILIES - {"invisible"}) | {"boilerplate", "markup", "privacy"}
"""Script, punctuation, white space and frame say where a page comes from, not that it is damaged."""


def command(
    sources: options.Sources,
    off: options.OffOption = None,
    floor: options.FloorOption = None,
    packs: options.PacksOption = None,
    profile: options.ProfileOption = None,
    settings: options.SettingsOption = None,
    text_column: options.TextColumn = None,
    url_column: options.UrlColumn = None,
    title_column: options.TitleColumn = None,
    host: options.HostOption = None,
    quiet: options.QuietOption = False,
    as_json: options.JsonOption = False,
) -> None:
    """Say what is damaged, by kind and file. Exit code 1 if anything is: a check for CI."""
    from cleaning import Cleaner
    from dataset.readers import find, read_source
    from dataset.records import Reject, place_of

    # What is lost is counted as lost; a marker in its place would count it once more.
    chosen = options.build_settings(None, off, floor, packs, settings, profile=profile)
    cleaner = Cleaner(settings=replace(chosen, mark_lost=None))
    reading = options.read_options(text_column, url_column, title_column, host)
    console = Console(quiet=quiet, as_json=as_json)
    files: dict[str, Counter[str]] = {}
    pages = rejected = 0
    with console.progress("reading") as report:
        for source in find(sources).sources:
            for record in read_source(source, reading):
                if isinstance(record, Reject):
                    rejected += 1
                    console.warn(f"cannot be read: {place_of(record.path, record.record)}: {record.reason}")
                    continue
                pages += 1
                report("pages read", pages)
                result = cleaner.clean(record.text, host=record.host, title=record.title, markup=record.markup)
                kinds = _damage(result)
                if kinds:
                    files.setdefault(record.path, Counter()).update(kinds)
    rows = [(path, kind, count) for path, kinds in sorted(files.items()) for kind, count in sorted(kinds.items())]
    damaged = any(not kind.endswith(" (flagged)") for _, kind, _ in rows)
    console.table(("file", "damage", "places"), rows)
    console.say(
        f"{pages:,} pages, {len(files):,} files with something to see, {rejected:,} records that cannot be read"
    )
    console.result({"pages": pages, "rejected": rejected, "damaged": damaged, "files": files})
    if damaged or rejected:
        raise typer.Exit(1 if damaged else 3)


def _damage(result: CleanResult) -> Counter[str]:
    """Places by kind: what would be repaired or is lost, and apart from it what is only flagged."""
    counts: Counter[str] = Counter()
    for edit in result.edits:
        if edit.family not in NOT_DAMAGE:
            counts[edit.kind if edit.status == "applied" else f"{edit.kind} ({edit.status})"] += 1
    return counts

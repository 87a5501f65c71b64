"""`jingwen undo`: the raw texts again, or a new run without the named edits."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jingwen import __version__, options
from jingwen.console import Console


def command(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A finished run.")],
    ids: Annotated[
        list[str] | None, typer.Option("--id", metavar="ID", help="Only on the page with this id; may be repeated.")
    ] = None,
    kinds: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help="Only edits of this kind or family; may be repeated."),
    ] = None,
    steps: Annotated[
        list[int] | None, typer.Option("--step", metavar="N", help="Only edits of this step; may be repeated.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="OUT", help="Folder to write to.  [default: RUN-raw or RUN-undone]"),
    ] = None,
    packs: options.PacksOption = None,
    profile: options.ProfileOption = None,
    quiet: options.QuietOption = False,
    as_json: options.JsonOption = False,
) -> None:
    """Give the raw texts again, checked by their digests; or, with a choice, a new run without those edits."""
    from dataset.run import Progress, RunSummary
    from dataset.undo import undo

    console = Console(quiet=quiet, as_json=as_json)
    with console.progress("taking back") as report:

        def on_progress(progress: Progress) -> None:
            report("taking back: pages", progress.read)

        summary = undo(
            run,
            out,
            version=__version__,
            ids=ids or (),
            kinds=kinds or (),
            steps=steps or (),
            packs=packs,
            profile=profile,
            on_progress=on_progress,
        )
    if isinstance(summary, RunSummary):
        console.say(f"{summary.out}: done. {summary.kept:,} pages, without the edits that were named")
        console.result({"run": str(summary.out), "kept": summary.kept, "rejected": summary.rejected})
        failed = summary.rejected
    else:
        console.say(f"{summary.out}: done. {summary.pages:,} raw texts, each with the digest of what was read")
        console.result({"raw": str(summary.out), "pages": summary.pages, "failed": summary.failed})
        for page in summary.failed:
            console.warn(f"page {page}: its ledger does not give the text that was read")
        failed = len(summary.failed)
    if failed:
        raise typer.Exit(3)

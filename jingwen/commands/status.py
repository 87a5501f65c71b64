"""`jingwen status`: how far a run is, also while it runs."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from jingwen import options
from jingwen.console import Console


def command(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A run, finished or not.")],
    as_json: options.JsonOption = False,
) -> None:
    """Say how far a run is, also while it runs; writes nothing."""
    from dataset.status import status_of

    said = status_of(run)
    console = Console(as_json=as_json)
    console.say(
        f"{run}: {said.state}. {said.read:,} read: {said.kept:,} kept, {said.duplicates:,} duplicates, "
        f"{said.rejected:,} rejected" + ("" if said.state == "finished" else " so far")
    )
    if said.compared:
        console.say(f"Near copies: {said.compared:,} pages compared.")
    if said.near_copies or said.excerpts:
        console.say(f"Pages that reprint another: {said.near_copies:,}; excerpts of longer ones: {said.excerpts:,}.")
    if said.at:
        console.say(f"Last heard of {_ago(said.at)} (jingwen {said.version}, settings {said.settings_digest or '–'}).")
    if said.state == "stopped":
        console.say("Nobody is at work on it; give the same jingwen clean command again to finish it.")
    console.table(("split", "pages"), list(said.by_split.items()))
    console.result(asdict(said) | {"run": str(run), "at": said.at.isoformat() if said.at else None})


def _ago(moment: datetime) -> str:
    """How long ago, in the largest unit that is whole."""
    seconds = max(0, int((datetime.now().astimezone() - moment).total_seconds()))
    for size, unit in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit} ago"
    return f"{seconds} seconds ago"

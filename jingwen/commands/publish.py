"""`jingwen publish`: a finished run becomes a dataset that `datasets.load_dataset` opens."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jingwen import options
from jingwen.console import Console


def command(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A finished run.")],
    out: Annotated[Path, typer.Option("--out", metavar="DATASET", help="Folder for the dataset.", show_default=False)],
    all_copies: Annotated[
        bool, typer.Option("--all-copies", help="Publish near copies too, and not the best of each alone.")
    ] = False,
    quiet: options.QuietOption = False,
    as_json: options.JsonOption = False,
) -> None:
    """Write Parquet with one split a district, card and checksums; load it back and compare before saying done."""
    from dataset.publish import publish

    console = Console(quiet=quiet, as_json=as_json)
    with console.progress("publishing") as report:
        summary = publish(run, out, all_copies=all_copies, on_progress=report)
    console.table(("split", "", "pages"), [(name, summary.names[name], rows) for name, rows in summary.rows.items()])
    console.say(
        f"{out}: done, loaded back and compared. {sum(summary.rows.values()):,} pages in {len(summary.rows)} splits"
    )
    console.result({"dataset": str(out), "rows": summary.rows, "names": summary.names, "bytes": summary.size})

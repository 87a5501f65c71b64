"""`jingwen report`: a finished run as one HTML page for people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jingwen import options
from jingwen.console import Console


def command(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A finished run.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="File to write.  [default: RUN/report.html]")
    ] = None,
    samples: Annotated[
        int, typer.Option("--samples", metavar="N", min=0, max=1000, help="Most samples of each kind.")
    ] = 3,
    quiet: options.QuietOption = False,
    as_json: options.JsonOption = False,
) -> None:
    """Write one HTML page, self-contained: counts by kind, district and host, samples of changes, rejects."""
    from dataset.report_page import write_report

    console = Console(quiet=quiet, as_json=as_json)
    file = out or run / "report.html"
    with console.progress("reading") as report:
        facts = write_report(run, file, samples=samples, on_page=lambda pages: report("pages read", pages))
    pages, shown = facts.told["counts"]["kept"], sum(map(len, facts.samples.values()))
    console.say(f"{file}: done. {pages:,} pages, {len(facts.kinds):,} kinds of edits, {shown:,} samples")
    console.result({"report": str(file), "pages": pages, "kinds": len(facts.kinds), "samples": shown})

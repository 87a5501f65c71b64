"""`jingwen validate`: every row of a run or a dataset against its contract."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jingwen import options
from jingwen.console import Console

SHOWN = 50


def command(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A run, a dataset, or a .parquet file.")],
    quiet: options.QuietOption = False,
    as_json: options.JsonOption = False,
) -> None:
    """Check every row against the schema, and a dataset's files against its checksums. Exit code 1 if one fails."""
    from dataset.validate import validate

    console = Console(quiet=quiet, as_json=as_json)
    with console.progress("checking") as report:
        failures = validate(path, on_file=lambda file: report(f"checking {file.name}"))
    if failures:
        console.table(("file", "row", "column", "check", "value"), failures[:SHOWN])
        said = "1 failure" if len(failures) == 1 else f"{len(failures):,} failures"
        console.warn(f"{path}: {said}" + (f", {SHOWN} shown" if len(failures) > SHOWN else ""))
    else:
        console.say(f"{path}: every row keeps its contract")
    console.result({"path": str(path), "failures": [failure._asdict() for failure in failures]})
    if failures:
        raise typer.Exit(1)

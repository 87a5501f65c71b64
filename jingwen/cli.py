"""The command `jingwen`.

Exit codes: 0 done · 1 the check found something · 2 wrong usage · 3 done, with rejects · 4 could not finish.
"""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from jingwen import __version__
from jingwen.commands import clean, detect, explain, learn, publish, report, status, undo, validate
from jingwen.faults import ended, in_sentences

app = typer.Typer(
    name="jingwen",
    help="Detect and repair damaged Chinese web text, explain and undo every change, publish a dataset that loads.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

for command in (clean, detect, explain, learn, undo, status, validate, publish, report):
    app.command(command.__name__.rpartition(".")[2])(in_sentences(command.command))


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"jingwen {__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Detect and repair damaged Chinese web text, explain and undo every change, publish a dataset that loads."""


def main() -> None:
    """Run the command; what the user can mend is said in a sentence, never as a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = app(standalone_mode=False)
    except Exception as fault:
        # Wrong usage, which Typer itself knows how to say; its class has no public name in all versions of Typer.
        error: Any = fault
        if not hasattr(error, "show"):
            raise
        error.show()
        code = ended(error.format_message(), error.exit_code, as_json="--json" in sys.argv)
    sys.exit(code or 0)

"""The command `jingwen`.

Exit codes: 0 done · 1 the check found something · 2 wrong usage · 3 done, with rejects · 4 could not finish.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from cleaning import SettingsError
from cleaning.profile import ProfileError
from jingwen import __version__
from jingwen.commands import clean, detect, explain, learn, publish, undo, validate

app = typer.Typer(
    name="jingwen",
    help="Detect and repair damaged Chinese web text, explain and undo every change, publish a dataset that loads.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

for command in (clean, detect, explain, learn, undo, validate, publish):
    app.command(command.__name__.rpartition(".")[2])(command.command)


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
    from dataset.districts import PlacesError
    from dataset.readers import SourceError
    from dataset.run_store import RunError, StrictError
    from dataset.where import WhereError

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except (SettingsError, ProfileError, SourceError, PlacesError, WhereError) as error:
        sys.exit(_failed(error, 2))
    except RunError as error:
        sys.exit(_failed(error, 3 if isinstance(error, StrictError) else 4))
    except BrokenPipeError:
        # Whoever read the output has gone; nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(4)
    except KeyboardInterrupt:
        sys.exit(_failed("stopped; the same command goes on from here", 4))
    except (OSError, MemoryError) as error:
        sys.exit(_failed(error, 4))


def _failed(error: BaseException | str, code: int) -> int:
    print(f"jingwen: {error or type(error).__name__}", file=sys.stderr)
    return code

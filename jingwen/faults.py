"""How a command fails: a sentence on standard error, with `--json` an object on standard output, and an exit code."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path

import typer

from cleaning import SettingsError
from cleaning.profile import ProfileError
from jingwen.console import print_json

REMEDIES = {
    errno.ENOSPC: "make room, and give the same command again: a run goes on from here",
    errno.EDQUOT: "make room, and give the same command again: a run goes on from here",
    errno.EACCES: "name a place where you may write and read, or mend its rights",
    errno.EROFS: "name a place where you may write",
    errno.ENOTDIR: "name a folder",
}
"""What to do about faults of the system, by their number."""

FRAMES = 3
"""Innermost places of a fault of our own that are told, for the report."""


def in_sentences(command: Callable[..., None]) -> Callable[..., None]:
    """The command, with whatever it raises said in a sentence and turned into an exit code.

    Here and not around Typer, which ends with 1, "the check found something", when whoever read the output has gone.
    """

    @wraps(command)
    def told(**given: object) -> None:
        try:
            command(**given)
            sys.stdout.flush()
        except BrokenPipeError:
            # Nothing is left to say, not even at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(4) from None
        except (typer.Exit, typer.Abort):
            raise
        except (Exception, KeyboardInterrupt) as fault:
            code, said = _told(fault)
            print(f"jingwen: {said}", file=sys.stderr)
            raise typer.Exit(ended(said, code, as_json=bool(given.get("as_json")))) from None

    return told


def _told(fault: BaseException) -> tuple[int, str]:
    """The exit code for what a command raised, and the sentence."""
    from dataset.districts import PlacesError
    from dataset.readers import SourceError
    from dataset.run_store import RunError, StrictError
    from dataset.where import WhereError

    said = str(fault) or type(fault).__name__
    if isinstance(fault, KeyboardInterrupt):
        return 4, "stopped; a run goes on from here when the same command is given again"
    if isinstance(fault, SettingsError | ProfileError | SourceError | PlacesError | WhereError):
        return 2, said
    if isinstance(fault, StrictError):
        return 3, said
    if isinstance(fault, OSError) and fault.errno:
        place = f"{fault.filename}: " if fault.filename else ""
        remedy = REMEDIES.get(fault.errno, "mend it, and give the same command again")
        return 4, f"{place}{os.strerror(fault.errno).lower()}; {remedy}"
    if isinstance(fault, RunError | OSError | MemoryError):
        return 4, said
    places = ", ".join(
        f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(fault.__traceback__)[-FRAMES:]
    )
    first = said.split("\n")[0]
    return 4, f"a fault of jingwen's own, please report it: {type(fault).__name__}: {first} ({places})"


def ended(sentence: str, code: int, *, as_json: bool) -> int:
    """Give machines the sentence and the exit code on standard output, where they asked for it. Returns the code."""
    if as_json:
        print_json({"error": sentence, "exit_code": code})
    return code

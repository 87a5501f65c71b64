"""What the commands say: progress on a terminal, plain lines elsewhere, one JSON object for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

Report = Callable[..., None]
"""Takes what is being done, and how many are done and there are in all, where that is known."""


def _silent(what: str, done: int | None = None, total: int | None = None) -> None:
    """Progress where nobody watches."""
    del what, done, total


def print_json(value: Mapping[str, Any]) -> None:
    """One JSON object on standard output, in ASCII where that does not speak UTF-8."""
    spoken = (sys.stdout.encoding or "").lower().replace("-", "")
    print(json.dumps(value, ensure_ascii=spoken != "utf8"))


class Console:
    """Speaks to the user. `quiet` leaves only what went wrong; `as_json` keeps standard output for one JSON object."""

    def __init__(self, *, quiet: bool = False, as_json: bool = False) -> None:
        self.quiet = quiet
        self.as_json = as_json

    def say(self, text: str = "") -> None:
        """A line of the result, on standard output."""
        if not self.quiet and not self.as_json:
            print(text)

    def warn(self, text: str) -> None:
        """What went wrong, on standard error, always."""
        print(text, file=sys.stderr)

    def result(self, value: Mapping[str, Any]) -> None:
        """The machine's view of the result."""
        if self.as_json:
            print_json(value)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Rows under a head; columns are aligned by the width that the terminal gives Chinese characters."""
        if self.quiet or self.as_json or not rows:
            return
        from rich.cells import cell_len

        cells = [[str(cell) for cell in row] for row in (head, *rows)]
        widths = [max(cell_len(row[column]) for row in cells) for column in range(len(head))]
        for row in cells:
            padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
            print("  ".join(padded).rstrip())

    @contextmanager
    def progress(self, what: str) -> Iterator[Report]:
        """A line that moves, on a terminal; nothing elsewhere."""
        if self.quiet or self.as_json or not sys.stderr.isatty():
            yield _silent
            return
        from rich.console import Console as Terminal

        with Terminal(stderr=True).status(what) as status:

            def report(text: str, done: int | None = None, total: int | None = None) -> None:
                count = "" if done is None else f" {done:,}" if total is None else f" {done:,} of {total:,}"
                status.update(f"{text}{count}")

            yield report

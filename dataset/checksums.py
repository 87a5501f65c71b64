"""`SHA256SUMS` of a dataset, in the form that `sha256sum --check` reads; the card is left for its owner to edit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

CHECKSUMS = "SHA256SUMS"


def write_checksums(dataset: Path) -> None:
    """Write the checksums of all files in `data/`."""
    lines = [f"{_digest(path)}  data/{path.name}\n" for path in sorted((dataset / "data").iterdir())]
    (dataset / CHECKSUMS).write_text("".join(lines), encoding="utf-8")


def differing(dataset: Path) -> Iterator[tuple[Path, str]]:
    """Files that are not as the checksums say, and what is wrong with each; nothing where there are no checksums."""
    told = dataset / CHECKSUMS
    if not told.is_file():
        return
    for line in told.read_text(encoding="utf-8", errors="replace").splitlines():
        digest, _, name = line.partition("  ")
        path = dataset / name
        if not name or not path.is_file():
            yield path, "file is missing"
        elif _digest(path) != digest:
            yield path, "other bytes than were published"


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

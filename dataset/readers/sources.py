"""Which files to read: what the user named, folders searched through, in an order that does not depend on the disk."""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CONTAINERS: Final = (".txt", ".html", ".htm", ".jsonl", ".ndjson", ".csv", ".tsv", ".parquet")
COMPRESSIONS: Final = (".gz", ".zst")
_CONTROL: Final = re.compile(r"[\0-\x1f\x7f-\x9f\u2028\u2029]")
_READABLE: Final = "jingwen reads .txt .html .jsonl .csv .tsv .parquet, and each of them with .gz or .zst after it"


class SourceError(Exception):
    """A source that was named does not exist, or it is a folder with nothing to read in it."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read.

    path         as the user named it (or below the folder that was named); bytes that are no UTF-8 written `\\xNN`
    location     the file; None for standard input
    container    one of CONTAINERS; compression '' or one of COMPRESSIONS
    fault        why it cannot be read, if that is known before it is opened; such a source becomes one reject
    """

    path: str
    location: Path | None
    container: str = ".txt"
    compression: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """`sources` in the order of reading; how many files were `passed_over` inside folders, by suffix ('' for none)."""

    sources: tuple[Source, ...]
    passed_over: Counter[str]


def find(sources: Sequence[Path | str]) -> Found:
    """The files that `sources` stand for: files, folders (searched through, names sorted, hidden ones skipped), or `-`.

    A file that the user named and whose suffix is unknown is in the result with its fault; inside a folder it is passed
    over and counted. Symbolic links are followed; a folder that several of them lead to is read once.
    Raises SourceError for a path that does not exist and for a folder with nothing to read in it.
    """
    found: list[Source] = []
    passed_over: Counter[str] = Counter()
    for named in sources:
        if str(named) == "-":
            found.append(Source("-", None))
            continue
        path = Path(named)
        try:
            mode = path.stat().st_mode
        except OSError as fault:
            remedy = "name a file or folder that exists, or - for text from standard input"
            raise SourceError(f"{shown(path)}: {_said(fault)}; {remedy}.") from None
        if not stat.S_ISDIR(mode):
            found.append(_file(path))
            continue
        skipped: Counter[str] = Counter()
        inside = list(_walk(path, skipped))
        if not inside:
            raise SourceError(f"{shown(path)}: nothing to read in this folder{_listed(skipped)}; {_READABLE}.")
        found += inside
        passed_over += skipped
    return Found(tuple(found), passed_over)


def _file(path: Path) -> Source:
    container, compression = _kind(path)
    if container:
        return Source(shown(path), path, container, compression)
    fault = f"unknown kind of file ({path.suffix or 'no suffix'}): {_READABLE}; or pipe its text in and name -"
    return Source(shown(path), path, fault=fault)


def _kind(path: Path) -> tuple[str, str]:
    name = path.name.lower()
    compression = next((suffix for suffix in COMPRESSIONS if name.endswith(suffix)), "")
    name = name.removesuffix(compression)
    return next((suffix for suffix in CONTAINERS if name.endswith(suffix)), ""), compression


def _walk(top: Path, skipped: Counter[str]) -> Iterator[Source]:
    waiting, seen = [top], set[tuple[int, int]]()
    while waiting:
        path = waiting.pop()
        container, compression = _kind(path)
        fault = ""
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                if (identity := (status.st_dev, status.st_ino)) not in seen:
                    seen.add(identity)
                    waiting += sorted((file for file in path.iterdir() if not file.name.startswith(".")), reverse=True)
                continue
            if not stat.S_ISREG(status.st_mode):
                fault = "not a regular file but a pipe, socket or device"
        except PermissionError as error:  # a folder, perhaps one full of pages
            yield Source(shown(path), path, fault=f"cannot be opened: {_said(error)}; make it readable")
            continue
        except OSError as error:
            fault = f"cannot be opened: {_said(error)}"
        if container:
            yield Source(shown(path), path, container, compression, fault)
        else:
            skipped[path.suffix.lower()] += 1


def _listed(skipped: Counter[str]) -> str:
    kinds = ", ".join(f"{suffix or 'without suffix'} {count}" for suffix, count in sorted(skipped.items())[:8])
    return f" ({skipped.total()} passed over: {kinds})" if skipped else ""


def _said(fault: OSError) -> str:
    return (fault.strerror or str(fault)).lower()


def shown(path: Path) -> str:
    """`path` as text that can be written as UTF-8, on one line and on any terminal.

    Bytes of a file name that are no UTF-8, and controls, become `\\xNN`.
    """
    said = os.fsencode(path).decode("utf-8", "backslashreplace")
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", said)

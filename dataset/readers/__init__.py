"""Crawled pages of every usual container, compression and encoding, one record at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from dataset.readers import csv, jsonl, parquet, text
from dataset.readers.compression import open_blocks
from dataset.readers.options import ReadOptions
from dataset.readers.outcome import reject_file
from dataset.readers.sources import Found, Source, SourceError, find
from dataset.records import RawPage, Reject

__all__ = ["Found", "ReadOptions", "Source", "SourceError", "find", "read", "read_source"]

_BY_CONTAINER = {
    **dict.fromkeys((".txt", ".html", ".htm"), text.read),
    **dict.fromkeys((".jsonl", ".ndjson"), jsonl.read),
    **dict.fromkeys((".csv", ".tsv"), csv.read),
    ".parquet": parquet.read,
}


def read(sources: Sequence[Path | str], options: ReadOptions | None = None) -> Iterator[RawPage | Reject]:
    """Every record of `sources` (files, folders, `-` for standard input) as a page or a reject, in a fixed order.

    One record at a time is in memory. Raises SourceError, at once, for a source that does not exist or a folder with
    nothing to read in it; whatever is wrong with a file or a record is a reject. Who wants to say how many files of a
    folder were passed over calls `find` and `read_source`.
    """
    return _read_all(find(sources).sources, options or ReadOptions())


def _read_all(sources: Sequence[Source], options: ReadOptions) -> Iterator[RawPage | Reject]:
    for source in sources:
        yield from read_source(source, options)


def read_source(source: Source, options: ReadOptions) -> Iterator[RawPage | Reject]:
    """Every record of one file. A stretch that cannot be cut into records is one record.

    Where a reader itself fails, what it gave before that stays, and the file is a reject as well.
    """
    if source.fault:
        yield reject_file(source.fault, source)
        return
    try:
        with open_blocks(source) as blocks:
            yield from _BY_CONTAINER[source.container](source, blocks, options)
    except OSError as fault:
        reason = fault.strerror.lower() if fault.strerror else str(fault)
        yield reject_file(f"cannot be read: {reason}; mend it, or leave it out", source)
    except Exception as fault:  # whatever a reader does with one file, the others go on
        said = f"{type(fault).__name__}: {fault}".split("\n")[0]
        yield reject_file(f"jingwen failed on this file: {said}; please report", source)

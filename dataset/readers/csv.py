"""CSV and TSV with a header: quoted line feeds, any encoding, and rows that are broken."""

from __future__ import annotations

import contextlib
import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dataset.readers.columns import Columns, NoTextColumnError, find_columns
from dataset.readers.compression import Blocks
from dataset.readers.decoding import Decoded
from dataset.readers.lines import Line, LineDecoder, split
from dataset.readers.magic import describe
from dataset.readers.options import ReadOptions
from dataset.readers.outcome import over_limit, page, reject_file, sha256_of, unfit
from dataset.readers.sources import Source
from dataset.records import HEAD_BYTES, RawPage, Reject

_SECOND_LOOKS: Final = 4
"""The lines that an unclosed quote swallowed are read again, but in all at most this many times the bytes that were
read once: so the time stays linear whatever the input."""


class _TooLongError(Exception):
    """The row is longer than one record may be."""


class _Feed:
    """Lines for the csv module, which takes as many as a row needs; what a broken row swallowed can be put back."""

    def __init__(self, blocks: Blocks, limit: int) -> None:
        self.decoder = LineDecoder(blocks.head)
        self.taken: list[tuple[Line, Decoded]] = []
        self.size = 0
        self._blocks, self._limit = blocks, limit
        self._lines = split(blocks, self.decoder.newline, limit)
        self._back: deque[tuple[Line, Decoded]] = deque()
        self._once = self._again = 0
        self._at_end = False

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line, decoded = self._back.popleft() if self._back else self._next()
        self.taken.append((line, decoded))
        self.size += line.length + 1
        if self._blocks.fault and not line.ended:
            self._at_end = True
            raise StopIteration
        if not line.whole or self.size - 1 > self._limit:
            raise _TooLongError
        return decoded.text + ("\n" if line.ended else "")

    def _next(self) -> tuple[Line, Decoded]:
        try:
            line = next(self._lines)
        except StopIteration:
            self._at_end = True
            raise
        self._once += line.length + 1
        return line, self.decoder(line) if line.whole else Decoded("", "", "")

    @property
    def broken_off(self) -> str:
        """Why the stream ended before its end; '' if it did not, or while there are lines to read before that."""
        return self._blocks.fault if self._at_end and not self._back else ""

    def start_row(self) -> None:
        self.taken, self.size = [], 0

    def put_back(self) -> None:
        """All lines of the row but the first, if the budget of second looks allows; a line over the limit always."""
        kept = 1
        if self._again + self.size > _SECOND_LOOKS * self._once:
            kept = len(self.taken) if self.taken[-1][0].whole else max(1, len(self.taken) - 1)
        else:
            self._again += self.size
        self._back.extendleft(reversed(self.taken[kept:]))
        del self.taken[kept:]


@dataclass(frozen=True, slots=True)
class _Table:
    source: Source
    options: ReadOptions
    delimiter: str
    header: list[str]
    columns: Columns

    def cell(self, row: list[str], column: str) -> str:
        return row[self.header.index(column)] if column else ""


def read(source: Source, blocks: Blocks, options: ReadOptions) -> Iterator[RawPage | Reject]:
    """A page or a reject for each row after the header; records are counted from 0, blank lines are none.

    A row with too few or too many columns is a reject. Where a quote is not closed or stands in the wrong place, the
    line on which the row begins is a reject, and the lines after it are read anew. Lines end at the line feed only.
    """
    if what := describe(blocks.head):
        yield reject_file(f"not a table but {what}, whatever its name says; give it the right suffix", source)
        return
    csv.field_size_limit(max(csv.field_size_limit(), options.max_record_bytes))
    feed = _Feed(blocks, options.max_record_bytes)
    try:
        table = _table(feed, source, options)
    except (csv.Error, _TooLongError, NoTextColumnError, StopIteration) as fault:
        yield reject_file(_header_fault(fault, blocks.fault), source)
        return
    empty = True
    for outcome in _rows(feed, table):
        empty = False
        yield outcome
    if empty:
        yield reject_file("empty: a header, but no row", source)


def _table(feed: _Feed, source: Source, options: ReadOptions) -> _Table:
    delimiter, row = "\t" if source.container == ".tsv" else ",", list[str]()
    while not row:
        feed.start_row()
        row = next(csv.reader(feed, delimiter=delimiter, strict=True))
    header = [name.strip() for name in row]
    try:
        return _Table(source, options, delimiter, header, find_columns(header, options))
    except NoTextColumnError:
        for other in ",\t;|" if len(header) == 1 else "":
            names = [name.strip(' "') for name in row[0].split(other)]
            with contextlib.suppress(NoTextColumnError):
                return _Table(source, options, other, names, find_columns(names, options))
        raise


def _header_fault(fault: Exception, broken_off: str) -> str:
    if isinstance(fault, NoTextColumnError):
        return str(fault)
    if isinstance(fault, StopIteration):
        return f"broken off in the header ({broken_off}); fetch or copy the file again" if broken_off else "empty"
    why = str(fault) or "it is over the limit of one record"
    return f"no header can be read: {why}; the first line must name the columns, and lines end with a line feed"


def _rows(feed: _Feed, table: _Table) -> Iterator[RawPage | Reject]:
    reader = csv.reader(feed, delimiter=table.delimiter, strict=True)
    record = 0
    while True:
        feed.start_row()
        try:
            row = next(reader)
        except StopIteration:
            break
        except (csv.Error, _TooLongError) as fault:
            if feed.broken_off:
                break
            reason = _fault(fault, feed, table.options)
            feed.put_back()
        else:
            if not row:
                continue
            reason = _misfit(row, table)
        yield _reject(feed, table, record, reason) if reason else _page(feed, table, record, row)
        record += 1
    if feed.broken_off:
        yield _reject(feed, table, record, f"broken off here ({feed.broken_off}); fetch or copy the file again")


def _fault(fault: Exception, feed: _Feed, options: ReadOptions) -> str:
    if isinstance(fault, csv.Error):
        return f"broken row: {fault}; quote what holds a quote or a line feed, and double the quotes in it"
    limit = options.max_record_bytes
    if len(feed.taken) > 1:
        return f"a quote in this line is not closed within {limit:,} bytes; double it or close it"
    return over_limit("a row", feed.size - 1, limit)


def _misfit(row: list[str], table: _Table) -> str:
    if len(row) != len(table.header):
        return f"{len(row)} columns where the header has {len(table.header)}; quote what holds a {table.delimiter!r}"
    return unfit(table.cell(row, table.columns.text))


def _page(feed: _Feed, table: _Table, record: int, row: list[str]) -> RawPage | Reject:
    columns = table.columns
    text = table.cell(row, columns.text)
    telling = next((decoded for _, decoded in feed.taken if decoded.evidence != "ascii"), feed.taken[0][1])
    if reason := unfit(text, sum(decoded.unreadable for _, decoded in feed.taken)):
        return _reject(feed, table, record, reason)
    return page(
        table.source,
        record,
        Decoded(text, telling.encoding, telling.evidence),
        table.options,
        sha256=sha256_of(text.encode()),
        url=table.cell(row, columns.url),
        title=table.cell(row, columns.title),
        markup=columns.markup,
    )


def _reject(feed: _Feed, table: _Table, record: int, reason: str) -> Reject:
    lines = [line for line, _ in feed.taken]
    if not lines:
        return Reject(reason, table.source.path, record, -1, 0, sha256_of(b""), b"")
    data = feed.decoder.newline.join(line.data for line in lines)
    first = lines[0]
    whole = all(line.whole for line in lines)
    length = len(data) if whole else sum(line.length for line in lines)
    digest = sha256_of(data) if whole else first.digest
    return Reject(reason, table.source.path, record, first.offset, length, digest, data[:HEAD_BYTES])

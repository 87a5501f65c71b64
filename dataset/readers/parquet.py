"""Parquet, batch by batch; a row group that is damaged does not cost the others."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import IO, Any, Final, cast

from dataset.readers.columns import Columns, NoTextColumnError, find_columns
from dataset.readers.compression import Blocks
from dataset.readers.decoding import Decoded, decode
from dataset.readers.magic import describe
from dataset.readers.options import ReadOptions
from dataset.readers.outcome import over_limit, page, reject, reject_file, sha256_of, unfit
from dataset.readers.sources import Source
from dataset.records import RawPage, Reject

_BATCH_ROWS: Final = 64
_BUFFER_BYTES: Final = 1 << 20


def read(source: Source, blocks: Blocks, options: ReadOptions) -> Iterator[RawPage | Reject]:
    """A page or a reject for each row; `record` is the row's number in the file, from 0.

    The text column may hold strings or bytes; bytes are decoded like a file, and so are strings that are not UTF-8.
    What cannot be read of a row group is one reject. A compressed file is unpacked to a temporary file first.
    """
    import pyarrow.parquet

    with ExitStack() as stack:
        file = _seekable(source, blocks, stack)
        if blocks.fault:
            yield reject_file(f"broken off ({blocks.fault}); fetch or copy the file again", source)
            return
        try:
            table = pyarrow.parquet.ParquetFile(file, pre_buffer=False, buffer_size=_BUFFER_BYTES)
            columns = _columns(table, options)
        except NoTextColumnError as fault:
            yield reject_file(str(fault), source)
            return
        except (OSError, ValueError, pyarrow.ArrowException) as fault:
            yield reject_file(_broken(fault, blocks.head), source)
            return
        if not table.metadata.num_rows:
            yield reject_file("empty: no row in it", source)
            return
        yield from _groups(table, columns, source, options)


def _seekable(source: Source, blocks: Blocks, stack: ExitStack) -> IO[bytes]:
    if source.location is not None and not source.compression:
        return stack.enter_context(source.location.open("rb"))
    file = cast(IO[bytes], stack.enter_context(tempfile.TemporaryFile()))  # noqa: SIM115 (the stack closes it)
    for block in blocks:
        file.write(block)
    file.seek(0)
    return file


def _broken(fault: Exception, head: bytes) -> str:
    what = describe(head)
    if not head:
        return "empty"
    if what and what != "a Parquet file":
        return f"not Parquet but {what}, whatever its name says; give it the right suffix"
    return f"not a whole Parquet file ({_first_line(fault)}); fetch or copy the file again"


def _first_line(fault: Exception) -> str:
    return (str(fault).splitlines() or [type(fault).__name__])[0][:300].rstrip(". ")


def _columns(table: Any, options: ReadOptions) -> Columns:
    import pyarrow.types as kinds

    schema = table.schema_arrow
    columns = find_columns(schema.names, options)
    kind = schema.field(schema.names.index(columns.text)).type
    kind = kind.value_type if kinds.is_dictionary(kind) else kind
    if not any(test(kind) for test in (_is_string, _is_bytes, kinds.is_null)):
        what = f"the text column {columns.text!r} holds {kind}, not strings"
        raise NoTextColumnError(f"{what}; name another with --text-column")
    return columns


def _is_string(kind: Any) -> bool:
    import pyarrow.types as kinds

    return bool(kinds.is_string(kind) or kinds.is_large_string(kind) or kinds.is_string_view(kind))


def _is_bytes(kind: Any) -> bool:
    import pyarrow.types as kinds

    return bool(kinds.is_binary(kind) or kinds.is_large_binary(kind) or kinds.is_binary_view(kind))


def _groups(table: Any, columns: Columns, source: Source, options: ReadOptions) -> Iterator[RawPage | Reject]:
    first = 0
    for group in range(table.metadata.num_row_groups):
        size = table.metadata.row_group(group).num_rows
        record = first
        for batch in _batches(table, group, columns):
            if isinstance(batch, str):
                rows = f"rows {record:,} to {first + size - 1:,}"
                reason = f"{rows} cannot be read ({batch}); fetch or copy the file again"
                yield Reject(reason, source.path, record, -1, -1, "", b"")
                break
            for row in _rows(batch, columns):
                yield _record(source, record, row, columns, options)
                record += 1
        first += size


def _batches(table: Any, group: int, columns: Columns) -> Iterator[Any]:
    """The batches of a row group; last of all, if it is damaged, a sentence that says so."""
    import pyarrow

    wanted = [name for name in (columns.text, columns.url, columns.title) if name]
    try:
        yield from table.iter_batches(_BATCH_ROWS, row_groups=[group], columns=wanted, use_threads=False)
    except (OSError, ValueError, pyarrow.ArrowException) as fault:
        yield _first_line(fault)


_Row = tuple[bytes | None, bool, str, str]


def _rows(batch: Any, columns: Columns) -> Iterator[_Row]:
    """(text as bytes, whether the column says that it is a string, url, title) of each row."""
    names = batch.schema.names  # by place: of two columns with one name the first counts, as in CSV
    text, said = _as_bytes(batch.column(names.index(columns.text)))
    urls = _as_bytes(batch.column(names.index(columns.url)))[0] if columns.url else None
    titles = _as_bytes(batch.column(names.index(columns.title)))[0] if columns.title else None
    for index in range(batch.num_rows):
        yield text[index].as_py(), said, _short(urls, index), _short(titles, index)


def _as_bytes(column: Any) -> tuple[Any, bool]:
    """The column without dictionary, strings as bytes (they may be no UTF-8), and whether they were strings."""
    import pyarrow
    import pyarrow.types as kinds

    if kinds.is_dictionary(column.type):
        column = column.dictionary_decode()
    if _is_string(column.type):
        return column.cast(pyarrow.large_binary() if kinds.is_large_string(column.type) else pyarrow.binary()), True
    return column, False


def _short(column: Any, index: int) -> str:
    value = column[index].as_py() if column is not None else None
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None or isinstance(value, dict | list) else str(value)


def _record(source: Source, record: int, row: _Row, columns: Columns, options: ReadOptions) -> RawPage | Reject:
    data, said, url, title = row
    if data is None:
        return Reject(f"the text column {columns.text!r} is null", source.path, record, -1, 0, sha256_of(b""), b"")
    if len(data) > options.max_record_bytes:
        return reject(over_limit("a text", len(data), options.max_record_bytes), source, record, data)
    decoded = _decoded(data, said)
    if reason := unfit(decoded.text, decoded.unreadable):
        return reject(reason, source, record, data)
    sha256 = sha256_of(decoded.text.encode())
    return page(source, record, decoded, options, sha256=sha256, url=url, title=title, markup=columns.markup)


def _decoded(data: bytes, said: bool) -> Decoded:
    if said:
        try:
            return Decoded(data.decode(), "str", "")
        except UnicodeDecodeError:
            decoded = decode(data)
            return replace(decoded, evidence=f"a string that is no UTF-8; {decoded.evidence}")
    return decode(data)

"""JSON lines: one object a line, its text in a column that is found by its usual name or named by the user."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dataset.readers.columns import Columns, NoTextColumnError, find_columns
from dataset.readers.compression import Blocks
from dataset.readers.decoding import Decoded
from dataset.readers.lines import Line, LineDecoder, split
from dataset.readers.magic import describe
from dataset.readers.options import ReadOptions
from dataset.readers.outcome import over_limit, page, reject_file, sha256_of, unfit
from dataset.readers.sources import Source
from dataset.records import HEAD_BYTES, RawPage, Reject


def read(source: Source, blocks: Blocks, options: ReadOptions) -> Iterator[RawPage | Reject]:
    """A page or a reject for each line that is not blank; records are counted without the blank ones, from 0.

    Lines end at the line feed only. Of a line over the limit, 64 KiB are kept in memory. A stream that breaks off gives
    one reject for what is left after the last whole line.
    """
    if what := describe(blocks.head):
        yield reject_file(f"not JSON lines but {what}, whatever its name says; give it the right suffix", source)
        return
    decoder = LineDecoder(blocks.head)
    record = offset = 0
    for line in split(blocks, decoder.newline, options.max_record_bytes):
        if blocks.fault and not line.ended:
            yield _broken(source, record, line, blocks.fault)
            return
        offset = line.offset + line.length + len(decoder.newline)
        if line.whole and not line.data.strip(b"\0 \t\r\n"):
            continue
        yield _record(source, record, line, decoder, options)
        record += 1
    if blocks.fault:
        yield _broken(source, record, Line(offset, 0, b""), blocks.fault)
    elif not record:
        yield reject_file("empty: no record in it", source)


def _broken(source: Source, record: int, line: Line, fault: str) -> Reject:
    reason = f"broken off at byte {line.offset + line.length:,} ({fault}); fetch or copy the file again"
    return Reject(reason, source.path, record, line.offset, line.length, line.digest, line.data[:HEAD_BYTES])


def _record(source: Source, record: int, line: Line, decoder: LineDecoder, options: ReadOptions) -> RawPage | Reject:
    if not line.whole:
        reason = over_limit("a line", line.length, options.max_record_bytes)
        return Reject(reason, source.path, record, line.offset, line.length, line.digest, line.data)
    decoded = decoder(line)
    try:
        row = _row(decoded.text)
        columns = find_columns(list(row), options)
        text = _text(row, columns)
    except (_BrokenRowError, NoTextColumnError) as fault:
        reason = str(fault)
    else:
        reason = unfit(text, decoded.unreadable)
        if not reason:
            sha256 = sha256_of(text.encode("utf-8", "surrogatepass"))
            cell = Decoded(text, decoded.encoding, decoded.evidence)
            url, title = _short(row, columns.url), _short(row, columns.title)
            return page(source, record, cell, options, sha256=sha256, url=url, title=title, markup=columns.markup)
    return Reject(reason, source.path, record, line.offset, line.length, line.digest, line.data[:HEAD_BYTES])


class _BrokenRowError(Exception):
    """The line is no object with a text; the message says why."""


def _row(text: str) -> dict[str, Any]:
    try:
        # Not strict: a tab or line feed that nobody escaped is no reason to lose the page.
        row = json.loads(text, strict=False)
    except json.JSONDecodeError as fault:
        said = fault.msg.removesuffix(" at")  # of a string that nothing closes
        raise _BrokenRowError(f"no JSON: {said} at character {fault.pos} of the line; mend or drop it") from None
    except RecursionError:
        raise _BrokenRowError("no usable JSON: nested too deeply") from None
    except ValueError as fault:
        raise _BrokenRowError(f"no usable JSON: {fault}") from None
    if not isinstance(row, dict):
        raise _BrokenRowError(f"not a JSON object but {_kind(row)}; each line must be an object with a text column")
    return row


def _text(row: dict[str, Any], columns: Columns) -> str:
    value = row[columns.text]
    if not isinstance(value, str):
        raise _BrokenRowError(f"the text column {columns.text!r} holds {_kind(value)}, not a string")
    return value


def _kind(value: object) -> str:
    names = {dict: "an object", list: "an array", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _short(row: dict[str, Any], column: str) -> str:
    value = row.get(column) if column else None
    return "" if value is None or isinstance(value, dict | list) else str(value)

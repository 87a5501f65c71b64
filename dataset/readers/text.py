"""A file that is one page: .txt, .html, or text from standard input."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from dataset.readers.compression import Blocks
from dataset.readers.decoding import decode
from dataset.readers.magic import describe
from dataset.readers.options import ReadOptions
from dataset.readers.outcome import over_limit, page, unfit
from dataset.readers.sources import Source
from dataset.records import HEAD_BYTES, RawPage, Reject


def read(source: Source, blocks: Blocks, options: ReadOptions) -> Iterator[RawPage | Reject]:
    """The one page of the file, or one reject. Of a file over the limit, only the first 64 KiB are kept in memory."""
    limit = options.max_record_bytes
    digest, length, kept = hashlib.sha256(), 0, bytearray()
    for block in blocks:
        digest.update(block)
        length += len(block)
        kept += block
        if length > limit:
            del kept[HEAD_BYTES:]
    data, sha256 = bytes(kept), digest.hexdigest()
    if blocks.fault:
        reason = f"broken off after {length:,} bytes ({blocks.fault}); fetch or copy the file again"
    elif what := describe(data):
        reason = f"not text but {what}, whatever its name says; convert it to text, or give it the right suffix"
    elif length > limit:
        reason = over_limit("a file", length, limit)
    else:
        decoded = decode(data)
        reason = unfit(decoded.text, decoded.unreadable)
        if not reason:
            yield page(source, 0, decoded, options, sha256=sha256, markup=source.container in (".html", ".htm"))
            return
    yield Reject(reason, source.path, 0, 0, length, sha256, data[:HEAD_BYTES])

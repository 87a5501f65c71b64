"""The bytes of a file, decompressed, in blocks; a fault ends them and is kept, so that what came before is not lost."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, Final, cast

from dataset.readers.magic import describe
from dataset.readers.sources import Source
from dataset.records import HEAD_BYTES

_BLOCK: Final = 1 << 18
_STEP: Final = 1 << 12


class Blocks:
    """Iterates over blocks of bytes, once.

    `head` is the first 64 KiB, or all there is; `fault` says after the last block why the stream broke off, '' if not.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self.fault = ""
        self.head = self._next(HEAD_BYTES)

    def __iter__(self) -> Iterator[bytes]:
        block = self.head
        while block:
            yield block
            block = self._next(_BLOCK)

    def _next(self, size: int) -> bytes:
        parts: list[bytes] = []
        while size > 0 and not self.fault:
            try:
                part = self._read(size)
            except (OSError, EOFError, zlib.error, ValueError) as fault:
                self.fault = str(fault)
                break
            if not part:
                break
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


@contextmanager
def open_blocks(source: Source) -> Iterator[Blocks]:
    """The decompressed bytes of `source`. Raises OSError if it cannot be opened."""
    if source.location is None:
        if sys.stdin is None:
            raise OSError("standard input is closed")
        yield Blocks(sys.stdin.buffer.read)
        return
    with source.location.open("rb") as raw:
        yield Blocks(_unpack(raw, source.compression) if source.compression else raw.read)


def _unpack(raw: IO[bytes], compression: str) -> Callable[[int], bytes]:
    magic, name = (b"\x1f\x8b", "gzip") if compression == ".gz" else (b"\x28\xb5\x2f\xfd", "Zstandard")
    head = raw.read(HEAD_BYTES)
    raw.seek(0)
    if head and not head.startswith(magic):
        raise OSError(f"its name says {name}, but it is {describe(head) or 'something else, perhaps not compressed'}")
    if compression == ".gz":
        return gzip.GzipFile(fileobj=raw).read1  # `read` would drop what it had when the fault came
    return _Zstandard(raw).read


class _Zstandard:
    """pyarrow drops what one call had decompressed when a fault comes: go back and take the rest byte by byte."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw, self._given, self._step = raw, 0, _STEP
        self._streams: list[Any] = []  # all kept: one that is collected closes the file under the next
        self._restart()

    def _restart(self) -> None:
        import pyarrow

        self._raw.seek(0)
        self._streams.append(pyarrow.CompressedInputStream(pyarrow.PythonFile(self._raw, mode="r"), "zstd"))

    def _take(self, size: int) -> bytes:
        return cast(bytes, self._streams[-1].read(size))

    def read(self, size: int) -> bytes:
        try:
            part = self._take(min(size, self._step))
        except OSError:
            if self._step == 1:
                raise
            self._step = 1
            self._restart()
            left = self._given
            while left:
                left -= len(self._take(min(left, _STEP)))
            part = self._take(1)
        self._given += len(part)
        return part

"""Lines of a file of any size: cut at the line feed only, bounded in memory, decoded one by one."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from dataset.readers.decoding import Decoded, decode
from dataset.readers.outcome import sha256_of
from dataset.records import HEAD_BYTES

_WIDTHS: Final = {"utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its line feed. `data` is the first 64 KiB only if `length` (bytes) is over the limit, which
    `sha256`, given in that case alone, covers. `ended` is false for a last line that no line feed ends."""

    offset: int
    length: int
    data: bytes
    sha256: str = ""
    ended: bool = True

    @property
    def whole(self) -> bool:
        return not self.sha256

    @property
    def digest(self) -> str:
        return self.sha256 or sha256_of(self.data)


@dataclass(slots=True)
class _Long:
    """A line over the limit, of which only the head and the hash are kept."""

    offset: int
    head: bytes
    length: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def add(self, data: bytes | bytearray) -> None:
        self.digest.update(data)
        self.length += len(data)

    def line(self, ended: bool = True) -> Line:
        return Line(self.offset, self.length, self.head, self.digest.hexdigest(), ended)


def split(blocks: Iterable[bytes], newline: bytes, limit: int) -> Iterator[Line]:
    """The lines of the stream; `newline` is the line feed in the encoding of the file, whose unit is as long."""
    unit = len(newline)
    pending, offset, long = bytearray(), 0, None
    for block in blocks:
        searched = max(0, len(pending) - unit + 1)
        pending += block
        start = 0
        while (end := _find(pending, newline, max(searched, start), start)) >= 0:
            data = pending[start:end]
            if long is None and len(data) > limit:
                long = _Long(offset, bytes(data[:HEAD_BYTES]))
            if long is None:
                yield Line(offset, len(data), bytes(data))
            else:
                long.add(data)
                yield long.line()
                long = None
            offset += end - start + unit
            start = end + unit
        del pending[:start]
        if long is None and len(pending) > limit:
            long = _Long(offset, bytes(pending[:HEAD_BYTES]))
        if long is not None:
            taken = len(pending) - len(pending) % unit
            long.add(pending[:taken])
            offset += taken
            del pending[:taken]
    if long is not None:
        long.add(pending)
        yield long.line(ended=False)
    elif pending:
        yield Line(offset, len(pending), bytes(pending), ended=False)


def _find(data: bytearray, newline: bytes, start: int, line_start: int) -> int:
    """The next line feed that stands on a whole unit of the encoding (上 is U+4E0A: `0A 4E`, before a NUL byte)."""
    found = data.find(newline, start)
    while found >= 0 and (found - line_start) % len(newline):
        found = data.find(newline, found + 1)
    return found


class LineDecoder:
    """Decodes the lines of one file: UTF-8 if strict, else as the head of the file, else whatever they are."""

    def __init__(self, head: bytes) -> None:
        self.encoding = decode(head).encoding if head else "utf-8"
        self.wide = self.encoding in _WIDTHS
        self.newline = "\n".encode(self.encoding) if self.wide else b"\n"

    def __call__(self, line: Line) -> Decoded:
        if self.wide:
            text = line.data.decode(self.encoding, "replace")
            text = text.removeprefix("\ufeff") if line.offset == 0 else text
            return Decoded(text, self.encoding, "as the head of the file", text.count("\ufffd"))
        data = line.data.removeprefix(b"\xef\xbb\xbf") if line.offset == 0 else line.data
        if data.isascii():
            return decode(data)
        legacy = self.encoding not in ("utf-8", "utf-8-sig")
        try:
            text = data.decode()
            # In a file in GBK a short line may happen to be UTF-8 (路 is C2 B7), but hardly of three bytes each.
            if not legacy or max(text) >= "\u0800":
                return Decoded(text, "utf-8", "strict")
        except UnicodeDecodeError:
            pass
        if legacy:
            with contextlib.suppress(UnicodeDecodeError):
                text = data.decode(self.encoding)
                if self._fits(text):
                    return Decoded(text, self.encoding, "as the head of the file")
        return decode(data, self.encoding)

    def _fits(self, text: str) -> bool:
        """Whether the line is Chinese as the file is; who can say that of other languages?"""
        from dataset.readers.closely import CHINESE
        from dataset.readers.stretches import is_even

        return self.encoding not in CHINESE or is_even(text)

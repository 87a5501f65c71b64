"""Bytes of unknown encoding to text: a mark, strict UTF-8, and else the reading that costs the language model least.

A strict codec proves little: GB18030 decodes most Big5 without an error, and a page cut in mid-character is UTF-8
although the strict decoder refuses it. So every reading that could be is made, and they compete (`candidates`); what
the winner reads oddly is looked at line by line and, if need be, stretch by stretch (`stretches`).
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dataset.readers.lattice import Span

_WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_UTF8_MARK: Final = b"\xef\xbb\xbf"
_FEW_CHARACTERS: Final = 12
_SAMPLE_BYTES: Final = 1 << 16
_NEARLY: Final = 0.9
_UTF8_NATS: Final = 10.0
"""What speaks for UTF-8 beforehand where bytes are UTF-8, though few."""

_LEGACY: Final = ("gb18030", "big5hkscs", "cp950")
_ASCII: Final = bytes(range(0x80))
_WIDE_RUN = re.compile(rb"(?:[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2})+")
_TWO_SHORT = re.compile(rb"(?:[\xc2-\xdf][\x80-\xbf]){2}")
_CUT_HEAD = re.compile(rb"[\x80-\xbf]{0,3}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """text       never holds a lone surrogate
    encoding   a Python codec: text.encode(encoding) gives the bytes back where nothing was unreadable and no stretch
               was read otherwise (`utf-8-sig` had a byte-order mark; the UTF-16 and UTF-32 names are given without it)
    evidence   why this encoding, and which bytes were read otherwise (half-open, counted from the start of the data)
    unreadable characters U+FFFD that stand for bytes which no reading explains
    """

    text: str
    encoding: str
    evidence: str
    unreadable: int = 0


def decode(data: bytes, expected: str = "") -> Decoded:
    """Text of `data`, whatever its encoding; nothing is dropped and nothing raised.

    `expected` is the encoding of the file that the bytes come from; it decides where nothing else does.

    >>> decode("苏州市召开新闻发布会".encode("gbk")).encoding
    'gb18030'
    >>> decode("蘇州市召開新聞發布會".encode("big5")).text
    '蘇州市召開新聞發布會'
    >>> decode("苏州".encode()[:-1]).text
    '苏\ufffd'
    """
    if data.startswith(_UTF8_MARK):
        return _after_mark(data)
    if (data.startswith(_WIDE_MARKS) or b"\0" in data) and (wide := _wide(data)):
        return wide
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return _wide(data) or _narrow(data, expected)
    # A text with a character of three bytes, and any that is long, is not UTF-8 by chance.
    if 0 < len(data) - len(text) <= _FEW_CHARACTERS:
        return _short(data, text, expected)
    return Decoded(text, "utf-8", "strict") if len(data) > len(text) else _ascii(data, text)


def _after_mark(data: bytes) -> Decoded:
    body = data[len(_UTF8_MARK) :]
    try:
        return Decoded(body.decode(), "utf-8-sig", "byte-order mark")
    except UnicodeDecodeError:
        rest = _narrow(body, "utf-8", base=len(_UTF8_MARK))
        encoding = "utf-8-sig" if rest.encoding == "utf-8" else rest.encoding
        return replace(rest, encoding=encoding, evidence=f"byte-order mark; {rest.evidence}")


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 or UTF-32, marked or not; None if `data` is neither."""
    from dataset.readers.wide import MARKS, unmarked

    mark, encoding = next(((mark, name) for mark, name in MARKS if data.startswith(mark)), (b"", ""))
    why = "byte-order mark" if mark else "no mark, every other byte says so"
    encoding = encoding or unmarked(data)
    if not encoding:
        return None
    body = data[len(mark) :]
    try:
        return Decoded(body.decode(encoding), encoding, why)
    except UnicodeDecodeError as fault:
        text, at = body.decode(encoding, "replace"), len(mark) + fault.start
        return Decoded(text, encoding, f"{why}; unreadable from byte {at}", max(1, text.count("\ufffd")))


def _ascii(data: bytes, text: str) -> Decoded:
    if b"~{" in data or b"\x1b$" in data:
        from dataset.readers.escapes import unescape
        from dataset.readers.stretches import spans_as_text

        if found := unescape(data):
            return Decoded(found.text, found.encoding, f"escapes in ASCII{spans_as_text(found.spans)}")
    return Decoded(text, "utf-8", "ascii")


def _short(data: bytes, text: str, expected: str) -> Decoded:
    """What is UTF-8, but with few characters, none of three bytes: 路 in GBK is C2 B7, a middle dot in UTF-8."""
    if _TWO_SHORT.search(data) and not _WIDE_RUN.search(data):
        from dataset.readers.candidates import choose, declared
        from dataset.readers.plausibility import foreign_costs

        choice = choose(_telling_lines(data), declared(data), expected)
        doubt = 0.0 if expected in _LEGACY else _UTF8_NATS
        if choice.encoding in _LEGACY and choice.nats + doubt < foreign_costs(text, "letters").sum():
            return Decoded(data.decode(choice.encoding, "replace"), choice.encoding, choice.evidence())
    return Decoded(text, "utf-8", "strict")


def _narrow(data: bytes, expected: str, base: int = 0) -> Decoded:
    """Bytes that are not UTF-8 as a whole: one legacy encoding, UTF-8 with faults, or several encodings."""
    from dataset.readers.candidates import choose, declaration, declared
    from dataset.readers.closely import BIG5, read_big5
    from dataset.readers.stretches import by_stretch, is_even, spans_as_text

    if whole := _cut(data):
        return whole
    said = declared(data)
    share, sample = _survey(data)
    if share >= 0.5:
        home, why = "utf-8", f"utf-8: {share:.0%} of the bytes outside ASCII{declaration(said)}"
    else:
        choice = choose(sample, said, expected)
        home, why = choice.encoding, choice.evidence()
    if home not in _LEGACY and home != "utf-8":
        return _foreign(data, home, why, base)
    if home != "utf-8":
        with contextlib.suppress(UnicodeDecodeError):
            text, home = read_big5(data) if home in BIG5 else (data.decode(home), home)
            if is_even(text):
                return Decoded(text, home, why + _twins(text, home, data))
    text, found, unreadable = by_stretch(data, home, base)
    lost = f"; {unreadable} unreadable" if unreadable else ""
    twins = "" if found else _twins(text, home, data)
    return Decoded(text, home, f"{why}{spans_as_text(found)}{lost}{twins}", unreadable)


def _cut(data: bytes) -> Decoded | None:
    """UTF-8 that begins or ends within a character, and has no other fault."""
    head = _CUT_HEAD.match(data)
    start = head.end() if head else 0
    try:
        text, cut = data[start:].decode(), ""
    except UnicodeDecodeError as fault:
        if fault.reason != "unexpected end of data":
            return None
        end = start + fault.start
        text, cut = data[start:end].decode() + "\ufffd", f"cut in a character at byte {end}"
    if not _WIDE_RUN.search(data, start):
        return None
    begins = "begins within a character" if start else ""
    evidence = ", ".join(filter(None, ("strict", begins, cut)))
    return Decoded("\ufffd" * bool(start) + text, "utf-8", evidence, bool(start) + bool(cut))


def _survey(data: bytes) -> tuple[float, bytes]:
    """Share of the bytes outside ASCII that are UTF-8, and the first 64 KiB of the lines that are not.

    Lines of ASCII are no part of it: a page may begin with more script and style than that. Characters of two bytes
    count only where a whole line of them is good: GBK looks like them here and there.
    """
    good = high = size = 0
    others: list[bytes] = []
    for line in data.split(b"\n"):
        if line.isascii():
            continue
        outside = len(line.translate(None, _ASCII))
        high += outside
        share = _utf8_share(line)
        good += round(share * outside)
        if share < 1 and size < _SAMPLE_BYTES:
            others.append(line)
            size += len(line)
    return good / max(1, high), b"\n".join(others)[:_SAMPLE_BYTES]


def _utf8_share(line: bytes) -> float:
    runs = sum(map(len, _WIDE_RUN.findall(line)))
    try:
        line.decode()
        return 1.0 if runs else 0.0
    except UnicodeDecodeError:
        outside = line.translate(None, _ASCII)
        lost = line.decode("utf-8", "replace").count("\ufffd")
        return max(runs, len(outside) - lost if lost < (1 - _NEARLY) * len(outside) else 0) / len(outside)


def _telling_lines(data: bytes) -> bytes:
    return b"\n".join(line for line in data.split(b"\n") if not line.isascii())[:_SAMPLE_BYTES]


def _foreign(data: bytes, home: str, why: str, base: int) -> Decoded:
    """A page that is not Chinese; lines of it that are UTF-8 with characters of three bytes are read as that."""
    from dataset.readers.stretches import spans_as_text

    parts: list[str] = []
    found: list[Span] = []
    offset, unreadable = base, 0
    for line in data.split(b"\n"):
        encoding = home
        if _utf8_share(line) == 1 if not line.isascii() else False:
            encoding = "utf-8"
            found.append((offset, offset + len(line), encoding))
        text = line.decode(encoding, "replace")
        unreadable += text.count("\ufffd") if encoding == home else 0
        parts.append(text)
        offset += len(line) + 1
    text = "\n".join(parts)
    lost = f"; {unreadable} unreadable" if unreadable else ""
    twins = "" if found or unreadable else _twins(text, home, data)
    return Decoded(text, home, f"{why}{spans_as_text(found)}{lost}{twins}", unreadable)


def _twins(text: str, encoding: str, data: bytes) -> str:
    """A note where the encoding has two byte pairs for a character, so that it does not give all bytes back."""
    if encoding in ("utf-8", "gb18030") or text.encode(encoding, "replace") == data:
        return ""
    return "; some characters have two byte pairs in it"

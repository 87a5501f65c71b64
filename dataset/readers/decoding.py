"""Bytes of unknown encoding to text: a mark, strict UTF-8, and else the reading that costs the language model least.

A strict codec proves little: GB18030 decodes most Big5 without an error, and a page cut in mid-character is UTF-8
although the strict decoder refuses it. So every reading that could be is made, and they compete (`candidates`); what
the winner reads oddly is looked at line by line and, if need be, stretch by stretch (`stretches`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

_WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_UTF8_MARK: Final = b"\xef\xbb\xbf"
_FEW_CHARACTERS: Final = 12
_UTF8_NATS: Final = 5.0
"""What speaks for UTF-8 beforehand where bytes are UTF-8, though few."""

_LEGACY: Final = ("gb18030", "big5hkscs", "cp950")
_WIDE = re.compile(rb"[\xe0-\xf4]")
_TWO_SHORT = re.compile(rb"(?:[\xc2-\xdf][\x80-\xbf]){2}")


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
        from dataset.readers.narrow import read_narrow  # with the language model behind it, which UTF-8 does not need

        return _wide(data) or read_narrow(data, expected)
    # A text with a character of three bytes, and any that is long, is not UTF-8 by chance.
    if 0 < len(data) - len(text) <= _FEW_CHARACTERS:
        return _short(data, text, expected)
    if len(data) > len(text):
        return Decoded(text, "utf-8", "strict")
    if b"\x1b" in data or (b"~" in data and b"~{" in data):
        return _ascii(data, text)
    return Decoded(text, "utf-8", "ascii")


def _after_mark(data: bytes) -> Decoded:
    body = data[len(_UTF8_MARK) :]
    try:
        return Decoded(body.decode(), "utf-8-sig", "byte-order mark")
    except UnicodeDecodeError:
        from dataset.readers.narrow import read_narrow

        rest = read_narrow(body, "utf-8", base=len(_UTF8_MARK))
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
    from dataset.readers.escapes import unescape
    from dataset.readers.narrow import spans_as_text

    if found := unescape(data):
        return Decoded(found.text, found.encoding, f"escapes in ASCII{spans_as_text(found.spans)}")
    return Decoded(text, "utf-8", "ascii")


def _short(data: bytes, text: str, expected: str) -> Decoded:
    """What is UTF-8, but with few characters, none of three bytes: 路 in GBK is C2 B7, a middle dot in UTF-8."""
    if _TWO_SHORT.search(data) and not _WIDE.search(data):
        from dataset.readers.candidates import choose, declared
        from dataset.readers.narrow import telling_lines
        from dataset.readers.plausibility import foreign_costs

        choice = choose(telling_lines(data), declared(data), expected)
        doubt = 0.0 if expected in _LEGACY else _UTF8_NATS
        if choice.encoding in _LEGACY and choice.nats + doubt < foreign_costs(text, "letters").sum():
            return Decoded(data.decode(choice.encoding, "replace"), choice.encoding, choice.evidence())
    return Decoded(text, "utf-8", "strict")

"""Bytes that are neither marked nor UTF-8 as a whole: one legacy encoding, UTF-8 with faults, or several encodings."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Final

from dataset.readers.candidates import choose, declaration, declared
from dataset.readers.closely import BIG5, CHINESE, read_big5
from dataset.readers.decoding import Decoded
from dataset.readers.plausibility import chinese_costs
from dataset.readers.stretches import by_stretch, is_even

if TYPE_CHECKING:
    from dataset.readers.lattice import Span

_SAMPLE_BYTES: Final = 1 << 16
_BROKEN: Final = 0.1
_FEW_BYTES: Final = 9
_MOST: Final = 0.8
_LISTED: Final = 8
_ASCII: Final = bytes(range(0x80))
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_CUT_HEAD = re.compile(rb"[\x80-\xbf]{0,3}")
_WIDE_RUN = re.compile(rb"(?:[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2})+")


def read_narrow(data: bytes, expected: str = "", base: int = 0) -> Decoded:
    """The text of such bytes. `expected` as in `decode`; `base` is where they begin in the file."""
    if whole := _cut(data):
        return whole
    said = declared(data)
    share, sample = _survey(data)
    if share >= 0.5:
        home, why = "utf-8", f"utf-8: {share:.0%} of the bytes outside ASCII{declaration(said)}"
    else:
        choice = choose(sample, said, expected)
        home, why = choice.encoding, choice.evidence()
    if home not in CHINESE:
        return _foreign(data, home, why, base)
    known = None
    if home != "utf-8":
        with contextlib.suppress(UnicodeDecodeError):
            text, home = read_big5(data) if home in BIG5 else (data.decode(home), home)
            known = text, chinese_costs(text)
            if is_even(*known):
                return Decoded(text, home, why + _twins(text, home, data))
    text, found, unreadable = by_stretch(data, home, base, known)
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
    """Share of the bytes outside ASCII that are UTF-8, and the lines that are not, both of the first telling lines.

    Characters of three bytes count wherever they stand, for other encodings do not look like them; shorter ones only if
    nearly all is UTF-8.
    """
    sample = telling_lines(data)
    high = len(sample.translate(None, _ASCII))
    wide = sum(map(len, _WIDE_RUN.findall(sample)))
    as_utf8 = sample.decode("utf-8", "replace")
    lost = as_utf8.count("\ufffd")
    nearly = lost < _BROKEN * len(_NOT_ASCII.findall(as_utf8))
    others = b"\n".join(line for line in sample.split(b"\n") if not _is_utf8(line))
    share = max(wide, high - lost if nearly else 0) / max(1, high)
    # One or two characters of three bytes may be chance: 浙江 in GBK is D5 E3 BD AD.
    return share if nearly or wide >= _FEW_BYTES or share > _MOST else 0.0, others or sample


def telling_lines(data: bytes) -> bytes:
    """The first 64 KiB of the lines that are not ASCII: a page may begin with more script and style than that."""
    kept: list[bytes] = []
    size = 0
    for line in data.split(b"\n"):
        if not line.isascii():
            kept.append(line)
            size += len(line)
            if size > _SAMPLE_BYTES:
                break
    return b"\n".join(kept)[:_SAMPLE_BYTES]


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _foreign(data: bytes, home: str, why: str, base: int) -> Decoded:
    """A page that is not Chinese; lines of it that are UTF-8 with characters of three bytes are read as that."""
    parts: list[str] = []
    found: list[Span] = []
    offset, unreadable = base, 0
    for line in data.split(b"\n"):
        encoding = home
        if not line.isascii() and _WIDE_RUN.search(line) and _is_utf8(line):
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


def spans_as_text(found: list[Span]) -> str:
    """`; bytes 120-180 gb18030, 300-302 unreadable`; neighbours joined (a line's end between them), the first eight."""
    joined: list[Span] = []
    for start, end, name in found:
        if start == end:
            continue
        if joined and joined[-1][2] == name and start <= joined[-1][1] + 2:
            joined[-1] = (joined[-1][0], end, name)
        else:
            joined.append((start, end, name))
    if not joined:
        return ""
    more = f" and {len(joined) - _LISTED} more" if len(joined) > _LISTED else ""
    return "; bytes " + ", ".join(f"{start}-{end} {name}" for start, end, name in joined[:_LISTED]) + more

"""Bytes in more than one encoding: a page put together from a UTF-8 frame and a GBK footer, or with broken bytes."""

from __future__ import annotations

import contextlib
import re
from typing import Final

from dataset.readers.plausibility import PLAUSIBLE, plausibility

HIGH = re.compile(rb"[\x80-\xff]+")
WIDE_UTF8 = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}")
_LISTED: Final = 8

Span = tuple[int, int, str]
"""Half-open byte range, and the encoding that it was read in, or `unreadable`."""


def by_lines(data: bytes, family: str, legacy: str, base: int) -> tuple[str, list[Span], int]:
    """Each line in the encoding that suits it better, `family` having the benefit of the doubt.

    Gives the text, the stretches that are not in `family` (counted from `base`), and how many U+FFFD were put in.
    """
    parts: list[str] = []
    found: list[Span] = []
    unreadable, offset = 0, base
    for line in data.split(b"\n"):
        if line.isascii():
            parts.append(line.decode())
        else:
            text, encoding = _line(line, family, legacy)
            encoding = "utf-8" if _has_utf8_run(line) else encoding
            spans, bad = [(0, len(line), encoding)], 0
            if encoding == "utf-8":
                text, runs, bad = _by_runs(line, legacy, 0.5 if family == "utf-8" else 0.0)
                spans = runs if any(name != "utf-8" for _, _, name in runs) else spans
            elif "\ufffd" in text:
                spans.append((*_first_fault(line, encoding), "unreadable"))
                bad = text.count("\ufffd")
            parts.append(text)
            found += [(offset + start, offset + end, name) for start, end, name in spans if name != family]
            unreadable += bad
        offset += len(line) + 1
    return "\n".join(parts), found, unreadable


def _line(line: bytes, family: str, legacy: str) -> tuple[str, str]:
    try:
        as_utf8, strict = line.decode(), True
    except UnicodeDecodeError:
        as_utf8, strict = "", False
    as_legacy = line.decode(legacy, "replace")
    score = plausibility(as_legacy)
    if not strict:
        if family == legacy and score >= PLAUSIBLE:
            return as_legacy, legacy
        as_utf8 = line.decode("utf-8", "replace")
    # 路 in GBK is a strict U+00B7 in UTF-8: only characters of three bytes and more speak for UTF-8.
    doubt = (0.1 if family == "utf-8" else -0.1) + (0.2 if strict and WIDE_UTF8.search(line) else 0.0)
    return (as_utf8, "utf-8") if plausibility(as_utf8) + doubt > score else (as_legacy, legacy)


def _has_utf8_run(line: bytes) -> bool:
    """Whether two or more characters in a row are common Chinese in UTF-8, which other text is not by chance."""
    for run in HIGH.findall(line) if WIDE_UTF8.search(line) else ():
        if len(run) >= 6:
            with contextlib.suppress(UnicodeDecodeError):
                if plausibility(run.decode()) > 0.5:
                    return True
    return False


def _by_runs(line: bytes, legacy: str, floor: float) -> tuple[str, list[Span], int]:
    """A line of UTF-8; runs outside ASCII that are not are legacy text if that scores `floor` or more, else lost."""
    found: list[Span] = []
    unreadable = 0

    def read(run: re.Match[bytes]) -> str:
        nonlocal unreadable
        data, start = run[0], run.start()
        try:
            text = data.decode()
            found.append((start, run.end(), "utf-8"))
            return text
        except UnicodeDecodeError:
            text = data.decode("utf-8", "replace")
        old = data.decode(legacy, "replace")
        # One or two odd characters are more likely a cut UTF-8 character (E4 B8 reads 涓 in GBK) than legacy text.
        if len(data) >= 4 and "\ufffd" not in old and plausibility(old) >= max(floor, plausibility(text)):
            found.append((start, run.end(), legacy))
            return old
        first, end = _first_fault(data, "utf-8")
        found.append((start + first, start + end, "unreadable"))
        unreadable += text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
        return text

    pieces: list[str] = []
    at = 0
    for run in HIGH.finditer(line):
        pieces += [line[at : run.start()].decode(), read(run)]
        at = run.end()
    pieces.append(line[at:].decode())
    return "".join(pieces), found, unreadable


def _first_fault(data: bytes, encoding: str) -> tuple[int, int]:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as fault:
        return fault.start, fault.end
    return 0, 0  # the bytes of U+FFFD itself, in GB18030


def spans_as_text(found: list[Span]) -> str:
    """`; bytes 120-180 gb18030, 300-302 unreadable`; neighbours joined (a line's end between them), the first eight."""
    joined: list[Span] = []
    for start, end, name in found:
        if start == end:
            continue
        if joined and joined[-1][2] == name and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], end, name)
        else:
            joined.append((start, end, name))
    if not joined:
        return ""
    more = f" and {len(joined) - _LISTED} more" if len(joined) > _LISTED else ""
    return "; bytes " + ", ".join(f"{start}-{end} {name}" for start, end, name in joined[:_LISTED]) + more

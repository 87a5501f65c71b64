"""Bytes of unknown encoding to text: byte-order mark, strict UTF-8, then the reading that looks most like Chinese.

A strict codec proves little: GB18030 decodes most Big5 without an error, and a page cut in mid-character is UTF-8
although the strict decoder refuses it. So every reading that could be is made, and `plausibility` chooses.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from dataclasses import dataclass
from typing import Final

from dataset.readers.plausibility import PLAUSIBLE, plausibility
from dataset.readers.stretches import HIGH, WIDE_UTF8, by_lines, spans_as_text

_MARKS: Final = (  # UTF-32 before UTF-16, whose mark it begins with
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHINESE: Final = ("gb18030", "big5hkscs")
# Asked of charset-normalizer only where no Chinese reading is plausible: better an honest Japanese or French page
# than one that this program has garbled.
_FOREIGN: Final = ("cp932", "euc_jp", "cp949", "cp1252", "cp1251")

_TELLING_BYTES: Final = 40
"""Fewer bytes outside ASCII than this are no ground to call a text foreign."""

_CUT_TAIL: Final = 3
_SAMPLE_BYTES: Final = 1 << 16
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_DECLARED = re.compile(rb"(?i)<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{2,20})")


@dataclass(frozen=True, slots=True)
class Decoded:
    """text       never holds a lone surrogate
    encoding   a Python codec: text.encode(encoding) gives the bytes back where nothing was unreadable
               (`utf-8-sig` had a byte-order mark; the UTF-16 and UTF-32 names are given without it)
    evidence   why this encoding, and which bytes were read otherwise (half-open, counted from the start of the data)
    unreadable characters U+FFFD that stand for bytes which no reading explains
    """

    text: str
    encoding: str
    evidence: str
    unreadable: int = 0


def decode(data: bytes) -> Decoded:
    """Text of `data`, whatever its encoding; nothing is dropped and nothing raised.

    >>> decode("苏州市召开新闻发布会".encode("gbk")).encoding
    'gb18030'
    >>> decode("蘇州市召開新聞發布會".encode("big5")).text
    '蘇州市召開新聞發布會'
    >>> decode("苏州".encode()[:-1]).text
    '苏\ufffd'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data, mark, encoding)
    if b"\0" in data and (wide := _wide(data)):
        return wide
    try:
        return Decoded(data.decode(), "utf-8", "ascii" if data.isascii() else "strict")
    except UnicodeDecodeError as fault:
        start, cut = fault.start, fault.reason == "unexpected end of data" and fault.start >= len(data) - _CUT_TAIL
    if cut and WIDE_UTF8.search(data, 0, start):
        return Decoded(data[:start].decode() + "\ufffd", "utf-8", f"strict, cut in a character at byte {start}", 1)
    return _wide(data) or _narrow(data)


def _marked(data: bytes, mark: bytes, encoding: str) -> Decoded:
    body = data[len(mark) :]
    text = body.decode("utf-8" if encoding == "utf-8-sig" else encoding, "replace")
    try:
        body.decode(encoding)
    except UnicodeDecodeError as fault:
        if encoding == "utf-8-sig":
            rest = _narrow(body, base=len(mark))
            return Decoded(rest.text, encoding, f"byte-order mark; {rest.evidence}", rest.unreadable)
        at = len(mark) + fault.start
        return Decoded(text, encoding, f"byte-order mark; unreadable from byte {at}", max(1, text.count("\ufffd")))
    return Decoded(text, encoding, "byte-order mark")


def _wide(data: bytes) -> Decoded | None:
    """The UTF-16 reading without a mark, if it looks like Chinese (or ASCII) and no reading in single bytes does."""
    sample = data[:_SAMPLE_BYTES]
    score, encoding = max((plausibility(sample.decode(name, "replace")), name) for name in ("utf-16-be", "utf-16-le"))
    if score < 0.5 or len(data) < 4 or score <= max(plausibility(sample.decode(name, "replace")) for name in _CHINESE):
        return None
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding, f"no mark; {_share(score)}", text.count("\ufffd"))


def _narrow(data: bytes, base: int = 0) -> Decoded:
    """The reading of bytes that are not UTF-8 as a whole: one legacy encoding, or UTF-8 and a legacy one by lines."""
    declared = _declared(data)
    sample = _telling_lines(data)
    scores = {name: plausibility(sample.decode(name, "replace")) for name in _CHINESE}
    legacy = max(scores, key=lambda name: scores[name] + (0.05 if name == declared else 0.0))
    as_utf8 = sample.decode("utf-8", "replace")
    utf8 = plausibility(as_utf8)
    # Whatever its language, what is UTF-8 but for a few bytes is UTF-8; of GBK read as UTF-8 most is U+FFFD.
    nearly = as_utf8.count("\ufffd") < 0.1 * len(_NOT_ASCII.findall(as_utf8))
    said = f"; the page declares {declared}" if declared else ""
    if not nearly and max(utf8, scores[legacy]) < PLAUSIBLE and (foreign := _foreign(data, sample)):
        return Decoded(foreign[0], foreign[1], f"no Chinese reading is likely{said}")
    family, why = ("utf-8", "not strict") if nearly or utf8 > scores[legacy] else (legacy, _share(scores[legacy]))
    text, found, unreadable = by_lines(data, family, legacy, base)
    lost = f"; {unreadable} unreadable" if unreadable else ""
    return Decoded(text, family, f"{why}{spans_as_text(found)}{lost}{said}", unreadable)


def _share(score: float) -> str:
    return f"{score:.2f} of it common Chinese"


def _telling_lines(data: bytes) -> bytes:
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


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data, 0, 4096)
    name = found[1].decode("ascii", "replace").lower() if found else ""
    return {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs"}.get(name, name)


def _foreign(data: bytes, sample: bytes) -> tuple[str, str] | None:
    """(text, encoding) of a page that is not Chinese; None if none is strict or the text is too short to tell."""
    runs = [len(run) for run in HIGH.findall(sample)]
    if runs.count(1) > 0.8 * len(runs):  # lone accents and quotation marks among ASCII; Chinese comes in pairs
        names: list[str] = ["cp1252"]
    elif sum(runs) < _TELLING_BYTES:
        return None
    else:
        from charset_normalizer import from_bytes  # 60 ms to import, and hardly ever needed

        best = from_bytes(sample, cp_isolation=list(_FOREIGN), preemptive_behaviour=False).best()
        names = [best.encoding] if best else []
    for name in names:
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(name), name
    return None

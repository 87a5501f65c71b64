"""The content mill, re-enacted on a short stretch: the proof that a restored text gives the damaged one.

Steps as found on real pages: each character of the site's table is replaced by itself and its gloss, byte by byte
and unaligned; the stream is cut at full-width punctuation, unaligned too; every piece is decoded on its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from cleaning.gbk import user_defined

MARKS = "！；？：。、"
"""Punctuation at which mills were seen to cut."""

HALF_WIDTH = {ord(wide): narrow for wide, narrow in zip("！；？：，（）", "!;?:,()", strict=True)}


def encode(text: str) -> bytes | None:
    """GBK bytes, or None where the text holds what GBK does not."""
    try:
        return text.encode("gbk")
    except UnicodeEncodeError:
        return None


def reenact(text: str, glosses: Mapping[str, str], marks: str) -> str | None:
    """What the mill makes of `text`: `glosses` maps a character to the gloss put behind it (brackets
    included), in the table's order; `marks` are the characters at whose bytes the stream is cut, leftmost first.

    None where a byte of the text is not GBK. Private-use pairs vanish, as on the pages that lost them.
    """
    stream = encode(text)
    if stream is None:
        return None
    for character, gloss in glosses.items():
        key, tail = encode(character), encode(gloss)
        if key is None or tail is None:
            return None
        stream = stream.replace(key, key + tail)
    if not marks:
        return _decode(stream)
    cut = re.compile(b"(" + b"|".join(re.escape(mark.encode("gbk")) for mark in marks) + b")")
    return "".join(map(_decode, cut.split(stream)))


def _decode(piece: bytes) -> str:
    out: list[str] = []
    at, end = 0, len(piece)
    while at < end:
        lead = piece[at]
        if lead <= 0x80 or lead == 0xFF:
            # 80 and FF begin no pair: they are lost alone.
            out.append(chr(lead) if lead < 0x80 else "?")
            at += 1
            continue
        trail = piece[at + 1] if at + 1 < end else 0
        if not (user_defined(lead, trail) and trail):
            character = piece[at : at + 2].decode("gb18030", "replace")
            out.append(character if len(character) == 1 and character != "\ufffd" else "?")
        at += 2
    return "".join(out)


def narrow(text: str) -> str:
    """The half-width pass that often follows, for comparing: only the marks that matter here."""
    return text.translate(HALF_WIDTH)

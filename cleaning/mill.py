"""The content mill, re-enacted on a short stretch: the proof that a restored text gives the damaged one.

Steps as found on real pages: each character of the site's table is replaced by itself and its gloss, byte by byte
and unaligned; the stream is cut at full-width punctuation, unaligned too; every piece is decoded on its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from cleaning.gbk import user_defined

MARKS = "！；？：。、"
"""Punctuation at which mills usually cut."""

CUTS = MARKS + "，"
"""All at which a page showed a cut; at ， it shows only before 現 and the few that begin with the same byte."""

HALF_WIDTH = {ord(wide): narrow for wide, narrow in zip("！；？：，（）", "!;?:,()", strict=True)}

WIDE = {mark: mark for mark in CUTS} | {mark.translate(HALF_WIDTH): mark for mark in CUTS}
"""A mark as it may be shown → the full-width one whose bytes cut."""

Glosses = Mapping[bytes, bytes]
"""A gloss table in bytes, in the table's order: a character → itself with its gloss."""


def encode(text: str) -> bytes | None:
    """GBK bytes, or None where the text holds what GBK does not."""
    try:
        return text.encode("gbk")
    except UnicodeEncodeError:
        return None


def encode_table(table: Mapping[str, str]) -> dict[bytes, bytes]:
    """A table of characters and their glosses (brackets included) in bytes; what is not GBK is left out."""
    encoded = {}
    for character, gloss in table.items():
        key, tail = encode(character), encode(gloss.replace("\u00a0", " "))
        if key and tail:
            encoded[key] = key + tail
    return encoded


@lru_cache(maxsize=64)
def _cuts(marks: str) -> re.Pattern[bytes]:
    return re.compile(b"(" + b"|".join(re.escape(mark.encode("gbk")) for mark in marks) + b")")


def reenact(text: str, glosses: Glosses, marks: str, *, drops_half: bool = False, in_turn: bool = False) -> str | None:
    """What the mill makes of `text`; `marks` are the characters at whose bytes the stream is cut: leftmost first, or
    `in_turn` everywhere at one mark, then at the next, as they stand in `CUTS`: `平安。”` holds ！ and is cut at that.

    None where the text holds what GBK does not. Private-use pairs vanish, as on the pages that lost them. Half a
    character at the end of a piece becomes `?`, or nothing with `drops_half`.
    """
    stream = encode(text)
    if stream is None:
        return None
    for key, glossed in glosses.items():
        if key in stream:
            stream = stream.replace(key, glossed)
    pieces = [stream]
    for cut in sorted(marks, key=CUTS.index) if in_turn else [marks] if marks else []:
        pieces = [part for piece in pieces for part in _cuts(cut).split(piece)]
    return "".join(_decode(piece, drops_half) for piece in pieces)


def _decode(piece: bytes, drops_half: bool) -> str:
    out: list[str] = []
    at, end = 0, len(piece)
    while at < end:
        lead = piece[at]
        if lead <= 0x80 or lead == 0xFF:
            # 80 and FF begin no pair: they are lost alone.
            out.append(chr(lead) if lead < 0x80 else "?")
            at += 1
            continue
        if at + 1 == end:
            out.append("" if drops_half else "?")
            break
        trail = piece[at + 1]
        if not user_defined(lead, trail):
            character = piece[at : at + 2].decode("gb18030", "replace")
            out.append(character if len(character) == 1 and character != "\ufffd" else "?")
        at += 2
    return "".join(out)


def narrow(text: str) -> str:
    """The half-width pass that often follows, for comparing: only the marks that matter here."""
    return text.translate(HALF_WIDTH)

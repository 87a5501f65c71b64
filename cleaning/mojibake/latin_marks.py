"""Marks of Latin text, UTF-8 read as GBK: `it鈥檚` → `it’s`, `鈥淏elt` → `“Belt`.

The three bytes of ’ and the letter behind it are two characters of GBK. The first of them is holmium (鈥), as
Traditional text writes it; with one of these second characters behind it, it is no word. A mark whose last byte is gone
(`鈥?`) stays, since nothing tells which it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaning.mojibake.stream import Cell, Run, Stream

HO = "鈥"
"""How the first two bytes of such a mark show."""

MARK = "utf-8 read as gbk, a mark of latin text"
"""The evidence of such a reading."""

_MARK = re.compile(rb"\xe2\x80[\x93\x94\x98\x99\x9c\xa2\xa6](?=[A-Za-z])")
_BEFORE = re.compile(r"[A-Za-z0-9 ,.;:!?()\u2014\u201c\u2018'\"-]?\Z")


def mark_runs(stream: Stream) -> Iterator[Run]:
    """The marks of a line, each with the letter that it took along."""
    for match in _MARK.finditer(stream.data):
        start, end = stream.character(match.start()), stream.character(match.end() + 1)
        if start is None or end is None or not _BEFORE.match(stream.text[max(0, start - 1) : start]):
            continue
        cells = [Cell(match.start(), match.end(), match[0].decode())]
        cells.append(Cell(match.end(), match.end() + 1, chr(stream.data[match.end()])))
        yield Run(start, end, cells)

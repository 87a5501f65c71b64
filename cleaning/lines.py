"""What a line is, for the repairs that judge a page line by line: its normal form, and whether it is a paragraph."""

from __future__ import annotations

import re

PARAGRAPH = 40
"""Least length, in code points, of a line with a stop that counts as a paragraph of the article."""

STOPS = re.compile("[。！？!?；;]")

_HALF = str.maketrans(
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, "\u3000\xa0\t\r\u2002\u2003\u2009\u200b\ufeff"), " ")
    | dict.fromkeys(map(ord, "丨│┃︱￨∣"), "|")
    | dict.fromkeys(map(ord, "»›→▸▶"), ">")
)


def normal_line(folded: str) -> str:
    """A line as patterns see it, of the same length: half-width signs, plain spaces, `|` and `>` for their kin.

    >>> normal_line("来源：　湖东丨首页»要闻")
    '来源: 湖东|首页>要闻'
    """
    return folded.translate(_HALF)


def is_paragraph(line: str) -> bool:
    """Whether a line is running text: long enough, and with a stop in it."""
    line = line.strip()
    return len(line) >= PARAGRAPH and bool(STOPS.search(line))

"""Marks that a machine put: a comma before every mark (`大受歡迎,,遊客很多,。`), `??` for the blanks of an indent.

One such pair, one such line is somebody's slip and stays.
"""

from __future__ import annotations

import re

from cleaning.prose import CLOSING, HAN

LEAST = 3
"""Pairs that show the mill. In 47 million characters of clean text 35 pages have one, and none has two."""

_PAIR = re.compile(rf"(?<=[{HAN}{CLOSING}])[,，](?=[,，。！？!?；;、])")


def needless_commas(text: str) -> list[int]:
    """The places of the commas that such a page has before its marks; empty for other pages."""
    places = [pair.start() for pair in _PAIR.finditer(text)]
    return places if len(places) >= LEAST else []


INDENTED = 2
"""Lines that begin so, from which it is the page's indent."""

_INDENT = re.compile(rf"^\?{{2,4}}(?=[{HAN}“《【]|[0-9]+[{HAN}])", re.MULTILINE)


def question_indents(text: str) -> list[tuple[int, int]]:
    """The spans of the question marks that stand for wide blanks where lines begin; empty for other pages."""
    spans = [found.span() for found in _INDENT.finditer(text)]
    return spans if len(spans) >= INDENTED else []

"""Pages on which a mill put a comma before every mark at which it had cut: `大受歡迎,,遊客很多,。`.

One such pair is somebody's slip and stays.
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

"""What a way of escaping is: how it looks, what it says, and how sure the place makes it.

What the page says beyond the place (`repairs.escapes`) may lower the confidence, and lifts WEAK where the page has
others of the same style. The forms themselves are in `cleaning.escape_references` and `cleaning.escape_units`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from cleaning.prose import HAN

SURE, LIKELY = 0.99, 0.97

WEAK, DOUBT = 0.75, 0.7
"""Nothing speaks against it but little for it; something speaks against it. Both are below the floor."""

HAN_CHARACTER = re.compile(f"[{HAN}]")
CHINESE = re.compile(f"[{HAN}　-〿︐-﹏！-￯‐-‧·…]")


class Place(NamedTuple):
    """Where a match stands, seen as if all escapes of its line were read.

    chinese        a Chinese character stands in the line
    code, address  its sentence shows signs of code; it lies inside an address, a path or a query
    left, right    the nearest characters that are no spaces; `before`, `behind`: those that touch it
    spoken_of      set off by spaces behind a word of writing, as a text does with a sign that it talks about
    in_token       its run of ASCII characters holds Chinese escaped in the same style
    """

    chinese: bool
    code: bool
    address: bool
    left: str
    right: str
    before: str
    behind: str
    spoken_of: bool
    in_token: bool

    @property
    def touches_chinese(self) -> bool:
        return bool(CHINESE.match(self.before) or CHINESE.match(self.behind))


class Said(NamedTuple):
    """What a match stands for, and where it ends (a bare number may be followed by a figure)."""

    text: str
    end: int


Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Form:
    """One way of escaping: it either reads characters, or spells bytes that a `Decoder` reads.

    style  forms of one style are evidence for each other
    sign   stands in every match
    """

    kind: str
    style: str
    sign: str
    pattern: re.Pattern[str]
    judge: Callable[[Match, str, Place], float]
    read: Callable[[Match], Said | None] | None = None
    data: Callable[[Match], bytes] | None = None

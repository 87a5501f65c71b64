"""What no n-gram sees of a reading: whether its line closes the quotes and brackets that it opens, and what was eaten.

Behind `他说：“放心` the reading `。”` closes the quotation, and `。“` opens another.
"""

from __future__ import annotations

import re

from cleaning.readings import GLOSS
from cleaning.scar_lattice import Whole
from cleaning.scar_page import Page

UNBALANCED = 3.0
"""Cost (natural log) of a quote or bracket that opens twice, is never closed, or was never opened."""

HALF_WIDTH = 4.0
"""Cost (natural log) of an eaten mark in ASCII: the language model takes it for the full-width one, which is common."""

DOUBLED = 3.0
"""Cost (natural log) of a mark doubled, as in 。。: the model knows it from the web, but articles have it nowhere."""

HALF_SIGN = 6.0
"""Cost (natural log) of half a dash or half an ellipsis: both are two characters long, and AA A1 and AD A1 between
these vanish.
"""

REACH = 300
"""Characters of the line that are looked at on each side of the stretch."""

_OPENS = {"”": "“", "’": "‘", "）": "（", ")": "(", "》": "《", "】": "【", "」": "「", "』": "『"}
_OPENING = frozenset(_OPENS.values())
_DOUBLED = re.compile("[。，、；：]{2}")
_HALF_SIGN = re.compile("(?<!—)—(?:——)*(?!—)|(?<!…)…(?:……)*(?!…)")
_MARKS_IN_ASCII = frozenset(",():!?;\"'/")


def line_cost(page: Page, start: int, reading: Whole) -> float:
    """Cost (natural log) of what the reading makes of its line; `start` is where the stretch begins on the page."""
    text, end = page.text, reading.end
    left = text[max(0, start - REACH) : start].rpartition("\n")
    right = text[end : end + REACH].partition("\n")
    shown: list[str] = []
    at = start
    for piece in reading.pieces:
        shown += (text[at : piece.start], piece.original)
        at = piece.end
    line = GLOSS.sub("", "".join((left[2], *shown, text[at:end], right[0])))
    # What another scar of the line hides may be the other mark of a pair.
    wrong = unbalanced(
        line,
        opened=page.has_sign(start - len(left[2]), start) or (not left[1] and start > REACH),
        closed=page.has_sign(end, end + len(right[0])) or (not right[1] and end + REACH < len(text)),
    )
    eaten = sum(piece.eaten and piece.original[-1:] in _MARKS_IN_ASCII for piece in reading.pieces)
    doubled = len(_DOUBLED.findall(line))
    return UNBALANCED * wrong + HALF_WIDTH * eaten + DOUBLED * doubled + HALF_SIGN * half_signs(line)


def half_signs(text: str) -> int:
    """How many dashes and ellipses are half as long as they ought to be.

    >>> half_signs("新图景——代表议国是……"), half_signs("新图景—代表议国是")
    (0, 1)
    """
    return len(_HALF_SIGN.findall(text))


def unbalanced(text: str, *, opened: bool = False, closed: bool = False) -> int:
    """How many quotes and brackets open twice, are not closed on their line, or were not opened.

    `opened`: some may have been opened before, where nobody sees it. `closed`: some may be closed behind.

    >>> unbalanced("他说：“真好（很好）。”"), unbalanced("“真好。“"), unbalanced("真好。”")
    (0, 3, 1)
    >>> unbalanced("真好。”", opened=True)
    0
    """
    wrong = 0
    lines = text.split("\n")
    for number, line in enumerate(lines):
        open_marks: list[str] = []
        for mark in line:
            if mark in _OPENING:
                wrong += mark in open_marks
                open_marks.append(mark)
            elif mark in _OPENS:
                if _OPENS[mark] not in open_marks:
                    wrong += not (opened and number == 0)
                    continue
                while open_marks.pop() != _OPENS[mark]:
                    wrong += 1
        wrong += 0 if closed and line is lines[-1] else len(open_marks)
    return wrong

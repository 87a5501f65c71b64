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

TERM_ENDED, SPEECH_UNENDED = 3.0, 3.0
"""Cost (natural log) of a stop at the end of a short quotation, as in “花。”, and of none at the end of speech that has
stops inside. On the tune part 5 of 2,918 terms of up to nine characters end in a stop. Of news and technical articles,
tune and train part, 1,248 of 1,340 speeches do: quoted behind a mark or where the line begins, with no mark and no 的
behind.
"""

NUMBER_FROM_ZERO = 3.0
"""Cost (natural log) of an eaten sign, no digit, before a number that begins with 0: `话?023年` was a year."""

BEFORE_CREDIT = 8.0
"""Cost (natural log) of one character between a stop or the line's beginning and a credit in brackets: what stands
there is the blank of an indent, which the model has never read. No line of the corpus begins so.
"""

TERM = 9
"""Most characters of a quoted term."""

REACH = 300
"""Characters of the line that are looked at on each side of the stretch."""

_OPENS = {"”": "“", "’": "‘", "）": "（", "》": "《", "】": "【", "」": "「", "』": "『"}
_OPENING = frozenset(_OPENS.values())
_DOUBLED = re.compile("[。，、；：]{2}")
_QUOTED = re.compile("(^|.)“([^“”\n]+)”(?=(.?))", re.MULTILINE)
_BEHIND_TERM = frozenset("，。；、：！？）的等和这這是为為")
_STOPS = frozenset("。！？；，")
_BEFORE_SPEECH = frozenset(("", *"：，。！？；"))
_FROM_ZERO = re.compile("0[0-9日月时時]")
_BEFORE_CREDIT = re.compile(
    r"(?:^|[。！？”])[^\s。！？”’…]（(?:本[报報]|特[约約])?(?:[记記]者|通[讯訊]|[来來]源|[责責]任|[编編][辑輯])"
)
_HALF_SIGN = re.compile("(?<!—)—(?:——)*(?!—)|(?<!…)…(?:……)*(?!…)")
_WIDE_STOPS = str.maketrans("!?;,:", "！？；，：")
_WIDE_BRACKETS = str.maketrans("()", "（）")
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
    from_zero = sum(
        piece.eaten and piece.original[-1:] not in "0." and bool(_FROM_ZERO.match(text, piece.end))
        for piece in reading.pieces
    )
    doubled = len(_DOUBLED.findall(line))
    marks = UNBALANCED * wrong + HALF_WIDTH * eaten + DOUBLED * doubled + HALF_SIGN * half_signs(line)
    lonely = BEFORE_CREDIT * len(_BEFORE_CREDIT.findall(line))
    return marks + lonely + NUMBER_FROM_ZERO * from_zero + quotations(line)


def quotations(line: str) -> float:
    """Cost (natural log) of quotations that end as such seldom do.

    >>> quotations("山上是“花海”，山下是“田。”"), quotations("他说：“来的人多，都高兴”我们信"), quotations("“来，坐”。")
    (3.0, 3.0, 0.0)
    """
    cost = 0.0
    for before, quoted, behind in _QUOTED.findall(line.translate(_WIDE_STOPS)):
        ended, stops = quoted[-1] in _STOPS, not _STOPS.isdisjoint(quoted[:-1])
        speech = stops and before in _BEFORE_SPEECH and behind not in _BEHIND_TERM
        if ended and not stops and len(quoted) <= TERM + 1:
            cost += TERM_ENDED
        elif speech and not ended:
            cost += SPEECH_UNENDED
    return cost


def half_signs(text: str) -> int:
    """How many dashes and ellipses are half as long as they ought to be.

    >>> half_signs("新图景——代表议国是……"), half_signs("新图景—代表议国是")
    (0, 1)
    """
    return len(_HALF_SIGN.findall(text))


def unbalanced(text: str, *, opened: bool = False, closed: bool = False) -> int:
    """How many quotes and brackets open twice, are not closed on their line, or were not opened.

    `opened`: some may have been opened before, where nobody sees it. `closed`: some may be closed behind.

    >>> unbalanced("他说：“真好（很好)。”"), unbalanced("“真好。“"), unbalanced("真好。”")
    (0, 3, 1)
    >>> unbalanced("真好。”", opened=True)
    0
    """
    wrong = 0
    lines = text.translate(_WIDE_BRACKETS).split("\n")  # after NFKC one of a pair may be narrow
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

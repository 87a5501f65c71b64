"""Words that a site swaps in for others, from a lexicon and by the company they keep.

`大力开展吉印通创新` → `大力开展联合创新`. `吉印通图文快印店` is the name of a printing firm and stays.

An entry names the words to the left and right among which the original is at home, and words that prove the
swapped-in word to be meant. Where a side is missing the language model has to find the original at home there, and on
a page that shows no other damage the place is then flagged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from cleaning.context import Context
from cleaning.edit import Proposal
from cleaning.language_model import default_model
from cleaning.lexicon import rows

NEAR = 8
"""Characters on either side in which a denying word counts."""


AT_HOME, WELL_AT_HOME = -10.5, -8.5
"""ln p with the original in place less ln p with nothing there, above which it is at home: in five places where 联合
was meant it is −2.5 to −10.1, in the places of the clean set where the firm is meant −11.4 and below."""


class _Swap(NamedTuple):
    written: str
    original: str
    traditional: str
    left: re.Pattern[str]
    right: re.Pattern[str]
    denied: re.Pattern[str]


@cache
def _swaps() -> tuple[_Swap, ...]:
    return tuple(
        _Swap(written, original, traditional, re.compile(f"(?:{left})$"), re.compile(right), re.compile(denied))
        for written, original, traditional, left, right, denied in rows("swaps")
    )


TRIGGERS = frozenset(row[0][0] for row in rows("swaps"))


def propose(text: str, context: Context) -> Iterable[Proposal]:
    folded = context.folded
    for swap in _swaps():
        start = folded.find(swap.written)
        while start >= 0:
            end = start + len(swap.written)
            left, right = folded[max(0, start - NEAR) : start], folded[end : end + NEAR]
            if not swap.denied.search(left + "\n" + right):
                sides = bool(swap.left.search(left)) + bool(swap.right.match(right))
                lift = _lift(left, swap.original, right)
                confidence = 0.999 if sides == 2 else 0.6
                if sides < 2 and lift > AT_HOME:
                    confidence = 0.995 if (sides and lift > WELL_AT_HOME) or _damaged(context) else 0.97
                after = swap.traditional if _traditional(context) else swap.original
                evidence = f"lexicon; {sides} of 2 sides fit {swap.original}, which costs the model {-lift:.1f}"
                yield Proposal(start, end, after, "swap.lexicon", evidence, confidence)
            start = folded.find(swap.written, end)


def _lift(left: str, original: str, right: str) -> float:
    there, empty = default_model().score_many([(left, original, right), (left, "", right)])
    return float(there - empty)


def _damaged(context: Context) -> bool:
    """Whether the page was seen to be a mill's or a filter's: swaps keep such company."""
    return bool(context.damage("mill") or context.damage("pinyin") or context.damage("swap"))


def _traditional(context: Context) -> bool:
    return context.settings.script == "traditional" or (context.settings.script == "keep" and context.has_traditional)

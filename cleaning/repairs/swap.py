"""Words that a site swaps in for others, from a lexicon and by the company they keep.

`大力开展吉印通创新` → `大力开展联合创新`. `吉印通图文快印店` is the name of a printing firm and stays.

An entry names the words to the left and right among which the original is at home, and words that prove the
swapped-in word to be meant. One side is enough on a page that shows the mill; without that both are wanted, else the
place is flagged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from cleaning.context import Context
from cleaning.edit import Proposal
from cleaning.lexicon import rows

NEAR = 8
"""Characters on either side in which a denying word counts."""


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
                confidence = (0.6, 0.97, 0.999)[sides]
                if sides == 1 and context.damage("mill"):
                    confidence = 0.995
                after = swap.traditional if _traditional(context) else swap.original
                evidence = f"lexicon; {sides} of 2 sides fit {swap.original}"
                yield Proposal(start, end, after, "swap.lexicon", evidence, confidence)
            start = folded.find(swap.written, end)


def _traditional(context: Context) -> bool:
    return context.settings.script == "traditional" or (context.settings.script == "keep" and context.has_traditional)

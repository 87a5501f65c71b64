"""Where a misread part ends: the place from which the sentence reads on best.

What stands beside a misread character was judged in its company, in which nothing is likely: in `交通堍怀鍰域` the
plain 域 was taken for one more misread character. Here the repaired text is put beside what stands, at every place
that may be the end, and the language model says which is likeliest.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from cleaning.language_model import default_model
from cleaning.mojibake.scan import marker
from cleaning.mojibake.stream import LOST, Cell

MOVED = 3
"""Shown characters by which an end is moved at most: what is farther off has company that tells."""

REACH = 4
"""Characters on either side of an end that are read with it."""

BETTER = 2.0
"""Natural log by which another end has to be likelier."""

STRANGE, PRIVATE = 7.0, 10.0
"""Least cost (natural log) of a character that ordinary Chinese does not use, and what one of a private area adds:
GBK has 1,894 of them, in pairs that are out of step."""

Unit = tuple[int, int, int, int]
"""(first cell, last, first shown character, last), half-open; see `stream.shown_units`."""


def fitted(line: str, units: Sequence[Unit], cells: Sequence[Cell], low: int, high: int) -> tuple[int, int]:
    """The part `low:high` of the units with its ends where they fit best. Ends at places with bytes gone stay."""

    def text(first: int, last: int) -> str:
        return "".join(
            cell.text if cell.certain else LOST for one in units[first:last] for cell in cells[one[0] : one[1]]
        )

    def movable(at: int, least: int, most: int) -> tuple[int, int]:
        first = last = at
        while first > max(least, at - MOVED) and LOST not in text(first - 1, first):
            first -= 1
        while last < min(most, at + MOVED) and LOST not in text(last, last + 1):
            last += 1
        return first, last

    first, last = movable(low, 0, high - 1)
    start = units[first][2]
    before, behind = line[max(0, start - REACH) : start], text(last, min(high, last + REACH))
    starts = {at: before + line[start : units[at][2]] + text(at, last) + behind for at in range(first, last + 1)}
    low = _best(low, starts)
    first, last = movable(high, low + 1, len(units))
    end = units[last - 1][3]
    before, behind = text(max(low, first - REACH), first), line[end : end + REACH]
    ends = {at: before + text(first, at) + line[units[at - 1][3] : end] + behind for at in range(first, last + 1)}
    return low, _best(high, ends)


def _best(at: int, texts: dict[int, str]) -> int:
    costs = {place: _cost(text) for place, text in texts.items()}
    best = min(costs, key=lambda place: costs[place])
    return best if costs[best] < costs[at] - BETTER else at


@lru_cache(maxsize=1 << 12)
def _cost(text: str) -> float:
    costs = default_model().surprisal(text).astype(float)
    for strange in marker().finditer(text):
        place = strange.start()
        costs[place] = max(costs[place], STRANGE) + PRIVATE * ("\ue000" <= strange[0] <= "\uf8ff")
    return float(costs.sum())

"""The line model: which lines of a page stand above its headline, under it, in the article, within it, below it.

A linear-chain conditional random field: every line has one of six states; the weights of its features say how it fits
each, the weights of neighbouring states how they follow each other. What has begun below the article does not go back
into it. The answer is a probability for each line and state, given all lines. Weights are plain numbers, trained by
`scripts/train_frame.py`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import exp, log
from typing import NamedTuple

STATES = ("above", "headline", "under", "article", "within", "below")
"""Above the headline, the headline, between it and the article, the article, frame within it, below it."""

ABOVE, HEADLINE, UNDER, ARTICLE, WITHIN, BELOW = range(len(STATES))

_START = (ABOVE, HEADLINE, UNDER, ARTICLE)
_NEXT = {
    ABOVE: (ABOVE, HEADLINE, UNDER, ARTICLE),
    HEADLINE: (ABOVE, HEADLINE, UNDER, ARTICLE),
    UNDER: (ABOVE, HEADLINE, UNDER, ARTICLE),
    ARTICLE: (ARTICLE, WITHIN, BELOW),
    WITHIN: (ARTICLE, WITHIN),
    BELOW: (BELOW,),
}
_END = (ARTICLE, BELOW)
IMPOSSIBLE = -1e9


def allowed(before: int | None, after: int | None) -> bool:
    """Whether a state may follow another; None is the page's beginning, and its end."""
    if before is None:
        return after in _START
    return before in _END if after is None else after in _NEXT[before]


class Weights(NamedTuple):
    """`lines`: feature → a weight a state; `steps`: weight of a state behind another (natural log)."""

    lines: Mapping[str, Sequence[float]]
    steps: Sequence[Sequence[float]]


@cache
def weights() -> Weights:
    data = json.loads(files("cleaning").joinpath("data/line_model.json").read_text(encoding="utf-8"))
    return Weights(data["lines"], data["steps"])


def states(
    rows: Sequence[Sequence[str]],
    given: Weights | None = None,
    barred: Mapping[int, Collection[int]] | None = None,
) -> list[list[float]]:
    """For each line, given as its features, the probability of each state. Linear in the number of lines.

    `barred` says of a line, by its number, which states it is not in.
    """
    known = given or weights()
    count = len(STATES)
    scores = [[0.0] * count for _ in rows]
    for score, row in zip(scores, rows, strict=True):
        for feature in row:
            if line := known.lines.get(feature):
                for state in range(count):
                    score[state] += line[state]
    for number, closed in (barred or {}).items():
        for state in closed:
            scores[number][state] = IMPOSSIBLE
    steps = [
        [known.steps[before][after] if allowed(before, after) else IMPOSSIBLE for after in range(count)]
        for before in range(count)
    ]
    forward = _pass(scores, steps, [0.0 if allowed(None, state) else IMPOSSIBLE for state in range(count)])
    turned = [[steps[after][before] for after in range(count)] for before in range(count)]
    ends = [0.0 if allowed(state, None) else IMPOSSIBLE for state in range(count)]
    backward = _pass(scores[::-1], turned, ends)[::-1]
    answer = []
    for here, there, score in zip(forward, backward, scores, strict=True):
        joint = [left + right - own for left, right, own in zip(here, there, score, strict=True)]
        total = _sum(joint)
        answer.append([exp(value - total) for value in joint])
    return answer


def _pass(scores: Sequence[Sequence[float]], steps: Sequence[Sequence[float]], first: list[float]) -> list[list[float]]:
    """Log sums over all paths that end in each state of each line, the line's own score included."""
    sums: list[list[float]] = []
    for score in scores:
        if sums:
            last = sums[-1]
            first = [
                _sum([value + steps[before][state] for before, value in enumerate(last)]) for state in range(len(score))
            ]
        sums.append([value + own for value, own in zip(first, score, strict=True)])
    return sums


def _sum(values: Sequence[float]) -> float:
    most = max(values)
    return most + log(sum(exp(value - most) for value in values))

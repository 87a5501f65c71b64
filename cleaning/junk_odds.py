"""What the language model says of candidates for junk: what the text costs with them and without, and how well the
characters of a span, of its edges and of the joint without it go together.
"""

from __future__ import annotations

from functools import lru_cache
from math import log
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleaning.language_model import NGramModel

    Columns = dict[str, NDArray[Any]]
    """Evidence by name, one number a candidate."""

REACH = 3
"""Characters after the joint that are scored; the model of order 4 sees no farther back."""

JUNK_COST = 8.23
"""ln 3,755: what a character costs that is drawn from the common ones."""

NEAR = 20
"""Characters on either side whose mean surprisal tells how well the model knows this kind of text."""

POSSIBLE = 3.5
"""Least odds by the language model alone, natural log; 99.8 % of what the classifier is sure of passes (tune part)."""


def likely(
    text: str, starts: NDArray[np.int64], ends: NDArray[np.int64], model: NGramModel
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """The candidates that are likely enough, and their odds: what the text costs with the span, less what it costs
    without it and the span's characters drawn by chance. Asked on short windows: most pages need no closer look.
    """
    windows: list[tuple[str, str, str]] = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        left, right = text[max(0, start - REACH) : start], text[end : end + REACH]
        windows += ((left, text[start:end], right), (left, "", right))
    scores = model.score_many(windows)
    odds = scores[1::2] - scores[::2] - JUNK_COST * (ends - starts)
    kept = odds > POSSIBLE
    return starts[kept], ends[kept], odds[kept]


def joint_costs(
    text: str, starts: NDArray[np.int64], ends: NDArray[np.int64], model: NGramModel
) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """What the characters behind each joint cost when the span is taken out, and how long the n-grams are over it."""
    import numpy as np

    windows = []
    places = np.empty(len(starts), dtype=np.int64)
    sizes = np.empty(len(starts), dtype=np.int64)
    at = 0
    for number, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        left = text[max(0, start - REACH) : start].rpartition("\n")[2]
        right = text[end : end + REACH]
        windows.append(f"{left}{right}\n")
        places[number] = at + len(left)
        sizes[number] = len(right)
        at += len(left) + len(right) + 1
    joined = "".join(windows) + "\n" * REACH
    offsets = np.arange(REACH)
    there = offsets < sizes[:, None]
    at_joint = places[:, None] + offsets
    surprisal, met = model.scan(joined)
    return np.where(there, surprisal[at_joint], 0.0), np.where(there, met[at_joint], np.int8(0))


def rivalry(starts: NDArray[np.int64], ends: NDArray[np.int64], odds: NDArray[np.float64]) -> Columns:
    """How much likelier each span is than the best other at its place, its share of all, and how many there are.

    Spans that overlap or touch are at one place; candidates come sorted by their starts, so places follow each other.
    """
    import numpy as np

    above, shares, crowd = np.zeros(len(odds)), np.zeros(len(odds)), np.zeros(len(odds))
    reached = np.maximum.accumulate(ends)
    firsts = np.flatnonzero(np.concatenate(([True], starts[1:] > reached[:-1])))
    for first, last in zip(firsts.tolist(), [*firsts[1:].tolist(), len(odds)], strict=True):
        here = odds[first:last]
        weights = np.exp(here - here.max())
        shares[first:last] = weights / weights.sum()
        crowd[first:last] = len(here)
        second, best = np.partition(here, -2)[-2:] if len(here) > 1 else (POSSIBLE, here[0])
        above[first:last] = here - np.where(here == best, second, best)
    return {"odds above others": above, "share of odds": shares, "candidates around": crowd}


def costs(
    surprisal: NDArray[np.float32],
    sums: NDArray[np.float64],
    joints: NDArray[np.float64],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
) -> Columns:
    """What the span, what stands behind it, the joint without it, and the text around cost, by the whole model."""
    import numpy as np

    size = len(surprisal)
    reach = np.minimum(ends + REACH, size)
    behind = sums[reach] - sums[ends]
    left, right = np.maximum(starts - NEAR, 0), np.minimum(reach + NEAR, size)
    around = (sums[starts] - sums[left] + sums[right] - sums[reach]) / np.maximum(starts - left + right - reach, 1)
    spans = zip(starts.tolist(), ends.tolist(), strict=True)
    return {
        "mean surprisal": (sums[ends] - sums[starts]) / (ends - starts),
        "least surprisal": np.array([surprisal[start:end].min() for start, end in spans]),
        "first surprisal": surprisal[starts],
        "surprisal before": surprisal[starts - 1],
        "surprisal behind": behind,
        "gain": behind - joints.sum(1),
        "joint": joints.sum(1),
        "joint first": joints[:, 0],
        "surprisal around": around,
        "surprisal of page": np.full(len(starts), sums[-1] / size),
    }


def bonds(
    text: str,
    scanned: NDArray[np.float32],
    joint: NDArray[np.float64],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    model: NGramModel,
) -> Columns:
    """Pointwise mutual information of neighbours at both edges, inside (the strongest), and over the joint; and how
    rare the span's characters are, on the average, at least and at most.
    """
    import numpy as np

    rows = []
    for start, end, over in zip(starts.tolist(), ends.tolist(), joint.tolist(), strict=True):
        rare = [_rarity(model, sign) for sign in text[start:end]]
        after = _rarity(model, text[end]) if end < len(text) else 0.0
        inner = [cost - seen for cost, seen in zip(rare[1:], scanned[start + 1 : end].tolist(), strict=True)]
        rows.append(
            (
                rare[0] - float(scanned[start]),
                max(inner, default=-10.0),
                after - float(scanned[end]) if end < len(text) else 0.0,
                after - over,
                sum(rare) / len(rare),
                min(rare),
                max(rare),
            )
        )
    names = (
        "bond at left edge",
        "bond inside",
        "bond at right edge",
        "bond at joint",
        "rarity",
        "least rare",
        "most rare",
    )
    return dict(zip(names, np.array(rows).T, strict=True))


@lru_cache(maxsize=1 << 13)
def _rarity(model: NGramModel, sign: str) -> float:
    """-ln of a character's share of the training text."""
    return -log(model.character_frequency(sign) or 1e-8)


def orders(matched: NDArray[np.int8], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Columns:
    """How long the longest n-gram is that the model knows: inside, and into what follows."""
    import numpy as np

    spans = zip(starts.tolist(), ends.tolist(), strict=True)
    return {
        "order inside": np.array([matched[start:end].max() for start, end in spans]),
        "order behind": np.append(matched, np.int8(1))[ends],
    }

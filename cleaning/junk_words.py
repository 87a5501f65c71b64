"""What words say of candidates for junk: over the joint and the edges, inside, how well a line cuts into words."""

from __future__ import annotations

from collections import Counter
from functools import cache
from math import log, log1p
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from cleaning.junk_odds import Columns
    from cleaning.language_model import LanguageModel, NGramModel

LONGEST = 4
"""Characters of the longest word that is cut out; longer ones are made of these."""

AROUND = 5
"""Characters on either side that are cut into words along with a span."""

TOTAL = log(6e7)
"""ln of the words that the lexicon's own corpus has."""

UNKNOWN = 4.0
"""What a character that is no word costs beyond the rarest word."""

NAMES = (
    "word over joint",
    "word over left edge",
    "word over right edge",
    "word inside",
    "word around",
    "cut gain",
    "cut of span",
    "words begin so",
    "words end so",
)


def words(text: str, starts: NDArray[np.int64], ends: NDArray[np.int64], model: NGramModel) -> Columns:
    """What words say, frequencies as ln(1 + f).

    The best word over the joint, over either edge, inside the span and around it; how much cheaper the line cuts into
    words without the span, and what the span itself costs; how many words of two characters begin with the span's
    first character and end with its last: a term is made of such, junk of any.
    """
    import numpy as np

    begins, closes = _productivity(model)
    rows = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        left, span, right = text[max(0, start - 3) : start], text[start:end], text[end : end + 3]
        rows.append(
            (
                straddling_word(left, right, model),
                straddling_word(left, span, model),
                straddling_word(span, right, model),
                _best(model, (span[i:j] for i in range(len(span)) for j in range(i + 2, min(i + 4, len(span)) + 1))),
                _best(
                    model,
                    (
                        left[-before:] + span + right[:after]
                        for before in (1, 2, 3)
                        for after in (1, 2, 3)
                        if before + after + len(span) <= 6
                    ),
                ),
                *_cuts(text, start, end, model),
                log1p(begins.get(span[0], 0)),
                log1p(closes.get(span[-1], 0)),
            )
        )
    return dict(zip(NAMES, np.array(rows).T, strict=True))


def _cuts(text: str, start: int, end: int, model: NGramModel) -> tuple[float, float]:
    """How much cheaper the best cut into words is without the span than with it, and the best cut of the span."""
    left, span, right = _han_before(text, start), text[start:end], _han_behind(text, end)
    inside = cut_cost(span, model)
    return cut_cost(left + span + right, model) - cut_cost(left + right, model), inside / len(span)


def _han_before(text: str, end: int) -> str:
    start = end
    while start > max(0, end - AROUND) and "\u4e00" <= text[start - 1] <= "\u9fff":
        start -= 1
    return text[start:end]


def _han_behind(text: str, start: int) -> str:
    end = start
    while end < min(len(text), start + AROUND) and "\u4e00" <= text[end] <= "\u9fff":
        end += 1
    return text[start:end]


def cut_cost(text: str, model: LanguageModel) -> float:
    """-ln of the likeliest cut of `text` into words, each by its share of all words."""
    best = [0.0]
    for end in range(1, len(text) + 1):
        costs = []
        for start in range(max(0, end - LONGEST), end):
            count = model.word_frequency(text[start:end])
            if count:
                costs.append(best[start] + TOTAL - log(count))
            elif end - start == 1:
                costs.append(best[start] + TOTAL + UNKNOWN)
        best.append(min(costs))
    return best[-1]


@cache
def _productivity(model: NGramModel) -> tuple[Counter[str], Counter[str]]:
    """How many words of two characters begin, and end, with each character."""
    pairs = model.lexicon.pairs()
    return Counter(first for first, _ in pairs), Counter(second for _, second in pairs)


def _best(model: NGramModel, words: Iterable[str]) -> float:
    return max((log1p(model.word_frequency(word)) for word in words), default=0.0)


def straddling_word(left: str, right: str, model: LanguageModel) -> float:
    """ln(1 + frequency) of the most frequent word over the border of `left` and `right`, 0 where there is none."""
    best = 0
    for before in (1, 2, 3):
        for after in (1, 2, 3):
            if before + after <= 4 and before <= len(left) and after <= len(right):
                best = max(best, model.word_frequency(left[-before:] + right[:after]))
    return log1p(best)

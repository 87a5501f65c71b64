"""What speaks for and against each candidate: the input of the junk classifier.

A fragment dropped into a sentence is improbable inside, breaks what follows it, and leaves a fluent joint when it is
taken out; often the joint completes a word. A name or a new term is improbable too, but what follows it is not broken,
its parts are words, or it comes back on the page. Of several spans at one place, which overlap, at most one is the
fragment: each is weighed against the others.
"""

from __future__ import annotations

from math import log1p
from typing import TYPE_CHECKING, NamedTuple

from cleaning.junk_names import (
    GIVEN,
    NUMERALS,
    PLACE_ENDS,
    ROLES,
    SPEAKING,
    SURNAMES,
    TRANSCRIBING,
    share,
)
from cleaning.junk_odds import bonds, costs, joint_costs, likely, orders, rivalry

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from cleaning.junk_odds import Columns
    from cleaning.language_model import LanguageModel, NGramModel

STOPS = "。！？”』」）"
"""What a paragraph ends in; an orphan stands behind it, at the end of the line."""

NAMES = (
    "length",
    "odds",
    "odds above others",
    "share of odds",
    "mean surprisal",
    "least surprisal",
    "first surprisal",
    "surprisal before",
    "surprisal behind",
    "gain",
    "joint",
    "joint first",
    "bond at left edge",
    "bond inside",
    "bond at right edge",
    "bond at joint",
    "order inside",
    "order behind",
    "order at joint",
    "rarity",
    "surprisal around",
    "surprisal of page",
    "candidates around",
    "word over joint",
    "word over left edge",
    "word over right edge",
    "word inside",
    "word around",
    "back to punctuation",
    "on to punctuation",
    "sign before",
    "sign behind",
    "foreign",
    "recurs",
    "left edge recurs",
    "right edge recurs",
    "joint recurs",
    "surname",
    "given name",
    "transcription",
    "place",
    "numerals",
    "role before",
    "speech behind",
)


class Evidence(NamedTuple):
    """Candidates that the language model finds likely, and one row of `NAMES` for each."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    rows: NDArray[np.float64]


def gather(
    text: str, scanned: NDArray[np.float32], starts: NDArray[np.int64], ends: NDArray[np.int64], model: NGramModel
) -> Evidence:
    """The evidence on all candidates that the language model alone does not rule out; cheap evidence is asked first.

    `text` is folded to Simplified, `scanned` are its surprisals by order 2.
    """
    import numpy as np

    starts, ends, odds = likely(text, starts, ends, model)
    if not len(starts):
        return Evidence(starts, ends, np.zeros((0, len(NAMES))))
    surprisal = model.surprisal(text)
    sums = np.concatenate(([0.0], np.cumsum(surprisal, dtype=np.float64)))
    over, met = joint_costs(text, starts, ends, model)
    columns = {
        "length": ends - starts,
        "odds": odds,
        "order at joint": met.sum(1),
        **rivalry(starts, ends, odds),
        **costs(surprisal, sums, over, starts, ends),
        **bonds(text, scanned, over[:, 0], starts, ends, model),
        **orders(model.matched_orders(text), starts, ends),
        **_words(text, starts, ends, model),
        **_places(text, starts, ends),
        **_recurrence(text, starts, ends),
        **_name_signs(text, starts, ends),
    }
    return Evidence(starts, ends, np.column_stack([columns[name] for name in NAMES]))


def _words(text: str, starts: NDArray[np.int64], ends: NDArray[np.int64], model: NGramModel) -> Columns:
    """ln(1 + frequency) of the best word over the joint, over either edge, inside the span and around it."""
    import numpy as np

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
            )
        )
    names = ("word over joint", "word over left edge", "word over right edge", "word inside", "word around")
    return dict(zip(names, np.array(rows).T, strict=True))


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


FAR = 12
"""Characters to the next punctuation that count as far."""

HAN, FOREIGN, STOP, COMMA, LISTING, OPENING, CLOSING, OTHER, LINE_END = range(9)
"""Kinds of signs beside a span."""

_SIGNS = {
    sign: kind
    for kind, signs in (
        (STOP, "。！？…"),
        (COMMA, "，；：,;:"),
        (LISTING, "、·/"),
        (OPENING, "（(《“‘「『【<"),
        (CLOSING, "）)》”’」』】>"),
    )
    for sign in signs
}


def _sign(text: str, at: int) -> int:
    """What kind of character stands there; beyond either end of the text stands an end of line."""
    if not 0 <= at < len(text) or text[at] == "\n":
        return LINE_END
    sign = text[at]
    if "\u4e00" <= sign <= "\u9fff":
        return HAN
    return FOREIGN if sign.isascii() and sign.isalnum() else _SIGNS.get(sign, OTHER)


def _places(text: str, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Columns:
    """Where in the sentence the span stands, and between what."""
    import numpy as np

    rows = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        before = next((far for far in range(FAR) if _sign(text, start - 1 - far)), FAR)
        behind = next((far for far in range(FAR) if _sign(text, end + far)), FAR)
        foreign = sum(_sign(text, at) == FOREIGN for at in range(start, end))
        rows.append((before, behind, _sign(text, start - 1), _sign(text, end), foreign))
    names = ("back to punctuation", "on to punctuation", "sign before", "sign behind", "foreign")
    return dict(zip(names, np.array(rows).T, strict=True))


def _recurrence(text: str, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Columns:
    """How often the pairs of the span, of its edges and of the joint stand on the page; counted to 5.

    The page's pairs are sorted once, so that time stays near linear however many candidates there are. Of the joint
    four characters are asked for, two on either side.
    """
    import numpy as np

    codes = np.frombuffer(f"\n\n{text}\n\n\n".encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    codes &= np.uint64(0xFFFF)
    wide = np.uint64(16)
    pairs = codes[:-1] << wide | codes[1:]
    fours = pairs[:-2] << np.uint64(32) | pairs[2:]
    sorted_pairs, sorted_fours = np.sort(pairs), np.sort(fours)

    def seen(keys: NDArray[np.uint64], among: NDArray[np.uint64]) -> NDArray[np.int64]:
        found = np.searchsorted(among, keys, "right") - np.searchsorted(among, keys, "left")
        counted: NDArray[np.int64] = np.minimum(found, 5)
        return counted

    first, last = starts + 2, ends + 2
    recurs = np.full(len(starts), 5, dtype=np.int64)
    for step in range(int((ends - starts).max()) - 1):
        inner = seen(pairs[np.minimum(first + step, len(pairs) - 1)], sorted_pairs)
        recurs = np.where(first + step + 1 < last, np.minimum(recurs, inner), recurs)
    recurs[ends - starts == 1] = 0
    joint = pairs[first - 2] << np.uint64(32) | pairs[last]
    return {
        "recurs": recurs,
        "left edge recurs": seen(pairs[first - 1], sorted_pairs),
        "right edge recurs": seen(pairs[last - 1], sorted_pairs),
        "joint recurs": seen(joint, sorted_fours),
    }


def _name_signs(text: str, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Columns:
    """Whether the span looks like a name, an amount, or a part of either."""
    import numpy as np

    rows = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        span, before, behind = text[start:end], text[start - 1], text[end : end + 1]
        rows.append(
            (
                (span[0] in SURNAMES) + 2 * (before in SURNAMES),
                share(span[1:] or span, GIVEN),
                share(span, TRANSCRIBING),
                (span[-1] in PLACE_ENDS) + 2 * (behind in PLACE_ENDS if behind else False),
                share(span, NUMERALS),
                before in ROLES,
                behind in SPEAKING if behind else False,
            )
        )
    names = ("surname", "given name", "transcription", "place", "numerals", "role before", "speech behind")
    return dict(zip(names, np.array(rows, dtype=float).T, strict=True))

"""What speaks for and against each candidate: the input of the junk classifier.

A fragment dropped into a sentence is improbable inside, breaks what follows it, and leaves a fluent joint when it is
taken out; often the joint completes a word. A name or a new term is improbable too, but what follows it is not broken,
its parts are words, or it comes back on the page. Of several spans at one place, which overlap, at most one is the
fragment: each is weighed against the others.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, NamedTuple

from cleaning.junk_names import name_signs
from cleaning.junk_odds import bonds, costs, joint_costs, likely, orders, rivalry
from cleaning.junk_places import places
from cleaning.junk_recurrence import recurrence
from cleaning.junk_words import NAMES as WORD_NAMES
from cleaning.junk_words import words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleaning.language_model import NGramModel

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
    "least rare",
    "most rare",
    "surprisal around",
    "surprisal of page",
    "candidates around",
    *WORD_NAMES,
    "back to punctuation",
    "on to punctuation",
    "sign before",
    "sign behind",
    "foreign",
    "recurs",
    "least of signs on page",
    "mean of signs on page",
    "size of page",
    "candidates on page",
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
    surprisal, matched = model.scan(text)
    sums = np.concatenate(([0.0], np.cumsum(surprisal, dtype=np.float64)))
    over, met = joint_costs(text, starts, ends, model)
    columns = {
        "length": ends - starts,
        "odds": odds,
        "order at joint": met.sum(1),
        "size of page": np.full(len(starts), log(len(text))),
        "candidates on page": np.full(len(starts), 1000 * len(starts) / len(text)),
        **rivalry(starts, ends, odds),
        **costs(surprisal, sums, over, starts, ends),
        **bonds(text, scanned, over[:, 0], starts, ends, model),
        **orders(matched, starts, ends),
        **words(text, starts, ends, model),
        **places(text, starts, ends),
        **recurrence(text, starts, ends),
        **name_signs(text, starts, ends),
    }
    return Evidence(starts, ends, np.column_stack([columns[name] for name in NAMES]))

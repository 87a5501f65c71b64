"""The junk classifier: logistic regression over `cleaning.junk_features`, its weights plain numbers in a JSON file."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from math import log
from typing import TYPE_CHECKING, NamedTuple

from cleaning.junk_features import (
    JOINT_WORD,
    NAMES,
    add_joint_words,
    add_joints,
    add_other_words,
    candidates,
    measure,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleaning.language_model import LanguageModel

CROWDED = 0.25
"""Candidates for each character from which the text is broken as a whole, or not Chinese: news has 0.02, UTF-8 read as
GBK about one. Nothing there can be told to be junk."""

SHORT = 200
"""Characters added to a text's length in that comparison: a sentence with one fragment is crowded too."""


FREQUENT = 10.0
"""ln(1 + frequency) of the most frequent word that is hoped for over a joint; 99.9 % of the word list lies below."""


class Suspect(NamedTuple):
    """A span that is junk with this probability (0–1), and its features by name."""

    start: int
    end: int
    probability: float
    features: dict[str, float]


@cache
def weights() -> tuple[NDArray[np.float64], float]:
    """The weights in the order of `NAMES`, and the intercept."""
    import numpy as np

    numbers = json.loads(files("cleaning").joinpath("data/junk_classifier.json").read_text(encoding="utf-8"))
    return np.array([numbers[name] for name in NAMES]), float(numbers["intercept"])


def suspects(text: str, model: LanguageModel, least: float) -> list[Suspect]:
    """Every span that is junk with at least this probability, in the order of lengths and places."""
    import numpy as np

    starts, ends = candidates(text, model.surprisal(text, order=2))
    if not 0 < len(starts) < CROWDED * (len(text) + SHORT):
        return []
    rows = measure(text, model.surprisal(text), starts, ends)
    slopes, intercept = weights()
    bar = log(least / (1 - least))
    reach = FREQUENT * max(0.0, float(slopes[JOINT_WORD]))
    # Cheap evidence first: the model, then the word list, are asked only where they could still lift a span over the
    # bar. Of the words only the one over the joint speaks for junk.
    for add, hope in ((add_joints, reach), (add_joint_words, reach), (add_other_words, 0.0)):
        close = np.flatnonzero(rows @ slopes + intercept + hope >= bar)
        if not len(close):
            return []
        starts, ends, rows = starts[close], ends[close], rows[close]
        add(rows, text, starts, ends, model)
    odds = np.clip(rows @ slopes + intercept, -30, 30)
    return [
        Suspect(
            int(starts[at]), int(ends[at]), float(1 / (1 + np.exp(-odds[at]))), dict(zip(NAMES, rows[at], strict=True))
        )
        for at in np.flatnonzero(odds >= bar)
    ]

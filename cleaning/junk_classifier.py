"""The junk classifier: boosted trees over `cleaning.junk_features`, plain numbers in a JSON file."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from math import log
from typing import TYPE_CHECKING, NamedTuple

from cleaning.boosted_trees import Trees
from cleaning.fold import fold
from cleaning.junk_candidates import candidates
from cleaning.junk_corpus import known
from cleaning.junk_features import NAMES, gather
from cleaning.profile import NO_PROFILE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleaning.language_model import NGramModel
    from cleaning.profile import Profile

CROWDED = 0.25
"""Candidates for each character from which the text is broken as a whole, or not Chinese: news has 0.02, UTF-8 read as
GBK about one. Nothing there can be told to be junk."""

SHORT = 200
"""Characters added to a text's length in that comparison: a sentence with one fragment is crowded too."""

TERM, TOLD = log(0.7 / 0.3), 2.0
"""Most log odds for what other pages hold too: flagged, never removed; and the nats by which that speaks against it."""


class Suspect(NamedTuple):
    """A span that is junk with this probability (0–1), and its features by name."""

    start: int
    end: int
    probability: float
    features: dict[str, float]


@cache
def classifier() -> Trees:
    """The trees that ship with the package: log odds from rows of `NAMES`."""
    numbers = json.loads(files("cleaning").joinpath("data/junk_classifier.json").read_text(encoding="utf-8"))
    return Trees.from_json(numbers["page"], NAMES)


def suspects(
    text: str,
    model: NGramModel,
    least: float,
    profile: Profile = NO_PROFILE,
    surprisal: NDArray[np.float32] | None = None,
) -> list[Suspect]:
    """Every span that is junk with at least this probability, in order of their starts.

    `surprisal` are the model's of the text and of a line end behind it, by order 2, where they are known. A profile
    vetoes what is a term of the corpus, and lifts what it knows the text without (`cleaning.junk_corpus`).
    """
    import numpy as np

    # The end of a text is the end of its last line: an orphan there is one like any other.
    text = text if text.endswith("\n") else f"{text}\n"
    scanned = model.surprisal(text, order=2) if surprisal is None else surprisal[: len(text)]
    starts, ends = candidates(text, scanned)
    if not 0 < len(starts) < CROWDED * (len(text) + SHORT):
        return []
    folded = fold(text)
    evidence = gather(folded, scanned, starts, ends, model)
    odds = classifier().log_odds(evidence.rows)
    if profile.pages and len(odds):
        terms, nats = known(folded, evidence.starts, evidence.ends, profile)
        odds = np.where(terms, np.minimum(odds - TOLD, TERM), odds + nats)
    return [
        Suspect(
            int(evidence.starts[at]),
            int(evidence.ends[at]),
            float(1 / (1 + np.exp(-odds[at]))),
            dict(zip(NAMES, evidence.rows[at].tolist(), strict=True)),
        )
        for at in np.flatnonzero(odds >= log(least / (1 - least)))
    ]

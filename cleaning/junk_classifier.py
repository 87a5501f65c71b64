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
from cleaning.junk_corpus import CORPUS_NAMES, DOUBTFUL, are_terms, corpus_rows, strings_of
from cleaning.junk_features import NAMES, Evidence, gather
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

MANY = 200
"""Least pages of a profile that is asked: of fewer, that a string is unknown says nothing."""


TERM = log(0.7 / 0.3)
"""Most log odds for what other pages hold too: flagged, never removed."""


class Suspect(NamedTuple):
    """A span that is junk with this probability (0–1), and its features by name."""

    start: int
    end: int
    probability: float
    features: dict[str, float]


class Classifier(NamedTuple):
    """What judges by the page alone, and what judges with a corpus beside it."""

    page: Trees
    corpus: Trees


@cache
def classifier() -> Classifier:
    """The classifier that ships with the package."""
    numbers = json.loads(files("cleaning").joinpath("data/junk_classifier.json").read_text(encoding="utf-8"))
    return Classifier(Trees.from_json(numbers["page"], NAMES), Trees.from_json(numbers["corpus"], CORPUS_NAMES))


def suspects(text: str, model: NGramModel, least: float, profile: Profile = NO_PROFILE) -> list[Suspect]:
    """Every span that is junk with at least this probability, in order of their starts.

    With a profile of `MANY` pages or more, what the corpus has seen is weighed too.
    """
    import numpy as np

    # The end of a text is the end of its last line: an orphan there is one like any other.
    text = text if text.endswith("\n") else f"{text}\n"
    scanned = model.surprisal(text, order=2)
    starts, ends = candidates(text, scanned)
    if not 0 < len(starts) < CROWDED * (len(text) + SHORT):
        return []
    folded = fold(text)
    evidence = gather(folded, scanned, starts, ends, model)
    odds = classifier().page.log_odds(evidence.rows)
    if profile.pages >= MANY:
        odds = _with_corpus(folded, evidence, odds, profile)
    return [
        Suspect(
            int(evidence.starts[at]),
            int(evidence.ends[at]),
            float(1 / (1 + np.exp(-odds[at]))),
            dict(zip(NAMES, evidence.rows[at].tolist(), strict=True)),
        )
        for at in np.flatnonzero(odds >= log(least / (1 - least)))
    ]


def _with_corpus(text: str, evidence: Evidence, odds: NDArray[np.float64], profile: Profile) -> NDArray[np.float64]:
    """The odds with what the corpus knows. A term of the corpus is no junk, whatever the rest says."""
    import numpy as np

    asked = np.flatnonzero(odds > DOUBTFUL)
    if not len(asked):
        return odds
    strings = [strings_of(text, int(evidence.starts[at]), int(evidence.ends[at])) for at in asked]
    rows = corpus_rows(odds[asked], strings, profile.pages, profile.pages_with_many)
    judged = classifier().corpus.log_odds(rows)
    odds[asked] = np.where(are_terms(rows), np.minimum(judged, TERM), judged)
    return odds

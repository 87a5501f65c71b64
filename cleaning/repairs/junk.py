"""Random characters dropped into sentences, and orphans behind a paragraph's last stop.

`扎套粒既实做好` → `扎实做好`; `再上新台阶。织汤` → `再上新台阶。`. `卫健委` and a name the model never met stay: what
follows them is not broken, and they come back on the page.

Candidates come from one scan of the page's surprisals; a small logistic classifier (`data/junk_classifier.json`,
trained by scripts/train_junk.py) weighs what speaks for and against each. A span that stands on the page again is a
term, whatever the classifier says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from cleaning.context import Context
from cleaning.edit import Proposal
from cleaning.junk_features import NAMES, STOPS, candidates, features
from cleaning.language_model import default_model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TRIGGERS: frozenset[str] = frozenset()

CROWDED = 0.25
"""Candidates for each character from which the text is broken as a whole, or not Chinese: news has 0.02, UTF-8 read as
GBK about one. Nothing there can be told to be junk."""

SHORT = 200
"""Characters added to a text's length in that comparison: a sentence with one fragment is crowded too."""

SEEN_AGAIN = 0.7
"""Highest confidence for a span that recurs on the page: flagged, never removed."""

WRAPPED = 0.7
"""Highest confidence for an orphan in a text whose lines end inside sentences: the sentence may go on below."""

LONG_LINE = 20
"""Characters from which a line counts as one of a paragraph."""

WORTH_SAYING = 0.6
"""Least probability that is proposed at all."""


@cache
def _classifier() -> tuple[NDArray[np.float64], float]:
    import numpy as np

    numbers = json.loads(files("cleaning").joinpath("data/junk_classifier.json").read_text(encoding="utf-8"))
    return np.array([numbers[name] for name in NAMES]), float(numbers["intercept"])


def propose(text: str, context: Context) -> Iterable[Proposal]:
    import numpy as np

    model = default_model()
    surprisal = model.surprisal(text)
    starts, ends = candidates(text, surprisal)
    if not 0 < len(starts) < CROWDED * (len(text) + SHORT):
        return
    kept, rows = features(text, surprisal, starts, ends, model)
    weights, intercept = _classifier()
    odds = rows @ weights + intercept
    probability = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    for index in np.flatnonzero(probability >= WORTH_SAYING).tolist():
        start, end = int(starts[kept[index]]), int(ends[kept[index]])
        if text.count("`", text.rfind("\n", 0, start) + 1, start) % 2:
            continue  # Quoted as code: shown, not said.
        confidence = min(round(float(probability[index]), 4), 0.9999)
        row = rows[index]
        evidence = f"surprisal {row[0]:.1f} a character; without it gain {row[3]:.1f}, word at the joint {row[5]:.1f}"
        if text.count(text[start:end]) > 1:
            confidence = min(confidence, SEEN_AGAIN)
            evidence = f"stands here again; {evidence}"
        orphan = bool(row[NAMES.index("orphan")])
        if orphan and _is_wrapped(text):
            confidence = min(confidence, WRAPPED)
            evidence = f"lines of this text break inside sentences; {evidence}"
        kind = "junk.orphan" if orphan else "junk.insertion"
        yield Proposal(start, end, "", kind, evidence, confidence)


def _is_wrapped(text: str) -> bool:
    """Whether many of the longer lines end without a stop: a text with a fixed line width, or lines of a list."""
    lines = [line.rstrip() for line in text.split("\n") if len(line) >= LONG_LINE]
    broken = sum(line[-1:] not in STOPS + "：；…" for line in lines)
    return broken >= 3 and 5 * broken > len(lines)

"""Random characters dropped into sentences, and orphans behind a paragraph's last stop.

`扎套粒既实做好` → `扎实做好`; `再上新台阶。织汤` → `再上新台阶。`. `卫健委` and a name the model never met stay: what
follows them is not broken, and they come back on the page.

Candidates come from one scan of the page's surprisals; a small logistic classifier (`data/junk_classifier.json`,
trained by scripts/train_junk.py) weighs what speaks for and against each. A span that stands on the page again is a
term, whatever the classifier says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaning.context import Context
from cleaning.edit import Proposal
from cleaning.junk_classifier import suspects
from cleaning.junk_features import STOPS
from cleaning.language_model import default_model

TRIGGERS: frozenset[str] = frozenset()

SEEN_AGAIN = 0.7
"""Highest confidence for a span that recurs on the page: flagged, never removed."""

WRAPPED = 0.7
"""Highest confidence for an orphan in a text whose lines end inside sentences: the sentence may go on below."""

NAME = 0.8
"""Highest confidence for what begins with a surname, is as long as a name, and stands where names stand."""

SURE_WORD = 7.0
"""ln(1 + frequency) of the word over the joint from which a name would have split a common word."""

_ROLE = re.compile("(?:人|者|员|长|记|任|师|家|手|生|民|友|士|工|授|理|裁|总|席|委|主|户|匠|将|星|教|，|、|：|（|\\()$")
_SPEECH = re.compile("[说称道讲问答笑介表告认指坦回透补解感强调建谈和与及等、，：）)]")

LONG_LINE = 20
"""Characters from which a line counts as one of a paragraph."""

WORTH_SAYING = 0.6
"""Least probability that is proposed at all."""


def propose(text: str, context: Context) -> Iterable[Proposal]:
    found = suspects(text, default_model(), WORTH_SAYING)
    wrapped = any(suspect.features["orphan"] for suspect in found) and _is_wrapped(text)
    for start, end, probability, features in found:
        if text.count("`", text.rfind("\n", 0, start) + 1, start) % 2:
            continue  # Quoted as code: shown, not said.
        confidence = min(round(probability, 4), 0.9999)
        evidence = (
            f"surprisal {features['mean surprisal']:.1f} a character; without it gain {features['gain']:.1f}, "
            f"word at the joint {features['word over the joint']:.1f}"
        )
        if text.find(text[start:end]) < start or text.find(text[start:end], end) >= 0:
            confidence = min(confidence, SEEN_AGAIN)
            evidence = f"stands here again; {evidence}"
        if features["surname first"] and _may_be_a_name(text, start, end, features["word over the joint"]):
            confidence = min(confidence, NAME)
            evidence = f"may be a name; {evidence}"
        if features["orphan"] and wrapped:
            confidence = min(confidence, WRAPPED)
            evidence = f"lines of this text break inside sentences; {evidence}"
        kind = "junk.orphan" if features["orphan"] else "junk.insertion"
        yield Proposal(start, end, "", kind, evidence, confidence)


def _is_wrapped(text: str) -> bool:
    """Whether many of the longer lines end without a stop: a text with a fixed line width, or lines of a list."""
    lines = [line.rstrip() for line in text.split("\n") if len(line) >= LONG_LINE]
    broken = sum(line[-1:] not in STOPS + "：；…" for line in lines)
    return broken >= 3 and 5 * broken > len(lines)


def _may_be_a_name(text: str, start: int, end: int, word: float) -> bool:
    """Whether a span that begins with a surname may be a person: its length, and a title before or a verb behind it."""
    if end - start > 3 or word >= SURE_WORD:
        return False
    return bool(_ROLE.search(text, max(0, start - 1), start) or _SPEECH.match(text, end))

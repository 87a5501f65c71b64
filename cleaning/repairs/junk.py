"""Random characters dropped into sentences, and orphans behind a paragraph's last stop.

`扎套粒既实做好` → `扎实做好`; `再上新台阶。织汤` → `再上新台阶。`. `卫健委` and a name the model never met stay: what
follows them is not broken, and they come back on the page.

Candidates come from one scan of the page's surprisals; small boosted trees (`data/junk_classifier.json`, trained by
scripts/train_junk.py) weigh what speaks for and against each, with a profile also what the corpus knows. A span that
stands on the page again is a term, and one of figures alone an amount, whatever the classifier says.
"""

from __future__ import annotations

from collections.abc import Iterable

from cleaning.context import Context
from cleaning.edit import Proposal
from cleaning.fold import fold
from cleaning.junk_classifier import Suspect, suspects
from cleaning.junk_names import NUMERALS, share
from cleaning.junk_places import CLOSING, COMMA, LINE_END, LISTING, OPENING, STOP, STOPS
from cleaning.language_model import default_model
from cleaning.person_names import has_surname

TRIGGERS: frozenset[str] = frozenset()

SEEN_AGAIN = 0.7
"""Highest confidence for a span that recurs on the page: flagged, never removed."""

WRAPPED = 0.92
"""Highest confidence for an orphan in a text whose lines end inside sentences: the sentence may go on below. It is
flagged at the usual floor; 98 % of those that say so are orphans (124 of 127 in a tenth of the train part)."""

NAME = 0.8
"""Highest confidence for what begins with a surname, is as long as a name, and stands where names stand."""

TITLES = frozenset(
    "代表 大使 公使 总统 首相 总督 天皇 教练 导演 编剧 主播 将军 上将 中将 少将 军官 警官 法官 被告 原告 冠军".split()
)
"""Titles that do not end in what `junk_names.ROLES` has. `代表翟雨棠在会上说` lost the name; of 25,915 fragments of two
tenths of the train part that go exactly not one looks so."""

SURE_WORD = 7.0
"""ln(1 + frequency) of the word over the joint from which a name would have split a common word."""

BEFORE_NAMES, BEHIND_NAMES = (COMMA, LISTING, OPENING), (COMMA, LISTING, CLOSING)
"""Signs between which names stand in lists, credits and addresses."""

LONG_LINE = 20
"""Characters from which a line counts as one of a paragraph."""

SAME_WIDTH = 2
"""Characters by which lines of one width may differ: a line does not begin with a comma, and a Latin word is kept."""

WORTH_SAYING = 0.3
"""Least probability that is proposed at all: lower than the floor for a flag, for who sets floors of their own."""


def propose(text: str, context: Context) -> Iterable[Proposal]:
    found = suspects(text, default_model(), WORTH_SAYING, context.profile, context.surprisal)
    orphans = {suspect.end for suspect in found if _is_orphan(suspect)}
    wrapped = bool(orphans) and _is_wrapped(text, orphans)
    for suspect in found:
        start, end, probability, features = suspect
        if text.count("`", text.rfind("\n", 0, start) + 1, start) % 2:
            continue  # Quoted as code: shown, not said.
        if _is_amount(fold(text[start:end])):
            continue
        confidence = min(round(probability, 4), 0.9999)
        evidence = (
            f"surprisal {features['mean surprisal']:.1f} a character; without it gain {features['gain']:.1f}, "
            f"word at the joint {features['word over joint']:.1f}"
        )
        if features["recurs"] > 1:
            confidence = min(confidence, SEEN_AGAIN)
            evidence = f"stands here again; {evidence}"
        if _may_be_a_name(suspect, fold(text[max(0, start - 2) : end])):
            confidence = min(confidence, NAME)
            evidence = f"may be a name; {evidence}"
        if _is_orphan(suspect) and wrapped:
            confidence = min(confidence, WRAPPED)
            evidence = f"lines of this text break inside sentences; {evidence}"
        yield Proposal(start, end, "", _kind_of(suspect), evidence, confidence)


def _is_wrapped(text: str, orphans: set[int]) -> bool:
    """Whether many of the longer lines end without a stop, most of them at one width.

    A line that ends in an orphan ends in the stop before it. Headings and items of lists differ in width.
    """
    lines = end = 0
    broken: list[int] = []
    for line in text.split("\n"):
        end += len(line)
        if len(line) >= LONG_LINE:
            lines += 1
            if end not in orphans and line.rstrip()[-1:] not in STOPS + "：；…":
                broken.append(len(line.rstrip()))
        end += 1
    if len(broken) < 3 or 5 * len(broken) <= lines:
        return False
    width = sorted(broken)[len(broken) // 2]
    return 2 * sum(abs(length - width) <= SAME_WIDTH for length in broken) > len(broken)


def _kind_of(suspect: Suspect) -> str:
    """The kind tells what floor it has to reach (`cleaning.floors`): single characters another than longer spans."""
    if suspect.features["length"] == 1:
        return "junk.character"
    return "junk.orphan" if _is_orphan(suspect) else "junk.insertion"


def _is_orphan(suspect: Suspect) -> bool:
    """Whether the span stands between a stop and the end of its line."""
    return suspect.features["sign before"] in (STOP, CLOSING) and suspect.features["sign behind"] == LINE_END


def _is_amount(span: str) -> bool:
    """Whether a span in Simplified is figures alone, also formal ones: 参 stands for 叁 beside another of them.

    >>> _is_amount("参仟"), _is_amount("参照")
    (True, False)
    """
    return share(span.replace("参", "叁") if len(span) > 1 else span, NUMERALS) == 1.0


def _may_be_a_name(suspect: Suspect, shown: str) -> bool:
    """Whether a span that begins with a surname may be a person: its length, what stands before it, and behind.

    `shown` is the span with the two characters before it, in Simplified. A rare surname counts behind a title only.
    """
    features, size = suspect.features, suspect.end - suspect.start
    if size > 3 or features["word over joint"] >= SURE_WORD:
        return False
    usual = features["surname"] in (1, 3)
    titled = features["role before"] or shown[:-size] in TITLES
    before = (titled and (usual or has_surname(shown[-size:]))) or (usual and features["sign before"] in BEFORE_NAMES)
    behind = features["speech behind"] or features["sign behind"] in BEHIND_NAMES
    return bool(before and behind)

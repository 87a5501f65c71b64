"""Byte scars: where the mill's byte-wise replacing and cutting fell across a character boundary.

`勇?lián)?dāng)` → `勇擔當`: the gloss of 聯 (`C2 93`) fired on the second byte of 勇 and the first of 擔.
`德國B(niǎo)ALLUFF` → `德國BALLUFF`. `你去吗?!` is an ordinary question and stays.

The byte stream is read with unknowns (`cleaning.scar_search`), every reading is sent through the mill again and must
give the damaged text back (`cleaning.scar_choice`); the sole survivor is proven, among several the language model
chooses, and its posterior is the confidence. Where none survives the scar is flagged. An ASCII byte that a `?` ate
is given back where one is far likelier than all others (the end of a line), else it is lost: the rest of the scar is
repaired around it.
"""

from __future__ import annotations

from collections.abc import Iterable

from cleaning.context import Context
from cleaning.edit import Proposal
from cleaning.gloss_page import MADE_BY_MILL, GlossPage
from cleaning.language_model import default_model
from cleaning.scar_choice import Judgement, judge
from cleaning.scar_page import Page
from cleaning.scar_signs import signs

TRIGGERS = frozenset("?(")

EVIDENCE_OF_MILL = 3
"""Glosses on the page from which a bare `?` before a mark is looked at: `你去吗?!` is common, a mill page is not."""

LONE = 0.99
"""Confidence that a scar needs on a page that shows no mill otherwise."""

UNSURE = 0.6
"""Confidence at which a scar is flagged whose likeliest original is too doubtful to be made."""

UNREAD = 40
"""Characters behind a sign without an original in which no other scar is looked for."""

BEFORE, BEHIND = 60, 500
"""Surroundings that decide a scar."""


def propose(text: str, context: Context) -> Iterable[Proposal]:
    page = Page(text, context.title)
    glosses = GlossPage(text)
    made_by_mill = len(glosses.sites) >= EVIDENCE_OF_MILL and glosses.confidence >= MADE_BY_MILL
    done = 0
    judged: dict[str, Judgement | None] = {}
    for start, end in signs(page, default_model(), made_by_mill=made_by_mill):
        if start < done:
            continue
        # The same scar in the same surroundings is judged once: a page repeats itself, and judging is dear.
        around = text[max(0, start - BEFORE) : start + BEHIND]
        if around not in judged:
            found = judge(page, start, default_model())
            judged[around] = found and _moved(found, -start)
        found = judged[around]
        if found:
            done = start + found.end
            yield from _proposals(_moved(found, start), lone=not made_by_mill)
            continue
        # What is misread behind it would be taken for the beginning of a scar.
        done = start + UNREAD
        if not text[start:end].isascii():
            yield Proposal(start, end, "", "mill.scar", "a gloss out of step; no original fits", UNSURE)


def _moved(found: Judgement, by: int) -> Judgement:
    changes = tuple(
        (change._replace(start=change.start + by, end=change.end + by), confidence, evidence)
        for change, confidence, evidence in found.changes
    )
    return Judgement(found.end + by, changes)


def _proposals(found: Judgement, *, lone: bool) -> Iterable[Proposal]:
    for (start, end, original, eaten), confidence, evidence in found.changes:
        if lone and confidence < LONE:
            confidence = min(confidence, UNSURE)
        if not eaten:
            yield Proposal(start, end, original, "mill.scar", evidence, confidence)
            continue
        yield Proposal(start, end - 1, original[:-1], "mill.scar", evidence, confidence)
        reason = "an ASCII character that the misread byte before it took along"
        yield Proposal(end - 1, end, "", "mill.eaten", reason, confidence, lost=True)

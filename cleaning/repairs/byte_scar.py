"""Byte scars: where the mill's byte-wise replacing and cutting fell across a character boundary.

`勇?lián)?dāng)` → `勇擔當`: the gloss of 聯 (`C2 93`) fired on the second byte of 勇 and the first of 擔.
`德國B(niǎo)ALLUFF` → `德國BALLUFF`. `你去吗?!` is an ordinary question and stays.

The byte stream is read with unknowns (`cleaning.scar_search`), every reading is sent through the mill again and must
give the damaged text back (`cleaning.scar_choice`); the sole survivor is proven, among several the language model
chooses, and its posterior is the confidence. Of a long scar with a doubtful place the rest is made, with U+FFFD for
what nobody knows (`cleaning.scar_parts`). Where no reading survives the scar is flagged. An ASCII byte that a `?` ate
is given back where one is far likelier than all others (the end of a line), else it is lost: the rest of the scar is
repaired around it.
"""

from __future__ import annotations

from collections.abc import Iterable

from cleaning.context import Context
from cleaning.edit import Proposal
from cleaning.gloss_page import MADE_BY_MILL, GlossPage
from cleaning.language_model import default_model
from cleaning.mill import WIDE
from cleaning.scar_choice import Decided, decide
from cleaning.scar_company import in_company
from cleaning.scar_page import Page
from cleaning.scar_signs import signs
from cleaning.scar_weigh import Weighed, cuts_at_all, weigh

TRIGGERS = frozenset("?(")

EVIDENCE_OF_MILL = 3
"""Glosses on the page from which a bare `?` before a mark is looked at: `你去吗?!` is common, a mill page is not."""

LONE = 0.99
"""Confidence that a scar needs on a page that shows no mill otherwise."""

UNSURE = 0.6
"""Confidence at which a scar is flagged whose likeliest original is too doubtful to be made."""

DOUBTFUL = 0.5
"""Posterior below which the likeliest original is not even named; on a mill's page the scar is flagged all the same."""

UNREAD = 40
"""Characters behind a sign without an original in which no other scar is looked for."""

BEFORE, BEHIND = 60, 500
"""Surroundings that decide a scar."""


def propose(text: str, context: Context) -> Iterable[Proposal]:
    glosses = GlossPage(text)
    made_by_mill = len(glosses.sites) >= EVIDENCE_OF_MILL and glosses.confidence >= MADE_BY_MILL
    begun = signs(text, default_model(), made_by_mill=made_by_mill)
    if not begun:
        return
    page = Page(text, context.title, [start for start, _ in begun])
    stretches, unread = _weighed(page, begun)
    stretches = in_company(page, stretches, default_model())
    distinct = {id(stretch): stretch for _, stretch in stretches}
    at_all = cuts_at_all(page, distinct.values())
    # What a lone scar says is not enough to make it in parts.
    floor = context.settings.floor("mill") if made_by_mill else 0.0
    for by, stretch in stretches:
        for decided in decide(page, stretch, at_all, floor):
            yield from _proposals(decided, by, lone=not made_by_mill)
    for start, end in unread:
        yield Proposal(start, end, "", "mill.scar", "a gloss out of step; no original fits", UNSURE)


def _weighed(page: Page, begun: list[tuple[int, int]]) -> tuple[list[tuple[int, Weighed]], list[tuple[int, int]]]:
    """Every stretch with how far it lies from where it was read first, and the signs that nothing explains.

    The same scar in the same surroundings is read once: a page repeats itself, and reading is dear.
    """
    text = page.text
    stretches: list[tuple[int, Weighed]] = []
    unread: list[tuple[int, int]] = []
    read: dict[tuple[str, str], tuple[int, Weighed | None]] = {}
    done = 0
    for start, end in begun:
        if start < done:
            continue
        around = text[max(0, start - BEFORE) : start], text[start : start + BEHIND]
        if around not in read:
            read[around] = start, _read(page, start)
        first, stretch = read[around]
        if stretch and not stretch.begins_at(first, int(page.drops_half)):
            continue
        if stretch:
            stretches.append((start - first, stretch))
            done = stretch.end + start - first
            continue
        # What is misread behind it would be taken for the beginning of a scar.
        done = start + UNREAD
        if not text[start:end].isascii():
            unread.append((start, end))
    return stretches, unread


def _read(page: Page, start: int) -> Weighed | None:
    """A half that was dropped before a mark puts the gloss behind it out of step: `；?huǒ)` was 停火."""
    from_mark = page.drops_half and start > 0 and page.text[start - 1] in WIDE
    return weigh(page, start - from_mark, default_model())


def _proposals(decided: Decided, by: int, *, lone: bool) -> Iterable[Proposal]:
    (start, end, original, eaten), confidence, evidence = decided
    start, end = start + by, end + by
    if lone and confidence < LONE:
        confidence = min(confidence, UNSURE)
    elif confidence < DOUBTFUL:
        yield Proposal(start, end, "", "mill.scar", f"a scar, too doubtful: {evidence}", UNSURE)
        return
    if not eaten:
        yield Proposal(start, end, original, "mill.scar", evidence, confidence)
        return
    yield Proposal(start, end - 1, original[:-1], "mill.scar", evidence, confidence)
    reason = "an ASCII character that the misread byte before it took along"
    yield Proposal(end - 1, end, "", "mill.eaten", reason, confidence, lost=True)

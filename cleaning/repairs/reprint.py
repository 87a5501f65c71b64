"""What is damaged here and plain in another copy of the text: junk, scars of the mill, lost characters, swaps.

With the copy `今年扎实做好各项工作` beside it `今年扎套粒实做好各项工作` loses its junk, and in `各项\ufffd作` the 工
comes back.
Another figure, date or name, another editor's word, and all that is as likely here as there stay as they are: the other
copy says what stood here only where this one is damaged by itself.

Copies are aligned (`alignment.py`, `copy_differences.py`) and every difference is judged (`reprint_judgement.py`).
Kinds are named for the fault, so that the floors of its family hold; the evidence names the other page's id. Copies
that say different things of one place are no proof, and it is flagged.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cleaning.alignment import Wording
from cleaning.context import Context, Witness
from cleaning.copy_differences import differences
from cleaning.copy_swaps import swapped
from cleaning.edit import Proposal
from cleaning.fold import SIMPLIFIED_ONLY, TRADITIONAL_ONLY
from cleaning.language_model import default_model
from cleaning.readings import GLOSS
from cleaning.reprint_judgement import UNSURE, Page, judge, site_of

TRIGGERS: frozenset[str] = frozenset()

GLOSSES = 3
"""Readings in brackets that make a page a mill's, where another copy has none in their places."""

LEAST = 20
"""Characters of wording below which copies are not compared."""


def propose(text: str, context: Context) -> Iterable[Proposal]:
    if not context.witnesses:
        return
    one = Wording(text)
    if len(one) < LEAST:
        return
    by_mill = context.damage("mill") > 0 or sum(1 for _ in GLOSS.finditer(text)) >= GLOSSES
    page = Page(by_mill, context.damage("mojibake") > 0)
    votes: dict[tuple[int, int], dict[str, list[Proposal]]] = defaultdict(lambda: defaultdict(list))
    for witness in context.witnesses:
        for proposal in _told_by(witness, one, context, page):
            votes[proposal.start, proposal.end][proposal.after].append(proposal)
    yield from _agreed(votes)


def _agreed(votes: Mapping[tuple[int, int], Mapping[str, Sequence[Proposal]]]) -> Iterator[Proposal]:
    """What the copies say of each place. What is sure counts before what is not: an excerpt, which has nothing of the
    passage, and an editor, who wrote another, prove nothing against the copy that shows the place whole."""
    sure: list[Proposal] = []
    doubtful: list[Proposal] = []
    for _, said in sorted(votes.items()):
        best = max((max(group, key=_sureness) for group in said.values()), key=_sureness)
        if len(said) > 1 or (sure and best.start < sure[-1].end and best.confidence > UNSURE):
            best = best._replace(confidence=UNSURE, evidence=f"copies differ; {best.evidence}")
        (sure if best.confidence > UNSURE else doubtful).append(best)
    ends = [proposal.end for proposal in sure]
    yield from sure
    for proposal in doubtful:
        behind = bisect_right(ends, proposal.start)
        if behind == len(sure) or proposal.end <= sure[behind].start:
            yield proposal


def _sureness(proposal: Proposal) -> float:
    return proposal.confidence


def _told_by(witness: Witness, one: Wording, context: Context, page: Page) -> Iterator[Proposal]:
    """What one other copy says of this one."""
    other = Wording(witness.text)
    sites = [site_of(difference, one.text, other.text) for difference in differences(one, other)]
    if not sites:
        return
    for site, judged in zip(sites, judge(sites, default_model(), page), strict=True):
        if judged is None:
            continue
        confidence = judged.confidence
        if context.settings.script == "keep" and _is_other_script(site.theirs, context):
            confidence = min(confidence, UNSURE)
        yield Proposal(
            site.difference.start,
            site.difference.end,
            site.theirs,
            f"{judged.family}.reprint",
            f"copy {witness.id}: {judged.reason}",
            confidence,
        )
    for place in swapped(one.text, witness.text):
        sure = place.confidence
        if context.settings.script == "keep" and _is_other_script(place.after, context):
            sure = min(sure, UNSURE)
        yield Proposal(place.start, place.end, place.after, "swap.reprint", f"copy {witness.id}: {place.reason}", sure)


def _is_other_script(text: str, context: Context) -> bool:
    """Whether text of the other copy is in a script that this page does not write."""
    strange = SIMPLIFIED_ONLY if context.has_traditional else TRADITIONAL_ONLY
    return any(sign in strange for sign in text)

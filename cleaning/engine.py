"""A repair proposes, the engine applies: resolve, apply, record, repeat to a fixed point.

The engine is the only code that changes text, so the text and its explanation cannot disagree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

from cleaning.context import Context
from cleaning.edit import Composition, Edit, Field, Proposal, apply, family_of
from cleaning.floors import FLOORS

PASSES = 8
"""Most passes over one text. Real pages settle in two or three; what still moves after this is flagged, not applied."""

Veto = Callable[[Edit, int, int], bool]
"""Whether an edit must not be made: gets the edit and its span in the original text."""


@dataclass(frozen=True, slots=True, eq=False)
class Repair:
    """One row of the order.

    triggers  the repair runs only where one of these characters stands; empty: in every text
    always    the repair cannot be switched off, nor its edits vetoed
    """

    name: str
    propose: Callable[[str, Context], Iterable[Proposal | Field]]
    triggers: frozenset[str]
    why: str
    always: bool = False

    def wanted(self, signs: frozenset[str]) -> bool:
        """Whether there can be work, by the characters of the text that trigger any repair."""
        return not self.triggers or not self.triggers.isdisjoint(signs)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The text after the fixed point, every edit in order of application, and the fields with spans in the original."""

    text: str
    edits: tuple[Edit, ...]
    fields: tuple[Field, ...]


def run(context: Context, order: Sequence[Repair], veto: Veto | None = None) -> Outcome:
    """Take `context.text` through the order until a whole pass changes nothing.

    Flagged and lost proposals are gathered from every pass and recorded once, in a step after the last, with spans in
    the final text; those that a later edit settled are dropped. Where the user asked for a marker in the place of what
    is lost, it is put in when nothing else moves, so that no repair loses what it could have read; the passes then go
    on. Linear in the text for a bounded number of passes.
    """
    settings = context.settings
    active = [(place, repair) for place, repair in enumerate(order) if repair.always or repair.name not in settings.off]
    ledger: list[Edit] = []
    open_edits: list[Edit] = []
    fields: list[tuple[int, Field]] = []
    applied: Counter[str] = Counter()
    triggers = _triggers(tuple(order))
    signs = context.alphabet & triggers
    for number in range(PASSES):
        changed = False
        for place, repair in active:
            if not repair.wanted(signs):
                continue
            step = number * len(order) + place
            made, seen = _judge(context, repair, step, fields)
            if veto and made and not repair.always:
                made, refused = _refuse(made, veto, Composition(ledger))
                seen += refused
            open_edits += seen
            if not made:
                continue
            if number == PASSES - 1:
                open_edits += (replace(edit, status="flagged", evidence=f"unsettled: {edit.evidence}") for edit in made)
                continue
            ledger += made
            applied.update(edit.kind for edit in made)
            context = context.following(apply(context.text, made), MappingProxyType(dict(applied)))
            signs = context.alphabet & triggers
            changed = True
        if not changed:
            if settings.mark_lost is None or number == PASSES - 1:
                break
            # The pass made no edit, so its last step is free.
            marks, kept, seen = _mark(context, open_edits, Composition(ledger), (number + 1) * len(order) - 1, veto)
            open_edits += kept + seen
            if not marks:
                break
            ledger += marks
            context = context.following(apply(context.text, marks), context.applied)
            signs = context.alphabet & triggers
    composition = Composition(ledger)
    last = (number + 1) * len(order)
    ledger += _carry(open_edits, composition, last)
    return Outcome(context.text, tuple(ledger), _original_spans(fields, composition))


@lru_cache(maxsize=64)
def _triggers(order: tuple[Repair, ...]) -> frozenset[str]:
    return frozenset().union(*(repair.triggers for repair in order))


def _judge(
    context: Context, repair: Repair, step: int, fields: list[tuple[int, Field]]
) -> tuple[list[Edit], list[Edit]]:
    """One repair's edits to apply (sorted, disjoint), and those only to record. Fields are added to `fields`."""
    text, settings = context.text, context.settings
    made: list[Edit] = []
    seen: list[Edit] = []
    for item in repair.propose(text, context):
        if isinstance(item, Field):
            fields.append((step, item))
            continue
        start, end, after, kind, evidence, confidence, lost = item
        before = text[start:end]
        family = family_of(kind)
        if lost:
            seen.append(Edit(step, start, end, before, before, kind, evidence, confidence, "lost"))
        elif before != after:
            if confidence >= settings.floor(kind):
                made.append(Edit(step, start, end, before, after, kind, evidence, confidence, "applied"))
            elif confidence >= FLOORS[family].flag:
                seen.append(Edit(step, start, end, before, after, kind, evidence, confidence, "flagged"))
    return _resolve(made), seen


def _resolve(edits: list[Edit]) -> list[Edit]:
    """The edits that may stand together: of two that overlap the surer, then the longer, then the first wins."""
    edits.sort()
    if not any(_clash(left, right) for left, right in pairwise(edits)):
        return edits
    kept: list[Edit] = []
    for edit in edits:
        while kept and _clash(kept[-1], edit) and _rank(edit) > _rank(kept[-1]):
            kept.pop()
        if not kept or not _clash(kept[-1], edit):
            kept.append(edit)
    return kept


def _clash(left: Edit, right: Edit) -> bool:
    return right.start < left.end or right.start == left.start


def _rank(edit: Edit) -> tuple[float, int, int]:
    return edit.confidence, edit.end - edit.start, -edit.start


def _refuse(made: list[Edit], veto: Veto, composition: Composition) -> tuple[list[Edit], list[Edit]]:
    """Split edits into those still to make and those the user vetoed (recorded as flagged)."""
    kept: list[Edit] = []
    refused: list[Edit] = []
    for edit in made:
        if veto(edit, *composition.to_original(edit.step, edit.start, edit.end)):
            refused.append(replace(edit, status="flagged", evidence=f"vetoed: {edit.evidence}"))
        else:
            kept.append(edit)
    return kept, refused


def _mark(
    context: Context, edits: Iterable[Edit], composition: Composition, step: int, veto: Veto | None
) -> tuple[list[Edit], list[Edit], list[Edit]]:
    """Edits that put the user's marker in the place of what is lost; the lost edits over the markers; the refused."""
    marker = context.settings.mark_lost or ""
    joined: list[Edit] = []
    for edit in _carry((edit for edit in edits if edit.status == "lost"), composition, step):
        if joined and edit.start <= joined[-1].end:
            start = joined[-1].start
            before = context.text[start : edit.end]
            joined[-1] = replace(joined[-1], end=edit.end, before=before)
        else:
            joined.append(edit)
    marks = [replace(edit, after=marker, status="applied") for edit in joined if edit.before not in ("", marker)]
    refused: list[Edit] = []
    if veto:
        marks, refused = _refuse(marks, veto, composition)
    kept: list[Edit] = []
    shift = 0
    for mark in marks:
        start = mark.start + shift
        end = start + len(marker)
        kept.append(replace(mark, step=step + 1, start=start, end=end, before=marker, status="lost"))
        shift += len(marker) - len(mark.before)
    return marks, kept, refused


def _carry(edits: Iterable[Edit], composition: Composition, step: int) -> list[Edit]:
    """Flagged and lost edits with their spans in the final text; settled ones dropped, each only once."""
    carried: dict[tuple[int, int, str, str], Edit] = {}
    lost: list[Edit] = []
    for edit in edits:
        span = composition.to_final(edit.step, edit.start, edit.end)
        if span is not None:
            moved = replace(edit, step=step, start=span[0], end=span[1])
            if moved.status == "lost":
                lost.append(moved)
            else:
                carried[moved.start, moved.end, moved.kind, moved.after] = moved
    reached = -1
    for edit in sorted(lost, key=lambda edit: (edit.start, -edit.end)):
        # What lies inside a lost span is lost with it.
        if edit.end > reached:
            carried[edit.start, edit.end, "", ""] = edit
            reached = edit.end
    return sorted(carried.values())


def _original_spans(fields: Iterable[tuple[int, Field]], composition: Composition) -> tuple[Field, ...]:
    """Fields with spans in the original text, each (name, span) once: what the first pass read is nearest the page."""
    found: dict[tuple[str, int, int], Field] = {}
    for step, item in fields:
        start, end = composition.to_original(step, item.start, item.end)
        found.setdefault((item.name, start, end), item._replace(start=start, end=end))
    return tuple(sorted(found.values(), key=lambda item: (item.start, item.end, item.name)))

"""What a reader of a run wants to see: counts by kind and district, samples of what was done, what was not kept.

One pass over the pages and their ledgers; in memory are the counts and the samples alone, so a run may be of any size.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from dataset.clean_batch import Edit, applied_steps, masked
from dataset.districts import load_places
from dataset.read_back import read_with_edits
from dataset.rejected import Rejected, rejected
from dataset.run_store import RunError, read_finished

CONTEXT = 20
"""Characters of the clean text shown on either side of a change."""

LONGEST = 160
"""Most characters shown of what stood there, or stands there now."""

MASKED = "(masked)"


class Sample(NamedTuple):
    """One edit where it happened. `left` and `right` are clean text; `after` is empty where nothing was changed."""

    left: str
    before: str
    after: str
    right: str
    evidence: str
    confidence: float
    page: str


@dataclass(slots=True)
class Places:
    """How many places of a kind were changed, seen and left alone, or are beyond repair; on how many pages."""

    pages: int = 0
    applied: int = 0
    flagged: int = 0
    lost: int = 0


@dataclass(slots=True)
class Facts:
    """All that a report says. The host of a page that names none is ''."""

    run: Path
    told: dict[str, Any]
    names: dict[str, str]
    total: Places = field(default_factory=Places)
    splits: dict[str, Places] = field(default_factory=dict)
    hosts: dict[str, Places] = field(default_factory=dict)
    kinds: dict[str, Places] = field(default_factory=dict)
    samples: dict[tuple[str, str], list[Sample]] = field(default_factory=dict)
    rejected: Rejected = field(default_factory=Rejected)


def facts_of(run: Path, most: int, on_page: Callable[[int], None] | None = None) -> Facts:
    """The facts of a finished run, with at most so many samples of each kind and status.

    Samples are chosen by a hash of page and kind: by chance, but the same ones whenever the report is made. Of a run
    with masked personal data none are shown. Raises RunError for what is no finished run of pages.
    """
    told = read_finished(run)
    if "kept" not in told.get("counts", {}):
        raise RunError(f"{run}: holds no clean pages; name a run that jingwen clean has made")
    facts = Facts(run, told, load_places(told["places"]).names)
    mask = masked if "pii" in told["settings"].get("mask", ()) else None
    ranked: dict[tuple[str, str], list[tuple[int, Sample]]] = {}
    for number, (row, edits) in enumerate(read_with_edits(run), 1):
        parts = (
            facts.total,
            facts.splits.setdefault(row["district"], Places()),
            facts.hosts.setdefault(row["host"] or "", Places()),
        )
        for part in parts:
            part.pages += 1
        for kind in {edit.kind for edit in edits}:
            facts.kinds.setdefault(kind, Places()).pages += 1
        alike: dict[tuple[str, str], list[Edit]] = {}
        for edit in edits:
            for places in (*parts, facts.kinds[edit.kind]):
                setattr(places, edit.status, getattr(places, edit.status) + 1)
            alike.setdefault((edit.kind, edit.status), []).append(edit)
        for key, group in alike.items():
            rank = crc32(f"{key} {row['id']}".encode())
            found = ranked.setdefault(key, [])
            if len(found) < most or (most and rank < found[-1][0]):
                found.append((rank, _sample(group[rank % len(group)], row, edits, mask)))
                found.sort(key=lambda item: item[0])
                del found[most:]
        if on_page:
            on_page(number)
    facts.samples = {key: [sample for _, sample in found] for key, found in ranked.items()}
    facts.rejected = rejected(run, mask or str)
    return facts


def _sample(edit: Edit, row: dict[str, Any], edits: Sequence[Edit], mask: Callable[[str], str] | None) -> Sample:
    start, end = (edit.start, edit.end) if edit.status != "applied" else _in_clean_text(edit, edits)
    say = mask or str
    text = row["text"]
    return Sample(
        left=say(text[max(0, start - CONTEXT) : start]),
        before=MASKED if mask and edit.kind.startswith("privacy.") else say(_short(edit.before)),
        after=say(_short(edit.after)) if edit.status == "applied" else "",
        right=say(text[end : end + CONTEXT]),
        evidence=say(edit.evidence),
        confidence=edit.confidence,
        page=row["id"],
    )


def _in_clean_text(edit: Edit, edits: Sequence[Edit]) -> tuple[int, int]:
    """What of the clean text stands where this edit was made; what later edits took away with it counts too."""
    start, end = edit.start, edit.end
    for step, group in applied_steps(edits):
        if step >= edit.step:
            start, end = _moved(start, group, right=False), _moved(end, group, right=True)
    return start, max(start, end)


def _moved(place: int, group: Sequence[Edit], *, right: bool) -> int:
    """Where a place stands after the edits of a step; within one of them, at its end to the left or right."""
    shift = 0
    for edit in group:
        if edit.end > place:
            if edit.start < place:
                return edit.start + shift + (len(edit.after) if right else 0)
            break
        shift += len(edit.after) - len(edit.before)
    return place + shift


def _short(text: str) -> str:
    half = LONGEST // 2
    return text if len(text) <= LONGEST else f"{text[:half]} … {text[-half:]}"

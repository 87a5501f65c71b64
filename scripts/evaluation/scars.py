"""The byte scars of one re-enacted page, judged one by one: was it possible to be sure, and what did the repair do?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from cleaning.context import Context
from cleaning.edit import Proposal
from cleaning.floors import FLOORS
from cleaning.fold import fold
from cleaning.readings import GLOSS
from cleaning.repairs import byte_scar
from cleaning.scar_parts import LOST
from cleaning.settings import Settings
from scripts.reenact import Damaged, Scar
from scripts.reenact.mill_page import SCAR

Did = Literal["right", "partly", "wrong", "flagged", "missed"]


@dataclass(frozen=True, slots=True)
class ScarOutcome:
    """One scar, or several that one proposal spans. `sole`: no other original gives the text shown.

    A scar counts as right where all but an eaten ASCII character is right and that one is reported as lost; as partly
    repaired where what is not U+FFFD is right.
    """

    did: Did
    sole: bool
    shown: str
    truth: str
    proposed: str


def scar_outcomes(damaged: Damaged) -> list[ScarOutcome]:
    """What `byte_scar` alone proposes for the page, against its truth; a change where no scar is counts as wrong."""
    proposals = list(byte_scar.propose(damaged.text, Context(damaged.text, Settings())))
    return [_judged(damaged, *cluster) for cluster in _clusters(damaged.scars, proposals)]


def _clusters(
    scars: Sequence[Scar], proposals: Sequence[Proposal]
) -> Iterator[tuple[int, int, list[Scar], list[Proposal]]]:
    """Spans of scars and proposals that overlap, whole scars of any kind, with what lies in them."""
    spans: list[tuple[int, int]] = []
    wanted = [(scar.start, scar.end) for scar in scars if scar.kind == SCAR]
    for start, end in sorted(wanted + [(one.start, one.end) for one in proposals]):
        for scar in scars:
            if scar.start < end and start < scar.end:
                start, end = min(start, scar.start), max(end, scar.end)
        if spans and start < spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    for start, end in spans:
        inside = [scar for scar in scars if start <= scar.start and scar.end <= end]
        yield start, end, inside, [one for one in proposals if start <= one.start and one.end <= end]


def _judged(damaged: Damaged, start: int, end: int, scars: list[Scar], proposals: list[Proposal]) -> ScarOutcome:
    floor = FLOORS["mill"].apply
    made = [one for one in proposals if not one.lost and one.confidence >= floor]
    lost = [one.start for one in proposals if one.lost]
    truth = _plain(_replaced(damaged.text, start, end, [(one.start, one.end, one.original) for one in scars]))
    proposed = _plain(_replaced(damaged.text, start, end, [(one.start, one.end, one.after) for one in made]))
    did: Did = "missed"
    if made:
        right = truth == proposed or (bool(lost) and _but_for_lost(truth, proposed, len(lost)))
        did = "right" if right else "partly" if _but_for_unknown(truth, proposed, bool(lost)) else "wrong"
    elif proposals:
        did = "flagged"
    sole = any("the only original" in one.evidence for one in made)
    return ScarOutcome(did, sole, damaged.text[start:end], truth, proposed)


def _but_for_lost(truth: str, proposed: str, most: int) -> bool:
    """Whether only characters differ for which a `?` stands; eaten white space is compared as it is."""
    if len(truth) != len(proposed):
        return False
    pairs = [(true, shown) for true, shown in zip(truth, proposed, strict=True) if true != shown]
    return len(pairs) <= most and all(shown == "?" for _, shown in pairs)


def _but_for_unknown(truth: str, proposed: str, lost: bool) -> bool:
    """Whether U+FFFD, for up to three characters each, and a `?` for what is lost are all that differs."""
    if LOST not in proposed:
        return False
    pattern = "(?:(?!\n).){0,3}".join(map(re.escape, proposed.split(LOST)))
    return re.fullmatch(pattern.replace(r"\?", r"[\s\S]") if lost else pattern, truth) is not None


def _replaced(text: str, start: int, end: int, places: list[tuple[int, int, str]]) -> str:
    pieces: list[str] = []
    at = start
    for begin, stop, new in sorted(places):
        pieces += (text[at:begin], new)
        at = stop
    return "".join((*pieces, text[at:end]))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", fold(GLOSS.sub("", text))).replace("著", "着")

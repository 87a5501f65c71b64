"""What became of one misread span: by characters, by edits, beside others, and whether all promises held."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cleaning import Cleaner
from cleaning.cleaner import CleanResult
from cleaning.edit import Composition, Edit
from scripts.evaluation.alignment import MARKS, score, score_repair
from scripts.evaluation.pages import byte_cleaner
from scripts.evaluation.peers import PEERS
from scripts.reenact.mojibake import Misread


@dataclass(frozen=True, slots=True)
class Outcome:
    """Counts of one span (`lossless`: no byte was lost), and of its edits: stated confidence, right, applied.

    counts   those of `alignment.Score`, all as numbers; `restored`, `settled`: the original can be had back, a second
             run changes nothing; `harmed`: changed, and wrongly; `piped`, `piped_exact`: the whole pipeline was tried
    peers    (peer, what of its Score) → number
    example  what came out where it failed, or ''
    """

    lossless: bool
    counts: Counter[str]
    peers: Counter[tuple[str, str]]
    edits: list[tuple[float, bool, bool]]
    example: str


def judge(misread: Misread, *, whole_pipeline: bool) -> Outcome:
    lossless = not misread.touched
    result = byte_cleaner().clean(misread.text)
    told = list(judged(misread, result))
    found = score_repair(misread, result, [edit for edit, right in told if right and edit.status == "applied"])
    invented = found.counts["wrong"] + found.counts["strayed"]
    failed = not found.exact and (lossless or invented > 0 or found.alone)
    counts = found.counts + Counter(
        spans=1,
        exact=int(found.exact),
        alone=int(found.alone),
        harmed=int(failed and not found.alone),
        outside=int(found.outside > 0),
        size=found.size,
        right=found.right,
        touched=found.touched,
        restored=int(result.original == misread.text),
        settled=int(not byte_cleaner().clean(result.text).applied),
        piped=int(whole_pipeline),
        piped_exact=int(whole_pipeline and _ends_alike(misread)),
    )
    peers: Counter[tuple[str, str]] = Counter()
    for peer, repair in PEERS.items():
        theirs = score(misread, repair(misread))
        peers.update({(peer, "exact"): theirs.exact, (peer, "right"): theirs.right})
    edits = [(edit.confidence, right, edit.status == "applied") for edit, right in told]
    return Outcome(lossless, counts, peers, edits, example(misread, result.text) if failed else "")


@cache
def _pipeline() -> Cleaner:
    return Cleaner()


def _ends_alike(misread: Misread) -> bool:
    """Whether the default pipeline makes the same of the damaged page as of the undamaged one."""
    return _pipeline().clean(misread.text).text == _pipeline().clean(misread.original).text


def example(misread: Misread, output: str) -> str:
    """The place where the output first differs from the truth: damaged, as it came out, as it was."""
    at = next(
        (place for place, pair in enumerate(zip(misread.original, output, strict=False)) if pair[0] != pair[1]),
        min(len(misread.original), len(output)),
    )
    view = slice(max(min(misread.begin, at), at - 10), at + 12)
    return f"{misread.shown[:24]!r} ({len(misread.shown)} characters): {output[view]!r} was {misread.original[view]!r}"


def judged(misread: Misread, result: CleanResult) -> Iterator[tuple[Edit, bool]]:
    """Every applied or flagged edit of the family, and whether it says what stood there or marks it as lost."""
    composition = Composition(result.edits)
    for edit in (*result.applied, *result.flagged):
        if edit.family == "mojibake":
            start, end = composition.to_original(edit.step, edit.start, edit.end)
            yield edit, any(says(edit.after, truth) for truth in truths(misread, start, end))


def says(after: str, truth: str) -> bool:
    """Whether `after` is the truth, with marks in the place of characters that are lost.

    >>> says("苏州", "苏州"), says("苏?", "苏州"), says("苏?", "杭州")
    (True, True, False)
    """
    parts = re.split(f"([{MARKS}]+)", after)
    pattern = "".join(
        f"(?s:.{{0,{2 * len(part)}}})" if number % 2 else re.escape(part) for number, part in enumerate(parts)
    )
    return re.fullmatch(pattern, truth) is not None


def truths(misread: Misread, start: int, end: int) -> set[str]:
    """What stood at `start:end` of the damaged page, with and without characters that vanished at its edges."""
    shift = misread.stop - misread.end
    befores = {place: (place, place) for place in (start, end)}
    at, last = misread.start, misread.begin
    for cell in misread.cells:
        for _ in cell.shown:
            for place in (start, end):
                if place == at:
                    befores[place] = (last, cell.start)
            at, last = at + 1, cell.end
    for place in (start, end):
        if place == misread.end:
            befores[place] = (last, misread.stop)
        elif place > misread.end:
            befores[place] = (place + shift, place + shift)
    return {misread.original[first:stop] for first in befores[start] for stop in befores[end] if first <= stop}

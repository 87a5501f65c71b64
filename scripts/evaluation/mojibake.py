"""Misread spans: what comes back exactly, what of the lost bytes is filled rightly, and what else moves.

Every pair of `scripts.reenact.mojibake`, GBK one byte off among them, over whole pages, paragraphs, sentences and runs
inside a sentence, through six readers. Spans that lost no byte (a strict inverse exists) and spans that did are kept
apart. Frame, headline, junk, space, punctuation and script are off, and pages that the rest of the pipeline would
change undamaged are left out, so that outputs are compared with the original as it is; `pipeline` is the whole default
pipeline, and compares what becomes of the damaged page with what becomes of the undamaged one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import cycle, islice
from random import Random

from cleaning import Cleaner
from cleaning.cleaner import CleanResult
from cleaning.edit import Composition, Edit
from scripts.evaluation.alignment import MARKS, Score, score, score_repair
from scripts.evaluation.calibration import Calibration
from scripts.evaluation.figures import Figure, share
from scripts.evaluation.pages import byte_cleaner, pages
from scripts.evaluation.peers import PEERS
from scripts.evaluation.sources import Source
from scripts.reenact.extents import EXTENTS
from scripts.reenact.mojibake import ONE_OFF, PAIRS, READERS, Misread, misread_span

MOST = 12
"""Spans of each pair that lost no byte, and as many that lost some."""

TRIES, RUNS_ONLY = 300, 12
"""Draws in search of a span, and those after which only runs inside a sentence are drawn for a span without loss."""

EVERY = 6
"""One span of so many also goes through the whole pipeline."""

SHOWN = 3


def measure(source: Source, most: int) -> Iterator[Figure]:
    texts = {encoding: pages(source, encoding, 4 * most) for encoding in ("gbk", "big5")}
    together = Tally()
    for pair in (*PAIRS, ONE_OFF):
        tally = Tally()
        for misread in spans(texts["big5" if pair.startswith("big5") else "gbk"], pair, most):
            tally.add(misread)
        yield from tally.figures(pair)
        together.merge(tally)
    yield from together.figures("all")
    yield from together.promises()


# --- what is damaged ----------------------------------------------------------------------------------------------


def spans(texts: Sequence[str], pair: str, most: int) -> Iterator[Misread]:
    """`most` spans without loss, then as many with loss, as far as the pair has any."""
    for lossless in (True, False):
        for number, page in enumerate(islice(cycle(texts), most)):
            if misread := _draw(page, Random(f"{pair} {number} {lossless}"), pair, number, lossless):
                yield misread


def _draw(page: str, rng: Random, pair: str, number: int, lossless: bool) -> Misread | None:
    for attempt in range(TRIES if lossless else RUNS_ONLY):
        extent = "run" if attempt > RUNS_ONLY else EXTENTS[number % len(EXTENTS)]
        reader = READERS[(number // len(EXTENTS) + attempt) % len(READERS)]
        misread = misread_span(page, rng, pair, reader, extent)
        if misread and bool(misread.touched) != lossless:
            return misread
    return None


@cache
def _pipeline() -> Cleaner:
    return Cleaner()


# --- what became of it --------------------------------------------------------------------------------------------


class Tally:
    """Counts over spans, those without loss (True) and those with loss (False) apart, and examples of what failed."""

    def __init__(self) -> None:
        self.counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
        self.peers: Counter[tuple[str, bool, str]] = Counter()
        self.examples: dict[bool, list[str]] = {True: [], False: []}
        self.calibration: list[tuple[Edit, bool]] = []

    def merge(self, other: Tally) -> None:
        for lossless in (True, False):
            self.counts[lossless].update(other.counts[lossless])
        self.peers.update(other.peers)
        self.calibration += other.calibration

    def add(self, misread: Misread) -> None:
        lossless = not misread.touched
        counts = self.counts[lossless]
        result = byte_cleaner().clean(misread.text)
        found = score_repair(misread, result)
        self._count(counts, found)
        counts["restored"] += result.original == misread.text
        counts["settled"] += not byte_cleaner().clean(result.text).applied
        for peer, repair in PEERS.items():
            theirs = score(misread, repair(misread))
            self.peers[peer, lossless, "exact"] += theirs.exact
            self.peers[peer, lossless, "right"] += theirs.right
            self.peers[peer, lossless, "outside"] += theirs.outside
        self.calibration += judged(misread, result)
        if counts["spans"] % EVERY == 1:
            counts["piped"] += 1
            counts["piped_exact"] += _pipeline().clean(misread.text).text == _pipeline().clean(misread.original).text
        if not found.exact and (lossless or found.counts["wrong"] or found.counts["strayed"] or found.alone):
            self.examples[lossless].append(example(misread, result.text))

    def _count(self, counts: Counter[str], found: Score) -> None:
        counts.update(found.counts)
        counts.update(
            spans=1,
            exact=found.exact,
            alone=found.alone,
            harmed=not found.exact and not found.alone and not (found.touched and not _invented(found)),
            outside=found.outside > 0,
            size=found.size,
            right=found.right,
            touched=found.touched,
        )

    def figures(self, pair: str) -> Iterator[Figure]:
        whole, lossy = self.counts[True], self.counts[False]
        if whole["spans"]:
            note = f"left alone {whole['alone']}, wrongly changed {whole['harmed']}; {self._peers(True)}"
            yield share(f"mojibake.exact.{pair}", whole["exact"], whole["spans"], self._note(note, True))
        if lossy["spans"]:
            note = (
                f"{lossy['spans']} spans, exact {lossy['exact']}, left alone {lossy['alone']},"
                f" with wrong characters {lossy['harmed']}; {self._peers(False)}"
            )
            yield share(f"mojibake.right.{pair}", lossy["right"], lossy["size"], self._note(note, False))
            kept = lossy["filled"] + lossy["spared"]
            rest = ", ".join(f"{name} {lossy[name]}" for name in ("wrong", "lost", "silent"))
            yield share(f"mojibake.filled.{pair}", kept, lossy["touched"], rest)
            wrong = lossy["wrong"] + lossy["strayed"]
            if lossy["filled"] + wrong:
                yield share(f"mojibake.fills_right.{pair}", lossy["filled"], lossy["filled"] + wrong)

    def promises(self) -> Iterator[Figure]:
        """What must hold of every span, the whole pipeline, calibration, and the peers over all pairs."""
        counts = self.counts[True] + self.counts[False]
        yield share("mojibake.outside", counts["outside"], counts["spans"], "spans around which something else changed")
        yield share("mojibake.restored", counts["restored"], counts["spans"])
        yield share("mojibake.settled", counts["settled"], counts["spans"])
        for lossless, name in ((True, "lossless"), (False, "lossy")):
            piped = self.counts[lossless]
            yield share(f"mojibake.pipeline.{name}", piped["piped_exact"], piped["piped"])
            for peer in PEERS:
                what, of = ("exact", "spans") if lossless else ("right", "size")
                yield share(f"mojibake.peers.{peer}.{what}", self.peers[peer, lossless, what], piped[of])
        applied = [right for edit, right in self.calibration if edit.status == "applied"]
        yield share("mojibake.applied_right", sum(applied), len(applied), "edits")
        calibration = Calibration()
        for edit, right in self.calibration:
            calibration.add(edit.confidence, right)
        yield from calibration.figures("mojibake")

    def _peers(self, lossless: bool) -> str:
        what, of = ("exact", "spans") if lossless else ("right", "size")
        total = self.counts[lossless][of]
        return ", ".join(f"{peer} {self.peers[peer, lossless, what] / total:.0%}" for peer in PEERS)

    def _note(self, note: str, lossless: bool) -> str:
        return "\n".join([note, *self.examples[lossless][:SHOWN]])


def _invented(found: Score) -> int:
    return found.counts["wrong"] + found.counts["strayed"]


def example(misread: Misread, output: str) -> str:
    """The place where the output first differs from the truth: damaged, as it came out, as it was."""
    at = next(
        (place for place, pair in enumerate(zip(misread.original, output, strict=False)) if pair[0] != pair[1]),
        min(len(misread.original), len(output)),
    )
    view = slice(max(min(misread.begin, at), at - 10), at + 12)
    return f"{misread.shown[:24]!r} ({len(misread.shown)} characters): {output[view]!r} was {misread.original[view]!r}"


# --- whether an edit is right -------------------------------------------------------------------------------------


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

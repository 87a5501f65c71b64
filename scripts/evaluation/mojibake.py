"""Misread spans: what comes back exactly, what of the lost bytes is filled rightly, and what else moves.

Every pair of `scripts.reenact.mojibake`, GBK one byte off among them, over whole pages, paragraphs, sentences and runs
inside a sentence, through six readers. Spans that lost no byte (a strict inverse exists) and spans that did are kept
apart. Frame, headline, junk, space, punctuation and script are off, and pages that the rest of the pipeline would
change undamaged are left out, so that outputs are compared with the original as it is; `pipeline` is the whole default
pipeline, and compares what becomes of the damaged page with what becomes of the undamaged one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import count, cycle, islice
from random import Random

from scripts.evaluation.calibration import Calibration
from scripts.evaluation.figures import Figure, share
from scripts.evaluation.misread_outcome import Outcome, judge
from scripts.evaluation.pages import pages
from scripts.evaluation.peers import PEERS
from scripts.evaluation.sources import Source
from scripts.reenact.extents import EXTENTS
from scripts.reenact.misreading import READERS
from scripts.reenact.mojibake import ONE_OFF, PAIRS, Misread, misread_span

MOST, MOST_OWN = 16, 4
"""Spans of each pair that lost no byte, and as many that lost some."""

TRIES, RUNS_ONLY = 300, 12
"""Draws in search of a span, and those after which only runs inside a sentence are drawn for a span without loss."""

EVERY = 5
"""One span of so many also goes through the whole pipeline."""

SHOWN = 3


def measure(source: Source, most: int) -> Iterator[Figure]:
    texts = {encoding: pages(source, encoding, 4 * most) for encoding in ("gbk", "big5")}
    tallies: dict[str, Tally] = defaultdict(Tally)
    turns = count()
    for pair in (*PAIRS, ONE_OFF):
        drawn = spans(texts["big5" if pair.startswith("big5") else "gbk"], pair, most)
        for misread in drawn:
            outcome = judge(misread, whole_pipeline=next(turns) % EVERY == 0)
            for name in (pair, f"extent.{misread.extent}", f"reader.{misread.reader}", "all"):
                tallies[name].add(outcome)
        yield from tallies[pair].figures(pair)
    slices = (*(f"extent.{extent}" for extent in EXTENTS), *(f"reader.{reader.name}" for reader in READERS), "all")
    for name in slices:
        yield from tallies[name].figures(name)
    yield from tallies["all"].promises()


# --- what is damaged ----------------------------------------------------------------------------------------------


def spans(texts: Sequence[str], pair: str, most: int) -> Iterator[Misread]:
    """`most` spans without loss, then as many with loss, as far as the pair has any; each pair on pages of its own."""
    drawn = list(texts)
    Random(pair).shuffle(drawn)
    for lossless in (True, False):
        for number, page in enumerate(islice(cycle(drawn), most)):
            if misread := _draw(page, Random(f"{pair} {number} {lossless}"), pair, lossless):
                yield misread


def _draw(page: str, rng: Random, pair: str, lossless: bool) -> Misread | None:
    extent = rng.choice(EXTENTS)
    for attempt in range(TRIES if lossless else RUNS_ONLY):
        if lossless and attempt >= RUNS_ONLY:
            extent = "run"
        misread = misread_span(page, rng, pair, rng.choice(READERS), extent)
        if misread and bool(misread.touched) != lossless:
            return misread
    return None


# --- what became of it --------------------------------------------------------------------------------------------


class Tally:
    """Outcomes added up, those of spans without loss (True) and with loss (False) apart."""

    def __init__(self) -> None:
        self.counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
        self.peers: dict[bool, Counter[tuple[str, str]]] = {True: Counter(), False: Counter()}
        self.examples: dict[bool, list[str]] = {True: [], False: []}
        self.edits: list[tuple[float, bool, bool]] = []

    def add(self, outcome: Outcome) -> None:
        self.counts[outcome.lossless].update(outcome.counts)
        self.peers[outcome.lossless].update(outcome.peers)
        self.edits += outcome.edits
        if outcome.example and len(self.examples[outcome.lossless]) < SHOWN:
            self.examples[outcome.lossless].append(outcome.example)

    def figures(self, name: str) -> Iterator[Figure]:
        """Exact spans; of lossy ones the right characters, the right ones among those that lost bytes, right fills."""
        whole, lossy = self.counts[True], self.counts[False]
        if whole["spans"]:
            note = f"left alone {whole['alone']}, wrongly changed {whole['harmed']}; {self._beside(True)}"
            yield share(f"mojibake.exact.{name}", whole["exact"], whole["spans"], self._note(note, True))
        if lossy["spans"]:
            note = (
                f"{lossy['spans']} spans, exact {lossy['exact']}, left alone {lossy['alone']},"
                f" with wrong characters {lossy['harmed']}; {self._beside(False)}"
            )
            yield share(f"mojibake.right.{name}", lossy["right"], lossy["size"], self._note(note, False))
            kept = lossy["filled"] + lossy["spared"]
            rest = ", ".join(f"{what} {lossy[what]}" for what in ("wrong", "lost", "silent"))
            yield share(f"mojibake.filled.{name}", kept, lossy["touched"], rest)
            made = lossy["filled"] + lossy["wrong"] + lossy["strayed"]
            if made:
                yield share(f"mojibake.fills_right.{name}", lossy["filled"], made)

    def promises(self) -> Iterator[Figure]:
        """What must hold of every span, the whole pipeline, the peers over all pairs, and calibration."""
        counts = self.counts[True] + self.counts[False]
        yield share("mojibake.outside", counts["outside"], counts["spans"], "spans around which something else changed")
        yield share("mojibake.restored", counts["restored"], counts["spans"])
        yield share("mojibake.settled", counts["settled"], counts["spans"])
        for lossless, name in ((True, "lossless"), (False, "lossy")):
            yield share(
                f"mojibake.pipeline.{name}", self.counts[lossless]["piped_exact"], self.counts[lossless]["piped"]
            )
        for peer in PEERS:
            for lossless, what, of in ((True, "exact", "spans"), (False, "right", "size")):
                done = self.peers[lossless][peer, what]
                yield share(f"mojibake.peers.{peer}.{what}", done, self.counts[lossless][of])
        applied = [right for _, right, applied in self.edits if applied]
        yield share("mojibake.applied_right", sum(applied), len(applied), "edits")
        calibration = Calibration()
        for confidence, right, _ in self.edits:
            calibration.add(confidence, right)
        yield from calibration.figures("mojibake")

    def _beside(self, lossless: bool) -> str:
        what, of = ("exact", "spans") if lossless else ("right", "size")
        total = self.counts[lossless][of]
        return ", ".join(f"{peer} {self.peers[lossless][peer, what] / total:.0%}" for peer in PEERS)

    def _note(self, note: str, lossless: bool) -> str:
        return "\n".join((note, *self.examples[lossless]))

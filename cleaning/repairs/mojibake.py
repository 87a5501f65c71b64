"""Chinese that was written in one encoding and read in another, whole pages or runs inside a sentence.

`欢迎来到鑻忓窞` → `欢迎来到苏州` (UTF-8 read as GBK). `涓涓细流`, `曹锟`, `Müller` stay.

The pairs are a table (`cleaning.mojibake.encodings`). A line with strange characters beside each other is turned back
into the bytes it was read from; what makes sense in the written encoding is a run, and the language model says whether
the run is likelier so. Where the reader lost bytes the stream has holes: what may have stood there is whatever the
reader would have lost there, and the model chooses among that. A choice that is not sure enough stays U+FFFD inside
the repaired run, for `lost` to say so. Source of the readers: Encoding Standard (encoding.spec.whatwg.org).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby

from cleaning.context import Context
from cleaning.edit import Proposal
from cleaning.mojibake.copies import copies_of, told
from cleaning.mojibake.encodings import PAIRS, reader
from cleaning.mojibake.judge import settled
from cleaning.mojibake.latin_marks import MARK
from cleaning.mojibake.lines import NEVER, Reading, in_company, readings
from cleaning.mojibake.scan import marker, no_markers, suspects
from cleaning.mojibake.stream import Cell, Stream, is_told, shown_units
from cleaning.mojibake.utf8_losses import Manner
from cleaning.mojibake.utf8_runs import manner_of

TRIGGERS: frozenset[str] = frozenset()

SURE, LIKELY, COMPANY, DOUBT = 0.999, 0.99, 0.95, 0.7

ITSELF = 0.99
"""Posterior from which a doubted character stands. Two characters are never written in its place: on the tune part such
fillings were wrong more often than not."""

FILLED = 0.99
"""Highest confidence of an edit that fills bytes in. Measured on the tune part, as the next ones are."""

COPIED = 0.995
"""That of one that is borne out by another copy of the text."""

AT_MOST = {
    "mojibake.gbk_as_shift_jis": 0.9,
    "mojibake.gbk_as_euc_kr": 0.95,
    "mojibake.big5_as_gbk": 0.95,
    "mojibake.utf8_as_big5": 0.99,
    "mojibake.gbk_as_big5": 0.99,
    "mojibake.gbk_as_mixed": 0.97,
    "mojibake.twice": 0.99,
}
"""Highest confidence of kinds in which characters may be gone without a trace: what is left is right, and not all."""

DROPPED = {"mojibake.utf8_as_big5": 0.7, "mojibake.utf8_as_shift_jis": 0.95, "mojibake.utf8_as_euc_kr": 0.95}
"""The same where the reader left no mark of what it could not show: of Big5, which has no place for half of the pairs,
65 of 129 edits were right (tune part), with marks 763 of 765; of Shift-JIS 240 of 252, with marks 637 of 637."""

ENOUGH = 3
"""Sure runs of a kind on the page from which an unsure one of the kind keeps them company."""

LONG = 30
"""Characters of a sure run with which it proves its pair for the page by itself."""

_LINE = re.compile("[^\n]+")
_MARKED = re.compile("[?\ufffd\x80-\x9f\ue000-\uf8ff]")

Found = tuple[int, Reading, float]
"""Where the line begins, the reading, its confidence."""


def propose(text: str, context: Context) -> Iterable[Proposal]:
    if context.alphabet <= no_markers():
        return

    @cache
    def manners(name: str) -> Manner:
        return manner_of(Stream(text, reader(name)))

    @cache
    def of_line(line: str) -> list[Reading]:
        return readings(line, manners)

    found = [
        (start, reading, confidence_of(reading))
        for start, end in suspects(text)
        for reading in of_line(text[start:end])
    ]
    found += _in_company(text, found)
    if context.witnesses:
        copies = copies_of(context.witnesses)
        found = [
            (start, reading._replace(verdict=told(reading.verdict, reading.stream.text, copies)), confidence)
            for start, reading, confidence in found
        ]
    sure = Counter(reading.kind for _, reading, confidence in found if confidence == SURE)
    floor = context.settings.floor("mojibake")
    for start, reading, confidence in found:
        if sure[reading.kind] >= ENOUGH:
            confidence = max(confidence, COMPANY)
        confidence = min(
            confidence, AT_MOST.get(reading.kind, 1.0), DROPPED.get(reading.kind, 1.0) if _drops(reading) else 1.0
        )
        for proposal in _edits(reading, confidence, floor):
            yield proposal._replace(start=start + proposal.start, end=start + proposal.end)


def _drops(reading: Reading) -> bool:
    """Whether bytes are gone from the run, and nothing that it shows says where."""
    start, end = reading.span
    return bool(reading.verdict.filled) and not _MARKED.search(reading.stream.text, start, end)


def _in_company(text: str, found: list[Found]) -> Iterator[Found]:
    """The readings of lines that prove nothing by themselves, where the page has lines enough that do."""
    sizes: defaultdict[str, list[int]] = defaultdict(list)
    for _, reading, confidence in found:
        if confidence == SURE:
            sizes[reading.evidence].append(len(reading.verdict.run.certain_text))
    proved = {story for story, own in sizes.items() if len(own) >= ENOUGH or max(own) >= LONG}
    pairs = sorted((pair for pair in PAIRS if pair.story in proved), key=lambda pair: -len(sizes[pair.story]))
    if not pairs:
        return
    done = {start for start, _, _ in found}
    for line in _LINE.finditer(text):
        if line.start() in done or not marker().search(line[0]):
            continue
        for pair in pairs:
            if together := list(in_company(line[0], pair)):
                yield from ((line.start(), reading, COMPANY) for reading in together)
                break


def confidence_of(reading: Reading) -> float:
    """How sure a reading is, apart from what it fills in; set on the tune part (see `scripts/evaluation`)."""
    gain, cost, run = reading.verdict.gain, reading.verdict.cost, reading.verdict.run
    certain = sum(sign > "\x7f" for sign in run.certain_text)
    if reading.evidence == MARK:
        return SURE
    if reading.kind == "mojibake.shifted":
        sure = certain > 3 and ((gain >= 40 and cost < 5.0) or (gain >= 150 and cost < 6.5))
        return LIKELY if sure else DOUBT
    if reading.kind.startswith("mojibake.utf8") and certain > 1 and cost < 8.5:
        return SURE
    if certain > 3 and gain >= 30 and cost < 7.0:
        return SURE
    return LIKELY if gain >= 18 and cost < 7.5 else DOUBT


def _least_posterior(reading: Reading, cell: Cell, text: str) -> float:
    """The posterior from which an open cell is filled in.

    UTF-8 tells how many bytes are gone; in pairs a wrong step shifts all. Where a few bytes are all that may have stood
    there, as for ∵ with its three places in Shift-JIS, nothing is made up.
    """
    if reading.kind.startswith("mojibake.utf8"):
        return 0.99
    first = cell.options[0].places
    if not is_told(cell) and len(first) == len(first[0]) == 1:
        return ITSELF if first == ((text,),) else NEVER  # it may be what is left of two
    return 0.9995


def _edits(reading: Reading, confidence: float, floor: float) -> Iterator[Proposal]:
    """One proposal for each stretch that is certain, and one for each place where bytes were filled in."""
    cells = reading.verdict.run.cells
    units = shown_units(reading.stream, cells)
    for certain, group in groupby(units, lambda unit: all(cell.certain for cell in cells[unit[0] : unit[1]])):
        together = list(group)
        if certain:
            together = [(together[0][0], together[-1][1], together[0][2], together[-1][3])]
        for first, last, start, end in together:
            after, sure, evidence = _written(reading, first, last, floor)
            yield Proposal(start, end, after, reading.kind, evidence, round(min(confidence, sure), 4))


def _written(reading: Reading, first: int, last: int, floor: float) -> tuple[str, float, str]:
    """The text of cells `first:last`, how sure the least sure of its fillings is, and the evidence."""
    cells, filled = reading.verdict.run.cells, reading.verdict.filled
    after, sure, evidence = "", 1.0, reading.evidence
    for number in range(first, last):
        if cells[number].certain:
            after += cells[number].text
            continue
        text, posterior, _, copy = filled[number]
        least = _least_posterior(reading, cells[number], text)
        after += settled(text, posterior, max(floor, least))
        if posterior:
            evidence += f"; bytes gone, {text} in copy {copy}" if copy else f"; bytes gone, {text} {posterior:.3f}"
        if posterior >= max(floor, least):
            sure = min(sure, posterior, COPIED if copy else FILLED)
    return after, sure, evidence

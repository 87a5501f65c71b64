"""The readings of a suspect line: which pairs come into question, and the verdicts that hold beside each other."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import NamedTuple

from cleaning.mojibake.encodings import MIXED_PAIR, PAIRS, Pair, Reader, proves_mixed, reader
from cleaning.mojibake.fill import REACH
from cleaning.mojibake.judge import FILL, LEAST_GAIN, MANY, ORDINARY, Judge, Verdict, doubted
from cleaning.mojibake.latin_marks import HO, MARK, mark_runs
from cleaning.mojibake.pair_runs import pair_runs
from cleaning.mojibake.scan import common, marker, ordinary, strange_parts
from cleaning.mojibake.shifted_runs import shifted_cells, shifted_run, shifted_stretches
from cleaning.mojibake.stream import LOST, Cell, Run, Stream
from cleaning.mojibake.utf8_losses import Manner
from cleaning.mojibake.utf8_runs import UTF8, UTF8_TWO, utf8_runs
from cleaning.mojibake.vanished import rebuilt

LAYERS = 3
"""Misreadings on top of each other that are looked for."""

NEVER = 2.0
"""A posterior that nothing reaches."""

LEAST_HAN = 2
MOST_COST = 9.0
"""Fewer Han characters, or a mean cost above this (natural log a character): a reading is not even flagged."""

_HAN = re.compile("[㐀-鿿]")
_PART = re.compile(rb"(?:" + UTF8.pattern + rb"|" + UTF8_TWO.pattern + rb")+")
_GLOSS = r"[\u3400-\u9fff]\([a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{1,6} ?\)"
_MILL = re.compile(rf"\?[!;:。、！；？：]|^[^?]*\?\?[^?]*\??[^?]*$|{_GLOSS}")
"""A cut or a gloss: the byte scars' repair knows more of what is one byte off there. `??` may be a cut too, but not
with more marks in the line: there a reader put one for every pair that it could not show."""

_CODECS = {"gbk": "gb18030", "big5": "big5hkscs"}

Manners = Callable[[str], Manner]
"""How the reader of a name, if it was the one, left its marks on the page."""


class Reading(NamedTuple):
    """A verdict, the kind of its edit, how it was read, and the bytes; layered ones are one cell."""

    verdict: Verdict
    kind: str
    evidence: str
    stream: Stream

    @property
    def span(self) -> tuple[int, int]:
        return self.verdict.run.start, self.verdict.run.end


def readings(line: str, manners: Manners = lambda _: Manner(), layers: int = LAYERS) -> list[Reading]:
    """Readings of a line that do not overlap, the most telling of those that do."""
    judge = Judge(line)
    found: list[Reading] = []
    signs = set(marker().findall(line))
    parts = list(strange_parts(line))
    strange = "\n".join(parts)
    covered = [(_utf8_coverage(strange, signs, pair), pair) for pair in PAIRS if pair.written == "utf-8"]
    covered.sort(key=lambda row: -row[0])
    for coverage, pair in covered:
        if coverage and 2 * coverage >= covered[0][0] and not _explained(line, found):
            found += _utf8_readings(judge, pair, layers, manners)
    if not _explained(line, found, whole=False):
        mixed = _readings_of(judge, MIXED_PAIR, parts)
        if not proves_mixed(line, [reading.span for reading in mixed]):
            for pair in PAIRS:
                found += [] if pair.written == "utf-8" or pair is MIXED_PAIR else _readings_of(judge, pair, parts)
            found += _shifted_readings(judge)
            found += _mark_readings(judge)
        found += mixed
    return _disjoint(found)


def _readings_of(judge: Judge, pair: Pair, parts: list[str]) -> list[Reading]:
    """The readings of a pair of GBK or Big5, where they are likely enough to be looked at."""
    return list(_pair_readings(judge, pair)) if _likely_pairs(parts, reader(pair.read), _CODECS[pair.written]) else []


def _explained(line: str, found: list[Reading], *, whole: bool = True) -> bool:
    """Whether all markers of the line lie in readings already; `whole`: in such from which nothing is lost."""
    spans = sorted(reading.span for reading in found if not whole or reading.verdict.run.whole)
    at = 0
    for start, end in spans:
        if marker().search(line, at, start):
            return False
        at = max(at, end)
    return bool(spans) and not marker().search(line, at)


def _utf8_coverage(strange: str, signs: set[str], pair: Pair) -> int:
    """How many bytes of the strange parts are whole characters of UTF-8; 0 where the reader has too few signs."""
    shown = reader(pair.read)
    if 2 * sum(sign in shown.signs for sign in signs) < len(signs):
        return 0
    size = sum(len(part) for part in (UTF8 if shown.double else _PART).findall(Stream(strange, shown).data))
    return size * (1 + pair.read.count("|"))


def _likely_pairs(parts: list[str], shown: Reader, codec: str) -> bool:
    """Whether in a strange part two in five characters or more are common ones in the written encoding."""
    for part in parts:
        own = "".join(sign for sign in part if sign > "\x7f" and sign in shown.signs)
        data = Stream(own, shown).data if 2 * len(own) >= len(part) else b""
        for start in (0,) if shown.double else (0, 1):  # a part may begin behind a mark that is half of a character: ·þ
            text = data[start:].decode(codec, "replace")
            good = sum(sign in common() for sign in text)
            if good and 5 * good >= 2 * len(text):
                return True
    return False


def _utf8_readings(judge: Judge, pair: Pair, layers: int, manners: Manners) -> Iterator[Reading]:
    stream = Stream(judge.line, reader(pair.read), euro=pair.read == "gbk", folded=True)
    for run in utf8_runs(stream, manners(pair.read)):
        deeper = _deeper(judge, stream, run, pair, layers) if layers > 1 else None
        if deeper:
            yield deeper
        elif judge.may_be_utf8(run, layered="|" in pair.read):
            for part in judge.misread_parts(stream, run, least=0.0):  # what is filled in may add to it
                verdict = judge.verdict(part)
                if _worth(verdict, 1):
                    yield Reading(verdict, pair.kind, pair.story, stream)


def _deeper(judge: Judge, stream: Stream, run: Run, pair: Pair, layers: int) -> Reading | None:
    """The reading of what a run was read from, where that is itself a misreading."""
    text = "".join(cell.text for cell in run.cells)
    size = sum(sign > "\x7f" for sign in text)
    strange = len(marker().findall(text))
    least = 0.1 if size >= MANY else 0.5
    if judge.strange(run) < least or strange < 2 or 4 * strange < size or 4 * text.count(LOST) > size:
        return None
    lossy = LOST in text
    if lossy and not stream.reader.double:
        return None  # such layers are pairs of their own, which know what each of them loses
    if text not in judge.inner:
        judge.inner[text] = readings(text, layers=layers - 1)
    inner = judge.inner[text]
    if 10 * sum(reading.span[1] - reading.span[0] for reading in inner) < 8 * size:
        return None
    pieces: list[str] = []
    at = 0
    for reading in sorted(inner, key=lambda reading: reading.span):
        # What the outer reader lost may have been anything to the inner one: nothing is made up for it.
        pieces += (text[at : reading.span[0]], reading.verdict.sure_text(NEVER if lossy else FILL))
        at = reading.span[1]
    pieces.append(text[at:])
    if lossy:  # what is strange beside the inner readings is what is left of misread characters
        pieces[::2] = (marker().sub(LOST, piece) for piece in pieces[::2])
    read = "".join(pieces)
    if judge.strange(run) < 0.5 and 4 * read.count(LOST) > len(read):
        return None  # a line of rare characters: hardly strange as it stands, and hardly anything as read again
    whole = Cell(run.cells[0].start, run.cells[-1].end, read)
    verdict = judge.verdict(Run(run.start, run.end, [whole]))
    evidence = f"{inner[0].evidence}, again {pair.written} read as {pair.read}"
    return Reading(verdict, "mojibake.twice", evidence, stream) if _worth(verdict, LEAST_HAN) else None


def _pair_readings(judge: Judge, pair: Pair) -> Iterator[Reading]:
    shown = reader(pair.read)
    marked = shown.double and not {LOST, "?"}.isdisjoint(judge.line)
    for mark in (1, 2) if marked else (1,):
        stream = Stream(judge.line, shown, mark=mark, questions=shown.double)
        for stretch in pair_runs(stream, pair.written):
            if not shown.double and ordinary(stretch.certain_text) < ORDINARY:
                continue
            for run in judge.misread_parts(stream, stretch):
                left = judge.line[max(0, run.start - REACH) : run.start]
                verdict = judge.verdict(rebuilt(stream, run, pair.written, left))
                if _worth(verdict, LEAST_HAN):
                    yield Reading(doubted(verdict), pair.kind, pair.story, stream)


def _shifted_readings(judge: Judge) -> Iterator[Reading]:
    """GBK from which one byte is gone: both characters at the ends of the run are open. Not where a mill was."""
    if _MILL.search(judge.line):
        return
    stream = Stream(judge.line, reader("gbk"), mark=2, questions=True)
    for start, end in shifted_stretches(stream):
        for first, last in judge.shifted_parts(start, shifted_cells(stream, start, end)):
            run = shifted_run(stream, start + first, start + last)
            verdict = judge.verdict(run).without_losses
            if _worth(verdict, LEAST_HAN):
                yield Reading(verdict, "mojibake.shifted", "gbk read one byte off", stream)


def _mark_readings(judge: Judge) -> Iterator[Reading]:
    """Marks of Latin text that took the letter behind them along; no Chinese is there to prove anything."""
    if HO not in judge.line:
        return
    stream = Stream(judge.line, reader("gbk"))
    for run in mark_runs(stream):
        yield Reading(judge.verdict(run), "mojibake.utf8_as_gbk", MARK, stream)


def in_company(line: str, pair: Pair) -> Iterator[Reading]:
    """The readings of a line on a page where `pair` is proved: too short to prove anything, but it all comes out plain.

    `¡C` → `。`; nothing where one strange character is left, or comes out as anything that ordinary Chinese lacks.
    """
    judge, stream = Judge(line), Stream(line, reader(pair.read))
    found: list[Reading] = []
    runs = utf8_runs(stream, Manner()) if pair.written == "utf-8" else pair_runs(stream, pair.written)
    for run in map(_without_tail, runs):
        plain = bool(run.cells) and run.whole and ordinary(run.certain_text) == 1.0
        if plain and any(sign > "\x7f" for sign in run.certain_text):
            found.append(Reading(judge.verdict(run), pair.kind, pair.story, stream))
    if _explained(line, found):
        yield from _disjoint(found)


def _without_tail(run: Run) -> Run:
    """The run without the plain ASCII at its end."""
    cells = run.cells[:]
    end = run.end
    while cells and cells[-1].certain and cells[-1].text.isascii() and cells[-1].end - cells[-1].start == 1:
        cells.pop()
        end -= 1
    return Run(run.start, end, cells)


def _worth(verdict: Verdict, least_han: int) -> bool:
    if verdict.gain < LEAST_GAIN or verdict.cost > MOST_COST:
        return False
    certain = verdict.run.certain_text
    if verdict.lost > len(certain):
        return False
    return len(_HAN.findall(certain)) >= least_han and ordinary(certain) >= ORDINARY


def _disjoint(found: list[Reading]) -> list[Reading]:
    kept: list[tuple[int, int]] = []
    readings_kept: list[Reading] = []
    for reading in sorted(found, key=lambda reading: -reading.verdict.gain):
        start, end = reading.span
        place = bisect_left(kept, (start, end))
        if (place == 0 or kept[place - 1][1] <= start) and (place == len(kept) or end <= kept[place][0]):
            kept.insert(place, (start, end))
            readings_kept.append(reading)
    return readings_kept

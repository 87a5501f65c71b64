"""Whether a run was misread: what the language model makes of the text as it stands, and of what it was.

The gain is the logarithm of how much likelier the repaired run is, in its place. It has to pay for the claim that an
accident happened there at all, and the repaired text has to be ordinary Chinese by itself: a gain alone proves little
where the shown text is in a language that the model does not know.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaning.language_model import default_model
from cleaning.mojibake.ends import PRIVATE, STRANGE, fitted
from cleaning.mojibake.fill import REACH, Filled, fill
from cleaning.mojibake.openness import UNPROVEN
from cleaning.mojibake.scan import HOLES, marker, ordinary
from cleaning.mojibake.stream import LOST, Cell, Run, Stream, shown_units

DROP = 30.0
"""Natural log by which clean text may speak against a run before the run ends there."""

AT_HOME = 4.0
"""Natural log by which the first character of a shifted run has to be likelier as halves of two others: what stands
before it speaks for the one, and nothing for the other."""

LEAST_GAIN = 10.0
ORDINARY = 0.6
"""A gain (natural log) and a share of ordinary characters below which a reading is not even flagged."""

FILL = 0.9998
"""Posterior from which an open cell counts as known within another reading."""

SHORT = 200
"""Characters of a text below which its surprisals are remembered for the line: a page repeats itself."""

LEAST_SHIFTED = 3
"""Whole characters that a run one byte off must have."""

UNSUITED = 7.5
"""Mean cost (natural log) of the characters of a filling above which it does not suit its place."""

MANY, MANY_LAYERED, LOST_GAIN = 8, 3, 12.0
"""What the model charges too much for a lost character and the next (natural log) is the third. The others: whole
characters of UTF-8 in a row that no ordinary text makes by chance; in layers one takes three or six shown."""


class Verdict(NamedTuple):
    """A run in its line, how each open cell was filled, and the figures: natural log, and natural log a character."""

    run: Run
    filled: dict[int, Filled]
    gain: float
    cost: float

    @property
    def lost(self) -> int:
        """Characters that no option is left for."""
        return sum(cell.text.count(LOST) for cell in self.run.cells if cell.certain)

    @property
    def without_losses(self) -> Verdict:
        """The verdict with lost characters no dearer than any."""
        return self._replace(gain=self.gain + LOST_GAIN * self.lost)

    def texts(self) -> Iterator[str]:
        """The likeliest text of every cell."""
        for number, cell in enumerate(self.run.cells):
            yield cell.text if cell.certain else self.filled[number].text

    def sure_text(self, floor: float = FILL) -> str:
        """The text with U+FFFD for what is less sure than `floor`."""
        return "".join(
            text if cell.certain else settled(text, self.filled[number].posterior, floor)
            for number, (cell, text) in enumerate(zip(self.run.cells, self.texts(), strict=True))
        )


def settled(text: str, posterior: float, floor: float) -> str:
    """What to write for an open cell: U+FFFD where the model is not sure, and for a digit, which may be any.

    The wide space is what fits where the reader kept little; to the model any text may go on behind it.
    """
    if posterior < floor or "\u3000" in text:
        return LOST * len(text)
    return text[:-1] + LOST if len(text) > 1 and text.endswith("0") else text


def doubted(verdict: Verdict) -> Verdict:
    """The verdict with less trust in fillings that do not suit their place: in pairs a wrong step leaves one choice."""
    texts = list(verdict.texts())
    costs = default_model().surprisal("".join(texts))
    filled = dict(verdict.filled)
    at = 0
    for number, text in enumerate(texts):
        if number in filled and text and costs[at : at + len(text)].mean() > UNSUITED:
            filled[number] = filled[number]._replace(posterior=min(filled[number].posterior, UNPROVEN))
        at += len(text)
    return verdict._replace(filled=filled)


class Judge:
    """One line of text and the cost of its characters as they stand; makes verdicts on runs of it."""

    def __init__(self, line: str) -> None:
        self.line = line
        self._costs: dict[str, NDArray[np.float32]] = {}
        self._known: dict[tuple[object, ...], Verdict] = {}
        self.inner: dict[str, list[Any]] = {}  # readings of what parts of the line show; a page repeats itself
        costs = default_model().surprisal(line).astype(np.float64)
        for strange in marker().finditer(line):
            # The model has one class for all foreign letters, and finds a second one behind the first cheap.
            # A mark for lost bytes tells nothing of which reader left it.
            costs[strange.start()] = 0.0 if strange[0] == LOST else max(costs[strange.start()], STRANGE)
        self.costs = np.concatenate([[0.0], np.cumsum(costs)])

    def verdict(self, run: Run) -> Verdict:
        """The verdict on a run; on the same run in the same company it is the same, as a page repeats itself."""
        left = self.line[max(0, run.start - REACH) : run.start]
        right = (self.line[run.end : run.end + REACH] + "\n")[:REACH]
        key = left, right, self.line[run.start : run.end], tuple((cell.text, id(cell.options)) for cell in run.cells)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._verdict(run, left, right)
        return known._replace(run=run)

    def _verdict(self, run: Run, left: str, right: str) -> Verdict:
        filled = fill(run.cells, left, right)
        text = "".join(cell.text if cell.certain else filled[number].text for number, cell in enumerate(run.cells))
        model = default_model()
        shown = self.costs[run.end] - self.costs[run.start]
        cost = PRIVATE * sum(map(_is_private, text)) - float(model.score(left, [text], "")[0])
        return Verdict(run, filled, shown - cost, mean_cost(text, left))

    def _surprisal(self, text: str) -> NDArray[np.float32]:
        """The model's surprisals of a text by itself, remembered where it is short."""
        known = self._costs.get(text)
        if known is None:
            known = default_model().surprisal(text)
            if len(text) < SHORT:
                self._costs[text] = known
        return known

    def misread_parts(self, stream: Stream, run: Run, least: float = LEAST_GAIN) -> Iterator[Run]:
        """The parts of a stretch that are likelier as the written encoding has them."""
        units = list(shown_units(stream, run.cells))
        if not units:
            return
        text = "".join(cell.text for cell in run.cells)
        costs = np.concatenate([[0.0], np.cumsum(_charged(self._surprisal(text), text))])
        gains = []
        at = 0
        for first, last, start, end in units:
            size = sum(len(cell.text) for cell in run.cells[first:last])
            gains.append(self.costs[end] - self.costs[start] - costs[at + size] + costs[at])
            at += size
        for low, high, gain in rising(np.array(gains)):
            if gain < least:
                continue
            while low and self._goes_along(units[low - 1], run):
                low -= 1
            while high < len(units) and self._goes_along(units[high], run):
                high += 1
            while low < high and self._is_foreign(units[low], run):
                low += 1
            while low < high and self._is_foreign(units[high - 1], run):
                high -= 1
            if low == high:
                continue
            low, high = fitted(self.line, units, run.cells, low, high)
            first, last = units[low][0], units[high - 1][1]
            yield Run(units[low][2], units[high - 1][3], run.cells[first:last])

    def _goes_along(self, unit: tuple[int, int, int, int], run: Run) -> bool:
        """Whether a character beside a misread part is strange as it stands, and ordinary as it was."""
        first, last, start, end = unit
        was = "".join(cell.text for cell in run.cells[first:last] if cell.certain)
        marked = LOST in self.line[start:end] or "?" in self.line[start:end]
        return marker().search(self.line, start, end) is not None and (ordinary(was) == 1.0 if was else marked)

    def _is_foreign(self, unit: tuple[int, int, int, int], run: Run) -> bool:
        """Whether a character at the end of a part is ordinary as it stands, and was nothing: that costs nothing."""
        first, last, start, end = unit
        shown = self.line[start:end]
        is_open = any(not cell.certain or LOST in cell.text for cell in run.cells[first:last])
        return is_open and not marker().search(shown) and not set(HOLES) & set(shown)

    def shifted_parts(self, start: int, cells: list[Cell]) -> Iterator[tuple[int, int]]:
        """Cells that are likelier than what stands: (first, last), half-open. Cell k: from shown `start + k` on."""
        costs = _charged(self._surprisal(text := "".join(cell.text for cell in cells)), text)
        shown = np.diff(self.costs[start : start + len(cells) + 1])
        shown[[sign == "?" for sign in self.line[start : start + len(cells)]]] = 0.0
        for first, last, gain in rising(shown - costs):
            while first < last and shown[first] < costs[first] + AT_HOME:
                first += 1
            han = sum("\u4e00" <= cell.text <= "\u9fff" for cell in cells[first:last])
            lost = sum(cell.text == LOST for cell in cells[first:last])
            size = last - first - lost
            if gain >= 2 * LEAST_GAIN and size >= LEAST_SHIFTED and 3 * han >= 2 * size:
                yield first, last

    def may_be_utf8(self, run: Run, *, layered: bool) -> bool:
        """Whether a run can be worth a verdict: enough of it is strange as it stands, and none of it as it was."""
        certain = run.certain_text
        many = MANY_LAYERED if layered else MANY
        least = 0.1 if len(certain) >= many else 0.25
        return ordinary(certain) >= ORDINARY and self.strange(run) >= least

    def strange(self, run: Run) -> float:
        """Share (0–1) of the shown characters outside ASCII that ordinary Chinese does not use."""
        return 1 - ordinary(self.line[run.start : run.end])


def _charged(costs: NDArray[np.float32], text: str) -> NDArray[np.float64]:
    """The costs of a text: 0 where what stood there is lost; nobody writes characters of the private areas."""
    charged = np.where(np.array([sign == LOST for sign in text], dtype=bool), 0.0, costs)
    private = [place for place, sign in enumerate(text) if _is_private(sign)]
    charged[private] += PRIVATE
    return charged


def _is_private(sign: str) -> bool:
    return "\ue000" <= sign <= "\uf8ff"


def mean_cost(text: str, left: str) -> float:
    """Mean cost of the characters of a text outside ASCII (natural log)."""
    costs = _charged(default_model().surprisal(left + text)[len(left) :], text)
    kept = [float(cost) for cost, sign in zip(costs, text, strict=True) if sign > "\x7f" and sign != LOST]
    return sum(kept) / len(kept) if kept else 99.0


def rising(gains: NDArray[np.float64]) -> Iterator[tuple[int, int, float]]:
    """Stretches in which the sum of gains rises and never falls by more than DROP: half-open, with the sum."""
    total = best = 0.0
    start = end = 0
    for place, gain in enumerate(gains.tolist()):
        total += gain
        if total > best:
            best, end = total, place + 1
        if total < best - DROP or total < 0:
            if best > 0:
                yield start, end, best
            total = best = 0.0
            start = place + 1
    if best > 0:
        yield start, end, best

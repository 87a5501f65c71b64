"""What the next true character of a reading costs: language model, the page's own words, its script and its table.

All choices of a step are scored in one call; a model answers thousands of windows as fast as ten.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from cleaning.gbk import pairs
from cleaning.language_model import LanguageModel
from cleaning.scar_lattice import State
from cleaning.scar_page import BMP, Page
from cleaning.scar_steps import Choice

PAGE_WEIGHT = 0.2
"""Weight of the page's own n-grams beside the language model. Chosen on the tune part."""

LENGTH = 0.4
"""Gain (natural log) for every character: the model thinks too well of readings in which nothing vanished. Chosen on
the tune part, by log loss; at 0.9 and up 98.6 % of the changes (354 of 359) were right there."""

RARE = 1e-6
"""Share of running text below which a character is not tried where both its bytes are open: it would lose anyway."""

ZHE, WRITTEN_FOR_ZHE = np.uint32(ord("着")), np.uint32(ord("著"))

Group = tuple[list[State], Choice]
"""States, and one way to read on from each of them."""


class Scorer:
    """Scores for one page. `common`: by code point, the characters that are not rare or stand on the page."""

    def __init__(self, page: Page, model: LanguageModel) -> None:
        self.page, self.model = page, model
        self.common = _common(cast(Hashable, model)) | page.characters

    def tables(self, groups: list[Group]) -> list[NDArray[np.float64]]:
        """For every group the score of each of its states (rows) followed by each of its choice's characters."""
        shapes = [(len(states), len(choice.codes)) for states, choice in groups]
        windows = np.empty((sum(m * n for m, n in shapes), 4), dtype=np.uint32)
        begin = 0
        for (states, choice), (m, n) in zip(groups, shapes, strict=True):
            block = windows[begin : begin + m * n].reshape(m, n, 4)
            block[:, :, :3] = np.array([list(map(ord, state.context)) for state in states], dtype=np.uint32)[:, None]
            block[:, :, 3] = choice.codes
            begin += m * n
        values = self.ln(windows) + LENGTH - self.page.costs[np.minimum(windows[:, 3], BMP - 1)]
        tables: list[NDArray[np.float64]] = []
        begin = 0
        for (states, choice), (m, n) in zip(groups, shapes, strict=True):
            table = values[begin : begin + m * n].reshape(m, n) + np.array([state.score for state in states])[:, None]
            tables.append(self._with_costs(states, choice, table))
            begin += m * n
        return tables

    def _with_costs(self, states: list[State], choice: Choice, table: NDArray[np.float64]) -> NDArray[np.float64]:
        if choice.cost:
            table = table - choice.cost
        if choice.fired and not choice.copied and table.size:
            table = table - np.array([self.page.gloss_cost(*fired) for fired in choice.fired])
        if choice.guarded and table.size:
            split = np.array([state.split for state in states])
            table = np.where(split[:, None] | ~self.page.always_glossed[choice.codes], table, -np.inf)
        return table

    def ln(self, windows: NDArray[np.uint32]) -> NDArray[np.float64]:
        """ln p of the last code point of each window, the page's own n-grams mixed in."""
        if not len(windows):
            return np.zeros(0)
        likely = self._model_probability(windows)
        # The mill writes 着 as 著; the model has read both, each in its place.
        rows = np.flatnonzero((windows == WRITTEN_FOR_ZHE).any(axis=1))
        if len(rows):
            other = np.where(windows[rows] == WRITTEN_FOR_ZHE, ZHE, windows[rows])
            likely[rows] = np.maximum(likely[rows], self._model_probability(other))
        own = self.page.ngrams.probability(windows)
        mixed: NDArray[np.float64] = np.log((1 - PAGE_WEIGHT) * likely + PAGE_WEIGHT * own)
        return mixed

    def _model_probability(self, windows: NDArray[np.uint32]) -> NDArray[np.float64]:
        return np.exp(self.model.following(windows))


@lru_cache(maxsize=4)
def _common(model: Hashable) -> NDArray[np.bool_]:
    """By code point: the characters of GBK that are not rare."""
    assert isinstance(model, LanguageModel)
    common = np.zeros(BMP, dtype=bool)
    characters = [character for character in pairs().values() if ord(character) < BMP]
    common[list(map(ord, characters))] = [model.character_frequency(character) >= RARE for character in characters]
    return common

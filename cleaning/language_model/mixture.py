"""Two language models as one: their probabilities, mixed character by character."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cleaning.language_model.protocol import total_scores

if TYPE_CHECKING:
    from cleaning.language_model.model import NGramModel


class MixedModel:
    """``(1 - weight) p_first + weight p_second`` for every character: linear interpolation (Jelinek and Mercer 1980).

    A :class:`~cleaning.language_model.protocol.LanguageModel`, picklable and safe to share as its parts are. Words are
    those of both lexicons, frequencies the greater of two.
    """

    def __init__(self, first: NGramModel, second: NGramModel, weight: float) -> None:
        if not 0 <= weight <= 1:
            raise ValueError(f"weight {weight} of the second model is not between 0 and 1")
        self.first, self.second, self.weight = first, second, weight
        self.order = max(first.order, second.order)

    def surprisal(self, text: str, order: int | None = None) -> NDArray[np.float32]:
        """``-ln`` of the mixed probability of every code point."""
        first, second = np.exp(-self.first.surprisal(text, order)), np.exp(-self.second.surprisal(text, order))
        mixed = (1 - self.weight) * first + self.weight * second
        return np.negative(np.log(np.maximum(mixed, np.finfo(np.float32).tiny))).astype(np.float32)

    def score(self, left: str, candidates: Sequence[str], right: str) -> NDArray[np.float64]:
        """ln p of every candidate and of the ``order - 1`` characters of ``right`` after it, given ``left``."""
        return self.score_many([(left, candidate, right) for candidate in candidates])

    def following(self, windows: NDArray[np.uint32]) -> NDArray[np.float64]:
        """ln of the mixed probability of the last code point of every row; both models must be of one order."""
        first, second = np.exp(self.first.following(windows)), np.exp(self.second.following(windows))
        mixed: NDArray[np.float64] = np.log((1 - self.weight) * first + self.weight * second)
        return mixed

    def score_many(self, windows: Sequence[tuple[str, str, str]]) -> NDArray[np.float64]:
        """The same for every ``(left, candidate, right)``."""
        return total_scores(self.surprisal, windows, self.order - 1)

    def is_word(self, text: str) -> bool:
        """Whether either lexicon has it."""
        return self.first.is_word(text) or self.second.is_word(text)

    def word_frequency(self, text: str) -> int:
        """The greater of the two lexicons' counts."""
        return max(self.first.word_frequency(text), self.second.word_frequency(text))

    def character_frequency(self, character: str) -> float:
        """Share (0–1) of the character, mixed."""
        first, second = self.first.character_frequency(character), self.second.character_frequency(character)
        return (1 - self.weight) * first + self.weight * second

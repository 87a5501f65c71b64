"""What the repairs ask of a language model, so that another implementation can be dropped in behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray


@runtime_checkable
class LanguageModel(Protocol):
    """A model of written Chinese. Logarithms are natural, lengths and positions count code points.

    Every string is legal input: empty, rare, private-use and astral characters, lone surrogates, megabytes of text.
    The beginning of a text counts as the beginning of a sentence, and so does every newline. An implementation must be
    picklable and free of shared scratch memory, so that threads and worker processes can share it.
    """

    def surprisal(self, text: str) -> NDArray[np.float32]:
        """``-ln p(character | what stands left of it)`` for every code point; an empty array for ``""``."""
        ...

    def score(self, left: str, candidates: Sequence[str], right: str) -> NDArray[np.float64]:
        """``ln p(candidate, beginning of right | left)`` for every candidate, higher is better.

        Of ``right`` as many code points count as one character can influence (order of the model less one), the same
        ones for all candidates. Candidates may differ in length, and the empty one asks what it costs to leave out:
        compare sums as they stand, a longer candidate pays for its characters.
        """
        ...

    def score_many(self, windows: Sequence[tuple[str, str, str]]) -> NDArray[np.float64]:
        """The same for many ``(left, candidate, right)`` in one call."""
        ...

    def is_word(self, text: str) -> bool:
        """Whether ``text`` is in the word lexicon, in either script."""
        ...

    def word_frequency(self, text: str) -> int:
        """How often the word occurs in the lexicon's own corpus; 0 when it is unknown."""
        ...

    def character_frequency(self, character: str) -> float:
        """Share (0–1) of one character among the characters of the training text; classes share one figure."""
        ...

"""What the repairs ask of a language model, so that another implementation can be dropped in behind it.

An implementation needs little more than surprisals: :func:`total_scores` makes the scores of candidates from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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

    def surprisal(self, text: str, order: int | None = None) -> NDArray[np.float32]:
        """``-ln p(character | what stands left of it)`` for every code point; an empty array for ``""``.

        With ``order`` no more than ``order - 1`` characters to the left are looked at, which is cheaper; 2 at least.
        """
        ...

    def score(self, left: str, candidates: Sequence[str], right: str) -> NDArray[np.float64]:
        """``ln p(candidate, beginning of right | left)`` for every candidate, higher is better.

        Of ``right`` as many code points count as one character can influence (order of the model less one), the same
        ones for all candidates. Candidates may differ in length, and the empty one asks what it costs to leave out:
        compare sums as they stand, a longer candidate pays for its characters.
        """
        ...

    def following(self, windows: NDArray[np.uint32]) -> NDArray[np.float64]:
        """``ln p`` of the last code point of every row given those before it, as many as the model looks back."""
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


def total_scores(
    surprisal: Callable[[str], NDArray[np.float32]], windows: Iterable[tuple[str, str, str]], reach: int
) -> NDArray[np.float64]:
    """ln p of each candidate and of the next ``reach`` characters, given the last ``reach`` on its left.

    ``windows`` are (left, candidate, right). All are strung together, a newline between, and scanned in one call; where
    less than ``reach`` stands left, that newline is the beginning of the text. An empty window scores 0.
    """
    pairs = [(left[-reach:], candidate + right[:reach]) for left, candidate, right in windows]
    size = len(pairs)
    if not size:
        return np.zeros(0)
    values = surprisal("\n".join([before + scored for before, scored in pairs]) + "\n")
    histories = np.fromiter([len(before) for before, _ in pairs], np.int64, size)
    lengths = np.fromiter([len(scored) for _, scored in pairs], np.int64, size)
    begins = np.cumsum(histories + lengths + 1) - lengths - 1
    bounds = np.stack([begins, begins + lengths], axis=1).ravel()
    totals = np.add.reduceat(values, bounds, dtype=np.float64)[::2]
    totals[lengths == 0] = 0.0
    return np.negative(totals) + 0.0

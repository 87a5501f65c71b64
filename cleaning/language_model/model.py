"""The character n-gram model that ships with the package: scoring in bulk from a memory-mapped file."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaning.language_model.lexicon import Lexicon, default_lexicon
from cleaning.language_model.model_file import read_model
from cleaning.language_model.static_function import StaticFunction
from cleaning.language_model.vocabulary import BOUNDARY, ID_BITS, PADDING, Vocabulary

BLOCK = 16_384
"""Characters scanned at a time: the temporary arrays stay in the processor's cache (8–32 thousand measured alike)."""

SHIFT = np.uint64(ID_BITS)


@dataclass(frozen=True, slots=True)
class OrderTable:
    """One order's n-grams: value code → ln p and ln backoff; the last entry stands for an n-gram that is not there."""

    function: StaticFunction
    probability: NDArray[np.float32]
    backoff: NDArray[np.float32]

    @property
    def missing(self) -> int:
        return len(self.probability) - 1

    def look_up(self, keys: NDArray[np.uint64]) -> NDArray[Any]:
        """The value code of every key, :attr:`missing` where the model has no such n-gram."""
        found = self.function.look_up(keys)
        return np.minimum(found, found.dtype.type(self.missing), out=found)


class NGramModel:
    """A :class:`~cleaning.language_model.protocol.LanguageModel` in one file of :mod:`.model_file`'s layout.

    Immutable, safe to share between threads; pickling keeps the path and opens the file again.
    """

    def __init__(self, path: Path, header: dict[str, Any], arrays: dict[str, NDArray[Any]], lexicon: Lexicon) -> None:
        self.path = path
        self.header = header
        self.order: int = header["order"]
        self.lexicon = lexicon
        self.vocabulary = Vocabulary(arrays["fold"], arrays["ids"])
        self._frequency = arrays["frequency"]
        self._first = arrays["probability_1"]
        self._first_backoff = arrays["backoff_1"]
        self._tables = [_order_table(header, arrays, order) for order in range(2, self.order + 1)]

    @classmethod
    def open(cls, path: Path | str, lexicon: Lexicon | None = None) -> NGramModel:
        """The model in ``path``; raises :class:`~cleaning.language_model.model_file.ModelFileError`."""
        header, arrays = read_model(Path(path))
        return cls(Path(path), header, arrays, lexicon or default_lexicon())

    def __reduce__(self) -> tuple[Any, ...]:
        return NGramModel.open, (self.path, self.lexicon)

    def surprisal(self, text: str) -> NDArray[np.float32]:
        """``-ln p`` of every code point of ``text`` given the ``order - 1`` before it (shape: ``(len(text),)``).

        A digit or Latin letter is scored as "some digit", "some letter". Memory beside the result is bounded.
        """
        result = np.empty(len(text), dtype=np.float32)
        history = np.full(self.order - 1, PADDING, dtype=np.uint64)
        history[-1] = BOUNDARY
        for begin in range(0, len(text), BLOCK):
            piece = self.vocabulary.encode(text[begin : begin + BLOCK])
            ids = np.concatenate([history, piece])
            result[begin : begin + len(piece)] = self._scan(ids)
            history = ids[len(ids) - self.order + 1 :]
        return np.negative(result, out=result)

    def _scan(self, ids: NDArray[np.uint64]) -> NDArray[np.float32]:
        """ln p of all of ``ids`` but the first ``order - 1``, which are history."""
        small = ids.astype(np.int64)
        result = self._first.take(small)[1:]
        result += self._first_backoff.take(small[:-1])
        keys = ids
        present = np.ones(len(ids), dtype=bool)
        for order, table in enumerate(self._tables, 2):
            # Here `result` holds, for every n-gram of this order, ln p of falling back from it.
            keys = keys[:-1] << SHIFT
            keys |= ids[order - 1 :]
            values = table.look_up(keys)
            # A table holds an n-gram only if the lower one holds both its halves: what lacks one is a false hit.
            values[~(present[1:] & present[:-1])] = table.missing
            present = values != table.missing
            np.copyto(result, table.probability.take(values), where=present)
            if order < self.order:
                result = result[1:] + table.backoff.take(values[:-1])
        return result

    def score(self, left: str, candidates: Sequence[str], right: str) -> NDArray[np.float64]:
        """ln p of every candidate and of the ``order - 1`` characters of ``right`` after it, given ``left``."""
        before, after = left[-(self.order - 1) :], right[: self.order - 1]
        return self._total([(before, candidate + after) for candidate in candidates])

    def score_many(self, windows: Sequence[tuple[str, str, str]]) -> NDArray[np.float64]:
        """The same for every ``(left, candidate, right)``."""
        reach = self.order - 1
        return self._total([(left[-reach:], candidate + right[:reach]) for left, candidate, right in windows])

    def _total(self, pairs: list[tuple[str, str]]) -> NDArray[np.float64]:
        """ln p of each second string given the first; a boundary stands before each pair."""
        surprisals = self.surprisal("\n".join([before + scored for before, scored in pairs]) + "\n")
        size = len(pairs)
        histories = np.fromiter((len(before) for before, _ in pairs), np.int64, size)
        lengths = np.fromiter((len(scored) for _, scored in pairs), np.int64, size)
        begins = np.cumsum(histories + lengths + 1) - lengths - 1
        bounds = np.stack([begins, begins + lengths], axis=1).ravel()
        if not size:
            return np.zeros(0)
        totals = np.add.reduceat(surprisals, bounds, dtype=np.float64)[::2]
        totals[lengths == 0] = 0.0
        return np.negative(totals)

    def is_word(self, text: str) -> bool:
        """Whether ``text`` is in the lexicon; Traditional and full-width forms are folded first."""
        return self.word_frequency(text) > 0

    def word_frequency(self, text: str) -> int:
        """The lexicon's count of the word, 0 when it is unknown."""
        return self.lexicon.frequency(text) or self.lexicon.frequency(self.vocabulary.folded(text))

    def character_frequency(self, character: str) -> float:
        """Share (0–1) of the character, or of its class, in the training text. One code point; '' and more give 0."""
        if len(character) != 1:
            return 0.0
        return float(self._frequency[self.vocabulary.encode(character)[0]])


def _order_table(header: dict[str, Any], arrays: dict[str, NDArray[Any]], order: int) -> OrderTable:
    function = StaticFunction(arrays[f"slots_{order}"], **header["tables"][str(order)])
    levels, weights = arrays[f"probability_{order}"], arrays[f"backoff_{order}"]
    missing = np.zeros(1, dtype=np.float32)
    probability = np.concatenate([np.tile(levels, len(weights)), missing])
    return OrderTable(function, probability, np.concatenate([np.repeat(weights, len(levels)), missing]))


@cache
def default_model() -> NGramModel:
    """The model that ships with the package, opened once a process and mapped, so its pages are shared."""
    opened = ExitStack()
    atexit.register(opened.close)
    return NGramModel.open(opened.enter_context(as_file(files("cleaning") / "data" / "language_model.bin")))

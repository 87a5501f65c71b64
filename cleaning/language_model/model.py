"""The character n-gram model that ships with the package: scoring in bulk from a memory-mapped file."""

from __future__ import annotations

import atexit
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaning.language_model.bucket_table import BucketTable
from cleaning.language_model.lexicon import LONGEST_WORD, Lexicon, default_lexicon
from cleaning.language_model.mixture import MixedModel
from cleaning.language_model.model_file import read_model
from cleaning.language_model.protocol import total_scores
from cleaning.language_model.static_function import StaticFunction
from cleaning.language_model.vocabulary import BOUNDARY, ID_BITS, PADDING, Vocabulary

BLOCK = 32_768
"""Characters scanned at a time, so that temporary arrays stay in the processor's cache. Measured on news, in millions
of characters a second: 4 thousand 13.4, 16 thousand 16.5, 32 thousand 18.7, 64 thousand 17.4."""

SHIFT = np.uint64(ID_BITS)


@dataclass(frozen=True, slots=True)
class OrderTable:
    """One order's n-grams. A value code leads to ln p of the last character and to ln of the weight with which a longer
    n-gram falls back (0 where no longer one begins with this one); its bit ``ends`` says that longer ones end with
    this one. The last code of all stands for an n-gram that is not there.
    """

    function: StaticFunction | BucketTable
    probability: NDArray[np.float32]
    backoff: NDArray[np.float32]
    ends: np.int64

    @property
    def missing(self) -> int:
        return len(self.probability) - 1

    def look_up(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """The value code of every key, :attr:`missing` where the model has no such n-gram."""
        found = self.function.look_up(keys)
        np.minimum(found, found.dtype.type(self.missing), out=found)
        return found.view(np.int64) if found.itemsize == 8 else found.astype(np.int64)


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

    def surprisal(self, text: str, order: int | None = None) -> NDArray[np.float32]:
        """``-ln p`` of every code point of ``text`` given the ``order - 1`` before it (shape: ``(len(text),)``).

        A digit or Latin letter is scored as "some digit", "some letter". Memory beside the result is bounded. A lower
        `order` (2 at least) looks less far back, at half the cost.
        """
        result = np.empty(len(text), dtype=np.float32)
        for begin, ids in self._blocks(text):
            values, _ = self._scan(ids, order)
            values = values[self.order - min(order or self.order, self.order) :]
            result[begin : begin + len(values)] = values
        return np.negative(result, out=result)

    def matched_orders(self, text: str) -> NDArray[np.int8]:
        """How many characters long the n-gram is that gave every code point its probability: 1 to ``order``.

        After 1 the model has never seen the character follow the one before it.
        """
        return self.scan(text)[1]

    def scan(self, text: str) -> tuple[NDArray[np.float32], NDArray[np.int8]]:
        """Both of these in one go: surprisals, and how long the n-grams are that they come from."""
        surprisal = np.empty(len(text), dtype=np.float32)
        orders = np.empty(len(text), dtype=np.int8)
        for begin, ids in self._blocks(text):
            values, found = self._scan(ids)
            surprisal[begin : begin + len(values)] = values
            orders[begin : begin + len(values)] = self._longest(found)
        return np.negative(surprisal, out=surprisal), orders

    def _longest(self, found: list[NDArray[np.bool_]]) -> NDArray[np.int8]:
        size = len(found[-1])
        longest = np.ones(size, dtype=np.int8)
        for order, there in enumerate(found, 2):
            longest[there[len(there) - size :]] = order
        return longest

    def _blocks(self, text: str) -> Iterator[tuple[int, NDArray[np.uint64]]]:
        """Blocks of ``text`` as numbers, the ``order - 1`` before each in front, and where they begin."""
        history = self._beginning
        for begin in range(0, len(text), BLOCK):
            ids = np.concatenate([history, self.vocabulary.encode(text[begin : begin + BLOCK])])
            yield begin, ids
            history = ids[len(ids) - self.order + 1 :]

    @cached_property
    def _beginning(self) -> NDArray[np.uint64]:
        """What stands before a text, as numbers: ``order - 1`` of them."""
        return np.array([PADDING] * (self.order - 2) + [BOUNDARY], dtype=np.uint64)

    def _scan(
        self, ids: NDArray[np.uint64], most: int | None = None
    ) -> tuple[NDArray[np.float32], list[NDArray[np.bool_]]]:
        """ln p of all of ``ids`` but the first ``order - 1``, which are history; and for every order from 2 up which
        n-grams are there, from the first one that lies within ``ids``. Orders above ``most`` are left out. A text runs
        along axis 0, so that several of one length may stand side by side.
        """
        places = ids.view(np.int64)
        keys = ids[:-1] << SHIFT
        keys |= ids[1:]
        table = self._tables[0]
        values = table.look_up(keys)
        found = [values != table.missing]
        result = self._first.take(places[1:], mode="clip")
        result += self._first_backoff.take(places[:-1], mode="clip")
        result = np.where(found[0], table.probability.take(values, mode="clip"), result)
        for order, longer in enumerate(self._tables[1 : most and most - 1], 3):
            backoff = table.backoff.take(values[:-1], mode="clip")
            result = result[1:]
            result += backoff
            # An n-gram can only be there if its first part is begun with and its last part is ended with. What fails
            # this is no hit, whatever its fingerprint.
            there = (values[1:] & table.ends) != 0
            there &= backoff != 0
            keys = keys[:-1] << SHIFT
            keys |= ids[order - 1 :]
            values = longer.look_up(keys)
            there &= values != longer.missing
            found.append(there)
            result = np.where(there, longer.probability.take(values, mode="clip"), result)
            if order < self.order:
                values = np.where(there, values, longer.missing)
            table = longer
        return result, found

    def score(self, left: str, candidates: Sequence[str], right: str) -> NDArray[np.float64]:
        """ln p of every candidate and of the ``order - 1`` characters of ``right`` after it, given ``left``.

        Candidates of one length are scanned side by side, with what stands left and right of all of them.
        """
        reach = self.order - 1
        before = np.concatenate([self._beginning, self.vocabulary.encode(left[-reach:])])[-reach:]
        behind = self.vocabulary.encode(right[:reach])
        scores = np.zeros(len(candidates))
        sizes = np.fromiter(map(len, candidates), np.int64, len(candidates))
        for size in np.unique(sizes).tolist():
            places = np.flatnonzero(sizes == size)
            if not size + len(behind):
                continue
            joined = "".join([candidates[place] for place in places.tolist()])
            signs = self.vocabulary.encode(joined).reshape(len(places), size)
            ids = np.empty((reach + size + len(behind), len(places)), dtype=np.uint64)
            ids[:reach] = before[:, None]
            ids[reach : reach + size] = signs.T
            ids[reach + size :] = behind[:, None]
            scores[places] = self._scan(ids)[0].sum(axis=0, dtype=np.float64)
        return scores

    def following(self, windows: NDArray[np.uint32]) -> NDArray[np.float64]:
        """ln p of the last code point of every row, given the ``order - 1`` others (shape: ``(rows, order)``)."""
        ids = self.vocabulary.numbers(windows.T).astype(np.uint64, order="C")
        values: NDArray[np.float64] = self._scan(ids)[0][-1].astype(np.float64)
        return values

    def score_many(self, windows: Sequence[tuple[str, str, str]]) -> NDArray[np.float64]:
        """The same for every ``(left, candidate, right)``."""
        return total_scores(self.surprisal, windows, self.order - 1)

    def mix(self, other: NGramModel, weight: float) -> MixedModel:
        """This model and another, whose probabilities count ``weight`` (0–1) and this one's the rest."""
        return MixedModel(self, other, weight)

    def is_word(self, text: str) -> bool:
        """Whether ``text`` is in the lexicon; Traditional and full-width forms are folded first."""
        return self.word_frequency(text) > 0

    def word_frequency(self, text: str) -> int:
        """The lexicon's count of the word, 0 when it is unknown."""
        count = self.lexicon.frequency(text)
        if count or len(text) > LONGEST_WORD:
            return count
        folded = text.translate(self._folding)
        return self.lexicon.frequency(folded) if folded != text else 0

    @cached_property
    def _folding(self) -> dict[int, int]:
        """The vocabulary's fold for short strings, for which numpy takes longer."""
        fold = self.vocabulary.fold
        changed = np.flatnonzero(fold != np.arange(len(fold)))
        return dict(zip(changed.tolist(), fold[changed].tolist(), strict=True))

    def character_frequency(self, character: str) -> float:
        """Share (0–1) of the character, or of its class, in the training text. One code point; '' and more give 0."""
        if len(character) != 1:
            return 0.0
        return float(self._frequency[self.vocabulary.number(ord(character))])


def _order_table(header: dict[str, Any], arrays: dict[str, NDArray[Any]], order: int) -> OrderTable:
    """The value code of a row is: place in ``probability``, then place in ``backoff``, then the bit ``ends``."""
    kind = StaticFunction if order == 2 else BucketTable
    levels, weights = arrays[f"probability_{order}"], arrays[f"backoff_{order}"]
    halves = 1 if order == header["order"] else 2
    missing = np.zeros(1, dtype=np.float32)
    return OrderTable(
        function=kind(arrays[f"slots_{order}"], **header["tables"][str(order)]),
        probability=np.concatenate([np.tile(levels, len(weights) * halves), missing]),
        backoff=np.concatenate([np.tile(np.repeat(weights, len(levels)), halves), missing]),
        ends=np.int64(len(levels) * len(weights) if halves == 2 else 0),
    )


@cache
def default_model() -> NGramModel:
    """The model that ships with the package, opened once a process and mapped, so its pages are shared."""
    opened = ExitStack()
    atexit.register(opened.close)
    return NGramModel.open(opened.enter_context(as_file(files("cleaning") / "data" / "language_model.bin")))

"""How good the language model is: perplexity by domain, choosing tests, false hits, and the table of size choices.

    python scripts/evaluate_language_model.py CORPUS                      the shipped model on the tune part
    python scripts/evaluate_language_model.py CORPUS --split test         final figures, looked at only to report them
    python scripts/evaluate_language_model.py CORPUS --choices            trains one model a row of CHOICES, slow

The choosing tests are those of ``scripts/choosing_tests.py``.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cleaning.language_model import NGramModel, default_model
from cleaning.language_model.counting import ORDER, Counts, NgramCounter, ngram_keys
from cleaning.language_model.lexicon import read_words
from cleaning.language_model.model_file import write_model
from cleaning.language_model.training import LAYOUTS, Layout, arrays_of, pruned, smoothed
from cleaning.language_model.vocabulary import FIRST_CHARACTER, ID_BITS
from scripts.choosing_tests import SEED, choosing, masked_characters, readings, upper_bound, words_in_pinyin
from scripts.corpus import CorpusError, Split, read_documents
from scripts.train_language_model import WORDS, counts_of, texts

ROOMY = 10**8
CHOICES: dict[str, dict[int, Layout]] = {
    "nothing pruned, 32 bits": {2: Layout(ROOMY, 32, 8, 6), 3: Layout(ROOMY, 32, 8, 6), 4: Layout(ROOMY, 32, 8)},
    "16 MB, as shipped": LAYOUTS,
    "16 MB, 5 and 5 bits of ln p": {**LAYOUTS, 3: Layout(7_200_000, 21, 5, 3), 4: Layout(5_300_000, 16, 5)},
    "16 MB, 3 and 3 bits of ln p": {**LAYOUTS, 3: Layout(7_200_000, 21, 3, 3), 4: Layout(5_300_000, 16, 3)},
    "16 MB, 2 bits of ln backoff": {**LAYOUTS, 3: Layout(7_200_000, 21, 4, 2)},
    "16 MB, 16-bit lanes": {**LAYOUTS, 3: Layout(7_200_000, 16, 4, 3)},
    "16 MB, 21-bit lanes": {**LAYOUTS, 4: Layout(5_300_000, 21, 4)},
    "16 MB, hardly any of order 4": {**LAYOUTS, 3: Layout(12_300_000, 21, 4, 3), 4: Layout(200_000, 16, 4)},
    "9 MB": {2: Layout(2_000_000, 32, 8, 6), 3: Layout(4_000_000, 21, 4, 3), 4: Layout(3_000_000, 16, 4)},
}
TARGETS = ("news_2022_2025", "wiki_cmrc2018")
"""Domains that the rows of CHOICES are compared on: what the model is for, and what it knows least."""

NOISE = 0.1
"""Share of characters replaced at random where false hits are measured on spoilt text."""


def by_domain(folder: Path, split: Split) -> dict[str, list[str]]:
    """The documents of one part, by domain."""
    found: dict[str, list[str]] = defaultdict(list)
    for document in read_documents(folder, split):
        found[document.domain].append(document.text)
    return found


def perplexity(surprisal: Callable[[str], NDArray[np.floating]], documents: Sequence[str]) -> float:
    """Per character, line ends included."""
    values = [surprisal(document + "\n") for document in documents]
    return float(np.exp(np.concatenate(values).astype(np.float64).mean())) if values else float("nan")


class TrainingText:
    """What the model was trained on, counted again: the plain add-one trigram, and which n-grams there are at all."""

    def __init__(self, folder: Path, model: NGramModel) -> None:
        self.model = model
        counter = NgramCounter(order=3)
        for document in texts(folder, everything=False):
            counter.add(model.vocabulary.encode(document.text), 1)
        self.trigrams = counter.finish()
        self.contexts, starts = np.unique(self.trigrams.keys >> np.uint64(ID_BITS), return_index=True)
        self.totals = np.add.reduceat(self.trigrams.count, starts)
        self.spread = np.log(np.maximum(model.vocabulary.members(), 1))
        self.spread[2:5] = 0.0  # digits, Latin and spaces are scored as classes, as in the model

    def add_one(self, text: str) -> NDArray[np.floating]:
        """Surprisal under a plain add-one trigram over the same characters."""
        size = self.model.vocabulary.size
        ids = self.model.vocabulary.encode(text)
        keys = ngram_keys(ids, 3)
        seen = _found(keys, self.trigrams.keys, self.trigrams.count)
        context = _found(keys >> np.uint64(ID_BITS), self.contexts, self.totals)
        spread = np.where(ids < FIRST_CHARACTER, self.spread[ids], 0)
        return np.asarray(np.log(context + size) - np.log(seen + 1) + spread)


def _found(keys: NDArray[np.uint64], table: NDArray[np.uint64], values: NDArray[np.int64]) -> NDArray[np.int64]:
    place = np.minimum(np.searchsorted(table, keys), len(table) - 1)
    return np.where(table[place] == keys, values[place], 0)


def spoilt(text: str, share: float) -> str:
    """``text`` with a share of its characters replaced by others of its characters."""
    chance = random.Random(SEED)
    return "".join(chance.choice(text) if chance.random() < share else character for character in text)


def false_hits(model: NGramModel, known: Counts, text: str) -> dict[int, tuple[int, int]]:
    """By order, how often the model takes an n-gram of ``text`` for known that no training text has, and for how many
    characters of ``text`` (95 % upper bounds are for the reader to add)."""
    orders = model.matched_orders(text)
    ids = model.vocabulary.encode(text)
    found = {}
    for order in range(2, model.order + 1):
        mask = np.uint64((1 << ID_BITS * order) - 1)
        keys = ngram_keys(ids, model.order)[orders == order] & mask
        there = np.unique(known.keys & mask)
        found[order] = (int((_found(keys, there, np.ones(len(there), np.int64)) == 0).sum()), len(text))
    return found


def compare_choices(folder: Path, documents: dict[str, list[str]], cases: int) -> None:
    """Train and measure every row of CHOICES, on TARGETS; prints a table in Markdown."""
    shipped = default_model()
    vocabulary = shipped.vocabulary
    words = readings(shipped)
    levels = smoothed(counts_of(folder, vocabulary, False, dict(read_words(WORDS))), vocabulary)
    print("| layout | MB | n-grams of order 2, 3, 4 | perplexity | (a) trail | (a) lead | (b) |")
    print("|---|---|---|---|---|---|---|")
    for name, layouts in CHOICES.items():
        header, arrays = arrays_of(*pruned(levels, layouts), vocabulary, layouts)
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch) / "model.bin"
            write_model(path, header, arrays)
            model, size = NGramModel.open(path), path.stat().st_size / 1e6
        cells = [name, f"{size:.1f}", " ".join(f"{header['ngrams'][str(order)]:,}" for order in range(2, ORDER + 1))]
        rows = [_measured(model, documents[domain], cases, words) for domain in TARGETS]
        cells += [" / ".join(column) for column in zip(*rows, strict=True)]
        print("| " + " | ".join(cells) + " |", flush=True)


def _measured(model: NGramModel, documents: list[str], cases: int, words: dict[str, list[str]]) -> list[str]:
    """Perplexity, and right choices in per cent of both tests (a) and of (b)."""
    tests = [
        masked_characters(model, documents, cases, lead=False),
        masked_characters(model, documents, cases, lead=True),
        words_in_pinyin(model, documents, cases // 2, words),
    ]
    shares = [f"{100 - 100 * wrong / done:.2f}" for wrong, done in tests]
    return [f"{perplexity(model.surprisal, documents):.2f}", *shares]


def main() -> int:
    """Print the figures; 2 when the corpus cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--model", type=Path, help="another model than the shipped one")
    parser.add_argument("--split", choices=("tune", "test"), default="tune")
    parser.add_argument("--cases", type=int, default=5000, help="cases of each choosing test and domain")
    parser.add_argument("--choices", action="store_true", help="train and compare the layouts of CHOICES")
    given = parser.parse_args()
    try:
        documents = by_domain(given.corpus, given.split)
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 2
    if given.choices:
        compare_choices(given.corpus, documents, given.cases)
        return 0
    model = NGramModel.open(given.model) if given.model else default_model()
    training = TrainingText(given.corpus, model)
    known = counts_of(given.corpus, model.vocabulary, False, dict(read_words(WORDS)))
    target = "\n".join(documents[TARGETS[0]])
    for name, text in (("held-out news", target), ("news, one character in ten replaced", spoilt(target, NOISE))):
        for order, (wrong, size) in false_hits(model, known, text).items():
            bound = upper_bound(wrong, size)
            print(f"false hits of order {order}, {name}: {wrong} of {size} characters (<= {bound:.1e})")
    words = readings(model)
    for domain, texts_ in documents.items():
        plain = perplexity(training.add_one, texts_)
        print(f"{domain}: {len(texts_)} documents, {sum(map(len, texts_))} characters")
        print(f"    perplexity {perplexity(model.surprisal, texts_):.2f}, add-one trigram {plain:.1f}")
        for line in choosing(model, texts_, given.cases, words):
            print("   ", line)
    return 0


if __name__ == "__main__":
    sys.exit(main())

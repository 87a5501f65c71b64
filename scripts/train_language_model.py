"""Make the language model's file from a folder of plain text.

    python scripts/train_language_model.py CORPUS --out cleaning/data/language_model.bin

CORPUS holds ``*.txt`` or ``*.txt.xz``; see ``scripts/corpus.py``. Only the documents of the train part are used, so
that the other parts stay good for measuring (``--all`` takes every document). The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cleaning.fold import opencc_rows
from cleaning.language_model.counting import WEIGHT_UNIT, Counts, NgramCounter
from cleaning.language_model.training import BYTES, train
from cleaning.language_model.vocabulary import BMP, Vocabulary, fold_table, simplified_characters
from scripts.corpus import CorpusError, Document, read_documents

WEIGHTS = {"news": 4.0, "provincial_reports": 6.0, "wiki": 2.0, "traditional_wiki": 2.0}
"""Beginning of a domain's name → what one of its n-grams weighs; 1 for all others. Chosen on the tune part."""

LEAST_OF_A_CHARACTER = 2
MOST_REPEATS = 2
"""A line counts this often in one domain: statutes and forms repeat whole paragraphs."""


def weight_of(domain: str) -> int:
    """The weight of ``domain``'s n-grams in sixteenths."""
    found = [weight for start, weight in WEIGHTS.items() if domain.startswith(start)]
    return round((found[0] if found else 1.0) * WEIGHT_UNIT)


def texts(folder: Path, everything: bool) -> Iterator[Document]:
    """The documents to train on, without empty lines, lines of one domain no more often than MOST_REPEATS."""
    seen: Counter[int] = Counter()
    domain = ""
    for document in read_documents(folder, None if everything else "train"):
        if document.domain != domain:
            seen.clear()
            domain = document.domain
        lines = []
        for line in document.text.split("\n"):
            if not line.strip():
                continue
            seen[hash_of(line)] += 1
            if seen[hash_of(line)] <= MOST_REPEATS:
                lines.append(line)
        if lines:
            yield Document(domain, "\n".join(lines) + "\n")


def hash_of(line: str) -> int:
    """A number for a line that does not change from run to run."""
    return int.from_bytes(hashlib.blake2b(line.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def vocabulary_of(folder: Path, everything: bool) -> Vocabulary:
    """The characters of the corpus, counted once over all files."""
    counts = np.zeros(BMP, dtype=np.int64)
    for document in texts(folder, everything):
        codes = np.frombuffer(document.text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        counts += np.bincount(codes[codes < BMP], minlength=BMP)
    return Vocabulary.from_counts(fold_table(simplified_characters(opencc_rows("TSCharacters"))), counts, LEAST_OF_A_CHARACTER)


def counts_of(folder: Path, vocabulary: Vocabulary, everything: bool) -> Counts:
    """The n-grams of the corpus."""
    counter = NgramCounter()
    for document in texts(folder, everything):
        counter.add(vocabulary.encode(document.text), weight_of(document.domain))
    return counter.finish()


def main() -> int:
    """Train and write; 2 when the corpus cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--bytes", type=int, default=BYTES, help="most bytes of the file")
    parser.add_argument("--all", action="store_true", help="train on every document, not on the train part alone")
    given = parser.parse_args()
    try:
        vocabulary = vocabulary_of(given.corpus, given.all)
        counts = counts_of(given.corpus, vocabulary, given.all)
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 2
    header = train(counts, vocabulary, given.out, given.bytes)
    print(f"{given.out}: {given.out.stat().st_size} bytes, n-grams {header['ngrams']}, floor {header['pruning_floor']:.3g}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

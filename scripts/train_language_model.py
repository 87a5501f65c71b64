"""Make the data of the language model: the model from plain text, the word lexicon from jieba's dictionary.

    python scripts/train_language_model.py model CORPUS --out cleaning/data/language_model.bin
    python scripts/train_language_model.py words jieba/dict.txt --out cleaning/data/words.tsv

CORPUS holds ``*.txt`` or ``*.txt.xz``; see ``scripts/corpus.py``. Only the documents of the train part are used, so
that the other parts stay good for measuring (``--all`` takes every document). The same input gives the same bytes.

A classifier that is to learn from more text than the tune part needs a model that has not seen it: `--leave-out 2`
leaves out the second tenth of the documents (2–9 are the train part), with `--vocabulary` of the shipped model.

To mix two trainings, keep the counts of the first (``--counts FILE``) and name them in the second
(``--mix FILE=WEIGHT``). Counts only mix under one vocabulary, which ``--vocabulary MODEL`` takes from a model.
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
from cleaning.language_model.counting import WEIGHT_UNIT, Counts, NgramCounter, word_counts
from cleaning.language_model.lexicon import LONGEST_WORD, LexiconError, read_words, write_words
from cleaning.language_model.model_file import ModelFileError, read_model
from cleaning.language_model.training import train
from cleaning.language_model.vocabulary import BMP, Vocabulary, fold_table, simplified_characters
from scripts.corpus import CorpusError, Document, read_documents, tenth_of

WORDS = Path(__file__).resolve().parents[1] / "cleaning" / "data" / "words.tsv"
TERMS = WORDS.with_name("terms.tsv")

WEIGHTS = {"news": 4.0, "provincial_reports": 6.0, "wiki": 4.0, "traditional_wiki": 4.0}
"""Beginning of a domain's name → what one of its n-grams weighs; 1 for all others. Chosen on the tune part: news and
government prose are what the model is for, encyclopaedias are few and the only text about anything else."""

WORD_SHARE = 5
WORD_WEIGHT = 2.0
"""A lexicon word counts once, and once more for every WORD_SHARE occurrences in the lexicon's own corpus."""

LEAST_OF_A_CHARACTER = 2
MOST_REPEATS = 2
"""A line counts this often in one domain: statutes and forms repeat whole paragraphs."""

LEAST_OF_A_PAIR = 4
"""A word of two characters must be commoner than jieba's filler count of 3. Of random pairs of characters 6.5 % are
words then, not 9.2 %, of adjacent ones in news 48 %, not 51 % (tune part). Longer words are hardly met by chance."""


TERM = 300
"""The count given to a term of `terms.tsv`: that of a word met now and then, such as 鱼塘 (121) or 示范区."""


def weight_of(domain: str) -> int:
    """The weight of ``domain``'s n-grams in sixteenths."""
    found = [weight for start, weight in WEIGHTS.items() if domain.startswith(start)]
    return round((found[0] if found else 1.0) * WEIGHT_UNIT)


def texts(folder: Path, everything: bool, left_out: int | None = None) -> Iterator[Document]:
    """The documents to train on, without empty lines, lines of one domain no more often than MOST_REPEATS."""
    seen: Counter[bytes] = Counter()
    domain = ""
    for document in read_documents(folder, None if everything else "train"):
        if document.domain != domain:
            seen.clear()
            domain = document.domain
        if left_out is not None and tenth_of(document.text) == left_out:
            continue
        lines = []
        for line in filter(str.strip, document.text.split("\n")):
            digest = hashlib.blake2b(line.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            seen[digest] += 1
            if seen[digest] <= MOST_REPEATS:
                lines.append(line)
        if lines:
            yield Document(domain, "\n".join(lines) + "\n")


def vocabulary_of(folder: Path, everything: bool, words: dict[str, int]) -> Vocabulary:
    """The characters of the corpus and of the lexicon, commonest first."""
    counts = np.zeros(BMP, dtype=np.int64)
    for document in texts(folder, everything):
        counts += _characters(document.text)
    counts += _characters("".join(words))
    fold = fold_table(simplified_characters(opencc_rows("TSCharacters")))
    return Vocabulary.from_counts(fold, counts, LEAST_OF_A_CHARACTER)


def _characters(text: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return np.bincount(codes[codes < BMP], minlength=BMP)


def counts_of(
    folder: Path, vocabulary: Vocabulary, everything: bool, words: dict[str, int], left_out: int | None = None
) -> Counts:
    """The n-grams of the corpus and, inside words, of the lexicon."""
    counter = NgramCounter()
    for document in texts(folder, everything, left_out):
        counter.add(vocabulary.encode(document.text), weight_of(document.domain))
    counts = counter.finish()
    often = {word: 1 + count // WORD_SHARE for word, count in words.items() if len(word) > 1}
    return counts.mix(word_counts(vocabulary, often, round(WORD_WEIGHT * WEIGHT_UNIT)), 1.0) if often else counts


def make_model(given: argparse.Namespace) -> str:
    """Train on a corpus, write the model; what to tell."""
    words = dict(read_words(given.words))
    if given.vocabulary:
        _, arrays = read_model(given.vocabulary)
        vocabulary = Vocabulary(arrays["fold"], arrays["ids"])
    else:
        vocabulary = vocabulary_of(given.corpus, given.all, words)
    counts = counts_of(given.corpus, vocabulary, given.all, words, given.leave_out)
    if given.counts:
        counts.save(given.counts)
    for mix in given.mix:
        name, _, weight = mix.rpartition("=")
        counts = counts.mix(Counts.load(Path(name)), float(weight))
    header = train(counts, vocabulary, given.out)
    return f"{given.out}: {given.out.stat().st_size} bytes, n-grams {header['ngrams']}"


def make_words(given: argparse.Namespace) -> str:
    """Take words and counts from jieba's dictionary, add our terms, write the lexicon; what to tell."""
    words: dict[str, int] = {}
    for line in given.dictionary.read_text(encoding="utf-8").split("\n"):
        word, _, rest = line.partition(" ")
        count = int(rest.split(" ")[0] or 0) if rest else 0
        if 0 < len(word) <= LONGEST_WORD and count >= (LEAST_OF_A_PAIR if len(word) == 2 else 1):
            words[word] = max(count, words.get(word, 0))
    for line in given.terms.read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            words[line] = max(TERM, words.get(line, 0))
    write_words(given.out, words)
    return f"{given.out}: {len(words)} words"


def main(arguments: list[str] | None = None) -> int:
    """Make what was asked for; 2 when an input cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    jobs = parser.add_subparsers(required=True)
    model = jobs.add_parser("model", help="train the n-gram model")
    model.add_argument("corpus", type=Path)
    model.add_argument("--out", type=Path, required=True)
    model.add_argument("--words", type=Path, default=WORDS, help="lexicon whose words the model is to know")
    model.add_argument("--all", action="store_true", help="train on every document, not on the train part alone")
    model.add_argument("--leave-out", type=int, metavar="TENTH", help="a tenth of the documents that is not trained on")
    model.add_argument("--vocabulary", type=Path, help="model whose characters and classes to use")
    model.add_argument("--counts", type=Path, help="keep the counts here, for a later --mix")
    model.add_argument("--mix", action="append", default=[], metavar="FILE=WEIGHT", help="add these counts")
    model.set_defaults(make=make_model)
    words = jobs.add_parser("words", help="make the word lexicon")
    words.add_argument("dictionary", type=Path)
    words.add_argument("--terms", type=Path, default=TERMS, help="terms that the dictionary lacks, one a line")
    words.add_argument("--out", type=Path, required=True)
    words.set_defaults(make=make_words)
    given = parser.parse_args(arguments)
    try:
        print(given.make(given))
    except (CorpusError, LexiconError, ModelFileError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

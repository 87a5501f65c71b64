"""Train the junk classifier: boosted trees on re-enacted fragments, written as plain numbers.

Usage: python scripts/train_junk.py CORPUS [--more MODEL=TENTH ...] [--report]

The text is the tune part of a corpus (`scripts.corpus`), which the language model has not seen, and, with `--more`, a
tenth of the train part beside a language model that was made without it
(`python scripts/train_language_model.py model CORPUS --leave-out TENTH --vocabulary ... --out MODEL`). What is damaged
how: `scripts.junk_sample`. Three times round, trees of two thirds of the documents judge the others: that is reported
for the tune part, and calibrates the trees of all documents, which are written. `--report` writes nothing.

Three classifiers stand on each other: the first judges a span alone, the second adds the rest of its page, the third
counts from a profile of all pages of the domain, damaged as they are.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaning.boosted_trees import Trees
from cleaning.junk_classifier import MANY
from cleaning.junk_company import COMPANY_NAMES, company_rows
from cleaning.junk_corpus import CORPUS_NAMES, DOUBTFUL, corpus_rows
from cleaning.junk_features import NAMES
from cleaning.language_model import NGramModel, default_model
from cleaning.profile.strings import Strings
from scripts import boosting, logistic
from scripts.corpus import read_documents, tenth_of
from scripts.junk_sample import CLEAN, Page, Piece, Sample, damaged, joined, pieces_of, sample, untouched

TARGET = Path(__file__).parents[1] / "cleaning" / "data" / "junk_classifier.json"

TUNE = 1
"""The tenth of the documents that is the tune part."""

THIRDS = 3

SETTINGS = boosting.Settings(trees=500, rate=0.1, share=0.25)
COMPANY_SETTINGS = boosting.Settings(trees=60, depth=4, rate=0.15, share=0.3)
CORPUS_SETTINGS = boosting.Settings(trees=80, depth=4, rate=0.15)

RATES = (5, 2, 1)
"""Wrong removals per million characters that the report is for."""


class Judged(NamedTuple):
    """Log odds of candidates by trees that have not seen their documents, and calibrated trees of all documents."""

    odds: NDArray[np.float64]
    trees: Trees


def read_pieces(corpus: Path, tenth: int) -> list[Piece]:
    """All text of one tenth of the documents."""
    return pieces_of(document for document in read_documents(corpus) if tenth_of(document.text) == tenth)


def pages_of(pieces: list[Piece]) -> Iterator[Page]:
    yield from damaged(pieces)
    yield from untouched(pieces)


def by_page(sampled: Sample, odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows for the trees that see the rest of a page."""
    rows = np.empty((len(odds), len(COMPANY_NAMES)))
    recurs, size = (sampled.rows[:, NAMES.index(name)] for name in ("recurs", "size of page"))
    begins = np.flatnonzero(np.diff(sampled.pages, prepend=-1)).tolist()
    for begin, end in zip(begins, [*begins[1:], len(odds)], strict=True):
        page = slice(begin, end)
        starts, ends, length = sampled.starts[page], sampled.ends[page], round(np.exp(size[begin]))
        rows[page] = company_rows(odds[page], starts, ends, recurs[page], length)
    return rows


def with_corpus(sampled: Sample, odds: NDArray[np.float64], tenths: Iterable[list[Piece]]) -> NDArray[np.float64]:
    """Rows for the trees that judge with a corpus, the profile of each made of its own pages; nan where none is asked."""
    rows = np.full((len(odds), len(CORPUS_NAMES)), np.nan)
    for number, pieces in enumerate(tenths):
        strings: dict[str, Strings] = defaultdict(Strings)
        counted: Counter[str] = Counter()
        for page in pages_of(pieces):
            corpus = f"{number} {page.corpus}"
            strings[corpus].add(page.damaged.text, "")
            counted[corpus] += 1
        for corpus, pages in counted.items():
            inside = np.flatnonzero((sampled.corpora == corpus) & (odds > DOUBTFUL))
            known = strings.pop(corpus).settled(2).pages_with_many
            if pages >= MANY and len(inside):
                asked = [sampled.strings[at] for at in inside.tolist()]
                rows[inside] = corpus_rows(odds[inside], asked, pages, known)
    return rows


def judge(
    rows: NDArray[np.float64], exact: NDArray[np.bool_], documents: NDArray[np.int64], settings: boosting.Settings
) -> Judged:
    odds = np.empty(len(rows))
    for third in range(THIRDS):
        inside = documents % THIRDS == third
        odds[inside] = boosting.fit(rows[~inside], exact[~inside], settings, seed=1).log_odds(rows[inside])
    # Trees are shy on text that they have not seen, or bold: one factor and one shift put that right.
    (factor,), shift = logistic.fit(odds[:, None], exact.astype(np.int8))
    trees = boosting.fit(rows, exact, settings, seed=1).scaled(float(factor), shift)
    return Judged(factor * odds + shift, trees)


def report(title: str, sampled: Sample, odds: NDArray[np.float64]) -> None:
    """Print what may be removed at so many wrong removals per million clean characters, calibration, and the worst."""
    print(title)
    clean = np.array([corpus.endswith(CLEAN) for corpus in sampled.corpora.tolist()])
    wrong = _apart(sampled, np.where(clean, odds, -np.inf))
    size = sum(size for corpus, size in sampled.sizes.items() if corpus.endswith(CLEAN))
    fragments = sampled.fragments.total()
    for rate in RATES:
        bar = odds[wrong[int(rate * size / 1e6)]]
        exact = int((sampled.exact & (odds > bar)).sum())
        print(f"{rate} per million: above {_probability(bar):.4f}, exact {exact / fragments:.1%} of {fragments}")
    said = _probability(odds[~clean])
    for tenth in range(10):
        inside = (said >= tenth / 10) & (said < tenth / 10 + 0.1)
        right = sampled.exact[~clean][inside]
        print(f"said {said[inside].mean():.3f}, right {right.mean():.3f} of {len(right)}")
    print("\n".join(f"{_probability(odds[at]):.4f} {sampled.shown[at]!r}" for at in wrong[:40]))


def _apart(sampled: Sample, odds: NDArray[np.float64]) -> list[int]:
    """Candidates by falling odds, without those that overlap a likelier one."""
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
    kept = []
    for at in np.argsort(-odds).tolist():
        start, end = int(sampled.starts[at]), int(sampled.ends[at])
        here = taken[int(sampled.pages[at])]
        if all(end <= left or right <= start for left, right in here):
            here.append((start, end))
            kept.append(at)
    return kept


def _probability(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-odds))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--more", action="append", default=[], metavar="MODEL=TENTH")
    parser.add_argument("--report", action="store_true")
    arguments = parser.parse_args()
    models = [(default_model(), TUNE)]
    for more in arguments.more:
        path, _, tenth = more.rpartition("=")
        models.append((NGramModel.open(path), int(tenth)))
    tenths = [read_pieces(arguments.corpus, tenth) for _, tenth in models]
    sampled = joined(
        [sample(pages_of(pieces), model) for pieces, (model, _) in zip(tenths, models, strict=True)]
    )
    alone = judge(sampled.rows, sampled.exact, sampled.documents, SETTINGS)
    rows = by_page(sampled, alone.odds)
    company = judge(rows, sampled.exact, sampled.documents, COMPANY_SETTINGS)
    corpus_rows_ = with_corpus(sampled, company.odds, tenths)
    asked = ~np.isnan(corpus_rows_[:, 0])
    corpus = judge(corpus_rows_[asked], sampled.exact[asked], sampled.documents[asked], CORPUS_SETTINGS)
    report("A span alone", sampled, alone.odds)
    report("With the rest of its page", sampled, company.odds)
    report("Where a corpus is asked, without it", sampled.where(asked), company.odds[asked])
    report("With the corpus", sampled.where(asked), corpus.odds)
    if arguments.report:
        return
    numbers = {
        "page": alone.trees.to_json(NAMES),
        "company": company.trees.to_json(COMPANY_NAMES),
        "corpus": corpus.trees.to_json(CORPUS_NAMES),
    }
    lines = json.dumps(numbers, ensure_ascii=False, separators=(",", ":")).replace("]],", "]],\n")
    TARGET.write_text(f"{lines}\n", encoding="utf-8")
    print(f"{TARGET.name}: {int(sampled.exact.sum())} fragments, {int((~sampled.exact).sum())} other spans")


if __name__ == "__main__":
    main()

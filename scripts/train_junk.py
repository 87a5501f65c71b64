"""Train the junk classifier: boosted trees on re-enacted fragments, written as plain numbers.

Usage: python scripts/train_junk.py CORPUS [--more MODEL=TENTH ...] [--report]

The text is the tune part of a corpus (`scripts.corpus`), which the language model has not seen, and, with `--more`, a
tenth of the train part beside a language model that was made without it
(`python scripts/train_language_model.py model CORPUS --leave-out TENTH --vocabulary ... --out MODEL`). What is damaged
how: `scripts.junk_sample`. Three times round, trees of two thirds of the documents judge the others: that is reported
for the tune part, and calibrates the trees of all documents, which are written. `--report` writes nothing.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaning.boosted_trees import Trees
from cleaning.junk_features import NAMES
from cleaning.language_model import NGramModel, default_model
from scripts import boosting, logistic
from scripts.corpus import read_documents, tenth_of
from scripts.junk_sample import CLEAN, Piece, Sample, damaged, damaged_once, joined, pieces_of, sample, untouched

TARGET = Path(__file__).parents[1] / "cleaning" / "data" / "junk_classifier.json"

TUNE = 1
"""The tenth of the documents that is the tune part."""

THIRDS = 3

SETTINGS = boosting.Settings(trees=400, rate=0.1, share=0.2)

CLEAN_WEIGHT = 60.0
"""What a candidate on a clean page counts for: they are few, and what is taken out there is the harm that counts. On
the tune part, by trees that had not seen it, with 2 wrong removals per million characters 81 % of the fragments of 2–4
characters went without the weight, 83 % with 6, 86 % with 20, 87 % with 60."""

TELLING = ("1", "2", "3")
"""Rounds of damaged pages that the calibration is for: strangers, who are in the first, are rarer on real pages."""

WORTH_FITTING = -2.5
"""Least log odds of the spans that the calibration is for."""

RATES = (5, 2, 1)
"""Wrong removals per million characters that the report is for."""


class Judged(NamedTuple):
    """Log odds of candidates by trees that have not seen their documents, and calibrated trees of all documents."""

    odds: NDArray[np.float64]
    trees: Trees


def read_pieces(corpus: Path, tenth: int) -> list[Piece]:
    """All text of one tenth of the documents."""
    return pieces_of(document for document in read_documents(corpus) if tenth_of(document.text) == tenth)


def weights_of(sampled: Sample) -> NDArray[np.float64]:
    """What each candidate counts for in training."""
    clean = np.char.endswith(sampled.corpora, CLEAN)
    return np.where(clean, CLEAN_WEIGHT, 1.0)


def telling(sampled: Sample) -> NDArray[np.bool_]:
    """Which candidates the calibration is for."""
    return np.array([corpus.endswith(TELLING) for corpus in sampled.corpora.tolist()])


def judge(
    rows: NDArray[np.float64], sampled: Sample, settings: boosting.Settings, calibrated: NDArray[np.bool_]
) -> Judged:
    """Trees of all rows, and of thirds; odds are scaled to be right on the `calibrated` ones."""
    exact, weights = sampled.exact, weights_of(sampled)
    odds = np.empty(len(rows))
    for third in range(THIRDS):
        inside = sampled.documents % THIRDS == third
        trees = boosting.fit(rows[~inside], exact[~inside], settings, 1, weights[~inside])
        odds[inside] = trees.log_odds(rows[inside])
    trees = boosting.fit(rows, exact, settings, 1, weights)
    # The weights make the trees shy, text that they have not seen makes them bold: a factor and a shift put it right,
    # first for all spans, then for those that would be proposed, the surest of each place.
    asked = np.flatnonzero(calibrated)
    for _ in range(2):
        (factor,), shift = logistic.fit(odds[asked, None], exact[asked].astype(np.int8))
        odds, trees = factor * odds + shift, trees.scaled(float(factor), shift)
        surest = np.array(_apart(sampled, np.where(calibrated, odds, -np.inf)))
        asked = surest[calibrated[surest] & (odds[surest] > WORTH_FITTING)]
    return Judged(odds, trees)


def report(title: str, sampled: Sample, odds: NDArray[np.float64]) -> None:
    """Print what may be removed at so many wrong removals per million clean characters, whether the surest span of a
    place is right as often as it says, and the worst."""
    print(title)
    clean = np.char.endswith(sampled.corpora, CLEAN)
    wrong = _apart(sampled, np.where(clean, odds, -np.inf))
    size = sum(size for corpus, size in sampled.sizes.items() if corpus.endswith(CLEAN))
    fragments = sampled.fragments.total()
    for rate in RATES:
        bar = odds[wrong[int(rate * size / 1e6)]]
        exact = int((sampled.exact & (odds > bar)).sum())
        print(f"{rate} per million: above {_probability(bar):.4f}, exact {exact / fragments:.1%} of {fragments}")
    surest = np.array([at for at in _apart(sampled, odds) if not clean[at]])
    said = _probability(odds[surest])
    for tenth in range(1, 10):
        inside = (said >= tenth / 10) & (said < tenth / 10 + 0.1)
        right = sampled.exact[surest][inside]
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
    samples = []
    for (model, tenth), pieces in zip(models, tenths, strict=True):
        pages = damaged(pieces) if tenth == TUNE else damaged_once(pieces)
        samples.append(sample(chain(pages, untouched(pieces)), model))
    sampled = joined(samples)
    # The tune part comes first: only there the model is the one that ships.
    tune = np.arange(len(sampled.rows)) < len(samples[0].rows)
    page = judge(sampled.rows, sampled, SETTINGS, tune & telling(sampled))
    report("By the page alone", sampled.where(tune), page.odds[tune])
    if arguments.report:
        return
    numbers = {"page": page.trees.to_json(NAMES)}
    lines = json.dumps(numbers, ensure_ascii=False, separators=(",", ":")).replace("]],", "]],\n")
    TARGET.write_text(f"{lines}\n", encoding="utf-8")
    print(f"{TARGET.name}: {int(sampled.exact.sum())} fragments, {int((~sampled.exact).sum())} other spans")


if __name__ == "__main__":
    main()

"""Fit the weights by which `cleaning/copy_junk.py` tells junk from what another editor took out.

    python -m scripts.train_reprints --corpus FOLDER [--most N]

Junk: fragments of two to six characters inserted into news of the tune part, with a copy that holds others. Not junk:
words, names and speakers that only one of two sound copies has (`scripts.reenact.reprints.revised`). Prints the
weights to be written into the module, and for some thresholds the share of junk found and how many words are taken.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from cleaning.alignment import Wording
from cleaning.copy_differences import differences
from cleaning.copy_junk import NAMES, Insertion, insertion_of, measure
from cleaning.language_model import default_model
from scripts.corpus import read_documents
from scripts.reenact.junk import insert
from scripts.reenact.reprints import revised

LEAST_PAGE, MOST_PAGE = 300, 3000
JUNK_EVERY, REVISED_EVERY = 200, 30
LENGTHS = (2, 3, 4, 5, 6)
RIDGE = 1.0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--most", type=int, default=900, metavar="N", help="articles")
    given = parser.parse_args(arguments)
    found = list(islice(_articles(given.corpus), given.most))
    cases = [case for number, text in enumerate(found) for case in _cases(text, Random(number))]
    rows = measure([insertion for insertion, _ in cases], default_model())
    truth = np.array([is_junk for _, is_junk in cases])
    weights = _fit(rows, truth)
    scores = rows @ weights[:-1] + weights[-1]
    print(f"{truth.sum():,} fragments of junk, {(~truth).sum():,} of words, {sum(map(len, found)):,} characters")
    print({name: round(weight, 3) for name, weight in zip((*NAMES, "bias"), weights.tolist(), strict=True)})
    for threshold in (0, 0.5, 1, 2, 3, 4, 5):
        wrong = [
            insertion.span
            for (insertion, junk), score in zip(cases, scores, strict=True)
            if score > threshold and not junk
        ]
        print(f"{threshold}: {(scores[truth] > threshold).mean():.4f} of the junk, {len(wrong)} wrong {wrong[:6]}")
    return 0


def _articles(folder: Path) -> Iterator[str]:
    texts = [document.text for document in read_documents(folder, "tune") if document.domain.startswith("news")]
    Random(11).shuffle(texts)
    return (text for text in texts if LEAST_PAGE < len(text) < MOST_PAGE)


def _cases(text: str, rng: Random) -> Iterator[tuple[Insertion, bool]]:
    one = insert(text, rng, max(1, len(text) // JUNK_EVERY), LENGTHS)
    other = insert(text, rng, max(1, len(text) // JUNK_EVERY), LENGTHS)
    places = {scar.start for scar in one.scars}
    for insertion, start in _insertions(one.text, other.text):
        if start in places:
            yield insertion, True
    version = revised(text, rng, REVISED_EVERY).text
    for pair in ((text, version), (version, text)):
        yield from ((insertion, False) for insertion, _ in _insertions(*pair))


def _insertions(text: str, other: str) -> Iterator[tuple[Insertion, int]]:
    for difference in differences(Wording(text), Wording(other)):
        mine = text[difference.start : difference.end]
        theirs = other[difference.other_start : difference.other_end]
        insertion = insertion_of(text, difference.start, mine, theirs)
        if insertion and len(insertion.span) > 1:
            yield insertion, difference.start


def _fit(rows: NDArray[np.float64], truth: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Ridge logistic regression by Newton's method; weights of the raw features, bias last."""
    mean, deviation = rows.mean(0), rows.std(0) + 1e-9
    scaled = np.column_stack([(rows - mean) / deviation, np.ones(len(rows))])
    weights = np.zeros(scaled.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (chance - truth) + RIDGE * weights
        bend = (scaled * (chance * (1 - chance) + 1e-9)[:, None]).T @ scaled + RIDGE * np.eye(len(weights))
        weights -= np.linalg.solve(bend, slope)
    raw = weights[:-1] / deviation
    return np.append(raw, weights[-1] - mean @ raw)


if __name__ == "__main__":
    raise SystemExit(main())

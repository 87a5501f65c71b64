"""Fit the weights of `cleaning.swap_candidates`: `python -m scripts.train_swaps CORPUS [--pages N]`.

The tune part of a corpus (`scripts.corpus`), news first. Each page is searched as it is, where whatever is found is
wrong, and with one of its commonest words made an invented brand, where the word that was there is right. Prints the
weights, and how many of both lie above some bounds.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np

from cleaning import swap_candidates
from cleaning.fold import fold
from cleaning.language_model import default_model
from cleaning.lexicon import rows as read_rows
from cleaning.swap_candidates import Discovery, discover
from cleaning.swap_suspects import suspects
from cleaning.swap_words import absent_words, common_words
from scripts.corpus import Document, read_documents
from scripts.logistic import fit
from scripts.reenact.swaps import swap_common_word

LEAST, MOST = 300, 6000
"""Characters of a page."""

OTHERS = 25
"""Pages of each domain that is no news."""

BOUNDS = (-1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 4.6)


def pages(corpus: Path, most: int) -> Iterator[str]:
    """Pages of the tune part, folded: `most` of news, `OTHERS` of every other domain."""
    found: list[Document] = [doc for doc in read_documents(corpus, "tune") if LEAST < len(doc.text) < MOST]
    Random(1).shuffle(found)
    taken: Counter[str] = Counter()
    for document in found:
        if taken[document.domain] < (most if document.domain.startswith("news") else OTHERS):
            taken[document.domain] += 1
            yield fold(document.text)


def discoveries(text: str) -> Iterator[Discovery]:
    model = default_model()
    absent = absent_words(text)
    for choices in suspects(text, model):
        if found := discover(choices, absent):
            yield found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--pages", type=int, default=250, help="pages of news")
    given = parser.parse_args()
    # Whatever is found is to be judged here, however unlikely the present weights hold it.
    swap_candidates.SUSPICIOUS = -float("inf")
    words, taken = frozenset(common_words()), frozenset(row[0] for row in read_rows("words"))
    rows: list[list[float]] = []
    labels: list[int] = []
    swapped = 0
    for number, text in enumerate(pages(given.corpus, given.pages)):
        for found in discoveries(text):
            rows.append(list(found.features.values()))
            labels.append(0)
        damaged = swap_common_word(text, Random(number), words, taken)
        if damaged is None:
            continue
        swapped += 1
        brand = damaged.text[damaged.scars[0].start : damaged.scars[0].end]
        for found in discoveries(damaged.text):
            if brand in found.suspect.text or found.suspect.text in brand:
                rows.append(list(found.features.values()))
                labels.append(int(damaged.text.replace(found.suspect.text, found.word) == text))
    x, y = np.array(rows), np.array(labels, np.int8)
    weights, intercept = fit(x, y)
    names = [name for name in swap_candidates.WEIGHTS if name != "intercept"]
    print(
        {"intercept": round(intercept, 2)} | {name: round(float(w), 3) for name, w in zip(names, weights, strict=True)}
    )
    odds = x @ weights + intercept
    for bound in BOUNDS:
        over = odds > bound
        print(f"> {bound}: {int((over & (y == 1)).sum())} of {swapped} swaps, {int((over & (y == 0)).sum())} wrong")


if __name__ == "__main__":
    main()

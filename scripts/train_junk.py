"""Train the junk classifier: logistic regression on re-enacted insertions, written as plain numbers.

Usage: python scripts/train_junk.py CORPUS [--report]

The text is the tune part of a corpus (`scripts.corpus`), which the language model has not seen; two documents of three
are damaged, about one fragment every 400 characters, the third stays clean. `--report` splits the tune part once more
and prints removals against wrong removals per million characters on the half that the weights have not seen.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from cleaning.junk_features import (
    LENGTHS,
    NAMES,
    add_joint_words,
    add_joints,
    add_other_words,
    candidates,
    measure,
)
from cleaning.language_model import default_model
from scripts.corpus import read_documents
from scripts.reenact.junk import append_orphans, insert

TARGET = Path(__file__).parents[1] / "cleaning" / "data" / "junk_classifier.json"

EVERY = 400
"""Characters for each inserted fragment."""

MOST = {"laws": 400_000, "tech_articles_lctt": 400_000}
"""Characters taken from domains that are far larger than the rest."""

RIDGE = 1.0

CLOSE = 9.0
"""Least sum of gain and mean surprisal (natural log) of a candidate that the weights are fitted on."""

Sample = tuple[NDArray[np.float64], NDArray[np.int8], list[str], int, int]


def read_tune(corpus: Path) -> list[str]:
    """The documents of the tune part that have prose enough, the largest domains cut to `MOST`."""
    taken: dict[str, int] = {}
    texts = []
    for document in read_documents(corpus, "tune"):
        size = taken.get(document.domain, 0)
        if not document.domain.startswith("traditional") and size < MOST.get(document.domain, 2_000_000):
            taken[document.domain] = size + len(document.text)
            texts.append(document.text)
    return texts


def sample(texts: list[str], rng: Random) -> Sample:
    """Features, labels (1 junk, 0 clean, −1 overlaps junk without being it), contexts, characters and fragments."""
    model = default_model()
    rows, labels, contexts = [], [], []
    size = fragments = 0
    for number, text in enumerate(texts):
        size += len(text)
        spans: list[tuple[int, int]] = []
        if number % 3:
            damaged = insert(text, rng, max(1, len(text) // EVERY), LENGTHS)
            text, spans = damaged.text, [(span.start, span.end) for span in damaged.scars]
        elif number % 2:
            damaged = append_orphans(text, rng, max(1, len(text) // (4 * EVERY)))
            text, spans = damaged.text, [(span.start, span.end) for span in damaged.scars]
        fragments += len(spans)
        surprisal = model.surprisal(text)
        starts, ends = candidates(text, model.surprisal(text, order=2))
        columns = measure(text, surprisal, starts, ends)
        add_joints(columns, text, starts, ends, model)
        # Most candidates are plainly none; they would only drown the rest.
        kept = np.flatnonzero(columns[:, NAMES.index("gain")] + columns[:, NAMES.index("mean surprisal")] > CLOSE)
        starts, ends, columns = starts[kept], ends[kept], columns[kept]
        add_joint_words(columns, text, starts, ends, model)
        add_other_words(columns, text, starts, ends, model)
        rows.append(columns)
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            labels.append(_label(text, start, end, spans))
            contexts.append(f"{text[max(0, start - 6) : start]}[{text[start:end]}]{text[end : end + 6]}")
    return np.concatenate(rows), np.array(labels, np.int8), contexts, size, fragments


def _label(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> int:
    near = [span for span in spans if start <= span[1] and span[0] <= end]
    if any(text[:start] + text[end:] == text[:left] + text[right:] for left, right in near):
        return 1
    return -1 if near else 0


def fit(rows: NDArray[np.float64], labels: NDArray[np.int8]) -> tuple[NDArray[np.float64], float]:
    """Weights and intercept by Newton's method on the ridge-penalised log loss (standardised inside)."""
    used = labels >= 0
    x, y = rows[used], labels[used].astype(float)
    mean, deviation = x.mean(0), x.std(0) + 1e-9
    z = np.column_stack([(x - mean) / deviation, np.ones(len(x))])
    penalty = np.diag([RIDGE] * len(mean) + [0.0])
    weights = np.zeros(z.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-z @ weights))
        gradient = z.T @ (p - y) + penalty @ weights
        weights -= np.linalg.solve((z * (p * (1 - p))[:, None]).T @ z + penalty, gradient)
    scaled = weights[:-1] / deviation
    return scaled, float(weights[-1] - scaled @ mean)


def report(sampled: Sample, weights: NDArray[np.float64], intercept: float) -> None:
    """Print what each threshold removes, exactly and wrongly."""
    rows, labels, contexts, size, fragments = sampled
    p = 1 / (1 + np.exp(-(rows @ weights + intercept)))
    for threshold in (0.9, 0.95, 0.97, 0.98, 0.99, 0.995):
        over = p >= threshold
        wrong = int((over & (labels == 0)).sum())
        exact = int((over & (labels == 1)).sum())
        share, rate = exact / fragments, wrong / size * 1e6
        print(f"≥ {threshold}: {exact}/{fragments} = {share:.1%} removed, {wrong} wrong, {rate:.1f} per million")
    worst = [index for index in np.argsort(-p) if labels[index] == 0][:20]
    print("\n".join(f"{p[index]:.3f} {contexts[index]}" for index in worst))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--report", action="store_true")
    arguments = parser.parse_args()
    texts = read_tune(arguments.corpus)
    Random(0).shuffle(texts)
    if arguments.report:
        half = len(texts) // 2
        rows, labels, *_ = sample(texts[:half], Random(1))
        report(sample(texts[half:], Random(2)), *fit(rows, labels))
        return
    rows, labels, *_ = sample(texts, Random(1))
    weights, intercept = fit(rows, labels)
    numbers = {"intercept": round(intercept, 6)} | {
        name: round(float(weight), 6) for name, weight in zip(NAMES, weights, strict=True)
    }
    TARGET.write_text(json.dumps(numbers, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {int((labels == 1).sum())} fragments, {int((labels == 0).sum())} clean spans")


if __name__ == "__main__":
    main()

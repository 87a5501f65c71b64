"""Train the line model of the frame repair: a conditional random field over made pages, written as plain numbers.

Usage: python scripts/train_frame.py CORPUS

Pages are the tuned half of `scripts.reenact.sites`, around its own articles, documents of the corpus's tune part and
the good text of tests/clean, some with ends that look like anything but prose, so that articles have every shape. Some
of what the packs say is hidden, so that the weights do not rely on wording; some frames are cut to one half.
What unknown sites get: `scripts/evaluate_line_model.py`.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaning.frame_lines import seen_of
from cleaning.frame_page import FramePage, places_at_ends
from cleaning.line_features import Seen, features
from cleaning.line_model import STATES, Weights, allowed
from cleaning.packs import packs_for
from scripts.corpus import read_documents
from scripts.evaluation.sources import own_text
from scripts.reenact.article_ends import head, tail
from scripts.reenact.frames import Line
from scripts.reenact.sites import HEADLINE, Page, framed, site_count

TARGET = Path(__file__).parents[1] / "cleaning" / "data" / "line_model.json"

EACH = 30
"""Pages a site."""

HIDDEN = 0.35
"""Share of the lines known to the packs of which this is hidden."""

RIDGE = 5.0
"""Sites that were left out of the training cost 0.166 a line (natural log) at 0.5 and 0.112 at 5."""

STEPS = 120
LEAST_SEEN = 12
"""Times that a feature must hold to get weights."""

Sample = tuple[list[list[str]], list[int], list[str]]
Vector = NDArray[Any]


def labels(lines: Sequence[Line]) -> list[int]:
    """The state of each line, from what it is and where it stands."""
    article = [place for place, line in enumerate(lines) if line.role == "article"]
    heads = [place for place, line in enumerate(lines) if HEADLINE & set(line.fields) and place < article[0]]
    answer = []
    for place, line in enumerate(lines):
        if line.role == "article":
            answer.append(STATES.index("article"))
        elif place in heads:
            answer.append(STATES.index("headline"))
        elif place < article[0]:
            answer.append(STATES.index("under" if heads and place > heads[0] else "above"))
        else:
            answer.append(STATES.index("within" if place < article[-1] else "below"))
    return answer


def sample(page: Page, rng: Random) -> Sample:
    """One page as features and states; some of it cut away, some of the packs' knowledge hidden."""
    lines = list(page.lines)
    cut = rng.random()
    article = [place for place, line in enumerate(lines) if line.role == "article"]
    if cut < 0.08:
        lines = lines[article[0] :]
    elif cut < 0.2:
        lines = lines[: article[-1] + 1]
    lines = [line for line in lines if line.role == "article" or rng.random() > 0.08]
    known = FramePage("\n".join(line.text.strip("\n") for line in lines), "", packs_for(None))
    texts = [line.text.strip("\n") for line in lines]
    lines = [line for line, text in zip(lines, texts, strict=True) if text.strip()]
    places = places_at_ends(known.full)
    state_of = dict(zip(known.full, labels(lines), strict=True))
    hiding = rng.random() < 0.6
    seen: list[Seen | None] = [mark if not hiding or rng.random() > HIDDEN else None for mark in seen_of(known, places)]
    rows = features([known.lines[place].strip(" ") for place in places], seen)
    return rows, [state_of[place] for place in places], [known.lines[place] for place in places]


def bodies(corpus: Path) -> list[dict[str, str]]:
    """Articles to frame: title and text."""
    made = []
    for document in [*own_text().documents, *read_documents(corpus, "tune")]:
        lines = [line for line in document.text.split("\n") if line.strip()]
        if len(lines) > 1 and re.search("[\u4e00-\u9fff]", lines[0]) and "{" not in document.text:
            title, *rest = lines
            made.append({"title": title.strip()[:40], "text": "\n".join(rest[:40]), "shape": document.domain})
    return made


def samples(corpus: Path, sites: Sequence[int], seed: int) -> list[Sample]:
    rng = Random(seed)
    by_domain: dict[str, list[dict[str, str]]] = {}
    for body in bodies(corpus):
        by_domain.setdefault(body["shape"], []).append(body)
    made = []
    for number in sites:
        for turn in range(EACH):
            chosen = rng.choice(by_domain[rng.choice(sorted(by_domain))])
            framed_body = with_ends(chosen, rng) if turn % 2 else None
            made.append(sample(framed("tuned", number, turn // 2, Random(rng.random()), framed_body), rng))
    return made


def with_ends(body: dict[str, str], rng: Random) -> dict[str, str]:
    """The body with lines before and behind it that look like anything but prose, or without."""
    first = head(rng) if rng.random() < 0.3 else []
    last = tail(rng) if rng.random() < 0.6 else []
    lines = body["text"].split("\n")
    return body | {"text": "\n".join([*first, *lines[: rng.randrange(3, 40)], *last])}


class Trainer:
    """Likelihood and its gradient over all pages at once, and Adam on them. Pages are padded to the longest."""

    def __init__(self, data: list[Sample]) -> None:
        counts = Counter(feature for rows, _, _ in data for row in rows for feature in row)
        self.names = sorted(name for name, times in counts.items() if times >= LEAST_SEEN)
        index = {name: place for place, name in enumerate(self.names)}
        self.shape = len(data), max(len(gold) for _, gold, _ in data)
        self.gold = np.full(self.shape, -1)
        self.holds = np.zeros((sum(len(gold) for _, gold, _ in data), len(self.names)), np.float32)
        for number, (_, gold, _) in enumerate(data):
            self.gold[number, : len(gold)] = gold
        for line, row in enumerate(row for rows, _, _ in data for row in rows):
            self.holds[line, [index[name] for name in set(row) if name in index]] = 1
        self.real = self.gold >= 0
        self.ends = self.real.sum(1) - 1
        size = len(STATES)
        self.open = np.array([[allowed(a, b) for b in range(size)] for a in range(size)])
        self.first = np.array([float(allowed(None, state)) for state in range(size)])
        self.last = np.array([float(allowed(state, None)) for state in range(size)])

    def fit(self) -> Weights:
        size = len(STATES)
        lines, steps = np.zeros((len(self.names), size)), np.zeros((size, size))
        moments = [np.zeros_like(lines), np.zeros_like(lines), np.zeros_like(steps), np.zeros_like(steps)]
        for turn in range(1, STEPS + 1):
            line_slope, step_slope = self._slopes(lines, steps)
            rate = 0.15 if turn < 0.7 * STEPS else 0.04
            for weight, slope, first, second in (
                (lines, line_slope - RIDGE * lines, *moments[:2]),
                (steps, step_slope - RIDGE * steps, *moments[2:]),
            ):
                first += 0.1 * (slope - first)
                second += 0.01 * (slope**2 - second)
                weight += rate * (first / (1 - 0.9**turn)) / (np.sqrt(second / (1 - 0.99**turn)) + 1e-6)
        kept = {name: [round(float(value), 3) for value in row] for name, row in zip(self.names, lines, strict=True)}
        return Weights(kept, [[round(float(value), 3) for value in row] for row in steps])

    def _slopes(self, lines: Vector, steps: Vector) -> tuple[Vector, Vector]:
        size = len(STATES)
        scores = np.zeros((*self.shape, size))
        scores[self.real] = self.holds @ lines.astype(np.float32)
        fits = np.exp(scores - scores.max(2, keepdims=True))
        links = np.where(self.open, np.exp(steps), 0.0)
        forward, backward = np.zeros_like(fits), np.zeros_like(fits)
        forward[:, 0] = fits[:, 0] * self.first
        forward[:, 0] /= forward[:, 0].sum(1, keepdims=True)
        for at in range(1, self.shape[1]):
            forward[:, at] = (forward[:, at - 1] @ links) * fits[:, at]
            forward[:, at] /= forward[:, at].sum(1, keepdims=True)
        for at in range(self.shape[1] - 1, -1, -1):
            if at + 1 < self.shape[1]:
                backward[:, at] = (fits[:, at + 1] * backward[:, at + 1]) @ links.T
                backward[:, at] /= np.maximum(backward[:, at].sum(1, keepdims=True), 1e-300)
            backward[self.ends == at, at] = self.last
        chances = forward * backward
        chances /= np.maximum(chances.sum(2, keepdims=True), 1e-300)
        error = np.eye(size)[self.gold[self.real]] - chances[self.real]
        line_slope = self.holds.T @ error.astype(np.float32)
        step_slope = np.zeros_like(steps)
        for at in range(1, self.shape[1]):
            inside = self.real[:, at]
            pairs = forward[inside, at - 1][:, :, None] * links * (fits[inside, at] * backward[inside, at])[:, None, :]
            step_slope -= (pairs / pairs.sum((1, 2), keepdims=True)).sum(0)
            np.add.at(step_slope, (self.gold[inside, at - 1], self.gold[inside, at]), 1)
        return line_slope, step_slope


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    given = parser.parse_args()
    found = Trainer(samples(given.corpus, range(site_count("tuned")), 1)).fit()
    rows = ",\n".join(f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(row)}" for name, row in found.lines.items())
    TARGET.write_text(f'{{"steps": {json.dumps(found.steps)},\n"lines": {{\n{rows}\n}}}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()

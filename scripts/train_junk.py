"""Train the junk classifier: boosted trees on re-enacted fragments, written as plain numbers.

Usage: python scripts/train_junk.py CORPUS [--report]

The text is the tune part of a corpus (`scripts.corpus`), which the language model has not seen. Every document is
damaged several times over, each time by one kind of fragment about every 700 characters, and once holds honest
sentences about people and places that nobody has met. Three times round, trees of two thirds of the documents judge the
others: that is reported, and calibrates the trees of all documents, which are written. `--report` writes nothing.

The trees that judge with a corpus get the odds of the page alone, and counts from a profile of all pages of the domain,
damaged as they are.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaning.boosted_trees import Trees
from cleaning.fold import fold
from cleaning.junk_candidates import candidates
from cleaning.junk_classifier import MANY
from cleaning.junk_corpus import CORPUS_NAMES, DOUBTFUL, corpus_rows, strings_of
from cleaning.junk_features import NAMES, gather
from cleaning.language_model import default_model
from cleaning.profile.strings import Strings
from scripts import boosting, logistic
from scripts.corpus import read_documents
from scripts.reenact import Damaged, junk
from scripts.reenact.strangers import insert_sentences

TARGET = Path(__file__).parents[1] / "cleaning" / "data" / "junk_classifier.json"

EVERY = 700
"""Characters for each fragment."""

ROUNDS = 4
"""How often each document is damaged."""

PIECE = 6000
"""Characters damaged by one kind of fragment: long documents are cut."""

KINDS = ("2_4", "2_4", "orphans", "1", "2_4", "between", "5_6", "mixed")

THIRDS = 3

TURNS = ("1", "2", "clean")
"""Rounds in which a corpus is asked: one damaged page of each document and kind is enough there."""

SETTINGS = boosting.Settings(trees=400, rate=0.1)
CORPUS_SETTINGS = boosting.Settings(trees=80, depth=4, rate=0.15)

RATES = (5, 2, 1)
"""Wrong removals per million characters that the report is for."""


class Piece(NamedTuple):
    """A stretch of a document of the tune part, folded to Simplified, as the repair meets it."""

    document: int
    domain: str
    text: str


class Page(NamedTuple):
    """A piece as it is judged, and the corpus that it is a page of."""

    document: int
    corpus: str
    damaged: Damaged


@dataclass(frozen=True, slots=True)
class Sample:
    """Candidates of many pages: rows of evidence, which are exact, whose they are, the strings that a corpus is asked
    for, and how many characters and fragments the pages hold.
    """

    rows: NDArray[np.float64]
    exact: NDArray[np.bool_]
    documents: NDArray[np.int64]
    corpora: NDArray[np.str_]
    spans: list[tuple[int, int, int]]
    strings: list[tuple[str, ...]]
    shown: list[str]
    sizes: Counter[str]
    fragments: Counter[str]

    def where(self, chosen: NDArray[np.bool_]) -> Sample:
        """The chosen candidates, and the corpora that any of them stands in."""
        places = np.flatnonzero(chosen).tolist()
        corpora = self.corpora[chosen]
        kept = set(corpora.tolist())
        return Sample(
            self.rows[chosen],
            self.exact[chosen],
            self.documents[chosen],
            corpora,
            [self.spans[at] for at in places],
            [self.strings[at] for at in places],
            [self.shown[at] for at in places],
            Counter({name: size for name, size in self.sizes.items() if name in kept}),
            Counter({name: count for name, count in self.fragments.items() if name in kept}),
        )


class Judged(NamedTuple):
    """Log odds on damaged and on clean pages, and how the trees must be scaled for them."""

    odds: NDArray[np.float64]
    clean: NDArray[np.float64]
    factor: float
    shift: float


def read_pieces(corpus: Path) -> list[Piece]:
    """All text of the tune part."""
    documents = list(read_documents(corpus, "tune"))
    Random(0).shuffle(documents)
    return [
        Piece(number, document.domain, fold(document.text[at : at + PIECE]))
        for number, document in enumerate(documents)
        for at in range(0, len(document.text), PIECE)
    ]


def damage(text: str, kind: str, rng: Random) -> Damaged:
    """The text with a fragment of one kind about every `EVERY` characters."""
    count = int(len(text) / EVERY + rng.random())
    if kind == "orphans":
        return junk.append_orphans(text, rng, count)
    if kind == "between":
        return junk.insert_between(text, rng, count)
    if kind == "mixed":
        return junk.insert_mixed(text, rng, count)
    return junk.insert(text, rng, count, {"1": (1,), "2_4": (2, 3, 4), "5_6": (5, 6)}[kind])


def damaged(pieces: list[Piece]) -> Iterator[Page]:
    """Every piece `ROUNDS` times; the first time with strangers in it."""
    for number, piece in enumerate(pieces):
        for turn in range(ROUNDS):
            rng = Random(f"{number} {turn}")
            text = insert_sentences(piece.text, rng, len(piece.text) // EVERY + 1) if turn == 0 else piece.text
            page = damage(text, KINDS[(number + turn) % len(KINDS)], rng)
            yield Page(piece.document, f"{piece.domain} {turn}", page)


def untouched(pieces: list[Piece]) -> Iterator[Page]:
    for piece in pieces:
        yield Page(piece.document, f"{piece.domain} clean", Damaged(piece.text, piece.text, ()))


def sample(pages: Iterator[Page]) -> Sample:
    """All candidates of pages."""
    model = default_model()
    rows, exact, documents, corpora, spans, strings, shown = [], [], [], [], [], [], []
    sizes, fragments = Counter[str](), Counter[str]()
    for number, page in enumerate(pages):
        text = page.damaged.text
        sizes[page.corpus] += len(text)
        fragments[page.corpus] += len(page.damaged.scars)
        scanned = model.surprisal(text, order=2)
        starts, ends = candidates(text, scanned)
        if not len(starts):
            continue
        evidence = gather(text, scanned, starts, ends, model)
        rows.append(evidence.rows)
        for start, end in zip(evidence.starts.tolist(), evidence.ends.tolist(), strict=True):
            near = (scar for scar in page.damaged.scars if start <= scar.end and scar.start <= end)
            exact.append(any(text[:start] + text[end:] == text[: scar.start] + text[scar.end :] for scar in near))
            documents.append(page.document)
            corpora.append(page.corpus)
            spans.append((number, start, end))
            strings.append(strings_of(text, start, end))
            shown.append(f"{text[max(0, start - 8) : start]}[{text[start:end]}]{text[end : end + 8]}")
    return Sample(
        np.concatenate(rows),
        np.array(exact),
        np.array(documents),
        np.array(corpora),
        spans,
        strings,
        shown,
        sizes,
        fragments,
    )


def with_corpus(sampled: Sample, odds: NDArray[np.float64], pages: Iterable[Page]) -> NDArray[np.float64]:
    """Rows for the trees that judge with a corpus, the profile of each made of its own pages."""
    strings: dict[str, Strings] = defaultdict(Strings)
    counted: Counter[str] = Counter()
    for page in pages:
        if page.corpus.endswith(TURNS):
            strings[page.corpus].add(page.damaged.text, "")
            counted[page.corpus] += 1
    rows = np.full((len(odds), len(CORPUS_NAMES)), np.nan)
    for corpus, pages_of in counted.items():
        inside = np.flatnonzero((sampled.corpora == corpus) & (odds > DOUBTFUL))
        known = strings.pop(corpus).settled(2).pages_with_many
        if pages_of >= MANY and len(inside):
            rows[inside] = corpus_rows(odds[inside], [sampled.strings[at] for at in inside], pages_of, known)
    return rows


def fit(rows: NDArray[np.float64], exact: NDArray[np.bool_], settings: boosting.Settings) -> Trees:
    return boosting.fit(rows, exact, settings, seed=1)


def judge(
    rows: NDArray[np.float64],
    exact: NDArray[np.bool_],
    documents: NDArray[np.int64],
    settings: boosting.Settings,
    clean_rows: NDArray[np.float64],
    clean_documents: NDArray[np.int64],
) -> Judged:
    """Log odds of all candidates by trees that have not seen their documents, calibrated."""
    odds, clean_odds = np.empty(len(rows)), np.empty(len(clean_rows))
    for third in range(THIRDS):
        inside, clean_inside = documents % THIRDS == third, clean_documents % THIRDS == third
        trees = fit(rows[~inside], exact[~inside], settings)
        odds[inside] = trees.log_odds(rows[inside])
        clean_odds[clean_inside] = trees.log_odds(clean_rows[clean_inside])
    # Trees are shy on text that they have not seen, or bold: one factor and one shift put that right.
    (factor,), shift = logistic.fit(odds[:, None], exact.astype(np.int8))
    return Judged(factor * odds + shift, factor * clean_odds + shift, float(factor), shift)


def report(sampled: Sample, odds: NDArray[np.float64], clean: Sample, clean_odds: NDArray[np.float64]) -> None:
    """Print what may be removed at so many wrong removals per million characters, calibration, and the worst."""
    worst = _apart(clean, clean_odds)
    size, fragments = clean.sizes.total(), sampled.fragments.total()
    for rate in RATES:
        bar = clean_odds[worst[int(rate * size / 1e6)]]
        exact = int((sampled.exact & (odds > bar)).sum())
        print(f"{rate} per million: above {_probability(bar):.4f}, exact {exact / fragments:.1%} of {fragments}")
    said = _probability(odds)
    for tenth in range(10):
        inside = (said >= tenth / 10) & (said < tenth / 10 + 0.1)
        print(f"said {said[inside].mean():.3f}, right {sampled.exact[inside].mean():.3f} of {inside.sum()}")
    print("\n".join(f"{_probability(clean_odds[at]):.4f} {clean.shown[at]!r}" for at in worst[:40]))


def _apart(sampled: Sample, odds: NDArray[np.float64]) -> list[int]:
    """Candidates by falling odds, without those that overlap a likelier one."""
    taken: dict[int, list[tuple[int, int]]] = {}
    kept = []
    for at in np.argsort(-odds).tolist():
        page, start, end = sampled.spans[at]
        here = taken.setdefault(page, [])
        if all(end <= left or right <= start for left, right in here):
            here.append((start, end))
            kept.append(at)
    return kept


def _probability(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-odds))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--report", action="store_true")
    arguments = parser.parse_args()
    pieces = read_pieces(arguments.corpus)
    sampled, clean = sample(damaged(pieces)), sample(untouched(pieces))
    page = judge(sampled.rows, sampled.exact, sampled.documents, SETTINGS, clean.rows, clean.documents)
    print("By the page alone")
    report(sampled, page.odds, clean, page.clean)
    rows = with_corpus(sampled, page.odds, damaged(pieces))
    clean_rows = with_corpus(clean, page.clean, untouched(pieces))
    asked, clean_asked = ~np.isnan(rows[:, 0]), ~np.isnan(clean_rows[:, 0])
    corpus = judge(
        rows[asked],
        sampled.exact[asked],
        sampled.documents[asked],
        CORPUS_SETTINGS,
        clean_rows[clean_asked],
        clean.documents[clean_asked],
    )
    for title, odds, clean_odds in (
        ("Where a corpus is asked, by the page alone", page.odds[asked], page.clean[clean_asked]),
        ("With the corpus", corpus.odds, corpus.clean),
    ):
        print(title)
        report(sampled.where(asked), odds, clean.where(clean_asked), clean_odds)
    if arguments.report:
        return
    numbers = {
        "page": fit(sampled.rows, sampled.exact, SETTINGS).scaled(page.factor, page.shift).to_json(NAMES),
        "corpus": fit(rows[asked], sampled.exact[asked], CORPUS_SETTINGS)
        .scaled(corpus.factor, corpus.shift)
        .to_json(CORPUS_NAMES),
    }
    lines = json.dumps(numbers, ensure_ascii=False, separators=(",", ":")).replace("]],", "]],\n")
    TARGET.write_text(f"{lines}\n", encoding="utf-8")
    print(f"{TARGET.name}: {int(sampled.exact.sum())} fragments, {int((~sampled.exact).sum())} other spans")


if __name__ == "__main__":
    main()

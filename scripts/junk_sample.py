"""Candidates for junk on damaged and on clean pages: what the junk classifier is trained on (scripts/train_junk.py).

Every document is damaged several times over, each time by one kind of fragment, and once holds honest sentences about
people and places that nobody has met. The text is folded to Simplified, as the repair meets it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaning.fold import fold
from cleaning.junk_candidates import candidates
from cleaning.junk_features import gather
from cleaning.language_model import NGramModel
from scripts.corpus import Document
from scripts.reenact import Damaged, junk
from scripts.reenact.strangers import insert_sentences

PIECE = 6000
"""Characters damaged by one kind of fragment: long documents are cut."""

KINDS = ("2_4", "2_4", "orphans", "1", "2_4", "between", "5_6", "mixed")

EVERY = (700, 700, 2000, 700)
"""Characters for each fragment, every time that a document is damaged: pages with one fragment are common too."""

CLEAN = "clean"
"""The turn of pages that are not damaged."""


class Piece(NamedTuple):
    """A stretch of a document, folded to Simplified."""

    document: int
    domain: str
    text: str


class Page(NamedTuple):
    """A piece as it is judged, and the corpus that it is a page of: its domain and its turn."""

    document: int
    corpus: str
    damaged: Damaged


@dataclass(frozen=True, slots=True)
class Sample:
    """Candidates of many pages, one row each: the evidence, whether taking it out is exact, its document, page, corpus
    and span, and how it looks; and how many characters and fragments the pages of each corpus hold.
    """

    rows: NDArray[np.float64]
    exact: NDArray[np.bool_]
    documents: NDArray[np.int64]
    pages: NDArray[np.int64]
    corpora: NDArray[np.str_]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
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
            self.pages[chosen],
            corpora,
            self.starts[chosen],
            self.ends[chosen],
            [self.shown[at] for at in places],
            Counter({name: size for name, size in self.sizes.items() if name in kept}),
            Counter({name: count for name, count in self.fragments.items() if name in kept}),
        )


def joined(samples: Sequence[Sample]) -> Sample:
    """All candidates of samples that share no document; documents and pages are numbered on, corpora by the sample."""
    documents = np.cumsum([0] + [int(one.documents.max()) + 1 for one in samples])
    pages = np.cumsum([0] + [int(one.pages.max()) + 1 for one in samples])
    return Sample(
        np.concatenate([one.rows for one in samples]),
        np.concatenate([one.exact for one in samples]),
        np.concatenate([one.documents + begin for one, begin in zip(samples, documents, strict=False)]),
        np.concatenate([one.pages + begin for one, begin in zip(samples, pages, strict=False)]),
        np.concatenate([np.char.add(f"{number} ", one.corpora) for number, one in enumerate(samples)]),
        np.concatenate([one.starts for one in samples]),
        np.concatenate([one.ends for one in samples]),
        [shown for one in samples for shown in one.shown],
        Counter({f"{at} {name}": size for at, one in enumerate(samples) for name, size in one.sizes.items()}),
        Counter({f"{at} {name}": count for at, one in enumerate(samples) for name, count in one.fragments.items()}),
    )


def pieces_of(documents: Iterable[Document]) -> list[Piece]:
    """All text of the documents, in an order drawn once."""
    shuffled = list(documents)
    Random(0).shuffle(shuffled)
    return [
        Piece(number, document.domain, fold(document.text[at : at + PIECE]))
        for number, document in enumerate(shuffled)
        for at in range(0, len(document.text), PIECE)
    ]


def damage(text: str, kind: str, rng: Random, every: int) -> Damaged:
    """The text with a fragment of one kind about every so many characters."""
    count = int(len(text) / every + rng.random())
    if kind == "orphans":
        return junk.append_orphans(text, rng, count)
    if kind == "between":
        return junk.insert_between(text, rng, count)
    if kind == "mixed":
        return junk.insert_mixed(text, rng, count)
    return junk.insert(text, rng, count, {"1": (1,), "2_4": (2, 3, 4), "5_6": (5, 6)}[kind])


def damaged(pieces: list[Piece]) -> Iterator[Page]:
    """Every piece once for each of `EVERY`."""
    for number, piece in enumerate(pieces):
        for turn in range(len(EVERY)):
            yield _damaged(number, piece, turn, KINDS[(number + turn) % len(KINDS)], str(turn))


def damaged_once(pieces: list[Piece]) -> Iterator[Page]:
    """Every piece once, by all kinds in turn."""
    for number, piece in enumerate(pieces):
        yield _damaged(number, piece, number // len(KINDS) % len(EVERY), KINDS[number % len(KINDS)], "once")


def _damaged(number: int, piece: Piece, turn: int, kind: str, name: str) -> Page:
    """A damaged page; in the first turn with strangers in it."""
    rng = Random(f"{number} {turn}")
    text = insert_sentences(piece.text, rng, len(piece.text) // EVERY[turn] + 1) if turn == 0 else piece.text
    return Page(piece.document, f"{piece.domain} {name}", damage(text, kind, rng, EVERY[turn]))


def untouched(pieces: list[Piece]) -> Iterator[Page]:
    for piece in pieces:
        yield Page(piece.document, f"{piece.domain} {CLEAN}", Damaged(piece.text, piece.text, ()))


def sample(pages: Iterable[Page], model: NGramModel) -> Sample:
    """All candidates of pages."""
    rows, exact, documents, numbers, corpora, spans = [], [], [], [], [], []
    shown: list[str] = []
    sizes, fragments = Counter[str](), Counter[str]()
    for number, page in enumerate(pages):
        text = page.damaged.text + "\n"
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
            numbers.append(number)
            corpora.append(page.corpus)
            spans.append((start, end))
            shown.append(f"{text[max(0, start - 8) : start]}[{text[start:end]}]{text[end : end + 8]}")
    return Sample(
        np.concatenate(rows),
        np.array(exact),
        np.array(documents),
        np.array(numbers),
        np.array(corpora),
        np.array([start for start, _ in spans]),
        np.array([end for _, end in spans]),
        shown,
        sizes,
        fragments,
    )

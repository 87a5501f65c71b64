"""Where the clean text comes from on which damage is re-enacted.

The project's own text is the default: it is small, was written for the project, and runs anywhere. A corpus in the
layout of `scripts.corpus` gives the figures that are reported; anybody's folder of `.txt` files gives their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Literal

from cleaning.fold import SIMPLIFIED_ONLY, TRADITIONAL_ONLY
from scripts.corpus import CorpusError, Document, Split, read_documents

ROOT = Path(__file__).parents[2]

OWN = {"news": ROOT / "examples" / "originals", "kinds": ROOT / "tests" / "clean"}
"""Domain → folder of the project's own text: articles, and good text of every kind that looks like damage."""

Writing = Literal["simplified", "traditional"]


@dataclass(frozen=True)
class Source:
    """Documents by domain. `floors` names the table of floors that hold for them, if any does."""

    documents: tuple[Document, ...]
    floors: str | None = None

    @cached_property
    def domains(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(document.domain for document in self.documents))

    @cached_property
    def news(self) -> tuple[Document, ...]:
        """The documents of domains named `news…`; of all domains where there is none of that name."""
        found = tuple(document for document in self.documents if document.domain.startswith("news"))
        return found or self.documents

    def shuffled(
        self, seed: int, *, news: bool = False, writing: Writing | None = None, least: int = 0, most: int = 1_000_000
    ) -> Iterator[Document]:
        """Documents of `least` < characters < `most`, in an order drawn from `seed`: the first N are a fair sample."""
        fitting = [doc for doc in (self.news if news else self.documents) if least < len(doc.text) < most]
        Random(seed).shuffle(fitting)
        return (document for document in fitting if writing is None or writing_of(document.text) == writing)


def writing_of(text: str) -> Writing | None:
    """The script that a text is written in, by the characters that only one of the two uses; None: neither."""
    traditional = sum(sign in TRADITIONAL_ONLY for sign in text)
    simplified = sum(sign in SIMPLIFIED_ONLY for sign in text)
    if traditional == simplified:
        return None
    return "traditional" if traditional > simplified else "simplified"


def own_text() -> Source:
    """The project's own text, one document a file."""
    return Source(tuple(doc for domain, folder in OWN.items() for doc in _files(folder, domain)), "own")


def corpus(folder: Path, split: Split) -> Source:
    """One part of a corpus; only its test part has floors, since the tune part set the thresholds."""
    return Source(tuple(read_documents(folder, split)), "corpus" if split == "test" else None)


def text_folder(folder: Path) -> Source:
    """All `.txt` files below `folder`, one document each; the domain is the name of the folder they lie in.

    Raises CorpusError where there is none, and for a file that is not UTF-8.
    """
    return Source(tuple(_files(folder)))


def _files(folder: Path, domain: str | None = None) -> Iterator[Document]:
    paths = sorted(folder.rglob("*.txt"))
    if not paths:
        raise CorpusError(f"{folder}: holds no .txt file; give the folder that holds the text")
    for path in paths:
        try:
            yield Document(domain or path.parent.name, path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"))
        except UnicodeDecodeError as error:
            raise CorpusError(f"{path}: byte {error.start} is not UTF-8; convert the file to UTF-8 first") from error

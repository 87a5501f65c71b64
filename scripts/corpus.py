"""A folder of plain text files as documents, and the one split of documents into train, tune and test.

Everything that trains, tunes or measures takes its documents from here, so that no text that a figure is reported on
was looked at before. Eighty per cent of the documents train the language model, ten tune (classifiers, thresholds,
floors), ten test; which part a document belongs to depends on its own bytes alone, not on its file or its place.

Files are ``*.txt`` or ``*.txt.xz``, UTF-8. What separates documents differs by file and is looked up by the name's
beginning in :data:`SEPARATORS`; an unknown file is cut at blank lines.
"""

from __future__ import annotations

import hashlib
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Split = Literal["train", "tune", "test"]

BLANK_LINE = re.compile(r"\n{2,}")
"""One item, paragraph or statute a block: news, reports, encyclopaedias, Taiwanese statutes."""

SECTION_GAP = re.compile(r"\n{4,}")
"""Guides converted from Markdown: a section is set off by three empty lines or more."""

ARTICLE_HEADING = re.compile(r"(?:\A|(?<=\n\n))(?:\[#\]:[^\n]*\n+)*+[^\n\[][^\n]*\n={3,}\n")
"""Articles whose title is underlined with ``=``, before it perhaps a block of ``[#]:`` lines."""

STATUTE_TITLE = re.compile(
    r"(?:\A|(?<=\n\n))(?![\d（(第])"
    r"(?=[^\n。；：，]{3,60}(?:法|条例|规定|办法|细则|规则|解释|决定|决议|安排|修正案|[)）])[ \u3000\xa0]*"
    r"\n\n(?:\n\n|[（(]?\d{4} ?年))"
)
"""A short line that ends like a statute's name, followed by a date of passing or by a gap."""

SEPARATORS: dict[str, re.Pattern[str]] = {
    "laws": STATUTE_TITLE,
    "tech_articles": ARTICLE_HEADING,
    "java_guide": SECTION_GAP,
    "vue_docs": SECTION_GAP,
    "traditional_rust_book": SECTION_GAP,
}
"""Beginning of a file's name → where its documents are cut. All other files are cut at blank lines."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document: ``domain`` is its file's name without ``.txt`` or ``.txt.xz``."""

    domain: str
    text: str


class CorpusError(Exception):
    """A file of the corpus cannot be read; the message names file, fault and remedy."""


def tenth_of(document: str) -> int:
    """Which tenth of all documents (0–9) ``document`` falls in.

    The first eight bytes of the SHA-256 of its UTF-8 bytes (lone surrogates passed through), taken as a big-endian
    number modulo ten. Callers pass documents as :func:`documents_of` cuts them.
    """
    digest = hashlib.sha256(document.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") % 10


def split_of(document: str) -> Split:
    """The part that ``document`` belongs to: tenth 0 is test, 1 is tune, the rest train."""
    tenth = tenth_of(document)
    if tenth == 0:
        return "test"
    return "tune" if tenth == 1 else "train"


def documents_of(name: str, text: str) -> Iterator[str]:
    """The documents of one file's ``text``, stripped, empty ones left out; ``name`` chooses the separator."""
    separator = next((pattern for start, pattern in SEPARATORS.items() if name.startswith(start)), BLANK_LINE)
    begin = 0
    for cut in separator.finditer(text):
        yield from _stripped(text[begin : cut.start()])
        begin = cut.start()
    yield from _stripped(text[begin:])


def _stripped(piece: str) -> Iterator[str]:
    if document := piece.strip():
        yield document


def files_of(folder: Path) -> list[Path]:
    """The corpus files of ``folder`` in order of name. Raises :class:`CorpusError` when there are none."""
    found = sorted(path for path in folder.glob("*.txt*") if path.name.endswith((".txt", ".txt.xz")))
    if not found:
        raise CorpusError(f"{folder}: holds no *.txt or *.txt.xz file; give the folder that holds the corpus")
    return found


def read_documents(folder: Path, split: Split | None = None, domain: str | None = None) -> Iterator[Document]:
    """Documents of all files of ``folder``, of one ``split`` or all, of one ``domain`` or all, in order of file name.

    One file is held in memory at a time. Raises :class:`CorpusError` for a folder without text, and for a file
    that is not UTF-8 or not xz.
    """
    for path in files_of(folder):
        name = path.name.removesuffix(".xz").removesuffix(".txt")
        if domain is not None and name != domain:
            continue
        for document in documents_of(name, _text_of(path)):
            if split is None or split_of(document) == split:
                yield Document(name, document)


def _text_of(path: Path) -> str:
    try:
        raw = path.read_bytes()
        return (lzma.decompress(raw) if path.suffix == ".xz" else raw).decode("utf-8").replace("\r\n", "\n")
    except (OSError, lzma.LZMAError) as error:
        raise CorpusError(f"{path}: cannot be read ({error}); fetch the file again") from error
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path}: byte {error.start} is not UTF-8; convert the file to UTF-8 first") from error

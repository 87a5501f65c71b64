"""The word lexicon: a sorted TSV of words and how often they occur, searched where it lies."""

from __future__ import annotations

import atexit
import mmap
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import cache, lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

LONGEST_WORD = 8


class LexiconError(Exception):
    """The lexicon is missing or damaged; the message names file, fault and remedy."""


class Lexicon:
    """Words of ``path``: lines ``word<TAB>count``, sorted by their UTF-8 bytes, after header lines that begin with #.

    The file is mapped and searched by halving: opening costs nothing, a new word some 8 microseconds, one that was
    asked before a tenth of that. Picklable, safe to share between threads.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        try:
            with self.path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise LexiconError(f"{path}: cannot be opened ({error}); install the package again") from error
        self._begin = 0
        while self._data[self._begin : self._begin + 1] == b"#":
            self._begin = self._data.find(b"\n", self._begin) + 1
            if not self._begin:
                raise LexiconError(f"{path}: holds nothing but its header; install the package again")
        self.frequency = lru_cache(maxsize=1 << 16)(self.search)
        self._lines_of = lru_cache(maxsize=1 << 14)(self._range)

    def __reduce__(self) -> tuple[Any, ...]:
        return Lexicon, (self.path,)

    def search(self, word: str) -> int:
        """The count of ``word`` as it is written in the lexicon (Simplified, half-width); 0 when it is not there."""
        if not 0 < len(word) <= LONGEST_WORD or "\t" in word or "\n" in word:
            return 0
        wanted = word.encode("utf-8", "surrogatepass") + b"\t"
        line = self._first_line(wanted, *self._lines_of(word[0]))
        if self._data[line : line + len(wanted)] != wanted:
            return 0
        end = self._data.find(b"\n", line)
        return int(self._data[line + len(wanted) : end if end >= 0 else len(self._data)])

    def pairs(self) -> list[tuple[str, str]]:
        """The two characters of every word of two Han characters, in the order of the file."""
        found = re.findall(rb"(?m)^([\xe3-\xe9]..)([\xe3-\xe9]..)\t", self._data, re.DOTALL)
        return [(first.decode(), second.decode()) for first, second in found]

    def _range(self, first: str) -> tuple[int, int]:
        """Where the words that begin with the character ``first`` begin and end: most words asked for share few."""
        start = first.encode("utf-8", "surrogatepass")
        low = self._first_line(start, self._begin, len(self._data))
        return low, self._first_line(start + b"\xff", low, len(self._data))

    def _first_line(self, wanted: bytes, low: int, high: int) -> int:
        """Beginning of the first line between two beginnings of lines that is not less than ``wanted``, or ``high``."""
        data, size = self._data, len(wanted)
        while low < high:
            begin = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
            if data[begin : begin + size] < wanted:
                end = data.find(b"\n", begin)
                low = end + 1 if end >= 0 else high
            else:
                high = begin
        return low


HEADER = """\
# licence: MIT (jieba, Copyright (c) 2013 Sun Junyi)
# source: jieba 0.42.1, jieba/dict.txt; words of up to 8 characters, those of two only if counted 4 times or more;
# and the terms of terms.tsv (Apache-2.0)
# date: 2026-11-22
# reader: cleaning.language_model.lexicon
"""


def write_words(path: Path, words: Mapping[str, int]) -> None:
    """Write a lexicon file: header, then ``word<TAB>count``, sorted by UTF-8 bytes; aside first, then renamed."""
    rows = sorted((word.encode("utf-8"), count) for word, count in words.items())
    aside = path.with_name(path.name + ".part")
    aside.write_bytes(HEADER.encode("utf-8") + b"".join(b"%s\t%d\n" % row for row in rows))
    aside.replace(path)


def read_words(path: Path) -> Iterator[tuple[str, int]]:
    """Words and counts of a lexicon file, in its order. Raises :class:`LexiconError` with the number of a bad line."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: cannot be read ({error}); install the package again") from error
    for number, line in enumerate(text.split("\n"), 1):
        word, tab, count = line.partition("\t")
        if not line or line.startswith("#"):
            continue
        if not tab or not count.isdecimal():
            raise LexiconError(f"{path}: line {number} is not word<TAB>count; correct or remove it")
        yield word, int(count)


@cache
def default_lexicon() -> Lexicon:
    """The lexicon that ships with the package."""
    opened = ExitStack()
    atexit.register(opened.close)
    return Lexicon(opened.enter_context(as_file(files("cleaning") / "data" / "words.tsv")))

"""The word lexicon: a sorted TSV of words and how often they occur, searched where it lies."""

from __future__ import annotations

import atexit
import mmap
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

    The file is mapped and searched by halving: opening costs nothing, a new word some 5 microseconds, one that was asked
    before a tenth of that. Picklable, safe to share between threads.
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
        self.frequency = lru_cache(maxsize=1 << 16)(self._search)

    def __reduce__(self) -> tuple[Any, ...]:
        return Lexicon, (self.path,)

    def _search(self, word: str) -> int:
        """The count of ``word`` as it is written in the lexicon (Simplified, half-width); 0 when it is not there."""
        if not 0 < len(word) <= LONGEST_WORD or "\t" in word or "\n" in word:
            return 0
        data = self._data
        wanted = word.encode("utf-8", "surrogatepass")
        low, high = self._begin, len(data)
        while low < high:
            begin = data.rfind(b"\n", self._begin, (low + high) // 2) + 1 or self._begin
            end = data.find(b"\n", begin)
            end = len(data) if end < 0 else end
            found, _, count = data[begin:end].partition(b"\t")
            if found == wanted:
                return int(count)
            if found < wanted:
                low = end + 1
            else:
                high = begin
        return 0


@cache
def default_lexicon() -> Lexicon:
    """The lexicon that ships with the package."""
    opened = ExitStack()
    atexit.register(opened.close)
    return Lexicon(opened.enter_context(as_file(files("cleaning") / "data" / "words.tsv")))

"""What stands for a text when near copies are looked for: a fixed share of the hashes of its shingles.

A shingle is SHINGLE characters of the wording (`cleaning.alignment.Wording`: Han, letters, digits; script folded). A
sketch keeps the hashes that SHARE divides (Broder 1997, "mod m"; known as FracMinHash since Irber et al. 2022). Unlike
MinHash of a fixed size it grows with the text, so the part of an excerpt that stands in a page ten times as long is
estimated as well as the likeness of two pages. That is why no library of MinHash signatures is used here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHINGLE = 6
"""Characters of a shingle: of 5 and fewer too many stand in every page of a newspaper."""

SHARE = 8
"""One hash of so many is kept: 125 of a page of 1,000 characters, 12 of an excerpt of 100."""

MOST = 4096
"""Hashes kept of one text, the least ones: of more than 32,000 characters every reprint is found by a part."""

MULTIPLIER = 0x9E3779B97F4A7C15
"""Odd 64-bit constant (2^64 / golden ratio)."""


GRAM = 4
"""Characters of the n-grams by which two texts are compared at a glance."""


def sketch(letters: str) -> NDArray[np.uint64]:
    """The sorted hashes that stand for a wording; none for one that is shorter than a shingle."""
    import numpy as np

    hashes = _hashes(letters, SHINGLE)
    kept: NDArray[np.uint64] = np.unique(hashes[hashes % np.uint64(SHARE) == 0])[:MOST]
    return kept


@lru_cache(maxsize=256)
def grams(letters: str) -> NDArray[np.uint64]:
    """The sorted hashes of all n-grams of a wording; remembered, as a page has several pairs that follow each other."""
    import numpy as np

    return np.unique(_hashes(letters, GRAM))


def share_of(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> float:
    """The share of the smaller set that stands in both."""
    import numpy as np

    least = min(len(one), len(other))
    return len(np.intersect1d(one, other, assume_unique=True)) / least if least else 0.0


def _hashes(letters: str, size: int) -> NDArray[np.uint64]:
    """The hash of every run of `size` characters."""
    import numpy as np

    codes = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    count = max(0, len(codes) - size + 1)
    hashes = np.zeros(count, np.uint64)
    for place in range(size if count else 0):
        hashes = (hashes + codes[place : place + count]) * np.uint64(MULTIPLIER)
        hashes ^= hashes >> np.uint64(29)
    return hashes

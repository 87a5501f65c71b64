"""What stands for a text when near copies are looked for: a fixed share of the hashes of its shingles.

A shingle is SHINGLE characters of the wording (`cleaning.alignment.Wording`: Han, letters, digits; script folded). A
sketch keeps the hashes that SHARE divides (Broder 1997, "mod m"; known as FracMinHash since Irber et al. 2022). Unlike
MinHash of a fixed size it grows with the text, so the part of an excerpt that stands in a page ten times as long is
estimated as well as the likeness of two pages. Measured against MinHash of 128 values: see scripts/bench_reprints.py.
"""

from __future__ import annotations

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


def sketch(letters: str) -> NDArray[np.uint64]:
    """The sorted hashes that stand for a wording; none for one that is shorter than a shingle."""
    import numpy as np

    codes = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    count = len(codes) - SHINGLE + 1
    if count < 1:
        return np.zeros(0, np.uint64)
    hashes = np.zeros(count, np.uint64)
    for place in range(SHINGLE):
        hashes = (hashes + codes[place : place + count]) * np.uint64(MULTIPLIER)
        hashes ^= hashes >> np.uint64(29)
    hashes = hashes[hashes % np.uint64(SHARE) == 0]
    kept: NDArray[np.uint64] = np.unique(hashes)[:MOST]
    return kept

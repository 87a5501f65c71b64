"""What a page's text measures, without a model: cheap figures by which users of a dataset filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NGRAM = 10
"""Length, in characters, of the n-grams whose repetition is measured."""

LONGEST = 1 << 20
"""Characters in which repetition is measured: sorting the n-grams of a text of 100 MB would take 2 GB of memory."""

HAN = ((0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
"""Code points of Han characters (Unicode 15, blocks; 〇 counted)."""

SPACES = (9, 10, 11, 12, 13, 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
"""Code points of white space: those of `str.isspace` in text."""

MULTIPLIER = 0x9E3779B97F4A7C15
"""Odd 64-bit constant of the n-gram hash (2^64 / golden ratio)."""


def quality_of(text: str, damaged: float, surprisal: float | None = None) -> dict[str, Any]:
    """han (share of the characters that are not white space), characters (code points), surprisal (mean, natural log;
    null without a language model), repeated_ngrams (of the first million characters) and damaged (shares, 0 to 1)."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return {
        "han": han_share(codes),
        "characters": len(codes),
        "surprisal": surprisal,
        "repeated_ngrams": repeated_share(codes[:LONGEST]),
        "damaged": damaged,
    }


def han_share(codes: NDArray[np.uint32]) -> float:
    """The share of Han characters among those that are not white space; 0 for a text without any."""
    import numpy as np

    printed = len(codes) - int(np.isin(codes, SPACES).sum())
    han = sum(int(((codes >= low) & (codes <= high)).sum()) for low, high in HAN)
    return han / printed if printed else 0.0


def repeated_share(codes: NDArray[np.uint32]) -> float:
    """The share of characters that stand in a 10-gram which stood before in the same text.

    The measure of Rae et al. 2021 (Gopher, table A1), on characters. Equality is by 64-bit hash.
    """
    import numpy as np

    count = len(codes) - NGRAM + 1
    if count < 2:
        return 0.0
    hashes = np.zeros(count, dtype=np.uint64)
    for offset in range(NGRAM):
        hashes = hashes * np.uint64(MULTIPLIER) + codes[offset : offset + count]
    order = np.argsort(hashes, kind="stable")
    again = np.flatnonzero(hashes[order][1:] == hashes[order][:-1]) + 1
    # +1 where a repeated 10-gram starts, -1 after its end: the running sum is positive inside.
    marks = np.zeros(len(codes) + 1, dtype=np.int32)
    np.add.at(marks, order[again], 1)
    np.add.at(marks, order[again] + NGRAM, -1)
    return float((np.cumsum(marks[:-1]) > 0).mean())

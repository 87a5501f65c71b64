"""What a corpus says of candidates: on how many pages the span, its edges and the joint without it stand.

A term or a name comes back on other pages, junk does not; and what reads on fluently without the junk was written
elsewhere too. Strings on one page only, the page itself perhaps, are not known to a profile.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Strings = tuple[str, ...]

Known = Callable[[list[str]], "NDArray[np.int64]"]
"""On how many pages of a corpus each string of Han stands (`Profile.pages_with_many`)."""

COUNTS = (
    "pages with the span",
    "pages with the left edge",
    "pages with the longer left edge",
    "pages with the right edge",
    "pages with the longer right edge",
    "pages with the pair at the joint",
    "pages with three at the joint",
    "pages with three at the joint, more behind",
    "pages with four at the joint",
    "pages with four at the joint, more before",
    "pages with four at the joint, more behind",
    "pages with what stands before",
    "pages with what stands behind",
    "pages with the character before",
    "pages with the character behind",
    "pages with the first character",
    "pages with the last character",
)
"""Each as ln(1 + pages)."""

TOGETHER = (
    (
        "left edge together",
        "pages with the left edge",
        "pages with the character before",
        "pages with the first character",
    ),
    (
        "right edge together",
        "pages with the right edge",
        "pages with the last character",
        "pages with the character behind",
    ),
    (
        "joint together",
        "pages with the pair at the joint",
        "pages with the character before",
        "pages with the character behind",
    ),
    (
        "joint together, two before",
        "pages with three at the joint",
        "pages with what stands before",
        "pages with the character behind",
    ),
    (
        "joint together, two behind",
        "pages with three at the joint, more behind",
        "pages with the character before",
        "pages with what stands behind",
    ),
)
"""How much oftener two parts stand together than their pages would make one expect: the whole, and its parts."""

CORPUS_NAMES = ("odds on the page", "length", "pages", *COUNTS, *(row[0] for row in TOGETHER))
"""Columns of the evidence of a corpus: the log odds that the page alone gives, and what the corpus counted."""

LARGE = 1500
"""Pages that the training's profiles have at most; counts of larger ones are scaled down to this."""

HALF = 0.5
"""What is added to the count of a whole: that it was not met on so many pages is no proof that it cannot be."""

TERM_PAGES = 3
"""Pages, of `LARGE`, from which on a string is a term: the page itself is one of them."""

DOUBTFUL = -5.0
"""Least log odds on the page alone at which a corpus is asked: it cannot lift what lies below to the floor."""


def strings_of(text: str, start: int, end: int) -> Strings:
    """The strings to ask for, in the order of `COUNTS`."""
    left, span, right = text[max(0, start - 3) : start], text[start:end], text[end : end + 3]
    return (
        span,
        left[-1:] + span[:1],
        left[-2:] + span[:1],
        span[-1:] + right[:1],
        span[-1:] + right[:2],
        left[-1:] + right[:1],
        left[-2:] + right[:1],
        left[-1:] + right[:2],
        left[-2:] + right[:2],
        left + right[:1],
        left[-1:] + right,
        left[-2:],
        right[:2],
        left[-1:],
        right[:1],
        span[:1],
        span[-1:],
    )


def corpus_rows(odds: NDArray[np.float64], strings: list[Strings], pages: int, known: Known) -> NDArray[np.float64]:
    """One row of `CORPUS_NAMES` for each candidate; `pages` is how many the corpus has."""
    import numpy as np

    counts = known([string for row in strings for string in row]).reshape(-1, len(COUNTS))
    scaled = counts * min(1.0, LARGE / pages)
    lengths = np.array([len(row[0]) for row in strings])
    size = min(pages, LARGE)
    columns = dict(zip(COUNTS, scaled.T, strict=True))
    together = [
        np.log((columns[whole] + HALF) * size / ((columns[one] + 1) * (columns[other] + 1)))
        for _, whole, one, other in TOGETHER
    ]
    return np.column_stack([odds, lengths, np.full(len(odds), np.log(size)), np.log1p(scaled), *together])


def are_terms(rows: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which candidates of two characters and more stand on so many pages that no chance put them there."""
    import numpy as np

    pages = rows[:, CORPUS_NAMES.index(COUNTS[0])]
    terms: NDArray[np.bool_] = (rows[:, CORPUS_NAMES.index("length")] > 1) & (pages > np.log1p(TERM_PAGES) - 1e-9)
    return terms

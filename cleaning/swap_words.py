"""The ordinary words that a swap may stand for, and those of them that a page lacks."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cleaning.fold import encodable
from cleaning.language_model import default_model
from cleaning.lexicon import rows

if TYPE_CHECKING:
    import numpy as np
    from ahocorasick_rs import AhoCorasick
    from numpy.typing import NDArray


class Words(NamedTuple):
    """Ordinary words, and what the sieve needs of them: ends as places in lists of characters, and what the rest
    and a last character by itself cost."""

    words: tuple[str, ...]
    firsts: list[str]
    first: NDArray[np.int64]
    lasts: list[str]
    last: NDArray[np.int64]
    inner: NDArray[np.float64]
    alone: NDArray[np.float64]


@cache
def common_words() -> tuple[str, ...]:
    """The words that a swap may stand for."""
    return tuple(row[0] for row in rows("common_words"))


@cache
def ordinary_words() -> Words:
    """All of them."""
    import numpy as np

    words = common_words()
    firsts, first = np.unique([word[0] for word in words], return_inverse=True)
    lasts, last = np.unique([word[-1] for word in words], return_inverse=True)
    inner = default_model().score_many([(word[0], word[1:], "") for word in words])
    alone = default_model().score("", lasts.tolist(), "")
    return Words(words, firsts.tolist(), first, lasts.tolist(), last, inner, alone)


def absent_words(folded: str) -> bytes:
    """The ordinary words that a page lacks, those that a swap may have taken away: a byte for each word, 1 or 0."""
    import numpy as np

    absent = np.ones(len(common_words()), dtype=bool)
    hits = _matcher().find_matches_as_indexes(encodable(folded), overlapping=True)
    absent[[number for number, _, _ in hits]] = False
    return absent.tobytes()


@lru_cache(maxsize=2)
def those(absent: bytes) -> Words:
    """The words of `absent_words`."""
    import numpy as np

    words, firsts, first, lasts, last, inner, alone = ordinary_words()
    places = np.flatnonzero(np.frombuffer(absent, dtype=bool))
    kept = tuple([words[place] for place in places.tolist()])
    return Words(kept, firsts, first[places], lasts, last[places], inner[places], alone)


@cache
def _matcher() -> AhoCorasick:
    from ahocorasick_rs import AhoCorasick

    return AhoCorasick(common_words())

"""What of a candidate for junk comes back on the page: its pairs and characters, its edges, the joint without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleaning.junk_odds import Columns


def recurrence(text: str, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Columns:
    """How often the pairs of the span, of its edges and of the joint stand on the page; counted to 5.

    The page's pairs are sorted once, so that time stays near linear however many candidates there are. Of the joint
    four characters are asked for, two on either side.
    """
    import numpy as np

    codes = np.frombuffer(f"\n\n{text}\n\n\n".encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    codes &= np.uint64(0xFFFF)
    wide = np.uint64(16)
    pairs = codes[:-1] << wide | codes[1:]
    fours = pairs[:-2] << np.uint64(32) | pairs[2:]
    sorted_pairs, sorted_fours = np.sort(pairs), np.sort(fours)

    def seen(keys: NDArray[np.uint64], among: NDArray[np.uint64]) -> NDArray[np.int64]:
        found = np.searchsorted(among, keys, "right") - np.searchsorted(among, keys, "left")
        counted: NDArray[np.int64] = np.minimum(found, 5)
        return counted

    first, last = starts + 2, ends + 2
    recurs = np.full(len(starts), 5, dtype=np.int64)
    for step in range(int((ends - starts).max()) - 1):
        inner = seen(pairs[np.minimum(first + step, len(pairs) - 1)], sorted_pairs)
        recurs = np.where(first + step + 1 < last, np.minimum(recurs, inner), recurs)
    recurs[ends - starts == 1] = 0
    least, mean = _signs(codes, first, last)
    joint = pairs[first - 2] << np.uint64(32) | pairs[last]
    return {
        "recurs": recurs,
        "least of signs on page": least,
        "mean of signs on page": mean,
        "left edge recurs": seen(pairs[first - 1], sorted_pairs),
        "right edge recurs": seen(pairs[last - 1], sorted_pairs),
        "joint recurs": seen(joint, sorted_fours),
    }


def _signs(
    codes: NDArray[np.uint64], first: NDArray[np.int64], last: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """ln(1 + how often else the characters of each span stand on the page): the least of a span, and the mean.

    A term is made of what the page is about; junk is drawn from anything.
    """
    import numpy as np

    counts = np.bincount(codes.astype(np.int64))
    least, total = np.full(len(first), np.inf), np.zeros(len(first))
    for step in range(int((last - first).max())):
        here = np.log(counts[codes[np.minimum(first + step, len(codes) - 1)]])
        inside = first + step < last
        least = np.where(inside, np.minimum(least, here), least)
        total += np.where(inside, here, 0.0)
    return least, total / (last - first)

"""Where junk may stand: spans that fit neither inside nor behind them, from one scan that looks back one character."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from cleaning.fold import TRADITIONAL_ONLY, fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LENGTHS = (1, 2, 3, 4, 5, 6)
"""Lengths of a fragment, code points."""

FIRST, MEAN, NEXT = 4.5, 6.5, 3.0
"""Least surprisal (natural log, order 2) of a candidate's first character, of its mean, of the character after it."""

TOGETHER = (18.0, 23.0, 30.5, 38.0, 45.5, 53.0)
"""Least surprisal of a candidate and the character after it, together, by length.

Of inserted fragments of 2–6 characters 95–99 % are candidates, of single characters 80 % (tune part).
"""

PAIR = 16.0
"""Least surprisal of a candidate's first character and the one after it together: saves most of a page the rest."""

MOST_FOREIGN = 2
"""Most Latin letters and digits in a fragment; at least one character is Chinese."""


def candidates(text: str, surprisal: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Starts and ends of every span worth judging, vectorised, by surprisals of order 2.

    Spans hold common characters, perhaps a letter or digit or two, stay in a line, and cut no word or number of ASCII.
    """
    import numpy as np

    # One sentinel behind the text: a span may end where the text ends, as if something surprising followed.
    size = len(text)
    following = np.append(surprisal, np.float32(NEXT + 1))
    likely = np.flatnonzero(surprisal[1:] > FIRST) + 1
    likely = likely[surprisal[likely] + following[likely + 1] > PAIR]
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    likely = likely[_kinds().take(codes[likely], mode="clip") > 0]
    if not len(likely):
        return likely, likely
    # From here on one row a place: the character before it, the longest span, and what stands behind that.
    places = likely[:, None] + np.arange(-1, LENGTHS[-1] + 1)
    kinds = _kinds().take(codes[np.minimum(places, size - 1)], mode="clip")
    kinds[places >= size] = _NEITHER
    costs = following[np.minimum(places[:, 1:], size)]
    sums = np.cumsum(costs, axis=1)
    inside = kinds[:, 1:-1]
    foreign = np.cumsum(inside == _FOREIGN, axis=1)
    cut = (kinds[:, :-1] == _FOREIGN) & (kinds[:, 1:] == _FOREIGN)
    lengths = np.array(LENGTHS)
    keep = (
        (sums[:, :-1] > MEAN * lengths)
        & (sums[:, 1:] > np.array(TOGETHER))
        & (costs[:, 1:] > NEXT)
        & np.logical_and.accumulate(inside != _NEITHER, axis=1)
        & (foreign <= MOST_FOREIGN)
        & (foreign < lengths)
        & ~cut[:, :1]
        & ~cut[:, 1:]
    )
    rows, columns = np.nonzero(keep)
    starts = likely[rows]
    return starts, starts + lengths[columns]


_NEITHER, _FOREIGN, _HAN = range(3)


@cache
def _kinds() -> NDArray[np.int8]:
    """For each code point of the basic plane: 2 for the common characters of level 1 of GB 2312-80 in either script, 1
    for ASCII letters and digits, 0 for the rest.

    Spam draws its fragments from common characters; a rare one is a name, a term or a quotation.
    """
    import numpy as np

    table = np.zeros(0x10000, dtype=np.int8)
    level_1 = (bytes((lead, trail)) for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF))
    characters = frozenset("".join(pair.decode("gb2312", "ignore") for pair in level_1))
    table[[ord(character) for character in characters]] = _HAN
    table[
        [ord(character) for character in TRADITIONAL_ONLY if character < "\U00010000" and fold(character) in characters]
    ] = _HAN
    table[[code for code in range(0x80) if chr(code).isalnum()]] = _FOREIGN
    return table

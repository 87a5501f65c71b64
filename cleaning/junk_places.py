"""Where in its sentence a candidate for junk stands, and between what signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleaning.junk_odds import Columns


STOPS = "。！？”』」）"
"""What a paragraph ends in; an orphan stands behind it, at the end of the line."""

FAR = 12
"""Characters to the next punctuation that count as far."""

HAN, FOREIGN, STOP, COMMA, LISTING, OPENING, CLOSING, OTHER, LINE_END = range(9)
"""Kinds of signs beside a span."""

_SIGNS = {
    sign: kind
    for kind, signs in (
        (STOP, "。！？…"),
        (COMMA, "，；：,;:"),
        (LISTING, "、·/"),
        (OPENING, "（(《“‘「『【<"),
        (CLOSING, "）)》”’」』】>"),
    )
    for sign in signs
}


def _sign(text: str, at: int) -> int:
    """What kind of character stands there; beyond either end of the text stands an end of line."""
    if not 0 <= at < len(text) or text[at] == "\n":
        return LINE_END
    sign = text[at]
    if "\u4e00" <= sign <= "\u9fff":
        return HAN
    return FOREIGN if sign.isascii() and sign.isalnum() else _SIGNS.get(sign, OTHER)


def places(text: str, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Columns:
    """Where in the sentence the span stands, and between what."""
    import numpy as np

    rows = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        before = next((far for far in range(FAR) if _sign(text, start - 1 - far)), FAR)
        behind = next((far for far in range(FAR) if _sign(text, end + far)), FAR)
        foreign = sum(_sign(text, at) == FOREIGN for at in range(start, end))
        rows.append((before, behind, _sign(text, start - 1), _sign(text, end), foreign))
    names = ("back to punctuation", "on to punctuation", "sign before", "sign behind", "foreign")
    return dict(zip(names, np.array(rows).T, strict=True))

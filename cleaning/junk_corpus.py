"""What a corpus says of candidates for junk that the page cannot know: a term comes back on other pages, junk does not.

A corpus vetoes and lifts, and the page's own odds stay what they are otherwise: who learns a profile loses nothing.
Little more can be had. On the tune part, with profiles of disjoint pages, no more than 12 % of the fragments that were
missed at the floor had a joint that other pages hold and edges that none holds, and a regression over all counts
(document frequencies of orders 1 to 4 around both edges and the joint) moved what goes at a given harm by a point up or
down: the language model knows already what a thousand pages more of its own kind would say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleaning.profile import Profile

LARGE = 1500
"""Pages of a corpus whose counts are taken as they are; those of larger ones are scaled down to this."""

TERM_PAGES = 3
"""Pages, of `LARGE`, from which on a string is a term: the page itself is one of them. No inserted fragment was."""

JOINT_PAGES = 2
"""Pages, of `LARGE`, on which the text without the span has to stand: the page itself, damaged there, is none."""

MANY = 200
"""Least pages of a corpus that lifts: of fewer, that an edge is unknown says nothing."""

LIFT = 0.5
"""Log odds for a joint that other pages hold where no page holds either edge. At the floor 1.4 of 100 fragments of 2–4
characters more went, with as many wrong removals (tune part, by trees that had not seen it); with 1.0 2.1, at more
harm."""


class Known(NamedTuple):
    """What a corpus knows of candidates: which are terms, and which should not stand where they do."""

    terms: NDArray[np.bool_]
    strangers: NDArray[np.bool_]


def known(text: str, starts: NDArray[np.int64], ends: NDArray[np.int64], profile: Profile) -> Known:
    """One answer for each candidate of two characters and more; of single ones a corpus knows nothing."""

    asked = [
        string
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        for string in _strings(text, start, end)
    ]
    counts = profile.pages_with_many(asked).reshape(len(starts), -1) * min(1.0, LARGE / max(1, profile.pages))
    longer = ends - starts > 1
    edges, joints = counts[:, 1:5], counts[:, 5:]
    return Known(
        longer & (counts[:, 0] >= TERM_PAGES),
        longer & (edges.max(1) == 0) & (joints.max(1) >= JOINT_PAGES) & (profile.pages >= MANY),
    )


def _strings(text: str, start: int, end: int) -> tuple[str, ...]:
    """The span, its edges with one and two characters of the text beside it, and the joint without it."""
    left, span, right = text[max(0, start - 2) : start], text[start:end], text[end : end + 2]
    return (
        span,
        left[-1:] + span[:1],
        left + span[:1],
        span[-1:] + right[:1],
        span[-1:] + right,
        left + right[:1],
        left[-1:] + right,
    )

"""Damage on purpose: what happens to Chinese pages, re-enacted on clean text so that the truth is known.

Every generator is a pure function of its arguments; where chance plays, a `random.Random` is one of them, so the same
seed gives the same bytes. Used by the example pages and by evaluations; never installed, never imported by the product.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Scar:
    """One damaged place: the half-open span in code points of the damaged text, and what stood there before."""

    start: int
    end: int
    original: str
    kind: str


@dataclass(frozen=True, slots=True)
class Damaged:
    """A damaged text with its truth. `scars` are sorted and disjoint; putting their originals back gives `original`.

    Where damage has no sensible spans (a byte stream read one off), one scar covers the whole text.
    """

    original: str
    text: str
    scars: tuple[Scar, ...]

    def restored(self) -> str:
        """The text with every scar's original put back: equals `original`, which the tests hold."""
        text = self.text
        for scar in reversed(self.scars):
            text = text[: scar.start] + scar.original + text[scar.end :]
        return text


def replaced(original: str, places: list[tuple[int, int, str]], kind: str) -> Damaged:
    """`original` with each place (start, end, new text) replaced. Places are sorted, disjoint, in code points."""
    pieces: list[str] = []
    scars: list[Scar] = []
    done = length = 0
    for start, end, new in places:
        length += start - done
        scars.append(Scar(length, length + len(new), original[start:end], kind))
        pieces += (original[done:start], new)
        length += len(new)
        done = end
    return Damaged(original, "".join((*pieces, original[done:])), tuple(scars))

"""The least confidence at which an edit of each family is applied, and at which it is still worth a flag.

One table for families, one for the few kinds that ask for more than theirs, with the reason for every row. Below `flag`
nothing is recorded; between the two the edit is flagged: in the ledger, not in the text.
"""

from __future__ import annotations

from typing import NamedTuple


class Floor(NamedTuple):
    apply: float
    flag: float
    why: str


FLOORS: dict[str, Floor] = {
    "markup": Floor(0.9, 0.5, "tags of a page that was given as HTML are certain; a stray tag in text is not"),
    "escape": Floor(0.95, 0.5, "an entity in an article about HTML is the subject, not damage"),
    "mojibake": Floor(0.9, 0.5, "what is filled in for lost bytes: at 0.9 and up 99.3 % were right on the tune part"),
    "invisible": Floor(0.9, 0.5, "nothing that prints is touched"),
    "mill": Floor(0.9, 0.5, "a scar's posterior is calibrated: on the tune part those at 0.9 and up were 99.3 % right"),
    "swap": Floor(0.99, 0.5, "the swapped-in word is the real name of somebody"),
    "pinyin": Floor(
        0.8, 0.5, "calibrated: on the tune part words at 0.8 and up were 99.5 % right, clean text had none"
    ),
    "junk": Floor(
        0.93,
        0.6,
        "calibrated: on the tune part, unseen, 99.3 % were right at 0.93 and up, clean text of all kinds lost nothing",
    ),
    "boilerplate": Floor(
        0.95, 0.5, "a line taken from an article is lost to the reader; what it says is kept in fields"
    ),
    "privacy": Floor(
        0.9, 0.5, "made only where it is asked for; a number is told by its form, its check digit or its label"
    ),
    "script": Floor(0.5, 0.5, "one-to-many pairs are decided by phrase and context; the rest is a table"),
    "space": Floor(0.5, 0.5, "form only"),
    "punctuation": Floor(0.5, 0.5, "form only"),
}

STRICTER: dict[str, Floor] = {
    "junk.character": Floor(
        0.993, 0.6, "clean pages have many more single characters that fit nowhere than spans, damaged pages fewer"
    ),
    "junk.phrase": Floor(0.99, 0.6, "a betting firm's name is that of another firm, too"),
}
"""Kinds whose floor lies above that of their family."""


def floor_of(kind: str, given: float | None = None) -> float:
    """The least confidence at which an edit of this kind is applied, where the user gave that of its family or none.

    What the user gave counts for all kinds of the family if it is lower than the usual; if it is higher, a kind that
    asks for more than that keeps its own.

    >>> floor_of("junk.insertion"), floor_of("junk.character"), floor_of("junk.character", 0.8)
    (0.93, 0.993, 0.8)
    >>> floor_of("junk.insertion", 0.95), floor_of("junk.character", 0.95)
    (0.95, 0.993)
    """
    usual = FLOORS[kind.partition(".")[0]].apply
    own = STRICTER[kind].apply if kind in STRICTER else usual
    if given is None:
        return own
    return given if given < usual else max(given, own)

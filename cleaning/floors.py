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

    A kind that asks for more than its family does so too where the user moves the family's floor, by as much in log
    odds. In 2.3 million characters of clean text of a tenth of the train part 5 per million are lost to junk at a floor
    of 0.51, where 85 % of the fragments of 2–4 characters go; were single characters at the same, of 0.66, and 82 %.

    >>> floor_of("junk.insertion"), floor_of("junk.character")
    (0.93, 0.993)
    >>> round(floor_of("junk.insertion", 0.8), 3), round(floor_of("junk.character", 0.8), 3)
    (0.8, 0.977)
    """
    usual = FLOORS[kind.partition(".")[0]].apply
    own = STRICTER[kind].apply if kind in STRICTER else usual
    if given is None:
        return own
    return given if own == usual else _moved(given, usual, own)


def family_floor(kind: str, confidence: float) -> float:
    """The greatest floor of the family at which an edit of this kind and confidence is applied.

    >>> family_floor("junk.insertion", 0.9), round(family_floor("junk.character", 0.977), 2)
    (0.9, 0.8)
    """
    usual, own = FLOORS[kind.partition(".")[0]].apply, floor_of(kind)
    return confidence if own == usual else _moved(confidence, own, usual)


def _moved(probability: float, begin: float, end: float) -> float:
    """`probability`, moved in log odds as `begin` is to `end`."""
    odds = end / (1 - end) / (begin / (1 - begin))
    return odds * probability / (1 - probability + odds * probability)

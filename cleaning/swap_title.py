"""A name that was swapped all over a page, given back by the record's title.

A site that puts a betting brand in place of a firm's name does so in headline and text, but the title in the record
(of a feed, of a search engine) may still have the name: `恒远科技获评绿色工厂` over a page headed `凯发获评绿色工厂`.
"""

from __future__ import annotations

from itertools import takewhile

from cleaning.spam_phrases import words

ALIKE = 6
"""Least characters that title and headline have in common."""

OFTEN = 3
"""Least occurrences of the brand on the page."""

LINES = 8
"""Lines from the top among which the headline stands."""

SHORTEST, LONGEST = 2, 12
"""Code points of a name."""


def named_by_title(folded: str, title: str) -> tuple[str, str] | None:
    """The betting brand of the headline and the name that the title has in its place; None where they differ otherwise.

    A title may have been edited, or name another place; so what the headline has must be a betting brand, the page must
    repeat it, and must not have the name at all.
    """
    title = title.strip()
    if len(title) < ALIKE:
        return None
    for line in folded[:2_000].split("\n")[:LINES]:
        line = line.strip()
        head = _shared(line, title)
        tail = _shared(line[head:][::-1], title[head:][::-1])
        if head + tail < ALIKE:
            continue
        written, original = line[head : len(line) - tail], title[head : len(title) - tail]
        if all(SHORTEST <= len(name) <= LONGEST for name in (written, original)) and _is_brand(written):
            return (written, original) if folded.count(written) >= OFTEN and original not in folded else None
    return None


def _shared(one: str, other: str) -> int:
    """How many characters two strings begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _is_brand(text: str) -> bool:
    return any(word.kind in ("brand", "name") and word.end - word.start == len(text) for word in words(text))

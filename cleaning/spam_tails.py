"""Names of betting sites that hijacked sites set behind or before their headlines.

`市水务局召开防汛会议-亚博188网站` over an article loses its end; `市水务局召开防汛会议-江南网站` stays, since that may
be somebody's site, and so does `警方通报：亚博体育涉赌`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from cleaning.edit import Proposal
from cleaning.language_model import default_model
from cleaning.spam_phrases import Word

LINES = 4
"""Lines from the top among which headlines stand, blank ones not counted."""

HEADLINE = 6
"""Least Han characters that are left of the headline."""

LONGEST = 30
"""Code points of such a name."""

SURE, SEEN = 0.998, 0.9

_CUT = re.compile(r"[ \u3000]*(?:[-_|－—–]+|(?<=[a-zA-Z囗口网站台]):|：)[ \u3000]*")
_HAN = re.compile("[一-鿿]")
_BESIDE = re.compile(r"[(（]中国[)）]|有限公司|股份|科技")
"""What such names have beside the vocabulary."""


def betting_tails(folded: str, found: Sequence[Word]) -> Iterable[Proposal]:
    """The first and the last part of the lines at the top of a text folded to Simplified, where they name a betting
    site and the rest is a headline. `found` are the words of `spam_phrases.words`."""
    if any(word.kind == "subject" for word in found):
        return
    for start, end in _top(folded):
        cuts = [hit.span() for hit in _CUT.finditer(folded, start, end)]
        for left, right in ((cuts[0][1], end), (start, cuts[-1][0])) if cuts else ():
            name = (start, cuts[0][0]) if right == end else (cuts[-1][1], end)
            if len(_HAN.findall(folded, left, right)) < HEADLINE or not 0 < name[1] - name[0] <= LONGEST:
                continue
            inside = [word for word in found if name[0] <= word.start and word.end <= name[1]]
            rest = [word for word in found if left <= word.start and word.end <= right]
            if _is_named(folded[slice(*name)], inside, folded) and len(rest) <= 2:
                gone = (start, cuts[0][1]) if right == end else (cuts[-1][0], end)
                confidence = SURE if _is_sure(inside, folded) else SEEN
                yield Proposal(*gone, "", "junk.keywords", "a betting site's name beside the headline", confidence)


def _top(folded: str) -> Iterator[tuple[int, int]]:
    at, left = 0, LINES
    while at < len(folded) and left:
        end = folded.find("\n", at)
        end = len(folded) if end < 0 else end
        if folded[at:end].strip():
            yield at, end
            left -= 1
        at = end + 1


def _is_named(name: str, words: Sequence[Word], folded: str) -> bool:
    """Whether a brand stands there with what one is told to do, and no other Chinese."""
    kinds = {word.kind for word in words}
    if not kinds & {"brand", "name"} or not kinds & {"call", "trade", "address"}:
        return False
    covered = sum(len(_HAN.findall(folded[word.start : word.end])) for word in words)
    return covered >= len(_HAN.findall(_BESIDE.sub("", name)))


def _is_sure(words: Sequence[Word], folded: str) -> bool:
    """Whether nobody else is called so: a brand, a name that is no word, or one with trade and call."""
    kinds = {word.kind for word in words}
    if "brand" in kinds or {"trade", "call"} <= kinds:
        return True
    names = (folded[word.start : word.end] for word in words if word.kind == "name")
    return any(_HAN.match(name) and not default_model().is_word(name) for name in names)

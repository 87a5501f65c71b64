"""Lines of keywords that hijacked sites put above and below a page.

`凯发娱乐官网,凯发娱乐平台,凯发k8登录` as the first line goes; `首页 新闻 体育 娱乐 视频` is a menu and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cleaning.edit import Proposal
from cleaning.spam_phrases import Word, words

EDGE = 4
"""Lines from the top and from the bottom, blank ones not counted, among which keyword lines stand."""

LEAST_PAGE = 80
"""Characters outside of the keyword lines from which there is a page that they do not belong to."""

MOSTLY = 0.6
"""Least share of a line's items, and of its characters, that is spam."""

BRANDED, WHOLLY = 0.4, 0.75
"""Least share of an item's characters that is vocabulary: beside an unknown brand, and where there is none."""

LONGEST = 2_000
"""Characters of a line that is still looked at."""

LISTED, TOUCHED, COVERED = 4, 0.3, 0.25
"""Least items of a line of adult keywords, and least share of an item, and of the line, that is their vocabulary. Such
items are whole titles (`男主角占有欲强的视频`): of eleven real lines 0.32 to 0.78 was vocabulary."""

MANY = 0.4
"""Least share of its items that are such titles; of real lines half and more, in one of eleven 0.4."""

ADULT, VAGUE, ENOUGH = 1.0, 0.4, 3.0
"""What a word of either class says for such a line, and how much is enough, with one adult word at least."""

_CUTS = re.compile(r"[ \u3000]*[,，、;；|_\-][ \u3000]*")
_COMMAS = re.compile("[,，、;；]")
_SAID = re.compile("[。！？!“”‘’《》：:]")

_SEPARATORS = re.compile(r"[,，、;；|_ \u3000\t/·\-—>]+")


def keyword_lines(folded: str, found: Sequence[Word]) -> Iterable[Proposal]:
    """The lines at the edges of a page that are lists of spam keywords, each with the newline that belongs to it."""
    spans = _edge_lines(folded)
    listed = [(*span, *(_listed(folded, *span, found) or _titles(folded, *span, found))) for span in spans]
    size = sum(end - start for start, end, spam, _ in listed if spam)
    subjects = {folded[word.start : word.end] for word in found if word.kind == "subject"}
    if not size or len(folded) - size < LEAST_PAGE:
        return
    for start, end, spam, items in listed:
        if spam:
            confidence = 0.7 if len(subjects) > 1 else 0.998 if spam >= 3 else 0.92
            evidence = f"{spam} of {items} keywords are spam vocabulary; a line at the edge of the page"
            # Below the page the newline before the line goes with it, above it the one behind.
            if end < len(folded) and start == 0:
                end += 1
            elif start:
                start -= 1
            yield Proposal(start, end, "", "junk.keywords", evidence, confidence)


def is_betting_line(line: str) -> bool:
    """Whether a line of text folded to Simplified is nothing but the name of a betting site and what to do there.

    >>> is_betting_line("365bet体育在线官网"), is_betting_line("警方通报365bet体育在线涉赌案")
    (True, False)
    """
    found = [word for word in words(line) if word.kind != "subject"]
    kinds = {word.kind for word in found}
    named = "brand" in kinds or ("name" in kinds and "call" in kinds)
    return named and sum(word.end - word.start for word in found) >= WHOLLY * len(_SEPARATORS.sub("", line))


def _edge_lines(folded: str) -> list[tuple[int, int]]:
    """Spans of the first and last lines that hold something, each once, in order."""
    spans: dict[tuple[int, int], None] = {}
    at, left = 0, EDGE
    while at < len(folded) and left:
        end = folded.find("\n", at)
        end = len(folded) if end < 0 else end
        if folded[at:end].strip():
            spans[at, end] = None
            left -= 1
        at = end + 1
    at, left = len(folded), EDGE
    while at > 0 and left:
        start = folded.rfind("\n", 0, at) + 1
        if folded[start:at].strip():
            spans[start, at] = None
            left -= 1
        at = start - 1
    return sorted(span for span in spans if span[1] - span[0] <= LONGEST)


def _listed(folded: str, start: int, end: int, found: Sequence[Word]) -> tuple[int, int] | None:
    """How many items of the line are spam, and how many there are; None where the line is no list of them."""
    inside = [word for word in found if start <= word.start and word.end <= end and word.kind != "subject"]
    if len(inside) < 3 or folded.find("。", start, end) >= 0:
        return None
    adult = sum(word.kind == "adult" for word in inside)
    items: list[tuple[int, bool]] = []
    at = start
    for cut in [*(hit.span() for hit in _SEPARATORS.finditer(folded, start, end)), (end, end)]:
        if length := cut[0] - at:
            own = [word for word in inside if at <= word.start and word.end <= cut[0]]
            items.append((length, _is_spam(own, length, adult)))
        at = cut[1]
    spam = sum(is_spam for _, is_spam in items)
    size = sum(length for length, _ in items)
    covered = sum(length for length, is_spam in items if is_spam)
    # Keywords pushed into a sentence are items too: but not most of the line, and the sentence begins and ends it.
    whole = items[0][1] and items[-1][1] and spam >= MOSTLY * len(items) and covered >= MOSTLY * size
    return (spam, len(items)) if spam >= 2 and whole else None


def _titles(folded: str, start: int, end: int, found: Sequence[Word]) -> tuple[int, int]:
    """The same for a list of titles of adult videos, in which much is no vocabulary; 0 where the line is none."""
    inside = [word for word in found if start <= word.start and word.end <= end and word.kind in ("adult", "vague")]
    adult = sum(word.kind == "adult" for word in inside)
    if not adult or ADULT * adult + VAGUE * (len(inside) - adult) < ENOUGH or _SAID.search(folded, start, end):
        return 0, 0
    shares = []
    at = start
    for cut in [*(hit.span() for hit in _CUTS.finditer(folded, start, end)), (end, end)]:
        if length := cut[0] - at:
            shares.append(sum(word.end - word.start for word in inside if at <= word.start < cut[0]) / length)
        at = cut[1]
    spam = sum(share >= TOUCHED for share in shares)
    whole = len(shares) >= LISTED and spam >= MANY * len(shares)
    if whole and _COMMAS.search(folded, start, end):
        # Between commas there may be a sentence into which keywords were pushed.
        whole = 2 * spam >= len(shares) and (shares[0] >= TOUCHED or shares[-1] >= TOUCHED)
    covered = sum(word.end - word.start for word in inside) >= COVERED * (end - start)
    return (max(spam, 3), len(shares)) if whole and covered else (0, len(shares))


def _is_spam(item: Sequence[Word], length: int, adult: int) -> bool:
    """Whether one item of a list is a keyword of spam. Single words of a trade or a menu are not."""
    covered = sum(word.end - word.start for word in item)
    if not item or covered < BRANDED * length:
        return False
    kinds = {word.kind for word in item}
    if "adult" in kinds or kinds <= {"vague", "call"}:
        return covered >= WHOLLY * length and ("adult" in kinds or ("vague" in kinds and adult >= 2))
    if "brand" in kinds:
        return True
    named, called = kinds & {"trade", "name"}, kinds & {"call", "address"}
    return len(item) >= 2 and (len(named) == 2 or bool(named and called))

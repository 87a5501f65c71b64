"""What a page states twice: its headline, the beginning of the article above it, or the article as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cleaning.frame_page import FramePage, Mark
from cleaning.lines import STOPS, is_paragraph

LEAST_ABSTRACT = 24
"""Shortest beginning of an article above it, in code points."""

LEAST_REPEATED = 8
LONGEST_REPEATED = 60
"""Shortest and longest headline that is stated again behind the label of an abstract, in code points."""

LEAST_COPY = 2
LEAST_COPIED = 100
"""Fewest lines, and code points in them, of an article that is stated twice."""

OPENING = 12
"""Lines among which the first paragraph of such an article is."""

WHOLE = 0.8
"""Least share of the text above that the copy holds: the rest is credits and the like."""

_ITEM = re.compile(r"[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,3})[)）、.．]|第[一二三四五六七八九十百]{1,5}[条章节]")
"""How an item begins: a by-law states the same items below several of its articles."""

_OF_ABSTRACT = re.compile(r"[\[【]?(?:本文摘要|导读|导语|摘要|内容摘要|核心提示|简介|概要)[\]】]?[: ]*")


def doubled_lines(page: FramePage, places: Sequence[int]) -> Iterator[tuple[int, Mark]]:
    """The first of two equal lines in a row above the article: the page's name over its headline."""
    for upper, place in pairwise(places):
        line = page.lines[upper].strip()
        if (
            LEAST_REPEATED < len(line) <= LONGEST_REPEATED
            and line == page.lines[place].strip()
            and not STOPS.search(line)
        ):
            yield upper, Mark(0.97, "boilerplate.doubled_headline", "the line below once more", 0, "either", ())


def stated_again(page: FramePage, places: Sequence[int]) -> Iterator[tuple[int, Mark]]:
    """The article once more below itself, as some sites print it for another screen: lines that begin with its first
    paragraph or a line above it, and hold nearly all that stands between.

    Items, refrains and blocks of code that an article repeats begin in its middle.
    """
    lines = [page.raw[place].strip() for place in places]
    opening = next((number for number, line in enumerate(lines[:OPENING]) if is_paragraph(line)), 0)
    for origin in range(opening + 1):
        number = next((again for again in range(opening + 1, len(lines)) if lines[again] == lines[origin]), 0)
        if not number or _ITEM.match(lines[origin]):
            continue
        size = 0
        while number + size < len(lines) and origin + size < number and lines[origin + size] == lines[number + size]:
            size += 1
        copied, above = (sum(map(len, lines[start:end])) for start, end in ((number, number + size), (origin, number)))
        if size >= LEAST_COPY and copied >= max(LEAST_COPIED, WHOLE * above):
            for place in places[number : number + size]:
                yield place, Mark(0.97, "boilerplate.doubled_text", "stands above already", 0, "either", ())
            return


def abstract_copies(page: FramePage, places: Sequence[int]) -> Iterator[tuple[int, Mark]]:
    """The beginning of the article, cut off above it: `导读 春天来了，老水车……`; or its headline behind the label."""
    for number, place in enumerate(places):
        line = page.lines[place].strip()
        label = _OF_ABSTRACT.match(line)
        if label and label[0] and (text := line[label.end() :]):
            near = {page.lines[other].strip() for other in places[max(0, number - 4) : number + 5] if other != place}
            if LEAST_REPEATED <= len(text) <= LONGEST_REPEATED and not STOPS.search(text) and text in near:
                yield place, Mark(0.97, "boilerplate.metadata", "a line of the page behind a label", 0, "either", ())
                continue
        if not line.endswith(("...", "…")) or len(line) < LEAST_ABSTRACT:
            continue
        text = _OF_ABSTRACT.sub("", line).rstrip(".… ")
        if any(page.lines[below].strip().startswith(text) for below in places[number + 1 : number + 5]):
            yield place, Mark(0.97, "boilerplate.metadata", "the article's beginning, cut off", 0, "either", ())

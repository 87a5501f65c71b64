"""Which lines of a page are its headline, beside what the line model says of each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping

from cleaning.frame_page import FramePage, Mark
from cleaning.headlines import is_doubled
from cleaning.line_model import ARTICLE, HEADLINE
from cleaning.line_shape import NO_WORD, Shape
from cleaning.lines import is_paragraph

MAYBE_HEADLINE = 0.05
"""Probability from which the line above the article may be its headline, on a page without any other."""

LONGEST_SECTION = 6
"""Longest name of a section that may stand above a headline, in code points."""

LEAST_HEADLINE = 10
"""Least length of the headline below it."""

LEAST_BELOW_SECTION = 0.2
"""Probability from which a line below a section's name may be the headline."""

SURE_ARTICLE = 0.9
"""Probability from which a line below the headline is the article's for sure, or with what is left of 1, is not."""

_DECK = re.compile(r"[\u4e00-\u9fff“”《》 ]{4,20}")
"""What a line of the headline may look like."""

NO_TITLE = re.compile(
    r"\s*(?:[>»›].+[>»›]|(?:导语|导读|摘要|字数|标签|分类|栏目|推荐阅读|热门推荐)[: ]|.{0,3}点击.{0,16}(?:关注|订阅)"
    r"|.{4,}的图片 ?第\d|记者 ?[\u4e00-\u9fff]{2,3}[ /]{0,3}[\u4e00-\u9fff]{0,3} ?报导 ?$).*"
)
"""What no headline begins with, however it stands."""

NUMBERED = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}、)")
"""How a heading within the article begins, which is no page's headline."""

_BULLETS = "•·●○■□◆◇▪*-"

LONGEST_TOOL = 12
"""Length from which a line that speaks of records (`备案`) may be a headline about them, in code points."""

_NO_HEADLINE = frozenset({"tools", "app", "account", "counts", "record"})
"""What no line speaks of that is taken for a headline only because no other is left."""


def with_line_above(page: FramePage, heads: list[int], sure: Collection[int]) -> list[int]:
    """The headline's lines with the one above them, where they begin with a deck (`——以东桥为例`)."""
    if heads and page.lines[heads[0]].strip().startswith(("——", "--")):
        above = page.full[: bisect_left(page.full, heads[0])][-1:]
        if above and above[0] not in sure and not is_paragraph(page.raw[above[0]]):
            return [*above, *heads]
    return heads


def without_section(
    page: FramePage, heads: list[int], chances: Mapping[int, list[float]], sure: Collection[int]
) -> list[int]:
    """The headline's lines without the name of the page's section above it (`工作动态`, `文章`). Where the section
    alone was taken for a headline, the line below it is one, if it may be; `sure` are lines that rules know."""
    if len(heads) == 1:
        below = page.full[bisect_right(page.full, heads[0]) :][:1]
        if below and below[0] not in sure and chances.get(below[0], [0.0] * 6)[HEADLINE] > LEAST_BELOW_SECTION:
            both = [*heads, *below]
            return below if _over(page, *both) else heads
    while len(heads) > 1 and _over(page, *heads[:2]):
        heads = heads[1:]
    return heads


def _over(page: FramePage, upper: int, lower: int) -> bool:
    """Whether a line may be a section's name over the headline."""
    first, second = (NO_WORD.sub("", page.lines[place]) for place in (upper, lower))
    if len(first) > LONGEST_SECTION or len(second) < 2 * len(first) or len(second) < LEAST_HEADLINE:
        return False
    return not page.lines[lower].strip().startswith(("——", "--"))


def likeliest(
    page: FramePage,
    chances: Mapping[int, list[float]],
    marks: Mapping[int, Mark],
    merged: Mapping[int, Mark],
    floor: float,
    least: float = MAYBE_HEADLINE,
) -> list[int]:
    """The likeliest headline among the lines that the model takes, on a page whose headline would be lost with them."""
    taken = [
        place
        for place in chances
        if place not in marks
        and place in merged
        and merged[place].confidence >= floor
        and not merged[place].findings
        and chances[place][HEADLINE] > least
        and _may_be_headline(page.lines[place].strip())
    ]
    return [max(taken, key=lambda place: chances[place][HEADLINE])] if taken else []


def _may_be_headline(line: str) -> bool:
    about = Shape.of(line).groups & _NO_HEADLINE
    if len(line) > LONGEST_TOOL and "号" not in line:
        about -= {"record"}
    return len(NO_WORD.sub("", line)) > LONGEST_SECTION and line[0] not in _BULLETS and not about


def copies_below(page: FramePage, heads: list[int], merged: Mapping[int, Mark], floor: float) -> list[int]:
    """The headline once more, between the rows below it and the article."""
    for place in page.full[bisect_right(page.full, heads[-1]) :] if heads else ():
        if not NO_TITLE.match(page.lines[place]) and any(
            is_doubled(page.lines[place], page.lines[head]) for head in heads
        ):
            return [place]
        if place not in merged or merged[place].confidence < floor:
            break
    return []


def last_above(places: list[int], chances: list[list[float]]) -> int | None:
    """The line directly above the article, where it may be a headline at all."""
    first = next((number for number, chance in enumerate(chances) if max(chance) == chance[ARTICLE]), 0)
    return places[first - 1] if first and chances[first - 1][HEADLINE] > MAYBE_HEADLINE else None


def has_deck(page: FramePage, head: int, chances: Mapping[int, list[float]], marks: Mapping[int, Mark]) -> bool:
    """Whether the line below the headline may be a part of it: then it is left to the headline's own repair, which
    takes both."""
    place = next((place for place in page.full if place > head), head)
    article = chances.get(place, [1.0] * 6)[ARTICLE]
    return (
        SURE_ARTICLE > article > 1 - SURE_ARTICLE
        and place not in marks
        and bool(_DECK.fullmatch(page.raw[place].strip()))
    )


def title_place(page: FramePage, heads: list[int], marks: Mapping[int, Mark]) -> int:
    """Which line of the headline is the title: the one that a metadata row names, of copies the one nearest the
    article, else the first."""
    for place, mark in marks.items():
        for item in mark.findings:
            named = page.lines[place][item.start : item.end] if item.field == "title" else ""
            if named and (same := [head for head in heads if is_doubled(page.lines[head], named)]):
                return same[-1]
    for number in range(len(heads) - 1, 0, -1):
        line = page.lines[heads[number]]
        if any(is_doubled(page.lines[place], line) for place in heads[:number]):
            return heads[number]
    return heads[0]

"""Which lines of a page are its headline, beside what the line model says of each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Set

from cleaning.frame_page import FramePage, Mark
from cleaning.headlines import continues, is_doubled, is_section
from cleaning.label_values import is_media
from cleaning.line_model import ARTICLE, HEADLINE
from cleaning.line_shape import NO_WORD, Shape
from cleaning.lines import STOPS, is_paragraph

MAYBE_HEADLINE = 0.05
"""Probability from which the line above the article may be its headline, on a page without any other."""

LONGEST_SECTION = 6
"""Longest name of a section that may stand above a headline, in code points."""

LEAST_HEADLINE = 10
"""Least length of the headline below it."""

LEAST_BELOW_SECTION = 0.2
"""Probability from which a line below a section's name may be the headline."""

LONGEST = 64
"""Longest line of a headline that nothing but its place tells of, in code points."""

MOST_BELOW_ROW = 2
"""Most lines of a headline below the row of the date of which the model is unsure."""

SURE_ARTICLE = 0.9
"""Probability from which a line below the headline is the article's for sure, or with what is left of 1, is not."""

_DECK = re.compile(r"[\u4e00-\u9fff“”《》 ]{4,20}")
"""What a line of the headline may look like."""

NO_TITLE = re.compile(
    r"\s*(?:[>»›].+[>»›]|(?:导语|导读|原标题|本文摘要|内容摘要|摘要|核心提示|字数|标签|分类|栏目|推荐阅读|热门推荐)[: ]"
    r"|.{0,3}点击.{0,16}(?:关注|订阅)"
    r"|.{4,}的图片 ?第\d|记者 ?[\u4e00-\u9fff]{2,3}[ /]{0,3}[\u4e00-\u9fff]{0,3} ?报导 ?$).*"
)
"""What no headline begins with, however it stands."""

REPORTED = re.compile(
    r"\s*[(\[【〔][^()\[\]【】〔〕]{0,8}记者[^()\[\]【】〔〕]{1,16}(?:报导|报道|电)[)\]】〕]"
    r"|\s*[\u4e00-\u9fff]{2,14}\d{1,2}月\d{1,2}日[电讯]"
)
"""How a report begins whose first line may have no full stop: `【记者陈一/东桥报导】`, `湖东社柳塘3月4日电 题：…`."""

NUMBERED = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}、)")
"""How a heading within the article begins, which is no page's headline."""

_BULLETS = "•·●○■□◆◇▪*-"

LONGEST_TOOL = 12
"""Length from which a line that speaks of records (`备案`) may be a headline about them, in code points."""

_NO_HEADLINE = frozenset({"tools", "app", "account", "counts", "record"})
"""What no line speaks of that is taken for a headline only because no other is left."""


def with_line_above(
    page: FramePage, heads: list[int], sure: Collection[int], row: int, chances: Mapping[int, list[float]]
) -> list[int]:
    """The headline's lines with the one above them, where they begin with a deck (`——以东桥为例`), or where it alone
    stands between them and the `row` that says when the page was published (-1: there is none), or may be a headline
    and stands alone below a line that is frame for `sure`."""
    above = page.full[: bisect_left(page.full, heads[0])][-2:] if heads else []
    if not above or above[-1] in sure or is_paragraph(page.raw[above[-1]]):
        return heads
    line = page.lines[above[-1]].strip()
    if page.lines[heads[0]].strip().startswith(("——", "--")):
        return [above[-1], *heads]
    maybe = above[0] in sure and chances.get(above[-1], [0.0] * 6)[HEADLINE] > LEAST_BELOW_SECTION
    alone = above[0] == row >= 0 or (maybe and above[0] != above[-1])
    return [above[-1], *heads] if alone and len(line) >= LEAST_HEADLINE and _may_be_headline(line) else heads


def over_row(page: FramePage, heads: list[int], row: int) -> list[int]:
    """The headline's lines without those that other lines part from the ones over the `row` that says when the page was
    published: the site's own words higher up. What stands below that row is left to be a deck."""
    above = [place for place in heads if place < row]
    order = {place: number for number, place in enumerate(page.full)}
    last = above[-1:]
    for place in reversed(above[:-1]):
        if order[last[0]] - order[place] == 1 or is_doubled(page.lines[place], page.lines[above[-1]]):
            last = [place, *last]
    return [*last, *(place for place in heads if place > row)] if last else heads


def first_over_row(page: FramePage, row: int, sure: Collection[int]) -> list[int]:
    """The first line of the page directly over the `row` that says when it was published, however short."""
    if len(page.full) < 2 or page.full[1] != row or page.full[0] in sure:
        return []
    line = page.lines[page.full[0]].strip()
    return [] if is_paragraph(line) or line in page.packs.known_words or is_section(line) else page.full[:1]


def below_row(
    page: FramePage, last: int, row: int, chances: Mapping[int, list[float]], sure: Collection[int], taken: Set[int]
) -> list[int]:
    """The one or two lines between the `row` that says when the page was published and the article, of which `last` is
    the last one, where each may be the headline: nothing else stands there, and some of it is `taken` for a menu."""
    lines = page.full[bisect_right(page.full, row) : bisect_right(page.full, last)] if row >= 0 else []
    fits = (
        0 < len(lines) <= MOST_BELOW_ROW
        and not taken.isdisjoint(lines)
        and all(
            place not in sure
            and chances.get(place, [0.0] * 6)[HEADLINE] > LEAST_BELOW_SECTION
            and len(page.lines[place].strip()) <= LONGEST
            and _may_be_headline(page.lines[place].strip())
            for place in lines
        )
    )
    return lines if fits else []


def without_section(
    page: FramePage, heads: list[int], chances: Mapping[int, list[float]], sure: Collection[int]
) -> list[int]:
    """The headline's lines without the name of the page's section above it (`工作动态`, `文章`). Where the section
    alone was taken for a headline, the line below it is one, if it may be; `sure` are lines that rules know. Nor is the
    name of a paper alone on a line one of them (`湖东日报`)."""
    if len(heads) == 1:
        below = page.full[bisect_right(page.full, heads[0]) :][:1]
        if below and below[0] not in sure and chances.get(below[0], [0.0] * 6)[HEADLINE] > LEAST_BELOW_SECTION:
            both = [*heads, *below]
            return below if _over(page, *both) else heads
    while len(heads) > 1 and _over(page, *heads[:2]):
        heads = heads[1:]
    papers = [place for place in heads if len(line := page.lines[place].strip()) <= LEAST_HEADLINE and is_media(line)]
    return [place for place in heads if place not in papers] or heads


def with_second_line(page: FramePage, heads: list[int], sure: Collection[int]) -> list[int]:
    """The headline's lines with the one below them, where the title of a document goes on there, or a deck begins."""
    below = page.full[bisect_right(page.full, heads[-1]) :][:1] if heads else []
    if not below or below[0] in sure or is_paragraph(page.raw[below[0]]):
        return heads
    upper, lower = (page.lines[place].strip() for place in (heads[-1], below[0]))
    deck = lower.startswith("——") and len(lower) <= LONGEST and not STOPS.search(lower)
    return [*heads, *below] if deck or continues(upper, lower) else heads


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

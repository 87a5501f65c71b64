"""Who and when, between a headline and the article, without a label: `2021-03-04 东桥小学`, `湖东夜话` over a date.

Read only where the line model has found the headline of a page that shows its frame: there a day and a name are the
page's, while the same line of a text without a frame is the text's own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping

from cleaning.dates import FoundDate, find_date
from cleaning.frame_page import FramePage, Mark
from cleaning.label_colons import with_colons
from cleaning.label_values import Finding, is_media
from cleaning.lines import DAY, SIGNER, STOPS, is_paragraph
from cleaning.loose_rows import read_loose
from cleaning.person_names import is_usual_name

MOST_ROWS = 8
"""Most lines between a headline and the article that are looked at."""

LONGEST_BESIDE = 24
"""Most code points that stand beside the date of such a row."""

LEAST_HEADLINE = 8
MOST_HEADLINE = 60
"""Least and greatest length of a first line over a day that tells of a mirror, in code points."""

LONGEST_UNTOLD = 8
"""Longest name beside the date whose form does not tell that it is a paper's, in code points."""

LONGEST_NAME = 12
"""Most code points beside such a day."""

_FIGURES = re.compile(r"(?:20\d\d[-/.]\d|20\d\d年(?:0\d月|\d\d?月0\d日)|\d\d\.\d\d\.20)")
_PADDED = re.compile("年0\\d月|月0\\d日")
"""Zeros before month and day, which machines write and people do not."""

_PAGE_NUMBER = re.compile(r"[A-Z]?\d{1,3}")

_WEATHER = re.compile(r"星期|周[一二三四五六日]|[晴阴雨雪]|[多少]云|礼拜")
_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9·_-]{1,15}")
_NO_SOURCE = re.compile(
    r".*(?:领域创作者|官方[账帐]号|创作者|认证|获得超过|关注|分享|评论|阅读|浏览|字号|字体|打印|收藏|留言|列印|存新闻|书签|举报|正文|原创|转载|更多|播放"
    r"|展开|排序|[上下]一[篇页条]|首页|登录|注册|搜索|客户端|订阅|听|导语|摘要|简介|概要|查看|回答|等级|楼主|附件)"
)
_BULLETED = re.compile(r"\s*[•·●▪] *([\u4e00-\u9fff]{2,10})\s*")
_COUNT = re.compile(r"\d{1,7}(?:[次人])?")
_PAPER_AND_PERSON = re.compile(r"([\u4e00-\u9fff]{2,8}) +([\u4e00-\u9fff]{2,3})")
"""`湖东日报 陈一` below a headline."""

_SECTION = re.compile(r"\[(?P<source>[\u4e00-\u9fff]{2,10}) (?:新闻|资讯|行业|评测|导购|原创|讯|快讯|车坛\S{0,4})\]")

_OPENS_REPORT = re.compile(r"\s*[\u4e00-\u9fff]{2,12}\d{1,2}月\d{1,2}日[电讯]")
"""An agency's dateline, perhaps over the headline once more (`湖东社柳塘3月4日电 题：…`)."""

_DAY_OF = re.compile("(?:时间|日期)$")
"""What no pack knows as a label: the day of something else (`来信时间`)."""


def byline(page: FramePage, marks: Mapping[int, Mark], heads: list[int], floor: float) -> dict[int, Mark]:
    """The rows below the last line of the headline that no rule is sure of, and what those say that are gone."""
    found: dict[int, Mark] = {}
    rows = _below(page, heads[-1])
    known = {
        item.field.partition(".")[0] for mark in marks.values() if mark.confidence >= floor for item in mark.findings
    }
    authors = _authors(page, marks, floor)
    dated = False
    for place in rows:
        line = page.lines[place].strip()
        mark = marks.get(place)
        sure = mark is not None and mark.confidence >= floor
        if sure and mark and mark.findings:
            dated |= any(item.field == "published_at" for item in mark.findings)
            continue
        row = None
        if not sure and re.sub(r"\s", "", line) in authors:
            row = _mark("boilerplate.credit", "the author once more", ())
        if row is None and not sure and "published_at" not in known:
            row = _dated(page, place)
        if row is None and "source" not in known:
            row = _bulleted(page, place) if place == rows[0] else None
            row = row or _named(page, place, sure, dated or _date_below(page, place))
            if row and row.findings[0].field in known:
                row = None
        if row is None and dated and not sure and _COUNT.fullmatch(line):
            row = _mark("boilerplate.counter", "a number below the date", ())
        if row is None:
            if not sure:
                break
            continue
        found[place] = row
        dated |= any(item.field == "published_at" for item in row.findings)
        known |= {item.field.partition(".")[0] for item in row.findings}
    return found


def _authors(page: FramePage, marks: Mapping[int, Mark], floor: float) -> set[str]:
    """The names of the authors that sure rows give."""
    return {
        re.sub(r"\s", "", page.lines[place][item.start : item.end])
        for place, mark in marks.items()
        for item in mark.findings
        if mark.confidence >= floor and item.field.startswith("author")
    }


def day_below_first_line(page: FramePage) -> dict[int, Mark]:
    """The day in figures between a first line that may be a headline and the first paragraph, with at most a name.

    So mirrors print headline, day and paper and nothing else: `2021-03-04 湖东发布`. A day written out stays, as laws
    and speeches have it.
    """
    full = [place for place in page.full[:4] if not _PAGE_NUMBER.fullmatch(page.lines[place].strip())]
    if len(full) < 3:
        return {}
    first, place, below = full[:3]
    line, head = page.lines[place], page.lines[first].strip()
    date = find_date(line)
    if date is None or _is_written_out(line, date):
        return {}
    if not is_paragraph(page.raw[below]) and not _OPENS_REPORT.match(page.lines[below]):
        return {}
    if not LEAST_HEADLINE <= len(head) <= MOST_HEADLINE or STOPS.search(head) or find_date(head):
        return {}
    if len(line.strip()) - (date.end - date.start) > LONGEST_NAME or not _FIGURES.match(line[date.start :]):
        return {}
    row = _dated(page, place)
    return {place: row} if row else {}


def _below(page: FramePage, head: int) -> list[int]:
    rows: list[int] = []
    for place in page.full[bisect_right(page.full, head) :][:MOST_ROWS]:
        if is_paragraph(page.raw[place]) or place in page.notice:
            break
        rows.append(place)
    return rows


def _mark(kind: str, evidence: str, found: tuple[Finding, ...]) -> Mark:
    return Mark(0.96, kind, evidence, 0, "either", found)


def _dated(page: FramePage, place: int) -> Mark | None:
    """A day, perhaps with names, counts and tools, on a line below the headline."""
    line = page.lines[place]
    date = find_date(line)
    if date is None or STOPS.search(line) or _WEATHER.search(line):
        return None
    before, after = line[: date.start].strip(), line[date.end :].strip()
    if (
        len(before) + len(after) > LONGEST_BESIDE
        or (before and after)
        or before.endswith(("(", "于", "自", "从", "至"))
        or _DAY_OF.search(before)
    ):
        return None
    if not before and not after and _is_written_out(line, date):
        return None  # the day on which a law was passed or a speech made
    row = read_loose(with_colons(line), page.packs, 0.0)
    if row is None or not any(item.field == "published_at" for item in row.findings):
        return None
    return _mark("boilerplate.metadata", "a day below the headline", row.findings)


def _is_written_out(line: str, date: FoundDate) -> bool:
    day = line[date.start : date.end].replace(" ", "")
    return bool(DAY.fullmatch(day)) and not _PADDED.search(day)


def _named(page: FramePage, place: int, sure: bool, beside_date: bool) -> Mark | None:
    """A name alone beside a row with the date: the paper's or the author's."""
    line = page.lines[place]
    text = line.strip()
    start = line.index(text)
    if text.startswith("@") and is_media(text[1:]):
        return _mark("boilerplate.source", "a paper's account", (Finding("source", start + 1, start + len(text)),))
    if match := _SECTION.fullmatch(text):
        return _mark(
            "boilerplate.source", "the paper in brackets", (Finding("source", start + 1, start + 1 + len(match[1])),)
        )
    if (two := _PAPER_AND_PERSON.fullmatch(text)) and is_media(two[1]) and is_usual_name(two[2]):
        found = (
            Finding("source", start, start + len(two[1])),
            Finding("author", start + two.start(2), start + len(text)),
        )
        return _mark("boilerplate.source", "paper and person below the headline", found)
    if not beside_date or not _NAME.fullmatch(text) or _NO_SOURCE.match(text) or text in page.packs.known_words:
        return None
    told = is_media(text) or SIGNER.fullmatch(text)
    if not told and (not sure or len(text) > LONGEST_UNTOLD or "的" in text):
        return None
    person = is_usual_name(text) and not is_media(text)
    field = "author" if person else "source"
    return _mark("boilerplate.source", "a name beside the date", (Finding(field, start, start + len(text)),))


def _bulleted(page: FramePage, place: int) -> Mark | None:
    """A paper's name alone in a list below the headline: `• 湖东日报`."""
    line = page.lines[place]
    match = _BULLETED.fullmatch(line)
    if not match or not is_media(match[1]):
        return None
    return _mark("boilerplate.source", "the paper in a list", (Finding("source", match.start(1), match.end(1)),))


def _date_below(page: FramePage, place: int) -> bool:
    """Whether one of the next two lines is a day and little else."""
    for below in page.full[bisect_right(page.full, place) :][:2]:
        line = page.lines[below].strip()
        date = find_date(line)
        if date is not None and date.start < 4 and len(line) - date.end <= LONGEST_BESIDE and not STOPS.search(line):
            return True
    return False

"""Metadata rows without labels, or with some: `湖东晚报 2021-03-04 10:20 陈一 阅读 1288 分享`.

Every piece of the line must be something that such a row holds: a date, a count of readers, a labelled value, a
credit, a tool, and at most two names beside them, of the paper or of a person. How much is known says how sure the row
is: `2021年3月4日 东桥` is none, since a text may begin so.
"""

from __future__ import annotations

import re
from itertools import accumulate, pairwise
from typing import NamedTuple

from cleaning.dates import find_date
from cleaning.label_values import UNSAID, VALUES, Finding, Findings, credit_findings, is_media, tidy_source
from cleaning.labels import Row, field_of
from cleaning.packs import Packs
from cleaning.people import read_credits
from cleaning.person_names import has_surname, is_name, split_names

LONGEST = 160
"""Longest such row, in code points."""

LEAST_KNOWN = 1.25
"""How much more the known pieces of such a row must weigh than its unknown ones."""

LEAST_AT_CLOCK = 1.5
"""The same for being sure, where the hour stands there: a paper beside it makes a row no less likely."""

LEAST_HARDLY = 0.5
"""The same where it only hints at a row."""

MOST_FREE = 2
"""Most pieces that nothing tells of but their place."""

_STOP = re.compile(r"[。!?;]|,.*,")
LONGEST_NAME = 16
"""Longest name of a paper or a person, in code points."""

_READERS = "阅读|浏览|评论|参与|点赞|跟[贴帖]|收藏|观看|回复|点击|已阅|热度|查看|围观|赞同|喜欢"
_COUNTED = "阅读|浏览|点击|评论|查看|人气|点?赞|回复|访问|参与|跟[贴帖]|收藏|字数|播放|热度|围观|观看"
_COUNT = re.compile(
    rf"(?:已?有|共)? ?\d[\d.,]*[万wWkK+]* ?[人次条个]? ?(?:{_READERS})(?:[过了量数次]|次数|人次)?"
    rf"|(?:{_COUNTED})(?:[量数]|次数|人次)? ?[:(\[]* ?(?:\d[\d.,]*[万wWkK+]*|\d*%) ?[次人条个]?[)\]]?"
    r"|\(?\d+人(?:参与|评论|阅读)\)?|积分 ?\d+|举报|发表于[\u4e00-\u9fff]{2,4}$|[A-Za-z]{2}\d{3,5}\b"
)
_WORDS = frozenset(
    (
        "来源 来源于 来自 作者 编辑 责编 发布 发表 发表于 发布于 发布时间 更新 更新于 编辑于 提问于 推荐于 原创 "
        "转载 转自 正文 今天 昨天 订阅 关注 已关注 我有话说 举报 投诉 收藏 分享 留言 列印 打印 听新闻 朗读 "
        "综合报导 综合报道 报导 报道 类型 文 图 星期 次 人 分类 个人分类 标签 大 中 小 特 标准 超大 字号 字体 A- "
        "A+ A 阅读模式 只看该作者 显示全部楼层 倒序浏览 楼主 字级设定 打印本页 关闭 关闭窗口 纠错 微博 微信 "
        "Updated Posted on by By Source Date http www 相关 下载 返回 次浏览 次阅读 次点击 人浏览 人阅读 台北时间 "
        "北京时间"
    ).split()
)
_NO_SOURCE = re.compile(
    r"[A-Z]{1,2}|Categor(?:y|ies)|Tags?|News|Home|Views?|Share|Comments?|Posted|[\u4e00-\u9fff]|当前|公告|正文|回复|最新|分类于|提问者|推荐于|预报员|个人"
    r"|.*[\u4e00-\u9fffA-Za-z]\d+(?:[\u4e00-\u9fff]{0,3})|推荐给.*|下载.*|小编.*"
    r"|.*(?:领域创作者|官方[账帐]号|创作者|认证用户)|TA获得超过.*|发自.*|.*阅读请?|.*请点击"
)
"""Words that stand in such rows and name neither a paper nor a person."""

_NO_PERSON = re.compile(r".*[部处科室局院社网台报校系所委办会组县市区镇队]$")
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]{4,}")
_PIECE = re.compile(r"[^\s|·•,/\[\]()【】<>《》—_\-:+\"“”丨]+")
_FROM_PLACE = re.compile(r"[\u4e00-\u9fff]{2,4}(?:即时|综合|外电|连线)?(?:报导|报道|专电)")
"""Where a report is from: `记者陈一／海东报导`."""

_WEAK = frozenset({"时间", "日期"})
"""Labels that a notice's own lines begin with."""


class _Span(NamedTuple):
    start: int
    end: int
    weight: float
    findings: Findings
    labelled: bool = False


def read_loose(line: str, packs: Packs, least: float = LEAST_KNOWN) -> Row | None:
    """A normal line as such a row, None when it holds anything else. Confidence is that of a line at a page's top.

    `least` is what its known pieces must weigh more than its unknown ones: less where something else tells of the
    row, and at 0 pieces that nothing tells of are passed over.
    """
    if not 4 <= len(line.strip()) <= LONGEST or _STOP.search(line):
        return None
    spans = _dates(line, packs)
    spans += (_Span(*match.span(), 1.0, ()) for match in _COUNT.finditer(line) if not _inside(match.start(), spans))
    spans += _labels(line, packs, spans)
    if not spans:
        return None
    spans += (_Span(*match.span(), 0.25, (), True) for match in _ADDRESS.finditer(line))
    spans.sort()
    weight = sum(span.weight for span in spans)
    found = [item for span in spans for item in span.findings]
    free: list[tuple[int, int]] = []
    at = tools = 0
    for start, end in [*((span.start, span.end) for span in spans), (len(line), len(line))]:
        if start > at:
            gain = _between(line, at, start, packs, found, free)
            weight += gain
            tools += gain > 0
        at = max(at, end)
    if least and not free and not tools and not any(_is_bare(line, span) for span in spans):
        return None  # labels and their values alone: `cleaning.labels.read_row` knows better
    known = list(found)
    if len(free) > MOST_FREE or not _name(line, free, found):
        if least > 0:
            return None
        found, free = known, []
    weight -= sum(_doubt(line[start:end]) for start, end in free)
    if weight < least:
        return None
    clock = any(span.weight == 2 for span in spans)
    return Row(
        0.97 if weight >= (LEAST_AT_CLOCK if clock else 2) else 0.9,
        "boilerplate.metadata",
        "metadata row",
        0.97,
        "inner",
        tuple(sorted(found, key=lambda item: item.start)),
    )


def _is_bare(line: str, span: _Span) -> bool:
    """Whether a date or a count stands there without a label before it."""
    return not span.labelled and not line[: span.start].rstrip(" [(").endswith((":", "|"))


def _inside(place: int, spans: list[_Span]) -> bool:
    return any(span.start <= place < span.end for span in spans)


def _dates(line: str, packs: Packs) -> list[_Span]:
    """Dates; each fills the field of the label before it, the first of those without a label `published_at`."""
    spans: list[_Span] = []
    named: set[str] = set()
    at = 0
    while date := find_date(line, at):
        label = None
        for match in packs.label_pattern.finditer(line, at, date.start):
            label = match if match.end() == date.start else label
        field = packs.labels[re.sub(r"\s", "", label[1])].field if label else "published_at"
        found = () if field in named or not field else (Finding(field, date.start, date.end, date.value),)
        named.add(field)
        spans.append(_Span(date.start, date.end, 2.0 if date.has_clock else 1.5, found))
        at = date.end
    return spans


def _labels(line: str, packs: Packs, known: list[_Span]) -> list[_Span]:
    """Labels with the first piece behind them; a label before a date or a count is part of it."""
    spans: list[_Span] = []
    starts = sorted(span.start for span in known)
    matches = list(packs.label_pattern.finditer(line))
    for number, match in enumerate(matches):
        name = re.sub(r"\s", "", match[1])
        label = packs.labels[name]
        gain = 0.0 if name in _WEAK else 1.0
        until = min([*(start for start in starts if start >= match.end()), len(line)])
        if number + 1 < len(matches):
            until = min(until, matches[number + 1].start())
        value = line[match.end() : until]
        lead = len(value) - len(value.lstrip(" |["))
        value = value.strip(" |[]()·/-")
        if not value or label.value in ("date", "published_at", "number", "tools"):
            spans.append(_Span(match.start(), match.end(), gain, (), True))
            continue
        for text in dict.fromkeys((value, value.split(" ")[0].split("|")[0])):
            begin = match.end() + lead
            found = () if text in UNSAID else VALUES[label.value](text, begin, field_of(label, name))
            if found is not None:
                spans.append(_Span(match.start(), begin + len(text), gain, found, True))
                break
    return spans


def _between(line: str, start: int, end: int, packs: Packs, found: list[Finding], free: list[tuple[int, int]]) -> float:
    """What stands between known spans: credits and tools are known too, the rest is `free`. How much they weigh."""
    piece = line[start:end]
    text = piece.strip(" |·,/[]()-—_<>")
    if not text:
        return 0.0
    lead = start + piece.index(text)
    credit = read_credits(text, lead)
    if credit and all(has_surname(person.name) for person in credit.people):
        found += credit_findings(credit)
        return 1.0
    gain = 0.0
    for match in _PIECE.finditer(line, start, end):
        word = match[0]
        glued = match.start() == start > 0 and line[start - 1].isdigit()
        if glued and len(names := split_names(word)) > 1:
            found += _run_of_names(names, match.start())
            gain += 1.0
        elif glued and len(word) == 3 and _is_person(word):
            found.append(Finding("author", *match.span()))
            gain += 0.5
        elif match.end() == end < len(line) and line.startswith(("时间", "日期"), end):
            gain += 0.25  # the beginning of a label that no pack knows (`产生日期:`)
        elif _FROM_PLACE.fullmatch(word) or word in _WORDS or word in packs.known_words or not re.search(r"\w", word):
            gain += 0.25
        elif (credit := read_credits(word, match.start())) and all(has_surname(p.name) for p in credit.people):
            found += credit_findings(credit)
            gain += 1.0
        elif len(word) > LONGEST_NAME:
            free += [match.span()] * (MOST_FREE + 1)
        elif word in (line[start:end] for start, end in free):
            continue
        else:
            free.append(match.span())
    return min(gain, 0.75)


def _doubt(word: str) -> float:
    """How much a piece that nothing tells of weighs against a row."""
    if len(word) == 3 and _is_person(word):
        return 0.25
    return 0.5 if is_media(word) else 0.75


def _is_person(word: str) -> bool:
    return is_name(word) and has_surname(word) and not _NO_PERSON.match(word)


def _run_of_names(names: tuple[str, ...], at: int) -> list[Finding]:
    ends = list(accumulate(map(len, names), initial=at))
    return [Finding("author", *span) for span in pairwise(ends)]


def _name(line: str, free: list[tuple[int, int]], found: list[Finding]) -> bool:
    """Read the free pieces as the paper and a person; False where there is no room for them."""
    named = {item.field.partition(".")[0] for item in found}
    for start, end in dict.fromkeys(free):
        word = line[start:end]
        if word.isdigit() or not re.search("[\u4e00-\u9fffA-Za-z]", word):
            continue
        if _NO_SOURCE.fullmatch(word) and not is_media(word):
            continue
        field = "author" if len(word) <= 3 and _is_person(word) and "author" not in named else "source"
        if field in named:
            if line[start:end] in {line[item.start : item.end] for item in found}:
                continue
            return False
        named.add(field)
        found.append(Finding(field, *tidy_source(line, start, end)))
    return True

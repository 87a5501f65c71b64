"""What a dateline and a credit inside the article say: `湖东日报讯（记者 甲某 乙某）`, `……。（记者 甲某/文 乙某/摄）`.

They stand inside a sentence or at its end and belong to the text, so nothing is taken out: only fields are read, the
dateline itself into `dateline` (`本报湖东3月5日电`), its paper into `source` (not 本报, which names none), the people
into `author.<role>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cleaning.context import Context
from cleaning.dates import find_date
from cleaning.edit import Field
from cleaning.frame_tails import editor_behind
from cleaning.label_values import VALUES, credit_findings
from cleaning.lines import normal_line
from cleaning.names_alone import names_alone
from cleaning.people import Credits, read_credits, read_names
from cleaning.person_names import has_usual_surname

TRIGGERS = frozenset("。")

FIRST_LINES = 6
"""How many lines with text from the top may be the one with the dateline: headline block, kicker, first paragraph."""

LAST_LINES = 3

MOST_NAMES = 4
"""Most names without a role behind the last sentence; more of them are a list."""

LONGEST = 100
"""How far from its line's beginning or end a dateline or a credit may reach, in code points."""

_REPORT = re.compile(r"[讯电息][】\]]?[ \u3000\xa0]?[(（]")
_AGENCIES = ("新华社", "中新社", "中新网", "人民网", "央视网", "新华网", "中国新闻社", "香港中通社")
"""Who writes place and day between its name and 电, so that only a known name tells where the name ends."""

_BRACKETS = r"\((?P<credit>[^()]{2,80})\)"
_DATELINE = re.compile(
    rf"\s*[\[【(]?(?P<paper>{'|'.join(_AGENCIES)}|[\u4e00-\u9fffA-Za-z]{{1,12}}?)"
    rf"(?P<place>[^\s。，,、:()]{{0,8}}?\d{{1,2}}月\d{{1,2}}日)?(?:消息|讯|电)[】\]]?\s*{_BRACKETS}"
)
_WITH_PLACE = re.compile(r"(.{1,8}?(?:网|日报|晚报|早报|晨报|时报|客户端|在线))[\u4e00-\u9fff]{2,3}")
"""A paper and the place that it reports from, `湖东网柳塘`."""

_PLACE_LINE = re.compile(
    rf"\s*[\[【(]?(?P<dateline>(?:{'|'.join(_AGENCIES)}|[\u4e00-\u9fff]{{1,10}}?(?:报|网|社|台|刊|融媒|新闻))"
    r"(?:[^\s。,、:()]{0,8}?(?:\d{1,2}月)?\d{1,2}日)?(?:专电|消息|快讯|讯|电))(?=[\s(:\]】)]|记者)"
)
"""A dateline with a name that tells of one, whether a credit follows or not."""

_TAIWAN = re.compile(
    r"\s*[(〔【\[](?P<paper>[\u4e00-\u9fff]{2,6}?)?(?:特派员|特约记者|实习记者|记者)(?P<names>[\u4e00-\u9fff、]{2,16}?)"
    r"(?:[/|](?P<place>[\u4e00-\u9fff]{2,6})|(?P<glued>[\u4e00-\u9fff]{2})(?:\d{1,2}日)?)"
    r"(?P<ends>(?:即时|综合|专访|特稿)?(?:电|专电|报导|报道))[)〕】\]]"
)
"""`(中央社记者王小三台北22日电)`, `〔记者王小三/台北报导〕`: reporter and place in brackets before the text."""

_DATED = re.compile(
    r"\s*[\[【(](?P<paper>[\u4e00-\u9fff]{2,14}?)(?:北京时间|台北时间)?(?P<day>20\d\d年\d{1,2}月\d{1,2}日)(?:专)?[讯电][\]】)]"
)
"""`【湖东时报2021年3月4日讯】`, with the year: then the dateline says when the page was published."""

_IN_BRACKETS = re.compile(
    r"\s*【(?P<paper>[\u4e00-\u9fffA-Za-z]{1,8}(?:报|网|社|[新闻视]台|[^\u4e00-\u9fff]台))(?:专讯|讯)?】(?=[\u4e00-\u9fff\d“「《])"
)
"""`【湖东网】3月4日，……`: the paper in brackets before the first sentence."""

_UNBRACKETED = re.compile(
    r"\s*[\u4e00-\u9fff]{1,10}讯\s*(?P<credit>(?:记者|通讯员)[ \u4e00-\u9fff]{2,24}?)\s?(?:摄影)?报道[:,，\s]"
)
"""`湖东网讯 通讯员 王小三 李四 报道 `."""

_OPENING = re.compile(r"\s*\((?P<credit>[^()]{0,10}(?:记者|通讯员)[^()]{2,40})\)(?=[^\s()])")
"""A credit before the first sentence, where the dateline stands on a line of its own."""

_LABEL = re.compile(r"(?:来源|出处|稿源|转自|摘自) ?: ?")
_OWN = re.compile(r"[本我](?:报|网|台|刊|社|市|区|县|省|站)|最新|综合|近日|昨")
_BETTING = re.compile("赌场|官网|娱乐|彩票|博彩")
"""What a hijacked site writes over a paper's name."""

_SENTENCE_END = re.compile(r"(?:^|[。!?”」…])\s*$")
_SIGNED = re.compile(r"(?<=[。!?”」])\s*[(\[【]?作者 ?[:/] ?(?P<names>[\u4e00-\u9fff;、, ]{2,24})[)\]】]?$")
_SOURCED = re.compile(r"(?<=[。!?”]) *[●■◆▲★·]? *(?:来源|稿源) ?: ?(?P<source>[\u4e00-\u9fffA-Za-z]{2,16})$")
_GLUED = re.compile(
    r"(?P<role>通讯员|供稿人?|撰稿人?) ?[:/] ?(?P<names>[\u4e00-\u9fff]{2,3}(?:[、, ][\u4e00-\u9fff]{2,3}){0,3})$"
)
"""Who sent the text in, behind its last word."""

_CLOSING = re.compile(rf"{_BRACKETS}\s*$")


def propose(text: str, context: Context) -> Iterable[Field]:
    first, last = _ends(context.folded)
    for start, line in first:
        if match := _PLACE_LINE.match(normal_line(line[:LONGEST])):
            begin, end = start + match.start("dateline"), start + match.end("dateline")
            yield Field("dateline", _page(context)[begin:end], begin, end, "dateline")
            break
    for start, line in first:
        if line.lstrip()[:1] in tuple("(（[【") and (match := _DATED.match(normal_line(line[:LONGEST]))):
            yield from _dated(match, start, context)
            break
    for start, line in first:
        if (match := _IN_BRACKETS.match(line)) and not _OWN.match(match["paper"]):
            begin, end = start + match.start("paper"), start + match.end("paper")
            yield Field("source", _page(context)[begin:end], begin, end, "dateline")
            break
    for start, line in first:
        if line.lstrip()[:1] in tuple("(（〔【[") and (match := _TAIWAN.match(normal_line(line[:LONGEST]))):
            yield from _bracketed(match, start, context)
            break
    for start, line in first:
        if _REPORT.search(line, 0, LONGEST) and (match := _DATELINE.match(normal_line(line[: 2 * LONGEST]))):
            yield from _dateline(match, start, context)
            break
    else:
        yield from _opening(first, context)
    yield from names_alone(first, last, _page(context))
    for start, line in last:
        line = line.rstrip()
        line = line.rstrip("| \u3000\t")
        if line.endswith((")", "）")):
            cut = max(0, len(line) - LONGEST)
            if closing := _CLOSING.search(normal_line(line[cut:])):
                yield from _credit(closing, start + cut, context)
        if signed := _SIGNED.search(normal_line(line[-LONGEST:])):
            yield from _signed(signed, start + max(0, len(line) - LONGEST), context)
        if glued := _GLUED.search(normal_line(line[-LONGEST:])):
            yield from _glued(glued, start + max(0, len(line) - LONGEST), context)
        if sourced := _SOURCED.search(normal_line(line[-LONGEST:])):
            begin, end = (start + max(0, len(line) - LONGEST) + at for at in sourced.span("source"))
            yield Field("source", _page(context)[begin:end], begin, end, "source behind the last sentence")
        if found := editor_behind(line):
            for item in found[1]:
                begin, end = start + item.start, start + item.end
                yield Field(item.field, _page(context)[begin:end], begin, end, "the editor behind the last sentence")


def _ends(folded: str) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """The first and the last lines that hold something, with their places."""
    first: list[tuple[int, str]] = []
    at = 0
    while at < len(folded) and len(first) < FIRST_LINES:
        end = folded.find("\n", at)
        end = len(folded) if end < 0 else end
        if folded[at:end].strip():
            first.append((at, folded[at:end]))
        at = end + 1
    last: list[tuple[int, str]] = []
    until = len(folded)
    while until > at and len(last) < LAST_LINES:
        start = max(folded.rfind("\n", at, until) + 1, at)
        if folded[start:until].strip():
            last.append((start, folded[start:until]))
        until = start - 1
    return first, (first + last[::-1])[-LAST_LINES:]


def _opening(first: list[tuple[int, str]], context: Context) -> Iterator[Field]:
    for start, line in first:
        normal = normal_line(line[:LONGEST])
        match = _UNBRACKETED.match(normal) or _OPENING.match(normal)
        if match and (credit := read_credits(match["credit"], match.start("credit"))):
            yield from _people(credit, start, "credit before the first sentence", context)
            return


def _bracketed(match: re.Match[str], start: int, context: Context) -> Iterator[Field]:
    names = read_names(match["names"], match.start("names")) or ()
    if not names or not all(has_usual_surname(person.name) for person in names):
        return
    if match["paper"] and match["paper"] not in ("本报", "本社", "本台", "本网"):
        begin, end = start + match.start("paper"), start + match.end("paper")
        yield Field("source", _page(context)[begin:end], begin, end, "dateline")
    people = tuple(person._replace(role="记者") for person in names)
    yield from _people(Credits(None, people), start, "dateline", context)


def _dated(match: re.Match[str], start: int, context: Context) -> Iterator[Field]:
    paper, day = match["paper"], find_date(match["day"])
    begin, end = start + match.start("paper"), start + match.end() - 1
    yield Field("dateline", _page(context)[begin:end], begin, end, "dateline")
    if not _OWN.match(paper) and not _BETTING.search(paper):
        yield Field("source", _page(context)[begin : begin + len(paper)], begin, begin + len(paper), "dateline")
    if day:
        yield Field("published_at", day.value, start + match.start("day"), start + match.end("day"), "dateline")


def _dateline(match: re.Match[str], start: int, context: Context) -> Iterator[Field]:
    credit = read_credits(match["credit"], match.start("credit"))
    if credit is None and match["paper"] in _AGENCIES:
        names = read_names(match["credit"], match.start("credit")) or ()
        if names and all(has_usual_surname(person.name) for person in names):
            credit = Credits(None, names)  # an agency's reporters, without a word that says so
    if credit is None:
        return
    paper = match["paper"]
    known = paper in _AGENCIES or not match["place"]
    if whole := _WITH_PLACE.fullmatch(paper):
        paper = whole[1]
    if known and len(paper) > 1 and not _OWN.match(paper):
        begin = start + match.start("paper")
        yield Field("source", _page(context)[begin : begin + len(paper)], begin, begin + len(paper), "dateline")
    yield from _people(credit, start, "dateline", context)


def _credit(match: re.Match[str], start: int, context: Context) -> Iterator[Field]:
    credit = read_credits(match["credit"], match.start("credit"))
    if credit is not None:
        yield from _people(credit, start, "credit at the end of a paragraph", context)
    elif label := _LABEL.match(match["credit"]):
        value = match["credit"][label.end() :].strip()
        for item in VALUES["source"](value, match.start("credit") + match["credit"].index(value), "source") or ():
            begin, end = start + item.start, start + item.end
            yield Field(item.field, _page(context)[begin:end], begin, end, "source behind the last sentence")
    elif _SENTENCE_END.search(match.string, 0, match.start()):
        names = read_names(match["credit"], match.start("credit")) or ()
        shown = context.damage("boilerplate") or (len(names) > 1 and not match.start())
        if shown and len(names) <= MOST_NAMES and all(has_usual_surname(person.name) for person in names):
            yield from _people(Credits(None, names), start, "names behind the last sentence", context)


def _signed(match: re.Match[str], start: int, context: Context) -> Iterator[Field]:
    names = read_names(match["names"], match.start("names")) or ()
    if all(has_usual_surname(person.name) for person in names):
        yield from _people(Credits(None, names), start, "authors behind the last sentence", context)


def _glued(match: re.Match[str], start: int, context: Context) -> Iterator[Field]:
    names = read_names(match["names"], match.start("names")) or ()
    if all(has_usual_surname(person.name) for person in names):
        people = tuple(person._replace(role=match["role"]) for person in names)
        yield from _people(Credits(None, people), start, "who sent it in, behind the last word", context)


def _people(credit: Credits, start: int, evidence: str, context: Context) -> Iterator[Field]:
    for item in credit_findings(credit):
        begin, end = start + item.start, start + item.end
        value = re.sub(r"\s", "", _page(context)[begin:end])
        yield Field(item.field, value, begin, end, evidence)


def _page(context: Context) -> str:
    return context.folded if context.settings.script == "simplified" else context.text

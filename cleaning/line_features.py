"""What the line model sees of a line: its form, the kind of words in it, what the rule packs say, and its neighbours.

A feature is a string that holds or does not. None of them is a wording: those stand in the rule packs. The groups of
words say what a line is about (`rights`, `lists`, `contact`), and an article may be about the same, so each counts by
the length of its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby
from typing import NamedTuple

from cleaning.dates import find_date
from cleaning.lines import is_paragraph, is_signature


class Seen(NamedTuple):
    """What the rule packs say of a line: its kind, and the confidence alone and in company."""

    kind: str
    confidence: float
    company: float


SURE = 0.95
"""Confidence from which a line that a rule knows is an anchor for its neighbours."""

GROUPS = {
    "site": "网站|网页|门户|平台|频道|栏目|首页|主页|官网|论坛|社区|导航|目录|站点",
    "account": "登录|注册|会员|用户|密码|退出|积分|昵称|验证码|搜索",
    "tools": "打印|关闭|收藏|字号|字体|分享|复制|返回|顶部|举报|纠错|反馈|投诉|繁体|简体|无障碍|长者|放大|缩小|播放"
    "|加载|展开",
    "social": "微信|微博|QQ|朋友圈|公众号|扫一扫|扫码|二维码|关注|订阅|点赞|转发|在看|留言|评论|回复|跟帖|楼主|赞",
    "app": "APP|App|客户端|下载|小程序|手机版|触屏|电脑版|移动端|阅读原文",
    "counts": "浏览|阅读|点击|访问|人气|次数|查看|热度",
    "rights": "版权|转载|授权|侵权|著作权|声明|免责|立场|观点|注明|出处|原创|摘编|上传",
    "lists": "相关|推荐|热门|热点|排行|更多|精彩|猜你|喜欢|往期|最新|延伸|标签|专题|热文|关键词",
    "neighbour": "上一|下一|前一|后一|没有了",
    "office": "主办|承办|主管|协办|技术支持|版权所有|运营|维护|出品",
    "record": "ICP|备案|网安|标识码|许可证|证号|刊号|代号",
    "contact": "电话|热线|传真|邮箱|邮编|地址|客服|咨询|投稿|@|http|www",
    "credit": "编辑|责编|校对|审核|记者|通讯员|作者|来源|摄影|供稿|监制|撰稿|编审|[一二三初复终]审",
    "english": "(?i:copyright|rights|powered|home|share|print|close|news|contact|reserved|post|comment|tags"
    "|previous|next|read more|login|sign in|about)",
    "advert": "广告|推广|赞助|优惠|报价|底价|免费|领取|立即|点击|订阅|加入",
}
_GROUPS = re.compile("|".join(f"(?P<{name}>{words})" for name, words in GROUPS.items()))

_SEPARATORS = re.compile(r"[|>/·»→\-]|(?<=\S) +(?=\S)")
_DATE = re.compile(
    r"(?:19|20)?\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}|\d{1,2}[-/月]\d{1,2}日? \d{1,2}:\d\d"
    r"|[今昨前]天 ?\d|\d+ ?(?:小时|分钟|天)前"
)
_CLOCK = re.compile(r"\d{1,2}:\d\d")
_LABEL = re.compile(r"[^\w]*[\u4e00-\u9fff ]{2,8}[:|]")
_BULLET = re.compile(r"[·•●■◆▶△▲▼★☆※◎○□*-]")
_NUMBERED = re.compile(r"[(（]?[\d一二三四五六七八九十]{1,3}[)）.、．]|第[一二三四五六七八九十百\d]+[章节条]")
_SALUTATION = re.compile(r".{0,30}(?:们|您|先生|女士|同志|朋友|领导|来宾|单位|人民政府|委员会)[^,。]{0,8}:$")
_DAY_ALONE = re.compile(r"(?:\d{4}|[一二][〇零○一二三四五六七八九]{3})年.{1,3}月.{1,4}日$")
_OFFICE = re.compile(r"[\u4e00-\u9fff()]{3,30}(?:政府|委员会|办公室|[局厅院会司校馆站部社]|中心|公司|小组|学校|医院)$")
_QUOTED = re.compile(r"[“「‘]|[\u4e00-\u9fff]{1,6}:[^ ]{6}")
_NO_WORD = re.compile(r"[^\w]|_")
_MEDIA = re.compile(
    r"[^\s|,:/·()<>\[\]]{1,12}(?:[日晚早时周商]报|新闻|网|融媒|发布|电视台|广播|在线|社|杂志|周刊|News|Daily)(?=$|[\s|,:/·()<>\[\]\d])"
)
_ROWS = frozenset(f"boilerplate.{kind}" for kind in ("date", "source", "credit", "metadata", "counter"))
_OVER_LISTS = frozenset({"lists", "neighbour", "social", "app", "counts"})

LONGEST_TOP = 24
"""Lines from the beginning among which a headline and its copy stand."""


def features(lines: Sequence[str], seen: Sequence[Seen | None]) -> list[list[str]]:
    """The features of each line, in order. `lines` are normal lines without white space around them."""
    shapes = [_Shape.of(line or "-") for line in lines]
    paragraphs = [place for place, shape in enumerate(shapes) if shape.paragraph]
    first = paragraphs[0] if paragraphs else len(lines)
    last = paragraphs[-1] if paragraphs else -1
    sure = [mark is not None and mark.confidence >= SURE for mark in seen]
    above = list(accumulate(sure, initial=0))
    wordy = list(accumulate((bool(shape.groups) and not shape.paragraph for shape in shapes), initial=0))
    times = _times(lines)
    echoes = _echoes(lines[:LONGEST_TOP])
    heads, runs = _heads(shapes), _runs(shapes)
    signed = _signed(lines)
    made = []
    for place, shape in enumerate(shapes):
        found = [f"{name}" for name in shape.names()]
        zone = "none" if not paragraphs else "top" if place < first else "bottom" if place > last else "middle"
        found.append(f"zone={zone}")
        if zone == "top":
            found.append(f"to_first={_near(first - place)}")
        if zone == "bottom":
            found.append(f"from_last={_near(place - last)}")
        found.append(f"{zone}:place={_near(place + 1)}" if zone == "top" else f"{zone}:end={_near(len(lines) - place)}")
        found += (f"{zone}:{name}" for name in (f"length={shape.length}", f"end={shape.end}"))
        for step in (-2, -1, 1, 2):
            other = shapes[place + step].summary if 0 <= place + step < len(shapes) else "edge"
            found.append(f"{step:+}{other}")
            if 0 <= place + step < len(shapes) and "date" in shapes[place + step].marks:
                found.append(f"{zone}:{step:+}date")
        found.append(f"{zone}:run={_near(runs[place])}")
        if zone == "bottom" or zone == "none":
            found.append(f"{zone}:head={heads[place]},{shape.summary}")
        if zone == "bottom" and place <= signed:
            found.append("signed_below")
        if place in echoes:
            found.append(f"{zone}:echo")
        found += _by_rules(place, seen, above, zone)
        low, high = max(0, place - 3), min(len(lines), place + 4)
        found.append(
            f"{zone}:company={min(3, wordy[high] - wordy[low] - (1 if shape.groups and not shape.paragraph else 0))}"
        )
        if times[place] > 1:
            found.append("repeated")
        made.append(found)
    return made


def _by_rules(place: int, seen: Sequence[Seen | None], above: Sequence[int], zone: str) -> Iterator[str]:
    mark = seen[place]
    if mark is not None:
        yield f"rule={'sure' if mark.confidence >= SURE else 'maybe' if mark.confidence >= 0.5 else 'hardly'}"
        yield f"rule={mark.kind.partition('.')[2]}"
    for step in (-2, -1, 1, 2):
        if 0 <= place + step < len(seen) and (other := seen[place + step]):
            yield f"{step:+}rule={'sure' if other.confidence >= SURE else 'maybe'}"
            if other.confidence >= SURE:
                yield f"{step:+}{'row' if other.kind in _ROWS else 'other'}"
    total = above[-1]
    yield f"{zone}:sure_above={min(2, above[place])}"
    yield f"{zone}:sure_below={min(2, total - above[place + 1])}"


def _echoes(lines: Sequence[str]) -> set[int]:
    """The lines that stand in another one, or another one in them: a headline and the page's title."""
    plain = [_NO_WORD.sub("", line) for line in lines]
    short = [place for place, line in enumerate(plain) if 6 <= len(line) <= 60]
    return {
        place
        for place in short
        if any(other != place and (plain[place] in plain[other] or plain[other] in plain[place]) for other in short)
    }


def _signed(lines: Sequence[str]) -> int:
    """The last line that is a day under who signed on it; -1 without one."""
    places = range(len(lines) - 1, 0, -1)
    return next((place for place in places if is_signature(lines[place - 1], lines[place])), -1)


def _heads(shapes: Sequence[_Shape]) -> list[str]:
    """For each line, what the last short line with such words above it is about: it may stand over a list."""
    answer = []
    last = "no"
    for shape in shapes:
        answer.append(last)
        if shape.paragraph:
            last = "no"
        elif shape.length in ("2", "4", "8", "14") and (about := _OVER_LISTS & shape.groups):
            last = min(about)
    return answer


def _runs(shapes: Sequence[_Shape]) -> list[int]:
    """For each line, how many in a row have its summary."""
    answer: list[int] = []
    for _, run in groupby(shapes, key=lambda shape: shape.summary):
        size = len(list(run))
        answer += [size] * size
    return answer


def _near(distance: int) -> str:
    return str(distance) if distance < 4 else "4-6" if distance < 7 else "7+"


def _times(lines: Sequence[str]) -> list[int]:
    counts: dict[str, int] = {}
    for line in lines:
        counts[line] = counts.get(line, 0) + 1
    return [counts[line] for line in lines]


class _Shape(NamedTuple):
    """One line by itself."""

    length: str
    end: str
    paragraph: bool
    groups: frozenset[str]
    marks: tuple[str, ...]
    summary: str

    @classmethod
    def of(cls, line: str) -> _Shape:
        size = len(line)
        steps = ((2, "2"), (4, "4"), (8, "8"), (14, "14"), (24, "24"), (39, "39"), (80, "80"))
        length = next((name for most, name in steps if size <= most), "more")
        last = line[-1]
        end = "stop" if last in "。!?…”’;」』~" else "colon" if last == ":" else "comma" if last in ",、" else "none"
        if end == "none" and last in ")）】]":
            end = "bracket"
        paragraph = is_paragraph(line)
        groups = frozenset(match.lastgroup or "" for match in _GROUPS.finditer(line[:400]))
        summary = (
            "paragraph"
            if paragraph
            else f"{'short' if size < 15 else 'long'}.{end if end in ('stop', 'colon') else 'open'}"
        )
        return cls(length, end, paragraph, groups, tuple(_marks(line)), summary)

    def names(self) -> Iterator[str]:
        yield f"length={self.length}"
        yield f"end={self.end}"
        yield f"length={self.length},end={self.end}"
        size = "paragraph" if self.paragraph else "short" if self.length in ("2", "4", "8", "14") else "long"
        for group in self.groups:
            yield f"{group}.{size}"
        yield f"{size}.groups={min(3, len(self.groups))}"
        yield from self.marks


def _marks(line: str) -> Iterator[str]:
    head = line[:200]
    size = len(head)
    digits = sum(sign.isdigit() for sign in head) / size
    han = sum("\u4e00" <= sign <= "\u9fff" for sign in head) / size
    yield f"digits={'none' if not digits else 'few' if digits < 0.15 else 'some' if digits < 0.4 else 'many'}"
    yield f"han={'none' if not han else 'few' if han < 0.4 else 'some' if han < 0.7 else 'many'}"
    separators = len(_SEPARATORS.findall(head))
    if separators:
        words = [word for word in _SEPARATORS.split(head) if word]
        short = sum(len(word) <= 6 for word in words) >= 0.8 * len(words)
        yield f"separators={min(4, separators)},{'short' if short else 'long'}"
    patterns = {
        "date": _DATE, "clock": _CLOCK, "label": _LABEL, "bullet": _BULLET, "numbered": _NUMBERED,
        "salutation": _SALUTATION, "day_alone": _DAY_ALONE, "office": _OFFICE,
    }  # fmt: skip
    for name, pattern in patterns.items():
        if (pattern.search if name in ("date", "clock") else pattern.match)(head):
            yield name
    if date := find_date(head):
        rest = _NO_WORD.sub("", head[: date.start] + head[date.end :])
        beside = "none" if not rest else "short" if len(rest) < 9 else "more" if len(rest) < 25 else "text"
        yield f"beside_date={beside}"
        if date.has_clock:
            yield "moment"
        yield "date_first" if date.start < 3 else "date_behind"
    if _MEDIA.search(head):
        yield "media"
    if _QUOTED.match(head):
        yield "quoted"
    commas = head.count(",") + head.count("、") + head.count("，")
    if commas:
        yield f"commas={min(2, commas)}"
    if any(mark in head for mark in "。!?"):
        yield "stop_inside"
    if ">" in head or "»" in head:
        yield "arrow"
    if head[0] in "([【(《":
        yield f"opens={head[0]}"

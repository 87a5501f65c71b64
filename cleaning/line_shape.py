"""What the line model sees of one line by itself: its length and end, the kind of words in it, dates, signs, labels.

The groups of words say what a line is about (`rights`, `lists`, `contact`), and an article may be about the same, so
each counts by the length of its line. None of this is a wording: those stand in the rule packs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaning.dates import find_date
from cleaning.lines import DAY, SIGNER, is_paragraph

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
_QUOTED = re.compile(r"[“「‘]|[\u4e00-\u9fff]{1,6}:[^ ]{6}")
NO_WORD = re.compile(r"[^\w]|_")
_MEDIA = re.compile(
    r"[^\s|,:/·()<>\[\]]{1,12}(?:[日晚早时周商]报|新闻|网|融媒|发布|电视台|广播|在线|社|杂志|周刊|News|Daily)(?=$|[\s|,:/·()<>\[\]\d])"
)


class Shape(NamedTuple):
    """One line by itself."""

    length: str
    end: str
    paragraph: bool
    groups: frozenset[str]
    marks: tuple[str, ...]
    summary: str

    @classmethod
    def of(cls, line: str) -> Shape:
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
        "salutation": _SALUTATION,
    }  # fmt: skip
    for name, pattern in patterns.items():
        if (pattern.search if name in ("date", "clock") else pattern.match)(head):
            yield name
    if DAY.fullmatch(head):
        yield "day_alone"
    if SIGNER.fullmatch(head):
        yield "office"
    if date := find_date(head):
        rest = NO_WORD.sub("", head[: date.start] + head[date.end :])
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

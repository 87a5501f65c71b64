"""Lines of a site's own that no rule knows: a corpus profile has seen them around many articles of the host.

`湖东融媒全媒体矩阵` as the last line goes where it ends a third of the host's pages; on a page of another host, or
without a profile, it stays. So does what ends pages and is the article's all the same: `特此通知。`, a signature above
its date, `联系电话：…`.

A site puts its lines around the article, so they are taken from the edge of the page inwards, up to the first line
that is not known: a heading such as `用料` below a recipe's name is never reached. Behind that line only words of the
trade (`扫码关注`, `返回顶部`) are taken still, and what comes back outside of them. Paragraphs of the article end both
walks; a page of nothing but such lines is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cleaning.context import Context
from cleaning.edit import Proposal
from cleaning.fold import fold
from cleaning.junk_names import SURNAMES
from cleaning.lines import is_paragraph, line_starts
from cleaning.profile import Profile, Seen, is_template
from cleaning.site_lines import SiteLine, key_of_line, site_lines

TRIGGERS: frozenset[str] = frozenset()

AT_EDGE, BEHIND, INSIDE = 0.98, 0.96, 0.7
"""Confidence of a line that nothing unknown parts from the edge, of one of the trade, or outside of one, behind unknown
lines, and of any other, which is flagged."""

_TRADE = re.compile(
    "浏览|点击|访问|阅读[量数次:]|人气|字数|评论|点赞|收藏|转发|分享|打印|举报|投诉|客服|热线|扫码|扫一扫|二维码|公众号|客户端|"
    "APP|微信|微博|首页|您的位置|当前位置|上一[篇页条]|下一[篇页条]|第0页|共0页|返回|顶部|关闭|相关|推荐|热门|专题|"
    "责任编辑|责编|编辑:|审核:|版权|转载|声明|备案|公网安备|标识码|许可证|©|copyright|技术支持|主办|承办",
    re.IGNORECASE,
)
"""Words of the trade of sites: where they stand, a line is no heading of the article's."""

_COUNTER = re.compile(
    "浏览|点击|访问|阅读|人气|字数|评论|点赞|收藏|转发|分享|打印|第0页|共0页|©|copyright|备案|公网安备|标识码|许可证",
    re.IGNORECASE,
)
"""What makes a line that differs in its numbers a counter or a licence, and not a row that says something."""

_ARTICLE = re.compile(
    r"[(（]?(?:[一二三四五六七八九十]+[、)）.]|\d+[、)）.](?!\d)|第[一二三四五六七八九十\d]+[章节条])"
    r"|特此|此致|敬礼|此复|附件|附[:：]|谢谢|未完待续|完$|全文完|[(（]此件|注[:：]"
    r"|审判|陪审|书记员|法官助理|.*(?:各|尊敬|亲爱).*:$"
    r"|[\d年月日时分秒〇零一二三四五六七八九十./:-]+$"
)
"""What begins lines that come back and are the article's: headings, closings, notes, a court's signatures, salutations,
and what is only a day or a clock."""

_OFFICE = re.compile(
    "(?:局|厅|院|部|会|处|署|委|办|办公室|政府|公司|中心|协会|集团|学校|大学|学院|医院|银行|支行|公告|通知|报社|社)$"
)
"""How a signature ends."""

WORDED = 4
"""Least Han characters of a shape that tells anything: `[0]:@` is any link, `0小时热线:0` is the site's."""

_HAN = re.compile("[\u4e00-\u9fff]")

_LETTERS = re.compile(r"[^\W\d_].*[^\W\d_]")
"""Without two letters a line is a rule or a number, and might be anybody's."""

_CONTACT = re.compile("电话|联系|地址|邮编|传真|邮箱|手机|网址|qq", re.IGNORECASE)
"""What may be the notice's and may be the site's."""


def propose(text: str, context: Context) -> Iterable[Proposal]:
    profile, host = context.profile, context.host
    if not profile.pages:
        return
    lines = context.folded.split("\n")
    full = [place for place, line in enumerate(lines) if line and not line.isspace()]
    title = key_of_line(fold(context.title))
    found: dict[int, tuple[float, Seen]] = {}
    for zone in ("top", "bottom"):
        walk = [line for line in site_lines(lines) if line.zone == zone and line.key != title]
        for place, mark in _walk(walk, lines, profile, host):
            if place not in found or mark[0] > found[place][0]:
                found[place] = mark
    if not found or len(found) == len(full):
        return
    spans = _spans(full, {place for place, (confidence, _) in found.items() if confidence > INSIDE}, lines)
    for place, (confidence, seen) in sorted(found.items()):
        evidence = f"on {seen.pages} of {seen.of} pages of {host or 'unknown hosts'}"
        yield Proposal(*spans[place], "", "boilerplate.template", evidence, confidence)


def _walk(
    walk: list[SiteLine], lines: list[str], profile: Profile, host: str
) -> Iterator[tuple[int, tuple[float, Seen]]]:
    """The lines of the site from one edge on, until a paragraph of the article."""
    marked: list[tuple[SiteLine, _Known, bool]] = []
    at_edge = True
    for line in walk:
        known = _known(line, profile, host)
        if known:
            marked.append((line, known, at_edge))
        elif is_paragraph(lines[line.place]):
            break
        else:
            at_edge = False
    outside = False
    for line, known, at_edge in reversed(marked):
        # From the article outwards: what comes back outside of something of the site's is the site's too.
        if outside:
            confidence = AT_EDGE if at_edge else BEHIND
        elif known.doubted:
            confidence = INSIDE
        elif at_edge:
            confidence = AT_EDGE
        else:
            confidence = BEHIND if _TRADE.search(line.shape) else INSIDE
        outside = outside or confidence > INSIDE
        yield line.place, (confidence, known.seen)


class _Known(NamedTuple):
    """What the profile knows of a line; `doubted`: it may be the last of a notice, where nothing of the site's stands
    between it and the article."""

    seen: Seen
    doubted: bool


def _known(line: SiteLine, profile: Profile, host: str) -> _Known | None:
    """What is known of a line that comes back; None of one that does not, or that is surely the article's."""
    if _ARTICLE.match(line.key) or (len(line.key) <= 3 and line.key[0] in SURNAMES) or not _LETTERS.search(line.key):
        return None
    seen = profile.line(host, line.zone, line.key)
    if is_template(seen, host):
        return _Known(seen, bool(_CONTACT.search(line.key) or (line.zone == "bottom" and _OFFICE.search(line.key))))
    if line.shape != line.key and len(_HAN.findall(line.shape)) >= WORDED:
        seen = profile.shape(host, line.zone, line.shape)
        if is_template(seen, host):
            return _Known(seen, not _COUNTER.search(line.shape))
    return None


def _spans(full: list[int], sure: set[int], lines: list[str]) -> dict[int, tuple[int, int]]:
    """What to delete of each line: a sure one with the blank lines before it; at the top, with those after it."""
    starts = line_starts(lines)
    spans: dict[int, tuple[int, int]] = {}
    kept = False
    for number, place in enumerate(full):
        start, end = starts[place], starts[place] + len(lines[place])
        if place not in sure:
            kept = True
        elif kept:
            before = full[number - 1]
            start = starts[before] + len(lines[before])
        elif number + 1 < len(full):
            end = starts[full[number + 1]]
        spans[place] = start, end
    return spans

"""What two repairs know of headlines: their value as a field, and when one line is another's copy."""

from __future__ import annotations

import re

from cleaning.context import Context

DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,14}[〔\[【(]?(?:19|20)\d\d[〕\]】)]?第?\d{1,5}号")
"""苏府〔2022〕3号, also as pages write it without the brackets of the standard (GB/T 9704-2012, 7.2.5)."""

_PAGE_WORDS = re.compile(
    r"^[|\s]+|^\s*(?:标\s*题|题目)[:：]\s*|^\[[^\[\]]{2,6}\]\s*(?=.+\[复制链接\])|\s*\[(?:复制链接|推荐|打印|原创)\]$"
    r"|(?<=[\u4e00-\u9fff])[:：][\u4e00-\u9fffA-Za-z0-9·]{2,12}(?:官方网站|官网|首页|登录入口|官方入口|APP下载|app下载)$"
    r"|\*{3,}$|\s[|\s]+$|_(?:[^_\s]{2,10}(?:网|在线|论坛|门户|频道))?$"
)
"""What a page sets on the line of its headline."""

_TWICE = re.compile(r"(.{5,})\s*\1")
"""A headline and its copy on one line."""

_SIGNS = re.compile(r"[^\w]|_")


_SECTION = re.compile(
    r"[\u4e00-\u9fff]{0,4}(?:动态|新闻|要闻|资讯|公告|公示|园地|之窗|视窗|风采|简讯|快讯|播报|港闻|时讯|信息|专栏|天地)"
)
"""The name of a site's section."""

_USUAL_SECTION = re.compile(
    "(?:即时|新闻|工作|通知|党建|公司|行业|媒体|图片|最新|本地|综合|部门|学校|学院|医院|信息)(?:动态|新闻|要闻|资讯|公告|公示|快讯)"
)
"""One that is no headline, however short the line below it is."""


def is_section(line: str, below: str = "") -> bool:
    """Whether a line is the name of the section that the headline below it stands in, if one is given.

    >>> is_section("党建动态", "我院举办大型义诊活动"), is_section("校园新闻", "春天来了")
    (True, False)
    """
    name = bare(line)
    least = len(name) + 1 if _USUAL_SECTION.fullmatch(name) else 2 * len(name)
    return _SECTION.fullmatch(name) is not None and (not below or len(bare(below)) >= least)


_DOCUMENT_KIND = re.compile(
    r".{4,}的?(?:意见|通知|决定|批复|办法|公告|规定|方案|通报|细则|条例)(?:[(（][^()（）]{2,8}[)）])?"
)


def continues(first: str, second: str) -> bool:
    """Whether the title of a document goes on in its second line.

    >>> continues("湖东县政府关于推动柳塘发展", "奋力书写新篇章的意见"), continues("关于放假的通知", "各单位的意见")
    (True, False)
    """
    opens = ("关于" in first or "印发" in first) and not _DOCUMENT_KIND.fullmatch(first)
    return opens and _DOCUMENT_KIND.fullmatch(second) is not None


def bare(line: str) -> str:
    """A line without signs and spaces, to compare."""
    return _SIGNS.sub("", line)


def is_doubled(first: str, second: str) -> bool:
    """Whether two lines are one headline, perhaps with a site's name behind one of them.

    >>> is_doubled("东桥今天通车_柳塘网", "东桥今天通车"), is_doubled("东桥", "东桥今天通车")
    (True, False)
    """
    shorter, longer = sorted((bare(first), bare(second)), key=len)
    return len(shorter) >= 6 and shorter in longer and len(shorter) >= 0.6 * len(longer)


def headline_value(start: int, end: int, context: Context) -> str:
    """The headline as the page wrote it; half-width signs between Han characters as Chinese prints them."""
    text = context.folded if context.settings.script == "simplified" else context.text
    value = _PAGE_WORDS.sub("", re.sub(r"\s+", " ", text[start:end].strip()))
    if twice := _TWICE.fullmatch(value):
        value = twice[1]
    if "punctuation" in context.settings.off:
        return value
    value = re.sub(r"\(([^()]*[\u4e00-\u9fff][^()]*)\)", r"（\1）", value)
    return re.sub(r"(?<=[\u4e00-\u9fff”])[,:!?;](?=[\u4e00-\u9fff“]|$)", lambda mark: chr(ord(mark[0]) + 0xFEE0), value)

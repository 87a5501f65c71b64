"""What two repairs know of headlines: their value as a field, and when one line is another's copy."""

from __future__ import annotations

import re

from cleaning.context import Context

DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,14}[〔\[【(]?(?:19|20)\d\d[〕\]】)]?第?\d{1,5}号")
"""苏府〔2022〕3号, also as pages write it without the brackets of the standard (GB/T 9704-2012, 7.2.5)."""

_PAGE_WORDS = re.compile(
    r"^[|\s]+|^\s*(?:标\s*题|题目)[:：]\s*|^\[[^\[\]]{2,6}\]\s*(?=.+\[复制链接\])|\s*\[(?:复制链接|推荐|打印|原创)\]$"
    r"|\s[|\s]+$|_(?:[^_\s]{2,10}(?:网|在线|论坛|门户|频道))?$"
)
"""What a page sets on the line of its headline."""

_TWICE = re.compile(r"(.{5,})\s*\1")
"""A headline and its copy on one line."""

_SIGNS = re.compile(r"[^\w]|_")


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

"""Colons for what some pages put in their place: `责任编辑/陈一`, `来源 湖东日报`, `索 引 号 20210304-12`.

Everything that reads rows of labels then needs to know one sign. The line keeps its length, so spans stay the page's.
"""

from __future__ import annotations

import re

from cleaning.dates import find_date

_SLASHED = re.compile(
    r"(?<![\u4e00-\u9fff/])(作者|记者|通讯员|撰文|撰稿|供稿|采写|摄影|摄像|编辑|责编|责任编辑|美编|主编|校对|审核|初审|复审|终审|来源|时间|日期"
    r"|Editor|Author|Source)( ?/ ?)(?=[\u4e00-\u9fff\d])"
)

_CREDITS = re.compile(r"(?:编辑|审核|供稿|校对):")
_TASK = re.compile(r"(?<=[文图摄])/(?=[\u4e00-\u9fff])")
"""Tasks in such a row; alone they are a credit of their own kind (`cleaning.people`)."""

_TABLE = (
    "信息索引号|索引号|发布机构|发文机关|发布机关|发文机构|发布单位|公开机构|发文日期|成文日期|生成日期|公开日期|发布日期|上载日期|印发日期|发文字号|文件编号|文号"
    "|主题分类|体裁分类|组配分类|信息分类|公开方式|公开范围|公开时限|公文种类|载体类型|有效性|主题词|信息名称|内容概述|失效日期|生效日期|废止日期"
)
_SPREAD = "|".join(" *".join(name) for name in _TABLE.split("|"))
_IN_TABLE = re.compile(rf"(?:^|(?<= ))(?:{_SPREAD}|名 {{2,}}称|分 {{2,}}类|标 {{2,}}题) (?=\s*[^\s:|])")
_TABLE_BEGINS = re.compile(r"\s*[索发文名公主信生成上有体组废失载内印]")

_SPACED = re.compile(
    r"(?:^|(?<=[ |]))(?P<name>"
    r"来源|作者|记者|编辑|责任编辑|责编|摄影|审核|校对|评论|时间|日期|发布时间|发布日期|更新时间|最后更新|浏览次数|浏览量|阅读量)"
    r" (?=\s*[^\s:|])"
)
_LABELS_OF_ROW = 2
"""Labels with a space behind them that make a row, where there is no date: `来源 湖东日报 编辑 陈一`."""

LONGEST = 200
"""Longest line that is looked at, in code points."""


def with_colons(line: str) -> str:
    """The line with colons behind its labels, of the same length.

    >>> with_colons("责任编辑/陈一"), with_colons("索 引 号 20210304-12"), with_colons("编辑 出版")
    ('责任编辑:陈一', '索 引 号:20210304-12', '编辑 出版')
    """
    if len(line) > LONGEST:
        return line
    if "/" in line:
        line = _SLASHED.sub(lambda match: f"{match[1]}:{' ' * (len(match[2]) - 1)}", line)
        if _CREDITS.search(line):
            line = _TASK.sub(":", line)
    if " " not in line.strip():
        return line
    if _TABLE_BEGINS.match(line):
        line = _IN_TABLE.sub(_colon, line)
    names = {match["name"] for match in _SPACED.finditer(line)}
    if len(names) >= _LABELS_OF_ROW or (names and find_date(line)):
        line = _SPACED.sub(_colon, line)
    return line


def _colon(match: re.Match[str]) -> str:
    return match[0][:-1] + ":"

"""Rows of a notice, which look like those that a page says of itself: when, where, who, how much.

`时间：` over `2021年3月4日下午2点` is a row of the page beside `来源：`, and the notice's own beside `地点：`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

LEAST = 2
"""Fewest different labels of a notice that make its rows."""

LEAST_OWN = 4
"""Fewest labels on lines of their own that make a table of the article's."""

MOST_VALUE = 3
"""Most lines that the value of a label has where the label stands on a line of its own."""

_OF = (
    r"(?:活动|报名|讲座|培训|比赛|会议|集合|演出|展览|征集|停水|停电|施工|面试|笔试|考试|招聘|办理|参观|上课|开放|参会|参赛|体检"
    r"|服务|开课|举办|受理|申请|发放|交易|开标|投标|采购|拍卖|影响|放映|招募|直播|录取|工作|岗位|参加|适用|领取)?"
)
_OWN = re.compile(
    _OF + r"(?:地点|对象|方式|办法|费用|名额|人数|要求|条件|流程|须知|材料|范围|人员|原因|路线|场地|区域)"
    r"|主讲人?|主讲嘉宾|主讲老师|主持人?|嘉宾|出席|出席人员|缺席|列席|记录人?|集合点|票价|门票|学费|薪资|待遇|学历|议题|议程|奖项|奖品"
)
"""What no page says of itself."""

_MAYBE = re.compile(
    _OF + r"(?:时间|日期|内容|主题|单位|电话|地址|时长|网址|语言)"
    r"|联系人|联系电话|联系方式|主办|承办|协办|备注|注意事项|温馨提示|说明"
)
"""What a notice says, and a page of itself as well."""

_OF_FOOTER = re.compile(r"主办|承办|协办|.*单位|.*地址|.*电话|联系方式|网址|语言|说明")
"""What below the last row may as well belong to the page's footer."""

_LABEL = re.compile(
    r"[\s•·●▪◆*-]*(?:[\d一二三四五六七八九十]{1,3}[、.)])?\s*"
    r"([\u4e00-\u9fff][\u4e00-\u9fff ]{0,8}[\u4e00-\u9fff])\s*[:|]\s*"
)


def notice_rows(lines: Sequence[str], known: Collection[str] = ()) -> set[int]:
    """The numbers of the lines that are rows of a notice; `lines` are normal lines without white space around them.
    Labels on lines of their own of which few are `known` as a page's are the article's table too.

    >>> sorted(notice_rows(["讲座预告", "时间:", "3月5日", "地点:", "二楼报告厅", "欢迎参加。"]))
    [1, 2, 3, 4]
    >>> notice_rows(["来源:", "湖东日报", "时间:", "2021-03-04"])
    set()
    """
    found: set[int] = set()
    run: list[_Label] = []
    for number, line in enumerate(lines):
        match = _LABEL.match(line)
        name = "".join(match[1].split()) if match else ""
        if not match or not (_OWN.fullmatch(name) or _MAYBE.fullmatch(name)):
            continue
        label = _Label(number, name, match.end() == len(line))
        if run and number > run[-1].last + 1 + (MOST_VALUE - 1) * run[-1].alone:
            found |= _rows(run)
            run = []
        run.append(label)
    found |= _own_table(lines, known) if known else set()
    return {number for number in found | _rows(run) if number < len(lines)}


def _own_table(lines: Sequence[str], known: Collection[str]) -> set[int]:
    found: set[int] = set()
    run: list[_Label] = []
    for number, line in enumerate([*lines, *[""] * (MOST_VALUE + 2), "end:"]):
        match = _LABEL.fullmatch(line)
        if not match and line != "end:":
            continue
        if run and (not match or number > run[-1].last + MOST_VALUE):
            names = {label.name for label in run}
            if len(names) >= LEAST_OWN and 2 * sum(name in known for name in names) < len(names):
                found |= set(range(run[0].line, run[-1].last + 1))
            run = []
        if match:
            run.append(_Label(number, "".join(match[1].split()), alone=True))
    return found


class _Label(NamedTuple):
    line: int
    name: str
    alone: bool

    @property
    def last(self) -> int:
        """The line that its value reaches, if it has one line."""
        return self.line + self.alone


def _rows(run: Sequence[_Label]) -> set[int]:
    names = {label.name for label in run}
    if len(names) < LEAST or not any(map(_OWN.fullmatch, names)):
        return set()
    last = max(label.last for label in run if not _OF_FOOTER.fullmatch(label.name))
    return set(range(run[0].line, last + 1))

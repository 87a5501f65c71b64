"""The value behind a label of a date (`发布时间：`), with what templates leave behind it."""

from __future__ import annotations

import re

from cleaning.dates import iso_date

_YEARLESS = re.compile(
    r"(?:(?:0?[1-9]|1[0-2])[-/.](?:[0-2]?\d|3[01])|\d{1,2}月\d{1,2}日)(?: ?\d{1,2}:\d\d(?::\d\d)?)?"
    r"|刚刚|\d{1,3} ?(?:分钟|小时|天)前"
)
"""When a page was published, as far as it says: no field can be made of it."""

_READERS = re.compile(r" +(?:浏览|阅读|点击|访问|人气)(?:次数|量|数)?$")
"""A label of a count behind a date, whose number a script would have written."""

_STAMP_AND_SECTION = re.compile(r"(20\d\d[-/]\d\d?[-/]\d\d? \d\d:\d\d:\d\d) [\u4e00-\u9fff]{2,6}")
"""The second of publication, and the section of the site behind it without a label."""


def date_value(value: str) -> tuple[str, int] | None:
    """The ISO form of a value that is a date, and how many code points of it are the date's; an empty form where the
    year is not said, of which no field can be made. None when it is no date.

    >>> date_value("2021-03-04 浏览"), date_value("3月4日"), date_value("待定")
    (('2021-03-04', 10), ('', 0), None)
    """
    value = _READERS.sub("", value)
    if iso := iso_date(value):
        return iso, len(value)
    if (stamp := _STAMP_AND_SECTION.fullmatch(value)) and (iso := iso_date(stamp[1])):
        return iso, len(stamp[1])
    return ("", 0) if _YEARLESS.fullmatch(value) else None

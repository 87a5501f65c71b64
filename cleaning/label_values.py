"""Values of metadata rows: how a value of each kind is read, and what of it becomes a field.

A value that is not of the kind that its label asks for is none: `来源：这种说法从何而来？` names no source. Values
are spans of the line: the page's own characters, never rebuilt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from cleaning.date_values import date_value
from cleaning.dates import find_date
from cleaning.lines import STOPS
from cleaning.people import Credits, Person, read_credits, read_names
from cleaning.person_names import has_surname


class Finding(NamedTuple):
    """A field's name, the span of its value in the line, and the value where it is not simply what stands there."""

    field: str
    start: int
    end: int
    value: str | None = None


Findings = tuple[Finding, ...]
Reader = Callable[[str, int, str], Findings | None]


_OFFICE_END = re.compile(r"..[部处科室局院社网台报校系所委办会组厅馆站队]$|中心$|公司$")
_TRAILING_NOTE = re.compile(
    r"\s+\d[\d.]*[万wWkK]$|\s*[(\[][^()\[\]]{0,12}[)\]]?$|[_ ]+(?:[A-Z]{1,3}\d{2,6})?$|本文来源$|\s+于$"
    r"|\s*(?:评论|跟帖|阅读|浏览)\s?[(\[]?\d+[)\]]?$|\s+(?:评论|跟帖|阅读|浏览)$|综合(?:整理|报道|报导)?$|\s+[大中小]字号$"
)
_ROLE = re.compile(r"\s*(?:本报)?(?:全媒体|融媒|见习|特约)?(?:记者|通讯员)")
_MEDIA = re.compile(r"[^\s,]{1,14}(?:报|网|社|台|发布|在线|新闻|客户端|频道|杂志|App|APP)")


_TITLED = re.compile(r"[\d年月日第版 ,.()A-Za-z-]*《([^《》]{2,16})》[\d年月日第版 ,.()A-Za-z期-]*")
"""A paper in title marks, with the day and the page of its issue: `《湖东日报》3月4日A01版`."""

_NO_PAPER = frozenset("新闻 晚报 日报 早报 晨报 网站 报社 媒体".split())
"""What stands for the paper's name where the paper speaks of itself: `晚报记者陈一`."""

_CODE = re.compile(r"[A-Za-z]{1,4}\d{4,}|\d+")
"""What a template prints for a source: a code of its own (`sp20241101`)."""

_OF_SITE = re.compile(r"(?:首页|官网|官方网站|官方入口|登录入口|下载|APP|app|平台|娱乐)$")
"""How the name of a site ends that a template prints where an author stands."""

_NUMBERED_EDITOR = re.compile(r"[A-Za-z]{1,3}\d{2,6}")
_EDITOR_NAMES = re.compile(
    r"([\u4e00-\u9fff]{2,4})(?:[ 、,]([\u4e00-\u9fff]{2,3})(?![\u4e00-\u9fff]))?(?:[^\u4e00-\u9fff\w].*)?$"
)
"""An editor's number, which names nobody; an editor, or two, with a bracket or a number of comments behind them."""


def is_media(word: str) -> bool:
    """Whether a word is a paper's, a site's or a station's name by its form."""
    return bool(_MEDIA.fullmatch(word))


def tidy_source(line: str, start: int, end: int) -> tuple[int, int]:
    """A name's span without the note in brackets or the editor's number behind it: `湖东晚报(湖东)`, `陈一 SN1234`."""
    note = _TRAILING_NOTE.search(line, start, end)
    return (start, note.start()) if note and note.start() > start else (start, end)


def _short(longest: int) -> Reader:
    def read(value: str, start: int, field: str) -> Findings | None:
        if len(value) > longest or STOPS.search(value) or not re.search(r"\w", value):
            return None
        return (Finding(field, start, start + len(value)),) if field else ()

    return read


def _keywords(value: str, start: int, field: str) -> Findings | None:
    """Words with any signs between them; a sentence has a full stop."""
    if len(value) > 80 or re.search("[。!?]", value):
        return None
    return (Finding(field, start, start + len(value)),) if field else ()


def _date(value: str, start: int, field: str) -> Findings | None:
    found = date_value(value)
    if found is None:
        return None
    return (Finding(field, start, start + found[1], found[0]),) if found[0] else ()


def _number(value: str, _start: int, _field: str) -> Findings | None:
    return (
        ()
        if re.fullmatch(
            r"\W*(?:[\d,.]+ ?[万千]?\+? ?(?:人?次|人|条|个|次阅读|人阅读|人浏览)?|loading|加载中)?\W*", value
        )
        else None
    )


def _contact(value: str, start: int, field: str) -> Findings | None:
    return _short(80)(value, start, field) if re.search(r"\d{3}|@|[路街号楼室区县镇]", value) else None


def _source(value: str, start: int, field: str) -> Findings | None:
    if titled := _TITLED.fullmatch(value):
        date = find_date(value)
        issue = (Finding("created_at", start + date.start, start + date.end, date.value),) if date else ()
        return (Finding(field, start + titled.start(1), start + titled.end(1)), *issue) if field else ()
    head, space, tail = value.partition(" ")
    # `吴江融媒 记者 甲某`: a paper of four characters that begins with a surname has the form of a name.
    if not _ROLE.match(tail) and (found := _credit(value, start, field)):
        return found
    if space and (found := _credit(tail, start + len(head) + 1, field)):
        return (Finding(field, start, start + len(head)), *(item for item in found if item.field != field))
    _, end = tidy_source(value, 0, len(value))
    if _CODE.fullmatch(value):
        return ()
    if "," in value or find_date(value) or re.search(r"[数量次]:? ?\d|\d+ ?[人次]", value):
        return None
    return _short(30)(value[:end], start, field)


def _people(value: str, start: int, field: str) -> Findings | None:
    if found := _credit(value, start, "source"):
        return found
    if (names := read_names(value, start)) and all(has_surname(person.name) for person in names):
        return tuple(Finding(field, person.start, person.end) for person in names)
    if _OFFICE_END.search(value):
        field = "source"
    if "@" in value or _OF_SITE.search(value) or value.endswith("管理员"):
        return ()  # where to send articles to; a betting site's own name
    return _short(20)(value, start, field) if " " not in value and "," not in value else None


def _names(value: str, start: int, field: str) -> Findings | None:
    """Nothing but people: for labels behind which a sentence may as well stand (`记者：谢谢`)."""
    if found := _credit(value, start, "source"):
        return found
    head, space, tail = value.partition(" ")
    if space and _OFFICE_END.search(head):
        value, start = tail, start + len(head) + 1  # where they work: `通讯员:机电系 陈一`
    names = read_names(value, start)
    if not names or not all(has_surname(person.name) for person in names):
        return None
    return tuple(Finding(field, person.start, person.end) for person in names)


def _editor(value: str, start: int, field: str) -> Findings | None:
    _, end = tidy_source(value, 0, len(value))
    if _NUMBERED_EDITOR.fullmatch(value[:end]):
        return ()
    if (names := _EDITOR_NAMES.match(value[:end])) and has_surname(names[1]):
        second = names[2] if names[2] and has_surname(names[2]) else ""
        end = names.end(2) if second else names.end(1)
    return _short(20)(value[:end], start, field)


def _editors(value: str, start: int, _field: str) -> Findings | None:
    return (Finding("editor", start, start + len(value)),) if _names(value, start, "editor") else None


def _bylines(value: str, start: int, _field: str) -> Findings | None:
    return _names(value, start, "author")


def _credit(value: str, start: int, field: str) -> Findings | None:
    credit = read_credits(value, start)
    if credit is None or not _are_credited(credit.people):
        return None
    return credit_findings(credit, field)


def _are_credited(people: Sequence[Person]) -> bool:
    """Whether the names of a credit are such. Beside another, one behind 记者 may have a rare surname."""
    rare = [person for person in people if not has_surname(person.name)]
    if not rare:
        return True
    return len(people) > len(rare) == 1 and len(rare[0].name) == 3 and rare[0].role in ("记者", "通讯员")


def is_credit(line: str) -> bool:
    """Whether a line is a credit with 记者 or 通讯员 in it, perhaps in brackets, and nothing else."""
    if "记者" not in line and "通讯员" not in line:
        return False
    return _credit(line.strip("()[]【】〔〕 □■●◎▲△—-*·"), 0, "") is not None


def credit_findings(credit: Credits, paper: str = "source") -> Findings:
    """A credit as fields: its paper under the name given, one `author.<role>` a person."""
    named = credit.paper is not None and credit.paper[0] not in _NO_PAPER and not credit.paper[0].endswith("记者站")
    found = [Finding(paper, credit.paper[1], credit.paper[2])] if credit.paper and named else []
    found += (Finding(f"author.{person.role}".rstrip("."), person.start, person.end) for person in credit.people)
    return tuple(found)


VALUES: dict[str, Reader] = {
    "text": _short(400),
    "abstract": lambda value, start, field: (Finding(field, start, start + len(value)),) if field else (),
    "office": _short(60),
    "code": _short(60),
    "keywords": _keywords,
    "editor": _editor,
    "editor_names": _editors,
    "author_names": _bylines,
    "reporter_names": lambda value, start, _field: _names(value, start, "author.记者"),
    "names": _names,
    "reviewer": _names,
    "people": _people,
    "credit": _credit,
    "source": _source,
    "date": _date,
    "published_at": _date,
    "number": _number,
    "tools": lambda _value, _start, _field: None,
    "contact": _contact,
}
"""Kind of value → how it is read: findings (perhaps none) when the value is of that kind, None when it is not.

Tools behind a value are cut off before it is read, so whatever is left behind a tool's label is none.
"""

UNSAID = frozenset(
    "无 不详 暂无 无。 - -- — —— / 未知 null 佚名 admin Admin ADMIN administrator robot Robot"
    " 管理员 系统管理员 网站管理员 本站编辑 网站编辑 小编 网友 匿名 站长".split()
)
"""What stands for a value where there is none; a site's administrator has written nothing."""

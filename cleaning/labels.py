"""Metadata rows: lines that are made of labels and values, `时间：2020-12-29 来源：某报 浏览次数：12 【打印】`.

A row is read as a whole or not at all: every value must be of the kind that its label asks for, so a sentence that
happens to hold `来源：` is no row. Values are spans of the line: the page's own characters, never rebuilt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from math import prod
from typing import NamedTuple

from cleaning.dates import find_date, iso_date
from cleaning.lines import STOPS
from cleaning.packs import Label, Packs, Side
from cleaning.people import Credits, has_surname, read_credits, read_names


class Finding(NamedTuple):
    """A field's name, the span of its value in the line, and the value where it is not simply what stands there."""

    field: str
    start: int
    end: int
    value: str | None = None


class Row(NamedTuple):
    """A line read as metadata; the members are those of `cleaning.packs.Entry`."""

    confidence: float
    kind: str
    evidence: str
    company: float
    company_side: Side
    findings: tuple[Finding, ...]


Findings = tuple[Finding, ...]
Reader = Callable[[str, int, str], Findings | None]


def _short(longest: int) -> Reader:
    def read(value: str, start: int, field: str) -> Findings | None:
        if len(value) > longest or STOPS.search(value) or not re.search(r"\w", value):
            return None
        return (Finding(field, start, start + len(value)),) if field else ()

    return read


def _date(value: str, start: int, field: str) -> Findings | None:
    iso = iso_date(value)
    return (Finding(field, start, start + len(value), iso),) if iso else None


def _number(value: str, _start: int, _field: str) -> Findings | None:
    return () if re.fullmatch(r"\W*(?:[\d,.]+ ?[万千]?\+? ?[次人条个]?|loading|加载中)?\W*", value) else None


def _contact(value: str, start: int, field: str) -> Findings | None:
    return _short(80)(value, start, field) if re.search(r"\d{3}|@|[路街号楼室区县镇]", value) else None


def _source(value: str, start: int, field: str) -> Findings | None:
    head, space, tail = value.partition(" ")
    # `吴江融媒 记者 甲某`: a paper of four characters that begins with a surname has the form of a name.
    if not _ROLE.match(tail) and (found := _credit(value, start, field)):
        return found
    if space and (found := _credit(tail, start + len(head) + 1, field)):
        return (Finding(field, start, start + len(head)), *(item for item in found if item.field != field))
    return None if "," in value else _short(30)(value, start, field)


def _people(value: str, start: int, field: str) -> Findings | None:
    if found := _credit(value, start, "source"):
        return found
    if (names := read_names(value, start)) and all(has_surname(person.name) for person in names):
        return tuple(Finding(field, person.start, person.end) for person in names)
    return _short(20)(value, start, field) if " " not in value and "," not in value else None


def _names(value: str, start: int, field: str) -> Findings | None:
    """Nothing but people: for labels behind which a sentence may as well stand (`记者：谢谢`)."""
    if found := _credit(value, start, "source"):
        return found
    names = read_names(value, start)
    if not names or not all(has_surname(person.name) for person in names):
        return None
    return tuple(Finding(field, person.start, person.end) for person in names)


def _editors(value: str, start: int, _field: str) -> Findings | None:
    return (Finding("editor", start, start + len(value)),) if _names(value, start, "editor") else None


def _credit(value: str, start: int, field: str) -> Findings | None:
    credit = read_credits(value, start)
    if credit is None or not all(has_surname(person.name) for person in credit.people):
        return None
    return credit_findings(credit, field)


def credit_findings(credit: Credits, paper: str = "source") -> Findings:
    """A credit as fields: its paper under the name given, one `author.<role>` a person."""
    found = [Finding(paper, credit.paper[1], credit.paper[2])] if credit.paper else []
    found += (Finding(f"author.{person.role}".rstrip("."), person.start, person.end) for person in credit.people)
    return tuple(found)


VALUES: dict[str, Reader] = {
    "text": _short(400),
    "abstract": lambda value, start, field: (Finding(field, start, start + len(value)),) if field else (),
    "office": _short(60),
    "code": _short(60),
    "editor": _short(20),
    "editor_names": _editors,
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
    {"无", "暂无", "无。", "-", "--", "—", "——", "/", "未知", "null", "佚名"}
    | {"admin", "Admin", "ADMIN", "administrator", "管理员", "系统管理员", "网站管理员"}
)
"""What stands for a value where there is none; a site's administrator has written nothing."""

_EMPTY = 0.6
"""What is left of a label's confidence when nothing stands behind it: it may be a heading (`时间：`)."""

_OFFICE = re.compile(
    r"[\u4e00-\u9fff()]{2,30}(?:小学|中学|学校|大学|学院|幼儿园|医院|公司|集团|报社|中心|政府|办公室|委员会|管委会|办事处|[局厅院馆社])"
)
_ROLE = re.compile(r"\s*(?:本报)?(?:全媒体|融媒|见习|特约)?(?:记者|通讯员)")
_MEDIA = re.compile(r"[^\s,]{1,14}(?:报|网|社|台|发布|在线|新闻|客户端|频道|杂志|App|APP)")
_OUTER = re.compile(r"^[\s|]*[(\[【<]?|[)\]】>]?[\s|]*$")
_BREAK = re.compile(r"[\s|\[\]【】()<>·•、/]+")


def words_of(line: str) -> list[str]:
    """The words of a menu or tool bar: what stands between spaces, bars, brackets and dots."""
    return [word for word in _BREAK.split(line) if word.strip(":>-—+")]


def read_row(line: str, packs: Packs, zone: str, host: str) -> Row | None:
    """A normal line (`cleaning.lines.normal_line`) as a metadata row; None when any part of it is something else."""
    if not any(mark in line for mark in ":|-年"):
        return None
    start, end = _inner(line)
    labels = list(packs.label_pattern.finditer(line, start, end))
    lead_end = labels[0].start() if labels else end
    lead = _lead(line, start, lead_end, packs, zone)
    if lead is None or not (labels or lead):
        return None
    cells = list(_cells(line, labels, end, packs))
    if not all(label.fires(zone, host) and found is not None for label, found in cells):
        return None
    doubt = prod(1 - label.confidence * (_EMPTY if label.field and not found else 1) for label, found in cells)
    findings = [item for _, found in cells for item in found or ()]
    if lead:
        findings = [*lead, *findings]
        doubt *= 0.04 if "T" in (lead[0].value or "") else 0.4
    best = max((label for label, _ in cells), key=lambda label: label.confidence, default=None)
    if best is None:
        return Row(1 - doubt, "boilerplate.date", "date line", 0.97, "inner", tuple(findings))
    side: Side = "inner" if all(label.company_side == "inner" for label, _ in cells) else "either"
    company = max(label.company for label, _ in cells)
    evidence = ", ".join(dict.fromkeys(label.evidence for label, _ in cells))
    return Row(1 - doubt, best.kind, evidence, company, side, tuple(findings))


def _inner(line: str) -> tuple[int, int]:
    """The span of a line within the spaces, bars and the one pair of brackets around it."""
    match = re.match(r"[\s|]*", line)
    start = match.end() if match else 0
    end = len(line.rstrip(" |"))
    pairs = {"(": ")", "[": "]", "【": "】", "<": ">"}
    if start < end and pairs.get(line[start]) == line[end - 1] and line.count(line[start], start, end) == 1:
        return start + 1, end - 1
    return start, end


def _lead(line: str, start: int, end: int, packs: Packs, zone: str) -> Findings | None:
    """What stands before the first label: nothing, tools, or the date of publication with perhaps the source."""
    piece = line[start:end].strip(" |")
    if not piece or all(word in packs.tools for word in words_of(piece)):
        return ()
    if zone != "top":
        return () if zone == "bottom" and end < len(line) and _OFFICE.fullmatch(piece) else None
    date = find_date(line, start)
    if date is None or line[start : date.start].strip(" |"):
        return None
    found = (Finding("published_at", date.start, date.end, date.value),)
    rest, rest_end = _trimmed(line, date.end, end, packs)
    if rest == rest_end:
        return found
    if date.has_clock and _MEDIA.fullmatch(line, rest, rest_end):
        return (*found, Finding("source", rest, rest_end))
    return None


def _cells(line: str, labels: list[re.Match[str]], end: int, packs: Packs) -> Iterator[tuple[Label, Findings | None]]:
    for place, match in enumerate(labels):
        label = packs.labels[re.sub(r"\s", "", match[1])]
        until = labels[place + 1].start() if place + 1 < len(labels) else end
        start, stop = _trimmed(line, match.end(), until, packs, ",;、" if until < end else "")
        start = min(start, stop)
        value = line[start:stop]
        if not value or value in UNSAID:
            yield label, ()
        else:
            yield label, VALUES[label.value](value, start, label.field)


def _trimmed(line: str, start: int, end: int, packs: Packs, marks: str = "") -> tuple[int, int]:
    """A value's span without the spaces, bars and `marks` around it and without the tools that follow it."""
    value = line[start:end].rstrip()
    value = packs.trailing_tools.sub("", value).rstrip(f" |[【(<{marks}")
    return start + len(value) - len(value.lstrip(" |")), start + len(value)


def group_findings(match: re.Match[str]) -> Findings | None:
    """The named groups of a rule's match as findings; None when a group's text is not of the kind its name says."""
    found: list[Finding] = []
    for name, value in match.groupdict().items():
        if not value:
            continue
        lead = len(value) - len(value.lstrip())
        read = VALUES.get(name, VALUES["text"])
        item = read(value.strip(), match.start(name) + lead, "source" if name == "credit" else name)
        if item is None:
            return None
        found += item
    return tuple(found)

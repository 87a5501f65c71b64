"""Metadata rows: lines that are made of labels and values, `时间：2020-12-29 来源：某报 浏览次数：12 【打印】`.

A row is read as a whole or not at all: every value must be of the kind that its label asks for, so a sentence that
happens to hold `来源：` is no row. Values are spans of the line: the page's own characters, never rebuilt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import prod
from typing import NamedTuple

from cleaning.dates import find_date
from cleaning.label_values import UNSAID, VALUES, Finding, Findings, is_media
from cleaning.lines import STOPS
from cleaning.packs import Label, Packs, Side


class Row(NamedTuple):
    """A line read as metadata; the members are those of `cleaning.packs.Entry`."""

    confidence: float
    kind: str
    evidence: str
    company: float
    company_side: Side
    findings: tuple[Finding, ...]


_EMPTY = 0.6
"""What is left of a label's confidence when nothing stands behind it: it may be a heading (`时间：`)."""

_UNKNOWN = re.compile(r"[ |]+[\u4e00-\u9fff]{1,8}:[^:]{0,30}$")
"""A label that no pack knows, and its value, at the end of a row's value: `来源:湖东日报 所属专题:水利`."""

_ADDRESS = re.compile(r"[\s|]*(?:https?://)?(?:[a-z0-9-]+\.)+[a-z]{2,4}/?\s+(?=(?:19|20)\d\d[-/.年])", re.IGNORECASE)
"""The site's address before the date, `http://www.example.com 2021年03月04日 10:20 湖东日报`."""

_BEFORE_DATE = frozenset({"editor", "people", "source", "names", "credit"})

_CUT_NUMBER = re.compile(r"号: ?[\dA-Z]{4,}[\dA-Z/-]*")
"""An index number of which the label lost its beginning, which pages hide in an element of its own."""

_OFFICE = re.compile(
    r"[\u4e00-\u9fff()]{2,30}(?:小学|中学|学校|大学|学院|幼儿园|医院|公司|集团|报社|中心|政府|办公室|委员会|管委会|办事处|[局厅院馆社])"
)
_BREAK = re.compile(r"[\s|\[\]【】()<>·•、/]+")


def field_of(label: Label, name: str) -> str:
    """The field that a label fills: of those that name a task (`摄影：`), the author with that role."""
    return f"author.{name}" if label.field == "credit" else label.field


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
    match = _ADDRESS.match(line) or re.match(r"[\s|•·●▪◆]*", line)
    start = match.end() if match else 0
    end = len(line.rstrip(" |"))
    pairs = {"(": ")", "[": "]", "【": "】", "<": ">"}
    if start < end and pairs.get(line[start]) == line[end - 1] and line.count(line[start], start, end) == 1:
        return start + 1, end - 1
    return start, end


def _lead(line: str, start: int, end: int, packs: Packs, zone: str) -> Findings | None:
    """What stands before the first label: nothing, tools, or the date of publication with perhaps the source."""
    piece = line[start:end].strip(" |")
    if not piece or all(word in packs.tools for word in words_of(piece)) or _CUT_NUMBER.fullmatch(piece):
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
    if date.has_clock and is_media(line[rest:rest_end]):
        return (*found, Finding("source", rest, rest_end))
    return None


def _cells(line: str, labels: list[re.Match[str]], end: int, packs: Packs) -> Iterator[tuple[Label, Findings | None]]:
    for place, match in enumerate(labels):
        name = re.sub(r"\s", "", match[1])
        label = packs.labels[name]
        until = labels[place + 1].start() if place + 1 < len(labels) else end
        start, stop = _trimmed(line, match.end(), until, packs, ",;、" if until < end else "")
        start = min(start, stop)
        value = line[start:stop]
        if (other := _UNKNOWN.search(value)) and not STOPS.search(value, other.start()):
            value = value[: other.start()].rstrip()
        if not value or value in UNSAID:
            yield label, ()
        else:
            yield label, _read(label, name, value, start)


def _read(label: Label, name: str, value: str, start: int) -> Findings | None:
    """A value, perhaps with the day of publication behind it: `责任编辑:陈一 2021-03-04 10:20`."""
    field = field_of(label, name)
    date = find_date(value) if label.value in _BEFORE_DATE else None
    if date is None or date.start == 0 or date.end < len(value):
        return VALUES[label.value](value, start, field)
    found = VALUES[label.value](value[: date.start].rstrip(" |,"), start, field)
    if found is None:
        return None
    return (*found, Finding("published_at", start + date.start, start + date.end, date.value))


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

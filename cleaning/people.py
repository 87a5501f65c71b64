"""Credits: who wrote, photographed and sent in an article, read from lists such as `苏报融媒记者 甲乙 丙丁/文 戊己/摄`.

A credit is read as a whole or not at all: one piece that is neither a name nor a role, and the text is no credit.
"""

from __future__ import annotations

import re
from itertools import accumulate, pairwise
from typing import NamedTuple

from cleaning.person_names import HAN, SURNAMES, are_names, has_usual_surname, is_name, split_names


class Person(NamedTuple):
    """One credited person; `role` as pages write it (记者, 通讯员, 文, 摄 …), '' when unsaid. Span in code points."""

    name: str
    role: str
    start: int
    end: int


class Credits(NamedTuple):
    """A whole credit: the paper (name, start, end) when the credit names one, and its people in order."""

    paper: tuple[str, int, int] | None
    people: tuple[Person, ...]


_MODIFIER = (
    "(?:全媒体|融媒体?|新媒体|首席|见习|实习|特约|特派|驻站?|高级|资深|主任|摄影|文字|视频"
    "|本报|本网|本台|本刊|本社|我报|外场)"
)
_WORKER = re.compile(
    rf"(?P<paper>[{HAN}A-Za-z·]{{0,14}}?)(?P<modifier>{_MODIFIER}*)"
    rf"(?P<role>记者|通讯员|实习生|特约撰稿人|撰稿人?|评论员)(?P<name>[{HAN}·]{{0,12}})"
)
"""A role that people are introduced by: 本报记者, 苏报融媒记者, 通讯员张三."""

_TASKS = (
    "文字|撰文|文图|图文|文|图片|图|摄影报道|摄影|摄像|摄制|摄|视频|拍摄|剪辑|制图|绘图|漫画|海报|设计"
    "|供图|供稿|翻译|编译|整理|采访|采写|报道|报导"
)
_TASK = re.compile(rf"(?:{_TASKS})(?:[、/&和](?:{_TASKS}))*")
"""What people did, before or after their names: `文/张三`, `张三 摄`, `张三 文/图`."""

_PLACE_TASK = re.compile(rf"[{HAN}]{{2,4}}(?:综合|外电|连线)?(?:报导|电)|[{HAN}]{{2,10}}报道")
"""Where the report is from, or for whom: `记者石磊／海东报导`, `（台记者 石磊 海东新闻报道）`."""

_PAPER = re.compile(rf"[{HAN}A-Za-z]{{1,12}}(?:报社?|网|社|台|融媒|发布|在线|新闻|快报|周刊|杂志|记者站)")
"""A paper set off from the role behind it: `海东晚报 记者：石磊`."""

_SHORT_TASK = frozenset({"摄影报道", "报道", "报导"})
"""Tasks that say nothing about who: the role before the names stays."""

_GLUED_TASK = re.compile(r"[/／]\s?[图摄]")
"""What stands behind the task in `张小三文/图`, where it is glued to the name."""

_GLUED_ROLE = re.compile(rf"[{HAN}]{{0,14}}?记者(?P<name>[{HAN}]{{2,12}}?)(?=(?:特约)?(?:通讯员|实习生)[{HAN}])")
"""The first part of `记者张小三通讯员李四`."""

_PAIR = re.compile(
    rf"记者 ?(?P<first>[{HAN}]{{2,3}}) ?/ ?(?P<task>摄影|摄像) (?P<second>[{HAN}]{{2,3}})"
    rf"(?: ?(?:[{HAN}]{{2}})?(?:报导|报道))"
)
"""`记者 张小三 / 摄影 李四 报导`: each task before its name."""

_SPREAD_ROLE = re.compile(r"通 讯 员|记 者|实 习 生")
"""A role set wide."""

_SPREAD_PLACE = re.compile(rf"(?<=[{HAN}][\s/／])(?<!者[\s/／])([{HAN}]{{2,4}}) (报[导道])$")
"""A place set off from the report: `记者 石磊 海东 报导`."""

_PIECE = re.compile(r"[^\s、，,;；/:：|｜丨+＋&和]+|[/:：|｜丨+＋&]|和")


def read_names(text: str, offset: int = 0) -> tuple[Person, ...] | None:
    """The people of a bare list of names, without roles; None when anything else stands in it.

    >>> [person.name for person in read_names("张三、李四 王五")]
    ['张三', '李四', '王五']
    """
    people = []
    for start, end in _joined(text):
        piece = text[start:end]
        if piece in "和&+":
            continue
        piece = piece.removesuffix("等")
        name = re.sub(r"\s", "", piece)
        if not are_names(name):
            return None
        people += _people(name, "", offset + start, offset + start + len(piece))
    return tuple(people) or None


def read_credits(text: str, offset: int = 0) -> Credits | None:
    """The people and the paper of a whole credit; None when it names no role or holds anything but names and roles.

    >>> [(person.name, person.role) for person in read_credits("苏报融媒记者 张小三 李四/文 王五/摄").people]
    [('张小三', '文'), ('李四', '文'), ('王五', '摄')]
    >>> read_credits("记者 张三 通讯员 李四").people[1].role
    '通讯员'
    >>> read_credits("记者昨天从会上了解到") is None
    True
    """
    text = _SPREAD_ROLE.sub(lambda role: role[0].replace(" ", "").ljust(len(role[0])), text)
    if (pair := _PAIR.fullmatch(text)) and is_name(pair["first"]) and is_name(pair["second"]):
        people = (("记者", "first"), (pair["task"], "second"))
        spans = ((role, offset + pair.start(name), offset + pair.end(name), pair[name]) for role, name in people)
        return Credits(None, tuple(Person(name, role, start, end) for role, start, end, name in spans))
    if (place := _SPREAD_PLACE.search(text)) and not has_usual_surname(place[1]):
        text = text[: place.start()] + place[1] + place[2]
    reading = _Reading(text, offset)
    return reading.result() if all(reading.take(start, end) for start, end in _joined(text)) else None


def _people(name: str, role: str, start: int, end: int) -> list[Person]:
    """The people of a piece; a name set wide is longer on the page than its characters and never a run of names."""
    if end - start != len(name) or len(names := split_names(name)) == 1:
        return [Person(name, role, start, end)]
    ends = list(accumulate(map(len, names), initial=start))
    return [Person(part, role, *span) for part, span in zip(names, pairwise(ends), strict=True)]


def _joined(text: str) -> list[tuple[int, int]]:
    """Spans of the pieces of a credit; a two-character name set wide (`张　三`) is one piece."""
    spans: list[tuple[int, int]] = []
    for match in _PIECE.finditer(text):
        start, end = match.span()
        if spans and end - start == 1 and _is_lone(text, start):
            before, until = spans[-1]
            alone = until - before == 1 and _is_lone(text, before) and not text[until:start].strip()
            if alone and text[before] in SURNAMES:
                spans[-1] = (before, end)
                continue
        elif spans and end - start == 2 and _lone_surname(text, spans[-1], start):
            spans[-1] = (spans[-1][0], end)
            continue
        if (glued := _GLUED_ROLE.match(text, start, end)) and all(map(has_usual_surname, split_names(glued["name"]))):
            spans.append((start, glued.end()))
            start = glued.end()
        if end - start > 4 and text[end - 1] == "摄" and _WORKER.match(text, start, end):
            spans += (start, end - 1), (end - 1, end)
            continue
        if end - start > 2 and text[end - 1] == "文" and _GLUED_TASK.match(text, end):
            spans += (start, end - 1), (end - 1, end)
            continue
        spans.append((start, end))
    return spans


def _lone_surname(text: str, span: tuple[int, int], start: int) -> bool:
    """Whether a surname stands alone with nothing but spaces between it and a name (`朱 家颐`)."""
    before, until = span
    return until - before == 1 and _is_lone(text, before) and text[before] in SURNAMES and not text[until:start].strip()


def _is_lone(text: str, place: int) -> bool:
    return "\u3400" <= text[place] <= "\u9fff" and text[place] not in "文图摄和"


class _Reading:
    """The state of reading one credit from left to right."""

    def __init__(self, text: str, offset: int) -> None:
        self.text, self.offset = text, offset
        self.paper: tuple[str, int, int] | None = None
        self.people: list[Person] = []
        self.role = ""
        self.group = 0
        self.before_names = False
        self.task = ""
        self.roles = 0
        self.after_role = False

    def take(self, start: int, end: int) -> bool:
        """Whether the piece fits the credit; if so it is taken in."""
        piece = self.text[start:end]
        if piece in "/:：|｜丨+＋&和":
            return self.after_role or (piece not in ":：|｜丨" and bool(self.people))
        self.after_role = False
        if (worker := _WORKER.fullmatch(piece)) and (not worker["name"] or are_names(worker["name"])):
            return self._introduce(worker, start)
        if _TASK.fullmatch(piece):
            return self._task(piece)
        if self.people and _PLACE_TASK.fullmatch(piece):
            return True
        if not self.people and not self.paper and _PAPER.fullmatch(piece):
            self.paper = (piece, self.offset + start, self.offset + end)
            self.after_role = True
            return True
        name = re.sub(r"\s", "", piece.removesuffix("等"))
        if not are_names(name):
            return False
        self.task = ""
        self._person(name, start, start + len(piece.removesuffix("等")))
        return True

    def _introduce(self, worker: re.Match[str], start: int) -> bool:
        self.roles += 1
        self.after_role = not worker["name"]
        self.role, self.group, self.task = worker["role"], len(self.people), ""
        if worker["paper"] and not self.paper:
            media = re.match("融媒体?|全媒体", worker["modifier"])
            end = worker.end("paper") + (media.end() if media else 0)
            self.paper = (self.text[start : start + end], self.offset + start, self.offset + start + end)
        if worker["name"]:
            self._person(worker["name"], start + worker.start("name"), start + worker.end("name"))
        return True

    def _task(self, piece: str) -> bool:
        self.roles += 1
        self.after_role = True
        if piece in _SHORT_TASK:
            return bool(self.people)
        if self.task:
            piece = f"{self.task}/{piece}"
        self.task = piece
        if self.before_names or not self.people:
            self.before_names, self.role = True, piece
            return True
        first = self.group if self.group < len(self.people) else self._last_group()
        self.people[first:] = [person._replace(role=piece) for person in self.people[first:]]
        self.group = len(self.people)
        return True

    def _last_group(self) -> int:
        """Where the people begin whose task is being named in two words (`张三 文/图`)."""
        role = self.people[-1].role
        first = len(self.people)
        while first and self.people[first - 1].role == role:
            first -= 1
        return first

    def _person(self, name: str, start: int, end: int) -> None:
        self.people += _people(name, self.role, self.offset + start, self.offset + end)

    def result(self) -> Credits | None:
        if not self.people or not self.roles:
            return None
        return Credits(self.paper, tuple(self.people))

"""Whole pages of many kinds of Chinese site, made from their frames and from articles of many shapes, with their truth.

Two halves that share no site, article or headline: `tuned`, which rules and weights are tuned on, and `unseen`,
independent of both and for figures only. The data are in `site_data/`, several
files a half. A frame is `top`, `middle` and `bottom`, each a list of lines; a list within it is a choice of one, `''`
stands for nothing. Of a line's beginning:

`~ a b`      a menu: on one line, with one of many separators, or a word a line
`& k：v & …`  metadata: on one line, on many, or as a table with bars
`@others`    headlines of other articles; `@comments` what readers wrote below

Slots print the page's fields (`{source}`, `{iso}` the day, `{hm}` the clock, `{clock}` the clock in a line of its own
…) or some other (`{n}`, `{tel}`); those of people with `_s` at the end set a name of two characters apart (`张 三`).
Dates in `top` say when the page was published, and where the site is `dated_below` those of the first item of `bottom`.
A line with an empty slot is left
out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Literal

from cleaning.fold import fold
from scripts.reenact.frames import Line
from scripts.reenact.mill import to_traditional
from scripts.reenact.site_slots import Slots

Half = Literal["tuned", "unseen"]

HEADLINE = frozenset({"title", "subtitle", "kicker"})
"""Slots of the headline: neither article nor what the site put around it."""

_SLOT = re.compile(r"\{(\w+)(\??)\}")
_SEPARATORS = (" ", "  ", " | ", "|", "　", " · ", "\n")
_CELL_GAPS = ("  ", "　", "    ", " | ", "\n", "table")
_GOLD = ("source", "editor", "office", "docno", "index", "icp", "subject", "keywords")
_AS_FIELD = {"office": "issuing_office", "docno": "document_number", "index": "index_number"}
_PEOPLE = ("reporters", "correspondents", "photographer", "author", "colleagues", "poster")
_CLOCKED = {
    "iso", "iso0", "slash", "slash0", "dot", "dot0", "zh", "zh0", "full", "full_zh", "fullzh", "han", "han0", "hano",
    "short", "compact", "english", "mmdd", "mmdd_slash", "mslash", "mdash",
}  # fmt: skip
_CLOCK = re.compile(r"\{(?:hm(s?)\w*|clock)\}(:\d\d)?")
_DATELINES: tuple[tuple[str, ...], ...] = (
    ("", ""),
    ("本报讯", "（记者 {reporters}）"),
    ("{paper}讯", "（记者 {reporters} 通讯员 {correspondents}）"),
    ("{paper}消息", "（通讯员 {correspondents}）"),
    ("本报{city}{month}月{day}日电", "（记者 {reporters}）"),
    ("新华社{city}{month}月{day}日电", "（记者 {reporters}）", "新华社"),
)
_CLOSINGS = ("", "", "（记者 {reporters} 文/摄）", "（{reporters}）")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as lines that know what they are, and what it says of itself: a string a field, names of `authors`."""

    site: str
    shape: str
    lines: tuple[Line, ...]
    fields: Mapping[str, str | frozenset[str]]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@cache
def _data(half: Half) -> dict[str, Any]:
    """The lists of all files of the half, each joined to one."""
    folder = Path(__file__).parent / "site_data"
    together: dict[str, Any] = {}
    for path in sorted(folder.glob(f"{half}_*.toml"), key=lambda path: (path.name.count("_"), path.name)):
        for key, value in tomllib.loads(path.read_text(encoding="utf-8")).items():
            together[key] = together[key] + value if key in together else value
    return together


def articles(half: Half) -> Iterator[tuple[str, str]]:
    """Title and text of the articles without any frame: pages from which nothing may be taken."""
    for article in _data(half)["article"]:
        text = re.sub(r"\{dateline\}|\{closing\}", "", article["text"]).strip("\n")
        yield article["title"], text


def pages(half: Half, each: int) -> Iterator[Page]:
    """`each` pages a site, every one with another article; the same pages whenever it is called."""
    for number in range(site_count(half)):
        for turn in range(each):
            yield framed(half, number, turn, Random(1000 * number + turn))


def site_count(half: Half) -> int:
    """How many sites a half has."""
    return len(_data(half)["site"])


def framed(half: Half, site: int, turn: int, rng: Random, body: Mapping[str, str] | None = None) -> Page:
    """One page of the site with that number, around `body` (title, shape, text) or else the site's next article."""
    data = _data(half)
    article = body or data["article"][(site + turn) % len(data["article"])]
    return _Maker(data, data["site"][site], article, rng).page()


@dataclass
class _Maker:
    data: Mapping[str, Any]
    site: Mapping[str, Any]
    article: Mapping[str, Any]
    rng: Random
    lines: list[Line] = field(default_factory=list)
    gold: dict[str, str | frozenset[str]] = field(default_factory=dict)

    def page(self) -> Page:
        self.slots = Slots(self.data, self.site, self.article, self.rng)
        self.gold["title"] = self.article["title"]
        indent = self.rng.choice(("", "", "　　", "  "))
        for item in self.site["top"]:
            self._item(item, top=True)
        body = self.article["text"].strip("\n").split("\n")
        middle = self.site.get("middle")
        place = self.rng.randrange(1, len(body)) if middle and len(body) > 1 and self.rng.random() < 0.5 else 0
        for number, line in enumerate(body):
            if place and number == place:
                self._item(list(middle or ()), top=False)
            self.lines.append(Line(indent + self._article(line), "article"))
        for number, item in enumerate(self.site["bottom"]):
            self._item(item, top=number == 0 and self.site.get("dated_below", False))
        if self.site.get("traditional"):
            self.lines = [Line(to_traditional(line.text), line.role, line.fields) for line in self.lines]
            self.gold = {name: fold(value) if isinstance(value, str) else value for name, value in self.gold.items()}
        if self.rng.random() < 0.4:
            self.lines = [Line(line.text + "\n", line.role, line.fields) for line in self.lines]
        return Page(self.site["name"], self.article["shape"], tuple(self.lines), dict(self.gold))

    def _item(self, item: str | list[str], *, top: bool) -> None:
        chosen = item if isinstance(item, str) else self.rng.choice(item)
        for part in filter(None, chosen.split("\n")):
            if part.startswith("@"):
                texts = self._others() if part == "@others" else self._comments()
            elif part.startswith("~ "):
                texts = self._menu(part[2:].split())
            elif part.startswith("& "):
                texts = self._cells([cell for cell in part[2:].split(" & ") if self._has_all(cell)])
            else:
                texts = [part] if self._has_all(part) else []
            for text in texts:
                self._print(text, top=top)

    def _print(self, template: str, *, top: bool) -> None:
        slots = [slot for slot, _ in _SLOT.findall(template)]
        text = _SLOT.sub(lambda slot: self.slots.value(slot[1]), template)
        self._remember(slots, template, top=top)
        bare = [slot.removesuffix("_s") for slot in slots]
        named = tuple(slot for slot in bare if slot in HEADLINE or slot in _GOLD or slot in _CLOCKED)
        self.lines.append(Line(text, "field" if named else "frame", named))

    def _remember(self, slots: list[str], template: str, *, top: bool) -> None:
        clock = _CLOCK.search(template) if top else None
        time = "" if clock is None else f"T{self.slots.values['hms' if clock[1] else 'hm']}{clock[2] or ''}"
        time += ":00" if len(time) == 6 else ""
        for slot in (slot.removesuffix("_s") for slot in slots):
            name = _AS_FIELD.get(slot, slot)
            if slot == "source":
                self.gold[name] = self.slots.values[slot]
            elif slot in _GOLD:
                self.gold.setdefault(name, self.slots.values[slot])
            elif slot in _PEOPLE:
                self._credit(self.slots.values[slot])
            elif slot == "subtitle":
                self.gold[name] = self.slots.values[slot]
            elif slot in _CLOCKED and top:
                self.gold.setdefault("published_at", self.slots.values["iso"] + time)
        if time and str(self.gold.get("published_at", time)).count("T") == 0:
            self.gold["published_at"] = f"{self.gold['published_at']}{time}"

    def _credit(self, names: str) -> None:
        self.gold["authors"] = frozenset(self.gold.get("authors", frozenset())) | set(names.replace("、", " ").split())

    def _has_all(self, template: str) -> bool:
        slots = _SLOT.findall(template)
        return all(self.slots.value(slot) for slot, _ in slots) and not any(
            mark and self.rng.random() < 0.5 for _, mark in slots
        )

    def _menu(self, words: list[str]) -> list[str]:
        for _ in range(self.rng.randrange(3)):
            words.pop(self.rng.randrange(1, len(words)))
        separator = self.rng.choice(_SEPARATORS)
        return words if separator == "\n" else [separator.join(words)]

    def _cells(self, cells: list[str]) -> list[str]:
        gap = self.rng.choice(_CELL_GAPS)
        if gap == "table":
            return [f"{name}：| {value} |" for name, _, value in (cell.partition("：") for cell in cells)]
        return cells if gap == "\n" else [gap.join(cells)]

    def _others(self) -> list[str]:
        chosen = self.rng.sample(self.data["others"], self.rng.randrange(4, 9))
        style = self.rng.choice(
            ("{}", "{}", "· {}", "•{}", "{n}. {}", "{} {date}", "[{date}] {}", "{} ({date})", "{}\n{date}")
        )
        texts = (
            style.replace("{n}", str(number + 1))
            .replace("{date}", f"2024-0{number % 9 + 1}-1{number % 10}")
            .replace("{}", text)
            for number, text in enumerate(chosen)
        )
        return [line for text in texts for line in text.split("\n")]

    def _comments(self) -> list[str]:
        style = self.rng.choice(
            ("{nick}\n{comment}\n{iso} {hm} 回复 赞", "{nick}：{comment}", "{nick} {md} {hm}\n{comment}")
        )
        return [line for _ in range(self.rng.randrange(2, 5)) for line in style.split("\n")]

    def _article(self, line: str) -> str:
        if "{dateline}" in line:
            form, credit, *agency = self.rng.choice(self._own("datelines", _DATELINES))
            place = self._filled(form)
            if place:
                self.gold["dateline"] = place
            if "{paper}" in form:
                self.gold.setdefault("source", self.slots.values["paper"])
            elif agency:
                self.gold.setdefault("source", agency[0])
            line = line.replace("{dateline}", place + self._filled(credit))
        if "{closing}" in line:
            line = line.replace("{closing}", self._filled(self.rng.choice(self._own("closings", _CLOSINGS))))
        return line

    def _own(self, key: str, usual: Any) -> Any:
        """What the site says for itself, else what its part of the data says, else the usual."""
        return self.site.get(key, self.data.get(key, usual))

    def _filled(self, form: str) -> str:
        for slot, _ in _SLOT.findall(form):
            if slot in _PEOPLE:
                self._credit(self.slots.values[slot])
        return _SLOT.sub(lambda slot: self.slots.value(slot[1]), form)

"""Rule packs: what a site's frame looks like, as data. One TOML file a family of sites, three kinds of table.

`[[rule]]`   a regular expression over one line, tried only on lines that hold one of the rule's `anchor` strings
`[[label]]`  a label of a metadata row (`来源：`, `索 引 号: |`), the kind of value behind it, the field it fills
`[[words]]`  the vocabulary of menus and tool bars: a line made of enough of these words

Lines are matched in a normal form (`cleaning.lines.normal_line`): Simplified, half-width signs, one space for every
kind of space, so a rule need not know of the variants. All anchors of all packs are found in one Aho-Corasick pass.
The keys of each table are the members of the classes below; `drop` and `keep` are the examples that
`scripts/check_packs.py` runs.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import MISSING, dataclass, fields
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, get_args

from cleaning.fold import encodable

Zone = Literal["top", "bottom", "edge", "any"]
Side = Literal["either", "inner"]


class PackError(ValueError):
    """A rule pack that cannot be used; the message names file, rule, fault and remedy."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What every rule, label and vocabulary has.

    zone          where it may fire: `top` (before the first paragraph), `bottom` (after the last), `edge` (both), `any`
    confidence    probability that such a line, standing in its zone with nothing known around it, is frame
    company       the same when the line next to it is surely frame; 0: company changes nothing
    company_side  `inner`: only a neighbour nearer the article counts; `either`: both do
    hosts         host names (or their ends) that it is for; empty: every site
    drop, keep    examples: lines of a page that must all go, or all stay
    """

    id: str
    kind: str
    pack: str
    zone: Zone
    confidence: float
    company: float = 0.0
    company_side: Side = "either"
    hosts: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()

    @property
    def evidence(self) -> str:
        return f"{self.pack}/{self.id}"

    def fires(self, zone: str, host: str) -> bool:
        """Whether it may fire in `top`, `bottom` or `middle` of a page of this host ('' is not known)."""
        if self.zone != "any" and self.zone != zone and not (self.zone == "edge" and zone != "middle"):
            return False
        return not self.hosts or any(host == end or host.endswith(f".{end}") for end in self.hosts)


@dataclass(frozen=True, slots=True)
class Rule(Entry):
    """A line by its wording. `search`: the pattern may match within the line; else it is the whole line. Named groups
    are read as values of that kind (`cleaning.label_values.VALUES`). `tail`: everything below goes too. `longest` in
    code points.
    """

    anchor: tuple[str, ...] = ()
    pattern: str = ""
    search: bool = False
    tail: bool = False
    longest: int = 200

    def match(self, line: str) -> re.Match[str] | None:
        if len(line) > self.longest:
            return None
        expression = _expression(self.pattern)
        return expression.search(line) if self.search else expression.fullmatch(line)


@dataclass(frozen=True, slots=True)
class Label(Entry):
    """A label of a metadata row. `value` is a kind of `cleaning.label_values.VALUES`, `field` what it fills."""

    names: tuple[str, ...] = ()
    value: str = "text"
    field: str = ""


@dataclass(frozen=True, slots=True)
class Words(Entry):
    """A vocabulary: a line of at least `least` of its words, which are at least `share` (0–1) of the words there."""

    words: frozenset[str] = frozenset()
    least: int = 3
    share: float = 0.4


class Packs:
    """All entries of the packs in force, and the automaton over their anchors. Built once for each content."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self.rules = tuple(entry for entry in entries if isinstance(entry, Rule))
        self.words = tuple(entry for entry in entries if isinstance(entry, Words))
        self.labels = {name: entry for entry in entries if isinstance(entry, Label) for name in entry.names}
        owners: defaultdict[str, list[int]] = defaultdict(list)
        for place, rule in enumerate(self.rules):
            for anchor in rule.anchor:
                owners[anchor].append(place)
        self._anchors = tuple(owners)
        self._owners = tuple(tuple(places) for places in owners.values())

    @cached_property
    def _automaton(self) -> Any:
        from ahocorasick_rs import AhoCorasick

        return AhoCorasick(self._anchors)

    @cached_property
    def label_pattern(self) -> re.Pattern[str]:
        """A label with its separator; inside a label any spaces may stand (`索 引 号 :`), but none inside what
        is joined to a word before it (`公众号:东桥发布 日期:`)."""
        names = sorted(self.labels, key=lambda name: (-len(name), name))
        spaced = "|".join(r"\s*".join(map(re.escape, name)) for name in names)
        plain = "|".join(map(re.escape, names))
        return re.compile(rf"({plain}|(?<![\u4e00-\u9fff])(?:{spaced}))\s*[:|]\s*")

    @cached_property
    def tools(self) -> frozenset[str]:
        """The words of tool bars: those vocabularies of which a line must consist as a whole."""
        return frozenset(word for entry in self.words if entry.share == 1 for word in entry.words)

    @cached_property
    def known_words(self) -> frozenset[str]:
        """The words of all vocabularies."""
        return frozenset(word for entry in self.words for word in entry.words)

    @cached_property
    def trailing_tools(self) -> re.Pattern[str]:
        """Tools at the end of a row, each set off from what stands before it: `【打印】 【关闭】`."""
        tools = "|".join(map(re.escape, sorted(self.tools, key=lambda word: (-len(word), word))))
        return re.compile(rf"(?:(?:^|(?<=[\s|\[\]【】()<>·]))(?:{tools})[\s|\[\]【】()<>:·]*)+$")

    def hits(self, text: str) -> list[tuple[int, int]]:
        """(place of an anchor in `text`, index of a rule that it belongs to), in order of place."""
        if not self._anchors:
            return []
        found = self._automaton.find_matches_as_indexes(encodable(text), overlapping=True)
        return [(start, rule) for anchor, start, _ in found for rule in self._owners[anchor]]


def packs_for(folder: Path | None) -> Packs:
    """The shipped packs and those of a user's folder. Raises PackError for a pack that cannot be used."""
    return _compiled(_shipped() + (_folder(folder) if folder else ()))


def read_pack(name: str, text: str) -> tuple[Entry, ...]:
    """The entries of one pack from its TOML text; `name` is the file's name, for messages and evidence."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"{name}: not valid TOML ({error}); mend the line it names") from error
    hosts = tuple(data.pop("hosts", ()))
    entries: list[Entry] = []
    for table, kind in (("rule", Rule), ("label", Label), ("words", Words)):
        entries += (_entry(name, kind, {"hosts": hosts, **row}) for row in data.pop(table, ()))
    if data:
        raise PackError(f"{name}: {sorted(data)[0]!r} is no part of a pack; use [[rule]], [[label]], [[words]], hosts")
    return tuple(entries)


def _entry(name: str, kind: type[Entry], row: dict[str, Any]) -> Entry:
    where = f"{name}: {row.get('id', '(no id)')}"
    row = {"pack": Path(name).stem, **row}
    known = {item.name: item for item in fields(kind)}
    for key in row:
        if key not in known:
            raise PackError(f"{where}: unknown key {key!r}; a {kind.__name__.lower()} has {', '.join(known)}")
    for key, item in known.items():
        if item.default is MISSING and key not in row:
            raise PackError(f"{where}: {key!r} is missing; every entry needs it")
    for key, value in row.items():
        if isinstance(value, list):
            row[key] = frozenset(value) if key == "words" else tuple(value)
    entry = kind(**row)
    for key in ("confidence", "company"):
        if not (isinstance(getattr(entry, key), int | float) and 0 <= getattr(entry, key) <= 1):
            raise PackError(f"{where}: {key} is {getattr(entry, key)!r}; it is a probability, from 0 to 1")
    if entry.zone not in get_args(Zone):
        raise PackError(f"{where}: zone {entry.zone!r}; use one of {', '.join(get_args(Zone))}")
    if not entry.kind.startswith("boilerplate."):
        raise PackError(f"{where}: kind {entry.kind!r}; a kind of a pack begins with 'boilerplate.'")
    if isinstance(entry, Rule):
        _check_rule(where, entry)
    return entry


def _check_rule(where: str, rule: Rule) -> None:
    if not rule.anchor or not all(rule.anchor):
        raise PackError(f"{where}: no anchor; give at least one literal string that every such line holds")
    try:
        _expression(rule.pattern)
    except re.error as error:
        raise PackError(f"{where}: the pattern is not a regular expression ({error})") from error


@lru_cache(maxsize=4096)
def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def _shipped() -> tuple[tuple[str, str], ...]:
    folder = files("cleaning") / "data" / "packs"
    packs = sorted((item.name, item) for item in folder.iterdir() if item.name.endswith(".toml"))
    return tuple((name, item.read_text(encoding="utf-8")) for name, item in packs)


def _folder(folder: Path) -> tuple[tuple[str, str], ...]:
    paths = sorted(folder.glob("*.toml"))
    return _texts(tuple((path, (stat := path.stat()).st_mtime_ns, stat.st_size) for path in paths))


@lru_cache(maxsize=16)
def _texts(stamped: tuple[tuple[Path, int, int], ...]) -> tuple[tuple[str, str], ...]:
    try:
        return tuple((path.name, path.read_text(encoding="utf-8")) for path, _, _ in stamped)
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(f"rule pack cannot be read ({error}); give UTF-8 files with .toml at the end") from error


@lru_cache(maxsize=16)
def _compiled(sources: tuple[tuple[str, str], ...]) -> Packs:
    return Packs(tuple(entry for name, text in sources for entry in read_pack(name, text)))

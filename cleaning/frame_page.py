"""A page as lines, and what the rule packs say of each of them, wherever it stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from cleaning.label_colons import with_colons
from cleaning.label_values import Finding
from cleaning.labels import Row, group_findings, read_row, words_of
from cleaning.lines import NormalLines, is_paragraph, line_starts
from cleaning.loose_rows import LEAST_HARDLY, LEAST_KNOWN, LONGEST, read_loose
from cleaning.notice_rows import notice_rows
from cleaning.packs import Packs, Side

LONGEST_ROW = 400
"""Longest metadata row, in code points: one with a page's abstract in it."""

LONGEST_ABSTRACT = 3000
_ABSTRACT = re.compile(r"\s*内\s*容\s*(?:概\s*述|摘\s*要)\s*[:：|]")
"""Government pages repeat the beginning of the document in a row of their table; as long as that may be."""

MOST_ABOVE = 60
"""Lines from the beginning among which a headline and what surrounds it can stand."""

MOST_BELOW = 140
"""Lines from the end that the line model looks at; what lies between them and those of the beginning is the article."""

LONGEST_MENU = 200
"""Longest line that is looked at as a menu, in code points."""

MENU_WORD = 6
"""Longest word of a menu that has a word a line, in code points."""

_HEAD = 60
_LABELLED = re.compile(r"[:：|｜丨│/／]|^\W*(?:[12１２]|二[〇○零]|民)")
"""Without a label's sign or a year near its beginning a line is no metadata row."""

_SPACED_LABEL = re.compile(r"\s*[索发文名公主信生成上有体组来编责]\s*\S{1,6}\s")
"""How a label with a space behind it may begin."""

_DIGIT = re.compile(r"\d|[〇○零一二]{2}")


class Mark(NamedTuple):
    """Why a line is thought to be frame. The first five members are those of `cleaning.packs.Entry`."""

    confidence: float
    kind: str
    evidence: str
    company: float
    company_side: Side
    findings: tuple[Finding, ...]
    tail: bool = False


class FramePage:
    """A page as lines. `full`: places of the lines that hold something; `lines`: normal lines, as patterns see them."""

    def __init__(self, folded: str, host: str, packs: Packs) -> None:
        self.host, self.packs = host, packs
        self.raw = folded.split("\n")
        self.lines = NormalLines(self.raw)
        self.full = [place for place, line in enumerate(self.raw) if line and not line.isspace()]
        self.starts = line_starts(self.raw)
        self.last_of_top = self.full[:MOST_ABOVE][-1] if self.full else -1
        found: defaultdict[int, set[int]] = defaultdict(set)
        for at, rule in packs.hits(folded):
            found[bisect_right(self.starts, at) - 1].add(rule)
        self.hits = found
        self._seen: dict[tuple[int, str], Mark | None] = {}

    @cached_property
    def notice(self) -> frozenset[int]:
        """Places of the rows of a notice (`cleaning.notice_rows`), which are the article's own."""
        ends = places_at_ends(self.full)
        lines = [self.lines[place].strip() for place in ends]
        return frozenset(ends[number] for number in notice_rows(lines, self.packs.labels))

    def best(self, place: int, zone: str) -> Mark | None:
        """The surest that rules, labels and vocabularies say of a line, if it stands in `zone`."""
        if (place, zone) not in self._seen:
            self._seen[place, zone] = self._best(place, zone)
        return self._seen[place, zone]

    def _best(self, place: int, zone: str) -> Mark | None:
        found = [self.by_rule(place, zone)] if place in self.hits else []
        if _LABELLED.search(self.raw[place], 0, _HEAD) or _SPACED_LABEL.match(self.raw[place]):
            found.append(self._by_row(place, zone))
        if zone == "top" and place <= self.last_of_top and _DIGIT.search(self.raw[place]):
            found.append(self.by_pieces(place))
        if not is_paragraph(self.raw[place]):
            found.append(self.by_words([place], zone))
        marks = sorted(filter(None, found), key=lambda mark: -mark.confidence)
        return marks[0]._replace(evidence=together(mark.evidence for mark in marks)) if marks else None

    def by_rule(self, place: int, zone: str) -> Mark | None:
        """What the rules say whose anchors stand in the line."""
        found: list[Mark] = []
        for number in sorted(self.hits.get(place, ())):
            rule = self.packs.rules[number]
            if not rule.fires(zone, self.host):
                continue
            line = self.lines[place]
            lead = len(line) - len(line.lstrip(" "))
            match = rule.match(line.strip(" "))
            items = group_findings(match) if match else None
            if items is not None:
                items = tuple(item._replace(start=item.start + lead, end=item.end + lead) for item in items)
                company = rule.company, rule.company_side
                found.append(Mark(rule.confidence, rule.kind, rule.evidence, *company, items, rule.tail))
        if not found:
            return None
        best = max(found, key=lambda mark: mark.confidence)
        everything = tuple(item for mark in found for item in mark.findings)
        return best._replace(findings=everything, evidence=together(mark.evidence for mark in found))

    def _by_row(self, place: int, zone: str) -> Mark | None:
        row: Row | None = None
        if len(self.raw[place]) <= (LONGEST_ABSTRACT if _ABSTRACT.match(self.raw[place]) else LONGEST_ROW):
            row = read_row(with_colons(self.lines[place]), self.packs, zone, self.host)
        return Mark(*row) if row else None

    def by_pieces(self, place: int, least: float = LEAST_KNOWN) -> Mark | None:
        """What the line says as a row of dates, counts, names and tools with few labels or none."""
        row = read_loose(with_colons(self.lines[place]), self.packs, least) if len(self.raw[place]) <= LONGEST else None
        return Mark(*row) if row else None

    def hardly(self, place: int) -> Mark | None:
        """The same of a line of which too little is known to judge by, `2010-06-20 | 东桥外事办`."""
        if place > self.last_of_top or not _DIGIT.search(self.raw[place]):
            return None
        mark = self.by_pieces(place, LEAST_HARDLY)
        return mark._replace(confidence=0.5) if mark else None

    def by_words(self, places: list[int], zone: str) -> Mark | None:
        """What the vocabularies of menus and tool bars say of one line, or of several with a word each."""
        if len(self.raw[places[0]]) > LONGEST_MENU:
            return None
        words = [word.strip(":") for place in places for word in words_of(self.lines[place])]
        if not words or max(map(len, words)) > 2 * MENU_WORD:
            return None
        fitting = [
            entry
            for entry in self.packs.words
            if entry.fires(zone, self.host)
            and sum(word in entry.words for word in words) >= max(entry.least, entry.share * len(words))
        ]
        best = max(fitting, key=lambda entry: entry.confidence, default=None)
        return Mark(best.confidence, best.kind, best.evidence, best.company, best.company_side, ()) if best else None


def places_at_ends(full: list[int]) -> list[int]:
    """The lines that the line model looks at."""
    return full if len(full) <= MOST_ABOVE + MOST_BELOW else full[:MOST_ABOVE] + full[-MOST_BELOW:]


def together(evidence: Iterable[str]) -> str:
    """Several pieces of evidence as one string, each once."""
    return ", ".join(dict.fromkeys(evidence))

"""What stands where in an HTML page: its runs of text with their measures, its elements with their names, its headline.

Everything is counted once, in running sums over the gaps between tags, so that any element's share of prose or of
links is two look-ups. Linear in the length of the source.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from cleaning.html_source import BLOCK, CELLS, Element, Tag, elements, hidden_spans, tags

HEADINGS = frozenset({"h1", "h2", "h3", "h4"})

_STOPS = re.compile("[。！？!?；;…]")
_PRINTED = re.compile(r"\S")
_SIGNS = re.compile(r"[\W_]+")
_PARTS_OF_TITLE = re.compile(r"[_|｜–—-]")
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_FILE = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar|7z|txt|csv)(?:[\"'?#\s]|$)", re.IGNORECASE)
_LONGEST_TITLE = 400
_PARAGRAPH = 20
"""Least length, in characters, of a block with a stop that counts as prose."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text between two tags that a reader sees. `place`: of the tag before it; `printed`: characters, not space."""

    place: int
    start: int
    end: int
    printed: int
    linked: bool


class Outline:
    """A page's source, measured.

    headline  the place of the tag before the headline's text, -1 where none is found; `title` is what the head says
    main      the smallest element that holds the headline and prose behind it, None where there is none
    """

    def __init__(self, source: str, title: str = "") -> None:
        self.source = source
        self.tags = list(tags(source))
        self.elements = elements(self.tags)
        self.runs = list(self._runs(hidden_spans(source, self.tags, self.elements)))
        sizes, links, prose = (self._column() for _ in range(3))
        for run in self.runs:
            sizes[run.place] += run.printed
            links[run.place] += run.printed if run.linked else 0
        for block in self._blocks():
            own = [run for run in block if not run.linked]
            if sum(run.printed for run in own) >= _PARAGRAPH and any(
                _STOPS.search(source, r.start, r.end) for r in own
            ):
                for run in own:
                    prose[run.place] += run.printed
        self._sizes, self._links, self._prose = (list(accumulate(part, initial=0)) for part in (sizes, links, prose))
        files = (tag.name == "a" and _FILE.search(tag.attributes) is not None for tag in self.tags)
        self._files = list(accumulate(files, initial=0))
        self._anchors = list(accumulate((tag.name == "a" and not tag.closing for tag in self.tags), initial=0))
        self.title = _bare(title)
        self._first_part = _bare(_PARTS_OF_TITLE.split(title, maxsplit=1)[0])
        self.headline = self._headline()
        self.main = self._main()

    def printed(self, element: Element) -> int:
        """Characters of an element that a reader sees, white space not counted."""
        return self._sizes[element.close] - self._sizes[element.open]

    def linked(self, element: Element) -> int:
        return self._links[element.close] - self._links[element.open]

    def prose(self, element: Element) -> int:
        """Characters of the element's blocks of running text."""
        return self._prose[element.close] - self._prose[element.open]

    def prose_before(self, place: int) -> int:
        return self._prose[place]

    def anchors(self, element: Element) -> int:
        return self._anchors[element.close] - self._anchors[element.open]

    @property
    def all_prose(self) -> int:
        return self._prose[-1]

    def inside(self, element: Element) -> Iterator[Run]:
        """The runs of text of an element, in order."""
        at = bisect_left(self.runs, element.open, key=lambda run: run.place)
        while at < len(self.runs) and self.runs[at].place < element.close:
            yield self.runs[at]
            at += 1

    def text(self, run: Run) -> str:
        return html.unescape(self.source[run.start : run.end]).strip()

    def names(self, element: Element) -> frozenset[str]:
        """The words of an element's class, id and role, in lower case: `hotList box_pic` → hot, list, box, pic."""
        tag = self.tags[element.open]
        if not tag.attributes:
            return frozenset()
        values = tag.values()
        given = " ".join(values[key][0] for key in ("class", "id", "role") if key in values)
        return frozenset(part.lower() for part in _PARTS.findall(given))

    def _column(self) -> list[int]:
        return [0] * len(self.tags)

    def _runs(self, unseen: list[tuple[int, int]]) -> Iterator[Run]:
        at = 0
        linked = False
        ends = [*self.tags, Tag(len(self.source), len(self.source), "", False, "")]
        for place, (tag, after) in enumerate(pairwise(ends)):
            if tag.name == "a":
                linked = not tag.closing
            while at < len(unseen) and unseen[at][1] <= tag.end:
                at += 1
            if at < len(unseen) and unseen[at][0] < tag.end:
                continue
            text = self.source[tag.end : after.start]
            if text and (printed := len(_PRINTED.findall(text))):
                yield Run(place, tag.end, after.start, printed, linked)

    def _blocks(self) -> Iterator[list[Run]]:
        """Runs that no block element parts."""
        breaks = list(accumulate((tag.name in BLOCK or tag.name in CELLS for tag in self.tags), initial=0))
        block: list[Run] = []
        for run in self.runs:
            if block and breaks[run.place + 1] != breaks[block[-1].place + 1]:
                yield block
                block = []
            block.append(run)
        if block:
            yield block

    def _headline(self) -> int:
        """Among what reads most like the title: a heading, else the last one before most of the prose, else the first;
        where nothing does, the first `h1`."""
        within = _Within([(e.open, e.close) for e in self.elements if e.name in HEADINGS])
        alike = [(self._likeness(run, heading=within(run.place)), run.place) for run in self.runs]
        most = max((likeness for likeness, _ in alike), default=0)
        same = [place for likeness, place in alike if likeness == most > 0]
        if same:
            before = [place for place in same if 2 * self._prose[place] < self.all_prose]
            return next(filter(within, same), before[-1] if before else same[0])
        first = next((e for e in sorted(self.elements, key=lambda e: e.open) if e.name == "h1"), None)
        return first.open if first and self.printed(first) else -1

    def _main(self) -> Element | None:
        around = (e for e in self.elements if e.open <= self.headline < e.close)
        start = self._prose[self.headline] if self.headline >= 0 else 0
        # Elements are in order of their end, so the first that fits is the innermost.
        return next((e for e in around if self._prose[e.close] - start >= _PARAGRAPH), None)

    def outside_main(self, element: Element) -> bool:
        """Whether the page has a main element, and this one lies outside of it."""
        return self.main is not None and (element.close < self.main.open or element.open > self.main.close)

    def gives_files(self, element: Element) -> bool:
        """Whether an element links to documents: attachments belong to the article."""
        return self._files[element.close] > self._files[element.open]

    @property
    def headline_run(self) -> Run | None:
        """The text that reads as the title, None where none does."""
        at = bisect_left(self.runs, self.headline, key=lambda run: run.place)
        if at < len(self.runs) and self.runs[at].place == self.headline:
            return self.runs[at] if self._likeness(self.runs[at], heading=True) else None
        return None

    def _likeness(self, run: Run, *, heading: bool) -> int:
        """How much a run reads like the page's title: 3 as a whole or its first part, 2 its beginning, 1 its end."""
        if not self.title or run.end - run.start > _LONGEST_TITLE:
            return 0
        text = _bare(self.text(run))
        if text in (self.title, self._first_part):
            return 3 if len(text) >= (2 if heading else 4) else 0
        if len(text) >= 8 and self.title.startswith(text):
            return 2
        return int(len(text) >= 6 and self.title.endswith(text))


class _Within:
    """Whether a place lies in one of some intervals, which may be nested."""

    def __init__(self, intervals: list[tuple[int, int]]) -> None:
        self._merged: list[tuple[int, int]] = []
        for start, end in sorted(intervals):
            if not self._merged or start >= self._merged[-1][1]:
                self._merged.append((start, end))

    def __call__(self, place: int) -> bool:
        at = bisect_left(self._merged, (place + 1,)) - 1
        return at >= 0 and place < self._merged[at][1]


def _bare(text: str) -> str:
    return _SIGNS.sub("", text)

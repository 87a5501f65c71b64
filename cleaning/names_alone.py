"""People whose names stand alone on lines of the article: below its headline, over where they work, on its last line.

They belong to the text, so nothing is taken out: the names are read and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cleaning.edit import Field
from cleaning.lines import is_paragraph, normal_line
from cleaning.people import read_names
from cleaning.person_names import has_surname, is_usual_name

LEAST_NAMES = 3
"""Fewest names on a line over where they work; two may be a heading."""

LONGEST = 100
"""Longest line of names, in code points."""

_WORKPLACE = re.compile(
    r"\s*\((?:\d ?[.、]? ?)?[^()。]{2,30}(?:大学|学院|研究院|研究所|研究中心|科学院|医院|公司|中学|委员会)"
)

Line = tuple[int, str]
"""A line and where it begins in the page."""


def names_alone(first: Sequence[Line], last: Sequence[Line], page: str) -> Iterator[Field]:
    """The authors that the first and the last lines of a page name; each line with its place in `page`."""
    yield from _last_name(last, page)
    yield from _first_name(first, page)
    yield from _first_names(first, page)


def _last_name(last: Sequence[Line], page: str) -> Iterator[Field]:
    """A name alone on the last line, below a paragraph that ends its sentence."""
    if len(last) < 2:
        return
    (_, above), (start, line) = last[-2:]
    name = line.strip()
    if not is_usual_name(name):
        return
    if is_paragraph(above) and above.rstrip().endswith(("。", "”", "！")):
        begin = start + line.index(name)
        yield Field("author", page[begin : begin + len(name)], begin, begin + len(name), "the last line")


def _first_name(first: Sequence[Line], page: str) -> Iterator[Field]:
    """A name alone directly above the first paragraph, on one of the first two lines."""
    for (start, line), (_, below) in pairwise(first[:3]):
        name = line.strip()
        if is_usual_name(name) and is_paragraph(below):
            begin = start + line.index(name)
            yield Field("author", page[begin : begin + len(name)], begin, begin + len(name), "a line alone")
            return


def _first_names(first: Sequence[Line], page: str) -> Iterator[Field]:
    """Three names or more with commas between them above where their bearers work, as journals print them."""
    for (start, line), (_, below) in pairwise(first):
        names = normal_line(line).strip()
        if "," not in names or len(names) > LONGEST or not _WORKPLACE.match(normal_line(below)):
            continue
        people = read_names(names, line.index(line.strip())) or ()
        if len(people) >= LEAST_NAMES and all(has_surname(person.name) for person in people):
            for person in people:
                begin, end = start + person.start, start + person.end
                yield Field("author", re.sub(r"\s", "", page[begin:end]), begin, end, "names over where they work")
            return

"""Lines near the top and the bottom of a page, in a form in which a site's own lines come back from page to page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Literal, NamedTuple

from cleaning.lines import is_paragraph, normal_line

Zone = Literal["top", "bottom"]

EDGE = 40
"""Most lines from either end that may be the site's: a menu with a word a line is long."""

PARAGRAPHS = 2
"""Paragraphs from either end up to which lines count: a disclaimer may be one."""

LONG = 60
"""Code points from which a line is known by its beginning and a digest."""

_NUMBER = re.compile(r"\d+")
_ADDRESS = re.compile(r"(?:https?://|www\.)[\w./?=&%#~-]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_NAME = re.compile(r"(?<=[:])[\u4e00-\u9fff·]{2,4}$")


class SiteLine(NamedTuple):
    """A line: its place among the lines of the page, and the key and the shape under which profiles count it."""

    zone: Zone
    place: int
    key: str
    shape: str


def site_lines(lines: Sequence[str]) -> Iterator[SiteLine]:
    """The lines near both ends of a page, folded to Simplified: from the first one on, then from the last one on."""
    full = [place for place, line in enumerate(lines) if line and not line.isspace()]
    for zone, places in (("top", full[:EDGE]), ("bottom", full[: -EDGE - 1 : -1])):
        paragraphs = 0
        for place in places:
            line = _plain(lines[place])
            yield SiteLine("top" if zone == "top" else "bottom", place, _short(line), _short(_shape(line)))
            paragraphs += is_paragraph(lines[place])
            if paragraphs == PARAGRAPHS:
                break


def key_of_line(folded: str) -> str:
    """A line without spaces and with half-width signs; a long one as its beginning and a digest.

    >>> key_of_line("　版权所有　湖东县人民政府 ")
    '版权所有湖东县人民政府'
    """
    return _short(_plain(folded))


def shape_of_line(folded: str) -> str:
    """The same with what differs from page to page replaced: numbers by 0, addresses by @, a name at the end by 名.

    >>> shape_of_line("责任编辑：张三"), shape_of_line("本篇文章共有12页 当前为第3页")
    ('责任编辑:名', '本篇文章共有0页当前为第0页')
    """
    return _short(_shape(_plain(folded)))


def _plain(folded: str) -> str:
    return "".join(normal_line(folded).split())


def _shape(line: str) -> str:
    return _NAME.sub("名", _NUMBER.sub("0", _ADDRESS.sub("@", line)))


def _short(line: str) -> str:
    if len(line) <= LONG:
        return line
    return f"{line[: LONG // 2]}…{blake2b(line.encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}"

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
    """A line: its place among the lines of the page, and the key under which profiles count it."""

    zone: Zone
    place: int
    key: str


def site_lines(lines: Sequence[str]) -> Iterator[SiteLine]:
    """The lines near both ends of a page, folded to Simplified: from the first one on, then from the last one on."""
    full = [place for place, line in enumerate(lines) if line and not line.isspace()]
    for zone, places in (("top", full[:EDGE]), ("bottom", full[: -EDGE - 1 : -1])):
        paragraphs = 0
        for place in places:
            yield SiteLine("top" if zone == "top" else "bottom", place, key_of_line(lines[place]))
            paragraphs += is_paragraph(lines[place])
            if paragraphs == PARAGRAPHS:
                break


def key_of_line(folded: str) -> str:
    """A line without spaces and with half-width signs; a long one as its beginning and a digest.

    >>> key_of_line("　版权所有　湖东县人民政府 ")
    '版权所有湖东县人民政府'
    """
    key = "".join(normal_line(folded).split())
    if len(key) <= LONG:
        return key
    return f"{key[: LONG // 2]}…{blake2b(key.encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}"


def shape_of(key: str) -> str:
    """A key with what differs from page to page replaced: numbers by 0, addresses by @, a name at the end by 名.

    >>> shape_of("责任编辑:张三"), shape_of("本篇文章共有12页当前为第3页")
    ('责任编辑:名', '本篇文章共有0页当前为第0页')
    """
    return _NAME.sub("名", _NUMBER.sub("0", _ADDRESS.sub("@", key)))

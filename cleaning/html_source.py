"""The source of an HTML page as a reader sees it: tags, the extents of elements, and what stays of the text.

A tokenizer for pages as they are found, so it never refuses one: what does not parse as a tag is text, an element that
is never closed has no extent. Offsets are code points in the source. Linear in the length of the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from cleaning.context import Context

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
BLOCK = frozenset(
    "address article aside blockquote body br caption center dd details dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hr html iframe legend li main nav ol p pre section summary table tbody "
    "tfoot thead title tr ul".split()
)
CELLS = frozenset({"td", "th"})
ROW_PARTS = CELLS | {"p", "span", "font", "b", "strong", "a", "center"}
"""Elements that may stand between two cells of one row; anything else says that the table only lays out the page."""

UNSEEN = frozenset(
    "script style template noscript head iframe object applet svg canvas audio video select button textarea datalist "
    "rt rp map title".split()
)
"""Elements whose content no reader of the article sees."""

_RAW = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style", "textarea", "title")}
_TOKEN = re.compile(
    r"<!--(?s:.*?)(?:--!?>|\Z)|<!\[CDATA\[|\]\]>|<[!?][^<>]*+>"
    # A quoted value is bounded, so that a page of stray quotes costs no more than its length; a longer one without
    # angle brackets (an image as data) is covered by the other branches.
    r"|<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*+)"
    r"(?P<attributes>(?:[^<>\"'=]++|=\s*+\"[^\"]{0,2000}+\"|=\s*+'[^']{0,2000}+'|[\"'=]){0,200}+)>"
)
_ATTRIBUTE = re.compile(r"([^\s=\"'/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']*)))?")
_MAY_HIDE = re.compile("hidden|none|font-size", re.IGNORECASE)
_HIDES = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0+(?:px|pt|em|rem|%)?\s*(?:;|!|$))",
    re.IGNORECASE,
)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_CHINESE = re.compile("[\u3000-〿㐀-䶿一-鿿豈-﫿！-￯𠀀-\U0003ffff“”‘’…—·]")
_HAN = re.compile("[㐀-䶿一-鿿豈-﫿𠀀-\U0003ffff]")


_DOCUMENT = re.compile(r"\s*+(?:<\?xml[^<>]*>\s*+)?<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
_BODY = re.compile(r"<(?:body|head)[\s>]", re.IGNORECASE)
_EXTRACTED = frozenset({"markup.tag", "markup.dropped"})


def is_page(text: str, context: Context) -> bool:
    """Whether a text is HTML source: given as such, or plainly a whole document."""
    return context.markup or (_DOCUMENT.match(text) is not None and _BODY.search(text) is not None)


def extracted(context: Context) -> bool:
    """Whether the page was taken to its text before: a tag that stands there now came from an entity, and is shown."""
    return not _EXTRACTED.isdisjoint(context.applied)


class Tag(NamedTuple):
    """A tag, comment or declaration. `name` in lower case, '' for what is no tag; `attributes` as they stand."""

    start: int
    end: int
    name: str
    closing: bool
    attributes: str

    def values(self) -> dict[str, tuple[str, int, int]]:
        """Attribute (in lower case) → value, and its span in the source."""
        offset = self.end - 1 - len(self.attributes)
        found: dict[str, tuple[str, int, int]] = {}
        for match in _ATTRIBUTE.finditer(self.attributes):
            group = match.lastindex or 1
            value = match[group] if group > 1 else ""
            found.setdefault(match[1].lower(), (value, offset + match.start(group), offset + match.end(group)))
        return found

    @property
    def hidden(self) -> bool:
        if not _MAY_HIDE.search(self.attributes):
            return False
        values = self.values()
        return "hidden" in values or _HIDES.search(values.get("style", ("",))[0]) is not None


def tags(source: str) -> Iterator[Tag]:
    """The tags of a source in order; the content of script, style, textarea and title holds none."""
    at = 0
    never_closed: set[str] = set()
    while match := _TOKEN.search(source, at):
        name = (match["name"] or "").lower()
        closing = match["close"] == "/"
        yield Tag(match.start(), match.end(), name, closing, match["attributes"] or "")
        at = match.end()
        if name in _RAW and not closing and name not in never_closed:
            end = _RAW[name].search(source, at)
            if end is None and name in ("script", "style"):
                return  # never closed: no reader sees the rest, and no tag in it counts
            if end:
                at = end.start()
            else:
                never_closed.add(name)


@dataclass(frozen=True, slots=True)
class Element:
    """A closed element: its tags' places in the list of tags."""

    name: str
    open: int
    close: int


def elements(found: list[Tag]) -> list[Element]:
    """The elements that are closed, in order of their end; a closing tag closes what was left open inside."""
    waiting: list[tuple[str, int]] = []
    depth: dict[str, int] = {}
    made: list[Element] = []
    for place, tag in enumerate(found):
        if not tag.name or tag.name in VOID:
            continue
        if not tag.closing:
            waiting.append((tag.name, place))
            depth[tag.name] = depth.get(tag.name, 0) + 1
        elif depth.get(tag.name):
            while waiting:
                name, opened = waiting.pop()
                depth[name] -= 1
                if name == tag.name:
                    made.append(Element(name, opened, place))
                    break
    return made


def hidden_spans(source: str, found: list[Tag], closed: list[Element]) -> list[tuple[int, int]]:
    """Spans whose content no reader sees, outermost only, sorted.

    A hidden element stays when it holds half of the page's Han characters: a script uncovers it.
    """
    gaps = [(tag.end, after.start) for tag, after in pairwise(found)]
    sizes = list(accumulate((len(_HAN.findall(source, *gap)) for gap in gaps), initial=0))
    unseen = {element.open: element.close for element in closed if element.name in UNSEEN}
    total = sizes[-1] - sum(sizes[close] - sizes[opened] for opened, close in _outermost(unseen))
    for element in closed:
        if found[element.open].hidden and 2 * (sizes[element.close] - sizes[element.open]) < total:
            unseen[element.open] = element.close
    spans = [(found[opened].start, found[close].end) for opened, close in _outermost(unseen)]
    if found and found[-1].name in ("script", "style") and not found[-1].closing:
        spans.append((found[-1].start, len(source)))
    return spans


def _outermost(spans: dict[int, int]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for opened, close in sorted(spans.items()):
        if not kept or opened > kept[-1][1]:
            kept.append((opened, close))
    return kept


class Gap(NamedTuple):
    """A stretch of source that shows as `after`: a line break, a tab between cells, a space, or nothing."""

    start: int
    end: int
    after: str
    dropped: bool
    tagged: bool


def gaps(source: str) -> list[Gap]:
    """What is to be replaced in the source so that the text remains; empty if there is no tag in it at all."""
    found = list(tags(source))
    if not any(tag.name for tag in found):
        return []
    closed = elements(found)
    unseen = hidden_spans(source, found, closed)
    pre = _outermost({e.open: e.close for e in closed if e.name == "pre"})
    kept = [(found[opened].end, found[close].start) for opened, close in pre]
    pieces = sorted(
        [(start, end, "") for start, end in unseen]
        + [(tag.start, tag.end, tag.name or "!") for tag in _outside(found, unseen)]
    )
    return list(_merged(source, pieces, kept))


def _outside(found: list[Tag], spans: list[tuple[int, int]]) -> Iterator[Tag]:
    at = 0
    for tag in found:
        while at < len(spans) and spans[at][1] <= tag.start:
            at += 1
        if at == len(spans) or tag.start < spans[at][0]:
            yield tag


def _merged(source: str, pieces: list[tuple[int, int, str]], pre: list[tuple[int, int]]) -> Iterator[Gap]:
    """Pieces to take out joined with the white space around them; the runs of white space between are gaps too."""
    spaces = [(match.start(), match.end(), " ") for match in _SPACE.finditer(source)]
    group: list[tuple[int, int, str]] = []
    reach = at = 0
    for piece in sorted(pieces + spaces):
        if piece[0] < reach:
            continue  # white space inside a tag
        while at < len(pre) and pre[at][1] <= piece[0]:
            at += 1
        if piece[2] == " " and at < len(pre) and pre[at][0] <= piece[0]:
            continue  # lines of preformatted text stay as they are
        if group and piece[0] > reach:
            yield _gap(source, group, reach)
            group = []
        reach = piece[1]
        group.append(piece)
    if group:
        yield _gap(source, group, reach)


def _gap(source: str, group: list[tuple[int, int, str]], end: int) -> Gap:
    start = group[0][0]
    names = {name for _, _, name in group}
    tagged = bool(names - {" "})
    if start == 0 or end == len(source):
        after = ""
    elif names & CELLS and not names & (BLOCK - ROW_PARTS):
        after = "\t"
    elif names & (BLOCK | CELLS):
        after = "\n"
    elif " " not in names:
        after = ""
    else:
        newline = "\n" in source[start:end]
        both = _CHINESE.match(source[start - 1]) and _CHINESE.match(source[end : end + 1])
        after = "" if newline and both else " "
    return Gap(start, end, after, "" in names, tagged)

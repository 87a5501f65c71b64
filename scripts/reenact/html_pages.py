"""HTML pages of many kinds of site around a given article, with what is article and what the page says as gold.

A page is a file of `html_sources/`: the source of a page as such sites build it, written for this project. Its first
line is a comment with the gold fields (`apart`: written to judge by; no rule about frame was made looking at it; the
files `unseen_*` are independent of the rules). In the source, `⟦…⟧` stands around what
belongs to the article, and a slot (`@p@`, `@br:2@` …) is filled with the article's next paragraphs, all that are left
where no number is given, in the markup of its name. All other text that a reader could see is frame, the headline
excepted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "html_sources"

_GOLD = re.compile(r"<!--gold (\{.*\})-->\n")
_SLOT = re.compile(r"@([a-z-]+)(?::(\d+))?@")
_UNSEEN = {"script", "style", "title", "rt", "rp"}


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """A page's source, the texts of its article in order, those of its frame, and the fields that it gives.

    Texts are without white space. `fields` maps to '' (or [] for `authors`) what the page does not say.
    """

    name: str
    source: str
    article: tuple[str, ...]
    frame: tuple[str, ...]
    fields: Mapping[str, Any]
    apart: bool

    @property
    def group(self) -> str:
        """`known`, `apart` or `unseen`: how far whoever made the rules may have looked at the page."""
        return "unseen" if _is_unseen(self.name) else "apart" if self.apart else "known"


def names() -> tuple[str, ...]:
    """The pages there are, in the order of their names, the unseen ones last."""
    return tuple(sorted((path.stem for path in FOLDER.glob("*.html")), key=lambda name: (_is_unseen(name), name)))


def _is_unseen(name: str) -> bool:
    return name.startswith("unseen_")


def html_page(name: str, paragraphs: Sequence[str]) -> HtmlPage:
    """Page `name` with these paragraphs in its slots."""
    head, template = _template(name)
    fields = dict(head)
    apart = fields.pop("apart", False)
    left = list(paragraphs)

    def fill(slot: re.Match[str]) -> str:
        count = int(slot[2]) if slot[2] else len(left)
        taken, left[:] = left[:count], left[count:]
        return FORMS[slot[1]](taken)

    marked = _SLOT.sub(fill, template)
    reader = _Reader(str(fields["title"]))
    reader.feed(marked)
    reader.close()
    source = marked.replace("⟦", "").replace("⟧", "")
    return HtmlPage(name, source, tuple(reader.article), tuple(reader.frame), fields, apart)


@cache
def _template(name: str) -> tuple[dict[str, Any], str]:
    text = (FOLDER / f"{name}.html").read_text(encoding="utf-8")
    gold = _GOLD.match(text)
    if gold is None:
        raise ValueError(f"{name}.html: the first line must be <!--gold {{…}}-->")
    return json.loads(gold[1]), text[gold.end() :]


def _elements(opening: str, closing: str) -> Callable[[Sequence[str]], str]:
    return lambda paragraphs: "\n".join(f"{opening}⟦{escape(text, quote=False)}⟧{closing}" for text in paragraphs)


def _entities(paragraphs: Sequence[str]) -> str:
    return "\n".join(f"<p>⟦{''.join(f'&#x{ord(sign):x};' for sign in text)}⟧</p>" for text in paragraphs)


FORMS: Mapping[str, Callable[[Sequence[str]], str]] = {
    "p": _elements("<p>&nbsp;&nbsp;", "</p>"),
    "p-open": _elements("<p><font><span>", ""),
    "br": _elements("　　", "<br />"),
    "nbsp": _elements("&nbsp;&nbsp;&nbsp; ", "<BR><BR>"),
    "div": _elements("<div>　　", "</div>"),
    "span": _elements('<p class="MsoNormal"><span style="font-family:宋体"><span>', "</span></span></p><p>&nbsp;</p>"),
    "section": _elements(
        '<section data-role="outer"><section><p><span style="color:#333">', "</span></p></section></section>"
    ),
    "aggregator": _elements('<div class="_213kl"><p class="_17wV-"><span class="bjh-p">', "</span></p></div>"),
    "entities": _entities,
}
"""Slot → the markup in which a site sets paragraphs."""


class _Reader(HTMLParser):
    """Sorts the texts of a marked page into article and frame."""

    def __init__(self, title: str) -> None:
        super().__init__(convert_charrefs=True)
        self.article: list[str] = []
        self.frame: list[str] = []
        self._title = "".join(title.split())
        self._unseen: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._unseen and self._unseen[-1] == tag:
            self._unseen.pop()

    def handle_data(self, data: str) -> None:
        for part in re.split("([⟦⟧])", data):
            text = "".join(part.split())
            if part in ("⟦", "⟧"):
                self._inside = part == "⟦"
                if self._inside:
                    self.article.append("")
            elif text and not self._unseen:
                if self._inside:
                    self.article[-1] += text
                elif text != self._title:
                    self.frame.append(text)

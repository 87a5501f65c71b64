"""What the source of an HTML page says about the page, beside its text: meta names, JSON-LD, microdata, `time`.

`<meta name="PubDate" content="2020-12-29 16:41">` gives `published_at`. Meta names are those of the guide for
government sites (国办发〔2017〕47号), of Open Graph and of the usual site software, in any case, with any separators.
Of several that say the same thing the one named first in `META` counts; JSON-LD comes behind meta names, microdata and
elements last. Nothing here raises: what cannot be read says nothing.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

from cleaning.dates import find_date
from cleaning.edit import Field
from cleaning.html_source import Tag, tags

META = {
    "title": ("articletitle", "ogtitle", "pagetitle", "headline", "twittertitle"),
    "published_at": (
        "pubdate", "publishdate", "articlepublishedtime", "datepublished", "ogreleasedate", "articledate",
        "publishedtime", "publishtime", "weiboarticlecreateat", "dcdateissued", "dateupdate", "ogtime", "releasedate",
    ),
    "source": ("contentsource", "source", "mediaid", "articlesource", "dcsource", "js_name"),
    "author": ("author", "articleauthor", "ogarticleauthor", "ogauthor", "dccreator"),
    "editor": ("editor", "articleeditor", "responsibleeditor"),
    "channel": ("columnname", "articlesection", "channel"),
    "keywords": ("keywords", "articletag"),
    "description": ("description", "ogdescription"),
    "site": ("sitename", "ogsitename"),
    "site_id": ("siteidcode",),
    "index_number": ("indexnumber", "indexno", "indexcode"),
    "document_number": ("documentnumber", "documentno", "filenumber", "fileno"),
    "issuing_office": ("issuingoffice", "publishingoffice", "fileorg"),
    "publisher": ("publisher", "dcpublisher"),
}  # fmt: skip
"""Field → the meta names that give it, without separators and in lower case; the first that says something counts."""

_NAMES = {name: (field, rank) for field, names in META.items() for rank, name in enumerate(names)}
_LD_RANK, _ITEM_RANK, _ELEMENT_RANK, _TITLE_RANK = 20, 30, 40, 50

_ITEM = re.compile(r"itemprop|id\s*=\s*[\"']?js_name\b")
_CREATED = re.compile(r"\bvar ct = \"(1[0-9]{9})\"")
"""What WeChat's articles have: the account's name in an element of its own, the time in a script."""

_SEPARATORS = re.compile(r"[\s_\-.:]+")
_ARTICLE = re.compile(r"Article|Posting|Report\b")
_NAME = re.compile("[㐀-䶿一-鿿·]{2,4}")
_NO_NAME = frozenset(
    {"佚名", "管理员", "编辑", "未知", "匿名", "本站", "本网", "原创", "网络", "作者", "小编", "记者", "无"}
)
_LABEL = re.compile(r"^(?:(?:文章|信息|稿件)?来源|作者|编辑|责任编辑|责编)\s*[:：]\s*")
_SITE = re.compile(
    r"\s*(?:[_|｜]|--+|——|\s[-–—·]\s).*|\s*-[^-]*(?:网|政府|新闻|频道|在线|日报|晚报|门户|委员会|局|中心)\s*$",
    re.DOTALL,
)
_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)")
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_WRAPPING = re.compile(r"^\s*(?://\s*)?<!(?:\[CDATA\[|--)|(?://\s*)?(?:\]\]>|-->)\s*$")
_CHINA = timezone(timedelta(hours=8))
_LONGEST = 200_000
_LONGEST_VALUE = 400
_MOST_NODES = 1000


def metadata(source: str) -> list[Field]:
    """The fields that a page's source gives, each the best of its name, in order of the fields' names in `META`."""
    found: dict[str, tuple[int, list[Field]]] = {}
    for rank, field in _findings(source):
        name = field.name
        held = found.get(name)
        if held is None or rank < held[0]:
            found[name] = rank, [field]
        elif rank == held[0] and name == "author":
            held[1].append(field)
    return [field for name in META if name in found for field in found[name][1]]


def head_title(source: str) -> str:
    """The headline as the source gives it beside the text, without the site's name; '' for none."""
    found = [(rank, field) for rank, field in _findings(source) if field.name == "title" and rank != _ELEMENT_RANK]
    return min(found, key=lambda item: item[0])[1].value if found else ""


def _findings(source: str) -> Iterator[tuple[int, Field]]:
    """All findings with their rank: the lower, the more it counts."""
    opened: Tag | None = None
    for tag in tags(source):
        if tag.name == "meta":
            yield from _meta(tag)
        elif opened is not None and tag.closing and tag.name == opened.name:
            yield from _element(source, opened, tag)
            opened = None
        elif not tag.closing and (tag.name in ("h1", "title") or _is_ld(tag) or _ITEM.search(tag.attributes)):
            opened = tag
        if tag.name == "time" and not tag.closing:
            value, start, end = tag.values().get("datetime", ("", 0, 0))
            yield from _field("published_at", value, start, end, "time element", _ELEMENT_RANK)
    if moment := _CREATED.search(source):
        value = datetime.fromtimestamp(int(moment[1]), _CHINA).replace(tzinfo=None).isoformat()
        yield _ITEM_RANK, Field("published_at", value, *moment.span(1), "itemprop ct")


def _is_ld(tag: Tag) -> bool:
    return tag.name == "script" and "ld+json" in tag.attributes.lower()


def _meta(tag: Tag) -> Iterator[tuple[int, Field]]:
    values = tag.values()
    given = next((values[key][0] for key in ("name", "property", "itemprop") if key in values), "").strip().lower()
    name, rank = _NAMES.get(_SEPARATORS.sub("", given), ("", 0))
    if name and "content" in values:
        yield from _field(name, *values["content"], f"meta {given}", rank)


def _element(source: str, opened: Tag, closing: Tag) -> Iterator[tuple[int, Field]]:
    start, end = opened.end, closing.start
    if opened.name == "script":
        yield from _linked_data(source, start, end)
        return
    value = re.sub(r"<[^<>]*>", "", source[start:end]) if end - start < 10 * _LONGEST_VALUE else ""
    if opened.name in ("h1", "title"):
        rank = _ELEMENT_RANK if opened.name == "h1" else _TITLE_RANK
        yield from _field("title", value, start, end, f"{opened.name} element", rank)
        return
    values = opened.values()
    item = next((values[key][0].strip().lower() for key in ("itemprop", "id") if key in values), "")
    name, _ = _NAMES.get(item, ("", 0))
    if name in ("title", "published_at", "author", "source", "editor"):
        yield from _field(name, value, start, end, f"itemprop {item}", _ITEM_RANK)


# --- JSON-LD --------------------------------------------------------------------------------------------------------


def _linked_data(source: str, start: int, end: int) -> Iterator[tuple[int, Field]]:
    for node in _nodes(source[start:end]):
        kind = " ".join(filter(lambda part: isinstance(part, str), _listed(node.get("@type"))))
        if not _ARTICLE.search(kind) and "pubDate" not in node:
            continue
        said: list[tuple[str, Any]] = [
            ("title", node.get("headline", node.get("title"))),
            ("published_at", node.get("datePublished", node.get("pubDate"))),
            ("description", node.get("description")),
            ("channel", node.get("articleSection")),
            *(("author", name) for name in _people(node.get("author"))),
            *(("editor", name) for name in _people(node.get("editor"))),
            *(("publisher", name) for name in _names(node.get("publisher"))),
        ]
        for name, value in said:
            if isinstance(value, str) and value.strip():
                at = source.find(value, start, end)
                span = (at, at + len(value)) if at >= 0 else (start, end)
                yield from _field(name, value, *span, "json-ld", _LD_RANK)


def _nodes(text: str) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD script, outermost first; none where it cannot be read, whatever is wrong with it."""
    text = _WRAPPING.sub("", text)
    if len(text) > _LONGEST:
        return
    for attempt in (text, _TRAILING_COMMA.sub("", text)):
        try:
            waiting = [json.loads(attempt, strict=False)]
            break
        except (ValueError, RecursionError):
            continue
    else:
        return
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting = [*node, *waiting]
        elif isinstance(node, dict):
            yield node
            waiting += [node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _names(value: Any) -> list[Any]:
    return [part.get("name") if isinstance(part, dict) else part for part in _listed(value)]


def _people(value: Any) -> list[Any]:
    """Names of the authors who are people: an office or a paper is no author."""
    people = [part for part in _listed(value) if not (isinstance(part, dict) and part.get("@type") == "Organization")]
    return _names(people)


# --- values ---------------------------------------------------------------------------------------------------------


def _field(name: str, given: str, start: int, end: int, evidence: str, rank: int) -> Iterator[tuple[int, Field]]:
    """A finding in its clean form; nothing where the value is none of its kind."""
    if name == "author":
        for part in re.finditer(r"[^\s、,，;；/／]+", _LABEL.sub("", html.unescape(given))):
            if _NAME.fullmatch(part[0]) and part[0] not in _NO_NAME:
                # Names behind one another are told apart by their place, as far as the source shows it.
                at = given.find(part[0])
                span = (start + at, start + at + len(part[0])) if 0 <= at < end - start else (start, end)
                yield rank, Field(name, part[0], *span, evidence)
        return
    value = " ".join(html.unescape(given).split())
    if name == "published_at":
        value = _moment(value)
    elif name == "title":
        value = _SITE.sub("", value, count=1) or value
    elif name in ("source", "editor"):
        value = _LABEL.sub("", value)
        if len(value) > 30 or value in _NO_NAME or "://" in value:
            return
    if value and (len(value) <= _LONGEST_VALUE or name in ("keywords", "description")):
        yield rank, Field(name, value, start, end, evidence)


def _moment(value: str) -> str:
    """A date in ISO form and Chinese time; '' for none or an impossible one.

    >>> _moment("2024-04-21T00:30:00Z"), _moment("2017年3月5日 8:05"), _moment("昨天")
    ('2024-04-21T08:30:00', '2017-03-05T08:05:00', '')
    """
    if match := _ISO.search(value):
        try:
            return datetime.fromisoformat(match[0]).astimezone(_CHINA).replace(tzinfo=None, microsecond=0).isoformat()
        except (ValueError, OverflowError):
            return ""
    date = find_date(value)
    return date.value if date else ""

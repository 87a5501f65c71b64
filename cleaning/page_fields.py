"""What a page says about itself, gathered from the fields that repairs read off its frame and its first lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from cleaning.edit import Field


class Author(NamedTuple):
    """A person credited with the article. `role` as the page names it (记者, 文, 摄 …), '' where it does not."""

    name: str
    role: str


SINGLE = (
    "title",
    "subtitle",
    "published_at",
    "source",
    "editor",
    "index_number",
    "document_number",
    "issuing_office",
    "subject",
    "keywords",
    "dateline",
    "icp",
)
"""Fields of which a page has one; the first that was found counts. `authors` is the one with several."""

NOTHING_SAID = frozenset({"", "无", "暂无", "无。", "/", "-", "—", "——"})


class PageFields(Mapping[str, object]):
    """A mapping from field name to value, and `found`: every single finding with its span in the original.

    `published_at` is a naive datetime in Chinese time (Asia/Shanghai), `authors` a tuple of `Author`, the rest are
    strings. A field that the page does not give, or gives as 无, is absent.
    """

    __slots__ = ("_values", "found")

    def __init__(self, found: tuple[Field, ...] = ()) -> None:
        self.found = found
        values: dict[str, object] = {}
        authors: dict[tuple[str, str], Author] = {}
        for item in _preferred(found):
            name, _, role = item.name.partition(".")
            if name == "personal":
                continue  # counted, and nothing that the page says of itself
            if name == "author":
                authors.setdefault((item.value, role), Author(item.value, role))
            elif name == "published_at":
                values.setdefault(name, datetime.fromisoformat(item.value))
            else:
                values.setdefault(name, item.value)
        named = {author.name for author in authors.values() if author.role}
        kept = tuple(author for author in authors.values() if author.role or author.name not in named)
        if kept:
            values["authors"] = kept
        self._values = values

    def __getitem__(self, name: str) -> object:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"PageFields({self._values!r})"


BESIDE = ("meta ", "json-ld", "itemprop ", "time element")
"""How the evidence of a finding begins that stands in the source of an HTML page and is not shown."""

_TITLES = ("meta ", "json-ld", "headline element", "", "h1 element", "title element")
"""Evidence of titles, the best first; the empty one stands for what is told by the page's text."""


def _preferred(found: Iterable[Field]) -> list[Field]:
    """The findings that say something, those first that count more, else as they stand.

    What a page shows its readers counts more than what its source says beside that: templates and copies leave old
    values there. Only the same date said more exactly is taken from the source, and the title, which is a line of its
    own there. A source that the page names counts more than the paper before the dateline, which may be its short name.
    """
    said = [item for item in found if item.value not in NOTHING_SAID]
    dates = sorted((item for item in said if item.name == "published_at"), key=_beside)
    if dates:
        exact = max(
            (item for item in dates if item.value.startswith(_known(dates[0].value))), key=lambda item: item.value
        )
        said = [item for item in said if item.name != "published_at"] + [exact]
    return sorted(said, key=lambda item: _title_rank(item) if item.name == "title" else _beside(item))


def _known(date: str) -> str:
    """What a date leaves no doubt about: seconds of zero may as well be unsaid."""
    return date.removesuffix(":00")


def _beside(item: Field) -> int:
    return int(
        item.evidence.startswith(BESIDE) or (item.name in ("source", "published_at") and item.evidence == "dateline")
    )


def _title_rank(item: Field) -> int:
    return next((rank for rank, start in enumerate(_TITLES) if start and item.evidence.startswith(start)), 3)

"""What a page says about itself, gathered from the fields that repairs read off its frame and its first lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
        for item in found:
            if item.value in NOTHING_SAID:
                continue
            name, _, role = item.name.partition(".")
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

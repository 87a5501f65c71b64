"""Site frames around an article: what a crawler takes along. Every line knows whether it is frame, field or article.

The frames are data (frames.toml): a list of line templates each, whose slots print the page's fields and paragraphs.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Literal

Role = Literal["frame", "field", "article"]

_FIELDS = {
    "title", "subtitle", "source", "editor", "index_number", "document_number", "issuing_office", "icp",
    "date", "date_zh", "datetime", "reporters", "photographers", "correspondents", "writers",
}  # fmt: skip
_AUTHOR_ROLES = {"reporters": "记者", "photographers": "摄影", "correspondents": "通讯员", "writers": "作者"}
_SLOT = re.compile(r"\{(\w+)(\?|:\d+)?\}")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page, what it is, and the names of the slots that it prints."""

    text: str
    role: Role
    fields: tuple[str, ...] = ()


@cache
def frame_data() -> tuple[Mapping[str, Sequence[str]], Sequence[str]]:
    """Frame name → its line templates, and the headlines that fill `{other}`."""
    data = tomllib.loads((Path(__file__).parent / "frames.toml").read_text(encoding="utf-8"))
    return data["frames"], data["others"]


def frame(name: str, page: Mapping[str, object], paragraphs: Sequence[str], rng: Random) -> list[Line]:
    """The lines of `paragraphs` in frame `name`; KeyError for an unknown frame.

    `page` has the gold fields (`published_at` as ISO date, or date and time), and `site`, the site's name.
    """
    frames, others = frame_data()
    values = _printable(page)
    spare = rng.sample(others, len(others))
    left = list(paragraphs)
    lines: list[Line] = []
    for template in frames[name]:
        slots = _SLOT.findall(template)
        if slots and slots[0][0] == "article":
            count = int(slots[0][1][1:]) if slots[0][1] else len(left)
            lines += [Line(text, "article") for text in left[:count]]
            left = left[count:]
            continue
        line = _filled(template, slots, values | {"other": spare[len(lines) % len(spare)]})
        if line:
            lines.append(line)
    return lines


def _filled(template: str, slots: Sequence[tuple[str, str]], values: Mapping[str, str]) -> Line | None:
    text = template
    for slot, mode in slots:
        value = values.get(slot) or ("无" if mode == "?" else "")
        if not value:
            return None
        text = text.replace(f"{{{slot}{mode}}}", value)
    fields = tuple(slot for slot, _ in slots if slot in _FIELDS)
    return Line(text, "field" if fields else "frame", fields)


def _printable(page: Mapping[str, object]) -> dict[str, str]:
    values = {name: value for name, value in page.items() if isinstance(value, str)}
    day, _, clock = values.get("published_at", "").partition("T")
    if clock:
        values["datetime"] = f"{day} {clock.removesuffix(':00')}"
    elif day:
        year, month, number = day.split("-")
        values |= {"date": day, "date_zh": f"{year}年{int(month)}月{int(number)}日"}
    authors = page.get("authors")
    for slot, role in _AUTHOR_ROLES.items():
        named = [author["name"] for author in authors if author["role"] == role] if isinstance(authors, list) else []
        values[slot] = " ".join(named)
    return values

"""What a profile holds, in a few tables for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from dataset.clean_batch import Profile, default_model, is_template, terms


class Section(NamedTuple):
    """One table: its name, its columns, its rows, and how many there are in all."""

    name: str
    head: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]
    total: int


def summary_of(profile: Profile, most: int) -> list[Section]:
    """The commonest rows of every part, at most so many."""
    return [
        _section(
            "hosts", ("host", "pages"), [(host, pages) for (host,), pages in profile.tables["hosts"].rows()], most
        ),
        _templates(profile, "lines", "template lines", most),
        _templates(profile, "shapes", "shapes of template lines", most),
        _section(
            "terms", ("term", "pages", "hosts, at least"), list(map(tuple, terms(profile, default_model(), most))), most
        ),
        _section("glosses", ("host", "characters", "places"), _glosses(profile), most),
        _section(
            "swaps",
            ("host", "written", "for", "status", "pages"),
            [(*row, pages) for row, pages in profile.tables["swaps"].rows()],
            most,
        ),
        _section(
            "contacts",
            ("host", "kind", "value", "pages"),
            [(*row, pages) for row, pages in profile.tables["contacts"].rows()],
            most,
        ),
    ]


def _section(name: str, head: tuple[str, ...], rows: list[tuple[Any, ...]], most: int) -> Section:
    ranked = sorted(rows, key=lambda row: (-row[-1] if name != "terms" else -row[1], row))
    return Section(name, head, ranked[:most], len(rows))


def _templates(profile: Profile, table: str, name: str, most: int) -> Section:
    rows = [
        (host, zone, line, pages)
        for (host, zone, line), pages in profile.tables[table].rows()
        if is_template((profile.line if table == "lines" else profile.shape)(host, zone, line), host)
    ]
    return _section(name, ("host", "zone", "line", "pages"), rows, most)


def _glosses(profile: Profile) -> list[tuple[Any, ...]]:
    characters: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for (host, _, reading), count in profile.tables["glosses"].rows():
        if reading:
            characters[host] += 1
            places[host] += count
    return [(host, characters[host], places[host]) for host in characters]

"""What a profile holds, in a few tables for people."""

from __future__ import annotations

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
        _strings(profile),
        _section("glosses", ("host", "character", "reading", "bare", "places"), _glosses(profile), most),
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


def _strings(profile: Profile) -> Section:
    """How many strings of Han are counted, by their length."""
    tables = enumerate(profile.strings.tables, 1)
    rows = [(size, len(table.keys), int(table.pages.sum()), table.error) for size, table in tables]
    head = ("characters", "strings", "pages of all", "each too low by, at most")
    return Section("strings", head, rows, sum(row[1] for row in rows))


def _glosses(profile: Profile) -> list[tuple[Any, ...]]:
    """Every reading with its places, and the places in which its character stands bare on pages of the mill."""
    table = profile.tables["glosses"]
    return [
        (host, character, reading, table[host, character, ""], places)
        for (host, character, reading), places in table.rows()
        if reading
    ]

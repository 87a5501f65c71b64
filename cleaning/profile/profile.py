"""The profile of a corpus: counts from many pages, and what the repairs may ask of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from cleaning.profile.strings import Strings
from cleaning.profile.tally import Tally

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "hosts": ("host",),
    "lines": ("host", "zone", "line"),
    "shapes": ("host", "zone", "shape"),
    "glosses": ("host", "character", "reading"),
    "swaps": ("host", "written", "original", "status"),
    "contacts": ("host", "kind", "value"),
}
"""The tables of a profile beside its strings, and the columns of each; a count stands behind them.

hosts     pages of each host, every article once
lines     lines near the top or bottom of pages, without spaces and in Simplified: pages that have them there
shapes    the same with numbers, names and addresses in them replaced by signs
glosses   characters that stand before a mill's gloss with this reading: places; with reading '': places without a gloss
swaps     words for which the swap repair found another: pages on which it was `applied` or `flagged`
contacts  telephone numbers and betting brands that a host shows: pages
"""

OFTEN = 3
"""Least pages of which anything is concluded."""

TEMPLATE_SHARE = 0.3
"""Least share of a host's pages on which a line of its template stands."""

NO_HOST = 5
"""Least pages with a line where their host is not known: they may come from many sites."""

BARE = 0.05
"""Highest share of a glossed character's places in which it may be bare: the mill glosses all, some slip through."""


class ProfileError(ValueError):
    """A profile that cannot be used; the message names file, fault and remedy."""


@dataclass(frozen=True, slots=True)
class Seen:
    """On how many pages of its host a line was met in one zone, of how many."""

    pages: int
    of: int

    @property
    def share(self) -> float:
        return self.pages / self.of if self.of else 0.0


def _tables() -> dict[str, Tally]:
    return {name: Tally() for name in COLUMNS}


@dataclass(frozen=True, eq=False, repr=False)
class Profile:
    """Counts of a corpus. `pages`: those whose strings were counted; `copies`: those whose article was met before.

    Two profiles are equal when their digests are. Picklable; to be read only, once it is made.
    """

    pages: int = 0
    copies: int = 0
    strings: Strings = field(default_factory=Strings)
    tables: Mapping[str, Tally] = field(default_factory=_tables)

    def pages_with(self, string: str) -> int:
        """On how many pages of the corpus a string of Han stands, in either script; 0 where it is not known.

        For strings of more than four characters the least of all their parts of four, which is never too low.
        """
        return self.strings.pages_with(string) if self.pages else 0

    def pages_with_many(self, strings: list[str]) -> NDArray[np.int64]:
        """The same for many strings in one call."""
        return self.strings.pages_with_many(strings)

    def line(self, host: str, zone: str, line: str) -> Seen:
        """How often a line (`cleaning.site_lines`) stands in this zone of the host's pages."""
        return self._seen("lines", host, zone, line)

    def shape(self, host: str, zone: str, shape: str) -> Seen:
        """The same of a line's shape."""
        return self._seen("shapes", host, zone, shape)

    def _seen(self, table: str, host: str, zone: str, line: str) -> Seen:
        return Seen(self.tables[table][host, zone, line], self.tables["hosts"][(host,)])

    def is_template(self, host: str, line: str, zone: str) -> bool:
        """Whether a line comes back in this zone of so many pages of the host that the site put it there."""
        return is_template(self.line(host, zone, line), host)

    def swaps(self, host: str) -> Mapping[str, str]:
        """Words that were swapped in all over the site, and those that they stand for, in Simplified."""
        return self._swaps.get(host, {})

    def gloss_table(self, host: str) -> Mapping[str, frozenset[str]]:
        """The characters that the site's mill glosses wherever they stand, and the readings that it gives them."""
        return self._glosses.get(host, {})

    @cached_property
    def _swaps(self) -> dict[str, dict[str, str]]:
        """Only what was sure enough to be applied counts, on two pages and without a rival."""
        found: dict[str, dict[str, dict[str, int]]] = {}
        for (host, written, original, status), pages in self.tables["swaps"].rows():
            if host and status == "applied":
                found.setdefault(host, {}).setdefault(written, {})[original] = pages
        return {
            host: {
                written: original
                for written, originals in words.items()
                for original, pages in originals.items()
                if pages >= 2 and pages >= 0.8 * sum(originals.values())
            }
            for host, words in found.items()
        }

    @cached_property
    def _glosses(self) -> dict[str, dict[str, frozenset[str]]]:
        glossed: dict[tuple[str, str], dict[str, int]] = {}
        bare: dict[tuple[str, str], int] = {}
        for (host, character, reading), places in self.tables["glosses"].rows():
            if not host:
                continue
            if reading:
                glossed.setdefault((host, character), {})[reading] = places
            else:
                bare[host, character] = places
        tables: dict[str, dict[str, frozenset[str]]] = {}
        for (host, character), readings in glossed.items():
            total = sum(readings.values())
            if total >= OFTEN and bare.get((host, character), 0) <= BARE * total:
                tables.setdefault(host, {})[character] = frozenset(readings)
        return tables

    @cached_property
    def digest(self) -> str:
        """12 hexadecimal digits that name the content."""
        made = hashlib.sha256(json.dumps([self.pages, self.copies]).encode())
        for table in self.strings.tables:
            for column in (table.keys, table.pages, table.hosts):
                made.update(column.tobytes())
            made.update(str(table.error).encode())
        for name in COLUMNS:
            tally = self.tables[name]
            rows = [[*row, count] for row, count in tally.rows()]
            made.update(json.dumps([name, tally.error, rows]).encode())
        return made.hexdigest()[:12]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Profile) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"Profile({self.digest}, pages={self.pages})"

    def settled(self, *, part: bool = False) -> Profile:
        """The profile as it is kept: without what was met on one page only, unless it is to be added to other parts."""
        least = 1 if part else 2
        once = {"hosts": 1, "glosses": 1, "swaps": 1}
        tables = {name: tally.settled(once.get(name, least)) for name, tally in self.tables.items()}
        return replace(self, strings=self.strings.settled(least), tables=tables)


def is_template(seen: Seen, host: str) -> bool:
    """Whether a line met so often is the site's own."""
    return seen.pages >= (OFTEN if host else NO_HOST) and seen.share >= TEMPLATE_SHARE


def merged(*profiles: Profile) -> Profile:
    """The sum of profiles, in any order and grouping the same (beyond the bounds: see `cleaning.profile.tally`)."""
    strings = Strings()
    tables = _tables()
    for profile in profiles:
        strings.add_all(profile.strings)
        for name, tally in profile.tables.items():
            tables[name].add_all(tally)
    pages, copies = (sum(getattr(profile, name) for profile in profiles) for name in ("pages", "copies"))
    return Profile(pages, copies, strings, tables)


NO_PROFILE = Profile()
"""What is known without a profile: nothing."""

"""On how many pages each string of one to four Han characters stands: sorted arrays, in bounded memory.

A string is one number: its characters (folded to Simplified) as 16 bits each. Beside the pages stands a set of hosts
as 64 bits, one of which each host sets: sets are joined by "or", so parts can be added in any order, and the bits that
are set say on how many hosts, at least, the string was met (up to 64). Longer strings are known by the parts of four.
The guarantee of `cleaning.profile.tally` holds here too.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from cleaning.fold import fold, folded_codes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ORDERS = (1, 2, 3, 4)
"""Characters of the strings that are counted."""

MOST = 1_500_000
"""Most strings of one length that are kept, 20 bytes each. Twice as many are in memory before the rarest go."""

BATCH = 1 << 20
"""Characters that are gathered before they are counted: sorting them costs some 40 MB for a moment."""

FIRST_HAN, LAST_HAN = 0x3400, 0x9FFF


class Table(NamedTuple):
    """Strings of one length in order of their numbers, the pages of each, its set of hosts, and the greatest count that
    was dropped."""

    keys: NDArray[np.uint64]
    pages: NDArray[np.uint32]
    hosts: NDArray[np.uint64]
    error: int = 0


def host_bit(host: str) -> int:
    """The bit (0 to 63) of a host in sets of hosts."""
    return zlib.crc32(host.encode("utf-8", "surrogatepass")) & 63


class Strings:
    """The four tables, and the pages that wait to be counted. `most`: strings of one length that are kept."""

    def __init__(self, tables: Sequence[Table] = (), most: int = MOST) -> None:
        self._tables = list(tables)
        self.most = most
        self._waiting: list[tuple[str, int]] = []
        self._size = 0

    @property
    def tables(self) -> list[Table]:
        """One table a length. Made when first asked for: who has no profile needs no numpy."""
        if not self._tables:
            self._tables = [_empty() for _ in ORDERS]
        return self._tables

    def add(self, text: str, host: str) -> None:
        """Count a page."""
        self._waiting.append((text, host_bit(host)))
        self._size += len(text)
        if self._size >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Count the pages that wait."""
        if self._waiting:
            self._join(_counted(self._waiting))
            self._waiting, self._size = [], 0

    def add_all(self, other: Strings) -> None:
        """Add the counts of another."""
        self.flush()
        other.flush()
        self._join(other.tables)

    def _join(self, others: Sequence[Table]) -> None:
        tables = [_sum(mine, more) for mine, more in zip(self.tables, others, strict=True)]
        self._tables = [_pruned(table, self.most) if len(table.keys) > 2 * self.most else table for table in tables]

    def settled(self, least: int) -> Strings:
        """A copy without the strings of less than `least` pages, and with no more than fit."""
        self.flush()
        return Strings([_pruned(_without(table, least), self.most) for table in self.tables], self.most)

    def pages_with(self, string: str) -> int:
        """On how many pages `string` stands; 0 where it is unknown, or holds anything but Han.

        For strings of more than four characters the least of all their parts of four, which is never too low.
        """
        counts = self.pages_with_many([string])
        return int(counts[0])

    def pages_with_many(self, strings: Sequence[str]) -> NDArray[np.int64]:
        """The same for many strings at once."""
        import numpy as np

        longest = ORDERS[-1]
        parts: list[list[str]] = [[] for _ in ORDERS]
        owners: list[list[int]] = [[] for _ in ORDERS]
        result = np.full(len(strings), np.iinfo(np.int64).max)
        for number, string in enumerate(map(fold, strings)):
            if not string or not all("\u3400" <= sign <= "\u9fff" for sign in string):
                result[number] = 0
                continue
            order = min(len(string), longest)
            for start in range(len(string) - order + 1):
                parts[order - 1].append(string[start : start + order])
                owners[order - 1].append(number)
        for table, order, group, owner in zip(self.tables, ORDERS, parts, owners, strict=True):
            if group:
                codes = folded_codes("".join(group)).astype(np.uint64).reshape(-1, order)
                np.minimum.at(result, np.array(owner), look_up(table, _packed(codes)))
        return result


def look_up(table: Table, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The pages of every key, 0 where it is not in the table."""
    import numpy as np

    if not len(table.keys):
        return np.zeros(len(keys), dtype=np.int64)
    places = np.minimum(np.searchsorted(table.keys, keys), len(table.keys) - 1)
    found: NDArray[np.int64] = np.where(table.keys[places] == keys, table.pages[places], 0).astype(np.int64)
    return found


def key_of(string: str) -> int:
    """The number of a string of one to four Han characters."""
    key = 0
    for sign in fold(string):
        key = key << 16 | ord(sign)
    return key


def string_of(key: int) -> str:
    """The string of a number."""
    signs = []
    while key:
        signs.append(chr(key & 0xFFFF))
        key >>= 16
    return "".join(reversed(signs))


def _empty() -> Table:
    import numpy as np

    return Table(np.zeros(0, np.uint64), np.zeros(0, np.uint32), np.zeros(0, np.uint64))


def _packed(rows: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Rows of characters as one number each."""
    import numpy as np

    keys = rows[:, 0].copy()
    for column in range(1, rows.shape[1]):
        keys = keys << np.uint64(16) | rows[:, column]
    return keys


def _counted(pages: Sequence[tuple[str, int]]) -> list[Table]:
    """The tables of some pages."""
    import numpy as np

    codes = folded_codes("\n".join(text for text, _ in pages))
    number = np.repeat(np.arange(len(pages)), [len(text) + 1 for text, _ in pages])[: len(codes)]
    bits = np.array([bit for _, bit in pages], dtype=np.uint64)
    han = (codes >= FIRST_HAN) & (codes <= LAST_HAN)
    wide = codes.astype(np.uint64)
    tables, keys, sound = [], wide, han
    for order in ORDERS:
        if order > 1:
            keys = keys[:-1] << np.uint64(16) | wide[order - 1 :]
            sound = sound[:-1] & han[order - 1 :]
        places = np.flatnonzero(sound)
        tables.append(_grouped(keys[places], number[places], bits))
    return tables


def _grouped(keys: NDArray[np.uint64], pages: NDArray[np.int64], bits: NDArray[np.uint64]) -> Table:
    """How many different pages each key has, and the hosts of these pages."""
    import numpy as np

    if not len(keys):
        return _empty()
    order = np.argsort(keys, kind="stable")  # Keeps the pages of a key in order.
    keys, pages = keys[order], pages[order]
    new_key = np.concatenate(([True], keys[1:] != keys[:-1]))
    new_page = new_key | np.concatenate(([True], pages[1:] != pages[:-1]))
    starts = np.flatnonzero(new_key)
    counts = np.add.reduceat(new_page, starts, dtype=np.uint32)
    hosts = np.bitwise_or.reduceat(np.uint64(1) << bits[pages], starts)
    return Table(keys[starts], counts, hosts)


def _sum(left: Table, right: Table) -> Table:
    import numpy as np

    error = left.error + right.error
    if not len(left.keys) or not len(right.keys):
        return (left if len(left.keys) else right)._replace(error=error)
    keys = np.concatenate([left.keys, right.keys])
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    pages = np.add.reduceat(np.concatenate([left.pages, right.pages])[order], starts, dtype=np.uint32)
    hosts = np.bitwise_or.reduceat(np.concatenate([left.hosts, right.hosts])[order], starts)
    return Table(keys[starts], pages, hosts, error)


def _pruned(table: Table, most: int) -> Table:
    """Without the rarest where there are more than `most`: all of a count together, so that no order decides."""
    import numpy as np

    if len(table.keys) <= most:
        return table
    counts = np.bincount(np.minimum(table.pages, 1 << 16))
    fitting = np.flatnonzero(np.cumsum(counts[::-1])[::-1] <= most)
    return _without(table, int(fitting[0]) if len(fitting) else 1 << 16)


def _without(table: Table, least: int) -> Table:
    kept = table.pages >= least
    if kept.all():
        return table
    return Table(table.keys[kept], table.pages[kept], table.hosts[kept], table.error + int(table.pages[~kept].max()))

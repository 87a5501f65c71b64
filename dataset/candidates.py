"""Pairs of pages whose sketches share enough: what may be near copies, in bounded memory and near-linear time.

Hashes are spilled by their range, pages that share one are paired range by range, and pairs are spilled by their own
hash and counted. Of the pages that share a hash each is paired with the next few and with the first, so a line that
stands in every page costs as many pairs as there are pages, and a text that was reprinted a thousand times is still
one chain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Numbers = NDArray[np.int64]

PART = 1 << 20
"""Hashes worked off at a time, about."""

NEXT = 4
"""With how many of the pages behind it, of all that share a hash, a page is paired."""

LEAST_SHARED = 2
"""Hashes that a pair must share: one may be a phrase."""

LEAST_SHARE = 0.1
"""Of the hashes of the smaller page: unrelated news share less, a reprint with three of ten characters changed more."""

RUN_BITS = 32


def candidate_pairs(sketches: Iterable[Hashes], sizes: Numbers, folder: Path) -> Iterator[tuple[Numbers, Numbers]]:
    """Pairs (lower page number, higher) that may be near copies, in parts; `folder` holds what is spilled.

    `sketches` are those of page 0, 1, 2 …; `sizes` how many hashes each has.
    """
    import numpy as np

    parts = int(sizes.sum()) // PART + 1
    _spill_hashes(sketches, folder, parts)
    _spill_pairs(folder, parts)
    for part in range(parts):
        keys, counts = _read(folder / f"pairs-{part}.bin", 2)
        if not len(keys):
            continue
        order = np.argsort(keys, kind="stable")
        keys, counts = keys[order], counts[order]
        starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
        shared = np.add.reduceat(counts, starts).astype(np.int64)
        one = (keys[starts] >> np.uint64(RUN_BITS)).astype(np.int64)
        other = (keys[starts] & np.uint64((1 << RUN_BITS) - 1)).astype(np.int64)
        least = np.maximum(LEAST_SHARED, LEAST_SHARE * np.minimum(sizes[one], sizes[other]))
        yield one[shared >= least], other[shared >= least]


def _spill_hashes(sketches: Iterable[Hashes], folder: Path, parts: int) -> None:
    """Write (hash, page) to a file for each range of hashes."""
    import numpy as np

    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as files:
        out = [files.enter_context((folder / f"hashes-{part}.bin").open("wb")) for part in range(parts)]
        waiting: list[Hashes] = []
        size = 0
        for number, hashes in enumerate(sketches):
            waiting.append(np.stack([hashes, np.full(len(hashes), number, np.uint64)], axis=1))
            size += len(hashes)
            if size >= PART:
                _deal(np.concatenate(waiting), out, parts)
                waiting, size = [], 0
        if waiting:
            _deal(np.concatenate(waiting), out, parts)


def _deal(rows: Hashes, out: list, parts: int) -> None:  # type: ignore[type-arg]
    """Append each row to the file that its first number belongs to."""
    import numpy as np

    # The low bits chose the sketch; these are independent of them.
    place = (rows[:, 0] >> np.uint64(16)) % np.uint64(parts)
    for part in np.unique(place).tolist():
        out[part].write(rows[place == part].tobytes())


def _spill_pairs(folder: Path, parts: int) -> None:
    """Write (pair, how many hashes of one range it shares) to files by pair."""
    import numpy as np

    with ExitStack() as files:
        out = [files.enter_context((folder / f"pairs-{part}.bin").open("wb")) for part in range(parts)]
        for part in range(parts):
            path = folder / f"hashes-{part}.bin"
            hashes, numbers = _read(path, 2)
            path.unlink()
            pairs = _pairs_of(hashes, numbers)
            if not len(pairs):
                continue
            keys, counts = np.unique(pairs, return_counts=True)
            mixed = (keys * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(RUN_BITS)
            rows = np.stack([keys, counts.astype(np.uint64)], axis=1)
            place = mixed % np.uint64(parts)
            for to in np.unique(place).tolist():
                out[to].write(rows[place == to].tobytes())


def _pairs_of(hashes: Hashes, numbers: Hashes) -> Hashes:
    """Every pair of pages that share a hash and stand beside each other, or one first, among those that have it."""
    import numpy as np

    order = np.lexsort((numbers, hashes))
    hashes, numbers = hashes[order], numbers[order]
    found = []
    for distance in range(1, NEXT + 1):
        same = np.flatnonzero(hashes[:-distance] == hashes[distance:])
        found.append((numbers[same], numbers[same + distance]))
    opens = np.concatenate(([True], hashes[1:] != hashes[:-1]))[: len(hashes)]
    first = np.maximum.accumulate(np.where(opens, np.arange(len(hashes)), 0))
    far = np.flatnonzero(np.arange(len(hashes)) - first > NEXT)
    found.append((numbers[first[far]], numbers[far]))
    return np.concatenate([(one << np.uint64(RUN_BITS)) | other for one, other in found])


def _read(path: Path, columns: int) -> tuple[Hashes, ...]:
    import numpy as np

    rows = np.fromfile(path, np.uint64).reshape(-1, columns)
    return tuple(np.ascontiguousarray(rows[:, column]) for column in range(columns))

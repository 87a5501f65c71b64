"""A hash table that answers with one memory access: what does not fit is left out, the least valuable first.

A bucket is one 64-bit word of three or four lanes. A lane holds a key's fingerprint and its value; a bucket keeps the
most valuable of the keys that hash to it and forgets the rest. For n-grams that is pruning by another name: a forgotten
one falls back to a shorter one. An unknown key is taken for a known one with a probability of about
``lanes * 2 ** -fingerprint_bits`` times the share of lanes that are filled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaning.language_model.static_function import FIRST_MULTIPLIER, HALF, SECOND_MULTIPLIER, Keys

WORD_BITS = 64


@dataclass(frozen=True, slots=True)
class BucketTable:
    """Values of ``value_bits`` bits in lanes of ``lane_bits`` bits; ``buckets`` are uint64."""

    buckets: NDArray[np.uint64]
    value_bits: int
    lane_bits: int

    @property
    def lanes(self) -> int:
        return WORD_BITS // self.lane_bits

    @property
    def fingerprint_bits(self) -> int:
        return self.lane_bits - self.value_bits

    def header(self) -> dict[str, int]:
        """What a file must keep beside the buckets to open the table again."""
        return {"value_bits": self.value_bits, "lane_bits": self.lane_bits}

    def look_up(self, keys: Keys) -> NDArray[np.uint64]:
        """The value of every key; ``2 ** value_bits`` or more where the key is unknown."""
        place, tag = _hashed(keys, len(self.buckets), self.value_bits, self.lane_bits)
        tag *= np.uint64(sum(1 << lane * self.lane_bits for lane in range(self.lanes)))
        tag ^= self.buckets.take(place, mode="clip")
        # A lane is its value where the fingerprints are the same, else a larger number: the least lane is the answer.
        mask, shift = np.uint64((1 << self.lane_bits) - 1), np.uint64(self.lane_bits)
        least = tag & mask
        for _ in range(2, self.lanes):
            tag >>= shift
            np.minimum(least, tag & mask, out=least)
        tag >>= shift  # above the last lane there is nothing
        np.minimum(least, tag, out=least)
        return least


def _hashed(keys: Keys, buckets: int, value_bits: int, lane_bits: int) -> tuple[NDArray[np.int64], Keys]:
    """Bucket of every key and its fingerprint, shifted above the value. No fingerprint is 0: empty lanes are."""
    mixed = keys * FIRST_MULTIPLIER
    place = mixed >> HALF
    mixed ^= place
    mixed *= SECOND_MULTIPLIER
    np.right_shift(mixed, HALF, out=place)
    place *= np.uint64(buckets)
    place >>= HALF
    mixed &= np.uint64((1 << lane_bits - value_bits) - 1)
    np.maximum(mixed, np.uint64(1), out=mixed)
    mixed <<= np.uint64(value_bits)
    return place.view(np.int64), mixed


def winners(keys: Keys, worth: NDArray[np.float64], buckets: int, value_bits: int, lane_bits: int) -> NDArray[np.int64]:
    """The rows that stay, in order: as many a bucket as it has lanes, those of greatest ``worth``.

    Of two with one fingerprint in one bucket, which the table could not tell apart, the better one stays.
    """
    place, tag = _hashed(keys, buckets, value_bits, lane_bits)
    rows = np.lexsort((keys, -worth, tag, place))
    rows = rows[_begins(place[rows], tag[rows])]
    rows = rows[np.lexsort((keys[rows], -worth[rows], place[rows]))]
    return np.sort(rows[_rank(place[rows]) < WORD_BITS // lane_bits])


def _begins(*columns: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
    """Where sorted rows differ from the row before."""
    new = np.zeros(len(columns[0]), dtype=bool)
    new[:1] = True
    for column in columns:
        new[1:] |= column[1:] != column[:-1]
    return new


def _rank(place: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number of each sorted row among those of its bucket."""
    starts = np.flatnonzero(_begins(place))
    return np.arange(len(place)) - np.repeat(starts, np.diff(np.append(starts, len(place))))


def build_buckets(keys: Keys, values: NDArray[np.int64], buckets: int, value_bits: int, lane_bits: int) -> BucketTable:
    """The table of ``keys``, of which no more may fall to a bucket than it has lanes (see :func:`winners`)."""
    words = np.zeros(buckets, dtype=np.uint64)
    place, tag = _hashed(keys, buckets, value_bits, lane_bits)
    order = np.argsort(place, kind="stable")
    place, content = place[order], (tag | values.astype(np.uint64))[order]
    rank = _rank(place)
    for lane in range(WORD_BITS // lane_bits):
        here = rank == lane
        words[place[here]] |= content[here] << np.uint64(lane * lane_bits)
    return BucketTable(words, value_bits, lane_bits)

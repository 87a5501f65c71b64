"""A static function: integer keys to small values in about 1.13 slots a key, without storing the keys.

This is the binary fuse filter of Graf and Lemire (2022, "Binary Fuse Filters: Fast and Smaller Than Xor Filters",
ACM JEA 27), extended from membership to values: three slots chosen by the key's hash XOR to the key's fingerprint and
its value. A key that was never put in is told apart by its fingerprint, wrongly with probability
2 ** -fingerprint_bits. A look-up is three gathers without loop or branch, which is what numpy does well.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]

# Multipliers of SplitMix64 (Steele, Lea and Flood 2014); any odd constants with well spread bits do.
FIRST_MULTIPLIER = np.uint64(0xBF58476D1CE4E5B9)
SECOND_MULTIPLIER = np.uint64(0x94D049BB133111EB)
HALF = np.uint64(32)
MIDDLE = np.uint64(14)
MOST_SEEDS = 64
LONGEST_SEGMENT = 1 << 14  # so that the second and third position use separate bits of the hash's lower half


class ConstructionError(Exception):
    """No seed gave a table that can be filled: the keys are not distinct."""


@dataclass(frozen=True, slots=True)
class StaticFunction:
    """Values of ``value_bits`` bits for the keys it was built from, in ``slots`` (uint16 or uint32)."""

    slots: NDArray[Any]
    value_bits: int
    segment: int
    span: int
    seed: int

    @property
    def fingerprint_bits(self) -> int:
        return int(self.slots.dtype.itemsize * 8 - self.value_bits)

    def look_up(self, keys: Keys) -> NDArray[Any]:
        """The value of every key, in the dtype of ``slots``; ``2 ** value_bits`` or more where the key is unknown."""
        first, second, third, fingerprint = _positions(keys, self.seed, self.segment, self.span)
        slots = self.slots
        found = slots[first]
        found ^= slots[second]
        found ^= slots[third]
        tag = fingerprint.astype(slots.dtype)
        tag <<= slots.dtype.type(self.value_bits)
        found ^= tag
        return found

    def header(self) -> dict[str, int]:
        """What a file must keep beside the slots to open the function again."""
        return {"value_bits": self.value_bits, "segment": self.segment, "span": self.span, "seed": self.seed}


def _positions(
    keys: Keys, seed: int, segment: int, span: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], Keys]:
    """Three slots of every key and its fingerprint (the hash's upper half, to be cut to size)."""
    mixed = keys + np.uint64(seed)
    mixed *= FIRST_MULTIPLIER
    upper = mixed >> HALF
    mixed ^= upper
    mixed *= SECOND_MULTIPLIER
    np.right_shift(mixed, HALF, out=upper)
    first = upper * np.uint64(span)
    first >>= HALF
    mask = np.uint64(segment - 1)
    second = first + np.uint64(segment)
    third = second + np.uint64(segment)
    third ^= mixed & mask
    mixed >>= MIDDLE
    mixed &= mask
    second ^= mixed
    return first.view(np.int64), second.view(np.int64), third.view(np.int64), upper


def build(keys: Keys, values: NDArray[Any], value_bits: int, slot: type[np.unsignedinteger[Any]]) -> StaticFunction:
    """A function that maps every key to its value (below ``2 ** value_bits``). The same input gives the same bytes.

    Raises :class:`ConstructionError` when keys repeat.
    """
    size = max(len(keys), 2)
    segment = min(LONGEST_SEGMENT, 1 << int(math.log(size) / math.log(3.33) + 2.25))
    load = max(1.125, 0.875 + 0.25 * math.log(1_000_000) / math.log(size))
    segments = max(1, -(-int(size * load) // segment) - 2)
    span, length = segments * segment, (segments + 2) * segment
    for seed in range(1, MOST_SEEDS + 1):
        *places, fingerprint = _positions(keys, seed, segment, span)
        order = _peel(np.stack(places, axis=1), length)
        if order is None:
            continue
        slots = np.zeros(length, dtype=slot)
        payload = (fingerprint.astype(slot) << slot(value_bits)) ^ values.astype(slot)
        _fill(slots, np.stack(places, axis=1), payload, order)
        return StaticFunction(slots, value_bits, segment, span, seed)
    raise ConstructionError(f"{len(keys)} keys cannot be laid out in {length} slots; are they distinct?")


def _peel(places: NDArray[np.int64], length: int) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]] | None:
    """Rounds of (key, slot that no key of a later round touches); None when a cycle is left."""
    count = np.bincount(places.ravel(), minlength=length)
    number = np.arange(len(places))
    owner = np.zeros(length, dtype=np.int64)  # sum of the numbers of the keys that still touch a slot
    for column in range(3):
        np.add.at(owner, places[:, column], number)
    rounds = []
    left = len(places)
    free = np.flatnonzero(count == 1)
    while len(free):
        key, first = np.unique(owner[free], return_index=True)
        rounds.append((key, free[first]))
        left -= len(key)
        touched = places[key].ravel()
        np.subtract.at(count, touched, 1)
        np.subtract.at(owner, touched, np.repeat(key, 3))
        touched = np.unique(touched)
        free = touched[count[touched] == 1]
    return rounds if left == 0 else None


def _fill(
    slots: NDArray[Any],
    places: NDArray[np.int64],
    payload: NDArray[Any],
    rounds: list[tuple[NDArray[np.int64], NDArray[np.int64]]],
) -> None:
    """Write every key's free slot, last peeled first, so that its three slots XOR to its payload."""
    for key, slot in reversed(rounds):
        three = slots[places[key]]
        slots[slot] = payload[key] ^ three[:, 0] ^ three[:, 1] ^ three[:, 2]

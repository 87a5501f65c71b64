"""What a reader of GBK that is out of step with it may have been fed: the next characters, byte by byte.

The reader of Shift-JIS and that of GBK one byte off part the bytes of characters. Behind a first byte that is known
the next shown byte makes one character; where a pair was lost the first bytes of what follows are open, and only those
count that would have been lost there.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaning.language_model import default_model
from cleaning.mojibake.encodings import reader
from cleaning.mojibake.pair_runs import written_as

RARE, WHOLE = 1e-6, 1e-5
"""Shares of running text below which a character is not tried where one of its bytes is open, or both."""

MARK = b""
"""A shown mark: what stood there could not be read."""

NOTHING = 0
"""No character: a first byte was read."""

Pending = tuple[int, int]
"""A first byte that is known and 0; 0 and the byte with which the next first byte made a lost pair; 0 and 0 in step."""

IN_STEP: Pending = (0, 0)


class Manner(NamedTuple):
    """How a reader (a name) loses: whether it may drop what it cannot show, and how many bytes one of its marks is.

    One that marks single bytes drops what is private.
    """

    name: str
    drops: bool
    marked: int = 2


class Ways(NamedTuple):
    """Characters that may come next, and what is pending behind each."""

    codes: NDArray[np.uint32]
    pending: tuple[Pending, ...]


class _Table(NamedTuple):
    """By two bytes: the character of GBK (0: none), whether it is no rare one, whether the reader cannot show the pair,
    and whether it has a private place; by one byte: whether the reader cannot show it alone."""

    codes: NDArray[np.uint32]
    usual: NDArray[np.bool_]
    common: NDArray[np.bool_]
    lost: NDArray[np.bool_]
    private: NDArray[np.bool_]
    single: NDArray[np.bool_]


@cache
def _table(name: str) -> _Table:
    codes = np.zeros((256, 256), dtype=np.uint32)
    usual, common, private = np.zeros((3, 256, 256), dtype=bool)
    for data, sign in reader("gbk").chars.items():
        if not "\ue000" <= sign <= "\uf8ff":
            codes[data[0], data[1]] = ord(sign)
    written, model = written_as("gbk"), default_model()
    for (lead, trail), sign in zip(written.data.tolist(), written.signs.tolist(), strict=True):
        usual[lead, trail] = model.character_frequency(sign) >= RARE
        common[lead, trail] = model.character_frequency(sign) >= WHOLE
    shown = reader(name)
    for data, sign in shown.chars.items():
        if "\ue000" <= sign <= "\uf8ff" and len(data) == 2:
            private[data[0], data[1]] = True
    single = np.zeros(256, dtype=bool)
    if name == "cp932":
        single[[0x80, 0xA0, 0xFD, 0xFE, 0xFF]] = True
    lost = shown.lost & ~single[:, None]
    if name == "cp932":
        lost[0xA1:0xE0] = False
    return _Table(codes, usual, common, lost, private, single)


_NONE = Ways(np.zeros(0, dtype=np.uint32), ())


@lru_cache(maxsize=1 << 14)
def ways(pending: Pending, data: bytes, how: Manner) -> Ways:
    """What the bytes of a shown character, or its mark, make of what is pending."""
    if data == MARK:
        return _one_lost(pending, how) if how.marked == 1 else lost_ways(pending, how, private=False)
    if len(data) == 4:
        either, other = ways(pending, data[:2], how), ways(pending, data[2:], how)
        return Ways(np.concatenate([either.codes, other.codes]), either.pending + other.pending)
    table = _table(how.name)
    if data < b"\x80":
        ascii_sign = np.array([data[0]], dtype=np.uint32)
        return Ways(ascii_sign, (IN_STEP,)) if pending == IN_STEP else _NONE
    if pending == IN_STEP:
        if len(data) == 1:
            return Ways(np.array([NOTHING], dtype=np.uint32), ((data[0], 0),))
        code = table.codes[data[0], data[1] : data[1] + 1]
        return Ways(code, (IN_STEP,)) if code[0] else _NONE
    after = (data[1], 0) if len(data) == 2 else IN_STEP
    leads = _leads(table, pending)
    leads = leads[table.codes[leads, data[0]] > 0 if pending[0] else table.usual[leads, data[0]]]
    return Ways(table.codes[leads, data[0]], (after,) * len(leads))


def _leads(table: _Table, pending: Pending) -> NDArray[np.intp]:
    return np.array([pending[0]]) if pending[0] else np.flatnonzero(table.lost[pending[1]])


@lru_cache(maxsize=1 << 12)
def lost_ways(pending: Pending, how: Manner, private: bool) -> Ways:
    """The characters whose second byte is the first of a pair that the reader cannot show, or is a byte that it cannot.

    `private`: only pairs of private places. In step, whole characters."""
    table = _table(how.name)
    lost = table.private if private else table.lost
    if pending == IN_STEP:
        codes = table.codes[lost & table.common]
        return Ways(codes, (IN_STEP,) * len(codes))
    leads = _leads(table, pending)
    begins = lost[:, 0xA1:0xF8].any(axis=1) & (np.arange(256) > 0x80)
    rows, seconds = np.nonzero(table.usual[leads] & (begins | table.single))
    after = tuple(IN_STEP if table.single[second] else (0, int(second)) for second in seconds)
    return Ways(table.codes[leads[rows], seconds], after)


def _one_lost(pending: Pending, how: Manner) -> Ways:
    """The characters whose second byte alone the reader could not read."""
    if pending == IN_STEP:
        return _NONE
    table = _table(how.name)
    leads = _leads(table, pending)
    bad = (table.lost & ~table.private)[:, 0xA1:0xF8].any(axis=1) & (np.arange(256) > 0x80)
    rows, seconds = np.nonzero(table.usual[leads] & bad)
    return Ways(table.codes[leads[rows], seconds], (IN_STEP,) * len(rows))

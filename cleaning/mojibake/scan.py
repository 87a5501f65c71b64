"""The one scan that decides whether a text can be misread at all: characters that ordinary Chinese does not use.

Common are ASCII, the first levels of GB 2312 (3,755 characters) and Big5 (5,401), and Chinese punctuation. On clean
news not one character in a thousand is anything else; of every kind of mojibake between a half and nine tenths are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cleaning.readings import GLOSS

PUNCTUATION = "，。、；：？！“”‘’（）《》〈〉【】「」『』—…·～￥％＋－／．　〇"
DIGITS_AND_LETTERS = "".join(map(chr, [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]))
HOLES = "\ufffd?€"
"""What readers put in the place of bytes that they cannot read."""

NEAR = 6
"""Characters between two markers that may belong to one run. With fewer, runs in which two common characters follow
each other fall apart; with more, unrelated rare characters of one paragraph are looked at."""


def _rows(codec: str, leads: range) -> str:
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    return "".join(bytes((lead, trail)).decode(codec, "ignore") for lead in leads for trail in trails)


@cache
def common() -> frozenset[str]:
    """Characters of ordinary Chinese of either script, with its punctuation."""
    han = {sign for sign in _rows("gb2312", range(0xB0, 0xD8)) + _rows("big5", range(0xA4, 0xC7)) if sign > "\x7f"}
    return frozenset(han | set(PUNCTUATION))


@cache
def marker() -> re.Pattern[str]:
    signs = "".join(sorted(common())) + DIGITS_AND_LETTERS
    return re.compile(f"[^\x00-\x7f{signs}]")


@cache
def _marker_or_gloss() -> re.Pattern[str]:
    return re.compile(f"{marker().pattern}|{GLOSS.pattern}")


def suspects(text: str) -> Iterator[tuple[int, int]]:
    """Lines in which at least two markers stand near each other, or one beside a hole: (start, end)."""
    last = -NEAR - 2
    done = -1
    for found in _marker_or_gloss().finditer(text):
        at = found.start()
        # The accents of a mill's glosses are no bytes, and its pages are full of them.
        if at < done or found[0][0] == "(":
            continue
        near = at - last <= NEAR
        last = at
        if near or text[at + 1 : at + 2] in HOLES or text[at - 1 : at] in HOLES:
            start = text.rfind("\n", 0, at) + 1
            end = text.find("\n", at)
            done = len(text) if end < 0 else end
            yield start, done


def strange_parts(line: str) -> Iterator[str]:
    """From marker to marker, as long as they stand near each other: what may have been misread and nothing else."""
    start = end = None
    for found in marker().finditer(line):
        if start is None or end is None or found.start() - end > NEAR:
            if start is not None:
                yield line[start:end]
            start = found.start()
        end = found.end()
    if start is not None:
        yield line[start:end]


@cache
def no_markers() -> frozenset[str]:
    """Every character that is no marker: a text of these alone needs no scan."""
    return common() | frozenset(map(chr, range(0x80))) | frozenset(DIGITS_AND_LETTERS)


def ordinary(text: str) -> float:
    """Share (0–1) of the characters outside ASCII that ordinary Chinese uses; what is lost does not count."""
    signs = [sign for sign in text if sign > "\x7f" and sign != HOLES[0]]
    return sum(sign in common() for sign in signs) / len(signs) if signs else 0.0

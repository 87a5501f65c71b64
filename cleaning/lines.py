"""What a line is, for the repairs that judge a page line by line: its normal form, and whether it is a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

PARAGRAPH = 40
"""Least length, in code points, of a line with a stop that counts as a paragraph of the article."""

STOPS = re.compile("[。！？!?；;]")

SIGNER = re.compile(
    r"[\u4e00-\u9fff()]{3,30}(?:政府|委员会|办公室|[局厅院会司校馆站部社]|办事处|中心|公司|小组|学校|医院)"
)
DAY = re.compile(r"(?:\d{4}|[一二][〇零○一二三四五六七八九]{3})年.{1,3}月.{1,4}日")

LEAST_VERSE = 4
_VERSE = re.compile(r"(?:[\u4e00-\u9fff]{5}|[\u4e00-\u9fff]{7})[，,。！!？?；;]?")
"""A line of verse. Menus have words of four characters, and headlines in a row are not as long as each other."""

_HALF = str.maketrans(
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, "\u3000\xa0\t\r\u2002\u2003\u2009\u200b\ufeff"), " ")
    | dict.fromkeys(map(ord, "丨│┃︱￨∣"), "|")
    | dict.fromkeys(map(ord, "»›→▸▶"), ">")
)


def normal_line(folded: str) -> str:
    """A line as patterns see it, of the same length: half-width signs, plain spaces, `|` and `>` for their kin.

    >>> normal_line("来源：　湖东丨首页»要闻")
    '来源: 湖东|首页>要闻'
    """
    return folded.translate(_HALF)


def is_paragraph(line: str) -> bool:
    """Whether a line is running text: long enough, and with a stop in it."""
    line = line.strip()
    return len(line) >= PARAGRAPH and bool(STOPS.search(line))


def is_signature(line: str, following: str) -> bool:
    """Whether two lines are who signs and on which day, as notices and letters end.

    >>> is_signature("湖东县水务局", "2021年3月4日"), is_signature("来源:湖东日报", "2021年3月4日")
    (True, False)
    """
    return bool(DAY.fullmatch(following.strip()) and SIGNER.fullmatch(line.strip()))


def verse_of(lines: Sequence[str], least: int = LEAST_VERSE) -> set[int]:
    """Lines of regular verse, by number: `least` or more in a row of five or seven Han characters each.

    >>> verse_of(["水车谣", "水车转呀转", "转过三月三", "转过八月半", "河水流不断"])
    {1, 2, 3, 4}
    """
    found: set[int] = set()
    for size, run in groupby(enumerate(lines), key=lambda item: len(item[1]) if _VERSE.fullmatch(item[1]) else 0):
        numbers = [number for number, _ in run]
        if size and len(numbers) >= least:
            found.update(numbers)
    return found


def line_starts(lines: Sequence[str]) -> list[int]:
    """Where each line begins in the text that they make, in code points."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    return starts[:-1]


class NormalLines:
    """Normal lines, each made when it is first asked for: a long page is judged by its ends."""

    def __init__(self, raw: Sequence[str]) -> None:
        self._raw = raw
        self._made: dict[int, str] = {}

    def __getitem__(self, place: int) -> str:
        if place not in self._made:
            self._made[place] = normal_line(self._raw[place])
        return self._made[place]

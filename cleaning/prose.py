"""What on a page is prose and what is code: the question that space and punctuation both have to ask first."""

from __future__ import annotations

import re
from bisect import bisect_right

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters, as the inside of a regular expression's class."""

OPENING = "“‘（《〈「『"
CLOSING = "”’）》〉」』"
STOPS = "，。；：！？、"

_FENCE = re.compile(r"(?m)^[ \t>]*(```|~~~)")
_MARKDOWN = re.compile(r"(?m)^ {0,3}(?:```|~~~|#{1,6} |[-*+] |\d{1,3}\. |>|\||={3,}$)|\]\(|`[^`\n]+`")


class Fences:
    """The fenced code blocks of a page, from the line that opens one to the line that closes it (or the end)."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        if "```" not in text and "~~~" not in text:
            return
        mark = ""
        for match in _FENCE.finditer(text):
            if not mark:
                mark = match[1]
                self._starts.append(match.start())
            elif mark == match[1]:
                mark = ""
                self._ends.append(match.end())
        if mark:
            self._ends.append(len(text))

    def __contains__(self, place: int) -> bool:
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and place < self._ends[at]


class Lines:
    """The line around a place. Ask in ascending order: each line is then found once, however long it is."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.start = self.end = -1
        self.line = ""
        self.has_stop = False

    def at(self, place: int) -> str:
        """The line that `place` lies in; `start`, `end` and `has_stop` (whether it holds a 。) are then its own."""
        if not self.start <= place <= self.end:
            self.start = self._text.rfind("\n", 0, place) + 1
            end = self._text.find("\n", place)
            self.end = len(self._text) if end < 0 else end
            self.line = self._text[self.start : self.end]
            self.has_stop = "。" in self.line
        return self.line


def is_markdown(text: str) -> bool:
    """Whether the page shows marks of Markdown: there an indent has a meaning."""
    return _MARKDOWN.search(text) is not None

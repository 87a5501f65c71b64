"""White space as Chinese prose is set: one kind of line end, no indents, no trailing spaces, none at full-width marks.

Changes: an indented 　　全会提出 → 全会提出; 全体 （扩大）会议 → 全体（扩大）会议. Stays: a space between Chinese words
(会议 主持) and between Chinese and Latin, one empty line between paragraphs, fenced code, the indents of Markdown pages
(lists are nested by them), columns set with runs of spaces, and verse set in steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from cleaning.context import Context
from cleaning.edit import Proposal
from cleaning.prose import CLOSING, HAN, OPENING, STOPS, Fences, Lines, is_markdown

BLANK = " \t\u3000\xa0\u2000-\u200a\u202f\u205f\u1680\u3164\uffa0"
NO_BREAK = re.compile("[\xa0\u2000-\u200a\u202f\u205f\u1680\u3164\uffa0]")
"""Blanks that are neither a plain nor an ideographic space: fixed widths, no-break, the fillers of Hangul."""

BREAKS = "\r\x85\u2028\u2029"
ALL_BLANK = " \t\n\u3000\xa0\u202f\u205f\u1680\u3164\uffa0" + "".join(map(chr, range(0x2000, 0x200B)))
TRIGGERS = frozenset(ALL_BLANK + BREAKS)

LINE_END = re.compile("\r\n?|(?<![\x80-\xff])\x85(?![\x80-\xff])|[\u2028\u2029]")
RUN = re.compile(f"[{BLANK}]++")
EMPTY_LINES = re.compile(r"\n{3,}")
BLANK_START = re.compile(f"(?:[{BLANK}]*+\n)+")
COLUMNS = re.compile(rf"[^\s{BLANK}](?:[{BLANK}]{{2,}}|\t)[^\s{BLANK}]")
PROSE_START = re.compile(rf"[{HAN}{OPENING}【]|\d{{1,4}}[{HAN}、]")
CJK = re.compile(f"[{HAN}{OPENING}{CLOSING}{STOPS}…—·]")
HAN_OR_ALNUM = re.compile(f"[{HAN}A-Za-z0-9]")
HEADING = re.compile(
    r"[（(][一二三四五六七八九十百零〇\d]{1,4}[）)]|第[\s一二三四五六七八九十百千零〇\d-]{1,12}[条條章节節款项項编編回集]"
    r"(?:之[一二三四五六七八九十])?"
)
"""A number at the head of a line; the space after it sets it off."""

IN_ADDRESS = re.compile("[/@]")
"""In the word before a space: the space may be what ends an address or a path."""

ADDRESS = 100
VERSE = 30
"""Longest line, in characters, that is taken for verse or a form when its indent differs from its neighbour's."""
CODE = 200
"""Characters of the line before that are looked at to see whether it is code."""
LISTED = 60
"""Characters around `） ` in which a second one makes the line a list of names or words."""
SURE = 0.99


def propose(text: str, context: Context) -> Iterator[Proposal]:
    """Line ends first and alone, so that the rest has to know one kind only; else one edit for each run of blanks."""
    if not context.alphabet.isdisjoint(BREAKS) and LINE_END.search(text):
        for match in LINE_END.finditer(text):
            yield Proposal(*match.span(), "\n", "space.line_end", f"U+{ord(match[0][0]):04X}", SURE)
        return
    yield from _edges(text)
    page = _Page(text)
    if "\n\n\n" in text:
        for match in EMPTY_LINES.finditer(text):
            if match.start() not in page.fences:
                yield Proposal(*match.span(), "\n\n", "space.empty_lines", "more than one empty line", SURE)
    for match in RUN.finditer(text):
        start, end = match.span()
        left, right = text[start - 1 : start], text[end : end + 1]
        found: tuple[str, str, str] | None
        if right in "\n":
            found = ("", "space.trailing", "end of line")
        elif left in "\n":
            found = ("", "space.indent", "start of line") if page.is_indent(start, end) else None
        else:
            found = page.inside(match[0], start, left, right)
        if found and start not in page.fences:
            yield Proposal(start, end, *found, SURE)


def _edges(text: str) -> Iterator[Proposal]:
    """Blank lines before the text, and all but one line end after it."""
    start = BLANK_START.match(text)
    if start:
        yield Proposal(0, start.end(), "", "space.empty_lines", "start of text", SURE)
    end = len(text.rstrip(ALL_BLANK))
    if text.find("\n", end) >= 0 and text[end:] != "\n" and end:
        yield Proposal(end, len(text), "\n", "space.empty_lines", "end of text", SURE)


class _Page:
    """One text, with what has to be known of it as a whole. Places are asked for in ascending order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = Lines(text)

    @cached_property
    def fences(self) -> Fences:
        return Fences(self._text)

    @cached_property
    def _is_markdown(self) -> bool:
        return is_markdown(self._text)

    def is_indent(self, start: int, end: int) -> bool:
        """Whether the blanks at a line's start are the indent of prose, and not of code, a table or verse."""
        line = self._lines.at(start)
        run, body = line[: end - start], line[end - start :]
        if "。" not in body and COLUMNS.search(body):
            return False
        if "\u3000" in run:
            return bool(CJK.search(body)) and not self._is_verse(line, run)
        if self._is_markdown or not PROSE_START.match(body):
            return False
        if run == " " and "。" not in body and "，" not in body:
            return False
        return not self._follows_code()

    def _is_verse(self, line: str, run: str) -> bool:
        """Whether a short line stands next to a short line with another indent."""
        if len(line) > VERSE:
            return False
        for other in self._neighbours():
            body = other.lstrip(ALL_BLANK)
            if body and len(other) <= VERSE and 0 < len(other) - len(body) != len(run):
                return True
        return False

    def _neighbours(self) -> tuple[str, str]:
        """The lines before and after this one, cut where they are too long to be verse."""
        start, end = self._lines.start, self._lines.end
        low = max(0, start - VERSE - 2)
        before = self._text[low : start - 1].rpartition("\n")[2] if start else ""
        return before, self._text[end + 1 : end + VERSE + 2].partition("\n")[0]

    def _follows_code(self) -> bool:
        """Whether the line before is not Chinese, or is indented and does not begin as prose does."""
        end = self._lines.start - 1
        if end < 0:
            return False
        low = max(0, end - CODE)
        before = self._text[max(low, self._text.rfind("\n", low, end) + 1) : end]
        body = before.lstrip(ALL_BLANK)
        return bool(body) and (not CJK.search(body) or (body != before and not PROSE_START.match(body)))

    def inside(self, run: str, start: int, left: str, right: str) -> tuple[str, str, str] | None:
        """What becomes of blanks inside a line: (text, kind, evidence), or None."""
        if len(run) == 1 and run != "\u3000" and run != "\t" and self._is_loose(start, left, right):
            return "", "space.at_mark", f"{left}_{right}"
        if not run.strip(" ") and left in "，。；！？、" and HAN_OR_ALNUM.match(right):
            return "", "space.at_mark", f"{left}_{right}"
        if NO_BREAK.search(run) and (CJK.match(left) or CJK.match(right)) and "\t" not in run and "\u3000" not in run:
            return " ", "space.no_break", f"U+{ord(run[0]):04X}"
        return None

    def _is_loose(self, start: int, left: str, right: str) -> bool:
        """Whether a single space touches a full-width mark that brings its own."""
        if left in OPENING and right in CLOSING:
            return False
        line = self._lines.at(start)
        if HEADING.fullmatch(line[: min(start - self._lines.start, VERSE)].strip(ALL_BLANK)):
            return False
        if self._is_foreign(start, left, right):
            return False
        if left in STOPS or left in OPENING:
            return bool(HAN_OR_ALNUM.match(right)) or right in OPENING + CLOSING + STOPS
        if right in STOPS or right in CLOSING:
            before = self._text[max(0, start - ADDRESS) : start].rpartition(" ")[2]
            return left in CLOSING or (bool(HAN_OR_ALNUM.match(left)) and not IN_ADDRESS.search(before))
        if right == "（":
            return bool(CJK.match(left))
        if right in OPENING and CJK.match(left):
            return self._lines.has_stop
        if left in CLOSING and HAN_OR_ALNUM.match(right):
            around = self._text[max(0, start - LISTED) : start - 1] + self._text[start + 1 : start + LISTED]
            return self._lines.has_stop and f"{left} " not in around
        return False

    def _is_foreign(self, start: int, left: str, right: str) -> bool:
        """Whether the mark before a space ends what is quoted in another language, which sets a space behind it: the
        “ of a German „…“ and the ” behind an English sentence that goes on."""
        quoted = self._text[start - 2 : start - 1]
        if left == "“":
            return "„" in self._lines.at(start)[: start - self._lines.start]
        return left in "”’" and right.isascii() and right.isalpha() and quoted.isascii()

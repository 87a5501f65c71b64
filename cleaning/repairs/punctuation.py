"""Half-width marks in Chinese prose made full-width, decided by their immediate neighbours.

Changes: 今天,市委召开会议 → 今天，市委召开会议; 规划(2021-2035年) → 规划（2021-2035年）. Stays: 1,200 and 16:41,
English clauses, code, addresses, `[文字](url)`, numbering such as (1) and 1), f(x), glosses such as 垚(yáo), rows of
comma-separated values, and a `?` that may stand for a lost character (深水?区). The comma before another mark goes
where the page has many (`很好,,游客,。`). Dashes, tildes and middle dots are
never touched.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from cleaning.context import Context
from cleaning.doubled_marks import needless_commas, question_indents
from cleaning.edit import Proposal
from cleaning.prose import CLOSING, HAN, OPENING, STOPS, Fences, Lines

MARKS = {",": "comma", ":": "colon", ";": "semicolon", "!": "exclamation", "?": "question"}
FULL = dict(zip(",:;!?", "，：；！？", strict=True))
TRIGGERS = frozenset(MARKS) | frozenset('().".，')

MARK = re.compile(r"(?P<mark>[,:;]|[!?]{1,3})(?P<space> ?)")
BRACKET = re.compile(r"[()（）\n]")
ELLIPSIS = re.compile(rf"(?<=[{HAN}])\.{{3,6}}(?=[{HAN}{CLOSING}\n]|\Z)")
STOP = re.compile(rf"(?<=[{HAN}])\.(?=[{HAN}{CLOSING}\n]|\Z)")

CHINESE = re.compile(f"[{HAN}]")
AFTER_CHINESE = re.compile(f"[{HAN}{CLOSING}]")
ALNUM = re.compile(r"[A-Za-z0-9%]")
MAY_FOLLOW = re.compile(rf"[{HAN}{OPENING}{CLOSING}A-Za-z0-9\n\"'…—*]|\Z")
BEFORE_CHINESE = re.compile(f"[{HAN}{OPENING}]")

QUESTION = re.compile("[吗呢吧谁哪何怎啥几孰岂么]|多少|是否|能否|可否|难道|究竟|有没有|是不是|[嗎誰豈麼幾]|難道|有沒有")
SENTENCE = 120
"""Characters before a `?` in which a question word is looked for."""

CODE_LINE = re.compile(
    r"[`{}<>\\$]|^\s*\||^[^。]*\|[^。]*$|::|->|\w\(\)|\":|=\"|==|^\s*(?://|/\*|>>>|#!|[a-zA-Z_][\w.\-]*:(?:\s|$))"
)
ADDRESS = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.\-]*://|www\.|mailto:)[^\s，。；！？、）》”]+|[\w.\-]+@[\w.\-]+")
EMOTICON = re.compile(r"[:;](?:[DPpOoXx3](?![A-Za-z0-9]))")
ENTITY = re.compile(r"&#?[A-Za-z0-9]{1,8}\Z")
BRAND = re.compile(r"Yahoo\Z")

GLOSS = re.compile(r"[a-züêɑɡ]{1,24}[1-5]?|[^\n]*[āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜńňǹḿ][^\n]*")
NUMBERING = re.compile(r"\d{1,3}|[A-Za-z]|[ivxIVX]{1,4}")
NAME = re.compile(r"[A-Z0-9][A-Za-z0-9 .+\-]*")
NOT_FIRST = STOPS + CLOSING + ",.:;!?)"
LATIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .,&/+\-%~]*")
BRACKETED = 200
"""Most characters between brackets or quotation marks that belong together."""

FIELD = 8
"""Most characters of a field in a line that is taken for comma-separated values."""
SURE, LIKELY = 0.99, 0.9


def propose(text: str, context: Context) -> Iterator[Proposal]:
    """Doubled marks alone and first; then marks, brackets, quotation marks and dots, none in code or addresses."""
    if not CHINESE.search(text):
        return
    if strange := [*((place, place + 1) for place in needless_commas(text)), *question_indents(text)]:
        for start, end in strange:
            yield Proposal(start, end, "", "punctuation.machine", f"{len(strange)} on the page", SURE)
        return
    page = _Page(text)
    alphabet = context.alphabet
    if not alphabet.isdisjoint(MARKS):
        yield from _marks(text, page)
    if not alphabet.isdisjoint("()"):
        yield from _brackets(text, page)
    if '"' in alphabet:
        yield from _quotes(text, page)
    if "." in alphabet:
        yield from _dots(text, page)


class _Page:
    """Which places of a text are prose."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._fences = Fences(text)
        self._lines = Lines(text)
        self._judged = -1
        self._is_prose = self._is_table = False
        self._addresses: list[tuple[int, int]] = []

    def is_prose(self, place: int) -> bool:
        self._judge(place)
        at = bisect_right(self._addresses, (place, len(self._text))) - 1
        return self._is_prose and (at < 0 or place >= self._addresses[at][1])

    def is_table(self, place: int) -> bool:
        """Whether the line is a row of comma-separated values."""
        self._judge(place)
        return self._is_table

    def _judge(self, place: int) -> None:
        line = self._lines.at(place)
        if self._judged == self._lines.start:
            return
        start = self._judged = self._lines.start
        self._is_prose = start not in self._fences and not CODE_LINE.search(line)
        self._addresses = []
        if self._is_prose and ("://" in line or "@" in line or "www." in line or "mailto:" in line):
            self._addresses = [(start + m.start(), start + m.end()) for m in ADDRESS.finditer(line)]
        fields = line.split(",")
        self._is_table = len(fields) > 2 and max(map(len, fields)) <= FIELD and not any(mark in line for mark in STOPS)


def _marks(text: str, page: _Page) -> Iterator[Proposal]:
    for match in MARK.finditer(text):
        mark = match["mark"]
        start, end = match.span()
        left, right = text[start - 1 : start], text[end : end + 1]
        if not _is_chinese(text, match, left, right) or not page.is_prose(start):
            continue
        if mark == "," and page.is_table(start):
            continue
        if "?" in mark and not _is_question(text, start, mark, right):
            continue
        if match["space"] and right in "\n":
            end -= 1
        after = "".join(FULL[char] for char in mark)
        yield Proposal(start, end, after, f"punctuation.{MARKS[mark[0]]}", f"{left}_{right.strip()}", SURE)


def _is_chinese(text: str, match: re.Match[str], left: str, right: str) -> bool:
    """Whether the neighbours make a half-width mark one of a Chinese sentence."""
    mark = match["mark"]
    if AFTER_CHINESE.match(left):
        return bool(MAY_FOLLOW.match(right)) and not EMOTICON.match(text, match.start())
    if not ALNUM.match(left) or mark == ":" or match["space"] or not BEFORE_CHINESE.match(right):
        return False
    head = text[max(0, match.start() - 10) : match.start()]
    return not (mark == ";" and ENTITY.search(head)) and not (mark == "!" and BRAND.search(head))


def _is_question(text: str, start: int, mark: str, right: str) -> bool:
    """Whether a `?` asks something; if nothing does in its sentence it may stand for a character that was lost."""
    if right in "\n" or right in CLOSING or right in "\"'":
        return True
    sentence = re.split("[。！？!?\n]", text[max(0, start - SENTENCE) : start])[-1]
    return bool(QUESTION.search(sentence))


def _brackets(text: str, page: _Page) -> Iterator[Proposal]:
    """Both brackets of a pair, or the half-width one of a mixed pair."""
    opened: list[int] = []
    for match in BRACKET.finditer(text):
        at, char = match.start(), match[0]
        if char == "\n":
            opened.clear()
        elif char in "(（":
            opened.append(at)
        elif opened:
            start = opened.pop()
            if (text[start] == "(" or char == ")") and _is_aside(text, start, at) and page.is_prose(start):
                evidence = f"{text[start - 1 : start]}()"
                for place, full in ((start, "（"), (at, "）")):
                    if text[place] != full:
                        yield Proposal(place, place + 1, full, "punctuation.brackets", evidence, SURE)


def _is_aside(text: str, start: int, end: int) -> bool:
    """Whether a pair of brackets belongs to Chinese."""
    inside, before = text[start + 1 : min(end, start + BRACKETED)], text[start - 1 : start]
    if end - start > BRACKETED or before == "]" or GLOSS.fullmatch(inside) or NUMBERING.fullmatch(inside):
        return False
    if text[start] == "（" or text[end] == "）" or CHINESE.search(inside):
        return True
    after = text[end + 1 : end + 2]
    return bool(AFTER_CHINESE.match(before) and LATIN.fullmatch(inside) and not ALNUM.match(after))


def _quotes(text: str, page: _Page) -> Iterator[Proposal]:
    """Straight quotation marks, line by line: all pairs of a line or none."""
    places: list[int] = []
    for match in re.finditer(r'"|\n|\Z', text):
        if match[0] == '"':
            places.append(match.start())
            continue
        pairs = list(zip(places[::2], places[1::2], strict=False))
        whole = pairs and len(places) % 2 == 0 and page.is_prose(places[0])
        if whole and all(_is_said(text, *pair) for pair in pairs) and not _is_row(text, pairs):
            for start, end in pairs:
                yield Proposal(start, start + 1, "“", "punctuation.quotes", "balanced in its line", LIKELY)
                yield Proposal(end, end + 1, "”", "punctuation.quotes", "balanced in its line", LIKELY)
        places.clear()


def _is_row(text: str, pairs: list[tuple[int, int]]) -> bool:
    """Whether a line is nothing but several quoted strings with commas between: a row of comma-separated values."""
    start, end = text.rfind("\n", 0, pairs[0][0]) + 1, text.find("\n", pairs[-1][1])
    around = text[start : pairs[0][0]] + text[pairs[-1][1] + 1 : end if end >= 0 else len(text)]
    between = [text[left + 1 : right].strip(" ") for (_, left), (right, _) in pairwise(pairs)]
    return bool(between) and set(between) == {","} and not CHINESE.search(around)


def _is_said(text: str, start: int, end: int) -> bool:
    inside = text[start + 1 : min(end, start + BRACKETED)]
    if ALNUM.match(text[start - 1 : start]):
        return False
    if not inside or inside != inside.strip() or inside[0] in NOT_FIRST or end - start > BRACKETED:
        return False
    return bool(CHINESE.search(inside) or NAME.fullmatch(inside))


def _dots(text: str, page: _Page) -> Iterator[Proposal]:
    """Three to six dots after Chinese; a full stop only on a page that has no 。 and uses dots in its stead."""
    for match in ELLIPSIS.finditer(text):
        if page.is_prose(match.start()):
            yield Proposal(*match.span(), "……", "punctuation.ellipsis", match[0], SURE)
    if "。" in text:
        return
    stops = [match for match in STOP.finditer(text) if page.is_prose(match.start()) and _ends_sentence(text, match)]
    if len(stops) >= 3:
        for match in stops:
            yield Proposal(*match.span(), "。", "punctuation.stop", "no 。 on the page", LIKELY)


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    """Whether at least eight Chinese characters and marks stand before the dot, as they do not in a numbering."""
    return bool(re.fullmatch(f"[{HAN}{STOPS}{OPENING}{CLOSING}]{{8}}", text[max(0, match.start() - 8) : match.start()]))

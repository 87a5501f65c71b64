"""Where the escapes of a line stand: in Chinese prose, in code, in an address, or as a sign that is talked about.

A line is seen as it reads once all its escapes are decoded, so that escapes speak for each other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from cleaning.escape_forms import HAN_CHARACTER, Form, Match, Place

CODE_SIGNS = re.compile(r"[{}]|=>|\(\);|\w=[\"']")
TAG = re.compile(r"</?[A-Za-z!]")
SENTENCE_END = re.compile("[。！？]")
STOP = re.compile("[，。！？；：、）”》\n]")

WRITES = re.compile("(?:[写寫用输輸打作成为為是叫即符号號码碼换換转轉入]|表示|代替)[^，。；]{0,2}$")
"""Words of writing before a sign that the text talks about."""

TOKEN = re.compile(r"[!-~]+")
HOST = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]{0,15}://|www\.)[A-Za-z0-9_.@:-]*")
QUERY = re.compile(
    r"\?\w+=|(?<!\w)\w+=(?=%)|(?<=[\w/])[?#&](?=%)|(?<![\w%/.-])\.{0,2}/(?:[\w.-]*/)*(?=%)|[A-Za-z]{2}\.(?=%)", re.ASCII
)
"""Beginnings of a query, an anchor, a path from the root, or a name of the net, before escapes that belong to it."""

PAGE_NAME = re.compile(r"\.(?:s?html?|php|aspx?|jsp|cgi|do)$")
DRIVE = re.compile(r"(?<![A-Za-z])[A-Za-z]:\\")
JSON_LINE = re.compile(r"(?:[^\\]|\\{1,2}(?:u[0-9A-Fa-f]{4}|[\"/bfnrt]))*+")
SENTENCE = 8
"""Chinese characters of a line without which it is too short to be judged as a whole."""

FORM_DATA = re.compile(r"[A-Za-z0-9*._+%-]+")


class Found(NamedTuple):
    """A match of a line, read: the span and the characters in its place."""

    start: int
    end: int
    text: str
    form: Form
    match: Match


class Token(NamedTuple):
    """A run of ASCII characters with escapes in it.

    address  the part of it that is an address; path: it has backslashes that are no escapes
    chinese  the styles in which Chinese characters stand in it
    form_data  the part of it in which `+` stands for a space
    """

    start: int
    end: int
    address: tuple[int, int]
    path: bool
    chinese: frozenset[str]
    form_data: tuple[int, int]


class Line:
    """One line with its escapes, sorted and disjoint."""

    def __init__(self, line: str, found: list[Found]) -> None:
        self._line = line
        self._found = found
        self._gaps = list(_gaps(line, found))
        self._shown, self._at = _decoded(self._gaps, found)
        self.is_json = "\\" in line and JSON_LINE.fullmatch(line) is not None
        self._raw_chinese = any(map(HAN_CHARACTER.search, self._gaps))
        self._chinese = HAN_CHARACTER.search(self._shown) is not None or not self._shown.strip()
        self._ends = [match.end() for match in SENTENCE_END.finditer(self._shown)]
        bounds = [0, *self._ends, len(self._shown)]
        # Where the whole line was escaped, it was escaped before anybody could mean its backticks and tags.
        whole = not self._raw_chinese and len(HAN_CHARACTER.findall(self._shown)) >= SENTENCE
        self._ticks = [] if whole else [match.start() for match in re.finditer("`+", self._shown)]
        self._code = [
            any(sign.search(self._shown, *span) for sign in ((CODE_SIGNS,) if whole else (CODE_SIGNS, TAG)))
            for span in pairwise(bounds)
        ]
        self.tokens = list(self._tokens())
        self._token_ends = [token.end for token in self.tokens]

    def places(self) -> Iterator[Place]:
        """The place of each match, in order."""
        sides = zip(_solid_before(self._gaps, self._found), _solid_behind(self._gaps, self._found), strict=True)
        for number, ((left, right), one) in enumerate(zip(sides, self._found, strict=True)):
            at = self._at[number]
            end = at + len(one.text)
            apart = self._gaps[number][-1:].isspace() and self._gaps[number + 1][:1].isspace()
            token = self.token_at(one.start)
            yield Place(
                chinese=self._chinese,
                code=self._code[bisect_right(self._ends, at)] or bisect_right(self._ticks, at) % 2 == 1,
                address=token is not None and self._in_address(one, token),
                left=left,
                right=right,
                before=self._shown[max(at - 1, 0) : at],
                behind=self._shown[end : end + 1],
                spoken_of=apart and WRITES.search(self._shown[max(0, at - 8) : at].rstrip()) is not None,
                in_token=token is not None and bool(token.chinese & {one.form.style, f"{one.form.style}_u"}),
            )

    def token_at(self, place: int) -> Token | None:
        number = bisect_right(self._token_ends, place)
        return self.tokens[number] if number < len(self.tokens) and self.tokens[number].start <= place else None

    def _in_address(self, one: Found, token: Token) -> bool:
        start, end = token.address
        return start <= one.start < end or (one.form.sign == "\\" and token.path)

    def _tokens(self) -> Iterator[Token]:
        """The runs of ASCII characters in which an escape begins."""
        at = 0
        for match in TOKEN.finditer(self._line):
            first = at
            while at < len(self._found) and self._found[at].start < match.end():
                at += 1
            if at > first:
                inside = self._found[first:at]
                address = self._address(match.start(), match.end(), inside)
                chinese = frozenset(one.form.style for one in inside if HAN_CHARACTER.search(one.text))
                data = self._form_data(match, inside) if "percent" in chinese else (0, 0)
                yield Token(match.start(), match.end(), address, self._is_path(match, inside), chinese, data)

    def _form_data(self, token: Match, inside: list[Found]) -> tuple[int, int]:
        """From the first to the last escape, if nothing stands there that a form would have escaped."""
        start, end = inside[0].start, inside[-1].end
        beside = self._line[max(token.start() - 1, 0) : token.start()] + self._line[token.end() : token.end() + 1]
        if " " in beside or not FORM_DATA.fullmatch(self._line, start, end) or self._line.find("%20", start, end) >= 0:
            return 0, 0
        start = token.start() if FORM_DATA.fullmatch(self._line, token.start(), end) else start
        return start, token.end() if FORM_DATA.fullmatch(self._line, start, token.end()) else end

    def _address(self, start: int, end: int, inside: list[Found]) -> tuple[int, int]:
        """What of a token is an address; an empty span at its end if nothing is."""
        host, query = HOST.search(self._line, start, end), QUERY.search(self._line, start, end)
        if not host:
            if any(STOP.search(one.text) for one in inside):
                return end, end
            if query:
                return query.start(), end
            return (start, end) if PAGE_NAME.search(self._line, start, end) else (end, end)
        if query and query.start() < host.start():
            return query.start(), end
        if host.end() == end or self._line[host.end()] not in "/?#":
            return host.span()
        # In a text of which all is escaped, an escaped mark ends the address as the mark would.
        before = any(one.end <= host.start() and HAN_CHARACTER.search(one.text) for one in inside)
        if before or not self._raw_chinese:
            end = min((one.start for one in inside if one.start > host.start() and STOP.search(one.text)), default=end)
        return host.start(), end

    def _is_path(self, token: Match, inside: list[Found]) -> bool:
        """Whether backslashes stand there that are no escapes: a path, a command of TeX, a regular expression."""
        if DRIVE.search(self._line, token.start(), token.end()):
            return True
        at = token.start()
        for one in inside:
            if "\\" in self._line[at : one.start] and not self.is_json:
                return True
            at = one.end
        return "\\" in self._line[at : token.end()] and not self.is_json


def _gaps(line: str, found: list[Found]) -> Iterator[str]:
    """What stands before, between and behind the matches."""
    at = 0
    for one in found:
        yield line[at : one.start]
        at = one.end
    yield line[at:]


def _decoded(gaps: list[str], found: list[Found]) -> tuple[str, list[int]]:
    """The line with all matches decoded, and where each of them stands in it."""
    pieces = [gaps[0]]
    at = [len(gaps[0])]
    for one, gap in zip(found, gaps[1:], strict=True):
        pieces += (one.text, gap)
        at.append(at[-1] + len(one.text) + len(gap))
    return "".join(pieces), at[:-1]


def _solid_before(gaps: list[str], found: list[Found]) -> list[str]:
    """For each match the nearest character before it that is no space, or ''."""
    solid, sides = "", []
    for gap, one in zip(gaps, found, strict=False):
        solid = gap.rstrip()[-1:] or solid
        sides.append(solid)
        solid = one.text.rstrip()[-1:] or solid
    return sides


def _solid_behind(gaps: list[str], found: list[Found]) -> list[str]:
    """The same behind each match."""
    solid, sides = "", []
    for gap, one in zip(reversed(gaps), reversed(found), strict=False):
        solid = gap.lstrip()[:1] or solid
        sides.append(solid)
        solid = one.text.lstrip()[:1] or solid
    return sides[::-1]

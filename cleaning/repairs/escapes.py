"""Escapes that a page shows instead of the characters they stand for.

`学习&#20013;文`, `学习\\u4e2d文`, `学习%D6%D0文` → `学习中文`; `在 HTML 里空格写作 &nbsp;` stays, since there the
entity is the subject, and so do addresses, paths, code and `[\\u4e00-\\u9fa5]`.

The forms and what they say are in `cleaning.escape_forms`. In the source of an HTML page every entity is decoded, by
one level, as the HTML standard says. Anywhere else the surroundings decide: in a line of Chinese prose an escape is
damage; in code, in an address, or on a page that speaks of escaping it is only flagged, unless whole sentences of that
page are escaped.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from cleaning import escape_references as references
from cleaning import escape_units as units
from cleaning.context import Context
from cleaning.edit import Proposal
from cleaning.escape_bytes import Decoder
from cleaning.escape_forms import CHINESE, DOUBT, LIKELY, WEAK, Form, Match, Said
from cleaning.escape_places import Found, Line
from cleaning.prose import Fences

TRIGGERS = frozenset("&＆\\%=")

FORMS: tuple[Form, ...] = (
    Form("escape.numeric", "reference", "&", references.HALVES, references.is_numeric, references.halves),
    Form("escape.numeric", "reference", "&", references.NUMERIC, references.is_numeric, references.numeric),
    Form("escape.named", "reference", "&", references.NAMED, references.is_named, references.named),
    Form("escape.utf16", "backslash_u", "\\", units.BACKSLASH_U, units.is_utf16, units.utf16),
    Form("escape.utf16", "percent_u", "%", units.PERCENT_U, units.is_utf16, units.utf16),
    Form("escape.utf16", "percent_u", "%", units.LATIN1, units.is_latin1, units.latin1),
    Form("escape.percent", "percent", "%", units.PERCENT, units.is_bytes, data=units.hexadecimal),
    Form("escape.bytes", "backslash_x", "\\", units.BACKSLASH_X, units.is_bytes, data=units.hexadecimal),
    Form("escape.bytes", "octal", "\\", units.OCTAL, units.is_bytes, data=units.octal),
    Form("escape.bytes", "quoted_printable", "=", units.QUOTED, units.is_bytes, data=units.hexadecimal),
)
"""The forms that are known. A new way of escaping is one more row."""

ABOUT = re.compile(
    r"转义|轉義|字符实体|字符引用|实体引用|实体编码|百分号编码|URL ?编码|码点"
    r"|(?<![./\w])(?:html|json|javascript|unicode)(?![\w/])",
    re.IGNORECASE,
)
"""A page with one of these words may speak of escapes. `.html` at the end of an address does not count."""

ABOUT_PROGRAMS = re.compile(
    r"正则|字符串|字符编码|字符集|编码[格方]式|(?<![./\w])(?:utf-?8|ascii|regex)(?![\w/])", re.IGNORECASE
)
"""The same for what programs write, with a backslash or as bytes."""

SENTENCE = 8
"""Chinese characters in a row, all of them escaped, that are no specimen but a damaged sentence."""

_ELEMENT = r"(?:p|div|span|strong|section|b|em|table|tr|td|ul|ol|li|h[1-6])"
CLOSED = re.compile(rf"[\u4e00-\u9fff。！？；”’）] ?\\{{1,2}}u003c\\{{0,2}}/{_ELEMENT}\\{{1,2}}u003e", re.IGNORECASE)
ESCAPED_TAG = re.compile(r"\\{1,2}u003c\\{0,2}/?[a-z][^<>\n]{0,400}?\\{1,2}u003e", re.IGNORECASE)
ENOUGH = 3
"""Tags that close behind Chinese, from which a page is the inside of a JSON string; one or two are an example."""

PLUS = re.compile(r"(?:(?<=%[0-9A-Fa-f]{2})|(?<![A-Za-z+]))\++|(?<=[A-Za-z])\+(?!\+)")
"""In form data; not the plus signs of `C++`, which a form would have escaped."""

NARROW = {code: code - 0xFEE0 for code in map(ord, "＆＃；")} | {
    code: code - 0xFEE0 for low, high in ("０９", "ＡＺ", "ａｚ") for code in range(ord(low), ord(high) + 1)
}
WIDE_END = re.compile(rf"&(?:amp;)*(?:#\d{{2,6}}|#[xX][0-9A-Fa-f]{{2,5}}|{references.BARE})(?![;A-Za-z0-9])(；?)")

SOURCE_ENTITY = re.compile(
    rf"&(?:#\d{{1,7}};?|#[xX][0-9A-Fa-f]{{1,6}};?|[A-Za-z][A-Za-z0-9]{{1,31}};|(?:{references.BARE}|middot)(?![A-Za-z0-9=;]))"
)


def propose(text: str, context: Context) -> Iterable[Proposal]:
    if (context.markup or context.applied.keys() & {"markup.tag", "markup.dropped"}) and not context.damage("escape"):
        # The source of a page: its entities are decoded once, as a browser does; what is left after that is text.
        proposals = list(_whole_source(text))
        if proposals:
            return proposals
    return _in_prose(text)


def _whole_source(text: str) -> Iterator[Proposal]:
    for match in SOURCE_ENTITY.finditer(text):
        after = html.unescape(match[0])
        if after not in ("", "\ufffd", match[0]):
            yield Proposal(match.start(), match.end(), after, "escape.entity", "entity in HTML source", 0.999)


def _in_prose(text: str) -> list[Proposal]:
    page = _Page(text)
    found: list[tuple[str, Proposal]] = []
    at = 0
    for line in text.split("\n"):
        if not TRIGGERS.isdisjoint(line):
            fenced = at in page.fences
            for style, one in page.proposals(line):
                sure = min(one.confidence, DOUBT) if fenced else one.confidence
                found.append((style, one._replace(start=one.start + at, end=one.end + at, confidence=sure)))
        at += len(line) + 1
    found = _in_escaped_markup(text, found)
    proven = {style for style, one in found if one.confidence >= LIKELY}
    return [
        one._replace(confidence=LIKELY) if one.confidence == WEAK and style in proven else one
        for style, one in _without_specimens(text, found)
    ]


def _in_escaped_markup(text: str, found: list[tuple[str, Proposal]]) -> list[tuple[str, Proposal]]:
    """The same, sure of what belongs to a tag, where sentences of the page end with tags that a JSON string escaped."""
    if len(CLOSED.findall(text)) < ENOUGH:
        return found
    tags = [match.span() for match in ESCAPED_TAG.finditer(text)]
    inside = {
        number
        for number, (style, one) in enumerate(found)
        if style == "backslash_u" and any(start < one.end and one.start < end for start, end in tags)
    }
    return [
        (style, one._replace(confidence=LIKELY)) if number in inside else (style, one)
        for number, (style, one) in enumerate(found)
    ]


def _without_specimens(text: str, found: list[tuple[str, Proposal]]) -> list[tuple[str, Proposal]]:
    """The same, doubted on a page that speaks of escapes, unless whole sentences are written in that style."""
    about = ABOUT.search(text) is not None
    programs = about or ABOUT_PROGRAMS.search(text) is not None
    if not programs:
        return found
    longest: dict[str, int] = {}
    end = size = 0
    for style, one in found:
        if one.confidence >= LIKELY:
            size = (size if one.start == end else 0) + sum(map(bool, map(CHINESE.match, one.after)))
            end = one.end
            longest[style] = max(size, longest.get(style, 0))
    return [
        (style, one._replace(confidence=min(one.confidence, DOUBT)))
        if (about or style not in ("reference", "percent")) and longest.get(style, 0) < SENTENCE
        else (style, one)
        for style, one in found
    ]


class _Page:
    """What has to be known of a text as a whole."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._decoders: dict[str, Decoder] = {}

    @cached_property
    def fences(self) -> Fences:
        return Fences(self._text)

    @cached_property
    def _wide_ends(self) -> bool:
        """Whether references end in a full-width semicolon: a pass over the page's punctuation widened it."""
        ends = WIDE_END.findall(self._text)
        return len(ends) > 1 and all(ends)

    def proposals(self, line: str) -> Iterator[tuple[str, Proposal]]:
        """What the escapes of one line stand for, and how sure that is by the line alone."""
        found = self._found(line)
        if not found:
            return
        seen = Line(line, found)
        for one, place in zip(found, seen.places(), strict=True):
            confidence = one.form.judge(one.match, one.text, place)
            if confidence:
                evidence = f"{line[one.start : min(one.end, one.start + 24)]} in prose"
                yield one.form.style, Proposal(one.start, one.end, one.text, one.form.kind, evidence, confidence)
        yield from _others(line, found, seen)

    def _found(self, line: str) -> list[Found]:
        """The matches of all forms, sorted and disjoint, the longest first where several begin in one place."""
        references = line
        if "＆" in line or ("；" in line and self._wide_ends):
            references = line.translate(NARROW)
        found = []
        for form in FORMS:
            shown = references if form.sign == "&" else line
            if form.sign in shown:
                for match in form.pattern.finditer(shown):
                    said = self._read(form, match)
                    if said:
                        found.append(Found(match.start(), said.end, said.text, form, match))
        found.sort(key=lambda one: (one.start, -one.end))
        kept: list[Found] = []
        for one in found:
            if not kept or kept[-1].end <= one.start:
                kept.append(one)
        return kept

    def _read(self, form: Form, match: Match) -> Said | None:
        if form.read:
            return form.read(match)
        assert form.data
        read = self._decoder(form).read(form.data(match), units.behind(match))
        return Said(read.text, match.end() + read.taken) if read else None

    def _decoder(self, form: Form) -> Decoder:
        if form.style not in self._decoders:
            data = form.data
            assert data
            runs = ((data(match), units.behind(match)) for match in form.pattern.finditer(self._text))
            self._decoders[form.style] = Decoder(runs)
        return self._decoders[form.style]


def _others(line: str, found: list[Found], seen: Line) -> Iterator[tuple[str, Proposal]]:
    """What is an escape only beside others: `\\n` in the line of a JSON string, `+` in form data."""
    if seen.is_json and any(one.form.style == "backslash_u" for one in found):
        for match in _outside(units.JSON_ESCAPE.finditer(line), found):
            after = units.LETTERS.get(match[1], match[1])
            yield "backslash_u", Proposal(*match.span(), after, "escape.utf16", f"{match[0]} in a JSON string", WEAK)
    for token in seen.tokens:
        for match in PLUS.finditer(line, *token.form_data):
            spaces = " " * len(match[0])
            yield "percent", Proposal(*match.span(), spaces, "escape.percent", "+ for a space in form data", WEAK)


def _outside(matches: Iterable[Match], found: list[Found]) -> Iterator[Match]:
    """Those matches that begin in none of `found`."""
    at = 0
    for match in matches:
        while at < len(found) and found[at].end <= match.start():
            at += 1
        if at == len(found) or match.end() <= found[at].start:
            yield match

"""Escapes that a page shows instead of the characters they stand for.

`学习&#20013;文` → `学习中文`; `在 HTML 里空格写作 &nbsp;` stays, since there the entity is the subject.

Four forms: numeric and named HTML entities (also escaped twice: `&amp;#20013;`), `\\u4e2d` and `%u4E2D`, and
percent-encoded UTF-8 outside addresses. In the source of an HTML page every entity is decoded, by one level, as the
HTML standard says. Anywhere else the surroundings decide: in a line of Chinese prose an entity is damage; beside code,
in backticks, or on a page that speaks of HTML or escaping it is only flagged, and an address stays as it is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from cleaning.context import Context
from cleaning.edit import Proposal

TRIGGERS = frozenset("&\\%")

SURE, LIKELY, DOUBT = 0.99, 0.97, 0.7

HAN = "㐀-䶿一-鿿豈-﫿𠀀-\U0003ffff"
CHINESE = re.compile(f"[{HAN}　-〿︐-﹏！-￯‐-‧·…]")
HAN_CHARACTER = re.compile(f"[{HAN}]")

ABOUT_CODE = re.compile(
    r"转义|轉義|字符实体|字符引用|实体引用|实体编码|百分号编码|URL ?编码|码点"
    r"|(?<![./\w])(?:html|json|javascript|unicode)(?![\w/])",
    re.IGNORECASE,
)
"""A page with one of these words may speak of escapes. `.html` at the end of an address does not count."""

CODE_SIGNS = re.compile(r"`|[{}]|=>|\(\);|\w=[\"']|</?[A-Za-z!]|&(?:amp;)*lt;/?[A-Za-z!]")
ASCII_TOKEN = re.compile(r"[!-~]{4,}")
ADDRESS_SIGN = re.compile(r"://|www\.|\?\w+=")

TYPOGRAPHIC = frozenset(
    "nbsp ensp emsp thinsp ldquo rdquo lsquo rsquo mdash ndash hellip middot bull times divide deg plusmn permil "
    "copy reg trade yen sect laquo raquo lsaquo rsaquo prime Prime frac12 frac14 frac34 sup2 sup3 micro".split()
)
"""Named entities that stand for a sign of print and for nothing in code."""

NO_SEMICOLON = "nbsp|ensp|emsp|ldquo|rdquo|lsquo|rsquo|mdash|hellip|middot"
IN_CODE = frozenset("<>\"'&")

SOURCE_ENTITY = re.compile(
    rf"&(?:#\d{{1,7}};?|#[xX][0-9A-Fa-f]{{1,6}};?|[A-Za-z][A-Za-z0-9]{{1,31}};|(?:{NO_SEMICOLON})(?![A-Za-z0-9=;]))"
)


class Place(NamedTuple):
    """Where a match stands: what speaks for prose in its line, and the nearest solid characters on both sides of it.

    `apart`: spaces set it off on both sides, as a text does with a sign that it talks about.
    """

    chinese: bool
    code: bool
    left: str
    right: str
    apart: bool


@dataclass(frozen=True, slots=True)
class Form:
    """One way of escaping. `read` gives the characters and the confidence in plain prose, or None for no escape."""

    kind: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Place], tuple[str, float] | None]


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


def _in_prose(text: str) -> Iterator[Proposal]:
    about = ABOUT_CODE.search(text) is not None
    at = 0
    for line in text.split("\n"):
        if not TRIGGERS.isdisjoint(line):
            for found in _in_line(line):
                sure = min(found.confidence, DOUBT) if about else found.confidence
                yield found._replace(start=found.start + at, end=found.end + at, confidence=sure)
        at += len(line) + 1


def _in_line(line: str) -> Iterator[Proposal]:
    matches = _matches(line)
    if not matches:
        return
    places = _places(line, [match for match, _ in matches])
    addresses = _addresses(line)
    at = 0
    for (match, form), place in zip(matches, places, strict=True):
        read = form.read(match, place)
        if read is None:
            continue
        after, confidence = read
        while at < len(addresses) and addresses[at][1] <= match.start():
            at += 1
        if at < len(addresses) and addresses[at][0] < match.start():
            confidence = min(confidence, DOUBT)
        yield Proposal(match.start(), match.end(), after, form.kind, f"{match[0][:24]} in prose", confidence)


def _matches(line: str) -> list[tuple[re.Match[str], Form]]:
    """The matches of all forms, sorted and disjoint: `&amp;#20013;` is numeric, not an ampersand and a rest."""
    found = [(match, form) for form in FORMS for match in form.pattern.finditer(line)]
    found.sort(key=lambda pair: (pair[0].start(), -pair[0].end()))
    kept: list[tuple[re.Match[str], Form]] = []
    for pair in found:
        if not kept or kept[-1][0].end() <= pair[0].start():
            kept.append(pair)
    return kept


def _addresses(line: str) -> list[tuple[int, int]]:
    spans = []
    for token in ASCII_TOKEN.finditer(line):
        sign = ADDRESS_SIGN.search(token[0])
        if sign:
            spans.append((token.start() + sign.start(), token.end()))
    return spans


def _places(line: str, matches: list[re.Match[str]]) -> list[Place]:
    ends = [0, *(match.end() for match in matches)]
    starts = [*(match.start() for match in matches), len(line)]
    gaps = [line[end:start] for end, start in zip(ends, starts, strict=True)]
    chinese = any(HAN_CHARACTER.search(gap) for gap in gaps) or not any(gap.strip() for gap in gaps)
    code = CODE_SIGNS.search(line) is not None
    rights, solid = [], ""
    for gap in reversed(gaps[1:]):
        solid = gap.strip()[:1] or solid
        rights.append(solid)
    places, solid = [], ""
    for before, behind, right in zip(gaps, gaps[1:], reversed(rights), strict=False):
        solid = before.strip()[-1:] or solid
        places.append(Place(chinese, code, solid, right, before[-1:].isspace() and behind[:1].isspace()))
    return places


def _is_chinese(text: str) -> bool:
    return all(CHINESE.match(character) for character in text)


def _numeric(match: re.Match[str], place: Place) -> tuple[str, float] | None:
    after = html.unescape(f"&{match[1]};")
    if after in ("", "\ufffd") or "\ue000" <= after <= "\uf8ff" or after < " ":
        return None
    if HAN_CHARACTER.match(after):
        return after, DOUBT if place.code else SURE
    return after, _confidence(after, place, match[0].endswith(";"))


def _named(match: re.Match[str], place: Place) -> tuple[str, float] | None:
    name = match[1] or match[2]
    after = html.unescape(f"&{name};")
    if after.endswith(";"):
        return None  # no such entity
    confidence = _confidence(after, place, match[1] is not None)
    if name in TYPOGRAPHIC or after in IN_CODE:
        return after, confidence
    return after, min(confidence, LIKELY if after.isalpha() else DOUBT)


def _confidence(after: str, place: Place, closed: bool) -> float:
    """How sure a sign is in its place; what code uses too needs Chinese on both sides and must not stand apart."""
    if place.code or not place.chinese:
        return DOUBT
    if after in IN_CODE:
        among_chinese = all(not side or CHINESE.match(side) for side in (place.left, place.right))
        if not closed or (after in "<>" and not among_chinese):
            return DOUBT
        if place.apart and (among_chinese or after != "&"):
            return DOUBT
    return SURE if closed else LIKELY


def _utf16(match: re.Match[str], place: Place) -> tuple[str, float] | None:
    units = bytes.fromhex(re.sub(r"[\\%]u", "", match[0]))
    after = units.decode("utf-16-be", "replace")
    if not _is_chinese(after):
        return None
    # The characters that touch the run: a lone escape needs Chinese on one side, and none follows a path or a quote.
    left, right = match.string[max(match.start() - 1, 0) : match.start()], match.string[match.end() : match.end() + 1]
    glued = bool(CHINESE.match(left) or CHINESE.match(right)) or len(after) > 1
    return after, LIKELY if glued and not place.code and not re.match(r"[\w\\/'\"]", left, re.ASCII) else DOUBT


def _percent(match: re.Match[str], place: Place) -> tuple[str, float] | None:
    try:
        after = bytes.fromhex(match[0].replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:
        return None
    if not HAN_CHARACTER.search(after) or not all(sign == " " or CHINESE.match(sign) for sign in after):
        return None
    # Beside these the run is part of an address or of a query.
    return after, DOUBT if place.code or {place.left, place.right} & set("/=?&#%:.") else LIKELY


FORMS: tuple[Form, ...] = (
    Form(
        "escape.numeric",
        re.compile(r"&(?:(?:amp|#38|#[xX]26);)*+(#(?:\d{2,7}|[xX][0-9A-Fa-f]{2,6}));?"),
        _numeric,
    ),
    Form(
        "escape.named",
        re.compile(
            r"&(?:(?:amp|#38|#[xX]26);)*"
            rf"(?:([A-Za-z][A-Za-z0-9]{{1,31}});|({NO_SEMICOLON})(?![A-Za-z0-9=;]))"
        ),
        _named,
    ),
    Form("escape.utf16", re.compile(r"(?:\\u[0-9A-Fa-f]{4})+|(?:%u[0-9A-Fa-f]{4})+"), _utf16),
    Form("escape.percent", re.compile(r"(?:%[0-9A-Fa-f]{2}){3,}"), _percent),
)
"""The forms that are known, each with its reader. A new way of escaping is one more row."""

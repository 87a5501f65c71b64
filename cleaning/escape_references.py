"""Character references of HTML in a text: `&#20013;`, `&#x4e2d`, `&amp;nbsp;`.

Source: HTML Living Standard, named and numeric character references (numbers 128–159 mean Windows-1252).
"""

from __future__ import annotations

import html
import re

from cleaning.escape_bytes import is_printable
from cleaning.escape_forms import CHINESE, DOUBT, HAN_CHARACTER, LIKELY, SURE, WEAK, Match, Place, Said

TYPOGRAPHIC = frozenset(
    "nbsp ensp emsp thinsp ldquo rdquo lsquo rsquo mdash ndash hellip middot bull times divide deg plusmn permil "
    "copy reg trade yen sect laquo raquo lsaquo rsaquo prime Prime frac12 frac14 frac34 sup2 sup3 micro".split()
)
"""Named entities that stand for a sign of print and for nothing in code."""

IN_CODE = frozenset("<>\"'&")

BARE = "nbsp|ensp|emsp|ldquo|rdquo|lsquo|rsquo|mdash|hellip"
"""Names that begin no word: without a semicolon anything may follow but the `=` of a query."""

SHORT = "ndash|middot|bull|times|copy|reg|deg|yen|sect|laquo|raquo|thinsp|quot|lt|gt|amp"
"""Names that a letter or `=` behind them makes part of something else, as in `&copyright` and `&lt=3`."""


_NAMES = "|".join(sorted(TYPOGRAPHIC))
AMPERSAND = rf"&(?: (?=(?:{_NAMES}|#\d{{2,6}}|#[xX][0-9A-Fa-f]{{2,6}});))?(?:(?:amp|#38|#[xX]26);)*"
"""Also escaped again and again; machine translation parts it from the name by a space."""

NUMERIC = re.compile(rf"{AMPERSAND}#(?:(?P<dec>\d{{2,9}})|[xX](?P<hex>[0-9A-Fa-f]{{2,8}}))(?P<closed>;?)")
HALVES = re.compile(
    rf"{AMPERSAND}#(5[56]\d{{3}}|[xX][dD][89abAB][0-9A-Fa-f]{{2}});?&(?:amp;)*#(5[67]\d{{3}}|[xX][dD][c-fC-F][0-9A-Fa-f]{{2}});?"
)
NAMED = re.compile(
    rf"{AMPERSAND}(?:(?P<name>[A-Za-z][A-Za-z0-9]{{1,31}})(?P<closed>;)"
    rf"|(?P<bare>{BARE})(?![=;])|(?P<short>{SHORT})(?![A-Za-z=;]))"
)
_USUAL = re.compile("[一-鿿　-〿！-￦\u2010-\u2027\u2030-\u203b\xa0-\xff]")


def _character(code: str) -> str:
    """What a numeric reference means; '' for what is no character of a text."""
    text = html.unescape(f"&#{code};")
    return text if len(text) == 1 and text != "\ufffd" and is_printable(text) else ""


def numeric(match: Match) -> Said | None:
    digits, x = (match["dec"], "") if match["dec"] else (match["hex"], "x")
    if match["closed"]:
        text = _character(x + digits)
        return Said(text, match.end()) if text else None
    # Without its semicolon a number may run into a figure: `&#200132024`. The longest usual character, or the longest.
    start = match.start("dec" if match["dec"] else "hex")
    read = [Said(_character(x + digits[:size]), start + size) for size in range(len(digits), 1, -1)]
    known = [said for said in read if said.text]
    return next((said for said in known if _USUAL.match(said.text)), known[0] if known else None)


def halves(match: Match) -> Said | None:
    high, low = (int(unit[1:], 16) if unit[0] in "xX" else int(unit) for unit in match.groups())
    if not (0xD800 <= high < 0xDC00 <= low < 0xE000):
        return None
    text = chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    return Said(text, match.end()) if is_printable(text) else None


def named(match: Match) -> Said | None:
    name = match["name"] or match["bare"] or match["short"]
    text = html.unescape(f"&{name};")
    if text.endswith(";") and name.lower() in TYPOGRAPHIC and name != name.lower():
        text = html.unescape(f"&{name.lower()};")  # a page that was turned to capitals
    return None if text.endswith(";") else Said(text, match.end())


def is_numeric(match: Match, text: str, place: Place) -> float:
    if HAN_CHARACTER.match(text) and not place.code:
        return SURE
    closed = match.string.endswith(";", 0, match.end())
    return _is_sign(text, place, closed)


def is_named(match: Match, text: str, place: Place) -> float:
    name = match["name"] or match["bare"] or match["short"]
    sure = _is_sign(text, place, match["name"] is not None)
    if match["short"] and re.match(r"[?=&%]|\w\w", place.before + place.behind, re.ASCII):
        return min(sure, DOUBT)
    if name.lower() in TYPOGRAPHIC or text in IN_CODE:
        return sure
    # `&sum;` may be the address of a variable.
    if text.isalpha() or (place.touches_chinese and place.before not in ("=", "(", ",", "*")):
        return min(sure, LIKELY)
    return min(sure, WEAK)


def _is_sign(text: str, place: Place, closed: bool) -> float:
    """How sure a sign is that is no Chinese character; one that code uses needs Chinese beside it."""
    if place.code or place.address:
        return DOUBT
    if not place.chinese:
        return WEAK
    if text in IN_CODE:
        among_chinese = all(not side or CHINESE.match(side) for side in (place.left, place.right))
        if place.spoken_of and (among_chinese or text != "&"):
            return DOUBT
        if not closed and not among_chinese:
            return WEAK
    return SURE if closed else LIKELY

"""Code units and bytes that programs spell out: `\\u4e2d`, `%u4E2D`, `%E4%B8%AD`, `\\xe4\\xb8\\xad`, `=E4=B8=AD`.

Sources: ECMA-262, string literals and `escape`; RFC 8259; RFC 3986, 2.1; RFC 2045, 6.7.
"""

from __future__ import annotations

import re

from cleaning.escape_bytes import is_printable
from cleaning.escape_forms import CHINESE, DOUBT, HAN_CHARACTER, LIKELY, WEAK, Match, Place, Said

MOST = 8
"""Other escapes that may stand before the first unit of a run: a bound, for the sake of time."""

_UNIT = r"(?:\\{1,4}u[0-9A-Fa-f]{4}|\\{1,4}u\{[0-9A-Fa-f]{2,6}\}|\\{1,4}U000[0-9A-Fa-f]{5})"
BACKSLASH_U = re.compile(rf"(?:\\{{1,2}}[nrt\"/]){{0,{MOST}}}{_UNIT}(?:\\{{1,2}}[nrt\"/]|{_UNIT})*")
PERCENT_U = re.compile(rf"(?:%[0-9A-Fa-f]{{2}}){{0,{MOST}}}%u[0-9A-Fa-f]{{4}}(?:%u[0-9A-Fa-f]{{4}}|%[0-9A-Fa-f]{{2}})*")
_ONE = re.compile(r"(?:\\+|%)(?:[uU]\{?([0-9A-Fa-f]+)\}?|([0-9A-Fa-f]{2})|([nrt\"/]))")
JSON_ESCAPE = re.compile(r"\\{1,2}([nrt\"/])")
LETTERS = {"n": "\n", "r": "\r", "t": "\t"}


def utf16(match: Match) -> Said | None:
    codes = []
    for code, byte, letter in _ONE.findall(match[0]):
        codes.append(LETTERS.get(letter, letter) if letter else chr(min(int(code or byte, 16), 0x10FFFF)))
    # Two halves make one character; a half alone is none.
    text = "".join(codes).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return Said(text, match.end()) if "\ufffd" not in text and is_printable(text) else None


def is_utf16(match: Match, text: str, place: Place) -> float:
    if place.code or place.address or _is_literal(match, text):
        return DOUBT
    if HAN_CHARACTER.search(text):
        if len(text) == 1 and not place.touches_chinese:
            return DOUBT if place.spoken_of else WEAK
        return LIKELY
    return LIKELY if place.touches_chinese and not text.isascii() else WEAK


def _is_literal(match: Match, text: str) -> bool:
    """Whether a match is a bound of a range, in a class of a regular expression, or all that stands in quotes."""
    line, start, end = match.string, match.start(), match.end()
    left, right = line[start - 1 : start], line[end : end + 1]
    if left == "\\":
        return True
    if len(text) == 1 and (_RANGE_BEHIND.match(line, end) or _RANGE_BEFORE.search(line[max(0, start - 12) : start])):
        return True
    if left and left in "[^" and len(text) < 3 and right and right in "]-\\":
        return True
    if not left or left not in "\"'" or line.count(left, max(0, start - QUOTED_MOST), start) % 2 == 0:
        return False  # no quotation mark, or the second of a pair
    outside = line[max(start - 2, 0) : start - 1], line[end + 1 : end + 2] if right == left else ""
    return not any(map(CHINESE.match, outside))


QUOTED_MOST = 80
"""Characters before an escape in which quotation marks are counted."""

_RANGE_BEHIND = re.compile(rf"-(?:{_UNIT}|%u[0-9A-Fa-f]{{4}})(?![\\%])")
_RANGE_BEFORE = re.compile(rf"(?<![0-9A-Fa-f}}])(?:{_UNIT}|%u[0-9A-Fa-f]{{4}})-$")
"""`\\u4e00-\\u9fa5`: one character on either side of the hyphen, as no name has it."""


PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
BACKSLASH_X = re.compile(r"(?:\\{1,2}x[0-9A-Fa-f]{2})+")
OCTAL = re.compile(r"(?:\\{1,2}[0-3][0-7]{2})+")
QUOTED = re.compile(r"(?:=[0-9A-F]{2})+")


def hexadecimal(match: Match) -> bytes:
    return bytes.fromhex(re.sub(r"[%=]|\\+x", "", match[0]))


def octal(match: Match) -> bytes:
    return bytes(int(digits, 8) for digits in re.findall(r"[0-7]{3}", match[0]))


LATIN1 = re.compile("%[89A-Fa-f][0-9A-Fa-f]")
"""What JavaScript's `escape` writes for a character below U+0100."""


def latin1(match: Match) -> Said | None:
    text = chr(int(match[0][1:], 16))
    return Said(text, match.end()) if is_printable(text) else None


def is_latin1(_match: Match, _text: str, place: Place) -> float:
    return LIKELY if place.in_token and not place.code and not place.address else 0.0


def behind(match: Match) -> str:
    """The character behind a run of bytes, where it may be the last one's second byte."""
    sign = match.string[match.end() : match.end() + 1]
    return "" if sign in ("\\", "%", "=") else sign


def is_bytes(match: Match, text: str, place: Place) -> float:
    if text.isascii() and not place.in_token:
        return WEAK if match[0].startswith("=3D=3D") else 0.0
    if place.code or place.address or (match[0][0] == "\\" and _is_literal(match, text)):
        return DOUBT
    if place.touches_chinese or len(HAN_CHARACTER.findall(text)) > 1:
        return LIKELY
    # A character for itself, as in the column of a hex dump, or a sign beside what is Chinese in the same token.
    return LIKELY if place.in_token and not HAN_CHARACTER.search(text) else WEAK

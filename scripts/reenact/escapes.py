"""Characters left as references or escapes in plain text: “ → &ldquo;, 中 → &#20013; or \\u4e2d or %E4%B8%AD.

Most forms write one character outside ASCII after the other (FORMS); what real encoders do to a whole string, with its
spaces, quotation marks and line ends, is in SPANS.
"""

from __future__ import annotations

import json
import quopri
from collections.abc import Callable, Mapping
from html.entities import codepoint2name
from random import Random
from urllib.parse import quote, quote_plus

from scripts.reenact import Damaged, replaced
from scripts.reenact.characters import is_han

NAMED = {
    "“": "&ldquo;",
    "”": "&rdquo;",
    "‘": "&lsquo;",
    "’": "&rsquo;",
    "·": "&middot;",
    "—": "&mdash;",
    "…": "&hellip;",
}

FORMS: Mapping[str, Callable[[str], str]] = {
    "named": lambda sign: NAMED.get(sign, sign),
    "named_bare": lambda sign: NAMED.get(sign, sign).rstrip(";"),
    "named_twice": lambda sign: NAMED.get(sign, sign).replace("&", "&amp;"),
    "named_thrice": lambda sign: NAMED.get(sign, sign).replace("&", "&amp;amp;"),
    "named_spaced": lambda sign: NAMED.get(sign, sign).replace("&", "& "),
    "named_wide": lambda sign: _widened(NAMED.get(sign, sign)),
    "named_capitals": lambda sign: NAMED[sign].upper() if sign in NAMED else sign,
    "decimal": lambda sign: f"&#{ord(sign)};",
    "decimal_bare": lambda sign: f"&#{ord(sign)}",
    "decimal_twice": lambda sign: f"&amp;#{ord(sign)};",
    "decimal_thrice": lambda sign: f"&amp;amp;#{ord(sign)};",
    "decimal_wide": lambda sign: _widened(f"&#{ord(sign)};"),
    "decimal_utf16": lambda sign: "".join(f"&#{unit};" for unit in _units(sign)),
    "hexadecimal": lambda sign: f"&#x{ord(sign):x};",
    "hexadecimal_bare": lambda sign: f"&#x{ord(sign):X}",
    "hexadecimal_twice": lambda sign: f"&amp;#x{ord(sign):X};",
    "hexadecimal_capitals": lambda sign: f"&#X{ord(sign):06X};",
    "backslash_u": lambda sign: "".join(f"\\u{unit:04x}" for unit in _units(sign)),
    "backslash_u_capitals": lambda sign: "".join(f"\\u{unit:04X}" for unit in _units(sign)),
    "backslash_u_twice": lambda sign: "".join(f"\\\\u{unit:04x}" for unit in _units(sign)),
    "backslash_u_braces": lambda sign: f"\\u{{{ord(sign):x}}}",
    "backslash_u_long": lambda sign: f"\\U{ord(sign):08x}",
    "backslash_x_utf8": lambda sign: "".join(f"\\x{byte:02x}" for byte in sign.encode()),
    "backslash_x_gbk": lambda sign: "".join(f"\\x{byte:02x}" for byte in sign.encode("gbk")),
    "octal": lambda sign: "".join(f"\\{byte:03o}" for byte in sign.encode()),
    "percent_u": lambda sign: "".join(f"%u{unit:04X}" for unit in _units(sign)),
    "percent_utf8": quote,
    "percent_gbk": lambda sign: quote(sign.encode("gbk")),
}
"""How one character outside ASCII is written, by the name of the form."""

_MIXED = ("decimal", "hexadecimal", "decimal_twice", "backslash_u")

SPANS: Mapping[str, Callable[[str], str]] = {
    "page_named": lambda text: "".join(map(_reference, text)),
    "json": lambda text: json.dumps(text)[1:-1],
    "javascript_escape": lambda text: "".join(map(_javascript, text)),
    "percent_all_utf8": lambda text: quote(text, safe=""),
    "percent_all_gbk": lambda text: quote(text.encode("gbk"), safe=""),
    "form_utf8": quote_plus,
    "form_gbk": lambda text: quote_plus(text.encode("gbk")),
    "quoted_printable": lambda text: quopri.encodestring(text.encode()).decode().replace("=\n", ""),
    "mixed": lambda text: "".join(
        FORMS[_MIXED[number % len(_MIXED)]](sign) if sign > "\x7f" else sign for number, sign in enumerate(text)
    ),
}
"""How a whole stretch is written."""


def escape(text: str, rng: Random, numbered_share: float) -> Damaged:
    """Write all of NAMED as named references, and `numbered_share` (0–1) of the Chinese characters as numbers."""
    places: list[tuple[int, int, str]] = []
    for at, character in enumerate(text):
        if character in NAMED:
            places.append((at, at + 1, NAMED[character]))
        elif is_han(character) and rng.random() < numbered_share:
            places.append((at, at + 1, f"&#{ord(character)};"))
    return replaced(text, places, "escape.entity")


def escape_span(text: str, begin: int, stop: int, form: str) -> Damaged:
    """Write `begin:stop` in one of SPANS, or every character outside ASCII of it in one of FORMS.

    A bare number gets its semicolon where a letter or digit follows: without it, it would be another number. A percent
    sign that stands beside percent-encoding is encoded too. KeyError for an unknown form; UnicodeEncodeError where GBK
    lacks a character that is to be written in it.
    """
    if form in SPANS:
        return replaced(text, [(begin, stop, SPANS[form](text[begin:stop]))], f"escape.{form}")
    places: list[tuple[int, int, str]] = []
    for at in range(begin, stop):
        if text[at] == "%" and form.startswith("percent"):
            places.append((at, at + 1, "%25"))
            continue
        if text[at].isascii() or (written := FORMS[form](text[at])) == text[at]:
            continue
        follows = text[at + 1 : at + 2]
        bare = form.endswith("_bare") and follows.isascii() and follows.isalnum()
        places.append((at, at + 1, f"{written};" if bare else written))
    return replaced(text, places, f"escape.{form}")


def _units(sign: str) -> tuple[int, ...]:
    """The UTF-16 code units of one character."""
    data = sign.encode("utf-16-be")
    return tuple(int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2))


def _widened(reference: str) -> str:
    """A reference after a pass that made its signs full-width."""
    return reference.replace("&", "＆").replace("#", "＃").replace(";", "；")


def _reference(sign: str) -> str:
    """What a cautious encoder of HTML makes of one character: names where there are names, else numbers."""
    if sign.isascii() and sign not in "&<>\"'":
        return sign
    name = codepoint2name.get(ord(sign))
    return f"&{name};" if name else f"&#{ord(sign)};"


def _javascript(sign: str) -> str:
    """JavaScript's `escape` of one character."""
    if sign.isascii():
        return sign if sign.isalnum() or sign in "@*_+-./" else f"%{ord(sign):02X}"
    return f"%{ord(sign):02X}" if sign <= "\xff" else "".join(f"%u{unit:04X}" for unit in _units(sign))

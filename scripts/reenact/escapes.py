"""Characters left as references or escapes in plain text: “ → &ldquo;, 中 → &#20013; or \\u4e2d or %E4%B8%AD."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from urllib.parse import quote

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
    "decimal": lambda sign: f"&#{ord(sign)};",
    "decimal_bare": lambda sign: f"&#{ord(sign)}",
    "decimal_twice": lambda sign: f"&amp;#{ord(sign)};",
    "decimal_thrice": lambda sign: f"&amp;amp;#{ord(sign)};",
    "hexadecimal": lambda sign: f"&#x{ord(sign):x};",
    "hexadecimal_bare": lambda sign: f"&#x{ord(sign):X}",
    "hexadecimal_twice": lambda sign: f"&amp;#x{ord(sign):X};",
    "backslash_u": lambda sign: "".join(f"\\u{unit:04x}" for unit in _units(sign)),
    "backslash_u_twice": lambda sign: "".join(f"\\\\u{unit:04x}" for unit in _units(sign)),
    "percent_u": lambda sign: "".join(f"%u{unit:04X}" for unit in _units(sign)),
    "percent_utf8": quote,
    "percent_gbk": lambda sign: quote(sign.encode("gbk")),
}
"""How one character outside ASCII is written, by the name of the form."""


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
    """Write every character outside ASCII of `begin:stop` in one of FORMS.

    A bare number gets its semicolon where a letter or digit follows: without it, it would be another number. KeyError
    for an unknown form; UnicodeEncodeError where GBK lacks a character that is to be written in it.
    """
    places: list[tuple[int, int, str]] = []
    for at in range(begin, stop):
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

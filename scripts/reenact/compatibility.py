"""Text as a font of a PDF or a foreign code page leaves it: 用户 → ⽤⼾, 金 → U+F90A, （附） → ︵附︶."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from random import Random

from scripts.reenact import Damaged, replaced
from scripts.reenact.characters import is_han

KINDS = ("radicals", "duplicates", "small", "vertical", "zero_width")

_SIMPLIFIED = {
    "见": "⻅",
    "长": "⻓",
    "门": "⻔",
    "车": "⻋",
    "页": "⻚",
    "风": "⻛",
    "马": "⻢",
    "鱼": "⻥",
    "鸟": "⻦",
    "民": "⺠",
}
"""Of the supplement, which has no decompositions, those that copied text shows most."""

_SMALL = dict(zip("，、；：？！", "﹐﹑﹔﹕﹖﹗", strict=True))
_VERTICAL = dict(zip("（）《》〈〉「」『』【】", "︵︶︽︾︿﹀﹁﹂﹃﹄︻︼", strict=True))
_INVISIBLE = "\u200b\u200c\u2060\ufeff\u00ad\u200e"

SHARE = 0.3
"""Of the characters that have such a form, those that get it, where a page has them here and there."""


def compatible(text: str, rng: Random, kind: str) -> Damaged:
    """Write characters in one kind of compatibility form; invisible ones go between two Chinese characters."""
    if kind == "zero_width":
        between = [at for at in range(1, len(text)) if is_han(text[at - 1]) and is_han(text[at])]
        chosen = sorted(rng.sample(between, min(len(between), 12)))
        return replaced(text, [(at, at, rng.choice(_INVISIBLE)) for at in chosen], "compatibility.zero_width")
    forms = {"radicals": _radicals(), "duplicates": _duplicates(), "small": _SMALL, "vertical": _VERTICAL}[kind]
    # Marks come in pairs, and a font shows a character always in the same way or, mixed with another, here and there.
    share = 1.0 if kind == "vertical" else rng.choice((SHARE, 1.0))
    places = [
        (at, at + 1, forms[sign])
        for at, sign in enumerate(text)
        if sign in forms and (share == 1 or rng.random() < share)
    ]
    return replaced(text, places, f"compatibility.{kind}")


@cache
def _radicals() -> Mapping[str, str]:
    """Character → Kangxi radical, or the radical of the supplement."""
    kangxi = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)}
    return (
        {character: radical for character, radical in kangxi.items() if is_han(character)} | {"户": "⼾"} | _SIMPLIFIED
    )


@cache
def _duplicates() -> Mapping[str, str]:
    """Character → compatibility ideograph, where its canonical decomposition is that character."""
    codes = (*range(0xFA6D, 0xF8FF, -1), *range(0x2FA1D, 0x2F7FF, -1))
    return {
        unicodedata.normalize("NFC", chr(code)): chr(code) for code in codes if unicodedata.decomposition(chr(code))
    }

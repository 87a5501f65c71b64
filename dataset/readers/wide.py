"""Bytes that a mark, or every second byte, says to be UTF-16 or UTF-32."""

from __future__ import annotations

import codecs
import unicodedata
from typing import Final

from dataset.readers.candidates import choose
from dataset.readers.plausibility import chinese_costs, foreign_costs

MARKS: Final = (  # UTF-32 before UTF-16, whose mark it begins with
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE: Final = 2048
_HIGHEST_PLANE: Final = 0x10
_LIKELY: Final = 6.5
"""Nats a character below which there is no need to ask for another encoding; what is no text costs twice as much."""

_CONCEIVABLE: Final = 9.0

# High bytes of the code units of text: alphabets from Latin to Tibetan, punctuation and symbols, kana, Han, surrogates
# (emoji), full-width forms.
_HALF: Final = bytes(
    {*range(0x12), *range(0x1E, 0x28), 0x30, 0x31, 0x33, *range(0x4E, 0xA0), *range(0xD8, 0xE0), 0xFE, 0xFF}
)
_HANGUL_HALF: Final = bytes(range(0xAC, 0xD8))
"""Those of Korean are lead bytes of GBK as well, so there must be a space too, which has a NUL."""

_SHARE: Final = 0.8
_FEW_BYTES: Final = 4
"""Different bytes that any text has; one byte again and again would be 聁聁聁."""

_LANGUAGES: Final = ("japanese", "korean", "letters")


def unmarked(data: bytes) -> str:
    """The UTF-16 or UTF-32 that `data` is in without saying so; '' if it does not look like that.

    >>> unmarked("苏州市发布".encode("utf-16-le")), unmarked("苏州市发布".encode("gbk")), unmarked(b"a\\0b\\0c\\0")
    ('utf-16-le', '', 'utf-16-le')
    """
    if len(data) < 4:
        return ""
    sample = data[:_SAMPLE]
    if encoding := _utf32(sample):
        return encoding
    if len(set(sample)) < _FEW_BYTES:
        return ""
    names = [name for name, half in (("utf-16-be", sample[0::2]), ("utf-16-le", sample[1::2])) if _could_be(half)]
    nats = {name: _nats(sample[: len(sample) & ~1].decode(name, "replace")) for name in names}
    best = min(nats, key=lambda name: nats[name], default="")
    if not best:
        return ""
    mean = nats[best] / (len(sample) // 2)
    conceivable = mean < _CONCEIVABLE or _is_assigned(sample[: len(sample) & ~1].decode(best, "replace"))
    return best if mean < _LIKELY or (conceivable and nats[best] < choose(sample).nats) else ""


def _is_assigned(text: str) -> bool:
    """Whether all of `text` is characters that Unicode has: Tibetan, say, which nothing here knows the cost of."""
    return not any(unicodedata.category(character) in ("Cn", "Co", "Cs") or character == "\ufffd" for character in text)


def _utf32(sample: bytes) -> str:
    """Three of four bytes follow from the fourth: no other text has a NUL in each first or last place of four."""
    whole = sample[: len(sample) & ~3]
    for name, first, second in (("utf-32-be", 0, 1), ("utf-32-le", 3, 2)):
        if not any(whole[first::4]) and max(whole[second::4]) <= _HIGHEST_PLANE:
            text = whole.decode(name, "replace")
            if "\ufffd" not in text and "\0" not in text:
                return name
    return ""


def _could_be(half: bytes) -> bool:
    """Whether these are the high bytes of text, as far as half of any bytes can tell."""
    expected = _HALF + _HANGUL_HALF if b"\0" in half else _HALF
    return len(half.translate(None, expected)) <= (1 - _SHARE) * len(half)


def _nats(text: str) -> float:
    return min(float(chinese_costs(text).sum()), *(float(foreign_costs(text, name).sum()) for name in _LANGUAGES))

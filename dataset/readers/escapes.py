"""Chinese, Japanese and Korean in seven bits: HZ, ISO-2022-CN, -JP and -KR, whose bytes are all ASCII.

`~{VPND~}` is 中文 in HZ (RFC 1843). `~{` alone stands in plenty of code, so what is inside must be probable text.
EUC-TW, and the half of ISO-2022-CN that is in CNS 11643, are not read: Python has no table of CNS 11643.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from typing import Final

from dataset.readers.plausibility import chinese_costs, foreign_costs

_HZ = re.compile(rb"~\{((?:[\x21-\x77][\x21-\x7e])+)(?:~\}|(?=\n)|\Z)")
_ISO_2022_CN = re.compile(rb"(?:\x1b\$\)A)?\x0e((?:[\x21-\x77][\x21-\x7e])+)(?:\x0f|(?=\n)|\Z)")
_CODECS: Final = (  # what announces it, Python's codec, the language that it is for
    (b"~{", "hz", "chinese"),
    (b"\x1b$)C", "iso2022_kr", "korean"),
    (b"\x1b$B", "iso2022_jp_ext", "japanese"),
    (b"\x1b$@", "iso2022_jp_ext", "japanese"),
    (b"\x1b$A", "iso2022_jp_2", "chinese"),
)
_BY_STRETCH: Final = ((b"~{", "hz", _HZ), (b"\x1b$)A", "iso2022_cn", _ISO_2022_CN))
_LIKELY: Final = 11.5
"""Nats a character; random pairs of GB 2312 cost 11 to 14, three characters of a name up to 11."""


@dataclass(frozen=True, slots=True)
class Unescaped:
    """`spans` (byte ranges and what they are in) where ASCII holds stretches that no codec of Python's reads."""

    text: str
    encoding: str
    spans: list[tuple[int, int, str]]


def unescape(data: bytes) -> Unescaped | None:
    """The text of `data`, all ASCII, and the codec; None where it is just ASCII.

    >>> unescape(b"~{VPND~} and ~~").text, unescape(b"a = b~{0}")
    ('中文 and ~', None)
    """
    for begin, encoding, language in _CODECS:
        if begin in data:
            with contextlib.suppress(UnicodeDecodeError):
                text = data.decode(encoding)
                if text.encode(encoding) == data and _is_likely(text, language):
                    return Unescaped(text, encoding, [])
    for begin, name, pattern in _BY_STRETCH:
        if begin in data and (found := _stretches(data, pattern)):
            at = 0
            parts: list[str] = []
            for start, end, inside in found:
                parts += [data[at:start].decode(), inside]
                at = end
            text = "".join([*parts, data[at:].decode()])
            return Unescaped(text, "ascii", [(start, end, name) for start, end, _ in found])
    return None


def _stretches(data: bytes, pattern: re.Pattern[bytes]) -> list[tuple[int, int, str]]:
    """Byte ranges and text of the stretches in GB 2312, if all of them together are probable Chinese."""
    stretches = []
    for found in pattern.finditer(data):
        with contextlib.suppress(UnicodeDecodeError):
            text = bytes(byte | 0x80 for byte in found[1]).decode("gb2312")
            stretches.append((found.start(), found.end(), text))
    return stretches if _is_likely("".join(text for _, _, text in stretches), "chinese") else []


def _is_likely(text: str, language: str) -> bool:
    telling = "".join(character for character in text if character > "\x7f")
    if not telling:
        return False
    costs = chinese_costs(telling) if language == "chinese" else foreign_costs(telling, language)
    return float(costs.mean()) < _LIKELY

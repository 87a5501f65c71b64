"""The common Chinese characters: GB 2312's first level, in its order."""

from __future__ import annotations

from functools import cache


@cache
def common_characters() -> str:
    """The 3,755 characters of GB 2312's first level (rows 16–55)."""
    pairs = (bytes((lead, trail)) for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF))
    return "".join(pair.decode("gb2312", errors="ignore") for pair in pairs)


def is_han(character: str) -> bool:
    """Whether one code point lies in the main CJK block, U+4E00–9FFF."""
    return "\u4e00" <= character <= "\u9fff"

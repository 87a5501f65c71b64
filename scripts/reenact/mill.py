"""The "pseudo-original" mill, byte by byte: what content farms do to stolen articles, in GBK.

Simplified to Traditional character by character; a gloss behind every character of the site's table, replaced in the
byte stream and therefore also across the border of two characters; a split at full-width marks, again across
borders; every piece decoded alone; often a half-width pass. 勇擔當 becomes 勇?lián)?dāng) when 聯 and 當 are in the
table, since the trail byte of 勇 and the lead byte of 擔 together are 聯.

Conversion data: the table STCharacters of OpenCC (Apache-2.0) as the package `opencc-python-reimplemented` ships it,
first choice of each row, with the departures observed on real pages (`KEPT`, `OVERRIDES`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from random import Random

from scripts.reenact.characters import common_characters

KEPT = "于占后干恒游群范斗辟托并里征余峰郁岳床秘灶"
"""Simplified characters that the mills leave as they are, although OpenCC's first choice differs."""

OVERRIDES = {"为": "為", "启": "啟", "众": "眾", "着": "著", "杆": "桿", "冲": "沖", "签": "簽", "钟": "鐘"}
"""Choices seen on milled pages where OpenCC's first choice is another form."""

MARKS = "！；？：。、"
"""The full-width marks at which the mill may split; each site has its own selection."""

_WIDE_TO_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


@cache
def traditional_forms() -> Mapping[str, str]:
    """Simplified character → the Traditional one that the mill puts in its place. Only pairs that GBK can write."""
    spec = find_spec("opencc")
    if spec is None or spec.origin is None:
        raise RuntimeError("opencc-python-reimplemented is not installed: the mill needs its STCharacters.txt")
    rows = (Path(spec.origin).parent / "dictionary" / "STCharacters.txt").read_text(encoding="utf-8").splitlines()
    forms: dict[str, str] = {}
    for row in rows:
        simplified, _, choices = row.partition("\t")
        first = choices.split()[0]
        if len(simplified) == 1 and simplified not in KEPT and simplified != first and _in_gbk(simplified + first):
            forms[simplified] = first
    return forms | OVERRIDES


def to_traditional(text: str) -> str:
    """Convert character by character, as the mill does: 关于 → 關于, never 關於. Same length as `text`."""
    return text.translate({ord(simplified): form for simplified, form in traditional_forms().items()})


def make_table(
    rng: Random, share: float, *, spaced_share: float = 0.15, second_reading_share: float = 0.1
) -> dict[str, str]:
    """A site's gloss table: Traditional character → its reading with a tone mark, some readings ending in a space.

    `share` (0–1) of the Traditional forms of common characters get in (the tables seen hold common ones only);
    `spaced_share` of these end in a space, `second_reading_share` of those with several readings take any of them,
    the others the commonest. Readings: pypinyin.
    """
    from pypinyin import Style, pinyin

    forms = traditional_forms()
    table: dict[str, str] = {}
    for character in sorted({forms[common] for common in common_characters() if common in forms}):
        if rng.random() >= share:
            continue
        readings = [reading for reading in pinyin(character, style=Style.TONE, heteronym=True)[0] if _in_gbk(reading)]
        if not readings or readings == [character]:
            continue
        chosen = rng.choice(readings) if rng.random() < second_reading_share else readings[0]
        table[character] = chosen + (" " if rng.random() < spaced_share else "")
    return table


def replace_bytewise(stream: bytes, table: Mapping[str, str]) -> bytes:
    """Put `(reading)` behind every occurrence of a table character's two bytes, wherever the pair begins."""
    glosses = {character.encode("gbk"): f"({reading})".encode("gbk") for character, reading in table.items()}
    out = bytearray()
    at = 0
    while at < len(stream):
        gloss = glosses.get(stream[at : at + 2])
        out += stream[at : at + (2 if gloss else 1)]
        out += gloss or b""
        at += 2 if gloss else 1
    return bytes(out)


def split_bytewise(stream: bytes, marks: str) -> list[bytes]:
    """Cut at every byte pair that spells one of `marks`, wherever it begins; a mark is a piece of its own."""
    pairs = {mark.encode("gbk") for mark in marks}
    pieces: list[bytes] = []
    start = at = 0
    while at < len(stream):
        if stream[at : at + 2] in pairs:
            pieces += (stream[start:at], stream[at : at + 2])
            start = at = at + 2
        else:
            at += 1
    return [piece for piece in (*pieces, stream[start:]) if piece]


def decode_piece(piece: bytes, *, keep_private_use: bool) -> str:
    """Read one piece as GBK, with the mill's losses.

    A lead byte with an impossible trail byte becomes `?` and eats both; a lone lead byte at the end becomes `?`; a pair
    without a character of its own vanishes, or stays as the private-use character of GB18030's mapping.
    """
    out: list[str] = []
    at = 0
    while at < len(piece):
        if piece[at] < 0x80:
            out.append(chr(piece[at]))
            at += 1
            continue
        out.append(_decode_pair(piece[at : at + 2], keep_private_use))
        at += 1 if piece[at] in (0x80, 0xFF) else 2
    return "".join(out)


def narrow(text: str) -> str:
    """The half-width pass: U+FF01–FF5E and the ideographic space become ASCII; 。、“” stay. Same length as `text`."""
    return text.translate(_WIDE_TO_NARROW)


def reenact(
    text: str, table: Mapping[str, str], marks: str = MARKS, *, keep_private_use: bool = False, half_width: bool = True
) -> str:
    """Steps 2 to 5 of the mill on a text already in its final script; characters that GBK lacks become `?`."""
    stream = replace_bytewise(text.encode("gbk", errors="replace"), table)
    pieces = split_bytewise(stream, marks)
    milled = "".join(decode_piece(piece, keep_private_use=keep_private_use) for piece in pieces)
    return narrow(milled) if half_width else milled


def _decode_pair(pair: bytes, keep_private_use: bool) -> str:
    if len(pair) < 2 or pair[0] in (0x80, 0xFF) or not (0x40 <= pair[1] <= 0xFE and pair[1] != 0x7F):
        return "?"
    try:
        character = pair.decode("gb18030")
    except UnicodeDecodeError:
        return "?"
    if "\ue000" <= character <= "\uf8ff":
        return character if keep_private_use else ""
    return character


def _in_gbk(text: str) -> bool:
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True

"""Text as bytes: every encoding that pages come in, cut and broken bytes, and files in which encodings are mixed.

Pure functions; where chance plays, a `random.Random` is an argument. The truth of a file is the text that should come
out of it, U+FFFD standing for what is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

UNICODE: Final = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le")
SIMPLIFIED: Final = (*UNICODE, "gb2312", "gbk", "gb18030")
TRADITIONAL: Final = ("utf-8", "utf-16-le", "gbk", "gb18030", "big5", "big5hkscs", "cp950")
SEVEN_BIT: Final = ("hz", "iso2022_cn")
LOST: Final = "\ufffd"


@dataclass(frozen=True, slots=True)
class Encoded:
    """Bytes, and the text that they are."""

    data: bytes
    text: str


def encoded(text: str, encoding: str) -> Encoded | None:
    """`text` in `encoding` (a Python codec, or `iso2022_cn`); None if it has not all the characters."""
    try:
        if encoding == "iso2022_cn":
            return Encoded(_iso2022_cn(text), text)
        data = text.encode(encoding)
        return Encoded(data, text) if data.decode(encoding) == text else None
    except UnicodeEncodeError:
        return None


def _iso2022_cn(text: str) -> bytes:
    """RFC 1922 with GB 2312 only: each line announces the set again before its first shift."""
    lines = []
    for line in text.split("\n"):
        out, shifted, announced = b"", False, False
        for character in line:
            wide = character > "\x7f"
            if wide and not announced:
                out, announced = out + b"\x1b$)A", True
            if wide != shifted:
                out, shifted = out + (b"\x0e" if wide else b"\x0f"), wide
            out += bytes(byte & 0x7F for byte in character.encode("gb2312"))
        lines.append(out + b"\x0f" * shifted)
    return b"\n".join(lines)


def cut(text: str, encoding: str, rng: Random, *, at_head: bool = False) -> Encoded:
    """`text` whose last (or first) character, one of several bytes, has lost its end (or its beginning)."""
    places = [number for number, character in enumerate(text) if len(character.encode(encoding)) > 1]
    if at_head:
        first = places[0]
        width = len(text[first].encode(encoding))
        gone = rng.randint(1, width - 1)
        return Encoded(text[first:].encode(encoding)[gone:], LOST + text[first + 1 :])
    last = places[-1]
    width = len(text[last].encode(encoding))
    return Encoded(text[: last + 1].encode(encoding)[: -rng.randint(1, width - 1)], text[:last] + LOST)


def byte_lost(text: str, encoding: str, rng: Random) -> Encoded:
    """`text` in which one character has lost a byte: of two bytes that leaves one, and what follows is one byte off."""
    places = [number for number, character in enumerate(text) if len(character.encode(encoding)) > 1]
    place = rng.choice(places)
    whole = text[place].encode(encoding)
    gone = rng.randrange(len(whole))
    half = whole[:gone] + whole[gone + 1 :]
    # A trail byte may be ASCII, which nobody can tell from a letter.
    mark = half.decode() if half.isascii() else LOST * _losses(half, encoding)
    data = text[:place].encode(encoding) + half + text[place + 1 :].encode(encoding)
    return Encoded(data, text[:place] + mark + text[place + 1 :])


def _losses(half: bytes, encoding: str) -> int:
    """How many U+FFFD stand for what is left of a character: in UTF-8 one if it is a beginning, else one a byte."""
    return half.decode(encoding, "replace").count(LOST)


def bytes_broken(text: str, encoding: str, rng: Random, count: int) -> Encoded:
    """`text` between whose characters `count` bytes FF were put, which stand in no encoding of Chinese."""
    pieces: list[bytes] = []
    shown: list[str] = []
    places = set(rng.sample(range(len(text)), min(count, len(text))))
    for number, character in enumerate(text):
        if number in places:
            pieces.append(b"\xff")
            shown.append(LOST)
        pieces.append(character.encode(encoding))
        shown.append(character)
    return Encoded(b"".join(pieces), "".join(shown))


def _cut_tail(text: str, encoding: str, rng: Random) -> Encoded:
    return cut(text, encoding, rng)


def _cut_head(text: str, encoding: str, rng: Random) -> Encoded:
    return cut(text, encoding, rng, at_head=True)


def _two_broken(text: str, encoding: str, rng: Random) -> Encoded:
    return bytes_broken(text, encoding, rng, 2)


DAMAGE: Final[dict[str, Callable[[str, str, Random], Encoded]]] = {
    "cut_tail": _cut_tail,
    "cut_head": _cut_head,
    "byte_lost": byte_lost,
    "bytes_broken": _two_broken,
}
"""Ways to damage text in an encoding that can hold it."""


def cesu8(text: str) -> Encoded:
    """`text` as CESU-8: characters beyond U+FFFF as two surrogates of three bytes each, as some databases export it."""
    data = b"".join(
        character.encode("utf-8") if character <= "\uffff" else _surrogates(character).encode("utf-8", "surrogatepass")
        for character in text
    )
    return Encoded(data, text)


def _surrogates(character: str) -> str:
    high, low = divmod(ord(character) - 0x10000, 0x400)
    return chr(0xD800 + high) + chr(0xDC00 + low)


def mixed_lines(lines: Sequence[str], encodings: Sequence[str]) -> Encoded:
    """One line after the other, each in its own encoding, in turn."""
    turns = [encodings[number % len(encodings)] for number in range(len(lines))]
    data = b"\n".join(line.encode(encoding) for line, encoding in zip(lines, turns, strict=True))
    return Encoded(data, "\n".join(lines))


def mixed_runs(parts: Sequence[tuple[str, str]], between: bytes = b"") -> Encoded:
    """Parts (text, encoding) on one line, with ASCII `between` them."""
    data = between.join(text.encode(encoding) for text, encoding in parts)
    return Encoded(data, between.decode().join(text for text, _ in parts))


def page(text: str, encoding: str, declared: str, script: int = 0) -> Encoded:
    """An HTML page of the lines of `text` that declares `declared`, with `script` bytes of script first."""
    code = "var a = 1; " * (script // 11)
    source = f'<html><head><meta charset="{declared}"><script>{code}</script></head>\n<body>\n'
    whole = source + "".join(f"<p>{line}</p>\n" for line in text.split("\n")) + "</body></html>\n"
    return Encoded(whole.encode(encoding), whole)


def table(text: str, rng: Random) -> str:
    """Rows of a table with the words of `text`: two cells of them, a number, and a cell that is often empty."""
    rows: list[str] = []
    at = 0
    while at < len(text) and len(rows) < 200:
        cells = []
        for _ in range(2):
            width = rng.randint(2, 6)
            cells.append("".join(text[at : at + width].split()))
            at += width
        rows.append("\t".join((*cells, str(rng.randrange(10_000)), rng.choice(("", "", "是", "1.5 %")))))
    return "\n".join(rows)


def pieces(text: str, length: int, most: int) -> Iterator[str]:
    """Pieces of `text` of `length` characters, at most `most`, that hold three characters outside ASCII or more."""
    found = 0
    for start in range(0, len(text) - length + 1, length):
        piece = text[start : start + length]
        if sum(character > "\x7f" for character in piece) >= 3:
            yield piece
            found += 1
            if found == most:
                return

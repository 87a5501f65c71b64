"""A whole page sent through the mill, with the truth of every place: what stands there, and what stood there before.

A site is what differs from one mill page to the next: the script that it writes, its gloss table, the marks at which it
cuts, what its decoder does with half a character, whether private use survives, whether NFKC follows.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from scripts.reenact import Damaged, Scar
from scripts.reenact.characters import common_characters, is_han
from scripts.reenact.mill import MARKS, decode_piece, make_table, to_traditional

GLOSS, SCAR = "mill.gloss", "mill.scar"

Byte = tuple[int, int]
"""A byte and the character that it came from (its place in the original), or NO_CHARACTER in a gloss."""

NO_CHARACTER = -1


@dataclass(frozen=True, slots=True)
class Site:
    """One site's mill. `table`: character → reading, as `make_table` gives it. `drops_half`: what is left of a
    character before a cut leaves no `?`. `in_turn`: the table's entries are replaced one after the other.
    """

    table: Mapping[str, str]
    marks: str = MARKS
    traditional: bool = True
    keeps_private_use: bool = False
    compatible: bool = True
    drops_half: bool = False
    in_turn: bool = False


def make_site(rng: Random, text: str, *, drops_half: bool | None = None) -> Site:
    """A random site as it may have treated `text`: a quarter to seven tenths of its Traditional characters in the table
    (Simplified pages: a few common characters), and some that the text lacks.
    """
    traditional = rng.random() < 0.85
    share = rng.uniform(0.25, 0.7)
    here = frozenset(to_traditional(text) if traditional else text)
    readings = make_table(rng, 1.0) if traditional else _simplified_readings(rng, text)
    table = {
        character: reading
        for character, reading in readings.items()
        if rng.random() < (share if character in here else share * 0.15) * (1 if traditional else 0.1)
    }
    return Site(
        dict(rng.sample(sorted(table.items()), len(table))),
        "".join(mark for mark in MARKS if rng.random() < 0.7),
        traditional,
        rng.random() < 0.3,
        rng.random() < 0.5,
        rng.random() < 0.1 if drops_half is None else drops_half,
        rng.random() < 0.5,
    )


def _simplified_readings(rng: Random, text: str) -> dict[str, str]:
    from pypinyin import Style, lazy_pinyin

    characters = sorted({character for character in text if is_han(character)} & set(common_characters()))
    space = rng.random() < 0.5
    return {
        character: reading + (" " if space and rng.random() < 0.15 else "")
        for character in characters
        for reading in lazy_pinyin(character, style=Style.TONE)
        if reading.encode("gbk", "ignore").decode("gbk") == reading != character
    }


def mill_page(text: str, site: Site) -> Damaged:
    """`text` as the site shows it. `original` is in the site's script, and in NFKC where the site leaves it so.

    Raises UnicodeEncodeError where GBK lacks a character.
    """
    written = to_traditional(text) if site.traditional else text
    stream = [(byte, place) for place, character in enumerate(written) for byte in character.encode("gbk")]
    glossed = _in_turn(stream, site.table) if site.in_turn else _in_one_pass(stream, site.table)
    units = [unit for piece in _pieces(glossed, site.marks) for unit in _units(piece, site)]
    return _aligned(written, units, site)


def _entries(table: Mapping[str, str]) -> dict[bytes, list[Byte]]:
    return {
        character.encode("gbk"): [(byte, NO_CHARACTER) for byte in f"({reading})".encode("gbk")]
        for character, reading in table.items()
    }


def _in_one_pass(stream: list[Byte], table: Mapping[str, str]) -> list[Byte]:
    entries = _entries(table)
    out: list[Byte] = []
    at = 0
    while at < len(stream):
        gloss = entries.get(bytes(byte for byte, _ in stream[at : at + 2]))
        out += stream[at : at + (2 if gloss else 1)] + (gloss or [])
        at += 2 if gloss else 1
    return out


def _in_turn(stream: list[Byte], table: Mapping[str, str]) -> list[Byte]:
    raw = bytes(byte for byte, _ in stream)
    for key, gloss in _entries(table).items():
        if key not in raw:
            continue
        out: list[Byte] = []
        done = 0
        found = raw.find(key)
        while found >= 0:
            out += stream[done : found + 2] + gloss
            done = found + 2
            found = raw.find(key, done)
        stream = out + stream[done:]
        raw = bytes(byte for byte, _ in stream)
    return stream


def _pieces(stream: list[Byte], marks: str) -> Iterator[list[Byte]]:
    keys = {mark.encode("gbk") for mark in marks}
    raw = bytes(byte for byte, _ in stream)
    start = at = 0
    while at < len(raw):
        if raw[at : at + 2] in keys:
            yield from (stream[start:at], stream[at : at + 2])
            start = at = at + 2
        else:
            at += 1
    yield stream[start:]


Unit = tuple[str, list[Byte]]
"""What one shown character shows, and the bytes that it was read from; nothing, where they vanished."""


def _units(piece: list[Byte], site: Site) -> Iterator[Unit]:
    at = 0
    while at < len(piece):
        size = 1 if piece[at][0] <= 0x80 or piece[at][0] == 0xFF else 2
        bytes_read = piece[at : at + size]
        shown = decode_piece(bytes(byte for byte, _ in bytes_read), keep_private_use=site.keeps_private_use)
        if site.drops_half and size > len(bytes_read):
            shown = ""
        yield unicodedata.normalize("NFKC", shown) if site.compatible else shown, bytes_read
        at += size


def _aligned(written: str, units: list[Unit], site: Site) -> Damaged:
    """The shown text and its truth: a scar from each place where both are at a character's beginning to the next."""
    original = [unicodedata.normalize("NFKC", character) if site.compatible else character for character in written]
    sizes = [len(character.encode("gbk")) for character in written]
    scars: list[Scar] = []
    shown = ""
    length = done = place = used = 0
    for number, (text, bytes_read) in enumerate(units):
        shown += text
        length += len(text)
        for _, origin in bytes_read:
            if origin != NO_CHARACTER:
                place, used = (origin, used + 1) if origin == place else (origin, 1)
        following = units[number + 1][1] if number + 1 < len(units) else []
        in_gloss = bool(following) and following[0][1] == NO_CHARACTER and following[0][0] != ord("(")
        if in_gloss or 0 < used < sizes[place]:
            continue
        whole = place + 1 if used else place
        truth = "".join(original[done:whole])
        if shown != truth:
            scars.append(Scar(length - len(shown), length, truth, SCAR if truth else GLOSS))
        shown, done = "", whole
    return Damaged("".join(original), "".join(text for text, _ in units), tuple(scars))

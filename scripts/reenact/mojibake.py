"""Text written in one encoding and read in another: 你好 as UTF-8, read as Latin-1, shows as ä½\\xa0å¥½."""

from __future__ import annotations

from random import Random
from typing import Literal

from scripts.reenact import Damaged, Scar

Unread = Literal["control", "replacement", "question", "drop"]
"""What the reader does with a byte that its code page lacks: the C1 control of the same number (what browsers do with
cp1252), U+FFFD, `?`, or nothing."""


def misread(text: str, written: str, read: str, *, unread: Unread = "control", space_nbsp: bool = False) -> str:
    """`text` encoded as `written` and decoded as `read` (Python codec names).

    With `space_nbsp`, U+00A0 becomes a space, as many editors and crawlers do. Raises UnicodeEncodeError if `written`
    cannot hold the text.
    """
    wrong = text.encode(written).decode(read, errors="surrogateescape")
    marks = {
        0xDC00 + byte: {"control": chr(byte), "replacement": "\ufffd", "question": "?", "drop": ""}[unread]
        for byte in range(0x80, 0x100)
    }
    wrong = wrong.translate(marks)
    return wrong.replace("\xa0", " ") if space_nbsp else wrong


def misread_paragraphs(
    text: str, rng: Random, count: int, written: str, read: str, *, unread: Unread = "control", space_nbsp: bool = False
) -> Damaged:
    """Misread `count` paragraphs (lines) of `text`, chosen by `rng`; the others do not move."""
    lines = text.split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    chosen = set(rng.sample(filled, min(count, len(filled))))
    scars: list[Scar] = []
    at = 0
    for number, line in enumerate(lines):
        if number in chosen:
            lines[number] = misread(line, written, read, unread=unread, space_nbsp=space_nbsp)
            scars.append(Scar(at, at + len(lines[number]), line, f"mojibake.{written}_as_{read}"))
        at += len(lines[number]) + 1
    return Damaged(text, "\n".join(lines), tuple(scars))

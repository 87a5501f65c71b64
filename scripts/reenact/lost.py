"""Text that is gone: 锟斤拷, memory that was never written, question marks, boxes and U+FFFD for characters."""

from __future__ import annotations

from random import Random

from scripts.reenact import Damaged, replaced
from scripts.reenact.characters import is_han

PAGES = ("gbk", "big5", "euc_kr", "latin-1", "cp1251")
"""The code pages in which the bytes of U+FFFD were read."""

MEMORY = {"cc": "烫", "cd": "屯", "dd": "葺"}
"""Two bytes of memory that was never written, or given back, read as GBK."""

SIGNS = {"questions": "?", "boxes": "□", "unknown": "\ufffd"}
"""What an encoder, a font or a decoder puts for each character."""

KINDS = (*(f"replaced_{page}" for page in PAGES), *(f"memory_{byte}" for byte in MEMORY), *SIGNS)

MOST = 24
"""Characters that are gone in one place; at least two, of memory three."""


def lose(text: str, rng: Random, kind: str) -> Damaged | None:
    """Replace a run of Chinese characters inside a sentence by what is left of it; None where no run is long enough.

    Of memory there are as many signs as chance has it. U+FFFD is read by pairs of bytes, so there are two for each
    character (`锟斤拷`), and what is left of an odd number of bytes is not shown.
    """
    least = 3 if kind.startswith("memory") else 2
    places = [at for at in range(1, len(text) - least) if all(map(is_han, text[at - 1 : at + least + 1]))]
    if not places:
        return None
    begin = rng.choice(places)
    stop, size = begin + least, rng.randint(least, MOST)
    while stop - begin < size and stop + 1 < len(text) and is_han(text[stop]) and is_han(text[stop + 1]):
        stop += 1
    family, _, which = kind.partition("_")
    if family == "replaced":
        shown = ("\ufffd" * 2 * (stop - begin)).encode().decode(which, "ignore")
    elif family == "memory":
        shown = MEMORY[which] * rng.randint(least, MOST)
    else:
        shown = SIGNS[kind] * (stop - begin)
    return replaced(text, [(begin, stop, shown)], f"lost.{kind}")

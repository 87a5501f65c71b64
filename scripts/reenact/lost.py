"""Text that is gone: 锟斤拷, memory that was never written, question marks and U+FFFD in the place of characters."""

from __future__ import annotations

from random import Random

from scripts.reenact import Damaged, replaced
from scripts.reenact.characters import is_han

SIGNS = {"memory_cc": "烫", "memory_cd": "屯", "memory_dd": "葺", "questions": "?", "unknown": "\ufffd"}

KINDS = ("replaced", *SIGNS)

LEAST, MOST = 3, 24
"""Characters that are gone in one place: fewer than three question marks in a row may be somebody's manner."""


def lose(text: str, rng: Random, kind: str) -> Damaged | None:
    """Replace a run of Chinese characters inside a sentence by what is left of it; None where no run is long enough.

    `replaced`: U+FFFD written as UTF-8 and read as GBK, two of them 锟斤拷锟斤拷 and one 锟斤拷 or 锟斤. The signs of
    memory stand for bytes, and are as many as chance has it.
    """
    size = rng.randint(LEAST, MOST)
    long_enough = [
        at for at in range(1, len(text) - LEAST) if all(map(is_han, text[at - 1 : at + LEAST + 1]))
    ]  # a character on either side stays
    if not long_enough:
        return None
    begin = rng.choice(long_enough)
    stop = begin + LEAST
    while stop - begin < size and all(map(is_han, text[stop : stop + 2])) and stop + 1 < len(text):
        stop += 1
    if kind == "replaced":
        shown = ("\ufffd" * 2 * (stop - begin)).encode().decode("gbk", "ignore")
    elif kind.startswith("memory"):
        shown = SIGNS[kind] * rng.randint(LEAST, MOST)
    else:
        shown = SIGNS[kind] * (stop - begin)
    return replaced(text, [(begin, stop, shown)], f"lost.{kind}")

"""Latin letters that touch Han and could be a word in pinyin.

`全省diyi方阵`, `zui具幸福感`, `guo家级`, `全国di yi名` and `di1名` are sites; `发到diyi@example.com` and
`daily更新` are none: an address, no syllables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from cleaning.lexicon import rows
from cleaning.pinyin_choice import listed_words, makes_listed
from cleaning.pinyin_index import read_so
from cleaning.pinyin_syllables import LONGEST, is_pinyin, lengths, spelling

HAN = frozenset(map(chr, (*range(0x3400, 0xA000), *range(0xF900, 0xFB00), 0x3007)))

_LETTER = "[A-Za-züÜ]"
_LETTERS = re.compile(rf"{_LETTER}+(?:[ '’\-]{_LETTER}+)*")
_WORD = re.compile(f"{_LETTER}+")

_BESIDE = r"A-Za-z_@.\\\-=+#&%:~$<>{}|^`'’À-ɏ\u0370-\u03ff"
_HAN = "㐀-鿿豈-﫿〇"
_NOT_BEFORE = re.compile(rf"[{_BESIDE}\]]|(?<![{_HAN}])/")
_NOT_AFTER = re.compile(rf"[{_BESIDE}\[]|[/(（](?![{_HAN}])")
"""What stands beside identifiers, addresses, calls, formulas and glosses, and never beside a word of a sentence."""

LEAST, MOST = 2, 24
"""Letters of a site."""

SKIPPED = frozenset({"brand", "program", "loan", "sound", "slang"})
"""Kinds of Latin words that are never taken for pinyin."""


class Site(NamedTuple):
    """Half-open span in the text, and its letters as the index spells them.

    sides      how many neighbours are Han: 1 or 2
    kind       the kind of Latin word that is written so, '' if none
    syllables  how many the word may have where its syllables stand apart (`di yi`), else empty
    """

    start: int
    end: int
    spelt: str
    sides: int
    kind: str = ""
    syllables: frozenset[int] = frozenset()


@cache
def latin_words() -> dict[str, str]:
    """Latin strings that are good pinyin and mean something else, each with its kind."""
    return {row[0]: row[1] for row in rows("latin_words")}


def sites(text: str) -> Iterator[Site]:
    """All sites, in order. Linear in the text: every letter is looked at once, and what touches no Han ends there."""
    for found in _LETTERS.finditer(text):
        start, end = found.span()
        left, right = text[start - 1 : start] in HAN, text[end : end + 1] in HAN
        numeral = _with_numeral(text, start, end) if text[end : end + 1] == "1" else None
        if numeral:
            yield numeral
            continue
        if not left and not right:
            continue
        words = _WORD.findall(found[0])
        whole = _parted(words) if left and right and len(words) > 1 else None
        if whole:
            yield Site(start, end, whole[0], 2, latin_words().get(whole[0], ""), whole[1])
            continue
        if left or len(words) == 1:
            yield from _site(text, start, start + len(words[0]))
        if right and len(words) > 1:
            yield from _site(text, end - len(words[-1]), end)


def _site(text: str, start: int, end: int) -> Iterator[Site]:
    if not LEAST <= end - start <= MOST or not _is_apart(text, start, end):
        return
    spelt = spelling(text[start:end])
    if not is_pinyin(spelt):
        return
    kind = latin_words().get(spelt, "")
    if kind and len(spelt) <= LONGEST and makes_listed(text[max(0, start - 3) : start], spelt, text[end : end + 3]):
        kind = ""
    if kind not in SKIPPED:
        yield Site(start, end, spelt, (text[start - 1 : start] in HAN) + (text[end : end + 1] in HAN), kind)


def _is_apart(text: str, start: int, end: int) -> bool:
    """Whether neither neighbour makes it part of an identifier, an address, a call or a formula."""
    return not (start and _NOT_BEFORE.match(text, start - 1)) and not _NOT_AFTER.match(text, end)


def _parted(words: list[str]) -> tuple[str, frozenset[int]] | None:
    """Spelling and number of syllables of what is one word in several parts: `di yi`, `guo-jiaji`."""
    parts = [spelling(word) for word in words]
    whole = "".join(parts)
    if len(whole) > MOST or not all(map(is_pinyin, parts)) or latin_words().get(whole, "place") != "place":
        return None
    counts = frozenset({0})
    for part in parts:
        counts = frozenset(count + more for count in counts for more in lengths(part))
    fits = any(len(word) in counts for word in (*listed_words().get(whole, ()), *read_so(whole)))
    return (whole, counts) if fits else None


def _with_numeral(text: str, start: int, end: int) -> Site | None:
    """`di1` for 第一: the figure is read as yi, where that makes a listed word, Han is near and no second figure."""
    spelt = spelling(text[start:end]) + "yi"
    sides = (text[start - 1 : start] in HAN) + (text[end + 1 : end + 2] in HAN)
    if not sides or text[end + 1 : end + 2].isdecimal() or spelt not in listed_words():
        return None
    return Site(start, end + 1, spelt, sides) if _is_apart(text, start, end + 1) else None

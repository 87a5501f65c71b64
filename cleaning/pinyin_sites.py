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
from cleaning.pinyin_syllables import LONGEST, lengths, pinyin_of, spelling

HAN = frozenset(map(chr, (*range(0x3400, 0xA000), *range(0xF900, 0xFB00), 0x3007)))

_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzüÜ")
_HAN = "㐀-鿿豈-﫿〇"
_LETTER = "[A-Za-züÜ]"
_TOUCHING = re.compile(f"{_LETTER}(?:(?=1?[{_HAN}])|(?<=[{_HAN}]{_LETTER}))")
_PHRASE = re.compile(rf"{_LETTER}+(?:[ '’\-]{_LETTER}+)*")
_WORD = re.compile(f"{_LETTER}+")

_BESIDE = r"A-Za-z_@.\\\-=+#&%:~$<>{}|^`'’À-ɏ\u0370-\u03ff"
_NOT_BEFORE = re.compile(rf"[{_BESIDE}\]]|(?<![{_HAN}])/")
_NOT_AFTER = re.compile(rf"(?!</)[{_BESIDE}]|[/(\[](?![{_HAN}])")
"""What stands beside identifiers, addresses, calls, formulas and glosses, and never beside a word of a sentence."""

LEAST, MOST = 2, 24
"""Letters of a site."""

SKIPPED = frozenset({"brand", "slang"})
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
    """All sites, in order. Linear in the text, most of which is only searched for letters beside Han."""
    done = 0
    for touching in _TOUCHING.finditer(text):
        if (start := touching.start()) < done:
            continue
        if text[start - 1 : start] in HAN:
            done = _PHRASE.match(text, start).end()  # type: ignore[union-attr]
            yield from _among(text, start, done)
        else:
            done = start + 1
            while done - start <= MOST and text[start - 1 : start] in _LETTERS:
                start -= 1
            yield from _site(text, start, done)


def _among(text: str, start: int, end: int) -> Iterator[Site]:
    """The sites of a Latin phrase behind Han: the whole if it is one word, else its first word and its last."""
    words = _WORD.findall(text, start, end)
    to_han = len(words) > 1 and text[end : end + 1] in HAN
    whole = _parted(words) if to_han else None
    if whole:
        yield Site(start, end, whole[0], 2, latin_words().get(whole[0], ""), whole[1])
        return
    yield from _site(text, start, start + len(words[0]))
    if to_han:
        yield from _site(text, end - len(words[-1]), end)


def _site(text: str, start: int, end: int) -> Iterator[Site]:
    """One word as a site, if it is no part of anything else, is spelt in syllables and is not of a kind to skip."""
    if not LEAST <= end - start <= MOST:
        return
    if text[end : end + 1] == "1" and (numeral := _with_numeral(text, start, end)):
        yield numeral
    elif (spelt := pinyin_of(text[start:end])) and _is_apart(text, start, end):
        kind = latin_words().get(spelt, "")
        if kind and len(spelt) <= LONGEST and makes_listed(text[max(0, start - 3) : start], spelt, text[end : end + 3]):
            kind = ""
        sides = (text[start - 1 : start] in HAN) + (text[end : end + 1] in HAN)
        if sides and kind not in SKIPPED:
            yield Site(start, end, spelt, sides, kind)


def _is_apart(text: str, start: int, end: int) -> bool:
    """Whether neither neighbour makes it part of an identifier, an address, a call or a formula."""
    return not (start and _NOT_BEFORE.match(text, start - 1)) and not _NOT_AFTER.match(text, end)


def _parted(words: list[str]) -> tuple[str, frozenset[int]] | None:
    """Spelling and number of syllables of what is one word in several parts: `di yi`, `guo-jiaji`."""
    parts = [pinyin_of(word) for word in words]
    whole = "".join(parts)
    if len(whole) > MOST or not all(parts) or latin_words().get(whole) in SKIPPED:
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

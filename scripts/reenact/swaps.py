"""Swaps over a whole page: 联合 → 吉印通, 介绍 → 先容, a company's name or a common word → an invented brand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from random import Random

from scripts.reenact import Damaged, replaced

SWAPS = {"联合": "吉印通"}

SYLLABLES = "博赢利发金鼎盛豪亿泰鑫宝龙凯威胜鸿华银星云天吉印通开元乐必爱半岛江南海川森林达信诚安瑞丰嘉禾康宁景远"
"""Characters of which brands are made."""

LENGTHS = (2, 3, 3, 4)

LEAST = 3
"""Occurrences of a word that is worth swapping."""


def swap(text: str, table: Mapping[str, str] = SWAPS) -> Damaged:
    """Replace every occurrence of the table's keys by their values, longest key first."""
    pattern = "|".join(re.escape(word) for word in sorted(table, key=lambda word: (-len(word), word)))
    found = re.finditer(pattern, text) if pattern else ()
    return replaced(text, [(*hit.span(), table[hit.group()]) for hit in found], "swap.keyword")


def spin(text: str, pairs: Mapping[str, Collection[str]], rng: Random, share: float) -> Damaged:
    """Replace the words of a random table: this share of the originals, each by one of the words that stand for it.

    `pairs` are the words that may be swapped in, each with its originals. What the author wrote of these words stays.
    """
    written: dict[str, list[str]] = {}
    for word, originals in pairs.items():
        for original in originals:
            written.setdefault(original, []).append(word)
    return swap(text, {word: rng.choice(choices) for word, choices in written.items() if rng.random() < share})


def invent_brand(text: str, rng: Random, words: Collection[str] = ()) -> str:
    """A brand of two to four characters that is not in the text and none of `words`."""
    while True:
        brand = "".join(rng.sample(SYLLABLES, rng.choice(LENGTHS)))
        if brand not in text and brand not in words:
            return brand


def common_words(text: str, words: Collection[str], most: int = 10) -> list[str]:
    """The commonest of `words` (two to four characters) in the text, with `LEAST` occurrences or more."""
    pieces = (text[at : at + size] for at in range(len(text)) for size in (2, 3, 4))
    counts = Counter({piece: text.count(piece) for piece in set(pieces) if piece in words})
    return [word for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if count >= LEAST][
        :most
    ]


def swap_common_word(text: str, rng: Random, words: Collection[str], taken: Collection[str] = ()) -> Damaged | None:
    """One of the page's commonest words becomes an invented brand, none of `taken`, everywhere; None where no word is
    common enough."""
    chosen = common_words(text, words)
    return swap(text, {rng.choice(chosen): invent_brand(text, rng, taken)}) if chosen else None


WEAKENED = {"最": ("较", "*"), "第一": ("第", "第*")}
"""Words that advertising filters weaken, and what they make of them: one way a site."""


def weaken(text: str, rng: Random) -> Damaged:
    """Every 最 and every 第一 weakened, each in one way throughout, as a filter does. 第一百 is spared."""
    ways = {word: rng.choice(choices) for word, choices in WEAKENED.items()}
    found = re.finditer("最|第一(?![百千万十])", text)
    return replaced(text, [(*hit.span(), ways[hit.group()]) for hit in found], "swap.weakened")

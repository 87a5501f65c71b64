"""Words that advertising law forbids, in toneless pinyin to pass a filter: 第一 → diyi, 最具 → zui具."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scripts.reenact import Damaged, replaced

WORDS = {
    "第一": "diyi",
    "最": "zui",
    "国家级": "guojiaji",
    "世界级": "shijieji",
    "首次": "shouci",
    "首个": "shouge",
    "首家": "shoujia",
    "首选": "shouxuan",
    "唯一": "weiyi",
    "顶级": "dingji",
    "领先": "lingxian",
    "冠军": "guanjun",
    "独家": "dujia",
    "极致": "jizhi",
}

_SPARED = "(?!后|近|终|初)"
"""最后, 最近, 最终, 最初 are no superlatives: the filters leave them, so 最 before these stays."""


def romanise(text: str, words: Iterable[str] = WORDS) -> Damaged:
    """Write every occurrence of `words` in pinyin, as a filter over a whole page does. KeyError for an unknown word."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    pattern = "|".join(word + (_SPARED if word == "最" else "") for word in longest_first)
    found = re.finditer(pattern, text) if pattern else ()
    return replaced(text, [(*hit.span(), WORDS[hit.group()]) for hit in found], "pinyin.word")

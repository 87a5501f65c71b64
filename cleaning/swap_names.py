"""Strings that come back on a page and are plainly names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaning.junk_names import SURNAMES

FOREIGN_SIGNS = frozenset(
    "阿埃艾安奥巴贝比波伯布查达德迪丁多恩尔法菲费夫弗盖戈格哈赫基吉加杰卡凯科克肯拉莱兰劳勒雷里利列林卢鲁伦罗洛马玛迈曼米莫姆穆纳尼娜宁"
    "诺努帕佩皮普奇乔切萨塞森沙山什史斯索塔泰坦特提廷托图瓦威韦维温沃西夏谢辛休雅亚叶伊因尤约扎泽茨朱兹"
)
"""Characters with which foreign names are written."""

BEFORE_NAMES, BEHIND_NAMES = frozenset("、（(“《‘「『·"), frozenset("）)”》’」』、：:·")
NAMED, SPEAKING = 0.7, 0.5
"""Share of places between such marks above which a string is a name; the same of places in which a string that begins
like a surname speaks. At 0.4, and with one place that speaks, one swap in 100 more is missed."""

SPEECH = re.compile("说|表示|介绍|告诉|认为|指出|笑着|回忆|坦言")


def is_name(text: str, places: Sequence[tuple[str, str]]) -> bool:
    """Whether a string is plainly a name: a foreign one by its characters, or one that speaks or is listed and quoted
    like one. Only to save the search; what is left is judged by the word that is found."""
    if len(text) >= 3 and FOREIGN_SIGNS.issuperset(text):
        return True
    named = sum(left[-1:] in BEFORE_NAMES or right[:1] in BEHIND_NAMES for left, right in places)
    speaking = sum(bool(SPEECH.match(right)) for _, right in places)
    return (text[0] in SURNAMES and speaking >= SPEAKING * len(places)) or named > NAMED * len(places)

"""Pages of novel sites that strew random pictographs into sentences: `这些代🂫👯表提出🜮建议`.

Such a page draws from all blocks of symbols, also from those that no keyboard offers (dominoes, cards, alchemy). An
author's `太好了😀` and a page about mahjong with its tiles stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaning.edit import Proposal

_RARE = (
    ("mahjong and dominoes", "\U0001f000-\U0001f003\U0001f005-\U0001f09f"),
    ("cards", "\U0001f0a0-\U0001f0ce\U0001f0d0-\U0001f0ff"),
    ("enclosed ideographs", "\U0001f203-\U0001f219\U0001f21b-\U0001f22e\U0001f230\U0001f231\U0001f23b-\U0001f24f"),
    ("enclosed ideographs", "\U0001f252-\U0001f2ff"),
    ("ornaments", "\U0001f650-\U0001f67f"),
    ("transport", "\U0001f6c6-\U0001f6ca\U0001f6e6-\U0001f6ea\U0001f6f1\U0001f6f2"),
    ("alchemy", "\U0001f700-\U0001f77f"),
    ("shapes", "\U0001f780-\U0001f7df\U0001f7f1-\U0001f7ff"),
    ("arrows", "\U0001f800-\U0001f8ff"),
)
"""Blocks, or parts of blocks, of the Unicode Standard whose signs are no emoji, and their ranges."""

_SIGN = "\u2600-\u27bf\U0001f000-\U0001faff\ufe0e\ufe0f"
_HAN = "㐀-鿿"
_INSIDE = re.compile(rf"(?<=[{_HAN}\d，,、。])[{_SIGN}]+(?=[{_HAN}，。！？；：、,!?;:\d\n]|\Z)")
_RARE_SIGNS = tuple((name, re.compile(f"[{signs}]")) for name, signs in _RARE)

FIRST = "\U0001f000"
"""A text without a sign from here on has none of these blocks."""

LEAST, BLOCKS = 5, 3
"""Runs inside sentences, and different blocks of rare signs among them, that show such a page: a page about cards or
mahjong has one block. In 47 million characters of clean text no page has them."""

SURE = 0.995


def pictographs(text: str) -> Iterable[Proposal]:
    """The runs of pictographs inside the sentences of such a page; nothing on other pages."""
    found = list(_INSIDE.finditer(text))
    if len(found) < LEAST:
        return
    signs = "".join(run[0] for run in found)
    blocks = {name for name, pattern in _RARE_SIGNS if pattern.search(signs)}
    if len(blocks) >= BLOCKS:
        evidence = f"{len(found)} runs of pictographs inside sentences, from {len(blocks)} blocks that nobody types"
        for run in found:
            yield Proposal(run.start(), run.end(), "", "junk.pictograph", evidence, SURE)

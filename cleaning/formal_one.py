"""Pages on which a converter wrote the formal numeral 壹 for every 一.

`村裏有壹座牌坊，是四子之壹` is such a page's; a contract (`壹式贰份，甲方执壹份`), a sum (`壹万元`) and a name
(`壹基金`) are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LEAST, DIFFERENT = 4, 3
"""Places on the page, and different characters behind them, from which it is the page's habit and no name."""

WORDS = 0.5
"""Least share of the places where 一 makes one of `_WORD`."""

NEVER = 2
"""Different words of `_NEVER` that show such a page by themselves."""

ALONE = 3
"""Places on a page that one of them shows, if it is no name."""

_FORMAL = re.compile("[贰貳叁參肆伍陆陸柒捌玖拾佰仟]|壹[万萬亿億元圆圓整角分式]|合同|甲方|乙方|人民币|收据|借条|票据")
_WORD = re.compile(
    "壹(?=[个位座些种次直般样起定切旦边面部步生时天年家条片点体致律系向再番路代段名方块只张件]|[间首幅批声股道])"
    "|(?<=[第之统同唯万单专某每这那另])壹"
)
_NEVER = re.compile("壹(?:旦|直(?!播)|样|般|起|切|定|些|种|边|方面|系列)|[之统唯万]壹")
"""Words that nobody writes with the formal numeral; but some of them are names of shops."""
_NAMES = frozenset(("壹起", "壹直", "壹种", "壹定"))


def formal_ones(folded: str) -> Iterator[int]:
    """The places of 壹 in a text folded to Simplified where the page writes it for every 一; none on other pages."""
    places = [hit.start() for hit in re.finditer("壹", folded)]
    if "一" in folded or _FORMAL.search(folded):
        return
    behind = {folded[place + 1 : place + 2] for place in places}
    never = set(_NEVER.findall(folded))
    if len(never) >= NEVER or (never - _NAMES and len(places) >= ALONE and len(behind) > 1):
        yield from places
        return
    if len(places) >= LEAST and len(behind) >= DIFFERENT and len(_WORD.findall(folded)) >= WORDS * len(places):
        yield from places

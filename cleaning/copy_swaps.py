"""Words that a site swapped in, where another copy of the text has the word that stood there.

`高度存眷这项工作` beside `高度关注这项工作`: the pair is known (`data/swaps.tsv`, `data/spun.tsv`), and 存眷 is far
less likely here. A betting brand in the place of an ordinary word is a swap too. What is as likely as the copy's word
is another editor's, and what only one of the copies calls by a name is a name: neither is changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cleaning.fold import encodable, fold
from cleaning.language_model import default_model
from cleaning.numerals import NUMERALS
from cleaning.spam_phrases import words
from cleaning.swap_spun import NAMES, ORDINARY, spinning_table

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

    from cleaning.context import Witness

BESIDE = 4
"""Characters on either side that both copies must have, punctuation included: of two swaps nearer to each other the
one that the page alone repairs tells the other in the next pass."""

LEAST_BESIDE = 5
"""The same at the ends of a line, on both sides together."""

GAIN, ORDINARY_GAIN = 6.0, 8.0
"""Least nats by which the copy's word is likelier; the second for a word that people often write."""

PERHAPS = 3.0
"""The same for a flag."""

LONGEST = 4
"""Characters of the word that a brand was put for."""

COMMON = 1000
"""Least count in the lexicon of such a word: what is rarer may be a name, and names are not taken from a copy."""

SURE, SEEN = 0.995, 0.9

STAND_INS = frozenset(
    "公司 企业 集团 单位 机构 部门 学校 学院 大学 医院 银行 工厂 商场 酒店 饭店 品牌 平台 产品 项目 软件 系统 网站"
    " 媒体 记者 作者 专家 老人 先生 女士 男子 女子 老师 同学 他们 她们 我们 自己 对方 当地 本地 全国 中国 北京 上海"
    " 公园 小区 村庄 城市 地区 车站 机场 人员 青年 群众 居民 村民 市民 客户 用户 商家 店铺".split()
)
"""Words that stand for names."""


class Swapped(NamedTuple):
    """`text[start:end]` stands for `after` of the other copy; how sure that is (0 to 1), and why."""

    start: int
    end: int
    after: str
    confidence: float
    reason: str


def swapped(text: str, other: str) -> Iterator[Swapped]:
    """Words of `text` in the place of others of the copy, in order."""
    folded, copy = fold(text), fold(other)
    table, model = spinning_table(), default_model()
    for start, end, is_brand in sorted(_places(folded)):
        left = folded[max(0, start - BESIDE) : start].rpartition("\n")[2]
        right = folded[end : end + BESIDE].partition("\n")[0]
        written = folded[start:end]
        if len(left) + len(right) < LEAST_BESIDE or left + written + right in copy:
            continue
        if is_brand:
            found = [_between(copy, left, right)] if left and right else []
        else:
            found = [(_at(copy, left, word, right), word) for word in table[written]]
        place, word = next(((at, word) for at, word in found if at >= 0), (-1, ""))
        if place < 0 or (is_brand and not _is_common(word)):
            continue
        ours, theirs = model.score(left, [written, word], right).tolist()
        gain = theirs - ours
        if gain < PERHAPS:
            continue
        least = GAIN if model.word_frequency(written) < ORDINARY else ORDINARY_GAIN
        reason = f"has {word} there, {gain:.1f} nats likelier"
        yield Swapped(start, end, other[place : place + len(word)], SURE if gain >= least else SEEN, reason)


def _places(folded: str) -> Iterator[tuple[int, int, bool]]:
    """Words that are known to be swapped in, the longest where they overlap, and brands."""
    written, matcher = _matcher()
    for number, start, end in matcher.find_matches_as_indexes(encodable(folded)):
        yield start, end, written[number] in NAMES
    yield from ((word.start, word.end, True) for word in words(folded) if word.kind == "brand")


def _at(copy: str, left: str, word: str, right: str) -> int:
    at = copy.find(left + word + right)
    return at + len(left) if at >= 0 else -1


def _between(copy: str, left: str, right: str) -> tuple[int, str]:
    """What the copy has between these neighbours, and where; -1 where it has nothing so short."""
    at = copy.find(left)
    begin = at + len(left)
    end = copy.find(right, begin, begin + LONGEST + len(right)) if at >= 0 else -1
    return (begin, copy[begin:end]) if end > begin else (-1, "")


def _is_common(word: str) -> bool:
    return not set(word) & set(NUMERALS) and default_model().word_frequency(word) >= COMMON


@cache
def _matcher() -> tuple[tuple[str, ...], AhoCorasick]:
    from ahocorasick_rs import AhoCorasick, MatchKind

    written = (*spinning_table(), *NAMES)
    return written, AhoCorasick(list(written), matchkind=MatchKind.LeftmostLongest)


def told(folded: str, starts: Sequence[int], written: str, witnesses: Iterable[Witness]) -> tuple[str, str]:
    """The word that a copy has in the places of one that fits nowhere, and the copy's id; '' and '' where none tells.

    It never has `written`, and one common word in most of the places, in each far likelier. What a copy may call those
    whose name it leaves out proves nothing.
    """
    model, size = default_model(), len(written)
    places = [(folded[max(0, at - BESIDE) : at], folded[at + size : at + size + BESIDE]) for at in starts]
    for witness in witnesses:
        copy = fold(witness.text)
        if written in copy:
            continue
        seen = Counter(word for left, right in places if (word := _between(copy, left, right)[1]))
        word, count = max(seen.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        if count < 2 or 2 * count <= len(places) or word in STAND_INS or not _is_common(word):
            continue
        scores = (model.score(left, [written, word], right) for left, right in places)
        if all(theirs - ours >= GAIN for ours, theirs in scores):
            return word, witness.id
    return "", ""

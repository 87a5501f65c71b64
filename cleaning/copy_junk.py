"""Characters that stand in one copy of a text and not in another: junk, or what an editor took out?

Junk is improbable by itself and after what stands before it, and breaks what follows; without it a word may come
together again. A small logistic regression weighs that (scripts/train_reprints.py prints the weights).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaning.fold import fold
from cleaning.junk_words import straddling_word
from cleaning.person_names import has_surname
from cleaning.prose import HAN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaning.language_model import LanguageModel

LONGEST = 8
"""Characters of junk at most."""

LEFT, RIGHT = 6, 4
"""Characters beside the span that the model is shown."""

NAMES = ("mean", "alone", "broken", "least", "joined", "inside", "edge", "length", "two", "name")
"""Of a span: mean surprisal in its sentence, and by itself; nats by which what follows is dearer behind it; least
surprisal; ln(1 + frequency) of the best word over the joint, inside the span and over either edge; length; whether it
is two characters, and whether it begins like a name."""

WEIGHTS = (0.517, 0.646, 0.310, 0.336, 0.109, -0.308, -0.081, 1.026, -1.186, -0.109)
BIAS = -13.456

NAME_DOUBT, PERSON_DOUBT = 3.0, 8.0
"""Taken from the score of what begins like a name, and of what also stands where a person is named: such names that
only one copy has are rarer in the tune part than they would have to be to be weighed."""

ROLES = frozenset("人者员长记任师家手生民友士工授理裁总席委主户匠将星叫是和与及对")
SPEAKING = frozenset("说称道讲问答笑介表告认指坦回透补感强调建谈和与及等在")
"""What stands before and behind the name of a person."""

ONE_MEAN, ONE_BROKEN = 10.0, 8.0
"""Least surprisal of a single character, and least nats by which it breaks what follows: a few in a hundred of the
single characters that an editor took out are as rare, and hardly any of them breaks what follows."""

BROKEN_MOST = 20.0

_SPAN = re.compile(f"[{HAN}]+")
_FIGURE = re.compile("[零〇一二三四五六七八九十百千万亿两]")
_STOP = "。！？”』」）"

GIVEN = frozenset(
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲玉华红春梅建国志海燕雪荣爱霖鑫波斌宇浩凯健俊帆帅鹏飞旭亮东晓小新林佳欣怡婷雅"
    "慧颖琳琪璐瑶倩莹萍菊珍凤云莲真环香月莺媛瑞凡嘉琼勤珠淑惠丹妮珊芬露洁蓓宁子涵梓轩睿泽博诚思远航天翔立中振学光永世良忠才祥福生龙元全胜"
    "贵宏义兴安清松柏岩峰山川河江源若羽仲德厚仁信诺然晨曦阳晖彤家锦绣程君舒可心如诗雨冰悦乐启承继祖先成达培树根茂盛庆康寿利民友朋来富发"
)
"""Characters of given names."""


class Insertion(NamedTuple):
    """A span that only one copy has, with what stands beside it there."""

    left: str
    span: str
    right: str


def insertion_of(text: str, start: int, mine: str, theirs: str) -> Insertion | None:
    """The insertion at `start`, or None where it cannot be junk: not common Han alone, a figure, too long, or with a
    mark beside it. Junk stands inside a sentence, or behind the last stop of a paragraph; spam draws it from common
    characters, so a rare one is a name or a term."""
    if theirs or not _SPAN.fullmatch(mine) or len(mine) > LONGEST or _is_figure(mine):
        return None
    end = start + len(mine)
    if not all(map(_is_common, mine)):
        return None
    before, behind = text[start - 1 : start], text[end : end + 1]
    inside = _SPAN.fullmatch(before) and _SPAN.fullmatch(behind)
    orphan = before in _STOP and behind in ("", "\n")
    if not before or not (inside or orphan):
        return None
    return Insertion(text[max(0, start - LEFT) : start], mine, text[end : end + RIGHT])


def measure(insertions: Sequence[Insertion], model: LanguageModel) -> NDArray[np.float64]:
    """One row an insertion, one column a name of NAMES."""
    rows = np.zeros((len(insertions), len(NAMES)))
    windows: list[tuple[str, str, str]] = []
    for left, span, right in insertions:
        windows += ((left, span, ""), ("", span, ""), (left, span, right), (left, "", right))
    costs = -model.score_many(windows).reshape(-1, 4)
    for row, (left, span, right), (inside, alone, whole, without) in zip(rows, insertions, costs.tolist(), strict=True):
        size = len(span)
        words = (model.word_frequency(span[i:j]) for i in range(size) for j in range(i + 2, min(i + 4, size) + 1))
        row[:] = (
            inside / size,
            alone / size,
            min(BROKEN_MOST, whole - inside - without),
            float(model.surprisal(left + span)[-size:].min()),
            straddling_word(left[-3:], right[:3], model),
            float(np.log1p(max(words, default=0))),
            max(straddling_word(left[-3:], span, model), straddling_word(span, right[:3], model)),
            size,
            size == 2,
            _begins_like_a_name(span),
        )
    return rows


def junk_scores(insertions: Sequence[Insertion], model: LanguageModel) -> list[float]:
    """How much speaks for junk, in nats: 0 is even odds where junk is as common as words that an editor took out.

    A single character says little by itself: it gets 3, or -3.
    """
    if not insertions:
        return []
    rows = measure(insertions, model)
    scores: list[float] = (rows @ np.array(WEIGHTS) + BIAS).tolist()
    for number, row in enumerate(rows.tolist()):
        scores[number] -= PERSON_DOUBT if _is_named(insertions[number]) else NAME_DOUBT * row[-1]
        if len(insertions[number].span) == 1:
            scores[number] = 3.0 if row[0] >= ONE_MEAN and row[2] >= ONE_BROKEN else -3.0
    return scores


def _is_figure(span: str) -> bool:
    """Whether it may be a figure: of its characters at least half are numerals, or it begins or ends in one."""
    numerals = len(_FIGURE.findall(span))
    return 2 * numerals >= len(span) or bool(_FIGURE.match(span[0]) or _FIGURE.match(span[-1]))


def _is_common(sign: str) -> bool:
    """Whether a character, in its Simplified form, is of level 1 of GB 2312-80."""
    try:
        return fold(sign).encode("gb2312")[0] < 0xD8
    except UnicodeEncodeError:
        return False


def _is_named(insertion: Insertion) -> bool:
    left, span, right = insertion
    return 2 <= len(span) <= 4 and has_surname(span) and (left[-1:] in ROLES or right[:1] in SPEAKING)


def _begins_like_a_name(span: str) -> bool:
    """A surname and a character of given names; what is longer is a name with its verb."""
    return 1 < len(span) <= 4 and has_surname(span) and span[1] in GIVEN

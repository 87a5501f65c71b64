"""Whether a phrase of spam vocabulary was pushed into its sentence, and where exactly it begins and ends.

The mechanism, inverted: an article was written without the phrase, and something that knows only its own vocabulary
dropped it in. Under that story the phrase costs what its words cost the spammer, and the text behind it follows on
what stood before it. Under the other story the author wrote the phrase, and it costs what the language model says.
The border is where the first story is cheapest; how much cheaper it is, and how well the two halves of the sentence
hold together, is the evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from cleaning.junk_words import straddling_word
from cleaning.readings import GLOSS
from cleaning.spam_phrases import Phrase
from cleaning.swap_suspects import FUNCTION_SIGNS

if TYPE_CHECKING:
    from cleaning.language_model import LanguageModel

COSTS = {
    "brand": 5.0,
    "name": 5.0,
    "trade": 3.5,
    "call": 3.5,
    "adult": 4.0,
    "vague": 4.0,
    "advert": 5.0,
    "address": 4.0,
    "contact": 6.0,
}
"""What a word costs the spammer, nats: about ln of the number of words in the class, and of the classes."""

LUCKY = frozenset(
    "博赢利发金鼎盛豪亿泰鑫宝龙凯威胜鸿华银星云天亚万大新永必乐皇冠尊球彩福富贵美丰瑞达恒信鹏腾远通顺兴旺隆昌盈益嘉百千吉祥和众联盟环球至圣王帝国"
)
UNKNOWN, UNLIKELY, GRAMMAR = 6.0, 9.0, 15.0
"""The same for a Chinese character of a brand that is not in the vocabulary: a lucky one, any other, one of grammar."""

SINGLE = 4.0
"""What is added where an unknown brand would have one character only."""

GLUED = 1.5
"""The same for a sign or a Latin letter between the words."""

TOPICS = (
    frozenset({"adult", "vague"}),
    frozenset({"advert", "contact", "address"}),
    frozenset({"brand", "name", "trade", "call", "address", "contact"}),
)
FOREIGN = 4.0
"""What a word adds that is not of the phrase's topic, the first of these that its words speak of most plainly: the
`登录` before adult keywords is more often the article's own."""

BRAND = 5
"""Most characters of an unknown brand before (or a tail behind) the words."""

WEAK = frozenset({"call", "vague", "trade"})
"""Classes that hold ordinary words."""

REACH = 3
"""Characters behind the joint that are scored: the model of order 4 sees no farther back."""

_HAN = re.compile("[㐀-鿿豈-﫿]")
_BEFORE = re.compile(r"[A-Za-z0-9·._/…【\[（「★☆~\- ]")
_BEHIND = re.compile(r"[A-Za-z0-9·._/…】\]）」★☆~\-:： ]")


class Place(NamedTuple):
    """A phrase with its likeliest borders.

    cheaper  nats by which the story of the insertion explains the text better
    joint    nats by which what stands behind follows better on what stands before than on the beginning of a clause
    word     ln(1 + frequency) of the most frequent word over the joint
    margin   nats by which these borders are likelier than the next choice
    inside   whether both neighbours are Chinese characters, glued to it
    """

    start: int
    end: int
    weight: float
    cheaper: float
    joint: float
    word: float
    margin: float
    inside: bool


def places(folded: str, found: Sequence[Phrase], model: LanguageModel) -> list[Place]:
    """The likeliest borders of each phrase, and what speaks for an insertion there. One call of the model for all."""
    choices = [list(_borders(folded, phrase, found, number)) for number, phrase in enumerate(found)]
    windows = []
    for borders in choices:
        low, high = min(start for start, _, _ in borders), max(end for _, end, _ in borders)
        before, behind = _before(folded, low), _behind(folded, high)
        windows.append((before, folded[low:high] + behind, ""))
        windows += [(before, folded[low:start] + folded[end:high] + behind, "") for start, end, _ in borders]
    scores = iter(model.score_many(windows).tolist())
    best: list[Place] = []
    for phrase, borders in zip(found, choices, strict=True):
        plain = next(scores)
        totals = [next(scores) - cost for _, _, cost in borders]
        top = max(range(len(borders)), key=totals.__getitem__)
        start, end, _ = borders[top]
        margin = totals[top] - max((total for place, total in enumerate(totals) if place != top), default=-99.0)
        best.append(_place(folded, start, end, phrase.weight, totals[top] - plain, margin))
    return _with_joints(folded, best, model)


def _borders(folded: str, phrase: Phrase, found: Sequence[Phrase], number: int) -> Iterable[tuple[int, int, float]]:
    """Every choice of borders with what the phrase between them costs the spammer."""
    words = phrase.words
    floor = found[number - 1].end if number else 0
    roof = found[number + 1].start if number + 1 < len(found) else len(folded)
    # A weak word at an edge may be the article's own.
    first = next((place for place, word in enumerate(words) if word.kind not in WEAK), 1)
    last = next((place for place in range(len(words) - 1, -1, -1) if words[place].kind not in WEAK), len(words) - 2)
    nameless = words[0].kind in ("trade", "call") and not any(word.kind in ("brand", "name") for word in words)
    starts = list(_leftwards(folded, words[0].start, floor, nameless))
    ends = list(_rightwards(folded, words[-1].end, roof))
    # With or without the marks that stand between such a word and the next.
    for word, after in pairwise(words[: min(first, 3) + 1]):
        starts += _once((after.start, 0.0), (word.end, GLUED * (after.start - word.end)))
    for word, after in pairwise(words[max(last, len(words) - 4) :]):
        ends += _once((word.end, 0.0), (after.start, GLUED * (after.start - word.end)))
    for start, before in starts:
        for end, behind in ends:
            yield start, end, before + behind + _cost(phrase, start, end)


def _once(*borders: tuple[int, float]) -> Iterable[tuple[int, float]]:
    """Each border once: without marks in between there is one only."""
    return dict.fromkeys(borders)


def _leftwards(folded: str, start: int, floor: int, nameless: bool) -> Iterable[tuple[int, float]]:
    yield start, 0.0
    cost = 0.0
    brand = 0
    for place in range(start - 1, max(floor, start - BRAND) - 1, -1):
        if nameless and _HAN.match(folded, place):
            brand += 1
            sign = folded[place]
            cost += UNKNOWN if sign in LUCKY else GRAMMAR if sign in FUNCTION_SIGNS else UNLIKELY
        elif _BEFORE.match(folded, place):
            cost += GLUED
        else:
            return
        yield place, cost + SINGLE * (brand == 1)


def _rightwards(folded: str, end: int, roof: int) -> Iterable[tuple[int, float]]:
    yield end, 0.0
    cost = 0.0
    for place in range(end, min(roof, end + BRAND)):
        if not _BEHIND.match(folded, place):
            return
        cost += GLUED
        yield place + 1, cost


def _cost(phrase: Phrase, start: int, end: int) -> float:
    """What the words between the borders, and the signs between the words, cost the spammer."""
    kinds = {word.kind for word in phrase.words}
    topic = TOPICS[0] if kinds & TOPICS[0] else TOPICS[1] if "advert" in kinds else TOPICS[2]
    cost = 0.0
    at = None
    for word in phrase.words:
        if word.start >= start and word.end <= end:
            cost += COSTS[word.kind] + (GLUED * (word.start - at) if at is not None else 0.0)
            cost += FOREIGN * (word.kind not in topic)
            at = word.end
    return cost


def _place(folded: str, start: int, end: int, weight: float, cheaper: float, margin: float) -> Place:
    # A blank that the phrase brought along was set by an author: spam is glued.
    glued = not (folded[start].isspace() or folded[end - 1].isspace())
    inside = bool(glued and start and _HAN.match(folded, start - 1) and _HAN.match(folded, end))
    return Place(start, end, weight, cheaper, 0.0, 0.0, margin, inside)


def _before(folded: str, place: int) -> str:
    """The last characters before a place, without the glosses of a mill."""
    left = folded[max(0, place - 24) : place]
    return (GLOSS.sub("", left) if "(" in left else left)[-REACH:]


def _behind(folded: str, place: int) -> str:
    right = folded[place : place + 24]
    return (GLOSS.sub("", right) if "(" in right else right)[:REACH]


def _with_joints(folded: str, found: list[Place], model: LanguageModel) -> list[Place]:
    windows = []
    for start, end, *_ in found:
        behind = _behind(folded, end)
        windows += [(_before(folded, start), behind, ""), ("，", behind, "")]
    scores = model.score_many(windows).tolist()
    joined = []
    for place, follows, alone in zip(found, scores[::2], scores[1::2], strict=True):
        word = straddling_word(_before(folded, place.start), _behind(folded, place.end), model)
        joined.append(place._replace(joint=follows - alone, word=word))
    return joined

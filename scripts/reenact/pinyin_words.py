"""Words in toneless pinyin to pass a filter: 第一 → diyi, 最具 → zui具, and any other word, in all forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from random import Random

from pypinyin import Style, lazy_pinyin

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

FORMS = {"small": 12, "title": 2, "capitals": 2, "mixed": 2, "parted": 2, "partial": 4}
"""How a word is spelt, and how often: diyi, Diyi, DIYI, dIyI, di-yi, di一. Half of all are in small letters."""

_HAN = re.compile("[一-龥]")


def romanise(text: str, words: Iterable[str] = WORDS) -> Damaged:
    """Write every occurrence of `words` in pinyin, as a filter over a whole page does. KeyError for an unknown word."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    pattern = "|".join(word + (_SPARED if word == "最" else "") for word in longest_first)
    found = re.finditer(pattern, text) if pattern else ()
    return replaced(text, [(*hit.span(), WORDS[hit.group()]) for hit in found], "pinyin.word")


def scatter(pieces: Sequence[str], wanted: Callable[[str], bool], rng: Random, most: int) -> Damaged:
    """Write up to `most` of the wanted pieces of a text in pinyin, each in a form of FORMS, each beside Han
    and none beside other letters or figures, of which it would become a part.

    `pieces` are the text cut into words. No two words that follow each other are taken. A scar's kind tells the form
    and on how many sides Han stands: `small.2`.
    """
    text, starts = "".join(pieces), [0]
    for piece in pieces:
        starts.append(starts[-1] + len(piece))
    able = [number for number, piece in enumerate(pieces) if wanted(piece)]
    taken: dict[int, tuple[int, int, str, str]] = {}
    for number in rng.sample(able, len(able)):
        if len(taken) < most and taken.keys().isdisjoint((number - 1, number + 1)):
            start, end, new, form = _written(pieces[number], starts[number], rng)
            beside = (text[start - 1 : start], text[end : end + 1])
            sides = sum(bool(_HAN.match(neighbour)) for neighbour in beside)
            merged = any(neighbour.isascii() and neighbour.isalnum() for neighbour in beside)
            if not merged and (sides == 2 or (sides == 1 and form != "parted")):
                taken[number] = start, end, new, f"{form}.{sides}"
    places = sorted(taken.values())
    damaged = replaced(text, [place[:3] for place in places], "pinyin")
    scars = tuple(replace(scar, kind=place[3]) for scar, place in zip(damaged.scars, places, strict=True))
    return replace(damaged, scars=scars)


def _written(word: str, start: int, rng: Random) -> tuple[int, int, str, str]:
    """The span that is replaced, by what, and the form."""
    syllables = lazy_pinyin(word, style=Style.NORMAL, v_to_u=False)
    form = rng.choices(list(FORMS), list(FORMS.values()))[0]
    if len(word) == 1 and form in ("parted", "partial"):
        form = "small"
    if form == "partial":
        at = rng.randrange(len(word))
        return start + at, start + at + 1, syllables[at], form
    joined = "".join(syllables)
    upper = set(rng.sample(range(1, len(joined)), rng.randint(1, len(joined) - 1))) if form == "mixed" else set()
    letters = {
        "title": joined.capitalize(),
        "capitals": joined.upper(),
        "mixed": "".join(letter.upper() if at in upper else letter for at, letter in enumerate(joined)),
        "parted": rng.choice(" -'").join(syllables),
    }.get(form, joined)
    return start, start + len(word), letters, form

"""Reprints: what other sites make of an article; and notices of one template, which are no reprints of each other.

An editor cuts whole sentences, rewrites clauses and adds sentences of another text; a site puts on a headline of its
own or a footer, or shows an excerpt. What only looks alike, templated notices, is filled with names and figures.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random

from cleaning.language_model import default_model
from scripts.reenact import Damaged, replaced
from scripts.reenact.characters import is_han

NOTICES = Path(__file__).with_name("notices.toml")

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?[”」』）]*|\n+")
_CLAUSE = re.compile(r"[^，。！？；：、\n]+")

HEADLINES = ("关注丨{}", "最新！{}", "{}，看看怎么说", "【转载】{}", "记者观察：{}")
FOOTERS = (
    "免责声明：本文来自互联网，版权归原作者所有，如有侵权请与本站联系删除。",
    "更多精彩内容，请关注本站公众号，点击右下角在看，让更多人知道。",
    "（本站综合整理，转载请注明出处，内容仅供参考，不代表本站的观点。）",
)


def sentences(text: str) -> list[str]:
    """The sentences and line breaks of a text, in order: joined they are the text."""
    return _SENTENCE.findall(text)


def edited(text: str, rng: Random, share: float, other: str) -> str:
    """An editor's version with about `share` of the characters changed; added sentences come from `other`."""
    pieces = sentences(text)
    strange = [piece for piece in sentences(other) if piece.strip()]
    left = share * len(text)
    for at in rng.sample(range(len(pieces)), len(pieces)):
        piece = pieces[at]
        if left <= 0:
            break
        if not piece.strip():
            continue
        way = rng.random()
        if way < 0.35 and len(piece) <= left + 20:
            pieces[at] = ""
            left -= len(piece)
        elif way < 0.55 and strange:
            added = rng.choice(strange)
            pieces[at] = piece + added
            left -= len(added)
        else:
            pieces[at] = _rewritten(piece, rng, strange)
            left -= len(piece) / 2
    return "".join(pieces)


def _rewritten(sentence: str, rng: Random, strange: Sequence[str]) -> str:
    """About half of the clauses are put in other words: here, in those of another text."""
    clauses = [clause for piece in strange for clause in _CLAUSE.findall(piece)] or ["有关情况"]
    return _CLAUSE.sub(lambda match: rng.choice(clauses) if rng.random() < 0.5 else match[0], sentence)


def excerpt(text: str, rng: Random, share: float) -> str:
    """Consecutive sentences, `share` of the text or a little more."""
    pieces = sentences(text)
    start = rng.randrange(len(pieces))
    while start and sum(map(len, pieces[start:])) < share * len(text):
        start -= 1
    end = start
    while end < len(pieces) and sum(map(len, pieces[start:end])) < share * len(text):
        end += 1
    return "".join(pieces[start:end]).strip()


def with_headline(text: str, rng: Random) -> str:
    """The first line replaced by, or the text put under, another headline."""
    first = next(iter(_CLAUSE.findall(text)), "")
    head, newline, rest = text.partition("\n")
    body = rest if newline and len(head) < 40 and rest.strip() else text
    return f"{rng.choice(HEADLINES).format(first)}\n{body}"


def with_footer(text: str, rng: Random) -> str:
    """One to three lines below that every page of the site has."""
    return "\n".join([text.rstrip("\n"), *rng.sample(FOOTERS, rng.randint(1, 3))])


@cache
def templates() -> tuple[tuple[str, str], ...]:
    """The notices: (id, text with slots)."""
    rows = tomllib.loads(NOTICES.read_text(encoding="utf-8"))["notice"]
    return tuple((row["id"], row["text"].strip()) for row in rows)


_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰红建国志文海燕晓春"
_PLACES = "甘泉 石桥 柳林 白塔 青山 双河 龙泉 沙溪 云台 金坝 三元 太湖 黄村 大洼 永安 和平".split()
_TRADES = "建设 商贸 物流 实业 环保 机械 置业 农业 文化 电子".split()


def _slots() -> Mapping[str, Callable[[Random], str]]:
    def name(rng: Random) -> str:
        return rng.choice(_SURNAMES) + "".join(rng.choices(_GIVEN, k=rng.choice((1, 2, 2))))

    def day(rng: Random) -> str:
        return f"20{rng.randint(15, 25)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"

    def place(ending: str) -> Callable[[Random], str]:
        return lambda rng: rng.choice(_PLACES) + ending

    return {
        "name": name,
        "other": name,
        "date": day,
        "day": day,
        "time": lambda rng: f"{rng.randint(7, 20)}时{rng.choice(('', '30分'))}",
        "number": lambda rng: str(rng.randint(2, 98)),
        "amount": lambda rng: str(rng.randint(1000, 9_000_000)),
        "case": lambda rng: f"（20{rng.randint(15, 25)}）民初{rng.randint(100, 9999)}号",
        "phone": lambda rng: f"0{rng.randint(100, 999)}-{rng.randint(2_000_000, 8_999_999)}",
        "degrees": lambda rng: str(rng.randint(-5, 38)),
        "place": place("市"),
        "road": place("路"),
        "village": place("村"),
        "firm": lambda rng: rng.choice(_PLACES) + rng.choice(_PLACES) + rng.choice(_TRADES) + "有限公司",
        "school": place("小学"),
    }


def notice(template: str, rng: Random) -> str:
    """A template with its slots filled; the name of a person is the same wherever it stands."""
    slots = _slots()
    person, firm = slots["name"](rng), slots["firm"](rng)
    fixed = {"name": person, "firm": firm}
    return re.sub(r"\{(\w+)\}", lambda match: fixed.get(match[1]) or slots[match[1]](rng), template)


def words(text: str) -> list[tuple[int, int]]:
    """Spans of Han, longest words first from the left; what is in no word list stays whole up to four."""
    model = default_model()
    found: list[tuple[int, int]] = []
    at = 0
    unknown = -1
    while at < len(text):
        size = next((size for size in (4, 3, 2) if is_han(text[at]) and model.is_word(text[at : at + size])), 0)
        if size or not is_han(text[at]) or at - unknown >= 4:
            if 0 <= unknown < at:
                found.append((unknown, at))
            unknown = -1
        if size:
            found.append((at, at + size))
        elif is_han(text[at]) and unknown < 0:
            unknown = at
        at += size or 1
    return found


PUT_IN = "近日 目前 据悉 昨天 随后 记者了解到 其中 同时 当天 此外 截至目前 日前 不过 对此 与此同时".split()


def revised(text: str, rng: Random, every: int) -> Damaged:
    """Genuine small differences, about one in `every` characters: what a repair must leave as it is in either copy.

    A word or a name left out, one word put for another of the text, a word of time or a speaker put in front of a
    clause, a figure or a numeral changed. No two touch.
    """
    spans = words(text)
    names = _slots()["name"]
    places: list[tuple[int, int, str]] = []
    for number in sorted(rng.sample(range(len(spans)), min(len(spans), len(text) // every))):
        start, end = spans[number]
        if places and start <= places[-1][1] + 1:
            continue
        way = rng.choice(("left out", "left out", "for another", "put in", "speaker", "figure"))
        if way == "left out":
            places.append((start, end, ""))
        elif way == "for another":
            other = rng.choice(spans)
            places.append((start, end, text[slice(*other)]))
        elif way == "figure" and (match := re.compile("[0-9]|[二三四五六七八九]").search(text, end, end + every)):
            digits = "123456789" if match[0].isascii() else "二三四五六七八九"
            places.append((match.start(), match.end(), rng.choice(digits.replace(match[0], ""))))
        elif match := re.compile("(?<=[，。；])(?=[\u4e00-\u9fff])").search(text, end, end + every):
            added = rng.choice(PUT_IN) if way == "put in" else f"{names(rng)}{rng.choice(('说', '介绍', '表示，'))}"
            places.append((match.start(), match.start(), added))
    return replaced(text, places, "revised")

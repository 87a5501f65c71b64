"""How sure it is that Latin letters are a word in pinyin and nothing else.

A sum of log odds. The factors of what can be measured on running text (how much better the word fits than letters, how
many letters are accounted for, how odd the word is in its place, English) were fitted by logistic regression on the tune
part: re-enacted pinyin words against all Latin strings of 23 million characters of clean text that are good pinyin,
as they stand and with the spaces between Han and Latin taken out. What such text does not have, user names,
lessons, commands, is by rule.
"""

from __future__ import annotations

import re
from collections import Counter
from math import exp

from cleaning.pinyin_choice import Choice, Place
from cleaning.pinyin_sites import Site

GAIN, LETTERS, SURPRISAL = 0.7, 1.0, -0.5
"""Log odds a nat of ln p gained over letters, a letter, and a nat of surprisal per character."""

MOST_GAIN, MOST_LETTERS = 20.0, 12

BASE = 0.5
LISTED = 5.0
BOTH_SIDES = 1.0
KINDS = {"": 0.0, "english": -5.0, "rare": -4.0, "place": -1.0}
CASES = {"small": 0.0, "title": -2.5, "capitals": -2.5, "mixed": -0.5}
BESIDE_FIGURE = -2.0
TITLE_PLACE = -12.0
"""Suzhou, Xi'an and DIYI Dadao are how maps and signs spell."""

ELSEWHERE = -4.0
"""The same letters stand on the page where no Han touches them, or in an address: a name of its own."""

NAMED = -6.0
COMPANY, MOST_COMPANY = 2.0, 6.0
"""Log odds for every other sure pinyin word of the page, and for all."""

_SPELT_OUT = re.compile(
    "(?:拼音|拼作|拼写|拼成|读作|读音|念作|念成|写作|写成|输入|键入|打出|敲|注音|域名|网址|账号|帐号|用户名|密码|邮箱|微信号|公众号)"
    "[^，。；！？\n]{0,6}$"
)
_NAME_BEFORE = re.compile(
    "(?:网友|网名|昵称|用户|博主|主播|楼主|歌手|艺名|英文名|名叫|名为|叫做|叫作|绰号|代号|命令|参数|变量|函数|字段|标签|目录|文件|微信|抖音|微博|@|ID)[“\"'：: ]?$"
)
_NAME_AFTER = re.compile("^[”\"' ]?(?:命令|函数|变量|参数|标签|字段|接口|组件|插件|脚本|指令|文件|目录|进程|网友|老师说|同学|网站|拼音|输入法)")
_LESSON = re.compile("拼音|声母|韵母|注音|音节|声调")


def log_odds(site: Site, choice: Choice, place: Place) -> float:
    """The log odds by the word and its place alone."""
    case = case_of(place.letters)
    return (
        BASE
        + GAIN * max(-MOST_GAIN, min(MOST_GAIN, choice.gain))
        + LETTERS * min(MOST_LETTERS, len(site.spelt))
        + SURPRISAL * choice.surprisal
        + LISTED * choice.listed
        + BOTH_SIDES * (site.sides - 1)
        + CASES[case]
        + BESIDE_FIGURE * (place.left[-1:].isdecimal() or place.right[:1].isdecimal())
        + (TITLE_PLACE if site.kind == "place" and case != "small" else KINDS[site.kind])
    )


def case_of(letters: str) -> str:
    """small, title, capitals or mixed.

    >>> [case_of(letters) for letters in ("diyi", "Diyi", "DIYI", "dIyI")]
    ['small', 'title', 'capitals', 'mixed']
    """
    if letters.islower():
        return "small"
    return "capitals" if letters.isupper() else "title" if letters[1:].islower() else "mixed"


def is_spelt_out(left: str, word: str, right: str) -> bool:
    """Whether the neighbours say that the spelling is meant: a lesson, something typed in, the word in brackets."""
    if right[:1] in ("(", "（") and right.startswith(word, 1):
        return True
    return bool(_SPELT_OUT.search(left)) or bool(_LESSON.search(left + "\n" + right))


def is_named(left: str, right: str) -> bool:
    """Whether the neighbours say that it is a name or an identifier."""
    return bool(_NAME_BEFORE.search(left)) or bool(_NAME_AFTER.match(right))


_LATIN = re.compile(r"[A-Za-z]+")


def latin_counts(text: str) -> Counter[str]:
    """How often each Latin string of a text stands there, in small letters."""
    return Counter(found[0].lower() for found in _LATIN.finditer(text))


def probability(log_odds: float) -> float:
    return 1 / (1 + exp(-max(-50.0, log_odds)))

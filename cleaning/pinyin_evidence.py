"""How sure it is that Latin letters are a word in pinyin and nothing else.

A sum of log odds. The factors of what can be measured on running text (how much better the word fits than letters,
how many letters are accounted for, how odd the word is in its place, English) follow a logistic regression on
re-enacted pinyin words of the tune part against all Latin strings of 23 million characters of clean text (tune and
train) that are good pinyin, as they stand and with the spaces between Han and Latin taken out. What such text does not
have, user names, lessons, commands, is by rule.
"""

from __future__ import annotations

import re
from collections import Counter

from cleaning.pinyin_choice import Choice, Place
from cleaning.pinyin_sites import Site

GAIN, LETTERS, SURPRISAL = 0.7, 1.0, -0.5
"""Log odds a nat of ln p gained over letters, a letter, and a nat of surprisal per character."""

MOST_GAIN, MOST_LETTERS, MOST_LETTERS_OF_A_NAME = 20.0, 12, 6

LISTED, UNLISTED = 5.5, -3.0
BOTH_SIDES = 1.0
KINDS = {
    "": 0.0,
    "english": -5.0,
    "rare": -4.0,
    "place": -1.0,
    "program": -13.0,
    "sound": -9.0,
    "loan": -9.0,
}
"""Log odds by what the letters mean otherwise; the last three are words only beside others."""
CASES = {"small": (0.0, 0.0), "title": (-2.5, -6.0), "capitals": (-2.5, -4.0), "mixed": (-0.5, -1.0)}
"""Log odds of a listed word and of all others. Running text has few people and shops that spell their names in letters,
and the web has many: capitals and one lone word that is on no list are judged stricter than the fit would."""
SYLLABLE, OF_A_WORD, MADE = -1.5, 2.0, 8.0
"""A single character that is on no list is hardly ever what a filter looks for, but as a part of a common word (学xi):
from ln frequency MADE on, where Latin letters of running text never make one."""
LOOSE = -8.0
"""Two words side by side (eyeTaiwan) or a character that is no part of a word (互相ping通): names and commands."""
IN_PHRASE = -4.0
"""Another Latin word stands beside it: Leonardo da Vinci, Renmin Lu."""
BESIDE_FIGURE = -2.0
BRACKETED = -4.0
"""A bracket behind it that explains it in other letters, as it does names: Kubernetes（K8s）; or a list's index."""
TITLE_PLACE = -12.0
"""Suzhou, Xi'an and DIYI Dadao are how maps and signs spell."""

ELSEWHERE = -4.0
"""The same letters stand on the page where no Han touches them, or in an address: a name of its own."""

ON_PAGE = 3.0
"""The page has the word in Chinese, too, and neither looks like a name: it speaks of it."""

_SPELT_OUT = re.compile(
    "(?:拼音|拼作|拼写|拼成|读作|读音|念作|念成|写作|写成|键入|打出|敲|注音)[^，。；！？\n]{0,6}$"
    "|(?:输入|域名|网址|账号|帐号|用户名|微信号|公众号)[为是“\"'：: ]?$"
    "|(?:密码|邮箱)[为是：:]$"
)
_IDENTIFIER_BEFORE = re.compile("(?:网名|昵称|艺名|英文名|名叫|名为|叫做|叫作|绰号|代号|ID)[“\"'：: ]?$")
_VARIABLE_BEFORE = re.compile("(?:命令|参数|变量|函数|字段)[“\"'：: ]?$")
_NAME_BEFORE = re.compile("(?:网友|博主|主播|楼主|歌手|微信|抖音|微博|商标|店名|群名|取名|叫)[是为]?[“\"'：: ]?$")
_PERHAPS_NAME_BEFORE = re.compile(
    "(?:(?:用户|标签|目录|文件|品牌|命令|参数|变量|函数|字段)[是为]?[“\"'：: ]?"
    "|(?:输入|域名|网址|账号|帐号|用户名|密码|邮箱|微信号|公众号)[^，。；！？\n]{0,6})$"
)
_NAME_AFTER = re.compile(
    "^[”\"' ]?(?:命令|函数|变量|参数|标签|字段|接口|组件|插件|脚本|指令|文件|目录|进程|网友|同学|网站|拼音|输入法)"
)
_LATIN_BEFORE, _LATIN_AFTER = re.compile("[A-Za-z]['’ -]$"), re.compile("^['’ -][A-Za-z]")
_EXPLAINED = re.compile("（(?![㐀-鿿豈-﫿〇0-9])|\\[")
_LESSON = re.compile("拼音|声母|韵母|注音|音节|声调")


def log_odds(site: Site, choice: Choice, place: Place) -> float:
    """The log odds by the word and its place alone."""
    case = case_of(place.letters)
    name = not choice.listed and case in ("title", "capitals")
    return (
        (LISTED if choice.listed else UNLISTED)
        + GAIN * max(-MOST_GAIN, min(MOST_GAIN, choice.gain))
        + LETTERS * min(MOST_LETTERS_OF_A_NAME if name else MOST_LETTERS, len(site.spelt))
        + SURPRISAL * choice.surprisal
        + BOTH_SIDES * (site.sides - 1)
        + CASES[case][not choice.listed]
        + (len(choice.word) == 1 and not choice.listed) * (OF_A_WORD if choice.made >= MADE else SYLLABLE)
        + LOOSE * choice.loose
        + IN_PHRASE * (not choice.listed and bool(_LATIN_BEFORE.search(place.left) or _LATIN_AFTER.match(place.right)))
        + BESIDE_FIGURE * (place.left[-1:].isdecimal() or place.right[:1].isdecimal())
        + BRACKETED * bool(_EXPLAINED.match(place.right))
        + (TITLE_PLACE if site.kind == "place" and case != "small" else KINDS[site.kind])
    )


def case_of(letters: str) -> str:
    """small, title (every part), capitals or mixed.

    >>> [case_of(letters) for letters in ("diyi", "Diyi", "DIYI", "dIyI", "Renmin Lu")]
    ['small', 'title', 'capitals', 'mixed', 'title']
    """
    if letters.islower():
        return "small"
    return "capitals" if letters.isupper() else "title" if letters.istitle() else "mixed"


def is_spelt_out(left: str, word: str, right: str) -> bool:
    """Whether the neighbours say that the spelling is meant: a lesson, something typed in, the word in brackets."""
    if right[:1] in ("(", "（") and right.startswith(word, 1):
        return True
    return bool(_SPELT_OUT.search(left)) or bool(_LESSON.search(left + "\n" + right))


def is_name(left: str, listed: bool) -> bool:
    """Whether the left neighbours say that it is an identifier or, of words that filters do not replace, a name."""
    return bool(_IDENTIFIER_BEFORE.search(left) or (_VARIABLE_BEFORE if listed else _NAME_BEFORE).search(left))


def may_be_name(left: str, right: str, listed: bool) -> bool:
    """The same where the neighbours say it half: 用户 uses things too."""
    return not listed and bool(_PERHAPS_NAME_BEFORE.search(left) or _NAME_AFTER.match(right))


_LATIN = re.compile(r"[A-Za-z]+")


def latin_counts(text: str) -> Counter[str]:
    """How often each Latin string of a text stands there, in small letters."""
    return Counter(found[0].lower() for found in _LATIN.finditer(text))

"""Compatibility characters in running Chinese text: radicals, duplicates of ideographs, vertical and small marks.

`⽤⼾体验` → `用户体验`, `交通﹑郵電` → `交通、郵電`, `他說﹁好﹂` → `他說「好」`. A list of radicals, a dictionary's
`⼝部`, the bar of `热点︱苏州`, the face `(︶︿︶)` and half-width katakana stay. What a private-use character means
only its font knows: it is flagged. Those alone that GBK once had for real characters (U+E863 for the 䶮 of a name) are
read again.
Sources: Unicode 14, EquivalentUnifiedIdeograph.txt (NFKC knows nothing of U+2E80–2EFF), and the decompositions of
UnicodeData.txt (twelve of U+FA0E–FA29 have none: they are unified ideographs); GB 18030-2005, FE50–FEA0.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from cleaning.context import Context
from cleaning.edit import Proposal
from cleaning.language_model import default_model
from cleaning.lexicon import rows

RADICALS = {row[0]: row[1] for row in rows("radicals")}
DUPLICATES = {
    chr(code): unicodedata.normalize("NFC", chr(code))
    for code in (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))
    if unicodedata.decomposition(chr(code))
}
SMALL = dict(zip("﹐﹑﹔﹕﹖﹗︐︑︒︓︔︕︖︰", "，、；：？！，、。：；！？：", strict=True))
"""Marks by themselves. U+FE30 is two dots by its name; pages that were Big5 have it for their colon."""

PAIRS = dict(zip("︵︷︹︻︽︿﹁﹃﹇︗﹙﹛﹝", "︶︸︺︼︾﹀﹂﹄﹈︘﹚﹜﹞", strict=True))
WIDE = dict(
    zip("".join(map("".join, PAIRS.items())), "（）｛｝〔〕【】《》〈〉「」『』［］〖〗（）｛｝〔〕", strict=True)
)
PRIVATE = frozenset(map(chr, range(0xE000, 0xF900)))

TRIGGERS = (
    frozenset(RADICALS) | frozenset(DUPLICATES) | frozenset(SMALL) | frozenset(WIDE) | PRIVATE | frozenset("︱︙﹪")
)

HAN = "〇㐀-䶿一-鿿\U00020000-\U0002f7ff\U0002fa20-\U0003ffff"
"""Unified ideographs."""

_ONE_OF_HAN = re.compile(f"[{HAN}]")
_OF_TEXT = re.compile(f"[{HAN}，。、；：！？…—“”‘’（）《》〈〉「」『』〔〕【】A-Za-z0-9%]")
_IDEOGRAPHS = re.compile(f"[{''.join(RADICALS)}{''.join(DUPLICATES)}]+")
_MARKS = re.compile(f"[{''.join(SMALL)}]|︱︱|︙︙|﹪")
_BRACKETS = re.compile(f"[{''.join(WIDE)}\n]")
_PRIVATE_RUN = re.compile("[\ue000-\uf8ff]+")

_ABOUT = re.compile("部首|偏旁|康熙字典|字旁|字头|字頭|字根|笔顺|筆順|兼容汉字|相容漢字|说文|說文|U\\+(?:2[EF]|F[9A])")
_KANA_OR_HANGUL = re.compile("[\u3041-\u30fa\u30fc-\u30ff\uac00-\ud7a3]")
"""Japanese and Korean keep duplicates apart: the 神 of a name, a 樂 that is read differently."""

NEAR = 30
"""Characters on either side in which kana or Hangul is looked for, or Chinese."""

PROSE, LIST = 20, 3
"""Radicals inside words from which on a page that speaks of radicals is damaged all the same; radicals in the order of
their codes that are a list."""

BRACKETED = 60
"""Most characters between the two of a pair."""

WINDOW, PLAIN = 8, 8.0
"""Characters on either side of a private-use character, and their mean surprisal (natural log) up to which they are
good Chinese: on the tune part 99 of 100 windows lie below (of news all), of UTF-8 read as GBK at most 1 of 100."""

SURE, DOUBT = 0.99, 0.6


def propose(text: str, context: Context) -> Iterator[Proposal]:
    signs = context.alphabet
    if not (signs.isdisjoint(RADICALS) and signs.isdisjoint(DUPLICATES)):
        yield from _ideographs(text, context)
    if not (signs.isdisjoint(SMALL) and signs.isdisjoint("︱︙﹪")):
        yield from _marks(text)
    if not signs.isdisjoint(WIDE):
        yield from _brackets(text)
    if not signs.isdisjoint(PRIVATE):
        yield from _private_use(text)


def _ideographs(text: str, context: Context) -> Iterator[Proposal]:
    """Runs that touch an ordinary ideograph, and on a page that has such runs those that touch a mark or a figure."""
    runs = list(_IDEOGRAPHS.finditer(text))
    inside = sum(len(run[0]) for run in runs if _touches(text, run, _ONE_OF_HAN))
    if not inside or (_ABOUT.search(text) and inside < max(PROSE, 0.8 * sum(len(run[0]) for run in runs))):
        return
    for run in runs:
        if not _touches(text, run, _OF_TEXT) or _is_list(run[0]):
            continue
        start, end = run.span()
        foreign = _KANA_OR_HANGUL.search(text, max(0, start - NEAR), end + NEAR) is not None
        for at, sign in enumerate(run[0], start):
            after = RADICALS.get(sign)
            if after == "戶" and not context.has_traditional:
                after = "户"  # one glyph serves both in a font for Simplified
            what = "radical" if after else "duplicate"
            if after or not foreign:
                after = after or DUPLICATES[sign]
                yield Proposal(at, at + 1, after, f"script.{what}", f"U+{ord(sign):04X} in running text", SURE)


def _touches(text: str, run: re.Match[str], signs: re.Pattern[str]) -> bool:
    start, end = run.span()
    return bool(signs.match(text[max(start - 1, 0) : start]) or signs.match(text[end : end + 1]))


def _is_list(run: str) -> bool:
    return len(run) >= LIST and all(ord(right) - ord(left) == 1 for left, right in pairwise(run))


def _marks(text: str) -> Iterator[Proposal]:
    for match in _MARKS.finditer(text):
        start, end = match.span()
        left = text[max(start - 1, 0) : start]
        if left == " " and match[0] == "︰":
            left = text[max(start - 2, 0) : start - 1]
        if match[0] == "﹪":
            if left.isdigit():
                yield Proposal(start, end, "%", "punctuation.small", "behind a figure", SURE)
        elif not left.isspace() and left and _is_chinese(text, start, end):
            what = "small" if match[0] in "﹐﹑﹔﹕﹖﹗" else "vertical"
            after = SMALL.get(match[0]) or ("——" if match[0] == "︱︱" else "……")
            yield Proposal(start, end, after, f"punctuation.{what}", f"U+{ord(match[0][0]):04X}", SURE)


def _is_chinese(text: str, start: int, end: int) -> bool:
    return _ONE_OF_HAN.search(text, max(0, start - NEAR), end + NEAR) is not None


def _brackets(text: str) -> Iterator[Proposal]:
    """Both of a pair that stands in one line around something; round ones and angles also make faces."""
    opened: list[int] = []
    for match in _BRACKETS.finditer(text):
        at, sign = match.start(), match[0]
        if sign == "\n":
            opened.clear()
        elif sign in PAIRS:
            opened.append(at)
        elif opened:
            start = opened.pop()
            fits = PAIRS[text[start]] == sign and at - start <= BRACKETED and text[start + 1 : at].strip()
            words = _ONE_OF_HAN.search(text, max(0, start - 1), at) if sign in "︶﹀" else _is_chinese(text, start, at)
            if fits and words:
                what = "small" if sign in "﹚﹜﹞" else "vertical"
                for place in (start, at):
                    sign = text[place]
                    yield Proposal(place, place + 1, WIDE[sign], f"punctuation.{what}", f"U+{ord(sign):04X}", SURE)


def _private_use(text: str) -> Iterator[Proposal]:
    for match in _PRIVATE_RUN.finditer(text):
        start, end = match.span()
        known = _of_gbk(match[0])
        if known and _is_plain(text, start, end):
            yield Proposal(start, end, known, "mojibake.private_use", "private use in the GBK of before 2005", SURE)
            continue
        symbol = "\uf020" <= match[0][0] <= "\uf0ff"
        evidence = "a symbol font's own code" if symbol else "private use: only its font knows"
        bullet = symbol and end - start == 1 and text[start - 1 : start] in "\n"
        yield Proposal(start, end, "•" if bullet else "", "mojibake.private_use", evidence, DOUBT)


def _of_gbk(run: str) -> str:
    """The character that a private-use character was before Unicode had it, or nothing.

    Until 2005 the two-byte codes FE50–FEA0 stood for U+E815–E864, one by one.
    """
    number = ord(run) - 0xE815 if len(run) == 1 else -1
    if not 0 <= number < 80:
        return ""
    known = bytes((0xFE, 0x50 + number + (number >= 0x2F))).decode("gb18030")
    return "" if known in PRIVATE or known in RADICALS else known


def _is_plain(text: str, start: int, end: int) -> bool:
    """Whether good Chinese stands around: in misread text the same code is two bytes of something else."""
    left, right = text[max(0, start - WINDOW) : start], text[end : end + WINDOW]
    beside = left[-1:] + right[:1]
    if not _ONE_OF_HAN.search(beside) or any(_ONE_OF_HAN.match(sign) and not _in_gb2312(sign) for sign in beside):
        return False
    values = default_model().surprisal(f"{left}\n{right}")
    return float(values.sum() - values[len(left)]) <= PLAIN * (len(left) + len(right))


def _in_gb2312(sign: str) -> bool:
    return bool(sign.encode("gb2312", "ignore"))

"""Every way in which Chinese pages write a date, read as ISO 8601 local time (Asia/Shanghai, no offset written).

`2020-12-29 16:41:08`, `2020年12月29日 下午4时41分`, `２０２０／１２／２９`, `2020 12/29 16:41`, `20年12月29日`,
`二〇二〇年十二月二十九日`, `民国109年12月29日`, `109-12-29`, `December 29, 2020`, `12/29/2020 4:41:08 PM`,
`29.12.2020`. A date without a year, or without a day, is no date here: guessing the rest would put a false one into
the dataset.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple


class FoundDate(NamedTuple):
    """A date in a text: ISO value (`2020-12-29` or `2020-12-29T16:41:08`), and its span in code points."""

    value: str
    start: int
    end: int

    @property
    def has_clock(self) -> bool:
        return "T" in self.value


_WIDTH = str.maketrans("０１２３４５６７８９：／－．　\xa0○Ｏ零时時點號", "0123456789:/-.  〇〇〇时时点号")
"""One character for one: full-width digits and signs, and the many shapes of the numeral zero."""

_NUMERAL = {character: value for value, character in enumerate("〇一二三四五六七八九")}
_TENS = r"[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"

_SHORT = r"\s?\d{1,2}\s?"

_DATE = re.compile(
    rf"""
    (?<![\d.])
    (?: 民[国國]\s?(?P<republic>\d{{2,3}})\s?年
      | (?<![-/])(?P<republic_alone>1[0-2]\d)(?:年|[-/])(?=(?:1[0-2]|0?[1-9])[-/月](?:3[01]|[12]\d|0?[1-9])(?![-/\d]))
      | (?<![-/])(?P<short_year>[0-2]\d)(?:年(?={_SHORT}月{_SHORT}日)|-(?=\d\d-\d\d\s\d\d:\d\d))
      | (?P<spaced_year>(?:19|20)\d\d)\s(?=\d\d/\d\d\s\d\d:\d\d)
      | (?P<year>(?:19|20)\d\d)\s?(?P<mark>[-/.年])
      | (?P<han_year>[一二][〇一二三四五六七八九]{{3}})年 )
    \s? (?: (?P<month>1[0-2]|0?[1-9]) | (?P<han_month>{_TENS}) ) \s?[-/.月]
    \s? (?: (?P<day>3[01]|[12]\d|0?[1-9]) | (?P<han_day>{_TENS}) )
    (?: \s?[日号] | /(?=\s\d{{1,2}}:) | (?!\d) | (?=(?:[01]\d|2[0-3]):[0-5]\d) )
    (?: \s*\(?(?:星期|周|礼拜|週)[一二三四五六日天]\)? | \s?[(（][一二三四五六日][)）] )?
    (?: (?:\s*T|\s*HKT\s*|\s*(?P<half>上午|下午|中午|晚上|凌晨|早上|[AaPp][Mm])\s*|\s*)
        (?P<hour>2[0-4]|[01]?\d)\s?(?::|时|点)\s?(?P<minute>[0-5]?\d)?
        (?:\s?(?::|分)\s?(?P<second>[0-5]\d)?)?(?:\.\d{{1,6}})?(?:\s?秒)?分?
        (?: \s?(?P<after>[AaPp][Mm])\b )?
        (?: \s?(?:\+08:?00|Z)\b )?
    )?
    """,
    re.VERBOSE,
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_ENGLISH = re.compile(
    rf"""
    (?<!\w)
    (?: (?P<month>{_MONTH})\s?(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?,?\s(?P<year>(?:19|20)\d\d)
      | (?P<early_day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?[\s-](?P<late_month>{_MONTH}),?[\s-]
        (?P<late_year>(?:19|20)\d\d) )
    (?!\d)
    (?: ,?\s(?:at\s)?(?P<hour>2[0-3]|[01]?\d):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?
        (?:\s?(?P<half>[AaPp][Mm])\b)? )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CLOCK_FIRST = re.compile(r"((?:[01]?\d|2[0-3])[:：][0-5]\d(?:[:：][0-5]\d)?)\s+((?:19|20)\d\d\D.{3,8})")
_AMERICAN = re.compile(
    r"(?<![\d/])(?P<month>1[0-2]|0?[1-9])/(?P<day>3[01]|[12]\d|0?[1-9])/(?P<year>20\d\d)\s"
    r"(?P<hour>1[0-2]|0?[1-9]):(?P<minute>[0-5]\d):(?P<second>[0-5]\d)\s(?P<half>[AP]M)\b"
)
"""As servers write it that were left in English: only with its clock, since without it day and month may be turned."""

_EUROPEAN = re.compile(
    r"(?<![\d.])(?P<day>3[01]|[0-2]\d)\.(?P<month>1[0-2]|0[1-9])\.(?P<year>20\d\d)(?![\d.])"
    r"(?:\s+(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?)?"
)
"""With dots the day comes first wherever the year is last: `29.12.2020 16:41`."""

_SHORT_DAY = re.compile(r"([0-2]\d)[-/.](0\d|1[0-2])[-/.]([0-2]\d|3[01])")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")


def find_date(text: str, start: int = 0) -> FoundDate | None:
    """The first full date at or after `start`, or None.

    >>> find_date("发布于二〇二〇年十二月二十九日。")
    FoundDate(value='2020-12-29', start=3, end=15)
    """
    plain = text.translate(_WIDTH)
    for match in _DATE.finditer(plain, start):
        if value := _iso(match):
            return FoundDate(value, match.start(), match.end())
    for match in _ENGLISH.finditer(plain, start):
        if value := _english(match):
            return FoundDate(value, match.start(), match.end())
    for match in (*_AMERICAN.finditer(plain, start), *_EUROPEAN.finditer(plain, start)):
        half = match.groupdict().get("half") or ""
        clock = _clock(match, half.lower()) if match["hour"] else None
        if value := _stamp(int(match["year"]), int(match["month"]), int(match["day"]), clock):
            return FoundDate(value, match.start(), match.end())
    return None


def iso_date(text: str) -> str | None:
    """The ISO form of a text that is a date and nothing else; also `20201229`, `20-12-29` and `16:41 2020-12-29`. None
    when it is not.

    >>> iso_date("2020年12月29日 下午4:41"), iso_date("12月29日"), iso_date("2021年2月30日")
    ('2020-12-29T16:41:00', None, None)
    """
    plain = text.strip(" \u3000\xa0\t|[]【】()（）")
    if turned := _CLOCK_FIRST.fullmatch(plain):
        plain = f"{turned[2]} {turned[1]}"
    found = find_date(plain)
    if found and found.start == 0 and not plain[found.end :].strip(" \u3000\xa0,，发布"):
        return found.value
    if short := _SHORT_DAY.fullmatch(plain.translate(_WIDTH)):
        return _stamp(2000 + int(short[1]), int(short[2]), int(short[3]))
    compact = _COMPACT.fullmatch(plain.translate(_WIDTH))
    return _stamp(int(compact[1]), int(compact[2]), int(compact[3])) if compact else None


def _iso(match: re.Match[str]) -> str | None:
    if republic := match["republic"] or match["republic_alone"]:
        year = int(republic) + 1911
    elif match["short_year"]:
        year = int(match["short_year"]) + 2000
    else:
        digits = match["year"] or match["spaced_year"]
        year = int(digits) if digits else _digits(match["han_year"])
    month = int(match["month"]) if match["month"] else _number(match["han_month"])
    day = int(match["day"]) if match["day"] else _number(match["han_day"])
    if match["hour"] is None:
        return _stamp(year, month, day)
    half = (match["half"] or match["after"] or "").lower()
    return _stamp(year, month, day, _clock(match, half))


def _english(match: re.Match[str]) -> str | None:
    year, month = int(match["year"] or match["late_year"]), (match["month"] or match["late_month"]).lower()
    day = int(match["day"] or match["early_day"])
    clock = _clock(match, (match["half"] or "").lower()) if match["hour"] else None
    return _stamp(year, _MONTHS.index(month[:3]) + 1, day, clock)


def _clock(match: re.Match[str], half: str) -> tuple[int, int, int]:
    hour = int(match["hour"])
    if half in ("下午", "晚上", "pm") and hour < 12:
        hour += 12
    elif half in ("上午", "凌晨", "am") and hour == 12:
        hour = 0
    return hour, int(match["minute"] or 0), int(match["second"] or 0)


def _stamp(year: int, month: int, day: int, clock: tuple[int, int, int] | None = None) -> str | None:
    try:
        moment = datetime(year, month, day, *(clock or ()))
    except ValueError:
        return None
    return moment.isoformat() if clock else moment.date().isoformat()


def _digits(numerals: str) -> int:
    """A year written digit by digit: 二〇二〇 → 2020."""
    return int("".join(str(_NUMERAL[character]) for character in numerals))


def _number(numerals: str) -> int:
    """A number up to 99 in words: 十二 → 12, 二十九 → 29."""
    tens, ten, ones = numerals.rpartition("十")
    if not ten:
        return _NUMERAL[numerals]
    return (_NUMERAL[tens] if tens else 1) * 10 + (_NUMERAL[ones] if ones else 0)

"""What the slots of a made page print: one person, moment and office a page, and chance for the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

_NUMERALS = str.maketrans("0123456789", "〇一二三四五六七八九")

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_NICKS = ("清风", "小鱼儿", "user8812", "老街坊", "月半", "路过蜻蜓", "momo", "北方的狼")

_DOCUMENT_NUMBERS = ("云政办发〔{}〕{}号", "云教〔{}〕{}号", "湖府规[{}]{}号", "石政发({}){}号")


class Slots:
    """The values of one page. `values` are the same wherever the page prints them; the rest is drawn anew each time."""

    def __init__(
        self, data: Mapping[str, Any], site: Mapping[str, Any], article: Mapping[str, Any], rng: Random
    ) -> None:
        self.data, self.site, self.article, self.rng = data, site, article, rng
        self.values = self._values()

    def value(self, slot: str) -> str:
        """What the slot prints; '' where this page has no such thing. KeyError for an unknown slot."""
        rng = self.rng
        if slot in self.values:
            return self.values[slot]
        if slot.endswith("_s"):
            name = self.values[slot.removesuffix("_s")]
            return " ".join(name) if len(name) == 2 else name
        if match := re.fullmatch(r"n(\d)", slot):
            return str(rng.randrange(10 ** (int(match[1]) - 1), 10 ** int(match[1])))
        making: dict[str, Callable[[], str]] = {
            "n": lambda: str(rng.randrange(12, 9000)),
            "other": lambda: rng.choice(self.data["others"]),
            "comment": lambda: rng.choice(self.data["comments"]),
            "nick": lambda: rng.choice(self.data.get("nicks", _NICKS)) + rng.choice(("", "01", "123")),
            "tel": lambda: f"05{rng.randrange(10, 99)}-{rng.randrange(55000000, 55999999)}",
            "mobile": lambda: f"1{rng.randrange(3000000000, 9999999999)}",
            "mail": lambda: f"{rng.choice(('news', 'tougao', 'service'))}@example.com",
        }
        return making[slot]()

    def _person(self) -> str:
        return str(self.rng.choice(self.data["families"]) + self.rng.choice(self.data["given"]))

    def _values(self) -> dict[str, str]:
        rng, data = self.rng, self.data
        moment = datetime(2006, 1, 1) + timedelta(minutes=rng.randrange(20 * 365 * 24 * 60), seconds=rng.randrange(60))
        year, month, day = moment.year, moment.month, moment.day
        region, serial = rng.choice(("京", "苏", "浙", "鲁", "粤")), rng.randrange(10000000, 21999999)
        source = rng.choice(self.site["sources"] or [""])
        values = {
            "title": self.article["title"], "subtitle": self.article.get("subtitle", ""),
            "kicker": self.article.get("kicker", ""), "source": source, "paper": f"{rng.choice(data['cities'])}日报",
            "editor": self._person(), "reviewer": self._person(), "author": self._person(),
            "photographer": self._person(), "reporters": f"{self._person()} {self._person()}",
            "correspondents": self._person(), "city": rng.choice(data["cities"]), "year": str(max(year, 2015)),
            "iso": f"{moment:%Y-%m-%d}", "iso0": f"{year}-{month}-{day}", "slash": f"{year}/{month}/{day}",
            "dot": f"{moment:%Y.%m.%d}", "zh": f"{year}年{month}月{day}日", "zh0": f"{moment:%Y年%m月%d日}",
            "full": f"{moment:%Y-%m-%d}".translate({code: code + 0xFEE0 for code in range(0x2D, 0x3A)}),
            "full_zh": f"{year}年{month}月{day}日".translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)}),
            "slash0": f"{moment:%Y/%m/%d}", "dot0": f"{year}.{month}.{day}", "short": f"{moment:%y-%m-%d}",
            "compact": f"{moment:%Y%m%d}", "mmdd": f"{moment:%m-%d}", "mmdd_slash": f"{moment:%m/%d}", "yr": str(year),
            "han0": f"{str(year).translate(_NUMERALS).replace('〇', '○')}年{_han(month)}月{_han(day)}日",
            "hms0": f"{moment.hour}:{moment:%M:%S}", "hm_zh": f"{moment.hour}时{moment.minute}分",
            "hm_full": f"{moment:%H:%M}".translate({code: code + 0xFEE0 for code in range(0x30, 0x3B)}),
            "hm_noon": f"{'上午' if moment.hour < 12 else '下午'}{(moment.hour - 1) % 12 + 1}:{moment:%M}",
            "han": f"{str(year).translate(_NUMERALS)}年{_han(month)}月{_han(day)}日",
            "hano": f"{str(year).translate(_NUMERALS)}年{_han(month)}月{_han(day)}日".replace("〇", "○"),
            "fullzh": f"{year}年{month}月{day}日".translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)}),
            "english": f"{_MONTHS[month - 1]} {day}, {year}",
            "y": str(year), "ym": f"{year}年{month}月", "mslash": f"{moment:%m/%d}", "mdash": f"{moment:%m-%d}",
            "month": str(month), "day": str(day), "clock": f"{moment:%H:%M}",
            "weekday": "一二三四五六日"[moment.weekday()], "hm": f"{moment:%H:%M}", "hms": f"{moment:%H:%M:%S}",
            "md": f"{moment:%m-%d}", "created": f"{moment - timedelta(days=3):%Y-%m-%d}",
            "today": f"{moment + timedelta(days=40):%Y年%m月%d日}", "zip": str(rng.randrange(210000, 229999)),
            "icp": f"{region}ICP备{serial}号{rng.choice(('', '-1', '-3'))}",
            "gongan": f"{region}公网安备 {rng.randrange(32000000000000, 32999999999999)}号",
            "siteid": str(rng.randrange(3200000000, 3299999999)),
            "index": f"{rng.randrange(10000000, 99999999)}/{year}-{rng.randrange(99999):05}",
            "docno": rng.choice(data.get("document_numbers", _DOCUMENT_NUMBERS)).format(year, month),
            "office": rng.choice(self.site.get("offices") or [""]), "subject": rng.choice(data["subjects"]),
            "keywords": rng.choice(data["keywords"]),
        }  # fmt: skip
        if "nicks" in data:  # drawn only there, so that the pages of older sites stay as they are
            values["colleagues"] = f"{self._person()}、{self._person()}"
            values["poster"] = str(rng.choice(data["nicks"]))
        return values


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    return ("" if not tens else "十" if tens == 1 else digits[tens] + "十") + (digits[ones] if ones else "")

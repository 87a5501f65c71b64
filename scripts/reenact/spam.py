"""Spam pushed into pages: betting brands with address and colon, keyword pairs, adverts, also inside a gloss.

The vocabulary is a choice of its own, decent, and half of the brands are invented on the spot: a lexicon cannot know
them. Phrases go between any two Chinese characters, so mostly into the middle of a word or a sentence; keyword lines
stand above and below the article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random
from typing import Literal

from scripts.reenact import Damaged, replaced
from scripts.reenact.characters import is_han

Sort = Literal["brand", "keywords", "advert"]
SORTS: tuple[Sort, ...] = ("brand", "keywords", "advert")

BRANDS = (
    "开云 亚博 华体会 乐鱼 爱游戏 九游会 必一 米兰 半岛 江南 天博 万博 皇冠 新葡京 威尼斯人 太阳城 "
    "永利 金沙 必赢 凯发 利来 尊龙 和记 伟德 大发 沐鸣 恒行"
).split()
SYLLABLES = "博赢利发金鼎盛豪亿泰鑫宝龙凯威胜鸿华银星云天"
"""Characters of which new betting brands are made."""

TRADES = "体育 娱乐 国际 电竞 棋牌 彩票 真人 娱乐城 电子".split()
CALLS = "官网 官方网站 平台 登录 注册 入口 下载 app APP 网址 手机版 最新版 首页 客服".split()
ENDINGS = ("com", "net", "cc", "vip", "cn", "top")
KEYWORDS = (
    "国产精品 久久 无码 亚洲 欧美 日韩 一区 二区 三区 中文字幕 在线观看 免费观看 高清 综合 午夜福利 "
    "成人网站 毛片 AV 视频 无码专区 在线播放 伊人 影院 精品 专区 免费视频"
).split()
FILLERS = (
    "第二集 最新章节 邻家 老师的故事 不卡 动态图 手机版 大全 从头看到尾 只有一人 夜里十点 经典 全集完整版 图片"
).split()
"""What stands between the keywords of a film title."""
ADVERTS = "代开发票 办证刻章 无抵押贷款 秒到账 日赚千元 刷单兼职 信用卡套现 代开增值税发票 兼职刷单".split()


def brand_phrase(rng: Random) -> str:
    """`凯发娱乐官网www.kf88.com：` and the like: a brand, two parts at least behind it."""
    brand = rng.choice(BRANDS) if rng.random() < 0.5 else "".join(rng.sample(SYLLABLES, rng.choice((2, 2, 3))))
    parts = [brand, rng.choice(TRADES), *rng.sample(CALLS, rng.choice((1, 1, 2, 3)))]
    if rng.random() < 0.4:
        letters = "".join(rng.choices("abcdefghkpxyz", k=rng.choice((2, 3, 5))))
        parts.append(f"{rng.choice(('www.', '', 'm.'))}{letters}{rng.randrange(1, 999)}.{rng.choice(ENDINGS)}")
    return "".join(parts) + rng.choice(("", "", "：", "-", "…"))


def keyword_phrase(rng: Random) -> str:
    """Two to five words of adult vocabulary, sometimes with marks between or around them."""
    chosen = rng.sample(KEYWORDS, rng.choice((2, 3, 4, 5)))
    around = rng.choice(("", "", "……"))
    return around + rng.choice(("", "", " ", "·")).join(chosen) + around


def advert_phrase(rng: Random) -> str:
    """A service, and where to ask for it."""
    contact = rng.choice(("微信", "QQ", "加微信", "微信号", "QQ群")) + rng.choice(("", "：", ":"))
    return "".join(rng.sample(ADVERTS, rng.choice((1, 2)))) + contact + str(rng.randrange(10**7, 10**9))


MAKERS = {"brand": brand_phrase, "keywords": keyword_phrase, "advert": advert_phrase}


def insert(text: str, rng: Random, count: int, sorts: Sequence[Sort] = SORTS) -> Damaged:
    """Push `count` phrases in, each between two Chinese characters."""
    places = [at for at in range(1, len(text)) if is_han(text[at - 1]) and is_han(text[at])]
    chosen = sorted(rng.sample(places, min(count, len(places))))
    return replaced(text, [(at, at, MAKERS[rng.choice(sorts)](rng)) for at in chosen], "spam.phrase")


_NAMES = re.compile(
    "微信|抖音|淘宝|支付宝|腾讯|百度|谷歌|微软|Facebook|Twitter|GitHub|Google|Firefox|Ubuntu|Fedora|阿里巴巴|京东|华为|小米"
    "|亚马逊|维基百科|YouTube|新浪|Netflix|Mozilla|新华社|央视|Debian|Android|Windows|中国银行|中国移动|特斯拉|苹果"
)


def mention(text: str, rng: Random, count: int) -> Damaged:
    """No damage: `count` names of firms and sites become those of betting sites, where an author would name one."""
    found = list(_NAMES.finditer(text))
    chosen = sorted(rng.sample(found, min(count, len(found))), key=lambda hit: hit.start())
    return replaced(text, [(*hit.span(), _betting_name(rng)) for hit in chosen], "spam.mention")


def _betting_name(rng: Random) -> str:
    brand = rng.choice(BRANDS) if rng.random() < 0.6 else "".join(rng.sample(SYLLABLES, 2))
    name = brand + rng.choice(TRADES) + (rng.choice(CALLS) if rng.random() < 0.5 else "")
    return f"“{name}”" if rng.random() < 0.2 else name


def break_glosses(text: str, rng: Random, share: float) -> Damaged:
    """Push something into this share of the glosses of a milled page: `時(shí)` → `時(s……hí)`."""
    places = []
    for gloss in re.finditer(r"\(([^\W\d_A-Z一-鿿]{2,7}) ?\)", text):
        if rng.random() < share:
            at = gloss.start(1) + rng.randrange(1, len(gloss[1]))
            places.append((at, at, rng.choice(("……", keyword_phrase(rng), brand_phrase(rng)))))
    return replaced(text, places, "spam.gloss")


def keyword_lines(text: str, rng: Random) -> Damaged:
    """A line of keywords above the page, below it, or both."""
    where = rng.choice(((True, False), (False, True), (True, True)))
    places = []
    if where[0]:
        places.append((0, 0, _line(rng) + "\n"))
    if where[1]:
        places.append((len(text), len(text), "\n" + _line(rng)))
    return replaced(text, places, "spam.line")


def title_line(text: str, rng: Random) -> Damaged:
    """A line of film titles above the page. Much of it is no vocabulary (of eleven real lines 22 % to 68 %)."""
    marks = rng.choice((",", "，", "_", "-", "|", " _"))
    line = marks.join(_film_title(rng) for _ in range(rng.choice((5, 6, 8, 10))))
    return replaced(text, [(0, 0, line + "\n")], "spam.line")


def _film_title(rng: Random) -> str:
    words = rng.sample(KEYWORDS, rng.choice((0, 1, 2, 3, 3, 4))) + rng.sample(FILLERS, rng.choice((0, 1, 1)))
    return "".join(rng.sample(words, len(words))) or rng.choice(FILLERS)


def jammers(text: str, rng: Random) -> Damaged:
    """The hidden signs that Discuz! puts before or behind each line end, as a flattened page shows them."""
    ends = [at for at, sign in enumerate(text) if sign == "\n" and 0 < at < len(text) - 1]
    places = sorted({at + rng.choice((0, 1)) for at in ends})
    return replaced(text, [(at, at, _jammer(rng, text[at - 1] == "\n")) for at in places], "spam.jammer")


def _jammer(rng: Random, begins: bool) -> str:
    """Five to fifteen groups as its function makes them; of blanks HTML keeps one, and none where a line begins."""
    groups = (f"{chr(rng.randint(32, 59))} {chr(rng.randint(63, 126))}" for _ in range(rng.randint(5, 15)))
    signs = re.sub(" +", " ", "".join(groups))
    return signs.lstrip() if begins else signs


_RARE = (range(0x1F010, 0x1F030), range(0x1F0B1, 0x1F0BF), range(0x1F650, 0x1F680), range(0x1F700, 0x1F7D0))
PICTOGRAPHS = tuple(chr(code) for block in _RARE for code in block)
EMOJI = tuple(map(chr, (*range(0x1F600, 0x1F630), *range(0x1F330, 0x1F350), *range(0x2600, 0x2640))))


def pictographs(text: str, rng: Random, count: int) -> Damaged:
    """`count` runs of one to three random pictographs between Chinese characters, as novel sites strew them."""
    places = [at for at in range(1, len(text)) if is_han(text[at - 1]) and is_han(text[at])]
    chosen = sorted(rng.sample(places, min(count, len(places))))
    return replaced(
        text,
        [(at, at, "".join(rng.choices(PICTOGRAPHS + EMOJI, k=rng.choice((1, 1, 2, 3))))) for at in chosen],
        "spam.pictograph",
    )


def _line(rng: Random) -> str:
    maker = rng.choice((brand_phrase, keyword_phrase))
    items = [maker(rng).strip("：-…") for _ in range(rng.choice((3, 4, 6, 9)))]
    return rng.choice((",", "，", " ", "_", "|", "、")).join(items)

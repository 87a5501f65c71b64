"""Write cleaning/data/pinyin_words.tsv: words that advertising filters turn into pinyin, with their homophones.

The words are those that China's Advertising Law (2015, article 9: 国家级, 最高级, 最佳 …) and the lists that platforms
derive from it forbid. Every common word with the same toneless spelling is kept beside them, so that the language
model chooses by context: `shouci` is 首次 far more often than 手刺, `dujia` may be 独家 or 度假.

Usage: python scripts/make_pinyin_words.py WORDS, where WORDS holds a word and its frequency on each line.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pypinyin import Style, lazy_pinyin

TARGET = Path(__file__).parents[1] / "cleaning" / "data" / "pinyin_words.tsv"

LEAST_FREQUENCY = 30
"""A homophone rarer than this (counts of jieba's dictionary) is not worth a place."""

FORBIDDEN = """
最 最佳 最大 最好 最高 最低 最新 最优 最强 最具 最先 最先进 最高级 最优秀 最受欢迎 最便宜 最流行 最时尚 最舒适
最后一波 最美 最早 最快 第一 第一家 第一批 第一品牌 第一名 第一个 排名第一 全国第一 世界第一 销量第一 唯一
独一无二 绝无仅有 一流 一线 国家级 世界级 省级 全球级 宇宙级 顶级 特级 极品 极致 极佳 绝佳 至尊 巅峰 顶尖 顶峰
高端 尖端 终极 首个 首选 首家 首次 首发 首款 首创 首席 首批 首届 首座 首条 独家 独创 独有 冠军 金牌 名牌 王牌
王者 领袖 领先 遥遥领先 领导者 领军 引领 全国 全球 全网 全世界 世界 国际 国家 中国 国内 行业 全省 全市
填补国内空白 前所未有 史无前例 空前 绝后 永久 永远 万能 绝对 完美 百分百 纯天然 销冠 销量 热销 抢购 秒杀 免费
免检 驰名商标 中国驰名 老字号 特供 专供 专属 权威 资深 专家 推荐 无敌 奇迹 神奇 根治 治愈 疗效 保证 保障
""".split()

TOO_SHORT = 4
"""Spellings under four letters are taken by English words, units and brands; `zui` alone is none of these."""


def main(words: Path) -> None:
    spellings = {"".join(lazy_pinyin(word, style=Style.NORMAL, v_to_u=False)): word for word in reversed(FORBIDDEN)}
    table: dict[str, list[str]] = {
        key: [word] for key, word in spellings.items() if len(key) >= TOO_SHORT or key == "zui"
    }
    for word in FORBIDDEN:
        key = "".join(lazy_pinyin(word, style=Style.NORMAL))
        if key in table and word not in table[key]:
            table[key].append(word)
    frequencies: dict[str, int] = {}
    for line in words.read_text(encoding="utf-8").split("\n"):
        word, _, rest = line.replace("\t", " ").partition(" ")
        if rest and not line.startswith("#"):
            frequencies[word] = int(rest.split()[0])
    for word, frequency in sorted(frequencies.items(), key=lambda item: (-item[1], item[0])):
        if frequency >= LEAST_FREQUENCY and 2 <= len(word) <= 4:
            row = table.get("".join(lazy_pinyin(word, style=Style.NORMAL)))
            if row is not None and word not in row:
                row.append(word)
    header = (
        "# Toneless pinyin of words that advertising filters forbid; the forbidden words, then their homophones.\n"
        "# licence: Apache-2.0 (homophones and their order: jieba, MIT); "
        "source: Advertising Law of the PRC (2015), art. 9, and platform lists derived from it; "
        "date: 2026-11-22; reader: cleaning.repairs.pinyin_word\n"
    )
    TARGET.write_text(header + "".join(f"{key}\t{','.join(row)}\n" for key, row in sorted(table.items())), "utf-8")
    print(f"{TARGET.name}: {len(table)} spellings, {sum(map(len, table.values()))} words")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Write cleaning/data/pinyin_words.tsv: words that filters for forbidden advertising turn into pinyin.

They are those that China's Advertising Law (2015, article 9: 国家级, 最高级, 最佳 …) names, and those of the lists that
platforms and sellers derive from it, written down from general knowledge of these. A word stands here if it is a
superlative or a claim; 国家 or 保证 are on many lists too, but are also words like all others.

Usage: python scripts/make_pinyin_words.py
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from pypinyin import Style, lazy_pinyin

from cleaning.pinyin_syllables import spelling

TARGET = Path(__file__).parents[1] / "cleaning" / "data" / "pinyin_words.tsv"

FORBIDDEN = """
最 最爱 最便宜 最诚信 最纯 最大 最大程度 最低 最低级 最低价 最底 最多 最符合 最赚 最高 最高级 最高端 最高档 最好
最好玩 最后一波 最后一天 最坏 最火 最佳 最佳品质 最具 最具价值 最近 最快 最快速 最立体 最廉价 最流行 最美 最美丽
最牛 最强 最强大 最热 最全 最全面 最热卖 最赚钱 最舒适 最舒服 最时尚 最受欢迎 最适合 最完美 最完善 最为 最西 最细
最先 最先进 最先进科学 最先享受 最小 最新 最新款 最新科技 最新科学 最新鲜 最新技术 最欣赏 最优 最优惠 最优秀 最优质
最有 最有价值 最有影响力 最有潜力 最有名 最早 最重要 最专业 最著名 最正宗 最值得 最知名 最安全 最环保 最健康 最权威
最顶级 最豪华 最奢华 最经典 最成功 最出色 最高品质 最高技术 最高科技 最美好 最幸福 最满意 最漂亮 最古老 最长 最短
最宽 最深 最远 最广 最富 最富有 最贵 最轻 最薄 最厚 最亮 最甜 最正 最真 最真实 最靠谱 最划算 第一 第一家 第一批
第一品牌 第一名 第一个 第一款 第一位 第一次 第一届 第一条 第一座 第一大 第一流 第一线 第一时间 排名第一 全国第一
全省第一 全市第一 世界第一 全球第一 全网第一 销量第一 中国第一 行业第一 亚洲第一 质量第一 排第一 位居第一 名列第一
天下第一 唯一 唯一一家 全国唯一 全球唯一 全网唯一 独一无二 独此一家 绝无仅有 仅此一次 仅此一款 一流 国家级
国家级产品 世界级 全球级 宇宙级 国际级 大师级 殿堂级 骨灰级 史诗级 省级 顶级 顶级工艺 顶级享受 特级 超级 极品 极致
极佳 绝佳 绝版 绝对 绝对值 至尊 至臻 至善 巅峰 登峰造极 顶尖 顶尖级 顶峰 顶流 尖端 高端 高档 终极 极端 极限 完美
完美无缺 无与伦比 无可比拟 无可挑剔 首个 首选 首家 首次 首发 首款 首创 首席 首批 首届 首座 首条 首例 首位 首屈一指
全国首个 全国首家 全国首批 全国首创 全球首发 全球首个 全球首款 全网首发 全国首例 国内首个 国内首家 省内首个 独家
独家配方 独创 独有 独占鳌头 独步天下 冠军 冠绝 销售冠军 销量冠军 全国冠军 世界冠军 金牌 名牌 王牌 王牌产品 王者
王中王 领袖 领袖品牌 领先 领先上市 遥遥领先 世界领先 国际领先 国内领先 全球领先 全国领先 行业领先 领导者 领导品牌
领头羊 领军 领航 引领 引领者 缔造者 创领品牌 掌门人 全国 全球 全网 全网最低价 全世界 全国销量冠军 世界 世界领先水平
填补国内空白 国内空白 前所未有 史无前例 史上 史上最 史上最低价 空前 空前绝后 绝后 前无古人 后无来者 无双 永久 永远
永不磨损 万能 百分百 百分之百 全天然 纯天然 百病 包治百病 无效退款 销冠 销量 热销 热卖 抢购 抢疯了 秒杀 疯抢
再不抢就没了 错过不再 错过就没机会了 卖疯了 售罄 免检 国家免检 驰名商标 中国驰名 中国驰名商标 中国名牌 国宴 国旗
国徽 国歌 国家领导人 人民大会堂 国家机关 质量免检 老字号 中华老字号 特供 专供 国酒 权威 奢华 无敌 奇迹 神奇 神效
特效 高效 根治 治愈 疗效 药到病除 立竿见影 零风险 稳赚不赔 保本 无风险 包过 必过 点击领奖 恭喜获奖 全民免单
点击有惊喜 点击获取 全民疯抢 史上最强 史上最大 史上最全 万人疯抢 亚洲最大 全国最大 世界最大 全球最大 全省最大
国内最大 全市最大 全国最早 全国最佳 第一梯队 第一方阵
""".split()
"""Every group in the order in which homophones are to stand: the likelier first."""


def main() -> None:
    table: dict[str, list[str]] = defaultdict(list)
    for word in dict.fromkeys(FORBIDDEN):
        table[spelling("".join(lazy_pinyin(word, style=Style.NORMAL, v_to_u=False)))].append(word)
    header = (
        "# Toneless pinyin of words that advertising filters forbid, and the words.\n"
        "# licence: Apache-2.0; source: Advertising Law of the PRC (2015), art. 9, and general knowledge of the lists "
        "that platforms derive from it; date: 2026-11-24; reader: cleaning.pinyin_choice\n"
    )
    TARGET.write_text(header + "".join(f"{key}\t{','.join(row)}\n" for key, row in sorted(table.items())), "utf-8")
    print(f"{TARGET.name}: {len(table)} spellings, {sum(map(len, table.values()))} words")


if __name__ == "__main__":
    main()

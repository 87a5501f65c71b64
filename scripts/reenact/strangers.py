"""Names that no model has met, in honest sentences: persons, places, firms. No damage: whoever trains on damage needs
them as the likeliest false alarm.
"""

from __future__ import annotations

from random import Random

from cleaning.junk_names import GIVEN, SURNAMES, TRANSCRIBING
from scripts.reenact.characters import common_characters

SENTENCES = (
    "{person}告诉记者，今年的收成比去年好。",
    "村民{person}说，路修好以后出门方便多了。",
    "在{place}村，记者见到了正在忙碌的{person}。",
    "{place}镇党委书记{person}介绍，项目已于上月完工。",
    "活动由{place}街道和{firm}公司共同举办。",
    "{firm}科技有限公司总经理{person}表示，将继续扩大生产。",
    "从{place}到{place}的公路昨天通车。",
    "获奖的有{person}、{person}、{person}三位老师。",
    "（记者{person}　通讯员{person}）",
    "医生{foreign}在报告中写道，病人已经康复。",
    "{foreign}出生在一个工人家庭，后来搬到了{foreign}。",
    "作者{foreign}·{foreign}今年四十岁。",
    "{place}河发源于{place}山，向东流入大海。",
    "住在{place}小区的{person}每天早上都去{place}公园散步。",
    "由{person}执导、{person}主演的电影《{thing}》将于下月上映。",
    "他给这只猫取名{thing}，大家都很喜欢它。",
    "{thing}是当地的一种小吃，味道很特别。",
    "{person}的父亲{person}曾在{firm}厂当工人。",
    "参观者在{place}寺前拍照留念。",
    "这家名叫{firm}的餐馆开在{place}路上。",
    "{person}和{person}代表{place}队参加了比赛。",
    "球员{foreign}在下半场攻入一球。",
    "昨天下午，{person}在{place}站下车后走失。",
    "项目位于{place}区{place}路与{place}路的交叉口。",
)


def insert_sentences(text: str, rng: Random, count: int) -> str:
    """`text` with `count` honest sentences about strangers, each at the end of a line that ends in a stop."""
    lines = text.split("\n")
    places = [number for number, line in enumerate(lines) if line.endswith("。")]
    for number in rng.sample(places, min(count, len(places))):
        lines[number] += sentence(rng)
    return "\n".join(lines)


def sentence(rng: Random) -> str:
    """One sentence, its names drawn anew."""
    made = rng.choice(SENTENCES)
    for slot, name in (("person", _person), ("place", _common), ("firm", _common), ("thing", _common)):
        while f"{{{slot}}}" in made:
            made = made.replace(f"{{{slot}}}", name(rng), 1)
    while "{foreign}" in made:
        made = made.replace("{foreign}", "".join(rng.choices(sorted(TRANSCRIBING), k=rng.randint(2, 5))), 1)
    return made


def _person(rng: Random) -> str:
    given = sorted(GIVEN) if rng.random() < 0.8 else common_characters()
    return rng.choice(sorted(SURNAMES)) + "".join(rng.choices(given, k=rng.choice((1, 2, 2))))


def _common(rng: Random) -> str:
    return "".join(rng.choices(common_characters(), k=rng.choice((1, 2, 2, 3))))

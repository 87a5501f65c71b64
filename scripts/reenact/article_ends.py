"""First and last lines of articles that look like anything but prose: tables, scores, prizes, signatures, contacts.

Put around a text to train on, they teach that such lines are the article's. Every line is invented; chance fills it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from random import Random

_FAMILIES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水章云苏潘葛范彭郎"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲华红玉波斌宇浩凯健俊帆雪琳晨嘉欣怡"
_WORDS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def tail(rng: Random) -> list[str]:
    """Two to fifteen lines that may end an article."""
    lines = rng.choice(_TAILS)(rng)
    if rng.random() < 0.3:
        lines += rng.choice(_TAILS)(rng)
    return lines


def head(rng: Random) -> list[str]:
    """One to four lines that may begin an article, below its headline."""
    if rng.random() < 0.7:
        return [rng.choice(_WORDS["openings"])]
    return rng.choice((_rows, _verse, _facts))(rng)[:4]


def _noun(rng: Random) -> str:
    return rng.choice(_WORDS["nouns"])


def _place(rng: Random) -> str:
    return rng.choice(_WORDS["places"])


def _name(rng: Random) -> str:
    return rng.choice(_FAMILIES) + "".join(rng.choice(_GIVEN) for _ in range(rng.randrange(1, 3)))


def _office(rng: Random) -> str:
    return _place(rng) + rng.choice(("", "县", "镇", "区", "市")) + rng.choice(_WORDS["bodies"])


def _day(rng: Random) -> str:
    year, month, day = rng.randrange(1990, 2026), rng.randrange(1, 13), rng.randrange(1, 29)
    return rng.choice((f"{year}年{month}月{day}日", f"{month}月{day}日", f"{year}.{month}.{day}", f"{year}年{month}月"))


def _clock(rng: Random) -> str:
    hour = rng.randrange(7, 21)
    return f"{hour}:{rng.choice(('00', '15', '30', '45'))}"


def _telephone(rng: Random) -> str:
    return rng.choice(
        (f"0{rng.randrange(10, 999)}-{rng.randrange(2000000, 89999999)}", f"{rng.randrange(50000000, 89999999)}")
    )


def _number(rng: Random) -> str:
    value = rng.choice((rng.randrange(1, 40), rng.randrange(40, 9000), round(rng.random() * 90, 2)))
    return rng.choice(("", "", "", "+", "-")) + str(value) + rng.choice(("", "", "%", "元", "亩", "人", "分", "万元"))


def _rows(rng: Random) -> list[str]:
    gap = rng.choice((" ", "  ", " | ", "　", "\t", "，"))
    columns = rng.randrange(1, 4)
    first = rng.choice((_noun, _office, _name, _day))
    rows = [gap.join([first(rng), *(_number(rng) for _ in range(columns))]) for _ in range(rng.randrange(3, 10))]
    names = [
        gap.join(rng.sample(("名称", "单价", "数量", "单位", "上月", "本月", "涨幅", "面积", "备注"), columns + 1))
    ]
    return (names if rng.random() < 0.5 else []) + rows


def _scores(rng: Random) -> list[str]:
    between = rng.choice((":", "比", "-", "："))
    matches = [
        f"{_place(rng)}队 {rng.randrange(120)}{between}{rng.randrange(120)} {_place(rng)}队"
        for _ in range(rng.randrange(2, 7))
    ]
    places = range(1, rng.randrange(2, 6))
    return matches + [f"{place} {_name(rng)} {rng.randrange(1, 60)}分{rng.randrange(60):02}秒" for place in places]


def _prizes(rng: Random) -> list[str]:
    lines = []
    for prize in rng.sample(_WORDS["prizes"], rng.randrange(1, 4)):
        lines.append(prize + rng.choice(("", "：", f"（{rng.randrange(1, 9)}名）", f"({rng.randrange(1, 9)}个)")))
        gap = rng.choice((" ", "　", "：", "、", ""))
        lines += [f"{_office(rng)}{gap}{_name(rng)}" for _ in range(rng.randrange(1, 5))]
    return lines


def _items(rng: Random) -> list[str]:
    bullet = rng.choice(("", "", "· ", "• ", "- ", "★", "{}. ", "{}、", "（{}）", "({})", "第{}步：", "{}) "))
    end = rng.choice(("", "", "两个", "500克", "适量", "若干", "；"))
    chosen = rng.sample(_WORDS["nouns"], rng.randrange(3, 9))
    return [bullet.replace("{}", str(place + 1)) + item + end for place, item in enumerate(chosen)]


def _signature(rng: Random) -> list[str]:
    signed = rng.choice((_office(rng), _name(rng), f"您的朋友 {_name(rng)}", f"{_office(rng)}办公室"))
    first = [_last_word(rng)] if rng.random() < 0.6 else []
    return [*first, signed, *([_day(rng)] if rng.random() < 0.8 else [])]


def _last_word(rng: Random) -> str:
    return rng.choice(_WORDS["closings"])


def _closing(rng: Random) -> list[str]:
    return [_last_word(rng) for _ in range(rng.randrange(1, 3))]


def _contacts(rng: Random) -> list[str]:
    rows = [
        f"联系人：{_name(rng)}",
        f"联系电话：{_telephone(rng)}",
        f"地址：{_office(rng)}{rng.randrange(1, 300)}号",
        f"咨询电话：{_telephone(rng)}（{_name(rng)}）",
        f"报名时间：{_day(rng)}起",
        f"邮箱：{rng.choice('abcxyz')}{rng.randrange(99)}@example.com",
        f"报名地点：{_office(rng)}",
        f"监督电话：{_telephone(rng)}",
        f"时间：{_day(rng)}{_clock(rng)}",
        f"电话 {_telephone(rng)}",
    ]
    chosen = rng.sample(rows, rng.randrange(1, 5))
    return chosen + (_signature(rng) if rng.random() < 0.5 else [])


def _timetable(rng: Random) -> list[str]:
    dash = rng.choice(("—", "-", "～", " "))
    doing = ("开幕式", "分组讨论", "参观", "午餐", "颁奖", "彩排", "签到")
    return [f"{_clock(rng)}{dash}{_clock(rng)} {_place(rng)}{rng.choice(doing)}" for _ in range(rng.randrange(2, 7))]


def _verse(rng: Random) -> list[str]:
    words = rng.sample(_WORDS["nouns"] + _WORDS["places"], 12)
    end = rng.choice(("", "", "，", "。"))
    verbs = ("在", "的", "落进", "和", "走过", "不见")
    return [f"{words[place]}{rng.choice(verbs)}{words[place + 1]}{end}" for place in range(rng.randrange(3, 11))]


def _facts(rng: Random) -> list[str]:
    facts = {
        "时间": _day(rng),
        "地点": _office(rng),
        "人物": f"{_name(rng)}、{_name(rng)}",
        "主讲": _name(rng),
        "票价": _number(rng),
    }
    return [f"{label}：{value}" for label, value in facts.items() if rng.random() < 0.7]


def _headed(rng: Random) -> list[str]:
    return [
        rng.choice(_WORDS["heads"]) + rng.choice(("", "：", "")),
        *rng.choice((_rows, _items, _prizes, _scores))(rng),
    ]


def _notes(rng: Random) -> list[str]:
    return [_note(rng, place) for place in range(1, rng.randrange(2, 6))]


def _note(rng: Random, place: int) -> str:
    kinds = (
        f"注：{_noun(rng)}价格以当日公布为准",
        f"[{place}] {_name(rng)}.{_noun(rng)}研究[J].{_place(rng)}学报,{rng.randrange(1980, 2025)}",
        f"图{place} {_place(rng)}的{_noun(rng)}",
        f"附件：{place}.{_noun(rng)}登记表",
        f"图为{_office(rng)}一角。",
        f"{_name(rng)}：{_last_word(rng)}",
        f"（{_place(rng)}，{rng.randrange(1950, 2024)}年）",
        f"小贴士：{_noun(rng)}要最后放。",
    )
    return rng.choice(kinds)


_TAILS: tuple[Callable[[Random], list[str]], ...] = (
    _rows, _rows, _scores, _prizes, _items, _items, _signature, _signature, _closing, _contacts, _contacts, _timetable,
    _verse, _headed, _headed, _notes, _notes,
)  # fmt: skip

"""Text with pinyin in brackets that people put there: teaching, notes, names. None of it may be taken out.

Each kind glosses clean text in another way, with the readings of pypinyin. `KINDS` names them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random

from scripts.reenact.characters import common_characters, is_han


def _reading(character: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(character, style=Style.TONE)[0]


def _glossed(text: str, chosen: Iterable[bool]) -> str:
    return "".join(
        f"{character}({_reading(character)})" if wanted and is_han(character) else character
        for character, wanted in zip(text, chosen, strict=True)
    )


def reader(text: str, rng: Random) -> str:
    """A reader for children: every character has its reading, now and then one is forgotten."""
    return _glossed(text, (rng.random() < 0.97 for _ in text))


def rare_always(text: str, rng: Random) -> str:
    """A text in which some rare characters, none of GB 2312's first level, have their readings wherever they stand."""
    common = frozenset(common_characters())
    rare = sorted({character for character in text if is_han(character) and character not in common})
    chosen = frozenset(rng.sample(rare, (len(rare) + 1) // 2))
    return _glossed(text, (character in chosen for character in text))


def first_time(text: str, rng: Random) -> str:
    """A lesson: its new characters, common ones too, have their reading where they first stand, then stand bare."""
    new = frozenset(rng.sample(sorted({character for character in text if is_han(character)}), 12))
    return _glossed(text, (character in new and text.index(character) == place for place, character in enumerate(text)))


def word_list(text: str, rng: Random) -> str:
    """An article, and below it the new characters with their readings."""
    new = rng.sample(sorted({character for character in text if is_han(character)}), 15)
    return f"{text}\n生字表：" + "、".join(f"{character}({_reading(character)})" for character in new) + "。"


def word_exercise(text: str, rng: Random) -> str:
    """An exercise in either script: each new character with its reading, in two words of a list."""
    from scripts.reenact.mill import to_traditional

    written = to_traditional(text) if rng.random() < 0.5 else text
    new = rng.sample(sorted({character for character in written if is_han(character)}), 20)
    glossed = (f"{character}({_reading(character)})" for character in new)
    words = (f"{one}{rng.choice(new)}、{rng.choice(new)}{one}" for one in glossed)
    return "看拼音，写词语：" + "；".join(words) + "。"


def one_name(text: str, rng: Random) -> str:
    """A name in which one rare character has its reading each time it stands."""
    character = rng.choice("翀喆垚淼焱彧珺玥昶晟祎赟旻")
    lines = text.split("\n")
    name = f"李{character}({_reading(character)})"
    return "\n".join(f"{name}说：{line}" if number % 2 == 0 else line for number, line in enumerate(lines))


def _plain(character: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(character, style=Style.NORMAL)[0]


def learner(text: str, rng: Random) -> str:
    """A page for learners: in some sentences each character has its reading without a tone, and a blank."""
    number = rng.randrange(3)
    out = []
    for character in text:
        number += character in "。！？\n"
        out.append(f"{character}({_plain(character)}) " if number % 3 == 0 and is_han(character) else character)
    return "".join(out)


def rare_always_plain(text: str, rng: Random) -> str:
    """As `rare_always`, without tones; some common characters too, as a page on names has them."""
    common = frozenset(common_characters())
    there = sorted({character for character in text if is_han(character)})
    chosen = frozenset(rng.sample(there, min(6, len(there)))) | {
        character for character in there if character not in common
    }
    return "".join(f"{character}({_plain(character)})" if character in chosen else character for character in text)


def first_in_line(text: str, rng: Random) -> str:
    """A reader with exercises: in each line some characters have their reading where they first stand."""
    out = []
    for line in text.split("\n"):
        characters = sorted({character for character in line if is_han(character)})
        new = frozenset(rng.sample(characters, min(8, len(characters))))
        out.append(
            "".join(
                f"{character}({_plain(character)})" if character in new and line.index(character) == at else character
                for at, character in enumerate(line)
            )
        )
    return "\n".join(out)


def surnames(text: str, rng: Random) -> str:
    """Traditional text in which people are introduced, each with the reading of the surname."""
    from cleaning.fold import opencc_rows

    forms = {key: choices[0] for key, choices in opencc_rows("STCharacters") if len(key) == 1}
    written = "".join(forms.get(character, character) for character in text)
    names = rng.sample("張陳劉楊趙吳孫馬羅鄭謝許鄧馮蕭蔣賈葉閻余鍾譚陸範廖鄒龍萬錢湯喬賀賴龔", 8)
    lines = written.split("\n")
    for number, name in enumerate(names):
        lines[number % len(lines)] += f"來的還有{name}({_plain(name)}) 先生。"
    return "\n".join(lines)


def unusual_surnames(text: str, rng: Random) -> str:
    """People whose surnames are read as these characters seldom are, with the reading wherever they stand."""
    names = rng.sample((*zip("仇单解查任曾区盖朴华", UNUSUAL, strict=True),), 4)
    lines = text.split("\n")
    for number, line in enumerate(lines):
        (one, read), (other, also) = names[number % 4], names[(number + 1) % 4]
        lines[number] = f"{line}{one}({read})先生对{other}({also})女士说，{one}({read})家也是这样。"
    return "\n".join(lines)


UNUSUAL = ("qiú", "shàn", "xiè", "zhā", "rén", "zēng", "ōu", "gě", "piáo", "huà")


def common_names(text: str, rng: Random) -> str:
    """A story of brothers whose names are common characters, with the reading each time."""
    names = [f"李{character}({_reading(character)})" for character in rng.sample("昂勤盈恒诚朗祥谦", 2)]
    return "\n".join(f"{names[0]}问{names[1]}：{line}{names[1]}点头。" for line in text.split("\n"))


def initials(text: str, rng: Random) -> str:
    """Terms with their abbreviations, units and variables in brackets."""
    terms = ("人工智能(ai) ", "長度(l)", "時間(t) ", "單位(danwei)", "速度(v) ", "電壓(u)", "李明(li ming)", "時(shi) ")
    return "".join(character + (rng.choice(terms) if character in "，。" else "") for character in text)


Kind = Callable[[str, Random], str]

KINDS: tuple[Kind, ...] = (
    reader,
    rare_always,
    first_time,
    word_list,
    word_exercise,
    one_name,
    learner,
    rare_always_plain,
    first_in_line,
    surnames,
    unusual_surnames,
    common_names,
    initials,
)

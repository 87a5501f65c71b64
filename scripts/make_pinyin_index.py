"""Write cleaning/data/pinyin_index.tsv: toneless spelling → the words and common characters that are spelt so.

Words of two to four characters are those of cleaning/data/words.tsv that are not rare, read as pypinyin reads them as
words (重庆 is chongqing, 重量 zhongliang). Single characters are those of level 1 of GB 2312, under their first reading
in cleaning/data/readings.tsv and those that they have in one of these words: 醒 is no cheng, though dictionaries have
it. Words of one spelling stand in order of frequency.

Usage: python scripts/make_pinyin_index.py
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path

from pypinyin import Style, lazy_pinyin

from cleaning.language_model import default_model
from cleaning.language_model.lexicon import read_words
from cleaning.pinyin_syllables import is_pinyin, spelling
from cleaning.readings import readings

DATA = Path(__file__).parents[1] / "cleaning" / "data"
TARGET = DATA / "pinyin_index.tsv"

LEAST_FREQUENCY = 10
"""Counts in the lexicon's own corpus under which a word is left out. With 5 the file grows by a third and holds hardly
a word that running text has; with 100 its rivals are missing, and the model is surer than it should be."""

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0304\u030c"))


def toneless(reading: str) -> str:
    """A reading without its tone: nǚ is nv, é is e."""
    bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", reading).translate(_TONES))
    return spelling(bare.replace("ê", "e"))


def level_1() -> list[str]:
    """The 3,755 common characters of GB 2312."""
    pairs = (bytes((lead, trail)) for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF))
    return [character for pair in pairs if (character := pair.decode("gb2312", "ignore"))]


def index() -> dict[str, list[str]]:
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    heard: dict[str, set[str]] = defaultdict(set)
    for word, count in read_words(DATA / "words.tsv"):
        if count >= LEAST_FREQUENCY and re.fullmatch("[一-龥]{2,4}", word):
            syllables = lazy_pinyin(word, style=Style.NORMAL, v_to_u=False)
            found[spelling("".join(syllables))].append((-count, word))
            for character, syllable in zip(word, syllables, strict=True):
                heard[character].add(spelling(syllable))
    for character in level_1():
        spelt = [toneless(reading) for reading in readings(character)]
        for key in {one for one in spelt if one == spelt[0] or one in heard[character]}:
            found[key].append((-default_model().word_frequency(character), character))
    return {key: [word for _, word in sorted(words)] for key, words in found.items() if is_pinyin(key)}


def main() -> None:
    table = index()
    header = (
        "# Toneless spelling, and the words and common characters spelt so, the most frequent first.\n"
        f"# licence: MIT; source: words.tsv (jieba), read by pypinyin {version('pypinyin')}; "
        "date: 2026-11-30; reader: cleaning.pinyin_index\n"
    )
    TARGET.write_text(header + "".join(f"{key}\t{','.join(words)}\n" for key, words in sorted(table.items())), "utf-8")
    print(f"{TARGET.name}: {len(table)} spellings, {sum(map(len, table.values()))} words")


if __name__ == "__main__":
    main()

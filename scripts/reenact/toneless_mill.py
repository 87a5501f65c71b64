"""The mill of later years, which works on characters and not on bytes: readings without tones, and a blank behind.

`立于时代` becomes `立於(yu) 時代`. It converts with a table that takes no phrases (历史 → 曆史, 制度 → 製度), and
glosses every occurrence of the characters of its table, which are forms that only Traditional has. Nothing is cut, so
nothing is lost. On the page that shows it the table holds the first forms by code point of the Simplified,
与 to 写.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from cleaning.fold import TRADITIONAL_ONLY, opencc_rows
from scripts.reenact import Damaged, replaced
from scripts.reenact.characters import common_characters, is_han

GLOSS = "mill.gloss"

CHOICES = {"于": "於", "历": "曆", "制": "製", "范": "範", "里": "裏", "么": "麽", "面": "麵", "只": "隻"}
"""Choices seen on pages where OpenCC's first choice is another form."""


def _forms() -> Mapping[str, str]:
    forms = {key: choices[0] for key, choices in opencc_rows("STCharacters") if len(key) == 1}
    return forms | CHOICES


def make_table(rng: Random) -> dict[str, str]:
    """A site's table: Traditional character → its reading without a tone.

    Half of the sites gloss all forms up to a code point (U+5000 to U+6000), half a tenth to a half of all forms.
    """
    from pypinyin import Style, lazy_pinyin

    forms = _forms()
    usual = sorted(common for common in common_characters() if forms.get(common, common) in TRADITIONAL_ONLY)
    if rng.random() < 0.5:
        bound = rng.randrange(0x5000, 0x6000)
        chosen = [common for common in usual if ord(common) < bound]
    else:
        share = rng.uniform(0.1, 0.5)
        chosen = [common for common in usual if rng.random() < share]
    return {forms[common]: lazy_pinyin(forms[common], style=Style.NORMAL)[0] for common in chosen}


def toneless_page(text: str, table: Mapping[str, str], *, blank: bool = True) -> Damaged:
    """`text` as such a site shows it, with the truth of every gloss; `original` is in the site's script."""
    forms = _forms()
    written = "".join(forms.get(character, character) for character in text)
    behind = " " if blank else ""
    places = [
        (place + 1, place + 1, f"({table[character]}){behind}")
        for place, character in enumerate(written)
        if character in table
    ]
    return replaced(written, places, GLOSS)


def scattered_page(text: str, rng: Random, *, traditional: bool = True) -> Damaged:
    """`text` as the mill shows it that draws other characters for each line, a seventh of them twice.

    A quarter to a half of the line's characters, wherever they stand in the line; no blanks.
    """
    from pypinyin import Style, lazy_pinyin

    forms = _forms() if traditional else {}
    written = "".join(forms.get(character, character) for character in text)
    share = rng.uniform(0.2, 0.5)
    places: list[tuple[int, int, str]] = []
    start = 0
    for line in written.split("\n"):
        drawn = {
            character: rng.choice((1, 1, 1, 1, 1, 1, 2))
            for character in sorted(set(line))
            if is_han(character) and rng.random() < share
        }
        for at, character in enumerate(line, start + 1):
            if character in drawn:
                gloss = f"({lazy_pinyin(character, style=Style.NORMAL)[0]})"
                places.append((at, at, gloss * drawn[character]))
        start += len(line) + 1
    return replaced(written, places, GLOSS)

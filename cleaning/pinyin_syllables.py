"""The toneless syllables of Mandarin, and the one spelling under which a word is looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

LONGEST = 6
"""Letters of the longest syllable, zhuang."""

_TABLE = """
-  a ai an ang ao e ei en er o ou
b  a ai an ang ao ei en eng i ian iao ie in ing o u
c  a ai an ang ao e en eng i ong ou u uan ui un uo
ch a ai an ang ao e en eng i ong ou u uai uan uang ui un uo
d  a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo
f  a an ang ei en eng o ou u
g  a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
h  a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
j  i ia ian iang iao ie in ing iong iu u uan ue un
k  a ai an ang ao e en eng ong ou u ua uai uan uang ui un uo
l  a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan ue un uo v
m  a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u
n  a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan ue un uo v
p  a ai an ang ao ei en eng i ian iao ie in ing o ou u
q  i ia ian iang iao ie in ing iong iu u uan ue un
r  an ang ao e en eng i ong ou u uan ui un uo
s  a ai an ang ao e en eng i ong ou u uan ui un uo
sh a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo
t  a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo
w  a ai an ang ei en eng o u
x  i ia ian iang iao ie in ing iong iu u uan ue un
y  a an ang ao e i in ing ong ou u uan ue un
z  a ai an ang ao e ei en eng i ong ou u uan ui un uo
zh a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo
"""
"""Initials and the finals that follow each; ü is v, but lüe and nüe are written lue and nue."""


def _syllables() -> Iterator[str]:
    for row in _TABLE.strip().split("\n"):
        initial, *finals = row.split()
        yield from (initial.strip("-") + final for final in finals)


SYLLABLES = frozenset(_syllables())

_SPELLING = re.compile(f"(?:{'|'.join(sorted(SYLLABLES, key=lambda syllable: (-len(syllable), syllable)))})+")
_PLAIN = str.maketrans({"ü": "v", "Ü": "v"})


def spelling(letters: str) -> str:
    """Letters as the index of words spells them: small, ü as v, lve as lue.

    >>> spelling("DiYi"), spelling("nüren"), spelling("qinlve")
    ('diyi', 'nvren', 'qinlue')
    """
    return letters.translate(_PLAIN).lower().replace("lve", "lue").replace("nve", "nue")


def is_pinyin(spelt: str) -> bool:
    """Whether a spelling can be cut into syllables. `diyi` can, `daily` cannot, `women` can."""
    return bool(_SPELLING.fullmatch(spelt))


@lru_cache(maxsize=1 << 14)
def pinyin_of(letters: str) -> str:
    """The spelling of letters that can be cut into syllables, '' of all others. Kept: a page says Linux many times."""
    spelt = spelling(letters)
    return spelt if is_pinyin(spelt) else ""


def cuts(spelt: str, syllables: int) -> Iterator[tuple[str, ...]]:
    """All ways to cut a spelling into so many syllables.

    >>> list(cuts("shouge", 2)), list(cuts("xian", 2))
    ([('shou', 'ge')], [('xi', 'an')])
    """
    if not syllables:
        if not spelt:
            yield ()
        return
    for end in range(1, min(LONGEST, len(spelt)) + 1):
        if spelt[:end] in SYLLABLES:
            yield from ((spelt[:end], *rest) for rest in cuts(spelt[end:], syllables - 1))


@cache
def lengths(spelt: str) -> frozenset[int]:
    """How many syllables a spelling may have, over all its cuts: `xian` 1 or 2, `guojiaji` 3 to 5."""
    counts: list[set[int]] = [{0}]
    for end in range(1, len(spelt) + 1):
        here: set[int] = set()
        for begin in range(max(0, end - LONGEST), end):
            if counts[begin] and spelt[begin:end] in SYLLABLES:
                here.update(count + 1 for count in counts[begin])
        counts.append(here)
    return frozenset(counts[-1])

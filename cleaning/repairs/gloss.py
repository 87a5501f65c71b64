"""Pinyin glosses that a content mill glued behind characters.

`會(huì )議召開(kāi)` → `會議召開`; `垚(yáo)` in a name, a lesson or a poem's notes stays.

The mill replaces *every* occurrence of each character of its table, and its tables hold common characters, mostly
such whose Simplified form differs. Teaching text explains a character once, and rare ones. So the page decides, not
the single gloss: how many glosses, how often the same character again, whether it also stands without one. What does
not fit the reading of the character before it is left to the byte scars.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from math import exp

from cleaning.context import Context
from cleaning.edit import Proposal
from cleaning.fold import fold
from cleaning.readings import GLOSS, SYLLABLE, fits

TRIGGERS = frozenset("(")

EXPLAINED = 0.8
"""Highest confidence for a rare character that both scripts write alike: likely explained, not glossed; flagged."""

_SITE = re.compile(rf"([㐀-鿿豈-﫿])\(({SYLLABLE})( ?)\)")


def propose(text: str, context: Context) -> Iterable[Proposal]:
    sites = [site for site in _SITE.finditer(text) if fits(site[1], site[2])]
    if not sites:
        return
    counts = Counter(site[1] for site in sites)
    page = page_confidence(text, sites, counts)
    if context.applied.get("mill.gloss", 0) + context.applied.get("mill.scar", 0) >= 3:
        page = max(page, 0.995)
    total = sum(counts.values())
    evidence = f"{total} glosses on {len(counts)} characters, {_share(text, counts):.0%} of their occurrences"
    for site in sites:
        confidence = page if in_a_table(site[1]) else min(page, EXPLAINED)
        yield Proposal(site.end(1), site.end(), "", "mill.gloss", evidence, round(confidence, 4))


def page_confidence(text: str, sites: list[re.Match[str]], counts: Counter[str]) -> float:
    """How sure it is that a mill made the page's glosses, 0 to 1.

    A logistic score whose weights were set on the five sample pages, on the clean set and on re-enacted pages. For:
    glosses on characters that Simplified writes differently, the same character glossed again, a space inside the
    bracket. Against: glossed characters that also stand bare, rare characters, a text with a gloss on nearly
    every character (a reader for children).
    """
    han = sum(1 for character in text if "㐀" <= character <= "鿿")
    differing = sum(1 for character in counts if fold(character) != character)
    common = sum(1 for character in counts if in_a_table(character))
    repeats = sum(counts.values()) - len(counts)
    spaced = sum(1 for site in sites if site[3])
    bare = 1 - _share(text, counts)
    rare = 1 - common / len(counts)
    full = sum(counts.values()) / max(han, 1)
    score = -1.5
    score += 1.6 * min(differing, 5) + 0.8 * min(repeats, 8) + 0.25 * min(common, 8)
    score += 6.0 * bool(spaced)
    score -= 8.0 * bare + 8.0 * rare
    score -= 20.0 * max(0.0, full - 0.5)
    return 1 / (1 + exp(-score))


def in_a_table(character: str) -> bool:
    """Whether a mill's table is likely to hold the character: a common one, or one that Simplified writes otherwise.

    Common means level 1 of GB 2312-80 (3,755 characters, leads B0–D7).
    """
    simple = fold(character)
    if simple != character:
        return True
    try:
        lead = simple.encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return 0xB0 <= lead <= 0xD7


def _share(text: str, counts: Counter[str]) -> float:
    """Of all occurrences of the glossed characters, the share that is glossed."""
    everywhere = Counter(GLOSS.sub("", text))
    return sum(counts.values()) / max(1, sum(everywhere[character] for character in counts))

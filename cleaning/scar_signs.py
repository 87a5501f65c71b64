"""Where a byte scar begins: the signs of it that a text shows, before anything is searched.

`勇?lián)` a gloss whose bracket was swallowed; `國B(niǎo)` a gloss on a letter; `幸?!` half a character before a cut.
Sites whose decoder drops that half leave only what comes behind it, which no one would write: `幸！背蔀槿`.
"""

from __future__ import annotations

import re

import numpy as np

from cleaning.language_model import LanguageModel
from cleaning.mill import WIDE
from cleaning.readings import BLANK, GLOSS, SYLLABLE
from cleaning.scar_page import HAN
from cleaning.scar_steps import fired_on_ascii

_MARK = f"[{re.escape(''.join(sorted(WIDE)))}]"
_TONED = re.compile(rf"(?<=[^\n])\?{SYLLABLE}{BLANK}\)|(?<=[{HAN}])[@-~]\({SYLLABLE}{BLANK}\)")
_CUT = re.compile(rf"(?<!\?)\?(?={_MARK})")
_CUT_BEFORE_TEXT = re.compile(rf"(?<=[{HAN}])\?{_MARK}(?=[^\s])")
_MARK_IN_TEXT = re.compile(rf"(?<=[{HAN}]){_MARK}(?=[^\s])")
_NUMBER = re.compile(r"\([1-9][0-9]?\)|[1-9][0-9]?\.")

BEHIND = 3
"""Characters behind a mark that are judged."""

STRANGE = 6.5
"""Mean surprisal (natural log) of these from which they may be read one byte off; news has 2.6."""


def signs(text: str, model: LanguageModel, *, made_by_mill: bool) -> list[tuple[int, int]]:
    """Begin and end of every sign, in order. On a page that is no mill's, half a character before a cut counts only
    where what comes behind makes no sense: some mills cut and do not gloss.
    """
    found = [
        site.span()
        for site in _TONED.finditer(text)
        if (made_by_mill or not site[0].isascii())
        and (text[site.start()] == "?" or fired_on_ascii(text, site.start(), text[site.start() - 1]))
    ]
    cuts = [site.span() for site in _CUT.finditer(text)]
    if made_by_mill:
        found += cuts if cuts else _strange(text, model, _MARK_IN_TEXT)
    elif cuts:
        found += _strange(text, model, _CUT_BEFORE_TEXT)
    return sorted(found)


def _strange(text: str, model: LanguageModel, marks: re.Pattern[str]) -> list[tuple[int, int]]:
    """Marks behind which the text makes no sense."""
    kept = np.ones(len(text), dtype=bool)
    for gloss in GLOSS.finditer(text):
        kept[gloss.start() : gloss.end()] = False
    places = np.flatnonzero(kept)
    bare = "".join(text[place] for place in places.tolist())
    surprisal = model.surprisal(bare)
    return [
        (int(places[site.start()]), int(places[site.start()]) + 1)
        for site in marks.finditer(bare)
        for behind in [surprisal[_behind(bare, site.end()) :][:BEHIND]]
        if behind.size and behind.mean() >= STRANGE
    ]


def _behind(text: str, mark_end: int) -> int:
    """Where what stands behind a mark begins, but for a misread number: NFKC writes ⑻ as (8) and ⒈ as 1."""
    number = _NUMBER.match(text, mark_end)
    return number.end() if number else mark_end

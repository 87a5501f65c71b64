"""The proof of a reading: the mill, re-enacted on it, gives the text shown.

`彰顯桑基魚塘` cut at A3 BB gives `彰顯?;~(yú)塘`, `彰顯海基魚塘` too; `彰顯桑樹魚塘` does not. What passes is
possible, and what fails is out, however likely it reads.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import permutations

from cleaning.gbk import bytes_before, encode, pairs
from cleaning.mill import WIDE, encode_table, reenact
from cleaning.readings import fits, reading_in
from cleaning.scar_lattice import Whole
from cleaning.scar_page import GLOSSED, Page

MOST_ORDERED = 3
"""Glosses of one stretch that are tried in every order."""

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_CUT = re.compile(rf"\?(?=([{re.escape(''.join(WIDE))}]))")


def proven(page: Page, start: int, reading: Whole, marks: str = "") -> bool:
    """Whether the mill makes the shown stretch again, with the page's own glosses.

    It is cut at `marks`; without them, at those that the stretch shows behind a `?`.
    """
    original, shown_from = true_stretch(page, start, reading)
    shown = page.text[shown_from : reading.end]
    ways = [marks] if marks else _shown_cuts(page, shown, reading)
    wanted = _comparable(_PRIVATE.sub("", shown))
    # The table's order is not known, but what fired across a boundary came before what it kept from firing.
    fired = {piece.fired: None for piece in reading.pieces if piece.fired}
    orders = permutations(fired) if len(fired) <= MOST_ORDERED else (tuple(fired), tuple(fired)[::-1])
    for order in orders:
        glosses = {**encode_table(dict(order)), **page.glosses}
        for way in ways:
            # A mark that is cut here and stands whole there is cut after others.
            for in_turn in (False, True) if len(way) > 1 else (False,):
                made = reenact(original, glosses, way, drops_half=page.drops_half, in_turn=in_turn)
                if made is not None and _comparable(made) == wanted:
                    return True
    return False


def _shown_cuts(page: Page, shown: str, reading: Whole) -> list[str]:
    """The marks at which the stretch may be cut by what it shows. Where halves leave no `?` these are all that stand
    there, these without ？, since a `?` may be no mark, or those alone at which the reading is cut.
    """
    if not page.drops_half:
        return [_marks(_CUT.findall(shown))]
    marks, cut = _marks(shown), _marks(page.text[piece.end - 1] for piece in reading.pieces)
    return list(dict.fromkeys((marks, marks.replace("？", "") if "?" in shown else marks, cut)))


def _marks(signs: Iterable[str]) -> str:
    return "".join(sorted({WIDE[sign] for sign in signs if sign in WIDE}))


def true_stretch(page: Page, start: int, reading: Whole) -> tuple[str, int]:
    """The true text of the stretch and of one character before it, and where that one is shown."""
    text = page.text
    shown_from = start
    before = list(GLOSSED.finditer(text, max(0, start - 16), start))
    if before and before[-1].end() == start:
        shown_from = before[-1].start()
    elif start and text[start - 1] != "\n":
        shown_from = start - 1
    out = ""
    at = shown_from
    for piece in reading.pieces:
        out += _copied(text[at : piece.start])
        if piece.fired and not piece.original:
            out = _ended_with_lead(out, piece.fired[0])
        out += piece.original
        at = piece.end
    return out + _copied(text[at : reading.end]), shown_from


def _ended_with_lead(text: str, fired: str) -> str:
    """`text` whose last character ends with the first byte of the one that fired across: `,` may have been ，."""
    code = encode(fired)
    for pair in bytes_before(text[-1:]):
        if code and pair[1] == code[0]:
            return text[:-1] + pairs()[pair]
    return text


def _copied(shown: str) -> str:
    """What is shown in step, as the mill got it: glosses gone, marks full-width again."""
    bare = GLOSSED.sub(lambda site: site[1] if fits(site[1], reading_in(site[2])) else site[0], shown)
    return "".join(WIDE.get(character, character) for character in bare)


def _comparable(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("€", "?")

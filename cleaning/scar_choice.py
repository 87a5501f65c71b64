"""Among the readings of a scarred stretch: those that the mill turns into the text shown, and how sure the best is.

Re-enactment decides what is possible. Among several survivors the posterior decides: the language model with the page's
own words, the script of the page, its gloss table, and the marks at which mills usually cut. Every change of the
likeliest reading gets the share of the survivors that make it too.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from itertools import permutations
from math import exp
from typing import NamedTuple

from cleaning.fold import fold
from cleaning.gbk import bytes_before, encode, pairs
from cleaning.language_model import LanguageModel
from cleaning.mill import MARKS, WIDE, encode_table, reenact
from cleaning.readings import fits
from cleaning.scar_lattice import Reading
from cleaning.scar_page import GLOSSED, Page
from cleaning.scar_search import Search
from cleaning.scar_steps import Piece

USUAL_MARKS, OTHER_MARKS = 2.0, 1.0
"""Cost (natural log) of an original that shows the scar only if the site cuts at fewer marks than mills usually do:
where nothing on the page says that it does, and where something does."""

SURELY_CUT = 10.0
"""The same, where the page proves that the site cuts at such a mark."""

LENGTH = 0.8
"""Gain (natural log) for every character: the model thinks too well of readings in which nothing vanished."""

SHARPNESS = 1.1
"""Power to which the posterior is raised. Both chosen on the tune part, by log loss and by what is right above 0.9."""

SOLE = 0.999
"""Confidence of the only original that gives the text shown."""

MOST_SURE = 0.998
"""The highest confidence of one among several."""

RESTORED = 0.9
"""Confidence from which an eaten ASCII character is given back and not called lost."""

MOST_ORDERED = 3
"""Glosses of one stretch that are tried in every order."""

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_CUT = re.compile(rf"\?([{re.escape(''.join(WIDE))}])")


_YEAR = re.compile("(?:0[0-4]|9[0-9])[0-9](?=年)")
"""What stands behind the eaten first digit of a year."""


class Change(NamedTuple):
    """`text[start:end]` stood for `original`; `eaten`: its last character is ASCII that the last `?` swallowed."""

    start: int
    end: int
    original: str
    eaten: bool


class Judgement(NamedTuple):
    """What is proposed for a stretch up to `end`: changes with their confidence (0–1) and evidence."""

    end: int
    changes: tuple[tuple[Change, float, str], ...]


def judge(page: Page, start: int, model: LanguageModel) -> Judgement | None:
    """The likeliest reading of the stretch that begins at `start`; None where none gives the text shown."""
    search = Search(page, model, start)
    survivors = [one for one in search.readings() if proven(page, start, one)]
    if not survivors:
        return None
    weights = [SHARPNESS * _weight(page, start, one) for one in survivors]
    best = max(weights)
    shares = [exp(weight - best) for weight in weights]
    total = sum(shares)
    sure: dict[tuple[int, int, str], float] = defaultdict(float)
    for one, share in zip(survivors, shares, strict=True):
        for change in changes_of(one.pieces):
            for alike in _same_answer(change):
                sure[alike] += share / total
    sole = search.complete and len(survivors) == 1
    likeliest = survivors[weights.index(best)]
    found = []
    for change in changes_of(likeliest.pieces):
        confidence = sure[_same_answer(change)[0]]
        digit = change.eaten and change.original[-1] == "0"
        if digit and (year := _YEAR.match(page.text, change.end)):
            change = change._replace(original=change.original[:-1] + ("2" if year[0][0] == "0" else "1"), eaten=False)
        elif digit or (change.eaten and confidence < RESTORED):
            confidence = sure[_same_answer(change)[1]]
        else:
            change = change._replace(eaten=False)
        evidence = f"re-enacted; best of {len(survivors)} that give this text, posterior {confidence:.3f}"
        if sole:
            evidence = "re-enacted; the only original that gives this text"
        found.append((change, SOLE if sole else round(min(confidence, MOST_SURE), 4), evidence))
    return Judgement(likeliest.end, tuple(found))


def changes_of(pieces: tuple[Piece, ...]) -> list[Change]:
    """The pieces of a reading, those that touch made one; an eaten character ends its change."""
    changes: list[Change] = []
    for piece in pieces:
        last = changes[-1] if changes else None
        if last and last.end == piece.start and not last.eaten:
            changes[-1] = Change(last.start, piece.end, last.original + piece.original, piece.eaten)
        else:
            changes.append(Change(piece.start, piece.end, piece.original, piece.eaten))
    return changes


def _same_answer(change: Change) -> tuple[tuple[int, int, str], ...]:
    """What makes two changes one answer: script does not count. The second: but for an eaten character."""
    original = fold(change.original)
    exact = (change.start, change.end, original)
    return (exact, (change.start, change.end, original[:-1] + "\0")) if change.eaten else (exact,)


def proven(page: Page, start: int, reading: Reading, marks: str = "") -> bool:
    """Whether the mill makes the shown stretch again, with the page's own glosses.

    It is cut at `marks`; without them, at those that the stretch shows behind a `?`.
    """
    original, shown_from = _original(page, start, reading)
    shown = page.text[shown_from : reading.end]
    if not marks:
        signs = shown if page.drops_half else _CUT.findall(shown)
        marks = "".join(sorted({WIDE[sign] for sign in signs if sign in WIDE}))
    wanted = _comparable(_PRIVATE.sub("", shown))
    # The table's order is not known, but what fired across a boundary came before what it kept from firing.
    fired = {piece.fired: None for piece in reading.pieces if piece.fired}
    orders = permutations(fired) if len(fired) <= MOST_ORDERED else (tuple(fired), tuple(fired)[::-1])
    for order in orders:
        made = reenact(original, {**encode_table(dict(order)), **page.glosses}, marks, drops_half=page.drops_half)
        if made is not None and _comparable(made) == wanted:
            return True
    return False


def _original(page: Page, start: int, reading: Reading) -> tuple[str, int]:
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
    bare = GLOSSED.sub(lambda site: site[1] if fits(site[1], site[2].strip("() ")) else site[0], shown)
    return "".join(WIDE.get(character, character) for character in bare)


def _comparable(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("€", "?")


def _weight(page: Page, start: int, reading: Reading) -> float:
    return reading.score - _mark_cost(page, start, reading) + LENGTH * len(_original(page, start, reading)[0])


def _mark_cost(page: Page, start: int, reading: Reading) -> float:
    usual = "".join(mark for mark in MARKS if mark not in page.uncut)
    if proven(page, start, reading, usual):
        return 0.0
    if page.surely_cut and not proven(page, start, reading, "".join(page.surely_cut)):
        return SURELY_CUT
    return OTHER_MARKS if page.uncut else USUAL_MARKS

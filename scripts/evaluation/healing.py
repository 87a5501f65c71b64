"""Healing: what a damaged page gains from one copy that was damaged independently.

A scar is exact if all of its place is as it was. `exact` counts all scars; `exact_shown` those whose place stands whole
in the copy, without figures that stayed lost: these are never taken from a copy, and flagged. `wrong` are changes
elsewhere that damage neither page shows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from random import Random

from cleaning import Cleaner, Witness
from cleaning.fold import fold
from cleaning.numerals import NUMERALS
from cleaning.swap_spun import spinning_table
from cleaning.swap_words import common_words
from scripts.evaluation.figures import Figure, per_million, share
from scripts.reenact import Damaged, Scar, replaced
from scripts.reenact.characters import is_han
from scripts.reenact.junk import insert
from scripts.reenact.mill_page import GLOSS, make_site, mill_page
from scripts.reenact.misreading import READERS
from scripts.reenact.mojibake import misread_span
from scripts.reenact.swaps import spin, swap_common_word

EVERY = 350
"""Characters for each junk insertion and each lost character; one insertion in two copies is one in 175."""

SHOWN = 6

SPUN = 0.1
"""Share of the spinning table's words that a site swaps."""

BESIDE = 2
"""Characters on either side of a scar that must stand in the copy too for its place to be shown there."""

_FIGURE = re.compile(f"[0-9{NUMERALS}]")
_LOST = re.compile("[\ufffd?]")


@dataclass(slots=True)
class Healing:
    """What became of the scars of many pages: alone, and with one witness; notes on what is not exact.

    shown    scars whose place stands whole in the witness; of these `shown_exact` are exact
    figures  scars shown there of which nothing but figures stayed lost
    """

    scars: int = 0
    alone: int = 0
    exact: int = 0
    shown: int = 0
    shown_exact: int = 0
    figures: int = 0
    wrong: int = 0
    size: int = 0
    missed: list[str] = field(default_factory=list)
    strayed: list[str] = field(default_factory=list)


Hunk = tuple[int, int, int, int]
"""`truth[0:1]` came out as `shown[2:3]`."""

Damage = Callable[[str, Random], Damaged]


def healed(name: str, texts: Sequence[str], damage: Damage, cleaner: Cleaner) -> Iterator[Figure]:
    """The figures of one kind of damage, the wrong changes last."""
    tally = Healing()
    for number, text in enumerate(texts):
        damaged = damage(text, Random(f"{name} {number}"))
        witness = Witness("other", cleaner.clean(damage(text, Random(f"{name} witness {number}")).text).text)
        spans = _spans_of(text, damaged)
        alone = _hunks(text, cleaner.clean(damaged.text).text)
        tally.alone += sum(not _touching(alone, span) for span in spans)
        _judge(tally, text, damaged, cleaner.clean(damaged.text, witnesses=(witness,)).text, witness.text)
    told = tally.shown - tally.figures
    apart = f"{tally.scars - tally.shown:,} not whole in the copy, {tally.figures:,} lost figures that stay flagged"
    yield share(f"reprints.{name}.exact", tally.exact, tally.scars, "\n".join([apart, *tally.missed[:SHOWN]]))
    yield share(f"reprints.{name}.exact_shown", tally.shown_exact, told)
    yield share(f"reprints.{name}.exact_alone", tally.alone, tally.scars)
    yield per_million(f"reprints.{name}.wrong", tally.wrong, tally.size, "\n".join(tally.strayed[:SHOWN]))


def _hunks(text: str, output: str) -> list[Hunk]:
    """Where the output is not the truth, both as `_plain` has them."""
    return [
        (first, last, start, end)
        for kind, first, last, start, end in SequenceMatcher(
            None, _plain(text), _plain(output), autojunk=False
        ).get_opcodes()
        if kind != "equal"
    ]


def _touching(hunks: Sequence[Hunk], span: tuple[int, int]) -> list[Hunk]:
    return [hunk for hunk in hunks if hunk[0] <= span[1] and span[0] <= hunk[1]]


def _judge(tally: Healing, text: str, damaged: Damaged, output: str, copy: str) -> None:
    """Add one page that was cleaned beside `copy`: its scars that are mended, and what changed elsewhere."""
    truth, shown, other = _plain(text), _plain(output), _plain(copy)
    hunks = _hunks(text, output)

    def said(hunk: Hunk) -> str:
        first, last, start, end = hunk
        return f"{truth[max(0, first - 6) : last + 6]!r} came out as {shown[max(0, start - 6) : end + 6]!r}"

    for begin, end in _spans_of(text, damaged):
        touching = _touching(hunks, (begin, end))
        is_shown = truth[max(0, begin - BESIDE) : end + BESIDE] in other
        tally.scars += 1
        tally.exact += not touching
        tally.shown += is_shown
        tally.shown_exact += is_shown and not touching
        if touching:
            tally.figures += is_shown and all(_is_lost_figure(truth, shown, hunk) for hunk in touching)
            tally.missed.append(said(touching[0]))
    tally.size += len(truth)
    read = _spans_of(text, damaged, glosses=True)
    for hunk in hunks:
        if not any(_touching([hunk], span) for span in read):
            tally.wrong += 1
            tally.strayed.append(said(hunk))


def _is_lost_figure(truth: str, shown: str, hunk: Hunk) -> bool:
    """Whether a figure stood there, and what is shown says no more than that something is lost."""
    first, last, start, end = hunk
    return bool(_FIGURE.search(truth, first, last)) and not _LOST.sub("", shown[start:end])


def _spans_of(text: str, damaged: Damaged, *, glosses: bool = False) -> list[tuple[int, int]]:
    """Where the scars lie in the plain truth, with those that are readings alone or without them."""
    same = len(damaged.original) == len(text)
    found = []
    shift = 0
    for scar in damaged.scars:
        begin = scar.start + shift
        end = begin + len(scar.original)
        shift += len(scar.original) - (scar.end - scar.start)
        if glosses or scar.kind != GLOSS:
            source = text if same else damaged.original
            found.append((len(_plain(source[:begin])), len(_plain(source[:end]))))
    return found


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", fold(text))


def _junk(text: str, rng: Random, lengths: Sequence[int]) -> Damaged:
    return insert(text, rng, max(1, len(text) // EVERY), lengths)


def _mill(text: str, rng: Random) -> Damaged:
    return mill_page(text, make_site(rng, text, drops_half=False))


def _lost(text: str, rng: Random) -> Damaged:
    """Single characters and pairs whose bytes are gone: U+FFFD stands there."""
    places = sorted(rng.sample([at for at, sign in enumerate(text[:-2]) if is_han(sign)], max(1, len(text) // EVERY)))
    chosen: list[tuple[int, int, str]] = []
    for at in places:
        size = rng.choice((1, 1, 2))
        if not chosen or at > chosen[-1][1] + 1:
            chosen.append((at, at + size, "\ufffd" * rng.choice((1, size))))
    return replaced(text, chosen, "lost")


def _misread(text: str, rng: Random) -> Damaged:
    """One sentence of UTF-8 read as GBK, with bytes lost on the way where the draw has it so."""
    best = None
    for _ in range(20):
        span = misread_span(text, rng, "utf8_as_gbk", rng.choice(READERS), rng.choice(("run", "sentence")))
        best = span or best
        if span and span.touched:
            break
    if best is None:
        return Damaged(text, text, ())
    return Damaged(text, best.text, (Scar(best.start, best.end, text[best.begin : best.stop], "misread"),))


def _swapped(text: str, rng: Random) -> Damaged:
    """One common word became an invented brand wherever it stands, if any is common enough."""
    return swap_common_word(text, rng, frozenset(common_words())) or Damaged(text, text, ())


def _spun(text: str, rng: Random) -> Damaged:
    """A few words became odd synonyms: fewer than show that a page was spun."""
    return spin(text, spinning_table(), rng, SPUN)


DAMAGES: dict[str, Damage] = {
    "junk": lambda text, rng: _junk(text, rng, (2, 3, 4)),
    "junk_1": lambda text, rng: _junk(text, rng, (1,)),
    "junk_5": lambda text, rng: _junk(text, rng, (5,)),
    "junk_6": lambda text, rng: _junk(text, rng, (6,)),
    "mill": _mill,
    "lost": _lost,
    "misread": _misread,
    "swapped": _swapped,
    "spun": _spun,
}
"""The kinds of damage, by the name of their figures."""

"""One step of reading a scarred stretch: what the next shown character can be, in step with the bytes or one off.

A reader is *in step* while each shown character is a true one. One byte off, it holds the *pending* byte, the first
half of the next true character, and the next shown character gives the second half and the next pending byte. So all
is forced there but its ends, where a `?` swallowed a byte, and the gaps, where a user-defined pair vanished.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaning.gbk import bytes_before, encode, grid, pairs, shown_as, vanishing, with_trail
from cleaning.mill import WIDE
from cleaning.readings import GLOSS, fits, read_as
from cleaning.scar_page import Page

EATEN = "\n 0.-%,()/:\"'+<>*&#!?=;$"
"""ASCII that a misread first byte takes along: all below 40. `0` stands for any digit, as in the language model."""

UNSIGNED = 6.0
"""Cost (natural log) of a cut inside a character of which no `?` tells: one mark in some four hundred has one."""

_TAG = re.compile(
    r"/?(?:a|b|br|center|div|em|font|h[1-6]|i|img|li|p|section|span|strong|t[dhr]|table|u|[ou]l)"
    r"(?:\s[^<>\n]{0,400}|/)?>",
    re.IGNORECASE,
)
"""A tag that lost its `<`."""

BEFORE_MARK = 3.0
"""Cost (natural log) of ASCII below 40 right before a mark: half a character before a cut shows the same."""

Pending = tuple[int, ...]
"""First bytes of the next true character, of which one is right; empty: in step."""

Fired = Sequence[tuple[str, str]]
"""Characters and the glosses (with brackets) that the mill put behind them."""


class Piece(NamedTuple):
    """A part of the reading: what is shown at `start` to `end` stands for `original`.

    `fired`: the character and the gloss (with brackets) that the mill put here. `eaten`: the last character of
    `original` is ASCII that a `?` swallowed.
    """

    start: int
    end: int
    original: str
    fired: tuple[str, str] | None = None
    eaten: bool = False


class Choice(NamedTuple):
    """Ways to read on from one state: `codes` are true characters (code points), one of which comes next.

    `pendings` go with them one by one, or are one for all. The shown text is used up to `end` (`NOT_USED`: not at all).
    `fired`: the glosses that show here, with their characters, one by one or one for all. `guarded`: a character of
    the site's table cannot come here, since its gloss would show. `silent`: no true character is completed. `cost`
    (natural log) is that of all.
    """

    codes: NDArray[np.uint32]
    pendings: Sequence[Pending]
    end: int
    fired: Fired = ()
    copied: bool = False
    eaten: bool = False
    split: bool = False
    guarded: bool = True
    silent: bool = False
    cost: float = 0.0


NOT_USED = -1

IN_STEP: tuple[Pending, ...] = ((),)
SWALLOWED: tuple[Pending, ...] = ((0,),)


def in_step(page: Page, at: int, before: str) -> Iterator[Choice]:
    """Readings of `page.text[at]` in step, `before` being the true character before it."""
    text = page.text
    gloss = GLOSS.match(text, at + 1)
    shown = text[at]
    eaten = gloss_after_eaten_bracket(text, at) if shown == "?" else None
    if eaten:
        yield from _fired_across(eaten, before)
        return
    if shown == "?" and text[at + 1 : at + 2] in WIDE:
        yield _cut(page, at + 1, before)
    if page.drops_half and shown in WIDE:
        yield _cut(page, at, before)._replace(cost=UNSIGNED)
    if gloss and "\x40" <= shown < "\x7f":
        fired = fired_on_ascii(text, at, before)
        if fired:
            yield Choice(_codes(shown), IN_STEP, fired[2], (fired[:2],), guarded=False)
            return
    end = gloss.end() if gloss and fits(shown, gloss[1]) else at + 1
    yield Choice(_codes(shown), IN_STEP, end, copied=True, guarded=False)


def fired_on_ascii(text: str, at: int, before: str) -> tuple[str, str, int] | None:
    """Where a gloss fired on the second byte of `before` and the ASCII at `at`: (character, gloss, end)."""
    code, gloss = encode(before), GLOSS.match(text, at + 1)
    character = pairs().get((code[1], ord(text[at]))) if code and text[at] < "\x7f" else None
    return (character, gloss[0], gloss.end()) if character and gloss and fits(character, gloss[1]) else None


def gloss_after_eaten_bracket(text: str, at: int) -> tuple[str, str, int] | None:
    """Where `?` ate the opening bracket of a gloss: (syllable, gloss with both brackets, end of it in `text`)."""
    match = GLOSS.match("(" + text[at + 1 : at + 14])
    return (match[1], match[0], at + match.end()) if match else None


def one_off(page: Page, at: int, pending: Pending) -> Iterator[Choice]:
    """Readings of `page.text[at]` one byte off."""
    text = page.text
    shown = text[at]
    gloss = GLOSS.match(text, at + 1)
    for end, (lead, trail) in shown_as(text, at):
        # A gloss can fire on the pair as it is shown, out of step.
        if end == at + 1 and gloss and fits(shown, gloss[1]):
            yield _completed(pending, lead, gloss.end(), ((trail,),), ((shown, gloss[0]),), split=True)
        elif not gloss or end > at + 1:
            yield _completed(pending, lead, end, ((trail,),))
    if "\x40" <= shown < "\x7f":
        yield from _ends_on(pending, ord(shown), text, at)
    if shown in "?€" and not gloss_after_eaten_bracket(text, at):
        yield from _ends_on(pending, 0x80, text, at)
    if shown == "?":
        yield from _swallowed(text, at, pending)
    if page.drops_half and shown in WIDE:
        yield Choice(_second_halves(pending), IN_STEP, NOT_USED)


@cache
def vanished(pending: Pending) -> Choice:
    """A pair vanished before the next shown character: its first byte ends a character, its second is pending."""
    codes, pendings = [], []
    for first, seconds in vanishing().items():
        for lead in pending:
            if code := grid()[lead, first]:
                codes.append(code)
                pendings.append(seconds)
    return Choice(np.array(codes, dtype=np.uint32), pendings, NOT_USED)


def _completed(
    pending: Pending, trail: int, end: int, pendings: Sequence[Pending], fired: Fired = (), *, split: bool = False
) -> Choice:
    """The byte `trail` completes the pending character."""
    codes = grid()[_array(pending), trail]
    return Choice(codes[codes > 0], pendings, end, fired, split=split)


@cache
def _array(pending: Pending) -> NDArray[np.intp]:
    return np.array(pending, dtype=np.intp)


def _ends_on(pending: Pending, trail: int, text: str, at: int) -> Iterator[Choice]:
    """The byte shown alone completes the pending character; a gloss that stands behind is that character's."""
    gloss = GLOSS.match(text, at + 1)
    if not gloss:
        yield _completed(pending, trail, at + 1, IN_STEP)
        return
    codes_read = ((character, encode(character)) for character in read_as(gloss[1]))
    found = [character for character, code in codes_read if code and code[0] in pending and code[1] == trail]
    yield from _fired(found, gloss[0], gloss.end())


def _swallowed(text: str, at: int, pending: Pending) -> Iterator[Choice]:
    """A `?` one byte off: the second half of a character, alone before a cut, or with the ASCII behind it."""
    eaten = gloss_after_eaten_bracket(text, at)
    if eaten:
        syllable, gloss, end = eaten
        codes_read = ((character, encode(character)) for character in read_as(syllable))
        found = [character for character, code in codes_read if code and code[0] in pending and code[1] > 0x80]
        yield from _fired(found, gloss, end)
        return
    codes = _second_halves(pending)
    if text[at + 1 : at + 2] in WIDE or at + 1 == len(text):
        yield Choice(codes, IN_STEP, at + 1)
    yield Choice(codes, SWALLOWED, at + 1, cost=BEFORE_MARK if text[at + 1 : at + 2] in WIDE else 0.0)


@cache
def single_byte(byte: int, *, in_tag: bool = False) -> Choice:
    """The true character begun by a byte below 80: that byte, or (for `SWALLOWED`) what a `?` took along.

    `in_tag`: that was the `<` of a tag, before which a sentence ends as before a line's end.
    """
    if in_tag and not byte:
        return Choice(np.array([ord("\n")], dtype=np.uint32), IN_STEP, NOT_USED, eaten=True, guarded=False)
    if byte:
        return Choice(np.array([byte], dtype=np.uint32), IN_STEP, NOT_USED, guarded=False)
    codes = np.array([ord(character) for character in EATEN], dtype=np.uint32)
    return Choice(codes, IN_STEP, NOT_USED, eaten=True, guarded=False)


@cache
def _second_halves(pending: Pending) -> NDArray[np.uint32]:
    """Every character that begins with a pending byte and ends in one that shows as `?` when alone."""
    codes = grid()[_array(pending), 0x81:]
    return codes[codes > 0]


def lost_its_bracket(text: str, at: int) -> bool:
    """Whether the tag that stands at `at` lacks its `<`."""
    return _TAG.match(text, at) is not None


def _fired_across(eaten: tuple[str, str, int], before: str) -> Iterator[Choice]:
    """The gloss of a character that begins with the second byte of the one before: its own second byte is pending."""
    syllable, gloss, end = eaten
    trails = {trail for _, trail in bytes_before(before)}
    for character in read_as(syllable):
        pair = encode(character)
        if pair and pair[0] in trails and pair[1] > 0x80:
            yield Choice(_codes(""), ((pair[1],),), end, ((character, gloss),), split=True, silent=True)


def _cut(page: Page, at: int, before: str) -> Choice:
    """A cut inside a character: the bytes of the mark at `at` are its second half and the first half of the next."""
    first, second = WIDE[page.text[at]].encode("gbk")
    code = encode(before)
    found = [
        character
        for lead, character in with_trail(first)
        # Had the byte before and this one made a character of the table, its gloss would stand here.
        if not (code and page.always_glossed[grid()[code[1], lead]])
    ]
    return Choice(_codes("".join(found)), ((second,),), at + 1)


def _fired(characters: list[str], gloss: str, end: int) -> Iterator[Choice]:
    if characters:
        fired = [(character, gloss) for character in characters]
        yield Choice(_codes("".join(characters)), IN_STEP, end, fired, guarded=False)


def _codes(characters: str) -> NDArray[np.uint32]:
    return np.array([ord(character) for character in characters], dtype=np.uint32)

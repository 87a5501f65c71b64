"""Every text that the mill could have turned into a scarred stretch: a search over the byte stream.

A scar is a stretch read one byte off. Walking it, the search holds the *pending* byte: the first half of the next
true character, whose second half the following shown character begins with. So inside the stretch every character is
forced; only its ends are open, where a `?` ate a byte or a pair vanished in the user-defined areas. A walk ends as
soon as nothing is pending: from there on the text is read in step again.

Where the forced pair is no character, two bytes have vanished between its halves; it is kept as a hole (a plane-15
code point that carries both bytes) for `cleaning.scar_vanished` to fill.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleaning.gbk import encode, pairs, user_defined, with_lead
from cleaning.mill import MARKS, narrow
from cleaning.readings import GLOSS, fits, read_as

LIMIT = 20_000
"""Most states that one search visits; what needs more is beyond proof."""

LONGEST = 400
"""Most shown characters that one scar may span (the longest on the sample pages spans 12)."""

MOST_HOLES = 3
"""Most vanished pairs of one scar that show as holes."""

SHOWN_MARKS = frozenset(MARKS + narrow(MARKS))
"""The marks at which a mill cuts, also as a half-width pass leaves them."""

Fired = tuple[tuple[str, str], ...]
"""Glosses that fired inside a scar: (character, gloss with its brackets)."""


class Candidate(NamedTuple):
    """A possible original of the stretch that ends at `end`. `eaten`: the `?` there stands for one lost ASCII byte."""

    end: int
    original: str
    fired: Fired
    eaten: bool = False


class _State(NamedTuple):
    at: int
    pending: int
    out: str
    fired: Fired
    vanished: bool


def hole(lead: int, trail: int) -> str:
    """A placeholder for a pair of bytes between which others are missing."""
    return chr(0xF0000 + (lead << 8) + trail)


def hole_bytes(character: str) -> tuple[int, int] | None:
    """The two bytes of a placeholder; None for any other character."""
    code = ord(character) - 0xF0000
    return (code >> 8, code & 0xFF) if 0 <= code <= 0xFFFF else None


def walk(text: str, at: int, pending: int, fired: Fired = ()) -> Iterator[Candidate]:
    """Candidates where `pending` is the first byte of a character and `text[at:]` shows its second and what follows."""
    stack = [_State(at, pending, "", fired, False)]
    visited = 0
    while stack and visited < LIMIT:
        visited += 1
        state = stack.pop()
        if state.at - at > LONGEST or text[state.at : state.at + 1] in ("", "\n"):
            continue
        yield from _endings(text, state)
        stack += _steps(text, state)


def gloss_after_eaten_bracket(text: str, at: int) -> tuple[str, str, int] | None:
    """Where `?` ate the opening bracket of a gloss: (syllable, gloss with both brackets, end of it in `text`)."""
    match = GLOSS.match("(" + text[at + 1 : at + 14])
    return (match[1], match[0], at + match.end()) if match else None


def _endings(text: str, state: _State) -> Iterator[Candidate]:
    """The ways in which the stream can come back into step at this state."""
    at, pending, out, fired, _ = state
    shown = text[at]
    if shown in "?€" and not gloss_after_eaten_bracket(text, at):
        yield from _in_step(text, at, out + pairs().get((pending, 0x80), hole(pending, 0x80)), fired)
    if shown == "?":
        gloss = gloss_after_eaten_bracket(text, at)
        following = text[at + 1 : at + 2]
        if gloss:
            syllable, shown_gloss, end = gloss
            for _, character in with_lead(pending):
                if fits(character, syllable):
                    yield Candidate(end, out + character, (*fired, (character, shown_gloss)))
        else:
            # A lone first byte before a cut; or it took an ASCII byte with it that nothing can give back.
            eaten = following not in SHOWN_MARKS and following not in ("", "\n")
            for _, character in with_lead(pending):
                yield Candidate(at if eaten else at + 1, out + character, fired, eaten)
    elif "\x40" <= shown < "\x7f":
        # An ASCII byte in second place completes the pending character.
        yield from _in_step(text, at, out + pairs().get((pending, ord(shown)), hole(pending, ord(shown))), fired)


def _in_step(text: str, at: int, out: str, fired: Fired) -> Iterator[Candidate]:
    """Back in step behind `text[at]`; a gloss that stands there must be that of the character just completed."""
    gloss = GLOSS.match(text, at + 1)
    if not gloss:
        yield Candidate(at + 1, out, fired)
    elif fits(out[-1], gloss[1]):
        yield Candidate(gloss.end(), out, (*fired, (out[-1], gloss[0])))


def _steps(text: str, state: _State) -> Iterator[_State]:
    """The states one shown character, or one vanished pair before a gloss, further on, still out of step."""
    at, pending, out, fired, vanished = state
    shown = text[at]
    for lead, trail in _bytes_of(shown):
        character = pairs().get((pending, lead))
        if character is None:
            if sum(hole_bytes(before) is not None for before in out) >= MOST_HOLES:
                continue
            character = hole(pending, lead)
        # A gloss can fire on the pair as it is shown, out of step.
        glossed = GLOSS.match(text, at + 1)
        if glossed and fits(shown, glossed[1]):
            yield _State(glossed.end(), trail, out + character, (*fired, (shown, glossed[0])), vanished)
        elif not glossed:
            yield _State(at + 1, trail, out + character, fired, vanished)
    if not vanished:
        for following in _leads_of_next_gloss(text, at):
            for trail, character in with_lead(pending):
                if user_defined(trail, following):
                    yield _State(at, following, out + character, fired, True)


def _bytes_of(shown: str) -> Iterator[tuple[int, int]]:
    """The two bytes that a shown character may stand for: its own, and those of its full-width form."""
    code = encode(shown)
    if code:
        yield code
    if "!" <= shown <= "~" and shown != "?":
        yield 0xA3, ord(shown) + 0x80


def _leads_of_next_gloss(text: str, at: int) -> list[int]:
    """First bytes that can follow a vanished pair: those of the characters whose gloss stands next."""
    eaten = gloss_after_eaten_bracket(text, at) if text[at] == "?" else None
    if eaten:
        codes = map(encode, read_as(eaten[0]))
        return sorted({code[0] for code in codes if code})
    gloss = GLOSS.match(text, at + 1)
    if gloss and "\x40" <= text[at] < "\x7f":
        codes = map(encode, read_as(gloss[1]))
        return sorted({code[0] for code in codes if code and chr(code[1]) == text[at]})
    return []

"""Every text that the mill could have turned into a scarred stretch: a search over the byte stream.

A scar is a stretch read one byte off. Walking it, the search holds the *pending* byte: the first half of the next
true character, whose second half the following shown character begins with. So inside the stretch every character is
forced; only its ends are open, where a `?` ate a byte or a pair vanished in the user-defined areas. A walk ends as
soon as nothing is pending: from there on the text is read in step again.
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

SHOWN_MARKS = frozenset(MARKS + narrow(MARKS))
"""The marks at which a mill cuts, also as a half-width pass leaves them."""

Fired = tuple[tuple[str, str], ...]
"""Glosses that fired inside a scar: (character, gloss with its brackets)."""


class Candidate(NamedTuple):
    """A possible original of the stretch that ends at `end`."""

    end: int
    original: str
    fired: Fired


class _State(NamedTuple):
    at: int
    pending: int
    out: str
    fired: Fired
    vanished: bool


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
    if shown == "?":
        gloss = gloss_after_eaten_bracket(text, at)
        if gloss:
            syllable, shown_gloss, end = gloss
            for _, character in with_lead(pending):
                if fits(character, syllable):
                    yield Candidate(end, out + character, (*fired, (character, shown_gloss)))
        elif text[at + 1 : at + 2] in SHOWN_MARKS or text[at + 1 : at + 2] in ("", "\n"):
            # A lone first byte at the end of a piece: its second half is the byte that the `?` stands for.
            for _, character in with_lead(pending):
                yield Candidate(at + 1, out + character, fired)
    elif shown < "\x80":
        # An ASCII byte in second place completes the pending character.
        character = pairs().get((pending, ord(shown)), "")
        glossed = GLOSS.match(text, at + 1)
        if character and not glossed:
            yield Candidate(at + 1, out + character, fired)
        elif character and glossed and fits(character, glossed[1]):
            yield Candidate(glossed.end(), out + character, (*fired, (character, glossed[0])))


def _steps(text: str, state: _State) -> Iterator[_State]:
    """The states one shown character, or one vanished pair, further on, still out of step."""
    at, pending, out, fired, vanished = state
    table = pairs()
    shown = text[at]
    for lead, trail in _bytes_of(shown):
        character = table.get((pending, lead))
        if character:
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
    if "!" <= shown <= "~":
        yield 0xA3, ord(shown) + 0x80


def _leads_of_next_gloss(text: str, at: int) -> list[int]:
    """First bytes that can follow a vanished pair: those of the characters whose gloss stands next.

    Where no gloss stands next nothing narrows the search (two thousand pairs for every character shown), so none.
    """
    eaten = gloss_after_eaten_bracket(text, at) if text[at] == "?" else None
    if eaten:
        codes = map(encode, read_as(eaten[0]))
        return sorted({code[0] for code in codes if code})
    gloss = GLOSS.match(text, at + 1)
    if gloss and "\x40" <= text[at] < "\x7f":
        codes = map(encode, read_as(gloss[1]))
        return sorted({code[0] for code in codes if code and chr(code[1]) == text[at]})
    return []

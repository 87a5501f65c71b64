"""Byte scars: where the mill's byte-wise replacing and cutting fell across a character boundary.

`勇?lián)?dāng)` → `勇擔當`: the gloss of 聯 (`C2 93`) fired on the second byte of 勇 and the first of 擔.
`德國B(niǎo)ALLUFF` → `德國BALLUFF`. `你去吗?!` is an ordinary question and stays.

The byte stream is rebuilt with unknowns (`cleaning.scar_search`), every candidate is sent through the mill again and
must give the damaged text back (`cleaning.mill`); the sole survivor is proven, among several the language model
chooses, and its posterior over the survivors is the confidence. Where no candidate survives the scar is flagged. An
ASCII byte that a `?` ate is lost: the rest of the scar is repaired around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cleaning.context import Context
from cleaning.edit import Proposal
from cleaning.gbk import encode, with_trail
from cleaning.language_model import default_model
from cleaning.readings import GLOSS, SYLLABLE, read_as
from cleaning.scar_choice import Page, choose, wide
from cleaning.scar_search import SHOWN_MARKS, Candidate, gloss_after_eaten_bracket, walk

TRIGGERS = frozenset("?(")

_HAN = "㐀-鿿豈-﫿"
_SITE = re.compile(
    rf"(?<=[{_HAN}])\?{SYLLABLE} ?\)"
    rf"|(?<=[^\n?])\?(?=[{''.join(sorted(re.escape(mark) for mark in SHOWN_MARKS))}])"
    rf"|(?<=[{_HAN}])[@-~]\({SYLLABLE} ?\)"
)
_GLOSSED = re.compile(rf"([{_HAN}])(\({SYLLABLE} ?\))")

EVIDENCE_OF_MILL = 3
"""Glosses on the page from which a bare `?` before a mark is looked at: `你去吗?!` is common, a mill page is not."""

BEFORE, BEHIND = 60, 500
"""Surroundings that decide a scar: what the model sees on the left, the longest scar and what is seen behind it."""

FEW = 40
"""First characters, and rests, of a cut scar that are combined: each is ranked by the model alone before."""


def propose(text: str, context: Context) -> Iterable[Proposal]:
    sites = list(_SITE.finditer(text))
    if not sites:
        return
    page = Page(text, {site[1]: site[2] for site in _GLOSSED.finditer(text)})
    glosses = len(GLOSS.findall(text)) + context.applied.get("mill.gloss", 0)
    done = 0
    judged: dict[str, tuple[Candidate | None, float, str]] = {}
    for site in sites:
        start = site.start()
        toned = not site[0].isascii()
        if start < done or (glosses < EVIDENCE_OF_MILL and not toned):
            continue
        # The same scar in the same surroundings is judged once: a page repeats itself, and judging is dear.
        around = text[max(0, start - BEFORE) : start + BEHIND]
        if around not in judged:
            judged[around] = _judge(page, site)
        best, confidence, evidence = judged[around]
        if best is not None:
            end = start + best.end
            done = end
            yield Proposal(start, end, best.original, "mill.scar", evidence, confidence)
            if best.eaten:
                reason = "an ASCII character that the misread byte before it took along"
                yield Proposal(end, end + 1, "", "mill.eaten", reason, confidence, lost=True)
        elif toned:
            yield Proposal(start, site.end(), "", "mill.scar", "a gloss out of step; no original fits", 0.6)


def _judge(page: Page, site: re.Match[str]) -> tuple[Candidate | None, float, str]:
    """The likeliest original of a site, its end counted from the site's start, with confidence and evidence."""
    candidates = list(_candidates(page, site))
    if not candidates:
        return None, 0.0, ""
    best, confidence, evidence = choose(page, site.start(), candidates, default_model())
    return best and best._replace(end=best.end - site.start()), confidence, evidence


def _candidates(page: Page, site: re.Match[str]) -> Iterator[Candidate]:
    """Everything that may have stood at the site, from the bytes and the readings alone."""
    text, start = page.text, site.start()
    before = encode(text[start - 1])
    eaten = gloss_after_eaten_bracket(text, start) if text[start] == "?" else None
    if eaten and before:
        # The gloss of a character that begins with the second byte of the one before: its own second byte is pending.
        syllable, shown, end = eaten
        for character in read_as(syllable):
            code = encode(character)
            if code and code[0] == before[1] and code[1] >= 0x81:
                yield from walk(text, end, code[1], ((character, shown),))
    elif text[start] == "?":
        yield from _cut(page, start)
    elif before:
        # A gloss behind an ASCII byte that the pair before it runs into: nothing is out of step, the gloss goes.
        gloss = GLOSS.match(text, start + 1)
        if gloss and any(encode(character) == (before[1], ord(text[start])) for character in read_as(gloss[1])):
            pair = bytes((before[1], ord(text[start]))).decode("gb18030")
            yield Candidate(gloss.end(), text[start], ((pair, gloss[0]),))


def _cut(page: Page, start: int) -> Iterator[Candidate]:
    """A cut inside a character: the mark's bytes are its second half and the first half of the next."""
    code = encode(wide(page.text[start + 1]))
    if not code:
        return
    rests = list(walk(page.text, start + 2, code[1]))
    if not rests:
        return
    model = default_model()
    left = page.left(start)
    scores = model.score_many([(left, one.original, page.right(one.end)) for one in rests])
    rests = [rests[index] for index in sorted(range(len(rests)), key=lambda index: (-scores[index], index))[:FEW]]
    firsts = [character for _, character in with_trail(code[0])]
    # What follows the first character is forced but for its end, so any of the rests may judge it.
    scores = model.score_many([(left, first, rests[0].original) for first in firsts])
    firsts = [firsts[index] for index in sorted(range(len(firsts)), key=lambda index: (-scores[index], index))[:FEW]]
    for first in firsts:
        for rest in rests:
            yield rest._replace(original=first + rest.original)

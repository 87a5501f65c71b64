"""Byte scars: where the mill's byte-wise replacing and cutting fell across a character boundary.

`勇?lián)?dāng)` → `勇擔當`: the gloss of 聯 (`C2 93`) fired on the second byte of 勇 and the first of 擔.
`德國B(niǎo)ALLUFF` → `德國BALLUFF`. `你去吗?!` is an ordinary question and stays.

The byte stream is rebuilt with unknowns (`cleaning.scar_search`), every candidate is sent through the mill again and
must give the damaged text back (`cleaning.mill`); the sole survivor is proven, among several the language model
chooses, and its posterior over the survivors is the confidence. Where no candidate survives the scar is flagged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from math import exp, log1p

from cleaning.context import Context
from cleaning.edit import Proposal
from cleaning.fold import SIMPLIFIED_ONLY, TRADITIONAL_ONLY, fold
from cleaning.gbk import encode, with_trail
from cleaning.language_model import default_model
from cleaning.mill import MARKS, narrow, reenact
from cleaning.readings import GLOSS, SYLLABLE, read_as
from cleaning.scar_search import SHOWN_MARKS, Candidate, gloss_after_eaten_bracket, walk

TRIGGERS = frozenset("?(")

_HAN = "㐀-鿿豈-﫿"
_SITE = re.compile(
    rf"(?<=[{_HAN}])\?{SYLLABLE} ?\)"
    rf"|(?<=[{_HAN}])\?(?=[{''.join(sorted(re.escape(mark) for mark in SHOWN_MARKS))}])"
    rf"|(?<=[{_HAN}])[@-~]\({SYLLABLE} ?\)"
)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_WIDE = {narrow(mark): mark for mark in "！；？：，"}

EVIDENCE_OF_MILL = 3
"""Glosses on the page from which a bare `?` before a mark is looked at: `你去吗?!` is common, a mill page is not."""

CONTEXT = 12
"""Characters on either side that the language model sees."""

MOST_PROVEN = 300
"""Candidates that are re-enacted, best first by the model."""

WORD = 0.2
"""Weight of ln(1 + frequency) of the best word that covers an open end. Chosen on the tune part: there it lowers the
log loss of choosing among 126 first or 190 second bytes, and more weight raises it again."""

OTHER_MARKS = 3.0
"""Cost (natural log) of an original that shows the scar only if the site cuts at fewer marks than mills usually do."""

WRONG_SCRIPT = 3.0
"""Cost (natural log) of a Simplified-only character on a Traditional page: the mill converts before it glosses."""


def propose(text: str, context: Context) -> Iterable[Proposal]:
    sites = list(_SITE.finditer(text))
    if not sites:
        return
    table = {site[0][0]: site[0][1:] for site in re.finditer(rf"[{_HAN}]\({SYLLABLE} ?\)", text)}
    glosses = len(GLOSS.findall(text)) + context.applied.get("mill.gloss", 0)
    done = 0
    for site in sites:
        if site.start() < done:
            continue
        toned = not site[0].isascii()
        if glosses < EVIDENCE_OF_MILL and not toned:
            continue
        candidates = _distinct(_candidates(text, site))
        if not candidates:
            if toned:
                yield Proposal(site.start(), site.end(), "", "mill.scar", "a gloss out of step; no original fits", 0.6)
            continue
        best, confidence, evidence = _choose(text, site.start(), candidates, table)
        if best is not None:
            done = best.end
            yield Proposal(site.start(), best.end, best.original, "mill.scar", evidence, confidence)


def _distinct(candidates: Iterator[Candidate]) -> list[Candidate]:
    return list({(candidate.end, candidate.original): candidate for candidate in candidates}.values())


def _candidates(text: str, site: re.Match[str]) -> Iterator[Candidate]:
    """Everything that may have stood at the site, from the bytes and the readings alone."""
    start = site.start()
    before = encode(text[start - 1])
    if before is None:
        return
    eaten = gloss_after_eaten_bracket(text, start) if text[start] == "?" else None
    if eaten:
        # The gloss of a character that begins with the second byte of the one before: its own second byte is pending.
        syllable, shown, end = eaten
        for character in read_as(syllable):
            code = encode(character)
            if code and code[0] == before[1] and code[1] >= 0x81:
                yield from walk(text, end, code[1], ((character, shown),))
    elif text[start] == "?":
        # A cut inside a character: the mark's bytes are its second half and the first half of the next.
        mark = _wide(text[start + 1])
        code = encode(mark)
        if code:
            rest = _distinct(walk(text, start + 2, code[1]))
            for _, character in with_trail(code[0]):
                for candidate in rest:
                    yield candidate._replace(original=character + candidate.original)
    else:
        # A gloss behind an ASCII byte that the pair before it runs into: nothing is out of step, the gloss goes.
        gloss = GLOSS.match(text, start + 1)
        if gloss and any(encode(character) == (before[1], ord(text[start])) for character in read_as(gloss[1])):
            pair = bytes((before[1], ord(text[start]))).decode("gb18030")
            yield Candidate(gloss.end(), text[start], ((pair, gloss[0]),))


def _choose(
    text: str, start: int, candidates: list[Candidate], table: dict[str, str]
) -> tuple[Candidate | None, float, str]:
    """The survivor of re-enactment that the model finds likeliest, its confidence, and the evidence."""
    model = default_model()
    left = GLOSS.sub("", text[max(0, start - 4 * CONTEXT) : start])[-CONTEXT:]
    rights = {end: GLOSS.sub("", text[end : end + 4 * CONTEXT])[:CONTEXT] for end in {one.end for one in candidates}}
    scores = model.score_many([(left, one.original, rights[one.end]) for one in candidates])
    ranked = sorted(range(len(candidates)), key=lambda index: (-scores[index], candidates[index]))[:MOST_PROVEN]
    survivors = {
        candidates[index]: float(scores[index]) for index in ranked if _proven(text, start, candidates[index], table)
    }
    if not survivors:
        return None, 0.0, ""
    traditional = sum(character in TRADITIONAL_ONLY for character in table) * 2 > len(table)
    for one in survivors:
        survivors[one] += WORD * _words(left[-3:], one.original, rights[one.end][:3])
        if not _proven(text, start, one, table, MARKS):
            survivors[one] -= OTHER_MARKS
        if traditional:
            survivors[one] -= WRONG_SCRIPT * sum(character in SIMPLIFIED_ONLY for character in one.original)
    best = max(survivors, key=lambda one: (survivors[one], one))
    # Originals that differ in script alone are one answer.
    alike = {one for one in survivors if one.end == best.end and fold(one.original) == fold(best.original)}
    total = sum(exp(score - survivors[best]) for score in survivors.values())
    posterior = sum(exp(survivors[one] - survivors[best]) for one in alike) / total
    if len(alike) == len(survivors) and len(ranked) == len(candidates):
        return best, 0.999, f"re-enacted; the only one of {len(candidates)} candidates that gives this text"
    evidence = f"re-enacted; best of {len(candidates)} candidates by the language model, posterior {posterior:.3f}"
    return best, round(min(posterior, 0.998), 4), evidence


def _words(left: str, middle: str, right: str) -> float:
    """ln(1 + frequency) of the most frequent words that cover the first and the last character of `middle`, added."""
    model = default_model()
    text = left + middle + right
    ends = {len(left), len(left) + len(middle) - 1}
    return sum(
        max(
            log1p(model.word_frequency(text[start : start + size]))
            for size in (2, 3, 4)
            for start in range(max(0, end - size + 1), end + 1)
        )
        for end in ends
    )


def _proven(text: str, start: int, candidate: Candidate, table: dict[str, str], marks: str = "") -> bool:
    """Whether the mill makes the shown text of the candidate again, with the page's own glosses.

    It is cut at `marks`; without them, at those that the scar shows.
    """
    end = candidate.end
    tail = text[end] if end < len(text) and text[end] in SHOWN_MARKS else ""
    if not marks:
        marks = "".join(sorted({_wide(mark) for mark in text[start:end] + tail if mark in SHOWN_MARKS}))
    damaged = text[start - 1 : end] + tail
    # The table's order is not known, but what fired across a boundary came before what it kept from firing.
    glosses = {**dict(candidate.fired), **table}
    made = reenact(text[start - 1] + candidate.original + _wide(tail), glosses, marks)
    return made is not None and narrow(made) == narrow(_PRIVATE.sub("", damaged))


def _wide(mark: str) -> str:
    return _WIDE.get(mark, mark)

"""Among the candidates of a scar: which of them the mill turns into the text shown, and which of these is likeliest.

Re-enactment decides what is possible. Among several survivors the language model's posterior decides, with a little
help from the word list, from the script of the page and from the marks at which mills usually cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from math import exp, log1p

from cleaning.fold import SIMPLIFIED_ONLY, TRADITIONAL_ONLY, fold
from cleaning.gbk import with_lead, with_trail
from cleaning.language_model import LanguageModel
from cleaning.mill import MARKS, Glosses, encode_table, narrow, reenact
from cleaning.readings import GLOSS
from cleaning.scar_search import SHOWN_MARKS, Candidate, hole_bytes
from cleaning.scar_vanished import fill

CONTEXT = 12
"""Characters on either side that the language model sees."""

MOST_PROVEN = 600
"""Candidates that are re-enacted, best first by the model."""

MOST_FILLED = 12
"""Candidates into which vanished pairs are put, best first by the model."""

WORD = 0.2
"""Weight of ln(1 + frequency) of the best word that covers an open end. Chosen on the tune part: there it lowers the
log loss of choosing among 126 first or 190 second bytes, and more weight raises it again."""

SEEN = 1.5
"""Gain (natural log) for two characters that stand together elsewhere on the page too: articles repeat their words."""

USUAL_MARKS, OTHER_MARKS = 5.0, 1.0
"""Cost (natural log) of an original that shows the scar only if the site cuts at fewer marks than mills usually do:
where nothing on the page says that it does, and where something does."""

WRONG_SCRIPT = 3.0
"""Cost (natural log) of a Simplified-only character on a Traditional page: the mill converts before it glosses."""

MOST_DEEP = 3
"""Of these, the candidates in which two pairs in a row may be missing."""

ROUNDS = 2
"""How often vanished pairs are put in: so many of them can be found in places without a hole."""

HOLE = 12.0
"""Cost (natural log) of a hole while candidates are ranked: about what an unlikely character costs."""

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_WIDE = {narrow(mark): mark for mark in "！；？：，"}


@cache
def _whole() -> re.Pattern[str]:
    """Two characters across which the bytes of a mark stand."""
    ways = []
    for mark in MARKS:
        code = mark.encode("gbk")
        before = "".join(character for _, character in with_trail(code[0]))
        behind = "".join(character for _, character in with_lead(code[1]))
        ways.append(f"[{re.escape(before)}][{re.escape(behind)}]")
    return re.compile("|".join(ways))


def wide(mark: str) -> str:
    """The full-width form of a mark that a half-width pass may have narrowed."""
    return _WIDE.get(mark, mark)


@dataclass(frozen=True)
class Page:
    """What the choice needs of the page: its text and its own gloss table (character → gloss with brackets)."""

    text: str
    table: Mapping[str, str]

    @cached_property
    def traditional(self) -> bool:
        """Whether the table holds Traditional characters: then the mill converted the page."""
        return sum(character in TRADITIONAL_ONLY for character in self.table) * 2 > len(self.table)

    @cached_property
    def keeps_private_use(self) -> bool:
        """Whether pairs in the user-defined areas are still there; then none has vanished."""
        return _PRIVATE.search(self.text) is not None

    @cached_property
    def cuts_fewer(self) -> bool:
        """Whether a mark's bytes stand whole somewhere across two characters: the site does not cut at that mark."""
        return _whole().search(self.text) is not None

    @cached_property
    def glosses(self) -> Glosses:
        """The gloss table in bytes."""
        return encode_table(self.table)

    @cached_property
    def bigrams(self) -> frozenset[str]:
        """Every two characters that stand together on the page once the glosses are gone."""
        bare = GLOSS.sub("", self.text)
        return frozenset(map("".join, pairwise(bare)))

    def left(self, start: int) -> str:
        return GLOSS.sub("", self.text[max(0, start - 4 * CONTEXT) : start])[-CONTEXT:]

    def right(self, end: int) -> str:
        return GLOSS.sub("", self.text[end : end + 4 * CONTEXT])[:CONTEXT]


def choose(
    page: Page, start: int, candidates: list[Candidate], model: LanguageModel
) -> tuple[Candidate | None, float, str]:
    """The survivor that the model finds likeliest, its confidence (0–1), and the evidence; None where none survives."""
    left = page.left(start)
    ranked = _ranked(page, left, candidates, model)
    for _ in range(0 if page.keeps_private_use else ROUNDS):
        more = [
            one._replace(original=text)
            for rank, one in enumerate(ranked[:MOST_FILLED])
            for text in fill(one.original, left, page.right(one.end), model, deep=rank < MOST_DEEP)
        ]
        ranked = _ranked(page, left, [one for one in (*ranked, *more) if not any(map(hole_bytes, one.original))], model)
    survivors = [one for one in ranked[:MOST_PROVEN] if proven(page, start, one)]
    if not survivors:
        return None, 0.0, ""
    weights = dict(zip(survivors, _weights(page, start, left, survivors, model), strict=True))
    best = max(survivors, key=lambda one: (weights[one], one))
    total = sum(exp(weight - weights[best]) for weight in weights.values())
    # Originals that differ in script alone are one answer.
    alike = [one for one in survivors if one.end == best.end and fold(one.original) == fold(best.original)]
    posterior = sum(exp(weights[one] - weights[best]) for one in alike) / total
    if len(ranked) == 1:
        return best, 0.999, "re-enacted; the only original that gives this text"
    evidence = f"re-enacted; best of {len(survivors)} that give this text, posterior {posterior:.3f}"
    return best, round(min(posterior, 0.998), 4), evidence


def _ranked(page: Page, left: str, candidates: Iterable[Candidate], model: LanguageModel) -> list[Candidate]:
    """Distinct candidates, likeliest first."""
    distinct = list({(one.end, one.original): one for one in candidates}.values())
    scores = model.score_many([(left, one.original, page.right(one.end)) for one in distinct])
    costs = [HOLE * sum(hole_bytes(character) is not None for character in one.original) for one in distinct]
    order = sorted(range(len(distinct)), key=lambda index: (costs[index] - scores[index], distinct[index]))
    return [distinct[index] for index in order]


def _weights(page: Page, start: int, left: str, survivors: list[Candidate], model: LanguageModel) -> list[float]:
    scores = model.score_many([(left, one.original, page.right(one.end)) for one in survivors])
    fewer = page.cuts_fewer
    weights = []
    for one, score in zip(survivors, scores.tolist(), strict=True):
        weight = score + WORD * _words(left[-3:], one.original, page.right(one.end)[:3], model)
        if not proven(page, start, one, MARKS):
            weight -= OTHER_MARKS if fewer else USUAL_MARKS
        around = left[-1:] + one.original + page.right(one.end)[:1]
        weight += SEEN * sum(first + second in page.bigrams for first, second in pairwise(around))
        if page.traditional:
            weight -= WRONG_SCRIPT * sum(character in SIMPLIFIED_ONLY for character in one.original)
        weights.append(weight)
    return weights


def _words(left: str, middle: str, right: str, model: LanguageModel) -> float:
    """ln(1 + frequency) of the most frequent words that cover the first and the last character of `middle`, added."""
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


def proven(page: Page, start: int, candidate: Candidate, marks: str = "") -> bool:
    """Whether the mill makes the shown text of the candidate again, with the page's own glosses.

    It is cut at `marks`; without them, at those that the scar shows.
    """
    text, end = page.text, candidate.end
    # The `?` behind an eaten byte and the mark behind a cut belong to the picture: both say how the stretch ended.
    tail = "?" if candidate.eaten else text[end : end + 1] if text[end : end + 1] in SHOWN_MARKS else ""
    behind = "0" if candidate.eaten else wide(tail)
    if not marks:
        marks = "".join(sorted({wide(mark) for mark in text[start:end] + tail if mark in SHOWN_MARKS}))
    # The table's order is not known, but what fired across a boundary came before what it kept from firing.
    glosses = {**encode_table(dict(candidate.fired)), **page.glosses}
    made = reenact(text[start - 1] + candidate.original + behind, glosses, marks)
    return made is not None and narrow(made) == narrow(_PRIVATE.sub("", text[start - 1 : end] + tail))

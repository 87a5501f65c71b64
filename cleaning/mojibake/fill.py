"""Which of its options each open cell takes: a beam search by the language model, exact about what it keeps.

The model looks three characters back, so cells with three certain characters between them do not influence each other.
They are searched in rounds: the first open cell of every group, then the second of each, all in one call of the model
for each place of a cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import exp, inf
from typing import Any, NamedTuple

import numpy as np

from cleaning.fold import SIMPLIFIED_ONLY, TRADITIONAL_ONLY
from cleaning.language_model import default_model
from cleaning.mojibake.openness import TOO_OPEN, UNPROVEN, in_bad_company, openness_of, size_of
from cleaning.mojibake.stream import LOST, Cell, Option

REACH = 3
"""Characters of context that the model uses on either side."""

BEAM = 24
WITHIN = 9.0
"""Natural log by which a path may be worse than the best: below, it has one in eight thousand."""

FEW = 80
"""Choices of a place that go on where the best path alone has looked at more."""

MAY_BE_GONE = 0.02
"""Least posterior of a digit that a reader took along from which it is said to be lost."""

OTHER_SCRIPT = -9.0
"""Natural log for a character of the script that the rest of the run does not use: to the model they are one."""


class Filled(NamedTuple):
    """The text of an open cell, its posterior (0–1), the runner-up, and the id of the page that bears it out."""

    text: str
    posterior: float
    other: str = ""
    copy: str = ""


class _Path(NamedTuple):
    """`left` is the context, `chosen` the texts so far as (those before, last), `part` that of the cell in hand."""

    score: float
    left: str
    chosen: Any
    part: str = ""
    option: int = 0


class _Group:
    """Open cells that influence each other, with the certain text between and behind them."""

    def __init__(self, cells: list[int], left: str) -> None:
        self.cells = cells
        self.gaps: list[str] = []
        self.paths = [_Path(0.0, left, ())]

    def key(self, cells: Sequence[Cell]) -> tuple[object, ...]:
        """Equal for groups that must come out alike: a page repeats itself, and the search is dear."""
        options = (id(cells[cell].options) for cell in self.cells)
        return (self.paths[0].left, *(gap[:REACH] + gap[-REACH:] for gap in self.gaps), *options)


def fill(cells: Sequence[Cell], left: str, right: str) -> dict[int, Filled]:
    """What each open cell most likely was; `left` and `right` are certain text around the run."""
    openness = openness_of(cells)
    if np.mean(openness) > TOO_OPEN:
        return {number: Filled(LOST * size_of(cell), 0.0) for number, cell in enumerate(cells) if not cell.certain}
    groups = _groups(cells, left, right)
    avoided = _avoided("".join(cell.text for cell in cells if cell.certain))
    unique: dict[tuple[object, ...], _Group] = {}
    same = [unique.setdefault(group.key(cells), group) for group in groups]
    for turn in range(max((len(group.cells) for group in groups), default=0)):
        _extend([group for group in unique.values() if turn < len(group.cells)], turn, cells, avoided)
    filled: dict[int, Filled] = {}
    for group, searched in zip(groups, same, strict=True):
        best = max(path.score for path in searched.paths)
        weights = [exp(path.score - best) for path in searched.paths]
        chosen = [_texts(path) for path in searched.paths]
        for turn, cell in enumerate(group.cells):
            shares: dict[str, float] = {}
            for weight, texts in zip(weights, chosen, strict=True):
                shares[texts[turn]] = shares.get(texts[turn], 0.0) + weight
            ranked = sorted(shares, key=lambda text: (-shares[text], text))
            other = ranked[1] if len(ranked) > 1 else ""
            filled[cell] = Filled(*_with_digit(ranked[0], shares, sum(weights)), other)
    for number in in_bad_company(cells, openness):
        if number in filled:
            filled[number] = filled[number]._replace(posterior=min(filled[number].posterior, UNPROVEN))
    return filled


def _with_digit(text: str, shares: Mapping[str, float], whole: float) -> tuple[str, float]:
    """The likeliest text and its posterior; with a digit behind it where one may well be gone.

    What stands before the digit is as sure as with and without it together, and `judge.settled` writes the digit as
    lost.
    """
    bare = text[:-1] if len(text) > 1 and text.endswith("0") else text
    longer = shares.get(f"{bare}0", 0.0)
    if longer < MAY_BE_GONE * whole:
        return text, shares[text] / whole
    return f"{bare}0", (longer + shares.get(bare, 0.0)) / whole


def _texts(path: _Path) -> list[str]:
    """The texts of a path's cells, in order."""
    texts: list[str] = []
    rest = path.chosen
    while rest:
        rest, text = rest
        texts.append(text)
    return texts[::-1]


def _avoided(certain: str) -> frozenset[str]:
    """The characters of the script that the certain text is not in; Simplified where it does not tell."""
    traditional = sum(sign in TRADITIONAL_ONLY for sign in certain)
    return SIMPLIFIED_ONLY if traditional > sum(sign in SIMPLIFIED_ONLY for sign in certain) else TRADITIONAL_ONLY


def _groups(cells: Sequence[Cell], left: str, right: str) -> list[_Group]:
    groups: list[_Group] = []
    before, between = left[-REACH:], ""
    for number, cell in enumerate(cells):
        if cell.certain:
            between += cell.text
            continue
        if groups:
            groups[-1].gaps.append(between)
        if groups and len(between) < REACH:
            groups[-1].cells.append(number)
        else:
            groups.append(_Group([number], (before + between)[-REACH:]))
        before, between = "", ""
    if groups:
        groups[-1].gaps.append(between + right)
    return groups


def _extend(groups: list[_Group], turn: int, cells: Sequence[Cell], avoided: frozenset[str]) -> None:
    """Every path of every group by one cell, place by place."""
    done: list[list[_Path]] = [[] for _ in groups]
    open_paths = [
        [
            path._replace(score=path.score + option.prior, option=number)
            for path in group.paths
            for number, option in enumerate(cells[group.cells[turn]].options)
        ]
        for group in groups
    ]
    place = 0
    while any(open_paths):
        options = [cells[group.cells[turn]].options for group in groups]
        gaps = [group.gaps[turn] for group in groups]
        longer = _one_place(open_paths, options, gaps, place, avoided)
        place += 1
        for number, paths in enumerate(longer):
            done[number] += (path for path in paths if len(options[number][path.option].places) == place)
            open_paths[number] = [path for path in paths if len(options[number][path.option].places) > place]
    for group, paths in zip(groups, done, strict=True):
        group.paths = [
            _Path(path.score, (path.left + group.gaps[turn])[-REACH:], (path.chosen, path.part))
            for path in _best(paths)
        ]


def _best(paths: list[_Path]) -> list[_Path]:
    ranked = sorted(paths, key=lambda path: (-path.score, path.left, path.part))[:BEAM]
    return [path for path in ranked if path.score > ranked[0].score - WITHIN]


def _one_place(
    paths: list[list[_Path]], options: list[tuple[Option, ...]], gaps: list[str], place: int, avoided: frozenset[str]
) -> list[list[_Path]]:
    """All paths of all groups with every character of the place; few characters where there are many."""
    plans: list[list[tuple[_Path, str]]] = []
    kept = _promising(paths, options, gaps, place)
    for number, group in enumerate(paths):
        plan: list[tuple[_Path, str]] = []
        for path in group:
            signs = kept.get((number, path.option)) or options[number][path.option].places[place]
            plan += ((path, sign) for sign in signs)
        plans.append(plan)
    scored = _scored(plans, options, gaps, place)
    longer = []
    for plan, scores in zip(plans, scored, strict=True):
        totals = [
            path.score + score + (OTHER_SCRIPT if sign in avoided else 0.0)
            for (path, sign), score in zip(plan, scores, strict=True)
        ]
        least = sorted(totals)[-BEAM] if len(totals) > BEAM else -inf
        longer.append(
            _best(
                [
                    path._replace(score=total, left=path.left + sign, part=path.part + sign)
                    for (path, sign), total in zip(plan, totals, strict=True)
                    if total >= least
                ]
            )
        )
    return longer


def _promising(
    paths: list[list[_Path]], options: list[tuple[Option, ...]], gaps: list[str], place: int
) -> dict[tuple[int, int], list[str]]:
    """By group and option: the characters that do best behind the best path, where all would be too many."""
    crowded: list[tuple[int, int]] = []
    plans: list[list[tuple[_Path, str]]] = []
    for number, group in enumerate(paths):
        for option in {path.option for path in group}:
            those = [path for path in group if path.option == option]
            signs = options[number][option].places[place]
            if len(those) > 1 and len(signs) > FEW:
                best = max(those, key=lambda path: path.score)
                crowded.append((number, option))
                plans.append([(best, sign) for sign in signs])
    chosen = {}
    where = [number for number, _ in crowded]
    scored = _scored(plans, [options[n] for n in where], [gaps[n] for n in where], place)
    for key, plan, scores in zip(crowded, plans, scored, strict=True):
        order = sorted(range(len(plan)), key=lambda index: -scores[index])[:FEW]
        chosen[key] = [plan[index][1] for index in order]
    return chosen


def _scored(
    plans: list[list[tuple[_Path, str]]], options: list[tuple[Option, ...]], gaps: list[str], place: int
) -> Iterator[list[float]]:
    """The model's score of every step of every plan: the character, and behind the last of a cell what follows it."""
    windows = [
        (path.left[-REACH:], sign, gap[:REACH] if len(group[path.option].places) == place + 1 else "")
        for plan, group, gap in zip(plans, options, gaps, strict=True)
        for path, sign in plan
    ]
    unique = {window: number for number, window in enumerate(dict.fromkeys(windows))}
    known = default_model().score_many(list(unique)).tolist()
    scores = [known[unique[window]] for window in windows]
    at = 0
    for plan in plans:
        yield scores[at : at + len(plan)]
        at += len(plan)

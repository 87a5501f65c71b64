"""The reading of a scarred stretch: a beam search over the byte stream, scored by the language model as it goes.

The stretch runs from the first sign of damage to where all readings agree again: one state, in step, after as many
plain characters as the model looks back. Readings that came to the same state are one from there on (a lattice), so
several scars of one sentence are weighed together. Scores are sums of ln p; the likeliest readings come out best first.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from cleaning.language_model import LanguageModel
from cleaning.scar_lattice import Span, State, spans
from cleaning.scar_page import Page
from cleaning.scar_scorer import Group, Scorer
from cleaning.scar_steps import (
    NOT_USED,
    Choice,
    Pending,
    Piece,
    in_step,
    lost_its_bracket,
    one_off,
    single_byte,
    vanished,
)

LONGEST = 160
"""Most shown characters that one stretch may span (the longest on the sample pages spans 12)."""

BEAM, STATES = 14.0, 64
"""How much less likely than the best (natural log) a state may be, and how many there may be, at one place."""

GAP, STATES_IN_GAP = 10.0, 64
"""The same for states between a vanished pair and the next shown character."""

MOST_BEFORE_GAP = (24, 8)
"""States from which a first and a second pair in a row may vanish; no third."""

MANY, MOST_OF_MANY = 300, (16, 12, 4)
"""Characters from which a choice is bounded, and the states for which it is then made, after no, one, two gaps."""

GAPS = len(MOST_BEFORE_GAP)

_LOOKS_BACK = frozenset(map(chr, range(0x3F, 0x7F)))
"""Shown characters whose reading in step depends on the character before: `?`, letters and the like."""


class Search:
    """One search over `page.text` from `start`; `complete` tells that no reading was given up for being unlikely."""

    def __init__(self, page: Page, model: LanguageModel, start: int) -> None:
        self.page, self.start = page, start
        self.text = page.text
        self.complete = True
        self.end = start
        self._scorer = Scorer(page, model)
        self._gaps: dict[Pending, Choice] = {}
        self._made = 0
        self._best_used = -np.inf
        self._open: dict[int, dict[tuple[Pending, str, bool], State]] = {}
        self._state(start, (), page.before(start), False, 0).reach(None, 0.0, None)

    def spans(self) -> list[Span] | None:
        """The likeliest readings, span by span up to `end`; None where the stretch does not end in time."""
        line_end = self.text.find("\n", self.start)
        line_end = len(self.text) if line_end < 0 else line_end
        while self._open:
            at = min(self._open)
            states = list(self._open.pop(at).values())
            if at > self.start and not self._open and len(states) == 1 and not states[0].pending:
                return self._cut(states[0])
            if at >= line_end:
                return self._cut(self._closed(at, states))
            if at - self.start > LONGEST:
                break
            self._advance(at, states)
        return None

    def _cut(self, final: State) -> list[Span] | None:
        if not final.arcs:
            return None
        self.end = min(final.at, len(self.text))
        return spans(final, len(self.text))

    def _closed(self, at: int, states: list[State]) -> State:
        """One state at the end of the line, where nothing may be pending but a single byte."""
        bytes_left = [state for state in states if state.pending and state.pending[0] < 0x80]
        self._score([([state], single_byte(state.pending[0])) for state in bytes_left])
        states += self._open.pop(at, {}).values()
        ended = [state for state in states if not state.pending]
        final = State(at + 1, (), "", False, 0, self._made + 1)
        windows = np.array([[*map(ord, state.context), ord("\n")] for state in ended], dtype=np.uint32)
        for state, cost in zip(ended, self._scorer.ln(windows.reshape(-1, 4)).tolist(), strict=True):
            final.reach(state, cost, None)
        return final

    def _state(self, at: int, pending: Pending, context: str, split: bool, depth: int) -> State:
        states = self._open.setdefault(at, {})
        key = (pending, context, split)
        if key not in states:
            self._made += 1
            states[key] = State(at, pending, context, split, depth, self._made)
        return states[key]

    def _advance(self, at: int, states: list[State]) -> None:
        """Read on from all states at one place; what a vanished pair or a single byte leads to is still there."""
        self._best_used = -np.inf
        while states:
            self._score(self._grouped(self._pruned(states)))
            states = list(self._open.pop(at, {}).values())

    def _pruned(self, states: list[State]) -> list[State]:
        states.sort(key=lambda state: (-state.score, state.number))
        kept = [state for state in states[:STATES] if state.score >= states[0].score - BEAM]
        self.complete &= len(kept) == len(states)
        return kept

    def _grouped(self, states: list[State]) -> list[Group]:
        """The ways to read on, likeliest states first: states with the same pending bytes have the same."""
        groups: dict[tuple[Pending, str], list[State]] = {}
        for state in states:
            before = state.context[-1] if not state.pending and self.text[state.at] in _LOOKS_BACK else ""
            groups.setdefault((state.pending, before), []).append(state)
        choices = [
            (group, choice)
            for (pending, before), group in groups.items()
            for choice in self._choices(group[0].at, pending, before)
        ]
        first = frozenset(state.number for state in states[: MOST_OF_MANY[min(states[0].depth, GAPS)]])
        choices = [self._bounded(group, choice, first) for group, choice in choices]
        if not self.page.keeps_private_use and states[0].depth < GAPS:
            open_still = [state for state in states if state.pending and state.pending[0] > 0x80]
            for pending, group in _by_pending(open_still[: MOST_BEFORE_GAP[states[0].depth]]).items():
                choices.append((group, self._vanished(pending)))
        return choices

    def _bounded(self, group: list[State], choice: Choice, first: frozenset[int]) -> Group:
        """Where both bytes of a character are open, only the likeliest states and no rare characters are tried."""
        if len(choice.codes) <= MANY:
            return group, choice
        self.complete = False
        group = [state for state in group if state.number in first]
        return group, choice._replace(codes=choice.codes[self._scorer.common[choice.codes]])

    def _vanished(self, pending: Pending) -> Choice:
        """What ends where a pair vanished: rare characters that the page does not show are not tried."""
        if pending not in self._gaps:
            choice = vanished(pending)
            kept = np.flatnonzero(self._scorer.common[choice.codes])
            pendings = [choice.pendings[index] for index in kept.tolist()]
            self._gaps[pending] = choice._replace(codes=choice.codes[kept], pendings=pendings)
        return self._gaps[pending]

    def _choices(self, at: int, pending: Pending, before: str) -> Iterator[Choice]:
        if not pending:
            yield from in_step(self.page, at, before)
        elif pending[0] < 0x80:
            yield single_byte(pending[0], in_tag=lost_its_bracket(self.text, at))
        else:
            yield from one_off(self.page, at, pending)

    def _score(self, groups: list[Group]) -> None:
        """Score all choices in one call and make the states that they lead to, but for the unlikely ones."""
        groups = [(states, choice) for states, choice in groups if states]
        tables = self._scorer.tables(groups)
        used = [
            table.max() for table, (_, choice) in zip(tables, groups, strict=True) if choice.end >= 0 and table.size
        ]
        self._best_used = best = max([self._best_used, *used])
        # What is used up and what is open still are not compared: the one has paid for a byte more.
        for here, beam, most in ((False, BEAM, STATES), (True, GAP, STATES_IN_GAP)):
            chosen = [number for number, (_, choice) in enumerate(groups) if (choice.end == NOT_USED) is here]
            least = _least([tables[number] for number in chosen], most, best - beam)
            for number in chosen:
                self._follow(*groups[number], tables[number], least)

    def _follow(self, states: list[State], choice: Choice, table: NDArray[np.float64], least: float) -> None:
        here = states[0].at
        end = choice.end if choice.end >= 0 else here
        if choice.silent:
            for state in states:
                target = self._state(end, choice.pendings[0], state.context, choice.split, 0)
                cost = self.page.gloss_cost(*choice.fired[0])
                target.reach(state, -cost, Piece(here, end, "", choice.fired[0]))
            return
        rows, columns = np.nonzero(table >= least)
        self.complete &= len(rows) == np.count_nonzero(table > -np.inf)
        last, final = len(choice.fired) - 1, len(choice.pendings) - 1
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            state = states[row]
            character = chr(choice.codes[column])
            fired = choice.fired[min(column, last)] if choice.fired else None
            piece = None if choice.copied else Piece(here, end, character, fired, choice.eaten)
            depth = 0 if choice.end >= 0 else state.depth + 1
            pending = choice.pendings[min(column, final)]
            target = self._state(end, pending, state.context[1:] + character, choice.split, depth)
            target.reach(state, float(table[row, column]) - state.score, piece)


def _by_pending(states: list[State]) -> dict[Pending, list[State]]:
    groups: dict[Pending, list[State]] = {}
    for state in states:
        groups.setdefault(state.pending, []).append(state)
    return groups


def _least(tables: list[NDArray[np.float64]], most: int, least: float) -> float:
    """The score that the `most` best of all `tables` reach, `least` at least."""
    everything = np.concatenate([table.ravel() for table in tables]) if tables else np.zeros(0)
    if len(everything) <= most:
        return least
    return max(least, float(np.partition(everything, -most)[-most]))

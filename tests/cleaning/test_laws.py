"""The laws: one battery over every repair and over the whole pipeline, with nothing written per repair.

Each law takes a `Way`, which is one repair alone or the whole Cleaner, and texts: all case originals, the clean texts,
the example pages, and texts that hypothesis builds from fragments of cases (random letters find nothing).
"""

from __future__ import annotations

import pickle
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from case_files import (
    PIPELINE,
    Case,
    all_cases,
    applied,
    case_stems,
    repair_named,
    repair_names,
    run_alone,
    run_pipeline,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaning import FAMILIES, Cleaner
from cleaning.context import Context
from cleaning.edit import Edit, Field, restore
from cleaning.engine import Outcome
from cleaning.hunks import hunks
from cleaning.order import ORDER
from cleaning.settings import Settings

ROOT = Path(__file__).parents[2]
CLEAN = sorted(path for folder in ("clean", "controls") for path in (ROOT / "tests" / folder).glob("*.txt"))
PAGES = sorted(path for path in (ROOT / "examples").rglob("*") if path.suffix in {".txt", ".html", ".htm"})

WAYS = [*repair_names(), PIPELINE]
CASES = all_cases()
every_way = pytest.mark.parametrize("way", WAYS)


def take(way: str, text: str, case: Case | None = None, *, markup: bool | None = None) -> Outcome:
    if way == PIPELINE:
        return run_pipeline(text, case, markup=markup)
    return run_alone(way, text, case, markup=markup)


def read(path: Path) -> str:
    """A file of text; what is not UTF-8 in an example page is no business of these laws."""
    return path.read_bytes().decode("utf-8", errors="surrogateescape")


# --- the laws -----------------------------------------------------------------------------------------------------


def hold_ledger(text: str, outcome: Outcome) -> None:
    """Applied edits of a step are sound, sorted, disjoint and change something; the ledger restores the input."""
    steps: dict[int, list[Edit]] = {}
    for edit in outcome.edits:
        assert edit.kind.partition(".")[0] in FAMILIES and edit.kind.count(".") == 1, edit
        assert edit.kind.partition(".")[2], edit
        assert edit.evidence and 0 <= edit.confidence <= 1, edit
        if edit.status == "applied":
            steps.setdefault(edit.step, []).append(edit)
            assert edit.before != edit.after, edit
        else:
            assert 0 <= edit.start <= edit.end <= len(outcome.text), edit
            assert outcome.text[edit.start : edit.end] == edit.before, edit
            assert (edit.status == "lost") == (edit.before == edit.after), edit
    for group in steps.values():
        for left, right in pairwise(group):
            assert left.end <= right.start and left.start < right.start, (left, right)
    # `restore` checks every span of every step against the text that it rebuilds.
    assert restore(outcome.text, outcome.edits) == text
    assert restore(outcome.text, applied(outcome.edits)) == text, "flagged and lost edits change nothing"
    for item in outcome.fields:
        assert item.name and item.value and item.evidence, item
        assert 0 <= item.start <= item.end <= len(text), item


def hold_hunks(text: str, outcome: Outcome) -> None:
    """What is outside of the hunks is the same in the original and in the clean text."""
    at = new = 0
    for hunk in hunks(outcome.edits):
        assert text[at : hunk.start] == outcome.text[new : hunk.new_start]
        assert hunk.kinds
        at, new = hunk.end, hunk.new_end
    assert text[at:] == outcome.text[new:]


def hold_stable(way: str, outcome: Outcome, case: Case | None = None) -> None:
    """A second run changes nothing. What comes out is text, whether or not the page came in as HTML."""
    again = take(way, outcome.text, case, markup=False)
    assert not applied(again.edits), f"not settled after the first run: {outcome.text!r}"


def hold_all(way: str, text: str, case: Case | None = None) -> Outcome:
    outcome = take(way, text, case)
    hold_ledger(text, outcome)
    hold_stable(way, outcome, case)
    if way == PIPELINE:
        outcome.text.encode()  # never a lone surrogate
        hold_hunks(text, outcome)
    return outcome


# --- over the cases -----------------------------------------------------------------------------------------------


def ways_of(case: Case) -> list[str]:
    return [PIPELINE] if case.stem == PIPELINE or case.stem not in WAYS else [case.stem, PIPELINE]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_laws_hold_for_case(case: Case) -> None:
    for way in ways_of(case):
        hold_all(way, case.original, case)


@pytest.mark.parametrize("case", [case for case in CASES if case.fixed is not None], ids=lambda case: case.name)
def test_positive_nested_in_itself_ends_stable(case: Case) -> None:
    middle = len(case.original) // 2
    nested = case.original[:middle] + case.original + case.original[middle:]
    for way in ways_of(case):
        hold_all(way, nested, case)


@every_way
def test_laws_hold_for_the_cases_of_all_others(way: str) -> None:
    for case in CASES:
        if way not in ways_of(case):
            outcome = take(way, case.original)
            try:
                hold_ledger(case.original, outcome)
                hold_stable(way, outcome)
            except AssertionError as error:
                raise AssertionError(f"{case.name}: {error}") from error


@pytest.mark.parametrize("name", repair_names())
def test_proposals_fit_the_text_and_are_the_same_every_time(name: str) -> None:
    repair = repair_named(name)
    for case in CASES:
        said = {"host": case.host, "title": case.title, "markup": case.markup, "witnesses": case.copies}
        context = Context(case.original, Settings(), **said)  # type: ignore[arg-type]
        proposed = list(repair.propose(case.original, context))
        for item in proposed:
            assert 0 <= item.start <= item.end <= len(case.original), f"{case.name}: {item}"
            if not isinstance(item, Field):
                assert item.kind.partition(".")[0] in FAMILIES, f"{case.name}: {item}"
                assert 0 <= item.confidence <= 1, f"{case.name}: {item}"
        assert list(repair.propose(case.original, context)) == proposed, case.name
        if repair.triggers and repair.triggers.isdisjoint(case.original):
            assert not proposed, f"{case.name}: proposes where no trigger stands"


# --- texts of the project -----------------------------------------------------------------------------------------


def test_there_are_clean_texts() -> None:
    assert CLEAN


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_clean_text_gets_no_edit(path: Path) -> None:
    """Texts in Traditional (named so) are cleaned with `keep`: turning them into Simplified is no repair of damage."""
    cleaner = Cleaner(script="keep" if "traditional" in path.stem else "simplified")
    assert applied(cleaner.clean(read(path)).edits) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT / "examples").as_posix())
def test_laws_hold_for_example_page(path: Path) -> None:
    text = read(path)
    outcome = run_pipeline(text, markup=path.suffix != ".txt")
    hold_ledger(text, outcome)
    hold_stable(PIPELINE, outcome)


# --- texts built from fragments -----------------------------------------------------------------------------------


@cache
def fragments() -> list[str]:
    """Short case originals whole, and the halves of all, so that damage also meets its own broken ends."""
    found: dict[str, None] = {}
    for case in CASES:
        text = case.original
        for piece in (text, text[: len(text) // 2], text[len(text) // 2 :]):
            if 0 < len(piece) <= 120:
                found[piece] = None
    return list(found) or ["净文"]


@st.composite
def built_texts(draw: st.DrawFn) -> str:
    pieces = draw(st.lists(st.sampled_from(fragments()), min_size=1, max_size=6))
    if draw(st.booleans()):
        at = draw(st.integers(0, len(pieces[0])))
        pieces[0] = pieces[0][:at] + pieces[-1] + pieces[0][at:]
    return draw(st.sampled_from(["", "", "，", "。", "\n", " ", "　", "中"])).join(pieces)


@every_way
def test_laws_hold_for_built_texts(way: str) -> None:
    @settings(
        max_examples=120 if way == PIPELINE else 40,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(built_texts())
    def hold(text: str) -> None:
        hold_all(way, text)

    hold()


# --- same input, same edits ---------------------------------------------------------------------------------------


def some_texts() -> list[str]:
    texts = [case.original for case in CASES] + [read(path)[:2000] for path in CLEAN + PAGES]
    random.Random(2).shuffle(texts)
    return texts[:150]


@every_way
def test_same_input_same_edits_whatever_came_before(way: str) -> None:
    texts = some_texts()
    first = [take(way, text).edits for text in texts]
    assert [take(way, text).edits for text in reversed(texts)] == first[::-1]


def test_a_used_cleaner_a_thread_and_a_pickled_one_agree() -> None:
    texts = some_texts()
    used = Cleaner()
    expected = [used.clean(text).edits for text in texts]
    with ThreadPoolExecutor(2) as pool:
        assert [result.edits for result in pool.map(used.clean, texts)] == expected
    copy = pickle.loads(pickle.dumps(used))
    assert [copy.clean(text).edits for text in reversed(texts)] == expected[::-1]


# --- linear time --------------------------------------------------------------------------------------------------

PROBE, SECOND_PROBE = 250, 1_000
TINY, SMALL, LARGE = 6_250, 25_000, 100_000
ENOUGH = 1.0
"""Seconds of CPU for 100,000 characters under which nothing needs comparing; whatever is quadratic is far above."""
DEAR = 2.0
"""Seconds of CPU for 25,000 characters above which these are the long text: where each character is so dear, 100,000
took a minute and more, and said nothing else."""


def seconds(work: Callable[[], object]) -> float:
    before = process_time()
    work()
    return process_time() - before


def units(way: str) -> Iterator[str]:
    """What is repeated: the cases, their first halves (openings never closed), and single characters that trigger."""
    # The pipeline takes every fourth: each repair tries all of its own.
    own = CASES[::4] if way == PIPELINE else [case for case in CASES if case.stem == way]
    for case in own:
        if case.original:
            yield case.original
    if way != PIPELINE:
        yield from (case.original[: len(case.original) // 2] for case in own if len(case.original) > 1)
        signs = set(repair_named(way).triggers) | {sign for case in own for sign in case.original}
        yield from sorted(sign for sign in signs if not "\u4e00" <= sign <= "\u9fff")[:60]


def repeated(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]


def dearest(way: str) -> list[str]:
    """Two units that do not begin alike, of those that cost most: all at 250 characters, the first four at 1,000."""

    def cost(length: int) -> Callable[[str], float]:
        return lambda unit: seconds(lambda: take(way, repeated(unit, length)))

    take(way, "净文")
    first = sorted(dict.fromkeys(units(way)), key=cost(PROBE), reverse=True)[:4]
    worst = sorted(first, key=cost(SECOND_PROBE), reverse=True)
    return [worst[0], *[unit for unit in worst[1:] if unit[:4] != worst[0][:4]][:1]]


@dataclass(frozen=True)
class Growth:
    """How many times the seconds four times the text took, and how many times it may.

    Time of n characters is an + bn². A text of 100,000 fails where bn is above 4a, since ten times the seconds of
    25,000 then pass; the same a and b make 6.4 of 25,000 and 6,250.
    """

    unit: str
    short: float
    long: float
    most: float

    def is_linear(self) -> bool:
        return self.long <= max(ENOUGH, self.most * self.short)


def growth(way: str, unit: str) -> Growth:
    small = seconds(lambda: take(way, repeated(unit, SMALL)))
    if small > DEAR:
        return Growth(unit[:60], seconds(lambda: take(way, repeated(unit, TINY))), small, 6.4)
    large = seconds(lambda: take(way, repeated(unit, LARGE)))
    return Growth(unit[:60], small, large, 10)


@every_way
def test_worst_case_is_linear(way: str) -> None:
    """The units that cost most are tried at 100,000 characters: four times the text, not sixteen the time."""
    for unit in dearest(way):
        found = growth(way, unit)
        # Twice, since a machine that was busy for a moment proves nothing.
        assert found.is_linear() or growth(way, unit).is_linear(), found


# --- one set ------------------------------------------------------------------------------------------------------


def test_files_order_and_case_files_are_one_set() -> None:
    order = [repair.name for repair in ORDER]
    assert len(set(order)) == len(order)
    assert all(repair.why for repair in ORDER)
    files = {path.stem for path in (ROOT / "cleaning" / "repairs").glob("*.py")} - {"__init__"}
    assert files == set(order), "a file of cleaning/repairs has no place in the order, or the other way round"
    assert set(case_stems()) - {PIPELINE} == set(order), "a repair has no case file, or the other way round"

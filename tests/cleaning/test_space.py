"""White space: the cases' fragments in any order settle, come back, and cost linear time."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaning.context import Context
from cleaning.edit import restore
from cleaning.engine import Outcome, Repair, run
from cleaning.prose import Fences, Lines, is_markdown
from cleaning.repairs import space
from cleaning.settings import Settings

CASES = json.loads((Path(__file__).parents[1] / "cases" / "space.json").read_text(encoding="utf-8"))
FRAGMENTS = [case["original"][at : at + 7] for case in CASES for at in range(0, len(case["original"]), 7)]
BLANKS = [" ", "  ", "\u3000", "\xa0", "\t", "\n", "\n\n\n", "\r\n", "（", "）", "，", "。", "```\n"]


def clean(text: str) -> Outcome:
    return run(Context(text, Settings()), (Repair("space", space.propose, space.TRIGGERS, "under test"),))


@given(st.lists(st.sampled_from(FRAGMENTS + BLANKS * 3), max_size=14).map("".join))
@settings(max_examples=300, deadline=None)
def test_fragments_settle_and_come_back(text: str) -> None:
    outcome = clean(text)
    assert restore(outcome.text, outcome.edits) == text
    assert clean(outcome.text).edits == ()
    assert {edit.kind.partition(".")[0] for edit in outcome.edits} <= {"space"}


@given(st.lists(st.sampled_from(FRAGMENTS + BLANKS), max_size=14).map("".join))
@settings(max_examples=150, deadline=None)
def test_only_blanks_and_line_ends_change(text: str) -> None:
    def words(page: str) -> str:
        return "".join(page.translate({0x3164: " ", 0xFFA0: " "}).split())

    assert words(clean(text).text) == words(text)


@pytest.mark.parametrize("unit", [" ", "\u3000", "， ", " \n", "\n", " （", "中 “", "） 中", "\xa0中", "\r", "```\n "])
def test_worst_cases_are_linear(unit: str) -> None:
    text = (unit * 100_000)[:100_000] + "。x"
    started = process_time()
    clean(text)
    assert process_time() - started < 4


def test_kinds_name_what_was_done() -> None:
    edits = clean("\n　　全会 （扩大）　\n\n\n苏州\xa0常熟\r\n").edits
    assert {edit.kind for edit in edits} == {
        "space.line_end",
        "space.indent",
        "space.trailing",
        "space.at_mark",
        "space.no_break",
        "space.empty_lines",
    }


def test_fences_run_from_the_opening_to_the_closing_line() -> None:
    text = "前\n```\n中\n~~~\n```\n后\n~~~\n末"
    fences = Fences(text)
    inside = [char for place, char in enumerate(text) if char in "前中后末" and place in fences]
    assert inside == ["中", "末"]


def test_lines_know_their_bounds() -> None:
    lines = Lines("甲。\n乙")
    assert (lines.at(1), lines.start, lines.end, lines.has_stop) == ("甲。", 0, 2, True)
    assert (lines.at(3), lines.start, lines.end, lines.has_stop) == ("乙", 3, 4, False)


@pytest.mark.parametrize(("text", "expected"), [("- 项", True), ("# 题", True), ("见`码`", True), ("——他说", False)])
def test_markdown_is_known_by_its_marks(text: str, expected: bool) -> None:
    assert is_markdown(f"正文\n{text}\n") is expected

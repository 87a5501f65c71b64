"""Punctuation: the cases' fragments in any order settle, come back, and cost linear time."""

from __future__ import annotations

import json
import re
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaning.context import Context
from cleaning.edit import restore
from cleaning.engine import Outcome, Repair, run
from cleaning.repairs import punctuation, space
from cleaning.settings import Settings

CASES = json.loads((Path(__file__).parents[1] / "cases" / "punctuation.json").read_text(encoding="utf-8"))
FRAGMENTS = [case["original"][at : at + 6] for case in CASES for at in range(0, len(case["original"]), 6)]
MARKS = [",", ":", ";", "!", "?", "(", ")", '"', ".", "...", " ", "\n", "中", "a", "1", "（", "”"]
REPAIRS = {
    "punctuation": Repair("punctuation", punctuation.propose, punctuation.TRIGGERS, "under test"),
    "space": Repair("space", space.propose, space.TRIGGERS, "runs before"),
}


def clean(text: str, *names: str) -> Outcome:
    return run(Context(text, Settings()), [REPAIRS[name] for name in names or ("punctuation",)])


@pytest.mark.parametrize("names", [("punctuation",), ("space", "punctuation")], ids="+".join)
@given(text=st.lists(st.sampled_from(FRAGMENTS + MARKS * 3), max_size=14).map("".join))
@settings(max_examples=300, deadline=None)
def test_fragments_settle_and_come_back(names: tuple[str, ...], text: str) -> None:
    outcome = clean(text, *names)
    assert restore(outcome.text, outcome.edits) == text
    assert clean(outcome.text, *names).edits == ()


FULL_TO_HALF = str.maketrans("，：；！？（）“”。…", ',:;!?()"".\n')


@given(st.lists(st.sampled_from(FRAGMENTS + MARKS), max_size=14).map("".join))
@settings(max_examples=150, deadline=None)
def test_only_the_width_of_marks_changes(text: str) -> None:
    """Taking all marks to half width again gives the same, but for dots, blanks, `,,` and the `??` of an indent."""

    def plain(page: str) -> str:
        page = re.sub(r"^[ \t]*[?？]{2,}", "", page, flags=re.MULTILINE)
        page = re.sub(r",+(?=[,.:;!?])", "", page.translate(FULL_TO_HALF).replace(" ", ""))
        return page.replace(".", "").replace("\n", "")

    assert plain(clean(text).text) == plain(text)


@pytest.mark.parametrize(
    "unit", ["(", "(中", "中)", "中,", "中?", '"中', "中...", "a@", "中,http://a ", "www.", "中.", "，中,", "a(中)"]
)
def test_worst_cases_are_linear(unit: str) -> None:
    text = (unit * 100_000)[:100_000] + "。"
    started = process_time()
    clean(text)
    assert process_time() - started < 6


def test_brackets_nested_deep_are_done_at_once() -> None:
    text = "会" + "(内" * 30 + ")" * 30
    assert clean(text).text == "会" + "（内" * 30 + "）" * 30


def test_kinds_name_the_mark() -> None:
    text = '今天,来源:苏报;好!谁来?(记者)他说"好"...'
    assert {edit.kind.partition(".")[2] for edit in clean(text).edits} == {
        "comma",
        "colon",
        "semicolon",
        "exclamation",
        "question",
        "brackets",
        "quotes",
    }


def test_text_without_chinese_is_never_touched() -> None:
    assert clean('He said: "yes", (no)!... OK?').edits == ()

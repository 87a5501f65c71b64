"""Invisible characters: nothing that prints is lost, and it costs linear time."""

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
from cleaning.repairs import invisible
from cleaning.settings import Settings

CASES = json.loads((Path(__file__).parents[1] / "cases" / "invisible.json").read_text(encoding="utf-8"))
FRAGMENTS = sorted({char for case in CASES for char in case["original"]})


def clean(text: str) -> Outcome:
    return run(Context(text, Settings()), (Repair("invisible", invisible.propose, invisible.TRIGGERS, "under test"),))


@given(st.lists(st.sampled_from(FRAGMENTS + [case["original"] for case in CASES]), max_size=16).map("".join))
@settings(max_examples=400, deadline=None)
def test_fragments_settle_and_come_back(text: str) -> None:
    outcome = clean(text)
    assert restore(outcome.text, outcome.edits) == text
    assert clean(outcome.text).edits == ()


@given(st.text(st.sampled_from("苏州ab，。\u200b\u200d\x00\ufeff\u202a"), max_size=30))
@settings(max_examples=100, deadline=None)
def test_all_that_prints_stays(text: str) -> None:
    assert clean(text).text == "".join(char for char in text if char in "苏州ab，。")


def test_private_use_characters_are_no_trigger() -> None:
    assert not any("\ue000" <= char <= "\uf8ff" for char in invisible.TRIGGERS)
    assert not invisible.TRIGGERS & set("\t\n \u3000\x85")


@pytest.mark.parametrize("unit", ["\u200b", "a\u200d", "\x1b[", "中\ufe0f", "\x93é", "\U000e0041", "\x1b[1;"])
def test_worst_cases_are_linear(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    started = process_time()
    clean(text)
    assert process_time() - started < 4

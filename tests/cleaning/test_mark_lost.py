"""A marker in the place of what is lost: only where the user asks for it, undone like any edit, settled at once."""

from __future__ import annotations

from itertools import pairwise

import pytest
from case_files import all_cases
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaning import Cleaner, SettingsError
from cleaning.context import Context
from cleaning.edit import Edit, Proposal, restore
from cleaning.engine import Repair, run
from cleaning.settings import Settings

PLAIN, MARKING = Cleaner(), Cleaner(mark_lost="〓")
TEXTS = [case.original for case in all_cases() if case.stem in ("lost", "mojibake_latin", "byte_scar", "escapes")]


def hold(text: str, cleaner: Cleaner = MARKING) -> None:
    marker = cleaner.settings.mark_lost
    result = cleaner.clean(text)
    assert result.original == text
    assert all(result.text[edit.start : edit.end] == edit.before == edit.after == marker for edit in result.lost)
    assert all(one.end < other.start for one, other in pairwise(result.lost)), "two markers stand side by side"
    assert not cleaner.clean(result.text).applied
    assert bool(result.lost) == bool(PLAIN.clean(text).lost)


@pytest.mark.parametrize("text", TEXTS)
def test_every_lost_span_becomes_one_marker(text: str) -> None:
    hold(text)


@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3), st.sampled_from(["", "，", "\n", "〓"]))
@settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
def test_built_texts_settle_and_come_back(pieces: list[str], between: str) -> None:
    hold(between.join(pieces))


def test_a_marker_of_several_signs() -> None:
    result = Cleaner(mark_lost="[已丢失]").clean("标题：锟斤拷锟斤拷，正文\ufffd\ufffd完。")
    assert result.text == "标题：[已丢失]，正文[已丢失]完。"
    assert [edit.kind for edit in result.lost] == ["mojibake.replaced", "mojibake.unknown"]
    assert [edit.before for edit in result.applied] == ["锟斤拷锟斤拷", "\ufffd\ufffd"]


def test_without_it_the_text_stays() -> None:
    assert PLAIN.clean("标题：锟斤拷锟斤拷").text == "标题：锟斤拷锟斤拷"


def test_lost_spans_that_touch_or_overlap_get_one_marker() -> None:
    def propose(text: str, _context: Context) -> list[Proposal]:
        spans = [(at, at + 2) for at in range(len(text) - 1) if text[at : at + 2] == "xx"]
        return [Proposal(start, end, "", "mojibake.test", "test", 0.99, lost=True) for start, end in spans]

    repair = Repair("made_up", propose, frozenset(), "for this test")
    outcome = run(Context("净xxx文xxxx", Settings(mark_lost="〓")), (repair,))
    assert outcome.text == "净〓文〓"
    assert restore(outcome.text, outcome.edits) == "净xxx文xxxx"
    assert [(edit.start, edit.end) for edit in outcome.edits if edit.status == "lost"] == [(1, 2), (3, 4)]


def test_nothing_is_marked_that_a_later_pass_can_read() -> None:
    def propose(text: str, context: Context) -> list[Proposal]:
        known = "junk.made_up" in context.applied
        places = [at for at, sign in enumerate(text) if sign == "x"]
        found = [Proposal(at, at + 1, "文", "mojibake.made_up", "test", 1.0, lost=not known) for at in places]
        if text.endswith("y"):
            found.append(Proposal(len(text) - 1, len(text), "", "junk.made_up", "test", 1.0))
        return found

    outcome = run(
        Context("净xy", Settings(mark_lost="〓")), (Repair("made_up", propose, frozenset(), "for this test"),)
    )
    assert outcome.text == "净文"


def test_a_marker_can_be_vetoed() -> None:
    def veto(_edit: Edit, start: int, end: int) -> bool:
        return (start, end) == (3, 6)

    result = MARKING.clean("标题：锟斤拷，正文\ufffd\ufffd完。", veto=veto)
    assert result.text == "标题：锟斤拷，正文〓完。"
    assert [edit.before for edit in result.lost] == ["锟斤拷", "〓"]
    assert [edit.evidence.partition(":")[0] for edit in result.flagged] == ["vetoed"]


@pytest.mark.parametrize("marker", ["", " ", "〓 ", "\n", "\u200b", "\ud800"])
def test_a_marker_must_print(marker: str) -> None:
    with pytest.raises(SettingsError, match="mark_lost"):
        Cleaner(mark_lost=marker)


@pytest.mark.parametrize("marker", ["&nbsp;", "門", "&#20013;", "ä½\x80å¥½".replace("\x80", "€")])
def test_a_marker_that_cleaning_would_change_is_refused(marker: str) -> None:
    with pytest.raises(SettingsError, match="cleaning would change it"):
        Cleaner(mark_lost=marker)


def test_the_digest_names_the_marker() -> None:
    assert Settings(mark_lost="〓").digest() != Settings().digest()

"""The engine: what it applies, what it only records, and that it always ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaning.context import Context
from cleaning.edit import Edit, Field, Proposal, restore
from cleaning.engine import PASSES, Outcome, Repair, Veto, run
from cleaning.settings import Settings

Propose = Callable[[str, Context], Iterable[Proposal | Field]]


def repair(propose: Propose, name: str = "made_up", triggers: str = "") -> Repair:
    return Repair(name, propose, frozenset(triggers), "for this test")


def replacing(pattern: str, after: str, confidence: float = 1.0, kind: str = "junk.test") -> Propose:
    """A repair that replaces every match."""

    def propose(text: str, _context: Context) -> Iterable[Proposal]:
        for match in re.finditer(pattern, text):
            yield Proposal(match.start(), match.end(), after, kind, "test", confidence)

    return propose


def proposing(*items: Proposal | Field) -> Propose:
    """A repair that says the same whatever the text, as long as its spans fit."""

    def propose(text: str, _context: Context) -> Iterable[Proposal | Field]:
        return [item for item in items if item.end <= len(text)]

    return propose


def take(text: str, *order: Repair, veto: Veto | None = None, **options: object) -> Outcome:
    return run(Context(text, Settings(**options)), order, veto)  # type: ignore[arg-type]


def statuses(outcome: Outcome) -> list[tuple[str, str]]:
    return [(edit.before, edit.status) for edit in outcome.edits]


def test_nothing_to_do_costs_nothing() -> None:
    outcome = take("净文", repair(replacing("x", "")))
    assert outcome == Outcome("净文", (), ())


def test_repair_is_asked_only_where_a_trigger_stands() -> None:
    asked: list[str] = []

    def propose(text: str, _context: Context) -> Iterable[Proposal]:
        asked.append(text)
        return ()

    take("净文", repair(propose, triggers="&"))
    assert asked == []
    take("净&文", repair(propose, triggers="&"))
    assert asked == ["净&文"]


@pytest.mark.parametrize(
    ("confidence", "status"),
    [(0.93, "applied"), (0.92, "flagged"), (0.6, "flagged"), (0.59, None)],
)
def test_floors_decide_what_is_applied(confidence: float, status: str | None) -> None:
    outcome = take("净x文", repair(replacing("x", "", confidence)))
    assert statuses(outcome) == ([("x", status)] if status else [])
    assert outcome.text == ("净文" if status == "applied" else "净x文")


def test_a_floor_that_the_user_moved() -> None:
    assert take("净x文", repair(replacing("x", "", 0.7)), floors={"junk": 0.7}).text == "净文"
    assert take("净x文", repair(replacing("x", "", 0.995)), floors={"junk": 1.0}).text == "净x文"


def test_a_repair_that_is_off_does_not_run() -> None:
    assert take("净x文", repair(replacing("x", "")), off=("made_up",)).text == "净x文"


def test_a_proposal_that_changes_nothing_is_no_edit() -> None:
    assert take("净文", repair(replacing("净", "净"))).edits == ()


def test_lost_spans_are_recorded_and_left() -> None:
    lost = Proposal(1, 4, "", "mojibake.lost", "test", 1.0, lost=True)
    outcome = take("净锟斤拷文", repair(proposing(lost)))
    assert outcome.text == "净锟斤拷文"
    (edit,) = outcome.edits
    assert (edit.status, edit.before, edit.after, edit.start, edit.end) == ("lost", "锟斤拷", "锟斤拷", 1, 4)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ((1, 3, 0.99), (2, 4, 1.0), [(2, 4)]),
        ((1, 3, 1.0), (2, 4, 0.99), [(1, 3)]),
        ((1, 3, 1.0), (2, 5, 1.0), [(2, 5)]),
        ((1, 3, 1.0), (2, 4, 1.0), [(1, 3)]),
        ((1, 3, 1.0), (3, 4, 1.0), [(1, 3), (3, 4)]),
        ((1, 2, 0.99), (1, 3, 1.0), [(1, 3)]),
    ],
    ids=["surer-wins", "surer-first-wins", "longer-wins", "first-wins", "touching-both-stand", "same-start"],
)
@pytest.mark.parametrize("backwards", [False, True], ids=["in-order", "backwards"])
def test_overlaps(
    left: tuple[int, int, float], right: tuple[int, int, float], expected: list[tuple[int, int]], backwards: bool
) -> None:
    items = [Proposal(start, end, "", "junk.test", "test", sure) for start, end, sure in (left, right)]
    once = items[::-1] if backwards else items

    def propose(text: str, _context: Context) -> Iterable[Proposal]:
        return once if text == "净abcd文" else ()

    outcome = take("净abcd文", repair(propose))
    assert [(edit.start, edit.end) for edit in outcome.edits] == expected


@settings(deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4), st.sampled_from("xy"), st.floats(0.99, 1.0)), max_size=9)
)
def test_whatever_is_proposed_the_ledger_is_sound(rows: list[tuple[int, int, str, float]]) -> None:
    text = "净化中文文本的一页"
    items = [
        Proposal(start, min(start + length, len(text)), after, "junk.test", "test", sure)
        for start, length, after, sure in rows
    ]

    def propose(now: str, _context: Context) -> Iterable[Proposal]:
        return items if now == text else ()

    outcome = take(text, repair(propose))
    assert restore(outcome.text, outcome.edits) == text
    assert take(text, repair(lambda now, context: reversed(list(propose(now, context))))).text == outcome.text
    real = [item for item in items if text[item.start : item.end] != item.after]
    if real:
        surest = max(item.confidence for item in real)
        assert any(edit.confidence == surest for edit in outcome.edits), "the surest proposal always stands"


def test_repairs_build_on_each_other_over_passes() -> None:
    outcome = take("净dc文", repair(replacing("b", "a"), "late"), repair(replacing("dc", "b"), "early"))
    assert outcome.text == "净a文"
    assert [(edit.step, edit.before, edit.after) for edit in outcome.edits] == [(1, "dc", "b"), (2, "b", "a")]


def test_damage_found_is_told_to_the_repairs_that_follow() -> None:
    heard: list[int] = []

    def listen(_text: str, context: Context) -> Iterable[Proposal]:
        heard.append(context.damage("junk"))
        return ()

    take("x净x文", repair(replacing("x", "")), repair(listen, "listening"))
    assert heard == [2, 2]


def test_a_repair_that_swings_is_flagged_and_ends() -> None:
    def swing(text: str, _context: Context) -> Iterable[Proposal]:
        yield Proposal(1, 2, "b" if text[1] == "a" else "a", "junk.swing", "swing", 1.0)

    outcome = take("净a文", repair(swing))
    assert len([edit for edit in outcome.edits if edit.status == "applied"]) == PASSES - 1
    last = outcome.edits[-1]
    assert (last.status, last.evidence) == ("flagged", "unsettled: swing")
    assert outcome.text[last.start : last.end] == last.before
    assert restore(outcome.text, outcome.edits) == "净a文"


def test_a_repair_that_grows_ends() -> None:
    outcome = take("净a文", repair(replacing("a", "aa")))
    assert len(outcome.text) == 2 + 2 ** (PASSES - 1)
    assert restore(outcome.text, outcome.edits) == "净a文"


def test_flags_end_up_in_the_final_text_once_each() -> None:
    flag = repair(replacing("y", "", 0.7), "flagging")
    outcome = take("xx净y文", flag, repair(replacing("x", "")))
    flagged = [edit for edit in outcome.edits if edit.status == "flagged"]
    assert [(edit.start, edit.end, edit.before) for edit in flagged] == [(1, 2, "y")]
    assert outcome.text[1:2] == "y"
    assert flagged[0].step > max(edit.step for edit in outcome.edits if edit.status == "applied")


def test_a_flag_that_a_later_edit_settles_is_dropped() -> None:
    outcome = take("净xyz文", repair(replacing("y", "", 0.7), "flagging"), repair(replacing("xyz", "")))
    assert statuses(outcome) == [("xyz", "applied")]


def test_veto_leaves_the_edit_unmade_and_on_record() -> None:
    asked: list[tuple[str, int, int]] = []

    def veto(edit: Edit, start: int, end: int) -> bool:
        asked.append((edit.before, start, end))
        return start == 4

    outcome = take("xx净文x净x", repair(replacing("xx", ""), "first"), repair(replacing("x", "")), veto=veto)
    assert outcome.text == "净文x净"
    assert ("x", 4, 5) in asked, "a veto is asked with spans of the original"
    flagged = [edit for edit in outcome.edits if edit.status == "flagged"]
    assert [(edit.before, edit.evidence) for edit in flagged] == [("x", "vetoed: test")]


def test_fields_have_their_spans_in_the_original_and_the_first_reading_counts() -> None:
    def read(text: str, _context: Context) -> Iterable[Field]:
        at = text.find("源")
        if at >= 0:
            yield Field("source", text[at + 1 :], at, len(text), "test")

    outcome = take("x净x源x文", repair(read, "reading"), repair(replacing("x", "")), repair(read, "again"))
    assert outcome.fields == (Field("source", "x文", 3, 6, "test"),)


def test_order_of_proposals_does_not_show() -> None:
    items = [Proposal(place, place + 1, "", "junk.test", "test", 1.0) for place in (3, 1, 2)]

    def propose(text: str, _context: Context) -> Iterable[Proposal]:
        return items if len(text) == 5 else ()

    outcome = take("净abc文", repair(propose))
    assert [edit.start for edit in outcome.edits] == [1, 2, 3]


def test_a_kind_may_ask_for_more_than_its_family() -> None:
    single = repair(replacing("x", "", 0.98, "junk.character"))
    assert take("净x文", single).text == "净x文"
    assert take("净x文", single, floors={"junk": 0.8}).text == "净文"
    assert take("净x文", single, floors={"junk": 0.9}).text == "净x文"

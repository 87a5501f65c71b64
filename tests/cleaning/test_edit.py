"""Lists of edits: applying, taking back, and finding a place again in another step's text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaning.edit import FAMILIES, FORM_FAMILIES, Composition, Edit, applied_steps, apply, invert, restore

LETTERS = "净文修复abc"


def edit(start: int, end: int, before: str, after: str, step: int = 0) -> Edit:
    return Edit(step, start, end, before, after, "space.run", "test", 1.0, "applied")


@st.composite
def edits_of(draw: st.DrawFn, text: str, step: int) -> list[Edit]:
    """Sorted disjoint edits that fit the text and change it; no two start at the same place."""
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    made: list[Edit] = []
    for start, end in zip(places[::2], places[1::2], strict=False):
        after = draw(st.text(LETTERS, max_size=3))
        clash = made and (start < made[-1].end or start == made[-1].start)
        if not clash and after != text[start:end]:
            made.append(edit(start, end, text[start:end], after, step))
    return made


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[list[str], list[Edit]]:
    """The texts before each step and after the last, with the edits of all steps."""
    texts = [draw(st.text(LETTERS, max_size=12))]
    ledger: list[Edit] = []
    for step in range(draw(st.integers(1, 4))):
        made = draw(edits_of(texts[-1], step))
        ledger += made
        texts.append(apply(texts[-1], made))
    return texts, ledger


def step_back(group: list[Edit], length: int, start: int, end: int) -> tuple[int, int]:
    """By brute force, the hull of where the characters `start:end` of one step's result stood before it."""
    homes: list[tuple[int, int]] = []
    at = 0
    for item in group:
        homes += [(place, place + 1) for place in range(at, item.start)]
        homes += [(item.start, item.end)] * len(item.after)
        at = item.end
    homes += [(place, place + 1) for place in range(at, length)]
    chosen = homes[start:end]
    return min(home[0] for home in chosen), max(home[1] for home in chosen)


@settings(deadline=None, derandomize=True)
@given(ledgers())
def test_restore_gives_the_original(made: tuple[list[str], list[Edit]]) -> None:
    texts, ledger = made
    assert restore(texts[-1], ledger) == texts[0]
    assert restore(texts[-1], reversed(ledger)) == texts[0], "the order in which edits are given must not matter"


@settings(deadline=None, derandomize=True, max_examples=300)
@given(ledgers(), st.data())
def test_to_original_is_the_smallest_span(made: tuple[list[str], list[Edit]], data: st.DataObject) -> None:
    texts, ledger = made
    step = data.draw(st.integers(0, len(texts) - 1), "step")
    start = data.draw(st.integers(0, len(texts[step])), "start")
    end = data.draw(st.integers(start, len(texts[step])), "end")
    found = Composition(ledger).to_original(step, start, end)
    assert 0 <= found[0] <= found[1] <= len(texts[0])
    for earlier in reversed(range(step)):
        if start == end:
            return  # between two characters there may be more than one right place
        group = [item for item in ledger if item.step == earlier]
        start, end = step_back(group, len(texts[earlier]), start, end)
    assert found == (start, end)


@settings(deadline=None, derandomize=True, max_examples=300)
@given(ledgers(), st.data())
def test_to_final_finds_what_no_edit_touched(made: tuple[list[str], list[Edit]], data: st.DataObject) -> None:
    texts, ledger = made
    step = data.draw(st.integers(0, len(texts) - 1), "step")
    start = data.draw(st.integers(0, len(texts[step])), "start")
    end = data.draw(st.integers(start, len(texts[step])), "end")
    found = Composition(ledger).to_final(step, start, end)
    untouched = True
    place = (start, end)
    for later in range(step, len(texts) - 1):
        group = [item for item in ledger if item.step == later]
        if any(item.start < place[1] and item.end > place[0] for item in group):
            untouched = False
            break
        before = [item for item in group if item.end <= place[0]]
        shift = sum(len(item.after) - len(item.before) for item in before)
        place = (place[0] + shift, place[1] + shift)
    if start < end:
        assert found == (place if untouched else None)
        if found:
            assert texts[-1][slice(*found)] == texts[step][start:end]
    elif found:
        assert 0 <= found[0] == found[1] <= len(texts[-1])


def test_deletion_before_a_span_is_not_part_of_it() -> None:
    ledger = [edit(0, 3, "abc", "")]
    assert Composition(ledger).to_original(1, 0, 2) == (3, 5)


def test_span_inside_a_replacement_widens_to_it() -> None:
    ledger = [edit(1, 2, "b", "净文修")]
    assert Composition(ledger).to_original(1, 2, 3) == (1, 2)


@pytest.mark.parametrize(
    ("text", "edits"),
    [
        ("净文", [edit(0, 1, "文", "净")]),
        ("净文", [edit(0, 2, "净文", ""), edit(1, 2, "文", "x")]),
        ("净文", [edit(1, 3, "文件", "x")]),
    ],
    ids=["before-differs", "overlap", "beyond-the-end"],
)
def test_apply_refuses_edits_that_do_not_fit(text: str, edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="does not fit the text"):
        apply(text, edits)


def test_invert_refuses_edits_that_were_not_made() -> None:
    with pytest.raises(ValueError, match="cannot be taken back"):
        invert("净文", [edit(0, 1, "x", "文")])


def test_only_applied_edits_count_in_steps() -> None:
    flagged = Edit(1, 0, 1, "净", "文", "junk.insertion", "test", 0.7, "flagged")
    assert [(step, len(group)) for step, group in applied_steps([flagged, edit(0, 1, "a", "b", 3)])] == [(3, 1)]


def test_families() -> None:
    assert len(set(FAMILIES)) == len(FAMILIES)
    assert set(FAMILIES) > FORM_FAMILIES
    assert edit(0, 1, "a", "b").family == "space"

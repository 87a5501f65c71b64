"""Hunks: what is outside them is the same in the original and in the clean text."""

from __future__ import annotations

import pytest
from case_files import all_cases

from cleaning import Cleaner
from cleaning.hunks import hunks

CLEANER = Cleaner()


@pytest.mark.parametrize("case", [case for case in all_cases() if case.fixed], ids=lambda case: case.name)
def test_outside_of_hunks_nothing_changed(case: object) -> None:
    original = case.original  # type: ignore[attr-defined]
    result = CLEANER.clean(original)
    at = new = 0
    for hunk in hunks(result.edits):
        assert original[at : hunk.start] == result.text[new : hunk.new_start]
        assert hunk.kinds
        at, new = hunk.end, hunk.new_end
    assert original[at:] == result.text[new:]

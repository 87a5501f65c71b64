"""Every case of tests/cases does what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from case_files import CASES, REPAIRS, Case, all_cases, applied, load_cases, run_case, said


def marked(case: Case) -> object:
    marks = [pytest.mark.xfail(strict=True, reason=case.comment)] if case.known_failure else []
    return pytest.param(case, id=case.name, marks=marks)


@pytest.mark.parametrize("case", [marked(case) for case in all_cases()])
def test_case(case: Case) -> None:
    outcome = run_case(case)
    assert outcome.text == case.expected, f"{case.comment}\n{applied(outcome.edits)}"
    if case.fixed is None:
        assert not applied(outcome.edits), case.comment
    seen = {edit.kind for edit in outcome.edits if edit.status != "applied"}
    assert set(case.flagged) <= seen, f"{case.comment}: flagged or lost are {sorted(seen)}"
    for name, value in case.fields.items():
        found = said(outcome, name)
        if name == "published_at" and value:
            # A case may give the day alone.
            assert found and found.removesuffix("T00:00:00") == value.removesuffix("T00:00:00")
        else:
            assert found == value, f"{name}: {case.comment}"


@pytest.mark.parametrize("path", sorted(CASES.glob("*.json")), ids=lambda path: path.stem)
def test_case_file_begins_with_negatives_and_says_why(path: Path) -> None:
    cases = load_cases(path)
    assert cases, f"{path.name} is empty"
    assert all(case.comment and case.source for case in cases), "each case needs a comment and a source"
    if (REPAIRS / path.name).with_suffix(".py").exists():
        assert cases[0].fixed is None or cases[0].fixed == cases[0].original, "negatives come first"


def test_faults_of_a_case_file_are_named(tmp_path: Path) -> None:
    row = {"id": "twice", "original": "文", "fixed": None, "comment": "c", "source": "s"}
    path = tmp_path / "gloss.json"
    path.write_text(json.dumps([row, row]), encoding="utf-8")
    with pytest.raises(ValueError, match=r"gloss\.json, case 1 \(twice\): the id is taken"):
        load_cases(path)
    path.write_text(json.dumps([row | {"expected": "文"}]), encoding="utf-8")
    with pytest.raises(ValueError, match=r"gloss\.json, case 0 \(twice\).*expected"):
        load_cases(path)

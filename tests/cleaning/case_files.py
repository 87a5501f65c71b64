"""The cases in tests/cases/*.json, and the repairs that they are run with.

A case file is named for its repair; `pipeline.json` goes through the whole Cleaner. Each case is an object:

    id        unique in its file: lower-case words with hyphens
    original  the text as it comes in
    fixed     what must come out; null: nothing may be applied
    comment, source        why the case stands here, and where the damage was seen
    title, host, markup    what the record says of itself (optional)
    mask      what is masked: [`pii`] (optional)
    witnesses other copies of the text (optional); their ids are `copy 1`, `copy 2` …
    script    `simplified` (default), `traditional` or `keep`; `off`: repairs that do not run
    profile   what a corpus profile knows of the case's host (optional): `pages`, and `lines` as [zone, line, pages]
    fields    what the page must say about itself: name → value, null for a field that must not be found; `authors`
              is a list of [name, role]
    flagged   kinds that must be recorded as flagged or lost, beside whatever else is (optional)
    known_failure   true for what is known not to work: a strict expected failure
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from cleaning import Cleaner, Edit, Settings, Witness
from cleaning.context import Context
from cleaning.engine import Outcome, Repair, run
from cleaning.order import ORDER
from cleaning.page_fields import PageFields
from cleaning.profile import Profile
from cleaning.site_lines import key_of_line, shape_of_line

CASES = Path(__file__).parents[1] / "cases"
REPAIRS = Path(__file__).parents[2] / "cleaning" / "repairs"
PIPELINE = "pipeline"


@dataclass(frozen=True)
class Case:
    """One row of a case file; `stem` names the file, and with it the repair."""

    stem: str
    id: str
    original: str
    fixed: str | None
    comment: str
    source: str
    title: str = ""
    host: str = ""
    markup: bool = False
    witnesses: tuple[str, ...] = ()
    script: Any = "simplified"
    off: tuple[str, ...] = ()
    profile: Mapping[str, Any] = field(default_factory=dict)
    mask: tuple[str, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    flagged: tuple[str, ...] = ()
    known_failure: bool = False

    @property
    def name(self) -> str:
        return f"{self.stem}:{self.id}"

    @property
    def copies(self) -> tuple[Witness, ...]:
        return tuple(Witness(f"copy {number}", text) for number, text in enumerate(self.witnesses, 1))

    @property
    def expected(self) -> str:
        return self.original if self.fixed is None else self.fixed


def load_cases(path: Path) -> list[Case]:
    """The cases of one file. Raises ValueError, naming file and case, where a row is not as described above."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ValueError(f"{path.name}: {error}") from None
    cases: list[Case] = []
    for number, row in enumerate(rows):
        where = f"{path.name}, case {number} ({row.get('id', 'without id')})"
        try:
            case = Case(path.stem, **row)
        except TypeError as error:
            raise ValueError(f"{where}: {error}") from None
        if case.id in {other.id for other in cases}:
            raise ValueError(f"{where}: the id is taken by an earlier case")
        cases.append(case)
    return cases


def case_stems() -> list[str]:
    return sorted(path.stem for path in CASES.glob("*.json"))


@cache
def all_cases() -> tuple[Case, ...]:
    """The cases of all files that can be read; a test of its own fails for one that cannot."""
    found: list[Case] = []
    for stem in case_stems():
        with suppress(ValueError):
            found += load_cases(CASES / f"{stem}.json")
    return tuple(found)


def repair_names() -> list[str]:
    """The repairs that exist as files: those in the order first, in its order, then the rest by name."""
    files = {path.stem for path in REPAIRS.glob("*.py")} - {"__init__"}
    ordered = [repair.name for repair in ORDER if repair.name in files]
    return ordered + sorted(files - set(ordered))


@cache
def repair_named(name: str) -> Repair:
    """One repair, from the order or (before it has its place there) from its file."""
    for repair in ORDER:
        if repair.name == name:
            return repair
    module = import_module(f"cleaning.repairs.{name}")
    return Repair(name, module.propose, module.TRIGGERS, "not yet in the order")


def profile_of(case: Case) -> Profile | None:
    """The corpus profile of a case, if it has one."""
    if not case.profile:
        return None
    profile = Profile(pages=case.profile["pages"])
    profile.tables["hosts"].add([(case.host,)], case.profile["pages"])
    for zone, line, pages in case.profile["lines"]:
        profile.tables["lines"].add([(case.host, zone, key_of_line(line))], pages)
        profile.tables["shapes"].add([(case.host, zone, shape_of_line(line))], pages)
    return profile


def run_alone(name: str, text: str, case: Case | None = None, *, markup: bool | None = None) -> Outcome:
    """One repair over one text, with the case's host, title and settings. `markup` overrides what the case says."""
    settings = Settings()
    if case:
        settings = Settings(script=case.script, mask=tuple(case.mask), profile=profile_of(case))
    host, title, given = (case.host, case.title, case.markup) if case else ("", "", False)
    witnesses = case.copies if case else ()
    markup = given if markup is None else markup
    context = Context(text, settings, host=host, title=title, markup=markup, witnesses=witnesses)
    return run(context, (repair_named(name),))


def run_pipeline(text: str, case: Case | None = None, *, markup: bool | None = None) -> Outcome:
    """The whole Cleaner over one text, as an outcome."""
    if case is None:
        result = Cleaner().clean(text, markup=bool(markup))
    else:
        profile, mask = profile_of(case), tuple(case.mask)
        cleaner = Cleaner(settings=Settings(script=case.script, off=tuple(case.off), mask=mask, profile=profile))
        given = case.markup if markup is None else markup
        result = cleaner.clean(text, host=case.host, title=case.title, markup=given, witnesses=case.copies)
    return Outcome(result.text, result.edits, result.fields.found)


def run_case(case: Case) -> Outcome:
    return run_pipeline(case.original, case) if case.stem == PIPELINE else run_alone(case.stem, case.original, case)


def applied(edits: tuple[Edit, ...]) -> list[Edit]:
    return [edit for edit in edits if edit.status == "applied"]


def said(outcome: Outcome, name: str) -> Any:
    """The value of a field as a case file writes it (dates as ISO text, authors as lists), or None."""
    fields = PageFields(outcome.fields)
    if name == "authors":
        return [[author.name, author.role] for author in fields.get("authors", ())]  # type: ignore[attr-defined]
    value = fields.get(name)
    if value is None:
        return next((item.value for item in outcome.fields if item.name == name), None)
    return value.isoformat() if hasattr(value, "isoformat") else value

"""validate: planted faults are found, in runs, datasets, single files and raw texts; what is well passes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from toy_run import clean, page, pages, use_small_shards, use_toy_order

from dataset import validate as validating
from dataset.run_store import RunError, table_files
from dataset.validate import validate


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    use_toy_order(monkeypatch)
    use_small_shards(monkeypatch)
    clean([*pages(6), page("【广告】國"), page("【广告】國")], tmp_path / "run")
    return tmp_path / "run"


def plant(path: Path, column: str, value: Any, row: int = 0) -> None:
    """Write one bad value into a file that was well."""
    table = pq.read_table(path)
    values = table[column].to_pylist()
    values[row] = value
    at = table.schema.get_field_index(column)
    pq.write_table(table.set_column(at, column, pa.array(values, table.schema.field(column).type)), path)


@pytest.mark.parametrize(
    ("table", "column", "value", "check"),
    [
        ("pages", "id", "0" * 63, "str_matches"),
        ("pages", "text", " \n", "str_matches"),
        ("pages", "text", None, "must not be null"),
        ("pages", "district", "su-zhou", "str_matches"),
        ("pages", "published_at", -(10**12), "plausible date"),
        ("pages", "damage", ["junk.bracket", "nonsense"], "damage is of known kinds"),
        ("pages", "authors", [{"name": "", "role": "记者"}], "authors have names"),
        ("pages", "lost", -1, "greater_than_or_equal_to"),
        ("pages", "jingwen", "1.2.3", "str_matches"),
        ("edits", "confidence", 1.5, "less_than_or_equal_to"),
        ("edits", "kind", "magic.trick", "str_matches"),
        ("edits", "status", "maybe", "isin"),
        ("edits", "start", 10**6, "start before end"),
        ("duplicates", "of", "somewhere", "str_matches"),
    ],
)
def test_a_planted_fault_is_found(run: Path, table: str, column: str, value: Any, check: str) -> None:
    path = next(path for path in table_files(run, table) if pq.read_metadata(path).num_rows)
    plant(path, column, value)
    found = validate(run)
    assert [(case.file, case.row) for case in found] == [(str(path), 0)] * len(found)
    assert any(case.check.startswith(check) for case in found), found


def test_the_row_is_told_across_groups(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validating, "ROWS", 2)
    path = max(table_files(run, "pages"), key=lambda path: int(pq.read_metadata(path).num_rows))
    plant(path, "cluster_size", 0, row=3)
    assert [(case.row, case.column, case.value) for case in validate(path)] == [(3, "cluster_size", "0")]


def test_columns_too_many_and_too_few(run: Path) -> None:
    path = table_files(run, "pages")[0]
    table = (
        pq.read_table(path).drop_columns(["icp"]).append_column("mine", pa.array([1] * pq.read_metadata(path).num_rows))
    )
    pq.write_table(table, path)
    found = {(case.column, case.check) for case in validate(run) if case.row == -1}
    assert ("icp", "column is missing") in found and ("mine", "column is not in the contract") in found


def test_a_type_that_differs_is_found_in_a_file_without_rows(run: Path) -> None:
    path = table_files(run, "rejects")[0]
    pq.write_table(pq.read_table(path).cast(pq.read_schema(path).set(2, pa.field("record", pa.string()))), path)
    assert {(case.column, case.row) for case in validate(run)} == {("record", -1)}


def test_a_file_that_is_no_parquet(run: Path) -> None:
    path = table_files(run, "edits")[0]
    path.write_bytes(path.read_bytes()[:-9])
    found = validate(run)
    assert (found[0].file, found[0].check) == (str(path), "readable as Parquet")


def test_a_row_in_the_file_of_another_split(run: Path) -> None:
    path = next(path for path in table_files(run, "pages") if pq.read_metadata(path).num_rows)
    published = path.rename(path.with_name("kunshan-00000-of-00001.parquet"))
    own = pq.read_table(published)["district"].to_pylist()
    assert [(case.row, case.check, case.value) for case in validate(published)] == [
        (row, "the file's split", district) for row, district in enumerate(own)
    ]


def test_counts_must_agree(run: Path) -> None:
    told = json.loads((run / "run.json").read_text(encoding="utf-8"))
    told["counts"]["kept"] += 1
    (run / "run.json").write_text(json.dumps(told), encoding="utf-8")
    assert [(case.column, case.check) for case in validate(run)] == [("kept", "rows as counted")]


def test_nothing_to_check_is_said(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no Parquet file here"):
        validate(tmp_path)
    with pytest.raises(RunError, match="does not exist"):
        validate(tmp_path / "missing")

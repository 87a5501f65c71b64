"""Check tables against their contracts, file by file and row group by row group, in bounded memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dataset.checksums import CHECKSUMS, differing
from dataset.run_store import PROFILE_JSON, REPRINTS, RUN_JSON, RunError, read_run
from dataset.tables import TABLES, schema_of

if TYPE_CHECKING:
    import polars as pl

ROWS = 4096
"""Rows checked at a time."""

SHOWN = 120
"""Characters of a failing value that a failure shows."""

SPLIT_FILE = re.compile(r"(\w+)-\d{5}-of-\d{5}\.parquet$")
"""The name of a file of a published split."""

WORDS = {
    "not_nullable": "must not be null",
    "column_in_dataframe": "column is missing",
    "column_in_schema": "column is not in the contract",
}


class Failure(NamedTuple):
    """One thing that breaks a contract. `row` counts from 0 within the file; -1 where it is the file as a whole."""

    file: str
    row: int
    column: str
    check: str
    value: str


def failing(table: str, frame: pl.DataFrame) -> list[Failure]:
    """All that breaks the contract of `table` in an eager frame; `file` is left empty."""
    import pandera.errors

    try:
        _model(table).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as faults:
        return [_failure(case) for case in faults.failure_cases.to_dicts()]
    return []


def _model(table: str) -> Any:
    import schemas

    return {
        "pages": schemas.CleanPageSchema,
        "edits": schemas.EditSchema,
        "duplicates": schemas.DuplicateSchema,
        "rejects": schemas.RejectSchema,
        "raw": schemas.RawPageSchema,
    }[table]


def _failure(case: dict[str, Any]) -> Failure:
    check, value = str(case["check"]), str(case["failure_case"])
    whole = case["index"] is None
    column = value if check.startswith("column_in_") else str(case["column"])
    said = WORDS.get(check, check.replace("_", " ") if check.isidentifier() else check)
    return Failure("", -1 if whole else int(case["index"]), column, said, value[:SHOWN])


def validate(path: Path, on_file: Callable[[Path], None] | None = None) -> list[Failure]:
    """Check a run, a dataset, raw texts that `undo` wrote, or a single Parquet file. An empty list: all is well.

    Of a dataset the checksums too: a file that is gone, or has changed since, breaks no contract of a row.

    Raises RunError where there is nothing to check at `path`.
    """
    files = list(_files(path))
    if not files:
        what = "no Parquet file here" if path.exists() else "does not exist"
        raise RunError(f"{path}: {what}; name a run, a dataset, or a .parquet file")
    failures: list[Failure] = []
    counts: dict[str, int] = {}
    for file, table in files:
        if on_file:
            on_file(file)
        found, rows, kind = _check_file(file, table)
        failures += found
        counts[kind] = counts.get(kind, 0) + rows
    if (path / RUN_JSON).is_file():
        failures += _check_counts(path, counts)
    failures += (Failure(str(file), -1, "", f"as in {CHECKSUMS}", said) for file, said in differing(path))
    return failures


def _files(path: Path) -> Iterator[tuple[Path, str | None]]:
    """The Parquet files at `path`, and of which table each must be (None: told by its columns). A profile has a digest
    of its own, and no rows of pages."""
    if path.is_file():
        yield path, None
        return
    for file in sorted(path.rglob("*.parquet")):
        parts = file.relative_to(path).parts
        if parts[0] == REPRINTS and (path / RUN_JSON).is_file():
            continue
        if not any(part.startswith(".") for part in parts) and not (file.parent / PROFILE_JSON).is_file():
            yield file, parts[0] if len(parts) == 2 and parts[0] in (*TABLES, "raw") else None


def _check_file(file: Path, table: str | None) -> tuple[list[Failure], int, str]:
    import polars as pl
    import pyarrow as pa
    import pyarrow.parquet as pq

    failures: list[Failure] = []
    row = 0
    try:
        with pq.ParquetFile(file) as parquet:
            table = table or _told_by_columns(parquet.schema_arrow.names)
            # A file without rows yields no batch, and its columns are checked all the same.
            for batch in (
                parquet.iter_batches(ROWS) if parquet.metadata.num_rows else [parquet.schema_arrow.empty_table()]
            ):
                frame = pl.DataFrame(pl.from_arrow(batch))
                found = [*failing(table, frame), *_strangers(file, frame)]
                failures += (
                    case._replace(file=str(file), row=case.row + row if case.row >= 0 else -1) for case in found
                )
                row += frame.height
                if any(case.row < 0 for case in found):
                    break
    except (OSError, pa.ArrowException) as fault:
        failures.append(Failure(str(file), -1, "", "readable as Parquet", str(fault).split("\n")[0][:SHOWN]))
    return failures, row, table or ""


def _strangers(file: Path, frame: pl.DataFrame) -> Iterator[Failure]:
    """Rows in the file of another split than their own."""
    split = SPLIT_FILE.match(file.name)
    if split and "district" in frame.columns:
        for row, district in enumerate(frame["district"].to_list()):
            if district != split[1]:
                yield Failure("", row, "district", "the file's split", str(district)[:SHOWN])


def _told_by_columns(names: list[str]) -> str:
    """The table that shares most columns with the file."""
    return max((*TABLES, "raw"), key=lambda table: len(set(schema_of(table).names) & set(names)))


def _check_counts(run: Path, rows: dict[str, int]) -> Iterator[Failure]:
    """What `run.json` of a finished run says must be what the tables hold."""
    value = read_run(run)
    told = value.get("counts", {})
    if not value.get("finished"):
        return
    for table, name in (("pages", "kept"), ("duplicates", "duplicates"), ("rejects", "rejected"), ("raw", "raw")):
        if name in told and told[name] != rows.get(table, 0):
            held = f"run.json says {told[name]}, the files hold {rows.get(table, 0)}"
            yield Failure(str(run / RUN_JSON), -1, name, "rows as counted", held)

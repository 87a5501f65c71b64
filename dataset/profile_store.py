"""A corpus profile on disk: a folder of Parquet tables that any tool can read, and `profile.json`, which names them.

    PROFILE/profile.json        format, jingwen's version, digest, counts, and by how much each table may be too low
    PROFILE/strings_N.parquet   strings of N (1 to 4) Han characters: string, pages, hosts (a set, as 64 bits)
    PROFILE/<table>.parquet     hosts, lines, shapes, glosses, swaps, contacts: the columns of
                                `cleaning.profile.profile.COLUMNS`, and count

The folder is written aside and renamed: it is whole, or not there.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dataset.clean_batch import PROFILE_COLUMNS, Profile, ProfileError, Strings, StringTable, Tally
from dataset.run_store import PROFILE_JSON

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = 1
"""Raised when a reader of the old format would misread the new one."""

ORDERS = (1, 2, 3, 4)

_KEYS: Mapping[str, type] = {"digest": str, "pages": int, "copies": int, "tables": dict}
_AGAIN = "learn it again with: jingwen learn SOURCE --out PROFILE"


def is_profile(path: Path) -> bool:
    """Whether a folder says that it is a profile."""
    return (path / PROFILE_JSON).is_file()


def check_free(out: Path) -> None:
    """Raises ProfileError where something is in the place of a new profile."""
    if out.exists():
        raise ProfileError(f"{out}: exists already; name a folder that does not exist yet, or delete this one")


def write_profile(profile: Profile, out: Path, *, version: str, inputs: str = "") -> dict[str, Any]:
    """Write a profile to the folder `out`, which must not exist; returns what `profile.json` says.

    `inputs` names what it was learnt from. Raises ProfileError where something is there already.
    """
    check_free(out)
    draft = out.with_name(f".{out.name}.{os.getpid()}")
    draft.mkdir(parents=True)
    try:
        tables = {}
        for order, strings in zip(ORDERS, profile.strings.tables, strict=True):
            tables[f"strings_{order}"] = _table_of_strings(strings, order), strings.error
        for name in PROFILE_COLUMNS:
            tables[name] = _table_of_tally(name, profile.tables[name]), profile.tables[name].error
        for name, (table, _) in tables.items():
            _write(table, draft / f"{name}.parquet")
        said = {
            "format": FORMAT,
            "jingwen": version,
            "digest": profile.digest,
            "pages": profile.pages,
            "copies": profile.copies,
            "inputs": inputs,
            "tables": {name: {"rows": table.num_rows, "too_low_by": error} for name, (table, error) in tables.items()},
        }
        (draft / PROFILE_JSON).write_text(json.dumps(said, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        draft.rename(out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return said


def describe_profile(path: Path) -> dict[str, Any]:
    """What `profile.json` says. Raises ProfileError where it is missing, broken, or of a newer format."""
    file = path / PROFILE_JSON
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        what = f"holds no {PROFILE_JSON}" if path.is_dir() else "is not a folder"
        raise ProfileError(f"{path}: no profile here, it {what}; {_AGAIN}") from None
    except (OSError, ValueError) as fault:
        raise ProfileError(f"{file}: cannot be read ({fault}); {_AGAIN}") from fault
    # True is an int of Python's, and no format.
    if not isinstance(said, dict) or type(said.get("format")) is not int or said["format"] < 1:
        raise ProfileError(f"{file}: does not say its format; name a folder that jingwen learn has made")
    if said["format"] > FORMAT:
        raise ProfileError(
            f"{file}: has format {said['format']}, and this jingwen reads up to {FORMAT}; "
            f"install jingwen {said.get('jingwen')}, or {_AGAIN}"
        )
    if not all(isinstance(said.get(key), kind) for key, kind in _KEYS.items()):
        raise ProfileError(f"{file}: lacks one of {', '.join(_KEYS)}, or has it in another form; {_AGAIN}")
    return said


def read_profile(path: Path, *, part: bool = False) -> Profile:
    """The profile in a folder, to be used, or as a part of a sum: what a part knows of one page only is for sums alone.

    Raises ProfileError for one that is missing, broken, changed, or of a newer format.
    """
    said = describe_profile(path)
    names = {order: f"strings_{order}" for order in ORDERS}
    tables = {name: _read(path / f"{name}.parquet") for name in (*names.values(), *PROFILE_COLUMNS)}
    try:
        errors = {name: int(said["tables"][name]["too_low_by"]) for name in tables}
        strings = Strings([_strings_of(tables[name], order, errors[name]) for order, name in names.items()])
        tallies = {name: _tally_of(name, tables[name], errors[name]) for name in PROFILE_COLUMNS}
    except (KeyError, TypeError, ValueError) as fault:
        raise ProfileError(f"{path}: a table does not hold what it should ({fault}); {_AGAIN}") from fault
    profile = Profile(said["pages"], said["copies"], strings, tallies)
    if profile.digest != said["digest"]:
        raise ProfileError(
            f"{path}: its tables are not those that {PROFILE_JSON} names (digest {profile.digest}, not "
            f"{said['digest']}); copy the folder again, or {_AGAIN}"
        )
    return profile if part else profile.settled()


def _write(table: pa.Table, path: Path) -> None:
    import pyarrow.parquet as pq

    pq.write_table(table, path, compression="zstd")


def _read(path: Path) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    remedy = f"copy the folder again, or {_AGAIN}"
    try:
        return pq.read_table(path)
    except FileNotFoundError:
        raise ProfileError(f"{path}: is missing; {remedy}") from None
    except (OSError, pa.ArrowException) as fault:
        said = str(fault).split("\n")[0]
        raise ProfileError(f"{path}: cannot be read as Parquet ({said}); {remedy}") from fault


def _table_of_strings(table: StringTable, order: int) -> pa.Table:
    import numpy as np
    import pyarrow as pa

    shifts = np.arange(order - 1, -1, -1, dtype=np.uint64) * np.uint64(16)
    codes = ((table.keys[:, None] >> shifts) & np.uint64(0xFFFF)).astype("<u4")
    text = codes.tobytes().decode("utf-32-le")
    strings = [text[start : start + order] for start in range(0, len(text), order)]
    return pa.table(
        {"string": pa.array(strings, pa.string()), "pages": pa.array(table.pages), "hosts": pa.array(table.hosts)}
    )


def _strings_of(table: pa.Table, order: int, error: int) -> StringTable:
    import numpy as np

    strings = table["string"].combine_chunks()
    _, offsets, data = strings.buffers()
    ends = np.frombuffer(offsets, dtype="<i4")[strings.offset :][: len(strings) + 1]
    # As one text, not as a million strings.
    text = data.to_pybytes()[ends[0] : ends[-1]].decode() if len(strings) else ""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4").astype(np.uint64).reshape(len(strings), order)
    keys = np.zeros(table.num_rows, dtype=np.uint64)
    for column in range(order):
        keys = keys << np.uint64(16) | codes[:, column]
    pages, hosts = (
        table[name].combine_chunks().to_numpy(zero_copy_only=False).astype(kind)
        for name, kind in (("pages", np.uint32), ("hosts", np.uint64))
    )
    return StringTable(keys, pages, hosts, error)


def _table_of_tally(name: str, tally: Tally) -> pa.Table:
    import pyarrow as pa

    rows = list(tally.rows())
    columns = {
        column: pa.array([row[place] for row, _ in rows], pa.string())
        for place, column in enumerate(PROFILE_COLUMNS[name])
    }
    return pa.table(columns | {"count": pa.array([count for _, count in rows], pa.int64())})


def _tally_of(name: str, table: pa.Table, error: int) -> Tally:
    columns = [table[column].to_pylist() for column in PROFILE_COLUMNS[name]]
    return Tally(dict(zip(zip(*columns, strict=True), table["count"].to_pylist(), strict=True)), error)

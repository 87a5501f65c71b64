"""The layout of a run on disk, and the one way in which anything gets there: aside, then renamed.

    RUN/pages/<shard>.parquet  RUN/edits/<shard>.parquet  RUN/duplicates/<shard>.parquet  RUN/rejects/<shard>.parquet
    RUN/run.json  and, of a run that learnt its own, RUN/profile/

A file under its final name is whole. A run that is killed leaves at most drafts, whose names begin with a dot, and
`sweep` takes those away.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from dataset.tables import TABLES

RUN_JSON = "run.json"
RUN_PROFILE, PROFILE_JSON = "profile", "profile.json"
"""The folder in which a run that learnt its own profile keeps it, there before the run is; what is in every profile."""

REPRINTS = "reprints"
"""The folder of what is known of near copies, where a run looked for them."""

PROGRESS = ".progress.json"
"""How far an unfinished run is, written over and over and gone in the end; may be met half written."""

DRAFT = re.compile(r"\.(?:(?:run|shards)\.json|profile|(?:clusters|[0-9a-f]{16})\.parquet)\.\d+")
"""The names under which drafts are written in a run: nothing else is ever swept away."""

SAME = ("version", "settings_digest", "data", "places", "veto", "reprints")
"""What must be equal for a run to be taken up again."""


class RunError(Exception):
    """A run that cannot be begun, taken up, read or finished; the message names folder, fault and remedy."""


class StrictError(RunError):
    """The first record that could not be kept, in a run that was asked to stop there."""


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """A path in the same folder to write to; renamed to `path` when the block ends well, removed when it does not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield draft
        with draft.open("rb+") as stream:
            os.fsync(stream.fileno())
        os.replace(draft, path)  # noqa: PTH105 (the tests stop a run at this very call)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def at_work(out: Path) -> Iterator[None]:
    """Nobody else works on the run meanwhile; the system lets go when the process ends, however it ends.

    Raises RunError where another process is at work. Without such locks (Windows, some network drives) nobody is kept
    away.
    """
    out.mkdir(parents=True, exist_ok=True)
    folder = os.open(out, os.O_RDONLY)
    try:
        if not _take(folder):
            raise RunError(
                f"{out}: another process is at work on this run; wait for it (jingwen status {out}), "
                "or name another folder"
            )
        yield
    finally:
        os.close(folder)


def is_at_work(out: Path) -> bool:
    """Whether a process works on the run now."""
    folder = os.open(out, os.O_RDONLY)
    try:
        return not _take(folder)
    finally:
        os.close(folder)


def _take(folder: int) -> bool:
    with contextlib.suppress(ImportError, OSError):  # a system or a file system without these locks
        import fcntl

        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """One JSON object, indented, written aside and renamed."""
    with aside(path) as draft:
        draft.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def read_run(run: Path) -> dict[str, Any]:
    """What `run.json` says. Raises RunError where there is no run."""
    path = run / RUN_JSON
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        what = "is not a folder" if not run.is_dir() else f"holds no {RUN_JSON}"
        raise RunError(f"{run}: no run here, it {what}; make one with: jingwen clean SOURCE --out {run}") from None
    except (OSError, ValueError) as fault:
        raise RunError(f"{path}: cannot be read ({fault}); delete {run} and clean again") from fault
    if not isinstance(value, dict):
        raise RunError(f"{path}: not a description of a run; name a folder that jingwen clean has made")
    return value


def read_finished(run: Path) -> dict[str, Any]:
    """What `run.json` says of a run that is finished. Raises RunError where it is not."""
    value = read_run(run)
    if not value.get("finished"):
        raise RunError(f"{run}: this run is not finished; give the same jingwen clean command again to finish it")
    return value


def state_of(out: Path, wanted: Mapping[str, Any]) -> Literal["new", "unfinished", "finished"]:
    """Whether `out` is free, or holds the same run unfinished or finished. Raises RunError for anything else."""
    if not out.exists():
        return "new"
    if not out.is_dir():
        raise RunError(f"{out}: is a file; name a folder that does not exist yet")
    if all(path.name == RUN_PROFILE or DRAFT.fullmatch(path.name) for path in out.iterdir()):
        return "new"
    if not (out / RUN_JSON).exists():
        raise RunError(f"{out}: holds files that are not a run; name a folder that does not exist yet")
    found = read_run(out)
    for key in SAME:
        if found.get(key) != wanted.get(key):
            raise RunError(
                f"{out}: holds a run made with another {key.replace('_', ' ')} "
                f"({_short(found.get(key))}, not {_short(wanted.get(key))}); name another folder, or delete this one"
            )
    return "finished" if found.get("finished") else "unfinished"


def _short(value: object) -> str:
    return str(value) if isinstance(value, str) else "other files" if isinstance(value, dict) else repr(value)


def sweep(out: Path) -> None:
    """Remove what a killed run left aside."""
    for folder in (out, *(out / table for table in TABLES), out / REPRINTS):
        if folder.is_dir():
            for path in folder.rglob("*") if folder.name == REPRINTS else folder.iterdir():
                if DRAFT.fullmatch(path.name):
                    shutil.rmtree(path) if path.is_dir() else path.unlink()


def shard_path(out: Path, table: str, name: str) -> Path:
    return out / table / f"{name}.parquet"


def table_files(run: Path, table: str) -> list[Path]:
    """The files of one table, in order of their names."""
    return sorted(path for path in (run / table).glob("*.parquet") if not path.name.startswith("."))


def is_complete(out: Path, name: str) -> bool:
    """Whether a shard was worked off: its `pages` file is renamed last."""
    return all(shard_path(out, table, name).exists() for table in TABLES)


def drop_others(out: Path, names: set[str]) -> None:
    """Remove shards that this run did not cut: left by an earlier attempt on other input."""
    for table in TABLES:
        for path in table_files(out, table):
            if path.stem not in names:
                path.unlink()

"""How far a run is, also while another process works on it: read from its folder, nothing is written."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from dataset.run_store import PROGRESS, RUN_JSON, is_at_work, read_run


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of a run.

    state     `finished`, `at work` (a process holds the run now), or `stopped`: unfinished, and nobody works on it
    read      records so far, and what became of them; of the shard at work only those read and kept are counted yet
    compared  pages held against near copies so far, in the second stage of `--reprints`
    at        when the run last told of itself, in local time; None where that is not known
    """

    run: Path
    state: Literal["finished", "at work", "stopped"]
    version: str
    settings_digest: str
    read: int = 0
    kept: int = 0
    duplicates: int = 0
    rejected: int = 0
    compared: int = 0
    near_copies: int = 0
    excerpts: int = 0
    at: datetime | None = None
    by_split: dict[str, int] = field(default_factory=dict)
    by_damage: dict[str, int] = field(default_factory=dict)


NUMBERS = ("read", "kept", "duplicates", "rejected", "compared", "near_copies", "excerpts")


def status_of(run: Path) -> Status:
    """The status of the run in this folder. Raises RunError where there is none."""
    told = read_run(run)
    finished = bool(told.get("finished"))
    counts, at = (told.get("counts", {}), run / RUN_JSON) if finished else _progress(run)
    if "raw" in counts:  # raw texts that `jingwen undo` wrote: every page that was read
        counts = {"read": counts["raw"], "kept": counts["raw"]}
    return Status(
        run,
        "finished" if finished else "at work" if is_at_work(run) else "stopped",
        str(told.get("version", "")),
        str(told.get("settings_digest", "")),
        **{name: int(counts.get(name, 0)) for name in NUMBERS},
        at=_changed(at),
        by_split=counts.get("by_split", {}),
        by_damage=counts.get("by_damage", {}),
    )


def _progress(run: Path) -> tuple[dict[str, Any], Path]:
    """What an unfinished run last told; nothing before its first batch, and where it is being written just now."""
    path = run / PROGRESS
    try:
        return dict(json.loads(path.read_text(encoding="utf-8"))), path
    except (OSError, ValueError):
        return {}, path


def _changed(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    except OSError:
        return None

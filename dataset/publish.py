"""A finished run becomes a dataset: Parquet by split, a card, checksums; loaded back before it is done."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dataset.card import CardFacts, SplitFacts, write_card
from dataset.checksums import write_checksums
from dataset.clean_batch import masked
from dataset.contents import contents
from dataset.districts import load_places
from dataset.rejected import rejected
from dataset.run_store import RUN_PROFILE, read_finished
from dataset.splits import PublishError, Split, write_splits
from dataset.tables import pages_with

PATTERN = "*?["
"""Characters that make a glob pattern of a path; `datasets` has no way to escape them."""


@dataclass(frozen=True, slots=True)
class PublishSummary:
    """What was published: rows by split, in the order of the card."""

    out: Path
    rows: dict[str, int]
    names: dict[str, str]
    size: int


def publish(
    run: Path,
    out: Path,
    *,
    places: str = "suzhou",
    all_copies: bool = False,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> PublishSummary:
    """Write the dataset of a finished run to `out`, which must not exist yet.

    Everything is written beside `out`, loaded back with `datasets.load_dataset` in a process without network and with a
    cache of its own, compared by rows and by a digest of (id, text), and only then renamed. `on_progress` gets what is
    being done, rows done, and rows in all. Of near copies only the best is published, unless `all_copies`.

    Raises PublishError and RunError; then nothing stands under `out`.
    """
    state = read_finished(run)
    if state.get("places") != places:
        raise PublishError(
            f"{run}: its pages were assigned with the places {state.get('places')!r}, not {places!r}; "
            f"publish with these, or clean again"
        )
    if not state["counts"]["kept"]:
        raise PublishError(f"{run}: holds no page, and a dataset without rows cannot be loaded; see {run / 'rejects'}")
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise PublishError(f"{out}: exists already; name a folder that does not, or delete it first")
    magic = next((character for character in str(out.resolve()) if character in PATTERN), "")
    if magic:
        raise PublishError(f"{out}: datasets.load_dataset takes a path with {magic} for a pattern; name another folder")
    out.parent.mkdir(parents=True, exist_ok=True)
    # No dot in front: `datasets` does not look into hidden folders.
    schema = pages_with(state["settings"].get("keep", ()))
    draft = Path(tempfile.mkdtemp(prefix=f"{out.name}.", suffix=".partial", dir=out.parent))
    total = state["counts"]["kept"] - (0 if all_copies else state["counts"].get("near_copies", 0))
    try:
        splits = write_splits(run, draft, schema, total, all_copies, on_progress)
        names = load_places(places).names
        facts = _facts(run, out, state, splits, names, all_copies)
        write_card(draft / "README.md", facts)
        write_checksums(draft)
        if on_progress:
            on_progress("loading back", total, total)
        _compare(draft, splits)
        draft.chmod(0o755)
        os.replace(draft, out)  # noqa: PTH105 (onto an empty folder too)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    rows = {split.name: split.rows for split in facts.splits}
    return PublishSummary(out, rows, {name: names[name] for name in rows}, sum(split.size for split in facts.splits))


def _facts(
    run: Path, out: Path, state: dict[str, Any], splits: dict[str, Split], names: dict[str, str], all_copies: bool
) -> CardFacts:
    order = [name for name in names if name in splits]
    mask = masked if "pii" in state["settings"].get("mask", ()) else str
    return CardFacts(
        name=out.resolve().name,
        state=state,
        splits=[
            SplitFacts(name, names[name], splits[name].rows, splits[name].memory, sum(_sizes(splits[name].files)))
            for name in order
        ],
        contents=contents(path for name in order for path in splits[name].files),
        reasons=rejected(run, mask).reasons.most_common(),
        all_copies=all_copies,
        own_profile=(run / RUN_PROFILE).is_dir(),
    )


def _sizes(files: list[Path]) -> Iterator[int]:
    return (path.stat().st_size for path in files)


def _compare(draft: Path, splits: dict[str, Split]) -> None:
    """Load the dataset back; raise PublishError unless every split has the rows and the texts that were written."""
    loaded = load_back(draft)
    wrote = {name: {"rows": split.rows, "sha256": split.digest.hexdigest()} for name, split in splits.items()}
    if loaded != wrote:
        wrong = sorted(name for name in {*loaded, *wrote} if loaded.get(name) != wrote.get(name))
        raise PublishError(
            f"the dataset does not load as it was written: {', '.join(wrong)} differ in rows or texts; "
            "nothing was published, please report this"
        )


def load_back(folder: Path) -> dict[str, dict[str, Any]]:
    """What `datasets.load_dataset(folder)` gives, offline: for every split its rows and a digest of (id, text).

    Needs room for a second copy of the dataset in the temporary folder. Raises PublishError where it does not load.
    """
    with tempfile.TemporaryDirectory(prefix="jingwen-load-") as cache:
        offline = {"HF_HOME": cache, "HF_DATASETS_CACHE": cache, "HF_DATASETS_OFFLINE": "1", "HF_HUB_OFFLINE": "1"}
        # -P: this folder holds modules of ours that must not hide others of the same name.
        command = [sys.executable, "-P", str(Path(__file__).with_name("load_back.py")), str(folder.resolve())]
        done = subprocess.run(command, env={**os.environ, **offline}, capture_output=True, text=True, check=False)
    last = done.stdout.strip().rpartition("\n")[2]
    try:
        answer = json.loads(last)
    except ValueError:
        answer = {"error": (done.stderr.strip().rpartition("\n")[2] or f"exit code {done.returncode}")}
    if "error" in answer:
        raise PublishError(f"{folder}: datasets.load_dataset cannot open it: {answer['error']}")
    return dict(answer["splits"])

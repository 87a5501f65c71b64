"""Open a dataset as its users will, with `datasets.load_dataset`, in a process of its own, and print what it holds.

Run as a script and never imported: `datasets` reads its environment once, at import, so only a process of its own is
sure to be offline and to leave nothing in the user's cache. Imports nothing of ours.
"""

from __future__ import annotations

import hashlib
import json
import sys
from typing import Any

ROWS = 1000


def digest_of(split: Any) -> dict[str, Any]:
    """The number of rows of a split, and the SHA-256 over (id, text) of its rows in order."""
    digest = hashlib.sha256()
    arrow = split.select_columns(["id", "text"]).with_format("arrow")
    for batch in arrow.iter(ROWS):
        for name, text in zip(batch["id"].to_pylist(), batch["text"].to_pylist(), strict=True):
            digest.update(f"{name}\n{len(text)}\n{text}\n".encode())
    return {"rows": split.num_rows, "sha256": digest.hexdigest()}


def main(folder: str) -> None:
    """Print one JSON object: for every split its rows and digest, or the error."""
    try:
        import datasets

        datasets.disable_progress_bars()
        splits = datasets.load_dataset(folder)
        answer: dict[str, Any] = {"splits": {name: digest_of(split) for name, split in splits.items()}}
    except Exception as fault:
        answer = {"error": f"{type(fault).__name__}: {fault}"}
    print(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1])

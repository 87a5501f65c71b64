"""Which data a run was made with: the lexicons, rule packs, tables and models that come with jingwen."""

from __future__ import annotations

import hashlib
from importlib.resources import files


def data_digests() -> dict[str, str]:
    """The SHA-256 of every data file that decides what is repaired and where a page belongs, by room and name."""
    digests: dict[str, str] = {}
    for room in ("cleaning", "dataset"):
        pending = [("", files(room) / "data")]
        while pending:
            prefix, folder = pending.pop()
            for entry in folder.iterdir():
                if entry.is_dir():
                    pending.append((f"{prefix}{entry.name}/", entry))
                elif not entry.name.startswith((".", "manifest.")):
                    digests[f"{room}/{prefix}{entry.name}"] = hashlib.sha256(entry.read_bytes()).hexdigest()
    return dict(sorted(digests.items()))

"""Data files: every one is listed, lexicons are sorted and sourced, digests are right.

`<room>/data/manifest.toml` holds one `[[file]]` table for each file beside it, with `path` (relative to the folder),
`licence`, `source`, `date`, `reader` (the module that reads it), and for files that people cannot read a `sha256`.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / "cleaning" / "data", ROOT / "dataset" / "data"]
LEXICONS = sorted(path for folder in FOLDERS for path in folder.rglob("*.tsv"))
READABLE = {".tsv", ".toml", ".md", ".txt", ".json"}
MUST_SAY = ("path", "licence", "source", "date", "reader")

every_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
every_lexicon = pytest.mark.parametrize("path", LEXICONS, ids=lambda path: f"{path.parents[1].name}-{path.stem}")


def rows(folder: Path) -> list[dict[str, Any]]:
    manifest = folder / "manifest.toml"
    if not manifest.exists():
        return []
    return list(tomllib.loads(manifest.read_text(encoding="utf-8")).get("file", []))


@every_folder
def test_manifest_lists_every_file_once(folder: Path) -> None:
    listed = [row.get("path") for row in rows(folder)]
    there = [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.toml" and path.suffix != ".pyc"
    ]
    assert sorted(map(str, listed)) == sorted(there)


@every_folder
def test_manifest_rows_say_where_the_data_comes_from(folder: Path) -> None:
    for row in rows(folder):
        missing = [name for name in MUST_SAY if not row.get(name)]
        assert not missing, f"{row.get('path')}: no {', '.join(missing)}"
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(row["date"])), f"{row['path']}: date is {row['date']}"
        assert find_spec(row["reader"]) is not None, f"{row['path']}: no module {row['reader']}"


@every_folder
def test_digests_are_right(folder: Path) -> None:
    for row in rows(folder):
        path = folder / row["path"]
        assert "sha256" in row or path.suffix in READABLE, f"{row['path']} needs a sha256"
        if "sha256" in row:
            assert hashlib.sha256(path.read_bytes()).hexdigest() == row["sha256"], row["path"]


def lexicon(path: Path) -> tuple[list[str], list[list[str]]]:
    """The header's lines and the rows of a lexicon."""
    text = path.read_text(encoding="utf-8")
    assert text.endswith("\n") and "\r" not in text and not text.startswith("\ufeff"), f"{path.name}: UTF-8, \\n"
    lines = text[:-1].split("\n")
    size = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return lines[:size], [line.split("\t") for line in lines[size:]]


@every_lexicon
def test_lexicon_is_sorted_and_unique(path: Path) -> None:
    _, body = lexicon(path)
    assert body, f"{path.name} holds nothing"
    wrong = next(((left, right) for left, right in pairwise(body) if left >= right), None)
    assert wrong is None, f"{path.name}: {wrong} not sorted by code point, or twice"
    assert len({len(row) for row in body}) == 1, f"{path.name}: rows differ in their number of columns"


@every_lexicon
def test_lexicon_header_names_licence_source_date_and_reader(path: Path) -> None:
    header = " ".join(lexicon(path)[0])
    for word in ("licence:", "source:", "date:", "reader:"):
        assert word in header, f"{path.name}: its header does not say {word}"
    reader = re.search(r"reader: ([\w.]+)", header)
    assert reader and find_spec(reader[1]) is not None, f"{path.name}: the header's reader is no module"

"""Imports run one way: jingwen → dataset → schemas, and jingwen → cleaning; the light rooms stay light."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAY_IMPORT = {
    "cleaning": set(),
    "schemas": set(),
    "dataset": {"schemas", "cleaning"},
    "jingwen": {"dataset", "schemas", "cleaning"},
}
NOT_INSTALLED = {"scripts", "tests", "examples"}
HEAVY = ("datasets", "pandas", "polars", "pandera", "pyarrow", "ray", "ftfy", "torch", "numpy", "cleaning.order")
OUTSIDE = {"socket", "ssl", "http", "urllib", "requests", "httpx", "sqlite3", *HEAVY} - {"ftfy", "numpy"}


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in the file, by its full name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import in line {node.lineno}; name the room"
            module = node.module or ""
            yield from (f"{module}.{alias.name}" for alias in node.names)


def modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def rooms_of(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(path)}


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_imports_run_one_way(room: str) -> None:
    ours = set(MAY_IMPORT) | NOT_INSTALLED
    for path in modules(room):
        wrong = (rooms_of(path) & ours) - MAY_IMPORT[room] - {room}
        assert not wrong, f"{path.relative_to(ROOT)} imports {sorted(wrong)}"


def test_dataset_reaches_cleaning_at_one_place() -> None:
    places = [path.relative_to(ROOT).as_posix() for path in modules("dataset") if "cleaning" in rooms_of(path)]
    assert len(places) == 1, places


def test_repairs_import_no_other_repair() -> None:
    for path in modules("cleaning/repairs"):
        others = [name for name in imports(path) if name.startswith("cleaning.repairs")]
        assert not others, f"{path.name} imports {others}"


def test_cleaning_knows_no_table_and_no_network() -> None:
    for path in modules("cleaning"):
        wrong = rooms_of(path) & OUTSIDE
        assert not wrong, f"{path.relative_to(ROOT)} imports {sorted(wrong)}"


@pytest.mark.parametrize("module", ["cleaning", "jingwen", "jingwen.cli"])
def test_import_is_light(module: str) -> None:
    code = f"import {module}, sys; print([name for name in {HEAVY!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "[]", f"import {module} brings in {result.stdout.strip()}"


def place_of(module: str) -> Path:
    spec = find_spec(module)
    assert spec is not None and spec.submodule_search_locations, f"{module} cannot be imported as a package"
    return Path(next(iter(spec.submodule_search_locations))).resolve().parent


def test_no_other_package_shadows_ours() -> None:
    """PyPI has an unrelated `dataset`; if something brings it in, ours is hidden or it is, by order of the path."""
    remedy = "the unrelated package `dataset` is installed and clashes with ours: pip uninstall dataset"
    with pytest.raises(metadata.PackageNotFoundError):
        metadata.version("dataset")
        pytest.fail(remedy)
    assert {place_of(room) for room in MAY_IMPORT} == {place_of("cleaning")}, remedy


def test_locked_packages_do_not_bring_in_the_other_dataset() -> None:
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert re.search(r"^datasets==", lock, re.M), "the lock is not what this test expects"
    assert not re.search(r"^dataset==", lock, re.M)

"""The shell scripts that make the environment: sound, free of addresses, and clear when no Python fits."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMANDS = ("scripts/demo", "scripts/test", ".ci/run")
SHELL = (*COMMANDS, "scripts/environment.sh")
WRITTEN_BY_HAND = (*SHELL, "requirements.txt", "pyproject.toml", ".github/workflows/ci.yml")
TOOLS = ("bash", "cat", "dirname", "find", "head", "mkdir", "mv", "rm")
APACHE_2 = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
"""SHA-256 of the licence's standard text, appendix included."""


@pytest.mark.parametrize("script", COMMANDS)
def test_commands_can_be_executed(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
    assert (ROOT / script).read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")


@pytest.mark.parametrize("script", SHELL)
def test_shell_is_sound(script: str) -> None:
    checked = subprocess.run(("bash", "-n", ROOT / script), capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("path", WRITTEN_BY_HAND)
def test_no_address_of_an_index(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links|--trusted-host", text)


def test_every_locked_package_has_a_hash_and_every_dependency_is_locked() -> None:
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    entries = re.findall(r"^([a-z0-9-]+)==.*\\\n((?: +--hash=sha256:[0-9a-f]{64}.*\n)+)", lock, re.MULTILINE)
    assert len(entries) == len(re.findall(r"^\S+==", lock, re.MULTILINE)) > 20
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["dev"]]
    names = {re.split(r"[\[<>=~! ]", requirement)[0] for requirement in (*wanted, *project["build-system"]["requires"])}
    assert names <= {name for name, _ in entries}


def test_workflow_runs_what_the_classifiers_promise() -> None:
    workflow = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    classifiers = re.findall(r"Python :: (3\.\d+)", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert re.findall(r'"(3\.\d+)"', workflow) == classifiers
    assert "./.ci/run" in workflow


def test_licence_is_the_whole_standard_text() -> None:
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == APACHE_2


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """An empty checkout with the one script, and `bin/` with the tools that it may use but no Python."""
    place = tmp_path.resolve() / "with space"
    (place / "scripts").mkdir(parents=True)
    shutil.copy(ROOT / "scripts" / "environment.sh", place / "scripts")
    for name in ("requirements.txt", "pyproject.toml"):
        (place / name).write_text(f"# {name}\n", encoding="utf-8")
    (place / "bin").mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found, tool
        (place / "bin" / tool).symlink_to(found)
    return place


def source(checkout: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(checkout / "bin"), **variables}
    command = ("bash", "-c", "source scripts/environment.sh; echo ready in $VIRTUAL_ENV")
    return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)


def stub(path: Path, line: str) -> None:
    path.write_text(f"#!/usr/bin/env bash\n{line}\n", encoding="utf-8")
    path.chmod(0o755)


def stand(checkout: Path, python: Path) -> None:
    """Make a finished environment whose interpreter is `python`."""
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to(python)
    state = f"{sys.version_info.major} {sys.version_info.minor} {checkout}\n"
    for name in ("requirements.txt", "pyproject.toml"):
        state += f"{name} {hashlib.sha256((checkout / name).read_bytes()).hexdigest()}\n"
    (checkout / ".venv" / "made-from").write_text(state, encoding="utf-8")


def test_no_python_at_all(checkout: Path) -> None:
    result = source(checkout)
    assert result.returncode == 1
    assert result.stderr.startswith("No Python 3.11 or newer with venv and pip among: python3.13 python3.12 python3.11")
    assert result.stderr.count("\n") == 1
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize("line", ["exit 127", "exit 1", "echo Python 2.7; exit 1"])
def test_a_shim_or_an_old_python_is_passed_over(checkout: Path, line: str) -> None:
    for name in ("python3.13", "python3"):
        stub(checkout / "bin" / name, line)
    result = source(checkout)
    assert result.returncode == 1
    assert result.stderr.startswith("No Python 3.11")


def test_chosen_python_that_does_not_exist_is_named(checkout: Path) -> None:
    result = source(checkout, PYTHON="/no/such/python")
    assert result.returncode == 1
    assert "among: /no/such/python." in result.stderr


def test_finished_environment_is_used_without_pip_and_without_a_word(checkout: Path) -> None:
    stand(checkout, Path(sys.executable).resolve())
    result = source(checkout)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == f"ready in {checkout / '.venv'}\n"


@pytest.mark.parametrize("file", ["requirements.txt", "pyproject.toml", ".venv/made-from"])
def test_change_of_what_it_was_made_from_is_seen(checkout: Path, file: str) -> None:
    stand(checkout, Path(sys.executable).resolve())
    (checkout / file).write_text("# changed\n", encoding="utf-8")
    result = source(checkout)
    assert result.returncode == 1
    assert result.stderr.startswith("No Python 3.11")


def test_moved_checkout_is_seen(checkout: Path) -> None:
    stand(checkout, Path(sys.executable).resolve())
    moved = checkout.rename(checkout.with_name("moved"))
    result = source(moved)
    assert result.returncode == 1
    assert result.stderr.startswith("No Python 3.11")

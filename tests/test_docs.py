"""What the documents say is true: examples, commands, options, columns, repairs, links, versions."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

import jingwen
from cleaning.edit import FAMILIES
from cleaning.lines import normal_line
from cleaning.order import ORDER
from cleaning.packs import Rule, read_pack
from dataset.tables import schema_of
from scripts import evaluate
from scripts.make_readme_tables import with_table

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
DOCUMENTS = (*READMES, "CHANGELOG.md", "CONTRIBUTING.md")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows(name: str, block: str) -> list[list[str]]:
    """The cells of the table in the block `<!-- block … -->`, without its head."""
    found = re.search(rf"<!-- {block}[^>]*-->\n(.*?)<!-- end -->", read(name), re.DOTALL)
    assert found, f"{name} has no block {block}"
    lines = found[1].strip().split("\n")[2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def code(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def commands() -> dict[str, Any]:
    from jingwen.cli import app

    return dict(get_command(app).commands)  # type: ignore[attr-defined]


EXAMPLES = [
    pytest.param(name, *row, id=f"{name}-{place}")
    for name in READMES
    for place, row in enumerate(rows(name, "examples"))
]


@pytest.mark.parametrize(("name", "what", "damaged", "clean"), EXAMPLES)
def test_examples_come_out_as_shown(name: str, what: str, damaged: str, clean: str) -> None:
    assert jingwen.clean(code(damaged)[0]).text == code(clean)[0], f"{name}: {what}"


def test_both_languages_show_the_same_examples() -> None:
    english, chinese = ([row[1:] for row in rows(name, "examples")] for name in READMES)
    assert english == chinese
    assert any(damaged == clean for damaged, clean in english), "one example must be left alone"


@pytest.mark.parametrize("name", READMES)
def test_first_screen_names_two_commands(name: str) -> None:
    first_screen = "\n".join(read(name).split("\n")[:30])
    assert set(re.findall(r"\./scripts/\w+", first_screen)) == {"./scripts/demo", "./scripts/test"}


def test_table_of_repairs_is_made_from_the_order() -> None:
    assert with_table(read("README.md")) == read("README.md"), "run: python scripts/make_readme_tables.py"


def test_chinese_table_of_repairs_has_the_same_rows() -> None:
    assert [code(row[0])[0] for row in rows("README.zh-CN.md", "repairs")] == [repair.name for repair in ORDER]


@pytest.mark.parametrize("name", READMES)
def test_commands_are_those_of_the_program(name: str) -> None:
    named = [code(row[0])[0].split()[1] for row in rows(name, "commands")]
    assert sorted(named) == sorted(commands())


@pytest.mark.parametrize("name", READMES)
def test_options_exist(name: str) -> None:
    known = {option for command in commands().values() for parameter in command.params for option in parameter.opts}
    known |= set(re.findall(r"--[a-z]+", evaluate.parser().format_help()))
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", re.sub(r"<!--.*?-->", "", read(name))))
    assert named <= known | {"--help"}, sorted(named - known)


@pytest.mark.parametrize("name", READMES)
def test_columns_are_those_of_the_schema(name: str) -> None:
    named = [column for row in rows(name, "columns") for column in code(row[0])]
    assert named == schema_of("pages").names


@pytest.mark.parametrize("name", READMES)
@pytest.mark.parametrize("table", ["edits", "duplicates", "rejects"])
def test_tables_of_a_run_are_those_of_the_schema(name: str, table: str) -> None:
    assert f"`{' '.join(schema_of(table).names)}`" in read(name)


@pytest.mark.parametrize("name", READMES)
def test_all_families_are_named(name: str) -> None:
    assert set(FAMILIES) <= set(code(read(name).replace("```", "")))


@pytest.mark.parametrize("name", READMES)
def test_python_block_says_what_happens(name: str) -> None:
    block = re.search(r"```python\n(.*?)```", read(name), re.DOTALL)
    assert block
    scope: dict[str, Any] = {}
    compared = 0
    for line in filter(None, block[1].split("\n")):
        statement, _, comment = line.partition("  # ")
        if comment.startswith("'"):
            assert eval(statement, scope) == ast.literal_eval(comment), line
            compared += 1
        else:
            exec(statement, scope)
    assert compared >= 2


@pytest.mark.parametrize("name", READMES)
def test_rule_pack_can_be_used(name: str) -> None:
    block = re.search(r"```toml\n(.*?)```", read(name), re.DOTALL)
    assert block
    (rule,) = read_pack("readme.toml", block[1])
    assert isinstance(rule, Rule)
    assert all(rule.match(normal_line(line)) for line in rule.drop)
    assert not any(rule.match(normal_line(line)) for line in rule.keep)
    assert rule.drop
    assert rule.keep


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", read(name))
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_version_is_the_same_everywhere() -> None:
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    assert version == jingwen.__version__
    newest = re.search(r"^## (\S+)", read("CHANGELOG.md"), re.MULTILINE)
    assert newest
    assert newest[1] == version

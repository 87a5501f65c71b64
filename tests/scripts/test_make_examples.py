"""The example set: pages are what the script writes, and every gold value is what the page says of itself."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest

from scripts import make_examples
from scripts.reenact.frames import frame

EXAMPLES = Path(__file__).parents[2] / "examples"
ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (EXAMPLES / "originals.jsonl").read_text(encoding="utf-8").split("\n") if line
]
DISTRICTS = "gusu huqiu wuzhong xiangcheng wujiang changshu zhangjiagang kunshan taicang suzhou_industrial_park".split()
GOLD = ("title", "subtitle", "source", "editor", "index_number", "document_number", "issuing_office", "icp")


def original(row: dict[str, Any]) -> str:
    return (EXAMPLES / "originals" / f"{row['name']}.txt").read_text(encoding="utf-8")


def test_pages_are_what_the_script_writes() -> None:
    assert make_examples.main(["--check"]) == 0


def test_check_sees_a_changed_a_missing_and_a_surplus_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    pages = tmp_path / "examples" / "pages"
    (pages / "taicang_weather.txt").write_bytes(b"x")
    (pages / "crawled.jsonl").unlink()
    (pages / "surplus.txt").write_bytes(b"x")
    assert make_examples.main(["--check", "--examples", str(tmp_path / "examples")]) == 1
    told = capsys.readouterr().err.strip().split("\n")
    assert [line.split(":")[0].rsplit("/", 1)[-1] for line in told] == [
        "crawled.jsonl",
        "surplus.txt",
        "taicang_weather.txt",
    ]
    assert make_examples.main(["--examples", str(tmp_path / "examples")]) == 0
    assert make_examples.main(["--check", "--examples", str(tmp_path / "examples")]) == 0
    assert sorted(path.name for path in pages.iterdir()) == sorted(path.name for path in (EXAMPLES / "pages").iterdir())


def test_unknown_damage_is_named() -> None:
    with pytest.raises(ValueError, match=r"taicang_weather: unknown damage \['rust'\]"):
        make_examples.page_lines(
            next(row for row in ROWS if row["name"] == "taicang_weather") | {"damage": ["rust"]}, "甲。\n"
        )


def test_rows_and_originals_are_one_set() -> None:
    names = [row["name"] for row in ROWS]
    assert sorted(names) == sorted(path.stem for path in (EXAMPLES / "originals").iterdir())
    assert len({(row["page"], row["record"]) for row in ROWS}) == len(ROWS)
    assert {row["page"] for row in ROWS} == {path.name for path in (EXAMPLES / "pages").iterdir()}


def test_all_districts_frames_encodings_and_kinds_of_damage_are_covered() -> None:
    districts = Counter(row["district"] for row in ROWS)
    assert len(ROWS) >= 26
    assert all(districts[district] >= 2 for district in DISTRICTS)
    assert districts["suzhou"] >= 3
    assert districts["unassigned"] >= 3
    assert set(districts) == {*DISTRICTS, "suzhou", "unassigned"}
    assert len({row["frame"] for row in ROWS} - {"none", "bare"}) >= 10
    assert {row["encoding"] for row in ROWS} == {"utf-8", "utf-16", "gb18030"}
    assert {kind for row in ROWS for kind in row["damage"]} == {
        *make_examples.ARTICLE_DAMAGE,
        *make_examples.PAGE_DAMAGE,
    }
    assert all(len(row["damage"]) <= 3 for row in ROWS)
    untouched = [row["frame"] for row in ROWS if not row["damage"]]
    assert untouched.count("none") >= 2
    assert len(untouched) - untouched.count("none") >= 4


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_gold_is_what_the_undamaged_page_says(row: dict[str, Any]) -> None:
    lines = make_examples.page_lines(row | {"damage": []}, original(row))
    page = "\n".join(line.text for line in lines)
    says = [row[name] for name in GOLD] + [author["name"] for author in row["authors"]]
    if row["published_at"]:
        says.append(row["published_at"].replace("T", " ").removesuffix(":00"))
        says[-1] = says[-1] if says[-1] in page else zh_date(row["published_at"])
    assert [value for value in says if value and value not in page] == []


def zh_date(day: str) -> str:
    year, month, number = day.split("-")
    return f"{year}年{int(month)}月{int(number)}日"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_fields_that_the_frame_prints_are_gold(row: dict[str, Any]) -> None:
    printed = {name for line in frame(row["frame"], row, ["甲。"] * 9, Random(0)) for name in line.fields}
    may_say_wu = {"index_number", "document_number", "issuing_office"}
    assert [name for name in printed & set(GOLD) - may_say_wu if not row[name]] == []
    assert [name for name in GOLD if name != "source" and row[name] and name not in printed] == []
    assert bool(row["published_at"]) == bool(printed & {"date", "date_zh", "datetime"})


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_originals_are_clean_in_form(row: dict[str, Any]) -> None:
    raw = (EXAMPLES / "originals" / f"{row['name']}.txt").read_bytes()
    text = raw.decode("utf-8")
    assert text.endswith("\n") and not text.endswith("\n\n") and b"\r" not in raw
    paragraphs = text[:-1].split("\n")
    assert 4 <= len(paragraphs) <= 10
    assert all(paragraph == paragraph.strip() and paragraph for paragraph in paragraphs)
    assert not set(text) & set(",;!?()\u3000\ufffd")

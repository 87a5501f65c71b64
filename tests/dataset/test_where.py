"""`--where`: what the language can say and what it refuses, and that each page left out is a reject with its reason."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from cleaning import Settings
from dataset.records import RawPage
from dataset.run import run_clean
from dataset.run_store import read_run
from dataset.validate import validate
from dataset.where import WhereError, columns, parse_where, presets
from tests.dataset.toy_run import page, rows

ROW: dict[str, Any] = {
    **dict.fromkeys(columns()),
    "title": "修伞摊回来了",
    "text": "老街的修伞摊重新支了起来。",
    "district": "gusu",
    "published_at": "2021-11-08T09:26:00",
    "authors": [{"name": "甲某", "role": "记者"}],
    "damage": ["mill.gloss", "junk.insertion"],
    "lost": 2,
    "quality": {"han": 0.12, "characters": 180, "surprisal": None, "repeated_ngrams": 0.0, "damaged": 0.25},
}


@pytest.mark.parametrize(
    "said",
    [
        "quality.characters >= 100",
        "0.1 < quality.han < 0.2",
        "not quality.han > 0.3",
        "quality.han > 0.3 or lost == 2",
        "lost / quality.characters < 0.02",
        "quality.characters - 180 == 0 and -lost < 0",
        "district in ['gusu', 'huqiu'] and district not in ('wujiang',)",
        "'mill.gloss' in damage",
        "len(authors) == 1 and len(text) > 5 and len(source) == 0",
        "source is null and title is not null and quality.surprisal == null",
        "published_at >= '2021-01-01' and published_at < '2022'",
        "title",
        "true and not false",
        "lost / 0 == null",
    ],
)
def test_what_is_true_keeps_the_page(said: str) -> None:
    assert parse_where(said).why_not(ROW) == ""


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("quality.han > 0.3", "where: quality.han > 0.3 is false (quality.han is 0.12)"),
        (
            "quality.characters > 10 and (lost == 0 and quality.han > 0.3)",
            "where: lost == 0 is false (lost is 2)",
        ),
        ("quality.surprisal < 9", "where: quality.surprisal < 9 is false (quality.surprisal is null)"),
        ("source", "where: source is false (source is null)"),
        (
            "lost == 0 or district == 'x'",
            "where: lost == 0 or district == 'x' is false (lost is 2, district is 'gusu')",
        ),
        ("false", "where: false is false"),
    ],
)
def test_what_is_false_says_which_part_and_what_it_saw(said: str, why: str) -> None:
    assert parse_where(said).why_not(ROW) == why


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("quality.hann > 0.3", "no column 'quality.hann' (did you mean quality.han?)"),
        ("distric == 'gusu'", "no column 'distric' (did you mean district?)"),
        ("han > 0.3", "there is no column 'han'"),
        ("quality > 0.3", "quality has parts: quality.han, quality.characters"),
        ("title.x == 1", "no column 'title.x'"),
        ("quality.han >", "cannot be read"),
        ("lost = 0", "cannot be read"),
        ("", "write an expression"),
        ("lost == 0 and " * 200 + "true", "write an expression of 1 to 2,000 characters"),
        ("(" * 60 + "-" * 60 + "lost" + ")" * 60, "levels of brackets"),
        ("lost ** 9 ** 9", "cannot be said here"),
        ("text * 99999999999 == ''", "only numbers can be reckoned with"),
        ("title > 3", "cannot be computed"),
        ("3 in lost", "cannot be computed"),
        ("len(lost) > 3", "cannot be computed"),
        ("__import__('os').system('true')", "the one function is len"),
        ("(lambda: 1)()", "the one function is len"),
        ("[x for x in text]", "cannot be said here"),
        ("text[0] == 'a'", "cannot be said here"),
        ("b'x' in text", "is no number and no string"),
        ("text.__class__ == 1", "no column 'text.__class__'"),
        ("f'{text}' == ''", "cannot be said here"),
        ("(lost := 3)", "cannot be said here"),
        ("lost == 0; lost", "cannot be read"),
    ],
)
def test_whatever_is_not_of_the_language_is_refused_before_a_page_is_read(said: str, message: str) -> None:
    with pytest.raises(WhereError, match=re.escape(message)):
        parse_where(said)


def test_presets_are_expressions_of_their_own_language() -> None:
    assert {"gopher-zh", "chinesewebtext"} <= set(presets())
    for name, said in presets().items():
        assert parse_where(name).text == said
    assert "quality.characters >= 200" in parse_where("chinesewebtext").why_not(ROW | {"quality": {"han": 0.9, **LONG}})


LONG = {"characters": 150, "repeated_ngrams": 0.0}


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_presets_are_those_of_the_readme(name: str) -> None:
    text = (Path(__file__).parents[2] / name).read_text(encoding="utf-8")
    named = re.findall(r"^\| `([a-z-]+)` \| (?:\d|at (?:least|most)|汉字|重复)", text, re.MULTILINE)
    assert named == list(presets())


def test_each_page_is_kept_or_a_reject_with_the_reason(tmp_path: Path) -> None:
    pages = [
        page("老街的修伞摊重新支了起来，来的人比预想的多。"),
        page("plain English text"),
        page("plain English text"),
    ]
    settings = Settings(where="quality.han > 0.5")
    summary = run_clean(iter(pages), tmp_path / "run", settings, version="1.2.3")
    assert (summary.read, summary.kept, summary.duplicates, summary.rejected) == (3, 1, 1, 1)
    (reject,) = rows(tmp_path / "run", "rejects")
    assert reject["reason"] == "where: quality.han > 0.5 is false (quality.han is 0)"
    assert reject["head"] == b"plain English text"
    assert not validate(tmp_path / "run")
    told = read_run(tmp_path / "run")["settings"]
    assert told["where"] == "quality.han > 0.5"
    assert Settings().digest() != settings.digest()


def test_a_date_is_compared_as_the_page_says_it(tmp_path: Path) -> None:
    article = "本周六上午，老街的修伞摊重新支了起来，来的人比预想的多，队伍一直排到了街口。"
    text = f"发布时间：2021-01-01 00:30　来源：柳塘日报\n\n{article}"
    said = RawPage(id="a" * 64, text=text, path="x.txt")
    settings = Settings(where="published_at >= '2021-01-01'")
    assert run_clean(iter([said]), tmp_path / "run", settings, version="1.2.3").kept == 1

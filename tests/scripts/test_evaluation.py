"""The evaluation: exact bounds, floors that fail when a figure sinks, and the three places that text comes from."""

from __future__ import annotations

import doctest
import json
from collections.abc import Iterator
from math import comb, exp, factorial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from scripts import evaluate
from scripts.corpus import CorpusError, Document, split_of
from scripts.evaluation import clean_text, figures, sources
from scripts.evaluation.figures import (
    Figure,
    Floor,
    FloorError,
    binomial_lower,
    binomial_upper,
    check,
    per_million,
    poisson_lower,
    poisson_upper,
    read_floors,
    share,
)
from scripts.evaluation.sources import Source, own_text, text_folder, writing_of


def poisson_at_most(count: int, mean: float) -> float:
    return sum(exp(-mean) * mean**seen / factorial(seen) for seen in range(count + 1))


def binomial_at_most(count: int, cases: int, chance: float) -> float:
    return sum(comb(cases, seen) * chance**seen * (1 - chance) ** (cases - seen) for seen in range(count + 1))


@pytest.mark.parametrize("count", [0, 1, 5, 40])
def test_poisson_bounds_leave_five_per_cent_on_their_side(count: int) -> None:
    assert poisson_at_most(count, poisson_upper(count)) == pytest.approx(0.05)
    if count:
        assert 1 - poisson_at_most(count - 1, poisson_lower(count)) == pytest.approx(0.05)
    else:
        assert poisson_lower(count) == 0


@pytest.mark.parametrize(("right", "cases"), [(0, 9), (1, 30), (15, 30), (29, 30)])
def test_binomial_bounds_leave_five_per_cent_on_their_side(right: int, cases: int) -> None:
    assert binomial_at_most(right, cases, binomial_upper(right, cases)) == pytest.approx(0.05)
    assert binomial_lower(right, cases) == pytest.approx(1 - binomial_upper(cases - right, cases))
    assert binomial_lower(right, cases) <= right / cases < binomial_upper(right, cases)


def test_documented_bounds_come_out_as_shown() -> None:
    result = doctest.testmod(figures)
    assert result.attempted and not result.failed


def test_bounds_of_large_numbers_do_not_overflow() -> None:
    assert 1_000_000 < poisson_upper(1_000_000) < 1_000_000 + 2 * 1000
    assert 0.4991 < binomial_lower(500_000, 1_000_000) < 0.5 < binomial_upper(500_000, 1_000_000) < 0.5009


def test_figures_know_what_they_rest_on() -> None:
    assert share("a.b", 3, 4) == Figure("a.b", 0.75, 4)
    rate = per_million("a.wrong", 5, 4_350_000)
    assert (round(rate.value, 2), rate.events, rate.subject) == (1.15, 5, "a")
    assert rate.bounds()[1] == pytest.approx(poisson_upper(5) / 4.35)
    assert share("a.b", 0, 0).bounds() == (0, 1)


TOY = [Floor("a.right", least=0.9), Floor("a.wrong", most=2), Floor("b.right", least=0.5)]


@pytest.mark.parametrize(
    ("right", "wrong", "missed"),
    [(0.9, 2, []), (1.0, 0, []), (0.899, 2, ["a.right"]), (0.9, 2.001, ["a.wrong"]), (0, 9, ["a.right", "a.wrong"])],
)
def test_a_figure_beyond_its_floor_is_a_miss(right: float, wrong: float, missed: list[str]) -> None:
    measured = [Figure("a.right", right, 100), Figure("a.wrong", wrong, 100, "per_million")]
    assert [miss.floor.name for miss in check(measured, TOY, {"a"})] == missed


def test_a_floor_without_a_figure_is_a_miss_if_its_subject_was_measured() -> None:
    (miss,) = check([Figure("a.right", 1, 1), Figure("a.wrong", 0, 1)], TOY, {"a", "b"})
    assert (miss.floor.name, miss.figure) == ("b.right", None)
    assert evaluate.table_of([miss]).split() == ["b.right", "no", "figure", "must", "be", "at", "least", "0.5"]


@pytest.mark.parametrize("row", ["0.5", "{ least = 1, most = 2 }", "{}", "{ at_least = 1 }", '{ least = "1" }'])
def test_a_row_of_the_floors_is_one_number(tmp_path: Path, row: str) -> None:
    (tmp_path / "floors.toml").write_text(f'[own]\n"a.b" = {row}\n', encoding="utf-8")
    with pytest.raises(FloorError, match=r'floors.toml: \[own\] "a.b"'):
        read_floors("own", tmp_path / "floors.toml")
    with pytest.raises(FloorError, match="no table"):
        read_floors("corpus", tmp_path / "floors.toml")


@pytest.mark.parametrize("table", ["own", "corpus"])
def test_every_pinned_floor_belongs_to_a_subject(table: str) -> None:
    names = {evaluate.name_of(subject) for subject in evaluate.SUBJECTS}
    floors = read_floors(table)
    assert floors
    assert {floor.name.partition(".")[0] for floor in floors} <= names


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A subject of two figures, and a file of floors that it meets."""

    def measure(source: Source, most: int) -> Iterator[Figure]:
        yield share("toy.right", most, 10, "examples\nin two lines")
        yield per_million("toy.wrong", 1, sum(len(document.text) for document in source.documents))

    toy: Any = SimpleNamespace(__name__="scripts.evaluation.toy", measure=measure, MOST=5, MOST_OWN=9)
    floors = tmp_path / "floors.toml"
    floors.write_text('[own]\n"toy.right" = { least = 0.9 }\n"toy.wrong" = { most = 1000 }\n', encoding="utf-8")
    monkeypatch.setattr(evaluate, "SUBJECTS", (toy,))
    monkeypatch.setattr(evaluate, "read_floors", lambda table: figures.read_floors(table, floors))
    return floors


@pytest.mark.usefixtures("gate")
def test_the_gate_is_open_while_floors_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate.main(["--check"]) == 0
    out, err = capsys.readouterr()
    assert "toy.right" in out and "90.000%  9 of 10" in out and "\n    in two lines\n" in out
    assert not err


def test_the_gate_shuts_with_a_table(gate: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gate.write_text(gate.read_text(encoding="utf-8") + '"toy.gone" = { least = 1 }\n', encoding="utf-8")
    assert evaluate.main(["toy", "--check", "--most", "8"]) == 1
    rows = capsys.readouterr().err.strip().split("\n")
    assert rows[0] == "Floors of [own] that do not hold:"
    assert [row.split() for row in rows[1:]] == [
        "toy.right 0.8 must be at least 0.9".split(),
        "toy.gone no figure must be at least 1".split(),
    ]
    assert evaluate.main(["toy", "--most", "8"]) == 0, "without --check nothing fails"


@pytest.mark.usefixtures("gate")
def test_how_much_is_measured_depends_on_the_source(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("净文", encoding="utf-8")
    for source, most, events in ((own_text(), None, 9), (text_folder(tmp_path), None, 5), (own_text(), 3, 3)):
        right, _ = evaluate.measure(["toy"], source, most, 1)
        assert right.events == events


def test_subjects_side_by_side_come_in_order(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("三个部门开展检查，" * 20, encoding="utf-8")
    names = ["lost", "clean_text"]
    one, two = (list(evaluate.measure(names, text_folder(tmp_path), 5, jobs)) for jobs in (1, 2))
    assert one == two
    assert list(dict.fromkeys(figure.subject for figure in one)) == names


@pytest.mark.usefixtures("gate")
def test_figures_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate.main(["--json"]) == 0
    first = json.loads(capsys.readouterr().out.split("\n")[0])
    assert first == {
        "name": "toy.right",
        "value": 0.9,
        "count": 10,
        "unit": "share",
        "note": "examples\nin two lines",
    }


@pytest.mark.usefixtures("gate")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing"], "no subject is called 'nothing'; there are toy"),
        (["--text", "{folder}", "--check"], "only the project's own text and the test part"),
        (["--text", "{folder}/none"], "holds no .txt file"),
        (["--corpus", "{folder}/none"], "holds no"),
        (["--corpus", "{folder}", "--text", "{folder}"], "not allowed with"),
    ],
)
def test_wrong_usage_is_said(
    tmp_path: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("净文", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        evaluate.main([argument.format(folder=tmp_path) for argument in arguments])
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


def test_own_text_is_news_and_text_of_all_kinds() -> None:
    source = own_text()
    assert source.domains == ("news", "kinds")
    assert {document.domain for document in source.news} == {"news"}
    assert source.floors == "own"


def test_a_folder_of_anybodys_text_is_read_by_folder(tmp_path: Path) -> None:
    (tmp_path / "laws").mkdir()
    (tmp_path / "laws" / "b.txt").write_bytes("第一条\r\n\r\n第二条".encode("utf-8-sig"))
    (tmp_path / "a.txt").write_text("净文", encoding="utf-8")
    source = text_folder(tmp_path)
    assert [document.text for document in source.documents] == ["净文", "第一条\n\n第二条"]
    assert source.domains == (tmp_path.name, "laws")
    assert (source.news, source.floors) == (source.documents, None)
    (tmp_path / "c.txt").write_bytes("净文".encode("gbk"))
    with pytest.raises(CorpusError, match=r"c\.txt: byte 0 is not UTF-8"):
        text_folder(tmp_path)


def test_only_the_test_part_of_a_corpus_has_floors(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("\n\n".join(f"第{number}条" for number in range(60)), encoding="utf-8")
    for split, floors in (("tune", None), ("test", "corpus")):
        source = sources.corpus(tmp_path, split)  # type: ignore[arg-type]
        assert source.documents and source.floors == floors
        assert {split_of(document.text) for document in source.documents} == {split}


@pytest.mark.parametrize(
    ("text", "writing"),
    [("这是简体字", "simplified"), ("這是繁體字", "traditional"), ("一二三", None), ("plain", None)],
)
def test_script_of_a_text(text: str, writing: str | None) -> None:
    assert writing_of(text) == writing


def test_samples_are_fair_and_the_same_every_time() -> None:
    source = own_text()
    first = [document.text for document in source.shuffled(1, news=True)]
    assert first == [document.text for document in source.shuffled(1, news=True)]
    assert first != [document.text for document in source.shuffled(2, news=True)]
    assert sorted(first) == sorted(document.text for document in source.news)
    assert all(200 < len(document.text) < 400 for document in source.shuffled(1, least=200, most=400))


def test_wrong_edits_are_counted_by_domain_without_form(tmp_path: Path) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "a.txt").write_text("學習&#20013;文，三个部门吉印通开展检查。", encoding="utf-8")
    (tmp_path / "good").mkdir()
    (tmp_path / "good" / "a.txt").write_text("三个部门开展检查。", encoding="utf-8")
    bad, good, both = clean_text.measure(text_folder(tmp_path), 100)
    assert [figure.name.rpartition(".")[2] for figure in (bad, good, both)] == ["bad", "good", "all"]
    assert (bad.events, good.events, both.events) == (2, 0, 2)
    assert "escape.numeric 1: '&#20013;'→'中'" in bad.note
    assert both.count == bad.count + good.count


def test_domains_with_damage_of_their_own_are_left_out_of_the_sum() -> None:
    text = "三个部门吉印通开展检查。"
    found = clean_text.measure(Source((Document("wiki_x", text), Document("news", text))), 100)
    assert {figure.name: figure.events for figure in found} == {
        "clean_text.wrong.wiki_x": 1,
        "clean_text.wrong.news": 1,
        "clean_text.wrong.all": 1,
    }

"""Undo: the raw texts again, exactly; or everything but some edits, as a new run."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from toy_run import VERSION, clean, files, page, rows, use_small_shards, use_toy_order

from cleaning import Settings
from dataset.run import RunSummary
from dataset.run_store import RunError, aside, table_files
from dataset.undo import UndoSummary, undo
from dataset.validate import validate

TEXTS = ["【甲】小學。國家", "【乙】【丙】中學。", "清清白白。", "國學〔注〕【丁\udc80】"]


@pytest.fixture(autouse=True)
def _toy_order(monkeypatch: pytest.MonkeyPatch) -> None:
    use_toy_order(monkeypatch)
    use_small_shards(monkeypatch)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    clean([page(text, title="题", host="example.cn", encoding="big5") for text in TEXTS * 2], tmp_path / "run")
    return tmp_path / "run"


def texts(run: Path) -> dict[str, str]:
    return {row["id"]: row["text"] for row in rows(run, "pages")}


def test_without_a_choice_the_raw_texts_come_back(run: Path) -> None:
    summary = undo(run, version="another version reads old runs too")
    assert isinstance(summary, UndoSummary) and summary.out == run.with_name("run-raw")
    assert (summary.pages, summary.failed) == (4, [])
    raw = {row["id"]: row["raw"].decode("utf-8", "surrogatepass") for row in rows(summary.out, "raw")}
    assert raw == {page(text).id: text for text in TEXTS}
    assert validate(summary.out) == []


def spoil(run: Path, text: str) -> str:
    """Write another text over the first page of a run; returns the page's id."""
    path = next(path for path in table_files(run, "pages") if pq.read_metadata(path).num_rows)
    table = pq.read_table(path)
    texts = [text, *table["text"].to_pylist()[1:]]
    with aside(path) as draft:
        pq.write_table(table.set_column(table.schema.get_field_index("text"), "text", [texts]), draft)
    return str(table["id"][0].as_py())


@pytest.mark.parametrize("text", ["另一篇", "小学。国家！"], ids=["does not fit", "gives another text"])
def test_a_page_that_was_changed_is_named_and_costs_no_other(run: Path, text: str) -> None:
    page_id = spoil(run, text)
    summary = undo(run, version=VERSION)
    assert isinstance(summary, UndoSummary)
    assert summary.failed == [page_id] and summary.pages == 3
    partly = undo(run, version=VERSION, kinds=["swap"])
    assert isinstance(partly, RunSummary) and (partly.kept, partly.rejected) == (3, 1)
    assert page_id in rows(partly.out, "rejects")[0]["reason"]


def test_a_file_that_is_broken_is_named(run: Path) -> None:
    path = table_files(run, "edits")[0]
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(RunError, match=f"{path.name}: cannot be read"):
        undo(run, version=VERSION)
    assert not run.with_name("run-raw").exists()


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ({"script.t2s"}, ["小學。國家", "中學。", "清清白白。", "國學〔注〕"]),
        ({"junk"}, ["【甲】小学。国家", "【乙】【丙】中学。", "清清白白。"]),
        ({"junk.bracket", "script"}, ["【甲】小學。國家", "【乙】【丙】中學。", "清清白白。"]),
        ({"swap"}, ["小学。国家", "中学。", "清清白白。", "国学〔注〕"]),
    ],
)
def test_edits_of_a_kind_are_left_out(run: Path, kinds: set[str], expected: list[str]) -> None:
    summary = undo(run, version=VERSION, kinds=kinds)
    assert isinstance(summary, RunSummary) and summary.out == run.with_name("run-undone")
    assert texts(summary.out) == {page(raw).id: text for raw, text in zip(TEXTS, expected, strict=False)}
    assert summary.read == 4


def test_edits_of_one_page_are_left_out(run: Path) -> None:
    chosen = page(TEXTS[1]).id
    summary = undo(run, run.with_name("other"), version=VERSION, ids=[chosen])
    assert texts(summary.out) == {**texts(run), chosen: TEXTS[1]}


def test_edits_of_one_step_are_left_out(run: Path) -> None:
    chosen = page(TEXTS[0]).id
    step = next(
        row["step"] for row in rows(run, "edits") if row["page_id"] == chosen and row["before"] == "學".encode()
    )
    summary = undo(run, version=VERSION, ids=[chosen], steps=[step])
    assert texts(summary.out) == {**texts(run), chosen: "小學。國家"}


def test_what_the_record_said_goes_into_the_new_run(run: Path) -> None:
    summary = undo(run, version=VERSION, kinds=["swap"])
    assert rows(summary.out, "pages") == rows(run, "pages")


def test_settings_are_taken_from_the_run(tmp_path: Path) -> None:
    settings = Settings(off=("script",), floors={"junk": 0.5})
    clean([page("〔注〕國")], tmp_path / "run", settings=settings)
    summary = undo(tmp_path / "run", version=VERSION, kinds=["swap"])
    assert list(texts(summary.out).values()) == ["國"]


def test_what_cannot_be_undone_is_said(run: Path, tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"was made with jingwen 1\.2\.3 and this is 9"):
        undo(run, version="9", kinds=["junk"])
    with pytest.raises(RunError, match="no run here"):
        undo(tmp_path / "nothing", version=VERSION)
    (tmp_path / "mine.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(RunError, match="no run here, it is not a folder"):
        undo(tmp_path / "mine.jsonl", version=VERSION)
    with pytest.raises(RunError, match="holds no clean pages"):
        undo(undo(run, version=VERSION).out, version=VERSION)
    undone = undo(run, version=VERSION, kinds=["junk"])
    with pytest.raises(RunError, match="taken back here already"):
        undo(undone.out, version=VERSION, kinds=["script"])
    with pytest.raises(RunError, match="exists already"):
        undo(run, run, version=VERSION)


def test_a_misspelt_choice_is_said(run: Path) -> None:
    with pytest.raises(RunError, match=r"kind 'jnk': no such family; kinds begin with one of .*junk"):
        undo(run, version=VERSION, kinds=["junk", "jnk"])
    with pytest.raises(RunError, match="no page has the id 'a1'"):
        undo(run, version=VERSION, ids=[page(TEXTS[0]).id, "a1"])
    with pytest.raises(RunError, match=r"no edit has the kind 'junk\.brackets'; see the column `kind`"):
        undo(run, version=VERSION, kinds=["junk.brackets"])
    with pytest.raises(RunError, match="no edit has the step 999"):
        undo(run, version=VERSION, steps=[999])
    assert not run.with_name("run-undone").exists()


def test_packs_of_the_run_must_be_named_again(tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    packs.mkdir()
    (packs / "site.toml").write_text("", encoding="utf-8")
    clean([page("【甲】好。")], tmp_path / "run", settings=Settings(packs=packs))
    with pytest.raises(RunError, match="--packs"):
        undo(tmp_path / "run", version=VERSION, kinds=["junk"])
    assert texts(undo(tmp_path / "run", version=VERSION, kinds=["junk"], packs=packs).out).popitem()[1] == "【甲】好。"


def test_a_killed_undo_leaves_nothing(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(run.parent)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", killed)
    with pytest.raises(KeyboardInterrupt):
        undo(run, version=VERSION)
    assert files(run.parent) == before

"""Runs: in = kept + duplicates + rejected; a kill costs nothing; the same input gives the same files."""

from __future__ import annotations

import dataclasses
import json
import os
import random
from pathlib import Path
from typing import Any

import pytest
from toy_run import clean, files, page, pages, reject, rows, use_small_shards, use_toy_order

from cleaning import Edit, Settings, restore
from cleaning.edit import Proposal
from cleaning.engine import Repair
from dataset.run import run_clean
from dataset.run_store import PROGRESS, RunError, StrictError, at_work
from dataset.status import status_of
from dataset.tables import table_of
from dataset.validate import Failure, validate


@pytest.fixture(autouse=True)
def _toy_order(monkeypatch: pytest.MonkeyPatch) -> None:
    use_toy_order(monkeypatch)


@pytest.fixture
def _small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    use_small_shards(monkeypatch)


def ledger_of(run: Path, page_id: str) -> list[Edit]:
    found = [row for row in rows(run, "edits") if row.pop("page_id") == page_id]
    text = {"before": 0, "after": 0}
    return [
        Edit(**{k: v.decode("utf-8", "surrogatepass") if k in text else v for k, v in row.items()}) for row in found
    ]


def test_every_record_is_kept_a_duplicate_or_rejected(tmp_path: Path) -> None:
    copy = page("常熟市。", path="b.txt", url="https://example.cn/2")
    records = [page("常熟市。"), reject(), copy, page(""), page("坏\ud800的"), page("炸了"), page("第二篇。")]
    summary = clean(records, tmp_path / "run")
    assert (summary.read, summary.kept, summary.duplicates, summary.rejected) == (7, 2, 1, 4)
    assert rows(tmp_path / "run", "duplicates") == [
        {"id": copy.id, "of": copy.id, "url": "https://example.cn/2", "path": "b.txt"}
    ]
    told = json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))
    assert told["finished"] is True and told["counts"]["read"] == 7
    assert validate(tmp_path / "run") == []


def test_rejects_say_why_and_keep_the_bytes(tmp_path: Path) -> None:
    clean([page("炸了"), page("坏\ud800的"), page(" \n "), page("【广告】\n")], tmp_path / "run")
    found = rows(tmp_path / "run", "rejects")
    heads = ("炸".encode(), "坏".encode(), b" ", "【".encode())
    crashed, surrogate, blank, frame = (next(row for row in found if row["head"].startswith(head)) for head in heads)
    assert crashed["reason"] == "jingwen failed on this page: ZeroDivisionError: planted; please report"
    assert crashed["head"] == "炸了".encode() and crashed["length"] == 6
    assert "surrogate" in surrogate["reason"] and surrogate["head"] == "坏\ud800的".encode("utf-8", "surrogatepass")
    assert blank["reason"] == "the record holds nothing but white space"
    assert frame["reason"] == "nothing is left of this page once its frame is taken away"


def test_a_row_that_breaks_the_contract_costs_only_itself(tmp_path: Path) -> None:
    good, bad = page("国泰民安。"), page("一行\r\n两行")
    summary = clean([good, bad], tmp_path / "run")
    assert [row["id"] for row in rows(tmp_path / "run", "pages")] == [good.id]
    assert summary.rejected == 1
    assert "no carriage return" in rows(tmp_path / "run", "rejects")[0]["reason"]
    assert all(row["page_id"] == good.id for row in rows(tmp_path / "run", "edits"))


def test_an_edit_that_breaks_the_contract_costs_its_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Repair(
        "wrong", lambda text, _: [Proposal(0, 1, "", "junk.wrong", "", 1.0)] * ("错" in text), frozenset(), ""
    )
    monkeypatch.setattr("cleaning.cleaner.ORDER", (wrong,))
    good, bad = page("国泰民安。"), page("错了。")
    summary = clean([bad, good], tmp_path / "run")
    assert (summary.kept, summary.rejected) == (1, 1)
    assert "an edit of the page breaks its contract" in rows(tmp_path / "run", "rejects")[0]["reason"]
    assert validate(tmp_path / "run") == []


def test_a_table_that_is_not_as_agreed_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dataset.refusals.failing", lambda *_: [Failure("", -1, "text", "dtype", "int")])
    with pytest.raises(RunError, match="column text that is not as agreed"):
        clean(pages(1), tmp_path / "run")


def test_columns_of_a_page(tmp_path: Path) -> None:
    text = "【常熟市教育局】小學今天開學〔图〕，常熟市。"
    record = page(text, url="https://www.example.cn/a", host="www.example.cn", title="开学", encoding="gb18030",
                  encoding_evidence="no BOM, decodes")  # fmt: skip
    clean([record], tmp_path / "run")
    (row,) = rows(tmp_path / "run", "pages")
    assert row["text"] == "小学今天開学〔图〕，常熟市。"
    assert (row["title"], row["host"], row["district"]) == ("开学", "www.example.cn", "changshu")
    assert (row["issuing_office"], row["district_name"]) == ("常熟市教育局", "常熟市")
    assert (row["edit_count"], row["flagged"], row["lost"], row["damage"]) == (3, 1, 0, ["junk.bracket"])
    assert row["quality"]["characters"] == len(row["text"])
    assert row["quality"]["damaged"] == pytest.approx(8 / len(text), abs=1e-6)
    assert row["jingwen"] == f"1.2.3+{Settings().digest()}"
    beside = {item["name"]: item["value"] for item in row["fields"]}
    assert beside["record.encoding"] == "gb18030" and beside["district"] == "changshu"
    assert row["reprint_of"] is None and row["cluster_size"] == 1


def test_the_ledger_restores_the_raw_text(tmp_path: Path) -> None:
    record = page("【甲\ud83d】國家的學校")
    clean([record], tmp_path / "run")
    (row,) = rows(tmp_path / "run", "pages")
    assert restore(row["text"], ledger_of(tmp_path / "run", record.id)) == record.text


@pytest.mark.usefixtures("_small_shards")
def test_same_input_same_files_whatever_the_paths(tmp_path: Path) -> None:
    clean(pages(10), tmp_path / "one")
    clean([dataclasses.replace(record, path="elsewhere.csv") for record in pages(10)], tmp_path / "two")
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert len(list((tmp_path / "one" / "pages").glob("*.parquet"))) == 3


@pytest.mark.usefixtures("_small_shards")
def test_shards_of_nothing_but_the_same_copies_do_not_overwrite_each_other(tmp_path: Path) -> None:
    summary = clean([page("同一篇。")] * 13, tmp_path / "run")
    assert (summary.kept, summary.duplicates) == (1, 12)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a run that nothing stopped."""
    with pytest.MonkeyPatch.context() as patch:
        use_toy_order(patch)
        use_small_shards(patch)
        out = tmp_path_factory.mktemp("runs") / "whole"
        clean(pages(10), out)
    return files(out)


@pytest.mark.usefixtures("_small_shards")
@pytest.mark.parametrize("killed_at", range(13))
def test_a_killed_run_leaves_no_half_file_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: dict[str, bytes], killed_at: int
) -> None:
    calls, replace = iter(range(100)), os.replace

    def killed(source: Any, target: Any) -> None:
        if next(calls) == killed_at:
            raise KeyboardInterrupt
        replace(source, target)

    monkeypatch.setattr(os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        clean(pages(10), tmp_path / "run")
    monkeypatch.undo()
    use_toy_order(monkeypatch)
    use_small_shards(monkeypatch)
    left = files(tmp_path / "run") if (tmp_path / "run").exists() else {}
    for name in ("run.json", PROGRESS):
        left.pop(name, None)
    assert left.items() <= whole.items()
    summary = clean(pages(10), tmp_path / "run")
    assert files(tmp_path / "run") == whole and not summary.already_done


@pytest.mark.usefixtures("_small_shards")
def test_a_resumed_run_takes_whole_shards_as_they_are(tmp_path: Path) -> None:
    def dies_after_six() -> Any:
        yield from pages(10)[:6]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_clean(dies_after_six(), tmp_path / "run", Settings(), version="1.2.3")
    assert len(list((tmp_path / "run" / "pages").glob("*.parquet"))) == 1
    (tmp_path / "run" / "pages" / ".0123456789abcdef.parquet.99").write_bytes(b"PAR1")
    seen: list[tuple[int, int]] = []
    clean(pages(10), tmp_path / "run", on_progress=lambda progress: seen.append((progress.shards, progress.resumed)))
    assert seen[0] == (1, 1) and seen[-1] == (3, 1)
    assert not list((tmp_path / "run").rglob(".*"))


@pytest.mark.usefixtures("_small_shards")
def test_shards_of_other_input_are_dropped_when_a_run_is_taken_up(tmp_path: Path) -> None:
    clean(pages(10)[::-1], tmp_path / "run")
    told = json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))
    (tmp_path / "run" / "run.json").write_text(json.dumps({**told, "finished": False}), encoding="utf-8")
    assert clean(pages(5), tmp_path / "run").kept == 5
    assert len(rows(tmp_path / "run", "pages")) == 5


def test_two_processes_do_not_work_on_one_run(tmp_path: Path) -> None:
    with at_work(tmp_path / "run"), pytest.raises(RunError, match="another process is at work on this run"):
        clean(pages(3), tmp_path / "run")
    assert clean(pages(3), tmp_path / "run").kept == 3


@pytest.mark.usefixtures("_small_shards")
def test_status_of_a_run_at_work_then_stopped_then_finished(tmp_path: Path) -> None:
    run, seen = tmp_path / "run", []

    def watched() -> Any:
        yield from [*pages(10)[:4], reject(), *pages(4)[:2]]
        seen.append(status_of(run))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_clean(watched(), run, Settings(), version="1.2.3")
    assert [(said.state, said.read, said.kept) for said in seen] == [("at work", 4, 4)]
    assert status_of(run) == dataclasses.replace(seen[0], state="stopped")
    clean(pages(10), run)
    said = status_of(run)
    assert (said.state, said.read, said.kept, said.rejected) == ("finished", 10, 10, 0)
    assert said.by_split == {"changshu": 10}


def test_status_when_the_progress_was_caught_half_written(tmp_path: Path) -> None:
    def stopped() -> Any:
        yield from pages(1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_clean(stopped(), tmp_path / "run", Settings(), version="1.2.3")
    (tmp_path / "run" / PROGRESS).write_text('{"read": ', encoding="utf-8")
    assert (status_of(tmp_path / "run").state, status_of(tmp_path / "run").read) == ("stopped", 0)


def test_status_of_what_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no run here"):
        status_of(tmp_path)


def test_a_finished_run_is_not_done_again(tmp_path: Path) -> None:
    first = clean(pages(3), tmp_path / "run")
    again = clean([], tmp_path / "run")
    assert again == dataclasses.replace(first, already_done=True)


@pytest.mark.parametrize(
    ("options", "word"),
    [({"version": "9"}, "version"), ({"settings": Settings(script="keep")}, "settings"), ({"veto_name": "x"}, "veto")],
)
def test_another_run_is_refused(tmp_path: Path, options: dict[str, Any], word: str) -> None:
    clean(pages(1), tmp_path / "run")
    with pytest.raises(RunError, match=f"another {word}"):
        clean(pages(1), tmp_path / "run", **options)


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep me", encoding="utf-8")
    with pytest.raises(RunError, match="not a run"):
        clean(pages(1), tmp_path)
    with pytest.raises(RunError, match="is a file"):
        clean(pages(1), tmp_path / "mine.txt")
    assert files(tmp_path) == {"mine.txt": b"keep me"}


def test_a_run_killed_at_its_first_write_can_be_begun_again(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / ".run.json.4711").write_text("{", encoding="utf-8")
    assert clean(pages(1), tmp_path / "run").kept == 1
    assert not list((tmp_path / "run").glob(".*"))


def test_files_of_others_are_never_swept(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / ".gitignore").write_text("*", encoding="utf-8")
    with pytest.raises(RunError, match="not a run"):
        clean(pages(1), tmp_path / "run")
    (tmp_path / "run" / ".gitignore").unlink()
    clean(pages(1), tmp_path / "run")
    told = json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))
    (tmp_path / "run" / "run.json").write_text(json.dumps({**told, "finished": False}), encoding="utf-8")
    (tmp_path / "run" / ".gitignore").write_text("*", encoding="utf-8")
    clean(pages(1), tmp_path / "run")
    assert (tmp_path / "run" / ".gitignore").exists()


def test_no_record_at_all_is_a_run_of_nothing(tmp_path: Path) -> None:
    assert clean([], tmp_path / "run").read == 0
    assert json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))["finished"] is True


@pytest.mark.parametrize("record", [reject("broken line"), page("炸了")], ids=["read", "cleaned"])
def test_strict_stops_at_the_first_reject(tmp_path: Path, record: Any) -> None:
    with pytest.raises(StrictError, match=r"in\.jsonl, record"):
        clean([*pages(2), record, page("之后。")], tmp_path / "run", strict=True)
    told = json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))
    assert told["finished"] is False


def test_records_that_go_missing_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dataset.run.table_of", lambda table, _rows: table_of(table, []))
    with pytest.raises(RunError, match="1 records read, but 0 kept"):
        clean([reject()], tmp_path / "run")


def test_a_ledger_of_script_edits_is_small(tmp_path: Path) -> None:
    """Spread like real Traditional text: about every fourth character is edited."""
    chance = random.Random(7)
    texts = ["".join(chance.choice("學國的一是在不了") for _ in range(3000)) for _ in range(20)]
    clean(map(page, texts), tmp_path / "run")
    count = len(rows(tmp_path / "run", "edits"))
    size = sum(path.stat().st_size for path in (tmp_path / "run" / "edits").glob("*.parquet"))
    assert count > 10_000
    assert size / count < 2

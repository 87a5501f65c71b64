"""Publishing: splits, card, checksums; loads as written; nothing stands under the final name unless it does."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from toy_run import clean, files, page, reject, rows, use_toy_order

from cleaning import Settings
from cleaning.context import Context
from cleaning.edit import Field
from cleaning.engine import Repair
from dataset import publish as publishing
from dataset import splits
from dataset.commands_of import commands_of
from dataset.publish import PublishError, load_back, publish
from dataset.records import RawPage, Reject
from dataset.run_store import RunError
from dataset.tables import schema_of
from dataset.undo import Selection
from dataset.validate import validate

RECORDS = [
    page("常熟市的小學【广告】開學。常熟市，常熟市。"),
    page("昆山市的中學開學。昆山市，昆山市。", title="昆山开学", url="https://www.ks.gov.cn/1", host="www.ks.gov.cn"),
    page("苏州工业园区開學。", title="园区开学", host="www.sipac.gov.cn"),
    page("天氣很好【推广】。"),
    reject(),
]


def no_load(folder: Path) -> dict[str, dict[str, Any]]:
    """Stands in for loading back where that is not the subject: it costs two seconds."""
    loaded: dict[str, Any] = {}
    for path in sorted((folder / "data").glob("*.parquet")):
        split = loaded.setdefault(path.name.split("-")[0], {"rows": 0, "sha256": hashlib.sha256()})
        for row in pq.read_table(path, columns=["id", "text"]).to_pylist():
            split["rows"] += 1
            split["sha256"].update(f"{row['id']}\n{len(row['text'])}\n{row['text']}\n".encode())
    return {name: {**split, "sha256": split["sha256"].hexdigest()} for name, split in loaded.items()}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        use_toy_order(patch)
        out = tmp_path_factory.mktemp("runs") / "run"
        clean(RECORDS, out)
    return out


@pytest.fixture(scope="module")
def dataset(run: Path) -> Path:
    out = run.parent / "新 news (1)"
    publish(run, out)
    return out


def test_every_split_with_rows_has_a_file_and_no_other(dataset: Path) -> None:
    names = ["changshu", "kunshan", "suzhou_industrial_park", "unassigned"]
    assert sorted(path.name for path in (dataset / "data").iterdir()) == [f"{n}-00000-of-00001.parquet" for n in names]
    for name in names:
        (row,) = pq.read_table(dataset / "data" / f"{name}-00000-of-00001.parquet").to_pylist()
        assert row["district"] == name


def test_it_opens_offline_as_users_will_open_it(dataset: Path, tmp_path: Path) -> None:
    code = (
        "import datasets, json, sys; d = datasets.load_dataset(sys.argv[1]);"
        "print(json.dumps({n: [s.num_rows, s[0]['text'], str(s.features)] for n, s in d.items()}))"
    )
    offline = {"HF_HOME": str(tmp_path), "HF_DATASETS_OFFLINE": "1", "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(dataset)], env={**os.environ, **offline}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    splits = json.loads(done.stdout.strip().split("\n")[-1])
    assert {name: split[0] for name, split in splits.items()} == dict.fromkeys(
        ("changshu", "kunshan", "suzhou_industrial_park", "unassigned"), 1
    )
    assert splits["unassigned"][1] == "天氣很好。"
    assert "timestamp[s, tz=Asia/Shanghai]" in splits["kunshan"][2]


def test_the_rows_are_those_of_the_run(run: Path, dataset: Path) -> None:
    published = [row for path in (dataset / "data").iterdir() for row in pq.read_table(path).to_pylist()]
    assert sorted(published, key=lambda row: str(row["id"])) == rows(run, "pages")


def test_the_card_is_valid_and_true(dataset: Path) -> None:
    from datasets import Features
    from huggingface_hub import DatasetCard

    card = DatasetCard.load(dataset / "README.md")
    data = card.data.to_dict()
    assert data["language"] == ["zh"] and data["size_categories"] == ["n<1K"]
    assert data["license"] == "unknown"
    assert [entry["split"] for entry in data["configs"][0]["data_files"]] == [
        "changshu", "kunshan", "suzhou_industrial_park", "unassigned"
    ]  # fmt: skip
    told = Features._from_yaml_list(data["dataset_info"]["features"])
    assert told == Features.from_arrow_schema(schema_of("pages"))
    assert "| kunshan | 昆山市 | 1 |" in card.text
    assert re.search(r"\| junk.bracket \| [^|]+ \| 2 \|", card.text)
    assert "Read 5, kept 4, exact duplicates 0, rejected 1." in card.text
    assert "| not JSON | 1 |" in card.text and "{" not in card.text


def card_of(records: list[RawPage | Reject], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **options: Any) -> str:
    """The words of the card of a dataset with these records."""
    use_toy_order(monkeypatch)
    monkeypatch.setattr(publishing, "load_back", no_load)
    clean(records, tmp_path / "run", **options)
    publish(tmp_path / "run", tmp_path / "out")
    return (tmp_path / "out" / "README.md").read_text(encoding="utf-8").rpartition("---\n# ")[2].replace("\n", " ")


def test_the_card_names_the_hosts_with_most_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hosts = [f"h{number:02d}.example.cn" for number in range(23)]
    records = [page(f"{host}的第{n}篇。", host=host) for host in hosts for n in range(2 if host == hosts[5] else 1)]
    card = card_of([*records, page("没有写明的一篇。")], tmp_path, monkeypatch)
    assert "| host | pages | | --- | --- | | h05.example.cn | 2 | | h00.example.cn | 1 |" in card
    assert "| 3 more | 3 | | not said | 1 |" in card
    assert "Of 25 pages 0 say when they were published." in card


def test_the_card_tells_the_days_between(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaning.cleaner.ORDER", (Repair("day", say_day, frozenset(), "toy"),))
    monkeypatch.setattr(publishing, "load_back", no_load)
    clean([page("2021-03-05 早春。"), page("2019-11-30 初冬。"), page("没有写明。")], tmp_path / "run")
    publish(tmp_path / "run", tmp_path / "out")
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "3 Chinese web pages, published from 2019-11-30 to 2021-03-05, repaired with jingwen 1.2.3" in card
    assert "Of 3 pages 2 say when they were published: from 2019-11-30 to 2021-03-05." in card


def say_day(text: str, _context: Context) -> Iterator[Field]:
    """A field for a date at the beginning."""
    if text[:2] == "20":
        yield Field("published_at", text[:10], 0, 10, "toy")


def test_the_card_counts_what_was_left_alone_and_what_is_not_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = [reject("not JSON (line 1, column 7)"), reject("not JSON (line 1, column 12)"), reject("a <b>|c")]
    records = [page("小學〔甲〕〔乙〕。"), page("中學【丙】〔丁〕。"), *broken]
    card = card_of(records, tmp_path, monkeypatch)
    assert "Edits made, form included: 3. Seen, not sure enough and left alone: 3 places on 2 pages." in card
    assert "Beyond repair: nothing." in card
    assert "Read 5, kept 2, exact duplicates 0, rejected 3." in card
    assert "| not JSON (line N, column N) | 2 | | a &lt;b>\\|c | 1 |" in card


def test_the_card_tells_how_to_make_it_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = Settings(script="keep", off=("bracket",), where="len(text) > 3", mask=("pii",), mark_lost="〓")
    card = card_of([page("小學開學。"), page("短。")], tmp_path, monkeypatch, settings=chosen)
    assert (
        "jingwen clean SOURCE... --out RUN --script keep --off bracket --mark-lost '〓' --where 'len(text) > 3'" in card
    )
    assert f"digest `{chosen.digest()}`" in card and "With jingwen 1.2.3 and the same sources" in card
    assert "| where: len(text) > 3 is false | 1 |" in card
    assert "are replaced by placeholders" in card and "must not be published with this" in card


def test_the_card_of_a_run_without_some_edits_says_so() -> None:
    state = {"settings": {"script": "simplified", "packs": {"a.toml": "ab"}, "profile": "cd"}, "reprints": True}
    selection = Selection(ids=frozenset(["0f"]), kinds=frozenset(["junk"]), steps=frozenset([2]))
    told = commands_of({**state, "veto": selection.name()}, "my pages", all_copies=True, own_profile=False)
    assert told == [
        "jingwen clean SOURCE... --out RUN --packs PACKS --profile PROFILE --reprints",
        "jingwen undo RUN --out UNDONE --packs PACKS --profile PROFILE --id 0f --kind junk --step 2",
        "jingwen publish UNDONE --out 'my pages' --all-copies",
    ]
    assert "--two-pass --reprints" in commands_of(state, "pages", own_profile=True)[0]


def test_checksums_name_every_data_file(dataset: Path) -> None:
    there = files(dataset)
    lines = there.pop("SHA256SUMS").decode().splitlines()
    assert lines == [
        f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in sorted(there.items()) if name != "README.md"
    ]


def test_it_keeps_its_contract(dataset: Path) -> None:
    assert validate(dataset) == []


def test_a_file_that_changed_or_went_is_found(dataset: Path, tmp_path: Path) -> None:
    shutil.copytree(dataset, tmp_path / "copy")
    gone, other = sorted((tmp_path / "copy" / "data").iterdir())[:2]
    gone.unlink()
    table = pq.read_table(other)
    pq.write_table(pa.concat_tables([table, table]), other)
    assert [(failure.file, failure.check, failure.value) for failure in validate(tmp_path / "copy")] == [
        (str(gone), "as in SHA256SUMS", "file is missing"),
        (str(other), "as in SHA256SUMS", "other bytes than were published"),
    ]


def test_nothing_is_left_beside_it(dataset: Path) -> None:
    assert sorted(path.name for path in dataset.parent.iterdir()) == ["run", dataset.name]


def test_large_splits_are_cut_into_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_toy_order(monkeypatch)
    monkeypatch.setattr("dataset.shards.SHARD_PAGES", 2)
    clean([page(f"第{number}条：常熟市，常熟市，常熟市。") for number in range(10)], tmp_path / "run")
    monkeypatch.setattr(splits, "SHARD_BYTES", 1)
    monkeypatch.setattr(splits, "BUFFER_BYTES", 1)
    monkeypatch.setattr(publishing, "load_back", no_load)
    summary = publish(tmp_path / "run", tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out" / "data").iterdir()) == [
        f"changshu-{number:05d}-of-00005.parquet" for number in range(5)
    ]
    assert summary.rows == {"changshu": 10} and summary.names == {"changshu": "常熟市"}


@pytest.mark.parametrize("spoil", ["text", "rows"])
def test_a_dataset_that_loads_otherwise_is_not_published(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: str
) -> None:
    def loaded(folder: Path) -> dict[str, Any]:
        value = no_load(folder)
        value["kunshan"][{"text": "sha256", "rows": "rows"}[spoil]] = "other"
        return value

    monkeypatch.setattr(publishing, "load_back", loaded)
    with pytest.raises(PublishError, match="kunshan differ"):
        publish(run, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_load_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("---\nlicense: unknown\n---\n", encoding="utf-8")
    with pytest.raises(PublishError, match="cannot open it"):
        load_back(tmp_path)


def test_a_killed_publish_leaves_nothing(run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(publishing, "load_back", no_load)
    monkeypatch.setattr("os.replace", killed)
    with pytest.raises(KeyboardInterrupt):
        publish(run, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_published_is_refused(
    run: Path, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_toy_order(monkeypatch)
    before = files(dataset)
    with pytest.raises(PublishError, match="exists already"):
        publish(run, dataset)
    assert files(dataset) == before
    with pytest.raises(RunError, match="no run here"):
        publish(tmp_path / "nothing", tmp_path / "out")
    with pytest.raises(PublishError, match=r"a path with \["):
        publish(run, tmp_path / "out[1]")
    clean([reject()], tmp_path / "empty")
    with pytest.raises(PublishError, match="holds no page"):
        publish(tmp_path / "empty", tmp_path / "out")
    with pytest.raises(PublishError, match="'suzhou', not 'china'"):
        publish(run, tmp_path / "out", places="china")
    clean([page("好。")], tmp_path / "half")
    told = json.loads((tmp_path / "half" / "run.json").read_text(encoding="utf-8"))
    (tmp_path / "half" / "run.json").write_text(json.dumps({**told, "finished": False}), encoding="utf-8")
    with pytest.raises(RunError, match="not finished"):
        publish(tmp_path / "half", tmp_path / "out")
    assert not (tmp_path / "out").exists()

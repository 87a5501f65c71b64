"""`--keep frame` and `--mask pii`: a column more that every contract accepts, and no number in what is published."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cleaning import Cleaner, Settings
from dataset.publish import publish
from dataset.records import RawPage
from dataset.run import run_clean
from dataset.undo import undo
from dataset.validate import validate
from tests.dataset.toy_run import page, rows

VERSION = "1.2.3"
MOBILE, MAIL, CARD = "13800138000", "tang.xiao@example.com", "11010519491231002X"

NOTICE = (
    "首页 要闻 区县 民生 财经 文体 视听 专题\n"
    f"招领启事{MOBILE}\n"
    "发布时间：2021-11-08 09:26　来源：柳塘日报\n"
    "十一月七日傍晚，有乘客在九路公交车上拾得布包一只，内有衣物、图书和少量现金，现寻找失主。\n"
    f"失主请与甲某联系，电话{MOBILE}，邮箱{MAIL}；认领时请带身份证（{CARD}）原件，以便核对。\n"
    "责任编辑：费晓岚\n"
    f"版权所有：柳塘网 联系人：乙某 电话：{MOBILE}\n"
)


def cleaned(out: Path, text: str = NOTICE, **settings: Any) -> dict[str, Any]:
    run_clean(iter([page(text)]), out, Settings(**settings), version=VERSION)
    (row,) = rows(out, "pages")
    return row


def field(row: dict[str, Any], name: str) -> list[tuple[str, str]]:
    return [(item["value"], item["evidence"]) for item in row["fields"] if item["name"] == name]


def test_personal_data_is_counted_and_stays_unless_masking_is_asked_for(tmp_path: Path) -> None:
    row = cleaned(tmp_path / "run")
    assert MOBILE in row["text"] and "privacy.mobile" not in row["damage"]
    assert field(row, "record.pii")[0][0].startswith("email 1, id_number 1, mobile ")
    assert ("[邮箱]", "an e-mail address") in field(row, "personal.email"), "the field does not hold the address"
    assert row["flagged"] == 0 and "frame" not in row


def test_masking_leaves_no_number_in_any_column_and_can_be_taken_back(tmp_path: Path) -> None:
    row = cleaned(tmp_path / "run", mask=("pii",), keep=("frame",))
    assert "电话[手机号]，邮箱[邮箱]；认领时请带身份证（[身份证号]）原件" in row["text"]
    assert {"privacy.mobile", "privacy.email", "privacy.id_number"} <= set(row["damage"])
    assert not [value for value in (MOBILE, MAIL, CARD) if value in str(row)]
    assert not validate(tmp_path / "run")
    assert undo(tmp_path / "run", version=VERSION).pages == 1
    assert rows(tmp_path / "run-raw", "raw")[0]["raw"].decode() == NOTICE
    undone = undo(tmp_path / "run", version=VERSION, kinds=["privacy.email"])
    assert undone.rejected == 0
    assert MAIL in rows(tmp_path / "run-undone", "pages")[0]["text"]


def test_the_frame_is_kept_in_the_order_of_the_page(tmp_path: Path) -> None:
    row = cleaned(tmp_path / "run", keep=("frame",))
    lines = row["frame"].split("\n")
    assert lines[0] == "首页 要闻 区县 民生 财经 文体 视听 专题"
    assert lines.index("责任编辑：费晓岚") > 1 and "布包" not in row["frame"]
    assert not validate(tmp_path / "run")


def test_a_page_without_frame_has_a_null_column(tmp_path: Path) -> None:
    assert cleaned(tmp_path / "run", "只有一段话。", keep=("frame",))["frame"] is None
    assert not validate(tmp_path / "run")


def test_the_frame_of_html_is_text() -> None:
    source = (
        "<nav><a>首页</a><a>新闻&amp;专题</a></nav><h1>启事</h1><p>十一月七日傍晚，有乘客拾得布包一只，现寻找失主。</p>"
    )
    assert Cleaner().clean(source, markup=True).frame == "首页\n新闻&专题"


def test_what_is_published_loads_and_holds_no_number(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    cleaned(tmp_path / "run", mask=("pii",), keep=("frame",))
    publish(tmp_path / "run", tmp_path / "set")
    assert not validate(tmp_path / "set")
    tables = [pq.read_table(path) for path in (tmp_path / "set").rglob("*.parquet")]
    assert tables and all("frame" in table.column_names for table in tables)
    assert sorted(path.name for path in (tmp_path / "set").iterdir()) == ["README.md", "SHA256SUMS", "data"]
    told = str([table.to_pylist() for table in tables]) + (tmp_path / "set" / "README.md").read_text()
    assert not [value for value in (MOBILE, MAIL, CARD) if value in told]
    assert "must not be published" in told and "name: frame" in told


def test_a_record_is_masked_in_its_title_too(tmp_path: Path) -> None:
    said = RawPage(id="a" * 64, text="只有一段话，写得不长。", path="x.jsonl", title=f"找{MOBILE}")
    run_clean(iter([said]), tmp_path / "run", Settings(mask=("pii",)), version=VERSION)
    assert MOBILE not in str(rows(tmp_path / "run", "pages"))

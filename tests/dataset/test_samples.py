"""The five sample pages, from file to table: splits, fields, nothing left to mend, nothing lost.

The pages are not part of the project; where they are not there the tests are skipped.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cleaning import Cleaner, Settings
from cleaning.readings import GLOSS
from dataset.readers import read
from dataset.run import run_clean

SAMPLES = Path(__file__).parents[2].parent / "shared" / "seeds"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample pages are not on this machine")


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Split → the page's row in RUN/pages."""
    import pyarrow.parquet as pq

    out = tmp_path_factory.mktemp("samples") / "run"
    summary = run_clean(read([SAMPLES]), out, Settings(), version="0.0.0")
    assert (summary.read, summary.kept, summary.rejected) == (5, 5, 0)
    found = [row for path in (out / "pages").glob("*.parquet") for row in pq.read_table(path).to_pylist()]
    return {row["district"]: row for row in found}


def people(row: dict[str, Any]) -> list[str]:
    return [author["name"] for author in row["authors"]]


def test_one_page_in_each_split(rows: dict[str, dict[str, Any]]) -> None:
    assert sorted(rows) == ["changshu", "suzhou", "taicang", "wujiang", "wuzhong"]


def test_fields_say_what_the_pages_say(rows: dict[str, dict[str, Any]]) -> None:
    assert rows["wujiang"]["source"] == "苏报融媒" and rows["wujiang"]["editor"] == "小吉"
    assert people(rows["wujiang"]) == ["赵焱", "彭化成", "杨海石"]
    assert rows["wuzhong"]["index_number"] == "55252184/2022-00027"
    assert rows["wuzhong"]["document_number"] is None
    assert rows["wuzhong"]["issuing_office"] == "吴中区工业和信息化局"
    assert rows["wuzhong"]["icp"] == "苏ICP备10060399号"
    assert people(rows["taicang"]) == ["朱雪芬"]
    assert rows["suzhou"]["published_at"].replace(tzinfo=None) == datetime(2020, 12, 29, 16, 41, 8)
    assert rows["suzhou"]["editor"] == "吴昊" and people(rows["suzhou"]) == ["朱琦", "钱茹冰", "王亭川"]
    assert rows["changshu"]["source"] == "常熟日报" and len(people(rows["changshu"])) == 4
    assert sorted(split for split, row in rows.items() if row["title"]) == ["changshu", "suzhou", "taicang", "wujiang"]


@pytest.mark.parametrize(
    ("split", "there", "gone"),
    [
        ("wujiang", ["彰显桑基鱼塘、", "开展联合创新", "组建创新联合体"], ["吉印通", "点分享", "曹路宝主持\n"]),
        ("wuzhong", ["真幸福”成为人们的切身感受、", "二是勇担当、", "着眼创新"], ["索 引 号", "备案", "主办单位"]),
        ("taicang", ["苏报讯（记者 朱雪芬）"], ["著"]),
        ("suzhou", ["（苏报融媒记者 朱琦 钱茹冰/文 王亭川/摄）"], ["\n引力播\n", "责编", "热点排行", "滚动", "\u3000"]),
        (
            "changshu",
            ["扎实做好", "示范城市", "第一方阵", "最具幸福感"],
            ["diyi", "zui", "织汤", "版权声明", "13391219793"],
        ),
    ],
)
def test_repaired_and_stripped(rows: dict[str, dict[str, Any]], split: str, there: list[str], gone: list[str]) -> None:
    text = rows[split]["text"]
    assert all(phrase in text for phrase in there)
    assert not any(phrase in text for phrase in gone)
    assert not GLOSS.search(text)
    assert not re.search(r"(?<=[㐀-鿿])[,:;!?](?=[㐀-鿿])", text), "half-width marks between Han"


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem[:3])
def test_restored_exactly_and_settled(path: Path) -> None:
    raw = path.read_text(encoding="utf-8")
    result = Cleaner().clean(raw)
    assert result.original == raw
    assert Cleaner().clean(result.text).applied == ()

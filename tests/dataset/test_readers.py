"""Every container, compression and encoding, as a user's folder may hold them."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dataset.readers import ReadOptions, SourceError, find, read
from dataset.records import RawPage, Reject

NEWS = "苏州市今天召开新闻发布会，介绍前三季度经济运行情况。\n工业增加值同比增长百分之五，外贸进出口总额保持平稳。"
TRADITIONAL = (
    "蘇州市今天召開新聞發布會，介紹前三季度經濟運行情況。\n工業增加值同比增長百分之五，外貿進出口總額保持平穩。"
)
ROWS = [
    {"url": "http://www.example.gov.cn/a/1.html", "标题": "前三季度经济运行平稳", "正文": NEWS},
    {"url": "https://News.Example.cn:8080/2", "标题": "新闻发布会", "正文": '有人说："不错"，\r\n也有人\t不同意。\n'},
]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gbk", "gb18030"]


def records(*sources: Path | str, **options: object) -> list[RawPage | Reject]:
    return list(read(list(sources), ReadOptions(**options)))  # type: ignore[arg-type]


def pages(*sources: Path | str, **options: object) -> list[RawPage]:
    found = records(*sources, **options)
    assert all(isinstance(record, RawPage) for record in found), found
    return [record for record in found if isinstance(record, RawPage)]


def pack(data: bytes, suffix: str) -> bytes:
    if suffix == ".gz":
        return gzip.compress(data)
    if suffix == ".zst":
        sink = pa.BufferOutputStream()
        with pa.CompressedOutputStream(sink, "zstd") as stream:
            stream.write(data)
        return bytes(sink.getvalue())
    return data


def as_jsonl(rows: list[dict[str, str]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def as_csv(rows: list[dict[str, str]], delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def as_parquet(rows: list[dict[str, str]]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out)
    return out.getvalue()


@pytest.mark.parametrize("compression", ["", ".gz", ".zst"])
@pytest.mark.parametrize("name", ["a.txt", "a.HTML", "a.htm"])
def test_file_that_is_one_page(tmp_path: Path, name: str, compression: str) -> None:
    file = tmp_path / (name + compression)
    file.write_bytes(pack(NEWS.encode(), compression))
    [page] = pages(file, host="example.gov.cn")
    assert page == RawPage(
        id=hashlib.sha256(NEWS.encode()).hexdigest(),
        text=NEWS,
        path=str(file),
        host="example.gov.cn",
        markup="htm" in name.lower(),
        encoding="utf-8",
        encoding_evidence="strict",
    )


@pytest.mark.parametrize("compression", ["", ".gz", ".zst"])
@pytest.mark.parametrize("container", [".jsonl", ".ndjson", ".csv", ".tsv", ".parquet"])
def test_rows(tmp_path: Path, container: str, compression: str) -> None:
    if container == ".parquet":
        data = as_parquet(ROWS)
    elif container in (".csv", ".tsv"):
        data = as_csv(ROWS, "\t" if container == ".tsv" else ",").encode()
    else:
        data = as_jsonl(ROWS).encode()
    file = tmp_path / ("rows" + container + compression)
    file.write_bytes(pack(data, compression))
    found = pages(file)
    assert [page.text for page in found] == [row["正文"] for row in ROWS]
    assert [page.title for page in found] == [row["标题"] for row in ROWS]
    assert [page.url for page in found] == [row["url"] for row in ROWS]
    assert [page.host for page in found] == ["www.example.gov.cn", "news.example.cn"]
    assert [page.record for page in found] == [0, 1]
    assert [page.id for page in found] == [hashlib.sha256(row["正文"].encode()).hexdigest() for row in ROWS]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("container", [".jsonl", ".csv"])
def test_rows_in_every_encoding(tmp_path: Path, container: str, encoding: str) -> None:
    rows = [*ROWS, {"url": "", "标题": "上一篇", "正文": "路"}, {"url": "", "标题": "ਊ਀", "正文": "上下一心"}]
    if encoding == "gbk":
        rows.pop()
    text = as_jsonl(rows) if container == ".jsonl" else as_csv(rows)
    file = tmp_path / ("rows" + container)
    file.write_bytes(text.encode(encoding))
    found = pages(file)
    assert [page.text for page in found] == [row["正文"] for row in rows]
    assert [page.title for page in found] == [row["标题"] for row in rows]


@pytest.mark.parametrize("container", [".jsonl", ".csv", ".txt"])
def test_big5(tmp_path: Path, container: str) -> None:
    rows = [{"內容": TRADITIONAL, "標題": "許功蓋"}]  # 許功蓋 end in a backslash each, in Big5
    text = {".jsonl": as_jsonl(rows), ".csv": as_csv(rows), ".txt": TRADITIONAL}[container]
    file = tmp_path / ("rows" + container)
    file.write_bytes(text.encode("big5"))
    [page] = pages(file)
    assert (page.text, page.encoding) == (TRADITIONAL, "big5hkscs")


def test_lines_of_a_utf8_file_may_be_gbk(tmp_path: Path) -> None:
    file = tmp_path / "mixed.jsonl"
    file.write_bytes(as_jsonl(ROWS).encode() + as_jsonl(ROWS).encode("gbk"))
    assert [page.text for page in pages(file)] == [row["正文"] for row in ROWS + ROWS]


def test_rows_of_bytes_dictionaries_and_large_strings(tmp_path: Path) -> None:
    columns = {
        "text": pa.array([NEWS.encode("gbk"), NEWS.encode()], pa.binary()),
        "title": pa.array(["甲", "甲"]).dictionary_encode(),
        "url": pa.array([1, None]),
    }
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")
    pq.write_table(
        pa.table({"content": pa.array([NEWS], pa.large_string()).dictionary_encode()}), tmp_path / "b.parquet"
    )
    found = pages(tmp_path)
    assert [page.text for page in found] == [NEWS] * 3
    assert [page.encoding for page in found] == ["gb18030", "utf-8", "str"]
    assert [page.title for page in found] == ["甲", "甲", ""]
    assert [page.url for page in found] == ["1", "", ""]


def test_columns_named_by_the_user_and_html_columns(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"text": "甲", "raw_html": "<p>乙</p>", "名": "丙", "page": "b.cn/x"}\n', "utf-8")
    assert [page.text for page in pages(file)] == ["甲"]
    [page] = pages(file, text_column="raw_html", title_column="名", url_column="page")
    assert (page.text, page.title, page.host, page.markup) == ("<p>乙</p>", "丙", "b.cn", True)


def test_delimiter_other_than_the_name_says(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("标题;正文\n甲;乙,丙\n", "utf-8")
    [page] = pages(file)
    assert (page.title, page.text) == ("甲", "乙,丙")


def test_lines_end_at_the_line_feed_only(tmp_path: Path) -> None:
    text = "甲\u2028乙\u2029丙\x0b丁\x0c戊\x85己"
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": text}, ensure_ascii=False), "utf-8")
    (tmp_path / "b.csv").write_text(f"text\n{text}\n", "utf-8")
    assert [page.text for page in pages(tmp_path)] == [text, text]


def test_lone_surrogates_stay_in_the_text_and_nowhere_else(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(
        '{"text": "甲\\ud800乙", "title": "\\udc00丙", "url": "http://a.cn/\\ud800"}\n{"text": "😀"}', "utf-8"
    )
    first, second = pages(file)
    assert (first.text, first.title, first.host) == ("甲\ud800乙", "\ufffd丙", "a.cn")
    assert first.id == hashlib.sha256("甲\ud800乙".encode("utf-8", "surrogatepass")).hexdigest()
    assert second.text == "😀"
    (first.url + first.title + first.path).encode()


def test_standard_input_is_one_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(NEWS.encode("gbk"))))
    [page] = pages("-")
    assert (page.text, page.path, page.encoding) == (NEWS, "-", "gb18030")


def test_folder_is_searched_in_order_without_hidden_and_unknown_files(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.txt", "a/.hidden.txt", ".git/x.txt", "a/notes.docx", "README", "c.txt", "b/10.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    found = find([tmp_path])
    inside = [os.path.relpath(source.path, tmp_path) for source in found.sources]
    assert inside == ["a/1.txt", "b/10.txt", "b/2.txt", "c.txt"]
    assert found.passed_over == {".docx": 1, "": 1}


def test_hidden_file_that_is_named_is_read(tmp_path: Path) -> None:
    (tmp_path / ".page.txt").write_text("甲", "utf-8")
    assert [page.text for page in pages(tmp_path / ".page.txt")] == ["甲"]


def test_sources_are_looked_for_at_once(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere.*no such file.*name a file or folder that exists"):
        read([tmp_path / "nowhere"])


def test_more_rows_than_a_batch_and_row_groups(tmp_path: Path) -> None:
    texts = [f"第{number}篇" for number in range(1000)]
    pq.write_table(pa.table({"text": texts}), tmp_path / "a.parquet", row_group_size=300)
    found = pages(tmp_path)
    assert [page.text for page in found] == texts
    assert [page.record for page in found] == list(range(1000))

"""Bad input, at the readers: a sentence that says what and where, no exception, and no good record lost beside it."""

from __future__ import annotations

import gzip
import hashlib
import json
import tracemalloc
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dataset import readers
from dataset.readers import ReadOptions, SourceError, find, read
from dataset.records import HEAD_BYTES, RawPage, Reject

GOOD = "苏州市今天召开新闻发布会。"
LINE = json.dumps({"text": GOOD}, ensure_ascii=False).encode() + b"\n"
ZSTD_LEVEL_FRAME = b"\x28\xb5\x2f\xfd"


def run(*sources: Path | str, **options: object) -> tuple[list[RawPage], list[Reject]]:
    found = list(read(list(sources), ReadOptions(**options)))  # type: ignore[arg-type]
    return [r for r in found if isinstance(r, RawPage)], [r for r in found if isinstance(r, Reject)]


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def only_reject(path: Path, **options: object) -> Reject:
    pages, rejects = run(path, **options)
    assert not pages
    [reject] = rejects
    assert reject.path == str(path)
    return reject


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.csv", "a.tsv", "a.parquet", "a.txt.gz", "a.csv.zst"])
def test_empty_file(tmp_path: Path, name: str) -> None:
    reject = only_reject(write(tmp_path / name, b""))
    assert reject.reason.startswith("empty")
    assert (reject.length, reject.sha256, reject.head) == (0, hashlib.sha256().hexdigest(), b"")


@pytest.mark.parametrize("text", [" \r\n\t\u3000", "\0\0\0", "\ufeff", "\u200b\n"])
def test_nothing_visible(tmp_path: Path, text: str) -> None:
    assert only_reject(write(tmp_path / "a.txt", text.encode())).reason.startswith("empty")
    rows = b"\n".join([LINE.strip(), json.dumps({"text": text}).encode()])
    pages, [reject] = run(write(tmp_path / "a.jsonl", rows))
    assert (len(pages), reject.record, reject.reason[:5]) == (1, 1, "empty")


BINARIES = {
    "a PDF document": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "a ZIP archive": b"PK\x03\x04\x14\0\x06\0",
    "a PNG image": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "a JPEG image": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    "a GIF image": b"GIF89a\x01\0\x01\0",
    "gzip data": gzip.compress(b"abc"),
    "Zstandard data": ZSTD_LEVEL_FRAME + b"\x04\0",
    "a program (ELF)": b"\x7fELF\x02\x01\x01\0",
    "a program (Windows)": b"MZ\x90\0\x03\0",
    "an old Office document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0",
}


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.csv", "a.parquet", "a.txt.gz", "a.txt.zst"])
@pytest.mark.parametrize("what", BINARIES)
def test_renamed_file_is_called_what_it_is(tmp_path: Path, name: str, what: str) -> None:
    data = BINARIES[what]
    if (name[-3:], what) in ((".gz", "gzip data"), ("zst", "Zstandard data")):
        pytest.skip("that is what the name says")
    reject = only_reject(write(tmp_path / name, data))
    assert what in reject.reason
    assert (reject.head, reject.sha256) == (data, hashlib.sha256(data).hexdigest())


def test_binary_without_a_signature(tmp_path: Path) -> None:
    reject = only_reject(write(tmp_path / "a.txt", bytes(range(256)) * 8))
    assert "binary data, not text" in reject.reason


def test_no_encoding_reads_it(tmp_path: Path) -> None:
    assert "unreadable in any encoding" in only_reject(write(tmp_path / "a.txt", b"\xff" * 100)).reason


@pytest.mark.parametrize("compression", ["gz", "zst"])
@pytest.mark.parametrize("container", ["jsonl", "csv"])
def test_truncated_stream_gives_what_came_before_the_cut(tmp_path: Path, compression: str, container: str) -> None:
    texts = [f"{number} {hashlib.sha256(b'%d' % number).hexdigest()} 苏州" for number in range(3000)]
    lines = [json.dumps({"text": text}) for text in texts] if container == "jsonl" else ["text", *texts]
    data = ("\n".join(lines) + "\n").encode()
    with pa.CompressedOutputStream(tmp_path / "whole.zst", "zstd") as stream:
        stream.write(data)
    packed = gzip.compress(data) if compression == "gz" else (tmp_path / "whole.zst").read_bytes()
    file = write(tmp_path / f"a.{container}.{compression}", packed[: len(packed) * 2 // 3])
    pages, rejects = run(file)
    assert 1000 < len(pages) < 3000
    assert [page.text for page in pages] == texts[: len(pages)]
    [reject] = rejects
    assert "broken off" in reject.reason and "fetch or copy the file again" in reject.reason
    assert reject.record == len(pages)
    end = len("\n".join(lines[: len(pages) + (container == "csv")]).encode()) + 1
    assert reject.offset == end or reject.length == 0
    assert data[end : end + reject.length] == reject.head


def test_cut_after_small_frames_gives_every_frame_before(tmp_path: Path) -> None:
    frames = b""
    for number in range(5):
        with pa.CompressedOutputStream(tmp_path / "frame", "zstd") as stream:
            stream.write(json.dumps({"text": f"第{number}篇"}).encode() + b"\n")
        frames += (tmp_path / "frame").read_bytes()
    pages, [reject] = run(write(tmp_path / "a.jsonl.zst", frames[:-3]))
    assert [page.text for page in pages] == [f"第{number}篇" for number in range(4)]
    assert (reject.record, reject.offset) == (4, sum(len(json.dumps({"text": page.text})) + 1 for page in pages))


@pytest.mark.parametrize("name", ["a.txt.gz", "a.parquet.gz"])
def test_truncated_whole(tmp_path: Path, name: str) -> None:
    reject = only_reject(write(tmp_path / name, gzip.compress(GOOD.encode() * 100)[:-20]))
    assert "broken off" in reject.reason


def test_name_says_gzip_and_it_is_plain(tmp_path: Path) -> None:
    reject = only_reject(write(tmp_path / "a.txt.gz", GOOD.encode()))
    assert "its name says gzip" in reject.reason and "not compressed" in reject.reason


BROKEN_LINES = {
    b"{": "no JSON",
    b'{"text": "abc': "no JSON: Unterminated string starting at character 9 of the line; mend or drop it",
    b"[1, 2]": "not a JSON object but an array",
    b"null": "not a JSON object but null",
    b'"text"': "not a JSON object but a string",
    b'{"text": null}': "holds null",
    b'{"text": 5}': "holds a number",
    b'{"text": ["a"]}': "holds an array",
    b'{"text": ""}': "empty",
    b'{"words": "a", "id": 1}': "no text column among the 2 columns 'words', 'id'; name it with --text-column",
    b"{}": "no text column",
    b"[" * 100_000: "nested too deeply",
    b'{"text": "a", "n": ' + b"1" * 5000 + b"}": "no usable JSON",
    b"\xff\xfe\x80": "no JSON",
}


@pytest.mark.parametrize("broken", BROKEN_LINES)
def test_broken_line_is_one_reject(tmp_path: Path, broken: bytes) -> None:
    pages, [reject] = run(write(tmp_path / "a.jsonl", LINE + broken + b"\r\n" + b"\n  \n" + LINE))
    assert [page.text for page in pages] == [GOOD, GOOD]
    assert [page.record for page in pages] == [0, 2]
    assert BROKEN_LINES[broken] in reject.reason
    assert (reject.record, reject.offset, reject.length) == (1, len(LINE), len(broken) + 1)
    assert (reject.head, reject.sha256) == ((broken + b"\r")[:HEAD_BYTES], hashlib.sha256(broken + b"\r").hexdigest())


def test_hundred_megabytes_in_one_line_are_not_held(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    size = 100 << 20
    with file.open("wb") as out:
        out.write(LINE)
        for _ in range(100):
            out.write(b"x" * (1 << 20))
        out.write(b"\n" + LINE)
    tracemalloc.start()
    pages, [reject] = run(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(pages) == 2
    assert (reject.record, reject.offset, reject.length, len(reject.head)) == (1, len(LINE), size, HEAD_BYTES)
    assert f"{size:,} bytes is over the limit of 16,777,216" in reject.reason
    assert peak < 64 << 20


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.jsonl", "a.parquet"])
def test_record_over_the_limit(tmp_path: Path, name: str) -> None:
    long = GOOD * 40
    if name == "a.parquet":
        pq.write_table(pa.table({"text": [GOOD, long, GOOD]}), tmp_path / name)
    elif name == "a.txt":
        (tmp_path / name).write_text(long, "utf-8")
    elif name == "a.csv":
        (tmp_path / name).write_text(f"text\n{GOOD}\n{long}\n{GOOD}\n", "utf-8")
    else:
        (tmp_path / name).write_bytes(LINE + json.dumps({"text": long}, ensure_ascii=False).encode() + b"\n" + LINE)
    pages, [reject] = run(tmp_path / name, max_record_bytes=1000)
    assert [page.text for page in pages] == ([] if name == "a.txt" else [GOOD, GOOD])
    assert "over the limit of 1,000 for one record; split it" in reject.reason
    assert reject.length >= len(long.encode())


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_table_without_a_text_column(tmp_path: Path, name: str) -> None:
    if name == "a.csv":
        (tmp_path / name).write_text("id,words\n1,甲\n2,乙\n", "utf-8")
    else:
        pq.write_table(pa.table({"id": [1, 2], "words": ["甲", "乙"]}), tmp_path / name)
    reject = only_reject(tmp_path / name)
    assert reject.reason == "no text column among the 2 columns 'id', 'words'; name it with --text-column"
    assert reject.sha256 == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
    assert "no column 'x' among" in only_reject(tmp_path / name, text_column="x").reason
    assert "--url-column" in only_reject(tmp_path / name, text_column="words", url_column="x").reason
    assert [page.text for page in run(tmp_path / name, text_column="words")[0]] == ["甲", "乙"]


def test_text_column_of_numbers_and_null_rows(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": [1, 2]}), tmp_path / "numbers.parquet")
    assert "holds int64, not strings" in only_reject(tmp_path / "numbers.parquet").reason
    pq.write_table(pa.table({"text": [GOOD, None, "", GOOD]}), tmp_path / "nulls.parquet")
    pages, rejects = run(tmp_path / "nulls.parquet")
    assert [page.record for page in pages] == [0, 3]
    assert [(reject.record, reject.reason) for reject in rejects] == [
        (1, "the text column 'text' is null"),
        (2, "empty"),
    ]


def test_standard_input_that_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert run("-")[1][0].reason == "cannot be read: standard input is closed; mend it, or leave it out"


def test_of_two_columns_of_one_name_the_first_counts(tmp_path: Path) -> None:
    columns = [pa.array(["一"]), pa.array(["二"]), pa.array(["http://a.example"]), pa.array(["http://b.example"])]
    pq.write_table(pa.table(columns, names=["text", "text", "url", "url"]), tmp_path / "a.parquet")
    (tmp_path / "a.csv").write_text("text,text,url,url\n三,四,http://a.example,http://b.example\n", "utf-8")
    pages, rejects = run(tmp_path / "a.csv", tmp_path / "a.parquet")
    assert [(page.text, page.host) for page in pages] == [("三", "a.example"), ("一", "a.example")] and not rejects


def test_a_reader_that_fails_costs_nothing_but_the_rest_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> object:
        yield RawPage("0" * 64, GOOD, "a.csv")
        raise KeyError("planted")

    monkeypatch.setitem(readers._BY_CONTAINER, ".csv", broken)
    paths = [write(tmp_path / "a.csv", b"text\n"), write(tmp_path / "b.jsonl", LINE)]
    pages, [reject] = run(*paths)
    assert [page.text for page in pages] == [GOOD, GOOD]
    assert reject.path == str(paths[0]) and reject.record == -1
    assert reject.reason == "jingwen failed on this file: KeyError: 'planted'; please report"


def test_controls_in_a_file_name_reach_no_terminal(tmp_path: Path) -> None:
    write(tmp_path / "a\n\x1b[31m.txt", b"")
    [reject] = run(tmp_path)[1]
    assert reject.path == rf"{tmp_path}/a\x0a\x1b[31m.txt"


def test_parquet_strings_that_are_not_utf8(tmp_path: Path) -> None:
    raw = pa.array([GOOD.encode("gbk"), GOOD.encode()], pa.binary())
    strings = pa.StringArray.from_buffers(2, raw.buffers()[1], raw.buffers()[2])
    pq.write_table(pa.table({"text": strings}), tmp_path / "a.parquet")
    pages, rejects = run(tmp_path / "a.parquet")
    assert ([page.text for page in pages], rejects) == ([GOOD, GOOD], [])
    assert pages[0].encoding == "gb18030" and "a string that is no UTF-8" in pages[0].encoding_evidence


def test_damaged_row_group_does_not_cost_the_others(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    texts = [f"第{number}篇{hashlib.sha256(b'%d' % number).hexdigest()}" for number in range(30)]
    pq.write_table(pa.table({"text": texts}), file, row_group_size=10, use_dictionary=False)
    column = pq.ParquetFile(file).metadata.row_group(1).column(0)
    data = bytearray(file.read_bytes())
    data[column.data_page_offset : column.data_page_offset + column.total_compressed_size] = (
        b"\xff" * column.total_compressed_size
    )
    pages, [reject] = run(write(file, bytes(data)))
    assert [page.text for page in pages] == texts[:10] + texts[20:]
    assert [page.record for page in pages] == [*range(10), *range(20, 30)]
    assert reject.record == 10 and "rows 10 to 19 cannot be read" in reject.reason


def test_cut_parquet(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": [GOOD]}), tmp_path / "a.parquet")
    data = (tmp_path / "a.parquet").read_bytes()
    assert "not a whole Parquet file" in only_reject(write(tmp_path / "a.parquet", data[:-10])).reason


def test_rows_of_a_wrong_length(tmp_path: Path) -> None:
    pages, rejects = run(write(tmp_path / "a.csv", f"title,text\n甲,{GOOD}\n乙\n\n丙,丁,戊\n己,{GOOD}\n".encode()))
    assert [page.title for page in pages] == ["甲", "己"]
    assert [(reject.record, reject.head.decode()) for reject in rejects] == [(1, "乙"), (2, "丙,丁,戊")]
    assert "1 columns where the header has 2" in rejects[0].reason


@pytest.mark.parametrize("quote", ['"乙', '"乙"丙', '乙,"'])
def test_stray_quote_costs_one_line(tmp_path: Path, quote: str) -> None:
    good = "".join(f'{number},"{GOOD}\n第二段"\n' for number in range(50))
    pages, rejects = run(write(tmp_path / "a.csv", f"title,text\n{good}{quote}\n{good}".encode()))
    assert [page.text for page in pages].count(f"{GOOD}\n第二段") == 100
    assert [reject.head.decode() for reject in rejects] == [quote]
    assert rejects[0].record == 50


def test_quotes_that_nothing_closes_take_linear_time(tmp_path: Path) -> None:
    count = 20_000
    pages, rejects = run(write(tmp_path / "a.csv", b"title,text\n" + b'"a""\n' * count + f"乙,{GOOD}\n".encode()))
    assert sum(reject.length + 1 for reject in rejects) + sum(len(f"乙,{GOOD}\n".encode()) for _ in pages) >= 5 * count


def test_nul_bytes(tmp_path: Path) -> None:
    text = "苏州\0新闻"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "b.csv").write_text(f"text\n{text}\n", "utf-8")
    (tmp_path / "c.jsonl").write_text(f'{{"text": "{text}"}}\n', "utf-8")
    pq.write_table(pa.table({"text": [text]}), tmp_path / "d.parquet")
    pages, rejects = run(tmp_path)
    assert ([page.text for page in pages], rejects) == ([text] * 4, [])


def test_unknown_suffix(tmp_path: Path) -> None:
    reject = only_reject(write(tmp_path / "a.docx", b"abc"))
    assert "unknown kind of file (.docx): jingwen reads .txt" in reject.reason
    assert reject.head == b"abc"


def test_missing_source_and_folder_with_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nowhere: no such file or directory; name a file"):
        find([tmp_path / "nowhere"])
    with pytest.raises(SourceError, match="nothing to read in this folder; jingwen reads"):
        find([tmp_path])
    write(tmp_path / "a.docx", b"abc")
    with pytest.raises(SourceError, match=r"nothing to read in this folder \(1 passed over: .docx 1\)"):
        find([tmp_path])


def test_folder_named_like_a_text_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "x.txt").mkdir()
    write(tmp_path / "x.txt" / "a.txt", GOOD.encode())
    assert [page.text for page in run(tmp_path)[0]] == [GOOD]


def test_unreadable_and_vanished_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("1.txt", "2.txt", "3.jsonl", "4.parquet", "5.txt"):
        write(tmp_path / name, GOOD.encode())
    (tmp_path / "6.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "7.txt").symlink_to(tmp_path / "7.txt")
    sources = find([tmp_path]).sources
    (tmp_path / "2.txt").unlink()
    opened = Path.open

    def refuse(path: Path, *args: str) -> object:
        if path.name in ("1.txt", "3.jsonl", "4.parquet"):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *args)

    monkeypatch.setattr(Path, "open", refuse)
    from dataset.readers import read_source

    found = [record for source in sources for record in read_source(source, ReadOptions())]
    rejects = [record for record in found if isinstance(record, Reject)]
    assert [Path(record.path).name for record in found if isinstance(record, RawPage)] == ["5.txt"]
    assert [Path(reject.path).name for reject in rejects] == [
        "1.txt",
        "2.txt",
        "3.jsonl",
        "4.parquet",
        "6.txt",
        "7.txt",
    ]
    reasons = [reject.reason for reject in rejects]
    assert all("permission denied" in reasons[number] for number in (0, 2, 3))
    assert all("no such file" in reasons[number] for number in (1, 4)) and "symbolic link" in reasons[5]
    assert all((reject.length, reject.sha256, reject.head) == (-1, "", b"") for reject in rejects)


def test_folder_that_may_not_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    write(tmp_path / "open.txt", GOOD.encode())
    listed = Path.iterdir

    def refuse(path: Path) -> object:
        if path.name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    pages, [reject] = run(tmp_path)
    assert len(pages) == 1
    assert (Path(reject.path).name, "permission denied; make it readable" in reject.reason) == ("closed", True)


def test_csv_cut_inside_a_quoted_text(tmp_path: Path) -> None:
    data = f'title,text\n甲,{GOOD}\n乙,"{GOOD}\n第二段\n'.encode()
    packed = gzip.compress(data)[:-8]
    pages, [reject] = run(write(tmp_path / "a.csv.gz", packed))
    assert [page.title for page in pages] == ["甲"]
    assert (reject.record, reject.head.decode()) == (1, f'乙,"{GOOD}\n第二段')
    assert "broken off here" in reject.reason


def test_file_name_that_is_no_utf8(tmp_path: Path) -> None:
    file = Path(str(tmp_path) + "/\udcc4\udce3.txt")
    write(file, GOOD.encode())
    assert run(file)[0][0].path == f"{tmp_path}/\\xc4\\xe3.txt"


SNIPPETS = [
    LINE,
    b'"',
    b",",
    b"\n",
    b"\r\n",
    b"text,title\n",
    b"\0",
    b"{",
    b'{"text":',
    b"\xff\xfe",
    b"PAR1",
    GOOD.encode("gbk"),
]
SUFFIXES = [
    f"{name}{packing}" for name in ("txt", "html", "jsonl", "csv", "tsv", "parquet") for packing in ("", ".gz", ".zst")
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(SNIPPETS), max_size=30).map(b"".join)),
    st.sampled_from(SUFFIXES),
    st.booleans(),
    st.sampled_from([20, 1 << 24]),
)
def test_any_bytes_give_records_and_no_exception(
    tmp_path: Path, data: bytes, suffix: str, pack: bool, limit: int
) -> None:
    file = write(tmp_path / f"a.{suffix}", gzip.compress(data)[: 30 + len(data)] if pack else data)
    pages, rejects = run(file, max_record_bytes=limit)
    assert pages or rejects
    assert all(reject.reason and "\n" not in reject.reason for reject in rejects)
    assert all(len(reject.head) <= HEAD_BYTES for reject in rejects)
    assert all(page.text.strip() for page in pages)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.sampled_from([LINE, b"{\n", b"[]\n", b'{"text": ""}\n', b"\n", b" \r\n", b"\xc4\xe3\n"]), min_size=1)
)
def test_every_line_is_accounted_for(tmp_path: Path, lines: list[bytes]) -> None:
    pages, rejects = run(write(tmp_path / "a.jsonl", b"".join(lines)))
    assert len(pages) == lines.count(LINE)
    assert len(pages) + len(rejects) == max(1, sum(1 for line in lines if line.strip()))

"""Several encodings in one file, lost and broken bytes, and what has no encoding at all."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.readers import read
from dataset.readers.decoding import Decoded, decode
from dataset.records import RawPage

NEWS = "苏州市今天召开新闻发布会，介绍全市经济运行情况。"
FOOTER = "版权所有：苏州市人民政府 地址：三香路998号"
COMMENT = "网友评论：写得真好，支持！"
QUOTATION = "「蘇州市今天召開新聞發布會」"
LINES = [NEWS, COMMENT, "工业增加值同比增长百分之五，外贸进出口总额保持平稳。", FOOTER, "本报讯（记者 张三）"]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from([*LINES, "2024-01-01", ""]), st.sampled_from(["utf-8", "gb18030", "big5"])),
        min_size=1,
        max_size=12,
    )
)
def test_every_line_in_an_encoding_of_its_own(parts: list[tuple[str, str]]) -> None:
    parts = [(QUOTATION if encoding == "big5" else text, encoding) for text, encoding in parts]
    decoded = decode(b"\n".join(text.encode(encoding) for text, encoding in parts))
    assert decoded.text.split("\n") == [text for text, _ in parts]
    assert decoded.unreadable == 0


@pytest.mark.parametrize("between", [b"", b" ", b"</p><p>"])
@pytest.mark.parametrize(
    "parts",
    [
        [(NEWS, "utf-8"), (FOOTER, "gbk")],
        [(NEWS, "gbk"), (COMMENT, "utf-8"), (NEWS, "gbk")],
        [(NEWS, "gbk"), (QUOTATION, "big5"), (NEWS, "gbk")],
        [(NEWS, "utf-8"), (QUOTATION, "big5"), (FOOTER, "gbk")],
    ],
)
def test_every_run_in_an_encoding_of_its_own(parts: list[tuple[str, str]], between: bytes) -> None:
    data = between.join(text.encode(encoding) for text, encoding in parts)
    decoded = decode(data)
    assert decoded.text == between.decode().join(text for text, _ in parts)
    assert decoded.unreadable == 0


def test_evidence_names_the_stretches() -> None:
    head = (NEWS * 3).encode("gbk")
    decoded = decode(head + COMMENT.encode() + NEWS.encode("gbk"))
    assert decoded.encoding == "gb18030"
    assert f"bytes {len(head)}-{len(head) + len(COMMENT.encode())} utf-8" in decoded.evidence


def test_lost_byte_costs_one_character() -> None:
    data = NEWS.encode("gbk")
    for kept in (12, 13):  # the first or the second byte of 开
        decoded = decode(data[:kept] + data[kept + 1 :] + b" 2024\n" + data)
        assert decoded.text == f"{NEWS[:6]}\ufffd{NEWS[7:]} 2024\n{NEWS}"
        assert decoded.unreadable == 1 and "unreadable" in decoded.evidence


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_cut_at_either_end(encoding: str) -> None:
    data = (NEWS * 2).encode(encoding)
    assert decode(data[:-1]).text == (NEWS * 2)[:-1] + "\ufffd"
    decoded = decode(data[1:])
    assert decoded.text == "\ufffd" + (NEWS * 2)[1:]
    assert decoded.unreadable == 1


def test_names_and_rare_characters_are_no_fault() -> None:
    text = "犇犇、焱焱和淼淼在囍宴上遇见曹锟、郭德纲与浣熊，谈起龘靐齉。"
    for encoding in ("gb18030", "utf-8"):
        decoded = decode(text.encode(encoding))
        assert (decoded.text, decoded.unreadable) == (text, 0)


def test_euro_sign_of_windows_in_gbk() -> None:
    decoded = decode((NEWS + "售价").encode("gbk") + b"\x80" + "100元".encode("gbk"))
    assert decoded.text == NEWS + "售价€100元"
    assert "cp936" in decoded.evidence and decoded.unreadable == 0


def test_pairs_of_private_use_keep_their_characters() -> None:
    data = NEWS.encode("gbk") + b"\xaa\xa1\xf8\xa1" + NEWS.encode("gbk")
    assert decode(data).text == f"{NEWS}\ue000\ue234{NEWS}"


def test_four_bytes_of_gb18030() -> None:
    text = NEWS + "㐀𠮷😀"
    decoded = decode(text.encode("gb18030"))
    assert (decoded.text, decoded.encoding) == (text, "gb18030")


def test_surrogates_in_utf8() -> None:
    decoded = decode((NEWS).encode() + b"\xed\xa0\xbd\xed\xb8\x80" + NEWS.encode() + b"\xed\xa0\x80")
    assert decoded.text == f"{NEWS}😀{NEWS}\ufffd"
    assert "cesu-8" in decoded.evidence and decoded.unreadable == 1


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("你好，世界".encode("hz"), "你好，世界"),
        (b"~{VPND~} and ~{ND~}", "中文 and 文"),
        (b"~{VPND~} ~ alone", "中文 ~ alone"),
        (b"\x1b$)A\x0eVPND\x0f ok\n\x1b$)A\x0eND\x0f", "中文 ok\n文"),
        ("東京都は今日発表しました。".encode("iso2022_jp"), "東京都は今日発表しました。"),
        ("서울시는 오늘 발표했다.".encode("iso2022_kr"), "서울시는 오늘 발표했다."),
        (b"x = ~{0}; ~{abcd~}", "x = ~{0}; ~{abcd~}"),
        (b"\x1b[31mred\x1b[0m \x1b$x", "\x1b[31mred\x1b[0m \x1b$x"),
    ],
)
def test_seven_bits(data: bytes, text: str) -> None:
    assert decode(data).text == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [NEWS, "Привет, мир", "plain text", "早上好☀️ 吃🥧吗", "안녕하세요 여러분"])
def test_wide_encodings_without_a_mark(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, encoding)


def test_ascii_in_utf8_with_a_fault_is_not_utf16() -> None:
    decoded = decode(b"ndows\xff" + "版、Mac OS X版和Linux版".encode())
    assert decoded.text == "ndows\ufffd版、Mac OS X版和Linux版"


@pytest.mark.parametrize("data", [b"\x81" * 1000, b"\xff" * 1000, b"\xb0\x81" * 500 + b"\xff"])
def test_repeated_bytes_are_no_utf16(data: bytes) -> None:
    assert not decode(data).encoding.startswith("utf-16")


def test_what_nothing_explains_is_unreadable() -> None:
    decoded = decode(NEWS.encode("gbk") + b"\xff\xff\xfe" + NEWS.encode("gbk"))
    assert decoded.text == f"{NEWS}\ufffd\ufffd\ufffd{NEWS}"
    assert decoded.unreadable == 3


def test_rows_whose_cells_differ(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes(
        b"title,text\n"
        + COMMENT.encode("gbk") + b"," + NEWS.encode() + b"\n"
        + COMMENT.encode() + b"," + QUOTATION.encode("big5") + b"\n"
        + COMMENT.encode("gbk") + b"," + NEWS.encode("gbk") + b"\n"
    )  # fmt: skip
    pages = [record for record in read([file]) if isinstance(record, RawPage)]
    assert [(page.title, page.text) for page in pages] == [(COMMENT, NEWS), (COMMENT, QUOTATION), (COMMENT, NEWS)]


def test_both_flavours_of_big5_in_one_file() -> None:
    windows, hong_kong = "價格是€100，約翰‧史密斯說的。", "佢哋喺香港嘅街市買咗啲嘢。"
    data = b"\n".join([windows.encode("cp950"), hong_kong.encode("big5hkscs"), QUOTATION.encode("big5") + b"\xff"])
    assert decode(data).text == f"{windows}\n{hong_kong}\n{QUOTATION}\ufffd"
    joined = decode(windows.encode("cp950") + hong_kong.encode("big5hkscs") + b"\xff\n" + data)
    assert joined.text.split("\n")[1:] == [windows, hong_kong, QUOTATION + "\ufffd"]


def test_rows_in_hz(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_bytes(b'{"text": "~{VPND~}"}\n{"text": "plain"}\n')
    assert [page.text for page in read([file]) if isinstance(page, RawPage)] == ["中文", "plain"]


def test_rows_in_big5_under_rows_in_gbk(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    rows = [(NEWS, "gbk")] * 5 + [(QUOTATION, "big5"), (COMMENT, "utf-8"), ("路", "gbk")]
    file.write_bytes(b"".join(b'{"text": "' + text.encode(encoding) + b'"}\n' for text, encoding in rows))
    pages = [record for record in read([file]) if isinstance(record, RawPage)]
    assert [page.text for page in pages] == [text for text, _ in rows]


def gives_bytes_back(decoded: Decoded, data: bytes) -> bool:
    """What `Decoded.encoding` promises, unless the evidence names an exception."""
    exceptions = ("unreadable", "; bytes ", "two byte pairs", "byte-order mark", "begins within", "cut in")
    if any(name in decoded.evidence for name in exceptions):
        return True
    return decoded.text.encode(decoded.encoding) == data


PIECES = st.one_of(
    st.binary(max_size=12),
    st.tuples(st.sampled_from([*LINES, QUOTATION]), st.sampled_from(["utf-8", "gb18030", "cp950", "utf-16-le"])).map(
        lambda part: part[0].encode(part[1], "ignore")
    ),
    st.sampled_from([b"\n", b"\r\n", b"<p>", b"\0", b"~{", b"\x1b$)A\x0e", b"\xef\xbb\xbf", b"\xed\xa0\xbd", b"\x80"]),
)


@settings(deadline=None, max_examples=300)
@given(st.lists(PIECES, max_size=8).map(b"".join))
def test_any_bytes(data: bytes) -> None:
    decoded = decode(data)
    decoded.text.encode()  # no lone surrogate
    assert decoded.evidence and decoded.unreadable <= len(data)
    assert gives_bytes_back(decoded, data)


NASTY = {
    "lead bytes": b"\x81" * 100_000,
    "lead and letter": b"\xb0a" * 50_000,
    "lead and digit": b"\x81\x30" * 50_000 + b"\xff",
    "lines of half a character": b"\xc3\n" * 50_000,
    "surrogates": b"\xed\xa0\x80" * 33_000,
    "tildes": b"~{" * 50_000,
    "shift out": b"\x1b$)A" + b"\x0e!" * 50_000,
    "euro signs": b"\x80" * 100_000,
    "one line": (NEWS.encode("gbk") * 90_000)[: 4 << 20],
    "one line, a byte lost": (NEWS.encode("gbk") * 30_000)[1:],
    "utf-8 and half": (NEWS.encode() + b"\xff") * 1500,
}


@pytest.mark.parametrize("name", NASTY)
def test_nasty_input_takes_linear_time(name: str) -> None:
    data = NASTY[name]
    decode(data[: len(data) // 4])
    began = time.process_time()
    decoded = decode(data)
    # Generous: a slow machine takes a second for the worst of them; what is quadratic takes minutes.
    assert time.process_time() - began < 15
    assert decoded.unreadable <= len(data)

"""Bytes to text: every Chinese encoding comes back, cut and mixed bytes lose nothing that could be read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.readers.decoding import decode

SIMPLIFIED = [
    "苏州市今天召开新闻发布会，",
    "全市经济运行总体平稳。",
    "工业增加值同比增长5.2%，",
    "群众的生活水平不断提高；",
    "（记者 张三）",
    "本报讯",
    "他说：“这是大家共同努力的结果。”\n",
    "GDP is up 3%\r\n",
]
TRADITIONAL = [
    "蘇州市今天召開新聞發布會，",
    "全市經濟運行總體平穩。",
    "工業增加值同比增長5.2%，",
    "許功蓋說：「這是大家共同努力的結果。」\n",
    "本報訊\r\n",
]
BOTH_SCRIPTS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gbk", "gb18030"]
TAGS = ["<p>", "</p>\n", '<a href="/n/1.html">', "&nbsp;"]


def pieced(fragments: list[str]) -> st.SearchStrategy[str]:
    """Texts of one fragment that tells its language, and any others around it."""
    others = st.lists(st.sampled_from(fragments + TAGS), max_size=20).map("".join)
    return st.tuples(others, st.sampled_from(fragments[:4]), others).map("".join)


@settings(deadline=None)
@given(pieced(SIMPLIFIED), st.sampled_from(BOTH_SCRIPTS))
def test_simplified_text_comes_back(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@settings(deadline=None)
@given(pieced(TRADITIONAL), st.sampled_from([*BOTH_SCRIPTS, "big5", "big5hkscs"]))
def test_traditional_text_comes_back(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@settings(deadline=None)
@given(pieced(SIMPLIFIED + TRADITIONAL), st.sampled_from(BOTH_SCRIPTS))
def test_encoding_gives_the_bytes_back(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    decoded = decode(data)
    marks = (b"\xef\xbb\xbf", b"\xff\xfe\0\0", b"\xff\xfe")
    mark = next((mark for mark in marks if data.startswith(mark)), b"") if decoded.encoding != "utf-8-sig" else b""
    assert mark + decoded.text.encode(decoded.encoding) == data
    assert decoded.unreadable == 0


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_text_that_can_be_written(data: bytes) -> None:
    decoded = decode(data)
    decoded.text.encode()
    assert decoded.encoding and decoded.evidence


@settings(deadline=None)
@given(pieced(SIMPLIFIED), st.integers(min_value=1, max_value=2))
def test_utf8_cut_in_a_character_is_still_utf8(text: str, cut: int) -> None:
    whole = (text + "苏州市").encode()
    decoded = decode(whole[:-cut])
    assert decoded.text == text + "苏州\ufffd"
    assert (decoded.encoding, decoded.unreadable) == ("utf-8", 1)
    assert f"cut in a character at byte {len(whole) - 3}" in decoded.evidence


def test_gbk_cut_in_a_character_is_still_gbk() -> None:
    decoded = decode("".join(SIMPLIFIED[:4]).encode("gbk") + "会".encode("gbk")[:1])
    assert decoded.text == "".join(SIMPLIFIED[:4]) + "\ufffd"
    assert (decoded.encoding, decoded.unreadable) == ("gb18030", 1)


PAGE = "".join(SIMPLIFIED)


def test_a_few_bad_bytes_do_not_change_the_encoding() -> None:
    data = PAGE.encode()
    decoded = decode(data[:30] + b"\xff" + data[30:])
    assert decoded.text == PAGE[:10] + "\ufffd" + PAGE[10:]
    assert (decoded.encoding, decoded.unreadable) == ("utf-8", 1)
    assert "bytes 30-31 unreadable" in decoded.evidence


@pytest.mark.parametrize(("length", "kept"), [(1, 2), (2, 1)])
def test_lost_bytes_make_no_rare_characters(length: int, kept: int) -> None:
    data = PAGE.encode()  # 中 without its last byte would read 涓 in GBK
    decoded = decode(data[: 30 + kept] + data[30 + kept + length :])
    assert decoded.text == PAGE[:10] + "\ufffd" + PAGE[11:]


def test_gbk_footer_under_a_utf8_page() -> None:
    head, foot = PAGE.encode(), "版权所有：苏州市人民政府\n".encode("gbk")
    decoded = decode(head + foot)
    assert decoded.text == PAGE + "版权所有：苏州市人民政府\n"
    assert decoded.encoding == "utf-8"
    assert f"bytes {len(head)}-{len(head + foot) - 1} gb18030" in decoded.evidence


@pytest.mark.parametrize("times", [1, 4])
def test_gbk_footer_on_the_same_line(times: int) -> None:
    page, foot = SIMPLIFIED[0] * times, "版权所有：苏州市人民政府"
    decoded = decode(f"<p>{page}</p>".encode() + foot.encode("gbk"))
    assert decoded.text == f"<p>{page}</p>{foot}"
    start = len(f"<p>{page}</p>".encode())
    assert decoded.encoding == "utf-8"
    assert f"bytes {start}-{start + len(foot.encode('gbk'))} gb18030" in decoded.evidence


def test_utf8_footer_under_a_gbk_page() -> None:
    head, foot = (PAGE * 2).encode("gbk"), "版权所有：苏州市人民政府\n".encode()
    decoded = decode(head + foot)
    assert decoded.text == PAGE * 2 + "版权所有：苏州市人民政府\n"
    assert decoded.encoding == "gb18030"
    assert f"bytes {len(head)}-{len(head + foot) - 1} utf-8" in decoded.evidence


def test_short_lines_of_a_gbk_page_that_happen_to_be_utf8() -> None:
    text = f"{PAGE}\n浙江\n路\n"
    assert decode(text.encode("gbk")).text == text


def test_nul_bytes_do_not_make_utf16() -> None:
    assert decode("苏州\0新闻\0".encode()).encoding == "utf-8"
    assert decode(b"plain text with a NUL\0 in it").text == "plain text with a NUL\0 in it"
    assert decode("plain text".encode("utf-16-le")).text == "plain text"


def test_broken_utf16_after_a_mark() -> None:
    decoded = decode(b"\xff\xfe" + "苏州".encode("utf-16-le") + b"\x00\xd8")
    assert decoded.text == "苏州\ufffd"
    assert (decoded.encoding, decoded.unreadable) == ("utf-16-le", 1)


def test_mark_before_bytes_that_are_not_all_utf8() -> None:
    decoded = decode(b"\xef\xbb\xbf" + PAGE.encode() + b"\xff\n" + PAGE.encode())
    assert decoded.text == PAGE + "\ufffd\n" + PAGE
    assert decoded.encoding == "utf-8-sig"


def test_nothing() -> None:
    assert decode(b"").text == ""

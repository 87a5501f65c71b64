"""Text as bytes, made on purpose: what should come out is known, and the same seed gives the same bytes."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from scripts.reenact import encodings as files

TEXT = "苏州市今天召开新闻发布会，介绍 2024 年前三季度经济运行情况。\n工业增加值同比增长百分之五。"
OTHERS = Path(__file__).parents[2] / "scripts" / "reenact" / "other_languages.toml"


@pytest.mark.parametrize("encoding", files.SIMPLIFIED)
def test_encoded_text_is_the_bytes(encoding: str) -> None:
    file = files.encoded(TEXT, encoding)
    assert file and file.data.decode(encoding) == file.text == TEXT


def test_what_an_encoding_lacks_or_does_not_give_back_is_left_out() -> None:
    assert files.encoded("苏州", "big5") is None
    assert files.encoded("王•李", "cp950") is None  # two signs share these bytes


def test_iso_2022_cn_is_seven_bits_and_announced_on_every_line() -> None:
    file = files.encoded(TEXT, "iso2022_cn")
    assert file and file.data.isascii()
    assert all(
        line.count(b"\x1b$)A") == 1 and line.count(b"\x0e") == line.count(b"\x0f") for line in file.data.split(b"\n")
    )


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("way", files.DAMAGE)
def test_damage_says_where_text_is_lost(way: str, encoding: str) -> None:
    for seed in range(20):
        file = files.DAMAGE[way](TEXT, encoding, Random(seed))
        assert file == files.DAMAGE[way](TEXT, encoding, Random(seed))
        assert file.data != TEXT.encode(encoding)
        assert 1 <= file.text.count(files.LOST) <= 3
        kept = [part for part in file.text.split(files.LOST) if part]
        assert all(part in TEXT for part in kept) and sum(map(len, kept)) >= len(TEXT) - 2 - 20 * (way == "cut_tail")
        assert all(part.encode(encoding) in file.data for part in kept)


def test_cesu8_writes_emoji_as_two_surrogates() -> None:
    assert files.cesu8("好😀").data == "好".encode() + b"\xed\xa0\xbd\xed\xb8\x80"


def test_mixed_lines_and_runs() -> None:
    lines = ["新闻", "评论", "版权"]
    file = files.mixed_lines(lines, ["utf-8", "gbk"])
    assert file.data == "新闻".encode() + b"\n" + "评论".encode("gbk") + b"\n" + "版权".encode()
    assert file.text == "新闻\n评论\n版权"
    assert files.mixed_runs([("新闻", "utf-8"), ("版权", "gbk")], b"<p>").text == "新闻<p>版权"


def test_page_declares_and_may_begin_with_script() -> None:
    file = files.page(TEXT, "gbk", "utf-8", script=2000)
    assert b'charset="utf-8"' in file.data and file.data.index("苏".encode("gbk")) > 2000
    assert file.data.decode("gbk") == file.text


def test_table_has_rows_of_four_cells() -> None:
    rows = files.table(TEXT * 5, Random(1)).split("\n")
    assert len(rows) > 10 and all(row.count("\t") == 3 for row in rows)


def test_pieces_have_the_length_and_something_outside_ascii() -> None:
    found = list(files.pieces("abcdefghij" * 3 + TEXT, 10, 3))
    assert [len(piece) for piece in found] == [10, 10, 10]
    assert all(sum(sign > "\x7f" for sign in piece) >= 3 for piece in found)
    assert all(one != other for one, other in pairwise(found))


def test_sentences_in_other_languages_fit_their_encodings() -> None:
    for language, said in tomllib.loads(OTHERS.read_text(encoding="utf-8")).items():
        for sentence in said["sentences"]:
            for encoding in said["encodings"]:
                lost = len(sentence) - len(sentence.encode(encoding, "ignore").decode(encoding))
                assert not lost, f"{language}: {sentence} in {encoding}"

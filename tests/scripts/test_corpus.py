"""The corpus reader and the split that everything measured rests on."""

from __future__ import annotations

import hashlib
import lzma
from collections import Counter
from pathlib import Path

import pytest

from scripts.corpus import CorpusError, documents_of, read_documents, split_of

SHARED = Path(__file__).parents[2] / ".." / "shared" / "corpus"


def test_the_split_depends_on_the_bytes_alone() -> None:
    for number in range(200):
        document = f"第{number}号文件"
        tenth = int(hashlib.sha256(document.encode()).hexdigest()[:16], 16) % 10
        assert split_of(document) == {0: "test", 1: "tune"}.get(tenth, "train")


def test_the_split_is_about_80_10_10() -> None:
    found = Counter(split_of(f"文件{number}") for number in range(10_000))
    assert 7_800 < found["train"] < 8_200
    assert 880 < found["tune"] < 1_120
    assert 880 < found["test"] < 1_120


def test_the_split_of_a_document_never_changes() -> None:
    found = [split_of(text) for text in ("", "净文", "甲", "乙", "\ud800")]
    assert found == ["train", "tune", "train", "test", "train"]


@pytest.mark.parametrize(
    ("name", "text", "documents"),
    [
        ("news", "题\n文一。\n\n题二\n文二。\n", ["题\n文一。", "题二\n文二。"]),
        ("java_guide", "甲\n\n乙\n\n\n\n丙", ["甲\n\n乙", "丙"]),
        (
            "tech_articles_x",
            "题一\n====\n\n文。\n\n题二\n======\n\n文二。",
            ["题一\n====\n\n文。", "题二\n======\n\n文二。"],
        ),
        (
            "tech_articles_x",
            "题一\n====\n\n文。\n\n[#]: a\n[#]: b\n\n题二\n======\n\n文二。",
            ["题一\n====\n\n文。", "[#]: a\n[#]: b\n\n题二\n======\n\n文二。"],
        ),
        (
            "laws",
            "某市供水条例\n\n2001年1月1日 通过\n\n第一条 甲。\n\n第二条 乙。\n\n某市节水办法\n\n\n\n第一条 丙。",
            ["某市供水条例\n\n2001年1月1日 通过\n\n第一条 甲。\n\n第二条 乙。", "某市节水办法\n\n\n\n第一条 丙。"],
        ),
        ("other", "\n\n\n", []),
    ],
)
def test_documents_are_cut_where_the_file_separates_them(name: str, text: str, documents: list[str]) -> None:
    assert list(documents_of(name, text)) == documents


def test_a_folder_is_read_in_order_of_name(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("乙\r\n\r\n丙", encoding="utf-8")
    (tmp_path / "a.txt.xz").write_bytes(lzma.compress("甲".encode()))
    (tmp_path / "note.md").write_text("不读", encoding="utf-8")
    found = [(document.domain, document.text) for document in read_documents(tmp_path)]
    assert found == [("a", "甲"), ("b", "乙"), ("b", "丙")]
    parts = [list(read_documents(tmp_path, part)) for part in ("train", "tune", "test")]
    assert sum(map(len, parts)) == 3
    assert [document.text for document in read_documents(tmp_path, domain="b")] == ["乙", "丙"]


def test_bad_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="holds no"):
        list(read_documents(tmp_path))
    (tmp_path / "a.txt").write_bytes("甲".encode("gbk"))
    with pytest.raises(CorpusError, match=r"a\.txt: byte 0 is not UTF-8"):
        list(read_documents(tmp_path))
    (tmp_path / "a.txt").unlink()
    (tmp_path / "a.txt.xz").write_bytes(b"no xz")
    with pytest.raises(CorpusError, match=r"a\.txt\.xz: cannot be read"):
        list(read_documents(tmp_path))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the corpus that the figures come from is not here")
def test_no_document_of_the_trial_corpus_is_empty_or_huge() -> None:
    lengths = [len(document.text) for document in read_documents(SHARED, domain="news_2022_2025")]
    assert len(lengths) > 10_000
    assert min(lengths) > 0 and max(lengths) < 100_000

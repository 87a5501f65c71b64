"""Which encoding: Chinese, other languages, short and lying input, and the evidence for it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from dataset.readers.candidates import choose, declared
from dataset.readers.decoding import decode
from dataset.readers.plausibility import chinese_costs, foreign_costs

NEWS = "苏州市今天召开新闻发布会，介绍全市经济运行情况。"
TRADITIONAL = "蘇州市今天召開新聞發布會，介紹全市經濟運行情況。"
OTHERS = tomllib.loads(
    (Path(__file__).parents[2] / "scripts" / "reenact" / "other_languages.toml").read_text(encoding="utf-8")
)


def is_han(text: str) -> bool:
    return any("\u3400" <= character <= "\u9fff" for character in text)


@pytest.mark.parametrize("word", ["你好", "年", "公告", "联通", "浙江", "首页", "中国移动", "关于我们"])
def test_short_words_in_gbk(word: str) -> None:
    assert decode(word.encode("gbk")).text == word


@pytest.mark.parametrize("word", ["你好", "公告", "新聞", "關於我們"])
def test_short_words_in_big5(word: str) -> None:
    decoded = decode(word.encode("big5"))
    assert (decoded.text, decoded.encoding) == (word, "big5hkscs")


@pytest.mark.parametrize("word", ["学校", "通知", "录取通知"])
def test_gbk_that_happens_to_be_utf8(word: str) -> None:
    data = word.encode("gbk")
    assert data.decode() != word
    assert decode(data).text == word


def test_one_character_that_happens_to_be_utf8_stays() -> None:
    assert decode("路".encode("gbk")).text == "·"  # nobody can tell; the middle dot is as usual


@pytest.mark.parametrize("text", ["Да", "Привет", "naïve café", "Ελλάδα", "ÄÖÜ äöü", "über", "ñandú", "½ ¾", "·"])
def test_short_utf8_of_two_byte_characters_stays(text: str) -> None:
    assert decode(text.encode()).encoding == "utf-8"


def test_one_word_on_an_english_page() -> None:
    page = "<html><head><title>Travel</title></head><body>The city of 苏州 is known for its gardens.</body></html>"
    decoded = decode(page.encode("gbk"))
    assert (decoded.text, decoded.encoding) == (page, "gb18030")


def test_page_that_begins_with_much_script() -> None:
    page = "<script>" + "var a = 1;\n" * 20_000 + "</script>" + NEWS
    assert decode(page.encode("gbk")).text == page


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages_are_what_they_are(language: str) -> None:
    for encoding in OTHERS[language]["encodings"]:
        for sentence in OTHERS[language]["sentences"]:
            data = sentence.encode(encoding, "ignore")
            assert decode(data).text == data.decode(encoding), f"{sentence} in {encoding}"


@pytest.mark.parametrize("language", OTHERS)
def test_beginnings_in_other_languages_hold_no_chinese(language: str) -> None:
    for encoding in OTHERS[language]["encodings"]:
        for sentence in OTHERS[language]["sentences"]:
            data = sentence[:12].encode(encoding, "ignore")
            assert is_han(decode(data).text) <= is_han(data.decode(encoding)), f"{sentence[:12]} in {encoding}"


@pytest.mark.parametrize("word", ["café", "Zürich", "señor", "Müller", "© 2024 Company", "“quoted” text – dash"])
def test_lone_accents_and_marks_of_western_europe(word: str) -> None:
    assert decode(word.encode("cp1252")).text == word


def test_what_the_page_declares_is_an_argument_among_others() -> None:
    meta = b'<meta charset="gb2312">'
    assert "the page declares gb18030" in decode(meta + "鑫鑫".encode("gbk")).evidence
    # D1A7 is 学 in GBK and 悝 in Big5, A6CA 百 in Big5 and a private-use pair in GBK: the words decide.
    assert decode(b'<meta charset="big5">' + NEWS.encode("gbk")).text.endswith(NEWS)
    assert decode(meta + TRADITIONAL.encode("big5")).text.endswith(TRADITIONAL)
    assert decode(meta + NEWS.encode()).encoding == "utf-8"
    assert decode(b'<?xml version="1.0" encoding="GBK"?>' + NEWS.encode("gbk")).text.endswith(NEWS)


def test_declaration_decides_where_nothing_else_does() -> None:
    data = bytes.fromhex("a4b4")  # ご in GBK, 仍 in Big5
    assert choose(data, "gb18030").encoding == "gb18030"
    assert choose(data, "big5").encoding == "big5hkscs"


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b'<meta http-equiv="Content-Type" content="text/html; charset=GB2312">', "gb18030"),
        (b"<meta charset=UTF-8>", "utf-8"),
        (b'<?xml version="1.0" encoding="Shift_JIS"?>', "cp932"),
        (b'@charset "big5";', "big5"),
        (b"<meta charset='windows-1251'>", "cp1251"),
        (b"<p>charset=gbk</p>", ""),
    ],
)
def test_declared(head: bytes, name: str) -> None:
    assert declared(head) == name


def test_evidence_says_what_the_readings_cost() -> None:
    evidence = decode(NEWS.encode("gbk")).evidence
    first, second = (float(number) for number in evidence.replace(")", "").split() if number[:1].isdigit())
    assert evidence.startswith("gb18030: ") and "nats a byte (big5hkscs " in evidence
    assert first < 3.4 < second


def test_detector_is_asked_in_doubt_only() -> None:
    assert "charset-normalizer" not in decode(NEWS.encode("gbk")).evidence
    assert "charset-normalizer says" in decode(b"\xc4\xea").evidence


def test_hong_kong_and_windows_flavours_of_big5() -> None:
    hong_kong = "佢哋喺香港嘅街市買咗啲嘢。"
    assert decode(hong_kong.encode("big5hkscs")).text == hong_kong
    windows = "約翰‧史密斯說：價格是1～2萬元"
    decoded = decode(windows.encode("cp950"))
    assert (decoded.text, decoded.encoding) == (windows, "cp950")
    assert decode(("價格" + "€100").encode("cp950")).text == "價格€100"


def test_costs_tell_chinese_from_misread_chinese() -> None:
    right, wrong = chinese_costs(NEWS).mean(), chinese_costs(NEWS.encode().decode("gbk", "replace")).mean()
    assert right < 5 < 10 < wrong
    assert len(chinese_costs("")) == 0
    assert foreign_costs("вода", "letters").sum() < foreign_costs("бНДЮ", "letters").sum()
    assert foreign_costs("안녕하세요", "korean").sum() < foreign_costs("쥘뷁흻껭뛣", "korean").sum()

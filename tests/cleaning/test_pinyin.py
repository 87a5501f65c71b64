"""The parts of the repair of pinyin words: spellings, the index, sites, the choice by context."""

from __future__ import annotations

import pytest

from cleaning.lexicon import rows
from cleaning.pinyin_choice import Place, candidates, choose, listed_words
from cleaning.pinyin_evidence import KINDS
from cleaning.pinyin_index import read_so
from cleaning.pinyin_page import Letters, probabilities
from cleaning.pinyin_sites import SKIPPED, latin_words, sites
from cleaning.pinyin_syllables import SYLLABLES, is_pinyin, lengths, pinyin_of, spelling


def found(text: str) -> list[str]:
    return [text[site.start : site.end] for site in sites(text)]


def chosen(left: str, letters: str, right: str, page: str = "") -> tuple[str, float]:
    place = Place(letters, left, right, candidates(spelling(letters)))
    (choice,) = choose([place], page or left + right)
    return choice.word, choice.posterior


@pytest.mark.parametrize(("letters", "key"), [("DiYi", "diyi"), ("nüren", "nvren"), ("qinlve", "qinlue"), ("NÜ", "nv")])
def test_one_spelling_for_all_ways_to_write_it(letters: str, key: str) -> None:
    assert spelling(letters) == key


def test_syllables_and_all_their_cuts() -> None:
    assert {"zhuang", "er", "lv", "nue", "a"} <= SYLLABLES
    assert not {"v", "m", "ng", "bong", "fi"} & SYLLABLES
    assert is_pinyin("women") and not is_pinyin("daily") and not is_pinyin("")
    assert (pinyin_of("NÜxing"), pinyin_of("qInLve"), pinyin_of("Daily")) == ("nvxing", "qinlue", "")
    assert lengths("xian") == {1, 2}
    assert lengths("fangan") == {2}, "fang'an and fan'gan"
    assert lengths("daily") == frozenset()


def test_index_has_words_as_they_are_read_and_characters_under_each_reading() -> None:
    assert read_so("chongqing")[0] == "重庆"
    assert "重" in read_so("zhong") and "重" in read_so("chong")
    assert read_so("celue")[0] == "策略"
    assert read_so("daily") == ()


def test_every_listed_word_is_a_candidate_of_its_spelling_and_can_be_a_site() -> None:
    for spelt, words in listed_words().items():
        assert is_pinyin(spelt), spelt
        assert {option.word for option in candidates(spelt)} >= set(words), spelt
        assert latin_words().get(spelt) not in SKIPPED, spelt


def test_latin_words_are_pinyin_of_known_kinds() -> None:
    kinds = {kind for _, kind in rows("latin_words")}
    assert kinds == SKIPPED | KINDS.keys() - {""}
    assert all(is_pinyin(string) for string, _ in rows("latin_words"))


def test_two_words_side_by_side_are_a_candidate() -> None:
    assert "全国首个" in {option.word for option in candidates("quanguoshouge")}


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("全省diyi方阵，zui具活力", ["diyi", "zui"]),
        ("力争diyi、第二", ["diyi"]),
        ("国jia级", ["jia"]),
        ("全国di yi名", ["di yi"]),
        ("入选guo-jia-ji园区", ["guo-jia-ji"]),
        ("全市di1。", ["di1"]),
        ("最小/zuida的数", ["zuida"]),
        ("获评shouxuan（首批）", ["shouxuan"]),
        ("全省 diyi 方阵", []),
        ("发到diyi@example.com", []),
        ("打开diyi.html看", []),
        ("中心zhongxin（Hub）", ["zhongxin"]),
        ("资料jiegou</b>", ["jiegou"]),
        ("<b>jiegou资料", []),
        ("取shuzu[0]的值", []),
        ("会议jintian（3日）召开", ["jintian"]),
        ("调用zui()返回", []),
        ("变量zui_da的值", []),
        ("daily更新", []),
        ("用xiaomi拍", []),
        ("全市di12名", ["di"]),
        ("好a的", []),
        ("diyi", []),
        ("", []),
    ],
)
def test_sites_touch_han_and_are_no_part_of_anything_else(text: str, letters: list[str]) -> None:
    assert found(text) == letters


def test_english_is_a_site_with_its_kind_unless_it_makes_a_listed_word() -> None:
    assert [(site.spelt, site.kind) for site in sites("他的women系列")] == [("women", "english")]
    assert [(site.spelt, site.kind) for site in sites("位居di一")] == [("di", "")]


@pytest.mark.parametrize(
    ("left", "letters", "right", "word"),
    [
        ("旅游", "dujia", "区", "度假"),
        ("记者", "dujia", "获悉", "独家"),
        ("综合", "shili", "不断增强", "实力"),
        ("各方", "shili", "角逐", "势力"),
        ("国", "jia", "级平台", "家"),
    ],
)
def test_neighbours_choose_among_words_of_one_spelling(left: str, letters: str, right: str, word: str) -> None:
    assert chosen(left, letters, right)[0] == word


def test_a_word_that_the_page_writes_elsewhere_is_surer() -> None:
    alone = chosen("这", "jishu", "很好")
    assert alone[0] == "技术"
    assert chosen("这", "jishu", "很好", "记述完整，记述清楚")[1] < alone[1]


def letters(spelt: str, odds: float, *, listed: bool = False, meant: bool = False) -> Letters:
    return Letters(spelt, odds, 1.0, listed, meant, named=False)


def test_sure_words_make_the_others_of_their_page_likelier_and_a_name_that_comes_back_does_not() -> None:
    doubtful = letters("mingling", -6.0)
    assert probabilities([doubtful])[0][0] < 0.01
    assert probabilities([doubtful] * 5)[0][0] < 0.01
    assert probabilities([doubtful, letters("shenqing", 9.0)])[0][0] > 0.8
    assert probabilities([doubtful], applied=2)[0][0] > 0.8
    assert 0.4 < probabilities([doubtful], listed_applied=2)[0][0] < 0.6


def test_listed_words_say_less_of_words_that_are_not_listed() -> None:
    sure = [letters("diyi", 9.0, listed=True), letters("weiyi", 9.0, listed=True)]
    beside = probabilities([letters("mingling", -6.0), *sure])[0][0]
    assert 0.4 < beside < 0.6
    assert probabilities([letters("lingxian", -6.0, listed=True), *sure])[0][0] > 0.9


def test_letters_that_are_meant_stay_and_say_nothing_of_the_others() -> None:
    page = probabilities([letters("diyi", 20.0, listed=True, meant=True), letters("lingxian", -6.0, listed=True)])
    assert page[0][0] <= 0.6
    assert page[1][0] < 0.01

"""The shipped language model: what it knows, what it survives, how it is opened and shared."""

from __future__ import annotations

import pickle
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaning.language_model import LanguageModel, NGramModel, default_model
from cleaning.language_model.lexicon import Lexicon, LexiconError, read_words, write_words
from cleaning.language_model.mixture import MixedModel
from cleaning.language_model.model_file import ModelFileError, read_model, write_model
from cleaning.language_model.vocabulary import PRIVATE, RARE_HAN, SYMBOL

MODEL = default_model()
ODD = [
    "",
    "\n",
    "\n\n\n",
    "\ud800",
    "\udfff\ud800",
    "\ue000\uf8ff",
    "\U000f0000",
    "😀",
    "𠀀𪚥",
    "\x00\x1b",
    "￿",
    "ｱ゛ﾊﾟ",
]
PROSE = "昨天下午，市政府召开新闻发布会，介绍今年前三季度全市经济运行情况。\n会议由副市长主持。"


def test_the_model_is_what_the_repairs_ask_for() -> None:
    assert isinstance(MODEL, LanguageModel)
    assert MODEL.order >= 3


@pytest.mark.parametrize("text", [*ODD, PROSE, "".join(ODD) + PROSE])
def test_one_finite_value_a_code_point(text: str) -> None:
    values = MODEL.surprisal(text)
    assert values.shape == (len(text),) and values.dtype == np.float32
    assert np.isfinite(values).all()


@given(st.text(st.characters(codec=None), max_size=40), st.text(st.characters(codec=None), max_size=40))
def test_any_text_is_legal_and_a_beginning_does_not_depend_on_what_follows(text: str, more: str) -> None:
    values = MODEL.surprisal(text + more)
    assert np.isfinite(values).all()
    assert np.array_equal(values[: len(text)], MODEL.surprisal(text))


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("扎实做好各项工作", "扎套粒既实做好各项工作"),
        ("建设示范城市", "建设示魔保量范城市"),
        ("联合创新中心", "吉印通创新中心"),
        ("全国首次发布", "全国手刺发布"),
        ("真正幸福的生活", "真正幸桑的生活"),
    ],
)
def test_damage_is_more_surprising_a_character(better: str, worse: str) -> None:
    assert MODEL.surprisal(better).mean() < MODEL.surprisal(worse).mean()


@pytest.mark.parametrize(
    ("left", "candidates", "right"),
    [
        ("成为人民群众的幸", ["福", "桑", "富", "幅"], "感。"),
        ("这是我市", ["首次", "手刺", "收次"], "举办国际赛事"),
        ("国家", ["统计局", "童鸡剧"], "发布的数据显示"),
    ],
)
def test_the_first_candidate_is_chosen(left: str, candidates: list[str], right: str) -> None:
    assert MODEL.score(left, candidates, right).argmax() == 0


def test_script_and_width_are_folded() -> None:
    assert np.array_equal(MODEL.surprisal("聯合創新"), MODEL.surprisal("联合创新"))
    assert np.array_equal(MODEL.surprisal("，：！ＡＢ１２"), MODEL.surprisal(",:!AB12"))
    assert np.array_equal(MODEL.surprisal("1998年"), MODEL.surprisal("2026年"))
    assert np.array_equal(MODEL.surprisal("「好」"), MODEL.surprisal("“好”"))


def test_a_boundary_cuts_what_is_remembered() -> None:
    line = "经济运行情况"
    assert np.array_equal(MODEL.surprisal("关于\n" + line)[3:], MODEL.surprisal(line))
    assert not np.array_equal(MODEL.surprisal("关于" + line)[2:], MODEL.surprisal(line))


def test_scores_are_sums_of_surprisals() -> None:
    left, candidate, right = "我们要扎实", "做好", "工作安排和部署"
    whole = MODEL.surprisal(left + candidate + right).astype(np.float64)
    wanted = -whole[len(left) : len(left) + len(candidate) + MODEL.order - 1].sum()
    assert MODEL.score(left, [candidate], right)[0] == pytest.approx(wanted, abs=1e-4)


def test_many_windows_score_as_one_by_one() -> None:
    windows = [
        ("我们", "的", "工作"),
        ("", "", ""),
        ("", "中国", ""),
        ("a\n", "", "b"),
        ("会", "议\n", "\n"),
        ("", "\ud800", ""),
    ]
    together = MODEL.score_many(windows)
    alone = [MODEL.score(left, [candidate], right)[0] for left, candidate, right in windows]
    assert together == pytest.approx(alone, abs=1e-6)
    assert together[1] == 0.0
    assert MODEL.score_many([]).shape == MODEL.score("我", [], "们").shape == (0,)


def test_blocks_leave_no_seam() -> None:
    text = "扎实推进城乡融合发展，" * 6_500  # longer than two blocks
    period = 11
    values = MODEL.surprisal(text)
    assert np.array_equal(values[period : 2 * period], values[-period:])
    assert np.array_equal(values[period:-period], values[2 * period :])


@pytest.mark.parametrize("left", ["中华人民", "经济", "他说", "，", ""])
def test_probabilities_of_all_characters_sum_to_about_one(left: str) -> None:
    vocabulary = MODEL.vocabulary
    codes = np.unique(vocabulary.fold)
    codes = codes[(codes < 0xD800) | (codes > 0xDFFF)]
    numbers, first = np.unique(vocabulary.ids[codes], return_index=True)
    # Of these classes the model gives the probability of one member; of others, that of the class.
    shared = np.isin(numbers, [RARE_HAN, PRIVATE, SYMBOL])
    size = np.where(shared, vocabulary.members()[numbers], 1)
    chances = np.exp(MODEL.score(left, [chr(code) for code in codes[first]], "")) * size
    assert 0.75 < chances.sum() < 1.3  # 16 levels of ln p a table: some contexts are rounded up or down as a whole


def test_matched_orders_tell_how_much_the_model_knew() -> None:
    assert MODEL.matched_orders("中华人民共和国").tolist() == [2, 3, 4, 4, 4, 4, 4]
    assert MODEL.matched_orders("民\ue000民").tolist()[1:] == [1, 1]
    assert MODEL.matched_orders("").shape == (0,)


def test_ten_megabytes_are_scanned_in_linear_time() -> None:
    def seconds(text: str) -> float:
        begin = time.process_time()
        MODEL.surprisal(text)
        return time.process_time() - begin

    short = "生僻字龘靐齉𠀀与私用区\ue000混排，甲乙丙。" * 8_000
    small = min(seconds(short) for _ in range(3))
    assert seconds(short * 18) < 18 * 4 * small  # 3.3 million characters, 10 MB of UTF-8


def test_opening_is_quick() -> None:
    begin = time.process_time()
    NGramModel.open(MODEL.path)
    assert time.process_time() - begin < 0.3
    assert MODEL.path.stat().st_size <= 16 * 2**20


def test_a_pickled_model_is_the_same_model() -> None:
    copy = pickle.loads(pickle.dumps(MODEL))
    assert np.array_equal(copy.surprisal(PROSE), MODEL.surprisal(PROSE))
    assert copy.is_word("联合")
    assert len(pickle.dumps(MODEL)) < 1000


def test_threads_share_a_model() -> None:
    texts = [PROSE * size for size in range(1, 40)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(MODEL.surprisal, texts))
    assert all(np.array_equal(values, MODEL.surprisal(text)) for text, values in zip(texts, found, strict=True))


def test_words() -> None:
    for word in ("联合", "聯合", "首次", "我", "中华人民共和国"[:4]):
        assert MODEL.is_word(word), word
    for other in ("", "套粒既", "扎套", "\n", "联\t合", "\ud800", "很长很长很长很长的一串"):
        assert not MODEL.is_word(other), other
    assert MODEL.word_frequency("中国") > MODEL.word_frequency("桑基鱼塘"[:2]) >= 0


def test_character_frequencies() -> None:
    assert MODEL.character_frequency("的") > MODEL.character_frequency("市") > MODEL.character_frequency("龘")
    assert MODEL.character_frequency("國") == MODEL.character_frequency("国")
    assert MODEL.character_frequency("") == MODEL.character_frequency("两字") == 0.0


def test_every_line_of_a_lexicon_is_found(tmp_path: Path) -> None:
    words = {"一": 7, "一个": 30, "阿": 1, "齉": 2, "甲乙丙丁": 5, "A股": 3}
    path = tmp_path / "words.tsv"
    write_words(path, words)
    lexicon = Lexicon(path)
    assert dict(read_words(path)) == words
    assert {word: lexicon.frequency(word) for word in words} == words
    assert not any(lexicon.frequency(other) for other in ("", "#", "一个一", "乙", "齉齉", "A", "# licence"))


def test_bad_lexicons_name_file_and_fault(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"none\.tsv: cannot be opened"):
        Lexicon(tmp_path / "none.tsv")
    path = tmp_path / "bad.tsv"
    path.write_text("# header\n词\t3\n词语三\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"bad\.tsv: line 3"):
        list(read_words(path))


@pytest.mark.parametrize(
    "content", [b"", b"no model", b"JWNGRAM1" + bytes(8), b"JWNGRAM1\xff\xff\xff\xff\x00\x00\x00\x00{}"]
)
def test_bad_model_files_name_file_and_remedy(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(content)
    with pytest.raises(ModelFileError, match=r"model\.bin.*install the package again"):
        read_model(path)


def test_a_model_file_gives_back_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    arrays = {"few": np.arange(3, dtype=np.uint16), "many": np.linspace(0, 1, 100, dtype=np.float32)}
    write_model(path, {"order": 2}, arrays)
    header, found = read_model(path)
    assert header["order"] == 2
    assert all(np.array_equal(found[name], array) for name, array in arrays.items())
    assert [entry.name for entry in tmp_path.iterdir()] == ["model.bin"]


def test_a_mixture_lies_between_its_parts() -> None:
    class Certain(NGramModel):
        def surprisal(self, text: str, order: int | None = None) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
            return np.full(len(text), 0.5 if order is None else 0.6, dtype=np.float32)

    certain = Certain(MODEL.path, *read_model(MODEL.path), MODEL.lexicon)
    mixed = MODEL.mix(certain, 0.25)
    assert isinstance(mixed, MixedModel) and isinstance(mixed, LanguageModel)
    wanted = -np.log(0.75 * np.exp(-MODEL.surprisal(PROSE)) + 0.25 * np.exp(-0.5))
    assert np.allclose(mixed.surprisal(PROSE), wanted, atol=1e-5)
    assert mixed.score("我们", ["的", "福"], "工作").argmax() == 0
    assert mixed.is_word("联合") and mixed.word_frequency("套粒") == 0
    with pytest.raises(ValueError, match=r"0 and 1"):
        MODEL.mix(certain, 1.5)

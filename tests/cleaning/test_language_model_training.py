"""Training: counts, smoothing, tables, and that the same text gives the same bytes."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaning.language_model import NGramModel
from cleaning.language_model.bucket_table import build_buckets, winners
from cleaning.language_model.counting import WEIGHT_UNIT, Counts, NgramCounter, ngram_keys, word_counts
from cleaning.language_model.lexicon import read_words, write_words
from cleaning.language_model.quantisation import codebook
from cleaning.language_model.smoothing import discounts
from cleaning.language_model.static_function import ConstructionError, build
from cleaning.language_model.training import Layout, smoothed, train
from cleaning.language_model.vocabulary import BMP, BOUNDARY, ID_BITS, PADDING, RARE_HAN, Vocabulary, fold_table
from scripts.train_language_model import TERM, main

LINES = ["春眠不觉晓", "处处闻啼鸟", "夜来风雨声", "花落知多少", "春风吹又生", "处处是春风", "风雨不觉晓", "花落花又生"]
TEXT = "\n".join(LINES * 5) + "\n"
ROOMY = {2: Layout(10**6, 32, 8, 6), 3: Layout(10**6, 32, 8, 6), 4: Layout(10**6, 32, 8)}


@cache
def vocabulary(text: str = TEXT) -> Vocabulary:
    counts = np.bincount([ord(character) for character in text if ord(character) < BMP], minlength=BMP)
    return Vocabulary.from_counts(fold_table({"風": "风"}), counts, 2)


def counted(text: str, weight: int = WEIGHT_UNIT) -> Counts:
    counter = NgramCounter()
    counter.add(vocabulary().encode(text), weight)
    return counter.finish()


def unpacked(key: int, order: int = 4) -> list[int]:
    return [key >> ID_BITS * place & ((1 << ID_BITS) - 1) for place in reversed(range(order))]


def test_history_ends_at_a_boundary() -> None:
    keys = ngram_keys(np.array([20, 21, BOUNDARY, 22], dtype=np.uint16))
    assert [unpacked(int(key)) for key in keys] == [
        [PADDING, PADDING, BOUNDARY, 20],
        [PADDING, BOUNDARY, 20, 21],
        [BOUNDARY, 20, 21, BOUNDARY],
        [PADDING, PADDING, BOUNDARY, 22],
    ]


def test_small_chunks_count_the_same() -> None:
    whole, parts = NgramCounter(), NgramCounter(chunk=10)
    for line in LINES * 3:
        for counter in (whole, parts):
            counter.add(vocabulary().encode(line), 16)
    one, other = whole.finish(), parts.finish()
    assert np.array_equal(one.keys, other.keys) and np.array_equal(one.count, other.count)
    assert one.count.sum() == sum(map(len, LINES)) * 3


def test_too_many_ngrams_are_forgotten_rarest_first() -> None:
    counter = NgramCounter(chunk=50, most=30)
    for line in ["春眠不觉晓"] * 40 + LINES * 2:
        counter.add(vocabulary().encode(line), 16)
    counts = counter.finish()
    assert len(counts.keys) <= 60  # what one chunk adds comes on top until it is merged
    assert counts.count.max() >= 40


def test_counts_mix_and_survive_a_file(tmp_path: Path) -> None:
    one, other = counted(LINES[0]), counted(LINES[0] + LINES[1])
    mixed = one.mix(other, 0.5)
    assert mixed.count.sum() == one.count.sum() + other.count.sum()
    assert mixed.weight.sum() == one.weight.sum() + other.weight.sum() // 2
    mixed.save(tmp_path / "counts")
    again = Counts.load(tmp_path / "counts")
    assert np.array_equal(again.keys, mixed.keys) and np.array_equal(again.weight, mixed.weight)


def test_discounts_are_those_of_chen_and_goodman() -> None:
    count = np.repeat([1.0, 2.0, 3.0, 4.0], [100, 40, 20, 10])
    base = 100 / 180
    assert discounts(count) == pytest.approx((1 - 2 * base * 0.4, 2 - 3 * base * 0.5, 3 - 4 * base * 0.5))


def test_unpruned_contexts_sum_to_one() -> None:
    known = vocabulary()
    levels = smoothed(counted(TEXT), known)
    for lower, level in pairwise(levels):
        own = np.bincount(level.context, np.exp(level.probability), len(lower.keys))
        below = np.bincount(level.context, np.exp(lower.probability[level.suffix]), len(lower.keys))
        contexts = own > 0
        # What is left for unseen characters must be what backing off gives them (probability of unigrams sums to one).
        left = 1 - own[contexts]
        assert np.allclose(left, np.exp(lower.backoff[contexts]) * (1 - below[contexts]), atol=0.02)
        assert (own <= 1 + 1e-9).all()


def test_a_trained_model_prefers_its_text_and_is_the_same_every_time(tmp_path: Path) -> None:
    known = vocabulary()
    first, second = tmp_path / "one.bin", tmp_path / "two.bin"
    for path in (first, second):
        train(counted(TEXT), known, path, layouts=ROOMY)
    assert first.read_bytes() == second.read_bytes()
    model = NGramModel.open(first)
    assert model.surprisal("春眠不觉晓").sum() < model.surprisal("晓觉不眠春").sum()
    assert np.array_equal(model.surprisal("風雨"), model.surprisal("风雨"))
    assert np.isfinite(model.surprisal("未见之字\ue000\ud800")).all()


def test_weight_moves_the_model(tmp_path: Path) -> None:
    known = vocabulary()
    light, heavy = counted("春风吹又生\n" * 5, 1), counted("春风吹又生\n" * 5, 64)
    found = []
    for number, extra in enumerate((light, heavy)):
        path = tmp_path / f"{number}.bin"
        train(counted("春眠不觉晓\n" * 5).mix(extra, 1.0), known, path, layouts=ROOMY)
        found.append(NGramModel.open(path).score("春", ["风"], "")[0])
    assert found[1] > found[0]


def test_words_teach_what_the_text_lacks(tmp_path: Path) -> None:
    known = vocabulary(TEXT + "鱼塘鱼塘")
    counter = NgramCounter()
    counter.add(known.encode(TEXT), WEIGHT_UNIT)
    plain = counter.finish()
    taught = plain.mix(word_counts(known, {"鱼塘": 5, "春风": 1}, WEIGHT_UNIT), 1.0)
    scores = []
    for number, counts in enumerate((plain, taught)):
        path = tmp_path / f"{number}.bin"
        train(counts, known, path, layouts=ROOMY)
        scores.append(NGramModel.open(path).score("鱼", ["塘"], "")[0])
    assert scores[1] > scores[0] + 1


def test_folding_never_changes_the_length() -> None:
    known = vocabulary()
    text = "風雨，ＡＢ㈱…ﾊﾟ𠀀\ud800e\u0301\U0001f600"
    assert len(known.folded(text)) == len(text) == len(known.encode(text))
    assert known.folded("風，Ａ") == "风,A"
    assert known.encode("龘")[0] == known.encode("𠀀")[0] == RARE_HAN


@given(st.sets(st.integers(0, 2**52 - 1), min_size=0, max_size=300))
def test_a_static_function_gives_every_value_back(keys: set[int]) -> None:
    packed = np.array(sorted(keys), dtype=np.uint64)
    values = np.arange(len(packed)) % 64
    function = build(packed, values, 6, np.uint32)
    assert np.array_equal(function.look_up(packed), values)


def test_a_static_function_refuses_repeated_keys() -> None:
    with pytest.raises(ConstructionError):
        build(np.array([5, 5], dtype=np.uint64), np.array([1, 2]), 6, np.uint16)


@pytest.mark.parametrize("lane_bits", [16, 21, 32])
def test_buckets_keep_the_most_valuable(lane_bits: int) -> None:
    keys = np.random.default_rng(1).integers(0, 2**52, 4000, dtype=np.uint64)
    worth = np.arange(4000, dtype=np.float64)
    kept = winners(keys, worth, 500, 6, lane_bits)
    table = build_buckets(keys[kept], kept % 64, 500, 6, lane_bits)
    assert np.array_equal(table.look_up(keys[kept]), kept % 64)
    assert len(kept) > 0.9 * 500 * (64 // lane_bits)
    lost = np.setdiff1d(np.arange(4000), kept)
    assert worth[kept].mean() > worth[lost].mean() + 1000


@pytest.mark.parametrize("lane_bits", [16, 21])
def test_unknown_keys_are_taken_for_known_as_seldom_as_promised(lane_bits: int) -> None:
    chance = np.random.default_rng(2)
    keys = chance.integers(0, 2**51, 4000, dtype=np.uint64)
    kept = winners(keys, np.ones(4000), 1000, 6, lane_bits)
    table = build_buckets(keys[kept], kept % 64, 1000, 6, lane_bits)
    share = (table.look_up(chance.integers(2**51, 2**52, 200_000, dtype=np.uint64)) < 64).mean()
    assert share < 1.3 * table.lanes * 2.0**-table.fingerprint_bits


def test_a_codebook_is_sorted_and_loses_little() -> None:
    values = np.random.default_rng(3).normal(-3, 2, 5000)
    levels = codebook(values, np.ones(5000), 5)
    assert len(levels.levels) == 32 and (np.diff(levels.levels) >= 0).all()
    assert np.sqrt(((levels.levels[levels.codes(values)] - values) ** 2).mean()) < 0.15
    assert len(codebook(values, np.ones(5000), 3, reserved=1).levels) == 7


def test_the_model_agrees_with_the_formula_where_nothing_is_quantised_away(tmp_path: Path) -> None:
    known = vocabulary()
    levels = smoothed(counted(TEXT), known)
    train(counted(TEXT), known, tmp_path / "model.bin", layouts=ROOMY)
    model = NGramModel.open(tmp_path / "model.bin")
    bigrams = {
        tuple(unpacked(int(key), 2)): chance for key, chance in zip(levels[1].keys, levels[1].probability, strict=True)
    }
    starts = {line[0] for line in LINES}
    for character, line in product(sorted(starts), [0]):
        pair = (BOUNDARY, int(known.encode(character)[0]))
        assert model.score("", [character], "")[line] == pytest.approx(bigrams[pair], abs=0.05)
        assert math.exp(bigrams[pair]) <= 1


def test_the_script_trains_on_a_folder_and_mixes_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, folder in enumerate(("one", "two")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "text.txt").write_text("\n\n".join(LINES[number:] * 3), encoding="utf-8")
    words = tmp_path / "words.tsv"
    write_words(words, {"春风": 7, "啼鸟": 1})
    common = ["--words", str(words), "--all"]
    first, second, mixed, counts = (str(tmp_path / name) for name in ("a.bin", "b.bin", "c.bin", "counts"))
    assert main(["model", str(tmp_path / "one"), "--out", first, "--counts", counts, *common]) == 0
    assert main(["model", str(tmp_path / "one"), "--out", second, *common]) == 0
    assert Path(first).read_bytes() == Path(second).read_bytes()
    more = ["--vocabulary", first, "--mix", f"{counts}=2"]
    assert main(["model", str(tmp_path / "two"), "--out", mixed, *common, *more]) == 0
    assert Path(first).read_bytes() != Path(mixed).read_bytes()
    assert NGramModel.open(mixed).surprisal("春眠不觉晓")[1:].max() < 3
    capsys.readouterr()
    assert main(["model", str(tmp_path), "--out", first, *common]) == 2
    assert "holds no" in capsys.readouterr().err


def test_the_script_makes_a_lexicon(tmp_path: Path) -> None:
    dictionary = tmp_path / "dict.txt"
    rows = ["的 318825 uj", "扎实 1200 ad", "扎套 3 n", "扎扎实实 3 z", "一二三四五六七八九 9 n", ""]
    dictionary.write_text("\n".join(rows), encoding="utf-8")
    terms = tmp_path / "terms.tsv"
    terms.write_text("# licence: none\n桑基鱼塘\n", encoding="utf-8")
    assert main(["words", str(dictionary), "--terms", str(terms), "--out", str(tmp_path / "words.tsv")]) == 0
    words = dict(read_words(tmp_path / "words.tsv"))
    assert words == {"的": 318825, "扎实": 1200, "扎扎实实": 3, "桑基鱼塘": TERM}

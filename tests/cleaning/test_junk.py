"""The junk detector: where it looks, how its trees are read, what a corpus adds."""

from __future__ import annotations

import json
from importlib.resources import files

import numpy as np
import pytest

from cleaning import Cleaner
from cleaning.boosted_trees import Trees
from cleaning.fold import fold
from cleaning.junk_candidates import candidates
from cleaning.junk_classifier import classifier, suspects
from cleaning.junk_corpus import LARGE, MANY
from cleaning.junk_features import NAMES, gather
from cleaning.junk_recurrence import recurrence
from cleaning.junk_words import cut_cost, words
from cleaning.language_model import default_model
from cleaning.profile import Profile
from cleaning.profile.strings import Strings
from cleaning.repairs import junk
from scripts import boosting

PAGE = (
    "会议要求进一步加强责剥喝任落实，确保安全生产形势稳定。\n昨天下午，各部门负责人到现场检查了消防通道，并同居民座谈。"
)


def spans(text: str) -> set[str]:
    starts, ends = candidates(text, default_model().surprisal(text, order=2))
    return {text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)}


def test_candidates_hold_the_fragment_and_stay_in_its_line() -> None:
    assert "剥喝" in spans(PAGE)
    assert not any("\n" in span or "，" in span for span in spans(PAGE))


def test_a_fragment_may_hold_a_letter_or_a_digit_and_cuts_no_word_or_number() -> None:
    assert "剥x" in spans(PAGE.replace("剥喝", "剥x"))
    assert "3喝" in spans(PAGE.replace("剥喝", "3喝"))
    cut = [span for span in spans(PAGE.replace("剥喝", "剥2026喝")) if span[0].isdigit() or span[-1].isdigit()]
    assert not cut


def test_rare_characters_are_no_junk() -> None:
    assert not any("翀" in span or "囍" in span for span in spans(PAGE.replace("剥喝", "翀囍")))


@pytest.mark.parametrize("text", ["", "会", "会议", "\n\n", "3", "责剥喝任", "责剥喝任\n"])
def test_texts_of_any_length_are_legal(text: str) -> None:
    assert all(0 < suspect.start < suspect.end <= len(text) for suspect in suspects(text, default_model(), 0.01))


def test_evidence_is_one_finite_row_a_candidate_and_knows_the_joint() -> None:
    model = default_model()
    scanned = model.surprisal(PAGE, order=2)
    evidence = gather(PAGE, scanned, *candidates(PAGE, scanned), model)
    assert evidence.rows.shape == (len(evidence.starts), len(NAMES))
    assert np.isfinite(evidence.rows).all()
    spans = zip(evidence.starts.tolist(), evidence.ends.tolist(), strict=True)
    rows = dict(zip(spans, evidence.rows, strict=True))
    start = PAGE.index("剥喝")
    joint = rows[start, start + 2][NAMES.index("word over joint")]
    assert joint == pytest.approx(np.log1p(model.word_frequency("责任")))


def test_a_line_cuts_better_into_words_without_the_fragment() -> None:
    model = default_model()
    assert cut_cost("责剥喝任", model) > cut_cost("责任", model) + cut_cost("剥喝", model) / 2
    assert cut_cost("", model) == 0.0
    start = PAGE.index("剥喝")
    columns = words(PAGE, np.array([start]), np.array([start + 2]), model)
    assert columns["cut gain"][0] > 20


def test_characters_that_come_back_on_the_page_are_counted() -> None:
    text = "矿山开始配矿。新的矿石运到，配好再用。"
    start = text.index("配矿")
    columns = recurrence(text, np.array([start]), np.array([start + 2]))
    assert columns["least of signs on page"][0] == pytest.approx(np.log(2))
    assert columns["mean of signs on page"][0] == pytest.approx((np.log(2) + np.log(3)) / 2)


def test_of_spans_at_one_place_the_fragment_is_the_likeliest() -> None:
    found = suspects(PAGE, default_model(), 0.01)
    best = max(found, key=lambda suspect: suspect.probability)
    assert PAGE[best.start : best.end] == "剥喝"
    assert sum(suspect.probability for suspect in found) < 1.1


def test_script_makes_no_difference() -> None:
    traditional = "會議要求進一步加強責剝喝任落實，確保安全生產形勢穩定。"
    (one,) = suspects(traditional, default_model(), 0.6)
    (other,) = suspects(fold(traditional), default_model(), 0.6)
    assert one == other


def profile_of(*pages: str) -> Profile:
    strings = Strings()
    for page in pages:
        strings.add(page, "")
    return Profile(pages=MANY + len(pages), strings=strings.settled(2))


def test_a_corpus_makes_surer_what_its_pages_read_without_the_fragment() -> None:
    text = "各地各部门要认真贯彻犁蛙省委决策部署，推动经济社会高质量发展。"
    alone = max(suspect.probability for suspect in suspects(text, default_model(), 0.01))
    profile = profile_of(*[text.replace("犁蛙", "")] * 20)
    best = max(suspects(text, default_model(), 0.01, profile), key=lambda suspect: suspect.probability)
    assert text[best.start : best.end] == "犁蛙"
    assert best.probability > alone + 0.05
    elsewhere = [text.replace("犁蛙", ""), "村里也贯彻犁地的办法。"]
    assert (
        max(suspect.probability for suspect in suspects(text, default_model(), 0.01, profile_of(*elsewhere * 2)))
        <= alone
    )


def test_a_corpus_doubts_what_its_pages_hold_an_edge_of() -> None:
    at = PAGE.index("剥喝")
    edges = [f"又见{PAGE[at - 1 : at + 1]}。", f"再见{PAGE[at - 1 : at + 1]}。"]
    alone, doubted = (
        next(found for found in suspects(PAGE, default_model(), 0.01, profile) if found.start == at)
        for profile in (Profile(), profile_of(*edges))
    )
    assert doubted.probability < alone.probability


def test_a_large_corpus_holds_every_pair_of_characters_somewhere() -> None:
    at = PAGE.index("剥喝")
    edges = profile_of(*[f"又见{PAGE[at - 1 : at + 1]}。"] * 3)
    large = Profile(10 * LARGE, 0, edges.strings)
    assert suspects(PAGE, default_model(), 0.1, large) == suspects(PAGE, default_model(), 0.1)


def test_what_other_pages_hold_is_a_term() -> None:
    others = [f"{text}剥喝{text}" for text in ("第一页。", "又一页。", "再一页。")] * 5
    before = max(suspect.probability for suspect in suspects(PAGE, default_model(), 0.01))
    after = suspects(PAGE, default_model(), 0.01, profile_of(*others))
    assert before > 0.9
    assert all(suspect.probability < 0.71 for suspect in after if PAGE[suspect.start : suspect.end] == "剥喝")


def test_a_corpus_that_knows_nothing_changes_nothing() -> None:
    assert suspects(PAGE, default_model(), 0.1, Profile(pages=10 * MANY)) == suspects(PAGE, default_model(), 0.1)


def test_a_small_corpus_lifts_nothing() -> None:
    others = profile_of(*[PAGE.replace("剥喝", "")] * 4)
    small = Profile(pages=MANY - 1, strings=others.strings)
    assert suspects(PAGE, default_model(), 0.1, small) == suspects(PAGE, default_model(), 0.1)


def test_three_pages_of_a_large_corpus_make_no_term() -> None:
    known = profile_of(*["到处都有剥喝。"] * 3)
    small, large = (
        max(found.probability for found in suspects(PAGE, default_model(), 0.1, Profile(pages, 0, known.strings)))
        for pages in (LARGE, 10 * LARGE)
    )
    assert small < 0.71 < 0.9 < large


def test_amounts_stay_whatever_the_classifier_says() -> None:
    text = "合同金额为人民币（大写）壹佰贰拾叁万肆仟伍佰陆拾柒元整，签字后生效。"
    assert Cleaner(floors={"junk": 0.6}).clean(text).text == text


def test_the_classifier_is_small_and_made_of_numbers() -> None:
    raw = files("cleaning").joinpath("data/junk_classifier.json").read_bytes()
    assert len(raw) < 100_000
    assert set(json.loads(raw)) == {"page"}
    assert classifier().log_odds(np.zeros((2, len(NAMES)))).shape == (2,)


def test_trees_answer_as_written_and_come_back_from_json() -> None:
    trees = Trees(np.array([[0, 1], [1, 1]]), np.array([[0.5, 2.0], [1.0, 3.0]]), np.arange(8.0).reshape(2, 4), -1.0)
    rows = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 4.0], [1.0, 2.5]])
    assert trees.log_odds(rows).tolist() == [-1 + 0 + 4, -1 + 1 + 4, -1 + 2 + 7, -1 + 3 + 5]
    names = ("one", "two")
    again = Trees.from_json(json.loads(json.dumps(trees.to_json(names))), names)
    assert again.log_odds(rows).tolist() == trees.log_odds(rows).tolist()
    assert trees.scaled(2, 1).log_odds(rows).tolist() == (2 * trees.log_odds(rows) + 1).tolist()
    with pytest.raises(ValueError, match="other features"):
        Trees.from_json(trees.to_json(names), ("two", "one"))


def test_rows_that_count_for_more_are_believed() -> None:
    rows = np.arange(400.0)[:, None] % 5
    labels = np.arange(400) % 2 == 0
    settings = boosting.Settings(trees=2, depth=1, features=1.0)
    odds = boosting.fit(rows, labels, settings, 1, np.where(labels, 1.0, 9.0)).log_odds(rows[:1])
    assert odds[0] == pytest.approx(np.log(1 / 9), abs=0.3)


def test_training_finds_what_needs_two_questions() -> None:
    rng = np.random.default_rng(5)
    rows = rng.random((2000, 3))
    labels = (rows[:, 0] > 0.5) != (rows[:, 2] > 0.3)
    settings = boosting.Settings(trees=30, depth=3, rate=0.3, features=1.0)
    trees = boosting.fit(rows, labels, settings, seed=1)
    assert ((trees.log_odds(rows) > 0) == labels).mean() > 0.97
    again = boosting.fit(rows, labels, settings, seed=1)
    assert trees.log_odds(rows).tolist() == again.log_odds(rows).tolist()


WRAPPED = """\
河边的老码头在去年冬天修好了，乡里还添了两盏灯。赵坤
宇说，从前船都停在这里，后来路通了，人们不再坐船，码
头也就荒了，如今成了散步的地方，每天傍晚都有人来，也
有人带着孩子在台阶上看水，一直看到天黑。
"""

HEADINGS = """\
第一节　乡镇码头与渡口的日常维护和管理要求
第二节　渡船的检验、登记以及船员的培训办法和考核
第三节　节假日和汛期的值守安排，船只停航的条件以及告知旅客的方式
码头由所在地的乡镇负责，渡船每年检验一次，船员经过培训后上岗。
"""


def test_lines_of_one_width_that_end_inside_sentences_are_wrapped_and_headings_are_not() -> None:
    assert junk._is_wrapped(WRAPPED, set())
    assert not junk._is_wrapped(HEADINGS, set())

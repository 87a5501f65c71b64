"""The measures of a text, against counts done by hand or by brute force."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaning import Cleaner
from cleaning.measures import covered_share, damaged_share
from dataset.quality import NGRAM, SPACES, quality_of


def test_white_space_is_what_python_takes_for_it() -> None:
    separators = {0x1C, 0x1D, 0x1E, 0x1F, 0x0B, 0x0C}
    assert {code for code in range(sys.maxunicode) if chr(code).isspace()} - separators == set(SPACES) - separators


@pytest.mark.parametrize(
    ("text", "share"),
    [("", 0), (" \n", 0), ("中文", 1), ("中 文\u3000", 1), ("中a", 0.5), ("〇𠮷!?", 0.5), ("かな", 0)],
)
def test_share_of_han(text: str, share: float) -> None:
    assert quality_of(text, 0)["han"] == share


def by_hand(text: str) -> float:
    """The share of characters in a 10-gram that stood before: every pair compared."""
    inside: set[int] = set()
    for start in range(len(text) - NGRAM + 1):
        if text.find(text[start : start + NGRAM]) < start:
            inside |= set(range(start, start + NGRAM))
    return len(inside) / len(text) if text else 0.0


@given(
    st.lists(st.sampled_from(["今天天气很好，", "大家都来了。", "一二三四五六七八九十", "甲", "\n"]), max_size=12).map(
        "".join
    )
)
def test_share_of_repeated_ngrams(text: str) -> None:
    assert quality_of(text, 0)["repeated_ngrams"] == pytest.approx(by_hand(text))


def test_characters_are_code_points_and_surprisal_waits_for_a_model() -> None:
    measured = quality_of("𠮷好", 0.25)
    assert (measured["characters"], measured["surprisal"], measured["damaged"]) == (2, None, 0.25)


@pytest.mark.parametrize(
    ("spans", "share"),
    [([], 0), ([(0, 10)], 1), ([(0, 3), (2, 5)], 0.5), ([(4, 6), (1, 2), (4, 5)], 0.3), ([(3, 3)], 0)],
)
def test_share_of_damage_counts_every_character_once(spans: list[tuple[int, int]], share: float) -> None:
    assert covered_share(spans, 10) == share


def test_a_text_without_characters_is_not_damaged() -> None:
    assert covered_share([], 0) == 0


def test_frame_and_tags_are_no_damage_and_no_text() -> None:
    article = "<h1>启事</h1><p>十一月七日傍晚，有乘客拾得布包一只，现寻找失主。</p>"
    page = f"<nav><a>首页</a><a>新闻</a></nav>{article}"
    assert damaged_share(page, Cleaner().clean(page, markup=True).applied) == 0
    worse = page.replace("傍晚", "傍&#26202;")
    share = damaged_share(worse, Cleaner().clean(worse, markup=True).applied)
    assert share == pytest.approx(
        8 / (len("启事") + len("十一月七日傍&#26202;，有乘客拾得布包一只，现寻找失主。")), abs=0.02
    )

"""The choosing tests themselves: candidates, counting of wrong choices, bounds."""

from __future__ import annotations

import numpy as np
import pytest

from cleaning.language_model import default_model
from scripts.choosing_tests import (
    _wrong,
    choosing,
    gbk_rivals,
    masked_characters,
    segmented,
    upper_bound,
)

PROSE = "会议指出，要坚持以人民为中心，扎实推进城乡建设，不断提高公共服务水平，让群众得到更多实惠。" * 3


@pytest.mark.parametrize(("lead", "most"), [(True, 190), (False, 126)])
def test_rivals_share_a_byte(lead: bool, most: int) -> None:
    rivals = gbk_rivals("福", lead)
    kept = 0 if lead else 1
    assert "福" in rivals and 80 < len(rivals) <= most
    assert {rival.encode("gbk")[kept] for rival in rivals} == {"福".encode("gbk")[kept]}


def test_a_tie_is_wrong_and_the_greatest_is_right() -> None:
    scores = np.array([-1.0, -2.0, -3.0, -3.0, -5.0])
    assert _wrong(scores, [(0, 2, 0)]) == 0
    assert _wrong(scores, [(0, 2, 1)]) == 1
    assert _wrong(scores, [(2, 5, 0)]) == 1


def test_bounds_are_above_the_rate_and_shrink_with_cases() -> None:
    assert 0 < upper_bound(0, 1000) < upper_bound(0, 100) < 0.03
    assert 0.05 < upper_bound(50, 1000) < 0.064


def test_text_is_cut_into_words() -> None:
    cut = segmented(default_model(), "扎实推进城乡建设")
    assert "".join(cut) == "扎实推进城乡建设"
    assert {"扎实", "推进"} <= set(cut)


def test_plain_official_prose_is_no_riddle() -> None:
    wrong, cases = masked_characters(default_model(), [PROSE], 50, lead=False)
    assert cases == 50 and wrong <= 10


def test_every_test_reports_its_cases() -> None:
    words = {"tuijin": ["推进", "推近"], "jianshe": ["建设", "溅射"], "shuiping": ["水平", "水瓶"]}
    lines = list(choosing(default_model(), [PROSE], 20, words))
    assert [line.partition(":")[0] for line in lines] == [
        "a, same trail byte",
        "a, same lead byte",
        "b, word in pinyin",
        "c, insertion",
    ]
    assert all("(0 wrong of" in line for line in lines[2:])

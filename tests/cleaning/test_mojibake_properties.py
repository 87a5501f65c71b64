"""What must hold of any text through any pair: it comes back or something is said of it, and all can be undone."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.evaluation.pages import byte_cleaner
from scripts.reenact.extents import EXTENTS
from scripts.reenact.misreading import READERS
from scripts.reenact.mojibake import ONE_OFF, PAIRS, misread_span

SENTENCES = (
    "渡口的老船工每天清早把跳板擦一遍。",
    "本次换乘优惠只限同一张卡，两小时内有效。",
    "他把 3 本旧账、1 张收条交给了档案室（二楼）。",
    "“水退了再说！”村支书在电话里喊。",
    "第四条　申请人应当在十五日内补交材料；逾期视为放弃。",
    "Wi-Fi 的密码写在门后，客人一般找不到。",
    "气温回升到 12℃，塘里的鱼又开始吃食了。",
    "演出从 19:30 开始，请提前入场、对号入座。",
)
ENOUGH = 12
"""Han characters of a span without loss that cannot pass unseen."""

texts = st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=8).map("\n".join)


@pytest.mark.parametrize("pair", [*PAIRS, ONE_OFF])
@given(text=texts, reader=st.sampled_from(READERS), extent=st.sampled_from(EXTENTS), seed=st.integers(0, 999))
@settings(max_examples=12, deadline=None)
def test_any_text_comes_back_or_is_spoken_of(pair, text, reader, extent, seed):
    try:
        misread = misread_span(text, Random(seed), pair, reader, extent)
    except UnicodeEncodeError:
        return  # the encoding cannot hold it
    if misread is None:
        return
    result = byte_cleaner().clean(misread.text)

    assert result.original == misread.text
    assert not byte_cleaner().clean(result.text).applied
    han = sum("\u4e00" <= sign <= "\u9fff" for sign in misread.truth)
    if not misread.touched and han >= ENOUGH:
        assert result.text == misread.original or result.applied or result.flagged or result.lost

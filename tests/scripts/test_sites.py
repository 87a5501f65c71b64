"""Made pages: each is its article within its frame, the halves share nothing, and the measure sees what was taken."""

from __future__ import annotations

import re
from itertools import combinations
from typing import get_args

import pytest

from cleaning import Cleaner
from cleaning.fold import fold
from scripts.evaluation.frame import _removed
from scripts.reenact.sites import Half, articles, pages, site_count


@pytest.mark.parametrize("half", get_args(Half))
def test_a_page_holds_its_article_whole_and_in_order(half: Half) -> None:
    whole = dict(articles(half))
    made = list(pages(half, 2))
    assert len({page.site for page in made}) == site_count(half) >= 16
    for page in made:
        if page.site.startswith("traditional_"):
            continue
        lines = [line.text.strip() for line in page.lines if line.role == "article"]
        article = whole[str(page.fields["title"])].split("\n")
        assert len(lines) == len(article)
        assert all(line.endswith(short[-2:]) or short in line for line, short in zip(lines, article, strict=True))


@pytest.mark.parametrize("half", get_args(Half))
def test_the_same_pages_come_every_time(half: Half) -> None:
    assert [page.text for page in pages(half, 1)] == [page.text for page in pages(half, 1)]


def test_the_halves_share_no_site_and_no_article() -> None:
    for one, other in combinations(get_args(Half), 2):
        assert not {page.site for page in pages(one, 1)} & {page.site for page in pages(other, 1)}
        assert not {title for title, _ in articles(one)} & {title for title, _ in articles(other)}


@pytest.mark.parametrize("half", get_args(Half))
def test_fields_stand_on_the_page(half: Half) -> None:
    for page in pages(half, 2):
        closed = fold(page.text.replace(" ", ""))
        for name in ("source", "editor", "icp"):
            assert fold(str(page.fields.get(name, ""))) in fold(page.text) + closed


def test_a_date_is_printed_whole_on_its_page_in_one_form_or_another() -> None:
    numerals = str.maketrans("〇○一二三四五六七八九０１２３４５６７８９", "001234567890123456789")
    for page in pages("unseen", 6):
        day, _, time = str(page.fields["published_at"]).partition("T")
        assert day[:4] in page.text.translate(numerals)
        assert time.removesuffix(":00") in page.text


def test_what_was_taken_is_told_by_character() -> None:
    text = f"来源：湖东日报 发布时间：2021-03-04\n水车\n{'水车修好以后，镇上的人都来看。' * 5}\n责编：陈一"
    gone = _removed(Cleaner().clean(text))
    assert (
        "".join(sign for sign, taken in zip(text, gone, strict=True) if not taken).strip()
        == "水车修好以后，镇上的人都来看。" * 5
    )


def test_a_date_in_pieces_says_one_moment() -> None:
    """The year, the day and the clock each on a line of its own: `2022`, `03/05`, `08:09:22`."""
    found = [
        (pieces, page.fields["published_at"])
        for page in pages("tuned", 20)
        if (pieces := re.search(r"^(\d{4})\n+(\d\d)/(\d\d)\n+(\d\d:\d\d:\d\d)$", page.text, re.MULTILINE))
    ]
    assert found
    assert all(moment == "{}-{}-{}T{}".format(*pieces.groups()) for pieces, moment in found)

"""Made pages: each is its article within its frame, the halves share nothing, and the measure sees what was taken."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from cleaning import Cleaner
from cleaning.fold import fold
from scripts.evaluation.frame import _removed
from scripts.reenact.sites import Half, articles, pages


@pytest.mark.parametrize("half", get_args(Half))
def test_a_page_holds_its_article_whole_and_in_order(half: Half) -> None:
    whole = dict(articles(half))
    made = list(pages(half, 2))
    assert len({page.site for page in made}) >= 16
    for page in made:
        if page.site.startswith("traditional"):
            continue
        lines = [line.text.strip() for line in page.lines if line.role == "article"]
        article = whole[str(page.fields["title"])].split("\n")
        assert len(lines) == len(article)
        assert all(line.endswith(short[-2:]) or short in line for line, short in zip(lines, article, strict=True))


@pytest.mark.parametrize("half", get_args(Half))
def test_the_same_pages_come_every_time(half: Half) -> None:
    assert [page.text for page in pages(half, 1)] == [page.text for page in pages(half, 1)]


def test_the_halves_share_no_site_and_no_article() -> None:
    tuned, held_out = ({page.site for page in pages(half, 1)} for half in get_args(Half))
    assert not tuned & held_out
    first, second = ({title for title, _ in articles(half)} for half in get_args(Half))
    assert not first & second


def test_fields_stand_on_the_page() -> None:
    for page in pages("tuned", 2):
        closed = fold(page.text.replace(" ", ""))
        for name in ("source", "editor", "icp"):
            assert fold(str(page.fields.get(name, ""))) in fold(page.text) + closed


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

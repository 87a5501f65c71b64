"""The HTML pages that the evaluation is made of: their gold is complete and stands in their source."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from scripts.evaluation.html import outcome
from scripts.reenact.html_pages import FORMS, html_page, names

PARAGRAPHS = ["第一段话说的是甲。", "第二段话说的是乙，还有<丙>。", "第三段话说的是丁。", "第四段话说的是戊。"]


@pytest.mark.parametrize("name", names())
def test_a_page_holds_its_article_and_no_mark(name: str) -> None:
    page = html_page(name, PARAGRAPHS)
    assert not re.search("[⟦⟧]|@(?:" + "|".join(FORMS) + ")(?::[0-9])?@", page.source)
    assert page.article and page.frame and all(page.article)
    assert page.fields["title"]
    everything = "".join(page.article)
    assert outcome(page, everything) == (len(everything), len(everything), "")
    assert outcome(page, everything + "首页").left == "首页"


def test_slots_take_the_paragraphs_in_order() -> None:
    page = html_page("json_ld", PARAGRAPHS)
    shown = [text for text in page.article if text in PARAGRAPHS]
    assert shown == PARAGRAPHS


def test_a_part_of_the_pages_is_kept_apart() -> None:
    groups = Counter(html_page(name, PARAGRAPHS).group for name in names())
    assert min(groups["apart"], groups["unseen"]) >= 8
    assert groups["known"] >= 20


def test_what_is_missing_counts_by_its_clauses() -> None:
    page = html_page("wechat", [])
    kept, article, left = outcome(page, "".join(page.article).replace("中午在镇上吃面，", ""))
    assert (article - kept, left) == (len("中午在镇上吃面，"), "")

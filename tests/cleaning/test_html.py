"""HTML pages: what the source says of the page, which of two sayings counts, and that no fault of it costs the page."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from cleaning import Cleaner
from cleaning.html_metadata import metadata
from cleaning.html_outline import Outline

ARTICLE = (
    "<p>本周六上午，老街的修伞摊重新支了起来，来的人比预想的多。</p>"
    "<p>摊主说，只要还有人撑伞，他就修下去，修到修不动为止。</p>"
)


def said(head: str, body: str = ARTICLE) -> dict[str, Any]:
    """The fields of a page with this head and body, through the whole pipeline."""
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    result = Cleaner().clean(page, markup=True)
    assert result.original == page
    return dict(result.fields)


def linked_data(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


NEWS = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "修伞摊回来了",
    "datePublished": "2024-04-21T00:30:00Z",
    "author": [{"@type": "Person", "name": "祁婉仪"}, {"@type": "Organization", "name": "听雨文化社"}],
    "publisher": {"@type": "Organization", "name": "听雨文化"},
    "description": "老手艺。",
}


@pytest.mark.parametrize(
    ("meta", "field", "value"),
    [
        ('<meta name="SiteName" content="菱湖市人民政府">', "site", "菱湖市人民政府"),
        ('<META NAME="SITEIDCODE" CONTENT="3299000001">', "site_id", "3299000001"),
        ('<meta name="ColumnName" content="通知公告">', "channel", "通知公告"),
        ('<meta name="articletitle" content="关于防冻的通知">', "title", "关于防冻的通知"),
        ('<meta content="2022-12-05 16:41" name="PubDate">', "published_at", datetime(2022, 12, 5, 16, 41)),
        ('<meta name="pubdate" content="2022年12月5日">', "published_at", datetime(2022, 12, 5)),
        ('<meta property="article:published_time" content="2022-12-05T16:41:00+08:00">', "published_at",
         datetime(2022, 12, 5, 16, 41)),
        ('<meta property="og:release_date" content="2022-12-05T08:41:00Z">', "published_at",
         datetime(2022, 12, 5, 16, 41)),
        ('<meta name="weibo: article:create_at" content="2022-12-05 16:41:09">', "published_at",
         datetime(2022, 12, 5, 16, 41, 9)),
        ('<meta itemprop="datePublished" content="2022-12-05">', "published_at", datetime(2022, 12, 5)),
        ('<meta name="ContentSource" content="市水务局">', "source", "市水务局"),
        ('<meta name="source" content="来源：东园图片社">', "source", "东园图片社"),
        ('<meta name="Keywords" content="供水;防冻">', "keywords", "供水;防冻"),
        ('<meta name="Description" content="做好 防冻&amp;保暖">', "description", "做好 防冻&保暖"),
        ('<meta property="og:title" content="修伞摊回来了_柳塘网">', "title", "修伞摊回来了"),
        ("<title>修伞摊回来了-柳塘新闻网</title>", "title", "修伞摊回来了"),
        ('<meta name="IndexNumber" content="014203991/2023-00086">', "index_number", "014203991/2023-00086"),
    ],
)  # fmt: skip
def test_meta_names_in_any_case_give_fields(meta: str, field: str, value: object) -> None:
    assert said(meta)[field] == value


def test_linked_data_of_an_article_gives_its_fields() -> None:
    fields = said(linked_data(json.dumps({"@graph": [{"@type": "WebSite", "name": "网站"}, NEWS]}, ensure_ascii=False)))
    assert fields["title"] == "修伞摊回来了"
    assert fields["published_at"] == datetime(2024, 4, 21, 8, 30), "UTC is read as Chinese time"
    assert [author.name for author in fields["authors"]] == ["祁婉仪"], "an organisation is no author"
    assert fields["publisher"] == "听雨文化" and "source" not in fields, (
        "whose site it is does not say where it is from"
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ('{"@type": "NewsArticle", "headline": "修伞摊回来了",}', "修伞摊回来了"),
        ('//<![CDATA[\n{"@type": "Article", "headline": "修伞摊\n回来了"}\n//]]>', "修伞摊 回来了"),
        ('{"@type": ["Thing", "BlogPosting"], "headline": "修伞摊回来了"}', "修伞摊回来了"),
        ('{"@type": "NewsArticle", "headline": "修伞摊', None),
        ('{"@type": "NewsArticle", "headline": 7, "datePublished": {}, "author": [null, 3], "publisher": [[]]}', None),
        ('{"@type": 5, "headline": "修伞摊回来了"}', None),
        ('{"@type": "Product", "headline": "修伞摊回来了"}', None),
        ("[" * 5000, None),
        ("", None),
        ("null", None),
    ],
)
def test_linked_data_never_costs_the_page(text: str, title: str | None) -> None:
    fields = said(linked_data(text))
    assert fields.get("title") == title


@pytest.mark.parametrize("date", ["2022-13-45", "0000-00-00T00:00:00Z", "昨天", "9999-12-31T23:59:59-23:59", "１２３"])
def test_impossible_dates_are_no_dates(date: str) -> None:
    assert "published_at" not in said(f'<meta name="PubDate" content="{date}">')


@pytest.mark.parametrize("name", ["admin", "管理员", "佚名", "柳塘网编辑部", "小编", ""])
def test_who_wrote_nothing_is_no_author(name: str) -> None:
    assert "authors" not in said(f'<meta name="author" content="{name}">')


LINE = "<h1>修伞摊回来了</h1><p>发布时间：{date}　来源：柳塘日报</p>"


@pytest.mark.parametrize(
    ("shown", "beside", "counts"),
    [
        ("2021-11-08", "2021-11-08 09:26:31", datetime(2021, 11, 8, 9, 26, 31)),
        ("2021-11-08 09:26", "2021-11-08T09:26:31+08:00", datetime(2021, 11, 8, 9, 26, 31)),
        ("2021-11-08 09:26", "2021-11-08", datetime(2021, 11, 8, 9, 26)),
        ("2021-11-08 09:26", "2019-01-01 00:00:00", datetime(2021, 11, 8, 9, 26)),
        ("2021-11-08", "2019-01-01", datetime(2021, 11, 8)),
    ],
)
def test_the_shown_date_counts_unless_the_source_says_the_same_more_exactly(
    shown: str, beside: str, counts: datetime
) -> None:
    assert (
        said(f'<meta name="PubDate" content="{beside}">', LINE.format(date=shown) + ARTICLE)["published_at"] == counts
    )


def test_the_shown_source_counts_more_than_the_head_and_the_head_where_none_is_shown() -> None:
    head = '<meta name="ContentSource" content="本市网信办">'
    assert said(head, LINE.format(date="2021-11-08") + ARTICLE)["source"] == "柳塘日报"
    assert said(head)["source"] == "本市网信办"


def test_the_title_is_the_line_that_the_head_names_without_the_site() -> None:
    body = f"<div><a>柳塘网</a></div><h1>柳塘网</h1><div class='t'>修伞摊回来了</div>{ARTICLE}"
    assert said("<title>修伞摊回来了_社会_柳塘网</title>", body)["title"] == "修伞摊回来了"


def test_time_and_microdata_count_where_nothing_else_says_it() -> None:
    body = (
        f'<h1>修伞摊</h1><time datetime="2018-10-02T00:00:00+08:00">那天</time><a itemprop="author">麦小冬</a>{ARTICLE}'
    )
    fields = said("", body)
    assert fields["published_at"] == datetime(2018, 10, 2)
    assert [author.name for author in fields["authors"]] == ["麦小冬"]


def test_spans_of_metadata_hold_their_values() -> None:
    source = '<meta name=ContentSource content="市水务局"><meta name=author content="王小青、李大同">' + linked_data(
        json.dumps(NEWS, ensure_ascii=False)
    )
    for field in metadata(source):
        if field.name != "published_at":
            assert source[field.start : field.end] == field.value


def test_the_outline_counts_what_a_reader_sees() -> None:
    source = "<title>甲乙丙丁</title><div id=a><a>甲乙</a>丙<script>丁戊</script></div><p hidden>己</p><p>庚辛。</p>"
    page = Outline(source, "甲乙丙丁")
    first = next(element for element in page.elements if element.name == "div")
    assert (page.printed(first), page.linked(first), page.anchors(first)) == (3, 2, 1)
    assert [page.text(run) for run in page.runs] == ["甲乙", "丙", "庚辛。"]


def test_taking_frame_removal_back_leaves_lines_of_text() -> None:
    page = f"<html><body><nav><a>首页</a><a>新闻</a></nav><h1>修伞摊回来了</h1>{ARTICLE}</body></html>"
    kept = Cleaner().clean(page, veto=lambda edit, _start, _end: edit.family == "boilerplate").text
    assert kept.startswith("首页新闻\n修伞摊回来了\n本周六") and "<" not in kept

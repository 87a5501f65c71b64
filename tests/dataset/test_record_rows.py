"""Rows that come straight from a record."""

from __future__ import annotations

from datetime import datetime

from cleaning import Cleaner
from dataset.clean_batch import page_row
from dataset.districts import load_places
from dataset.records import RawPage
from dataset.tables import table_of

PAGE = (
    "夜校办了三年\n时间：2023-05-06 16:41:08 来源：湖东日报\n"
    + "湖东镇的四位退休教师办起了一间夜校，每周二晚上教街坊写毛笔字，已经坚持了三年。\n" * 2
)


def test_published_at_is_kept_in_chinese_time() -> None:
    page = RawPage(id="0" * 64, text=PAGE, path="page.txt")
    row = page_row(page, Cleaner().clean(PAGE), load_places("suzhou"), "0.0.0+0123456789ab")
    (moment,) = table_of("pages", [row])["published_at"].to_pylist()
    assert moment.utcoffset().total_seconds() == 8 * 3600
    assert moment.replace(tzinfo=None) == datetime(2023, 5, 6, 16, 41, 8)
    assert 0 < row["quality"]["surprisal"] < 12

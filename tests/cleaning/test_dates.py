"""Dates as pages write them."""

from __future__ import annotations

import pytest

from cleaning.dates import find_date, iso_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2020-12-29 16:41:08", "2020-12-29T16:41:08"),
        ("2020-12-29T16:41:08+08:00", "2020-12-29T16:41:08"),
        ("2020-12-2916:41", "2020-12-29T16:41:00"),
        ("2020/1/2", "2020-01-02"),
        ("2020.01.02 9:05", "2020-01-02T09:05:00"),
        ("2020年1月2日 下午4时41分", "2020-01-02T16:41:00"),
        ("2020年1月2日 12:05 AM", "2020-01-02T00:05:00"),
        ("2020年1月2日 星期四 08:00", "2020-01-02T08:00:00"),
        ("２０２０／１２／２９", "2020-12-29"),
        ("二〇二〇年十二月二十九日", "2020-12-29"),
        ("二○二○年十月三十日", "2020-10-30"),
        ("民国109年12月29日", "2020-12-29"),
        ("20201229", "2020-12-29"),
        ("【2020-12-29】", "2020-12-29"),
        ("12月29日", None),
        ("2020年12月", None),
        ("2021年2月30日", None),
        ("2020-13-01", None),
        ("20201329", None),
        ("2020年12月29日起施行", None),
        ("0000-12345678", None),
        ("", None),
    ],
)
def test_a_date_and_nothing_else(text: str, iso: str | None) -> None:
    assert iso_date(text) == iso


@pytest.mark.parametrize(
    ("text", "start", "value", "span"),
    [
        ("发布于2020年12月29日。", 0, "2020-12-29", "2020年12月29日"),
        ("2020-01-02与2021-03-04", 5, "2021-03-04", "2021-03-04"),
        ("2021年2月30日，改为2021年3月1日", 0, "2021-03-01", "2021年3月1日"),
    ],
)
def test_a_date_in_a_text_has_its_span(text: str, start: int, value: str, span: str) -> None:
    found = find_date(text, start)
    assert found is not None
    assert (found.value, text[found.start : found.end]) == (value, span)


@pytest.mark.parametrize("text", ["", "版本1.2020.1.2", "电话0512-55501234", "第3版"])
def test_no_date_in_a_text(text: str) -> None:
    assert find_date(text) is None

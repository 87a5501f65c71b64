"""`<meta charset>` that lies is normal: whatever a page declares, its bytes decide."""

from __future__ import annotations

import re

import pytest

from dataset.readers.decoding import decode
from scripts.evaluation.sources import own_text
from scripts.reenact.html_pages import html_page

WRITTEN = ("utf-8", "utf-8-sig", "gb18030", "gbk", "big5", "utf-16")
DECLARED = ("utf-8", "gb2312", "GBK", "big5", "iso-8859-1", "shift_jis", "windows-1252", "euc-kr", "x-unknown", "")

META = re.compile(r"<meta charset=\"utf-8\">|<meta http-equiv=\"content-type\"[^>]*>", re.IGNORECASE)


def page(name: str, declared: str) -> str:
    paragraphs = own_text().news[3].text.split("\n")
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    source, count = META.subn(meta, html_page(name, paragraphs).source)
    assert count == 1
    return source


@pytest.mark.parametrize("declared", DECLARED)
@pytest.mark.parametrize("written", WRITTEN)
def test_the_bytes_decide(written: str, declared: str) -> None:
    source = page("taiwan_news" if written == "big5" else "br_only", declared)
    if written == "big5":
        source = re.sub(r"[^\x00-\x7f]+", lambda run: run[0].encode("big5", "ignore").decode("big5"), source)
    assert decode(source.encode(written)).text == source


def test_two_declarations_and_one_behind_a_long_script() -> None:
    source = page("br_only", "utf-8").replace(
        "<title>", f"<script>{'x = 1; ' * 2000}</script><meta charset=big5><title>"
    )
    assert decode(source.encode("gbk")).text == source


def test_a_gbk_footer_in_a_page_of_utf8() -> None:
    body, footer = page("br_only", "utf-8").split('<div id="foot">')
    data = body.encode() + b'<div id="foot">\n' + footer.encode("gbk")
    assert decode(data).text == body + '<div id="foot">\n' + footer

"""Which column of a table holds the text, the address and the title of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dataset.readers.options import ReadOptions

# In order of preference; compared without case and outer white space.
_MARKUP: Final = ("html", "raw_html", "content_html", "page_html", "html_content", "网页", "网页源码")
_TEXT: Final = (
    *("text", "content", "content_text", "body", "article", "article_text", "article_body", "main_text", "maintext"),
    *("raw_content", "raw_text", "full_text", "fulltext", "page_text", "page_content", "document"),
    *("正文", "内容", "文本", "全文", "正文内容", "文章内容", "新闻内容", "文章", "內容", "文章內容", "新聞內容"),
    *_MARKUP,
)
_URL: Final = ("url", "link", "href", "source_url", "page_url", "uri", "链接", "网址", "原文链接", "連結", "網址")
_TITLE: Final = ("title", "headline", "article_title", "标题", "新闻标题", "文章标题", "標題", "新聞標題")


class NoTextColumnError(Exception):
    """No column holds the text; the message says which columns there are and which option names one."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Names as they stand in the table; '' where there is none. `markup`: the text column holds HTML source."""

    text: str
    url: str
    title: str
    markup: bool


def find_columns(names: Sequence[str], options: ReadOptions) -> Columns:
    """The columns that `options` name, else those with a usual name.

    Raises NoTextColumnError, also when a column that was named is not there.

    >>> find_columns(["链接", "正文"], ReadOptions())
    Columns(text='正文', url='链接', title='', markup=False)
    """
    text = _pick(names, options.text_column, _TEXT, "--text-column")
    if not text:
        raise NoTextColumnError(f"no text column among {_listed(names)}; name it with --text-column")
    url = _pick(names, options.url_column, _URL, "--url-column")
    title = _pick(names, options.title_column, _TITLE, "--title-column")
    return Columns(text, url, title, _plain(text) in _MARKUP)


def _pick(names: Sequence[str], wanted: str, usual: Sequence[str], option: str) -> str:
    if wanted:
        if wanted in names:
            return wanted
        raise NoTextColumnError(f"no column {wanted!r} among {_listed(names)}; name one of them with {option}")
    by_name = {_plain(name): name for name in reversed(names)}
    return next((by_name[name] for name in usual if name in by_name), "")


def _plain(name: str) -> str:
    return name.strip("\ufeff \t\r\n\u3000").lower()


def _listed(names: Sequence[str]) -> str:
    shown = [repr(name if len(name) <= 40 else name[:40] + "…") for name in names[:20]]
    return f"the {len(names)} columns " + ", ".join(shown) + (" …" if len(names) > 20 else "")

"""An HTML page around the lines of a framed article: head, scripts, navigation, the article's paragraphs, footer."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from scripts.reenact.frames import Line

_HEAD = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="{charset}">
<title>{title}</title>
<style>.nav a {{ color: #333; }} .article p {{ text-indent: 2em; }}</style>
<script>var pageId = 20713; function share(to) {{ window.open('/share?to=' + to); }}</script>
</head>
<body>
"""


def html_page(lines: Sequence[Line], title: str, *, charset: str = "utf-8") -> str:
    """The page's source. Article lines are `<p>` in the article's division, all others divisions of their own.

    Runs of lines before the article's first and after its last stand in `header` and `footer` divisions. `title` is the
    text of the head's title element.
    """
    body: list[str] = []
    numbers = [number for number, line in enumerate(lines) if line.role == "article"]
    first, last = numbers[0], numbers[-1]
    for number, line in enumerate(lines):
        if number == 0:
            body.append('<div class="header">')
        if number == first:
            body += ["</div>", '<div class="article">']
        body.append(_element(line))
        if number == last:
            body += ["</div>", '<div class="footer">']
    return _HEAD.format(charset=charset, title=escape(title)) + "\n".join([*body, "</div>", "</body>", "</html>", ""])


def _element(line: Line) -> str:
    text = escape(line.text, quote=False)
    if line.role == "article":
        return f"<p>&nbsp;&nbsp;{text}</p>"
    if line.fields == ("title",):
        return f"<h1>{text}</h1>"
    return f'<div class="{"info" if line.fields else "nav"}">{text}</div>'

"""The frame of an HTML page, told by its elements: navigation, side columns, other articles, comments, footers.

`<div class="share-bar">分享到微博</div>` beside an article loses its text. `<div class="comment-article">` around the
headline stays, and so does a list of links within the article.

An element is frame by what it is (`nav`), by its name (class, id, role), or since it holds links and nothing else; in
each case it must hold neither the headline nor a good part of the page's prose. Only the text goes: the tags are the
next repair's. What may be a field (`来源：…`, a filing number) stays for the repair that reads lines. Left alone: all
text of an article, whatever its container is called, and pages in which no headline and no prose is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cleaning.context import Context
from cleaning.edit import Field, Proposal
from cleaning.html_metadata import head_title
from cleaning.html_outline import Outline, Run
from cleaning.html_source import Element, extracted, is_page

TRIGGERS = frozenset("<")

BY_TAG = frozenset({"nav", "footer", "aside", "form", "header"})

NAMES = frozenset(
    "nav navbar menu submenu breadcrumb breadcrumbs crumb crumbs breadcrumbnav bread daohang footer foot ftr colophon "
    "copyright copy banquan sidebar aside share bdshare bdsharebuttonbox fenxiang related relate xgwj xgyd xglj "
    "recommend recommended tuijian hot rank ranking paihang ad ads adv advert guanggao login denglu search sousuo "
    "toolbar pager pagination prevnext prenext friendlink friendlinks links qrcode ewm erweima download widget "
    "subscribe vote toplist topbar navigation banner pls plm".split()
)
COMMENTS = frozenset("comment comments cmt cmts pinglun liuyan guestbook reply replies".split())
SIDES = frozenset({"side", "sidebar", "sider", "aside"})
DOUBTFUL = frozenset(
    "pos path position location local ft wz dqwz xg tj bq pn side left right bottom top tools more prev next hd head "
    "header report praise zan tags keywords pi po".split()
)
"""Names that content has too: they count where there is hardly any prose, and links or the article elsewhere."""

LINES = frozenset({"p", "span", "td", "li", "strong", "font"})
"""What a line of an article may be: there `left` and `right` say how it is set."""

_HEADED = re.compile(
    r"(?:相关|相關|推荐|推薦|延伸|更多|猜你喜欢|猜你喜歡|为你推荐|热点|热门|熱門|热榜|最新|近期|排行|阅读排行|点击排行|友情链接|"
    r"精彩|图片推荐|作者最新|上一[篇条页]|下一[篇条页])"
)
_FIELD = re.compile(
    r"来源|來源|编辑|編輯|责编|記者|记者|作者|通讯员|摄影|发布(?:时间|日期)|ICP|备案|公网安备|标识码|索引|文号|稿源"
)
_POST = re.compile(r"(?:^|\s)id\s*=\s*[\"']?(?:post|pid|floor)[_-]?\d+[\"'\s>]?", re.IGNORECASE)
_SURE, _LINKS = 0.98, 0.97
_FEW, _MOST, _LEAST = 60, 240, 20
"""Characters of prose: the most that an element with a doubtful name or of links may hold, the most that any may, and
the least that stands before comments."""


def propose(text: str, context: Context) -> Iterable[Proposal | Field]:
    if extracted(context) or not is_page(text, context):
        return
    page = Outline(text, context.title or head_title(text))
    gone: dict[int, tuple[int, str, float]] = {}
    for element in page.elements:
        found = _judge(page, element)
        if found and page.printed(element):
            gone[element.open] = (element.close, *found)
    for element in _later_posts(page):
        gone[element.open] = (element.close, "a later post of the thread", _SURE)
    yield from _proposals(page, gone)
    if page.title and (headline := page.headline_run):
        yield Field("title", " ".join(page.text(headline).split()), *_trimmed(text, headline), "headline element")


def _proposals(page: Outline, gone: dict[int, tuple[int, str, float]]) -> Iterator[Proposal]:
    """One proposal a run of text; of elements within each other the outermost counts."""
    reach = -1
    for opened, (close, evidence, confidence) in sorted(gone.items()):
        if opened < reach:
            continue
        reach = close
        for run in page.inside(Element("", opened, close)):
            if run.linked or not _FIELD.search(page.source, run.start, run.end):
                start, end = _trimmed(page.source, run)
                yield Proposal(start, end, "", "boilerplate.html", evidence, confidence)


def _trimmed(source: str, run: Run) -> tuple[int, int]:
    text = source[run.start : run.end]
    return run.start + len(text) - len(text.lstrip()), run.start + len(text.rstrip())


def _judge(page: Outline, element: Element) -> tuple[str, float] | None:
    """Why an element is frame, and how sure that is; None where it is not."""
    if element.open <= page.headline < element.close or element.name in ("html", "body", "main"):
        return None
    names = page.names(element)
    if names & COMMENTS and page.headline >= 0 and page.prose_before(element.open) >= _LEAST:
        return f"element called {min(names & COMMENTS)}", _SURE
    if page.gives_files(element) and element.name not in ("nav", "footer"):
        return None
    outside, anchors = page.outside_main(element), page.anchors(element)
    if outside and names & SIDES:
        return f"element called {min(names & SIDES)}, beside the article", _SURE
    prose, printed = page.prose(element), page.printed(element)
    if 3 * prose > page.all_prose or prose > _MOST:
        return None
    if element.name in BY_TAG:
        return f"{element.name} element", _SURE
    if names & NAMES:
        return f"element called {min(names & NAMES)}", _SURE
    if not anchors or prose > _FEW:
        return None
    links = page.linked(element)
    if (outside or (2 * links > printed and element.name not in LINES)) and names & DOUBTFUL:
        return f"links in an element called {min(names & DOUBTFUL)}", _SURE
    share = 0.5 if outside else 0.75
    if links >= share * printed and anchors > 2 and not prose and not _in_article(page, element):
        return "links beside the article", _LINKS
    if 2 * links >= printed and _headed(page, element):
        return "a list under a heading of other articles", _LINKS
    return None


def _later_posts(page: Outline) -> list[Element]:
    """Of elements that are numbered as posts (`post_12`) all but the first, where that one says something."""
    numbered = (e for e in page.elements if _POST.search(page.tags[e.open].attributes))
    posts = [e for e in sorted(numbered, key=lambda e: e.open) if page.printed(e)]
    return [post for post in posts[1:] if page.headline < post.open]


def _in_article(page: Outline, element: Element) -> bool:
    """Whether prose stands before and after the element, behind the headline."""
    before = page.prose_before(element.open) - (page.prose_before(page.headline) if page.headline >= 0 else 0)
    return element.open > page.headline and before > 0 and page.prose_before(element.close) < page.all_prose


def _headed(page: Outline, element: Element) -> bool:
    first = next(page.inside(element), None)
    return first is not None and _HEADED.match(page.text(first)) is not None

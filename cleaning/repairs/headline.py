"""The headline above the article: read into `title` and `subtitle`, and taken out where the page shows its frame.

On a crawled page the lines above the first paragraph are the page's headline, often twice over (the page's `<title>`
and the headline itself); they become fields. On a text that shows no sign of a page (no frame line, no mill, no title
of the record, no doubling) the headline is part of the text and stays; only the fields are read.
Left alone: numbered headings, salutations, lists, verse, and whatever more than four short lines may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from cleaning.context import Context
from cleaning.edit import Field, Proposal
from cleaning.headlines import DOCUMENT_NUMBER, bare, continues, headline_value, is_doubled, is_section
from cleaning.label_values import is_credit, is_media
from cleaning.language_model import default_model
from cleaning.lines import PARAGRAPH, is_paragraph, normal_line, verse_of
from cleaning.person_names import has_surname, is_name
from cleaning.spam_lines import is_betting_line

TRIGGERS: frozenset[str] = frozenset()

LONGEST = 60
"""Longest line of a headline, in code points: three-deck headlines of county papers reach fifty."""

MOST = 4
"""Most lines of a headline block: kicker, headline, two decks."""

CONFIDENCE = 0.97

_NO_HEADLINE = re.compile(
    r"""
      .*[。;；,、:…~]$                                        # a sentence, a salutation, verse
    | .{6,}。                                                 # several sentences
    | [(（\[【]?[一二三四五六七八九十百\d]{1,4}\s?[)）\]】、.．,:]     # numbered headings and lists
    | 第[一二三四五六七八九十百零〇\d]{1,5}(?:[章节条编部篇回课讲]|届(?!.{4,}(?:幕|召开|举行|启动|举办|开赛|揭晓|圆满)))
    | [-*+#>•●○■□◆◇·☆★※√→|]                                # lists, Markdown, quotations, tables
    | [(（][^()（）]*[)）]$                                     # a date or a note in brackets
    | .*[<>{}=`\\]                                            # tags, code
    | (?![^|]*[\u4e00-\u9fff”》】!?]\s?\|\s?[\u4e00-\u9fff“《【\d][^|]*$).*\|   # tables; one bar parts a column's name
    | \d{1,2}\s?[-/月]\s?\d{1,2}日?\s\d{1,2}:\d\d(?::\d\d)?$           # a date without its year
    | (?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月].{0,20}$           # a date
    | (?:尊敬的|亲爱的|各位)
    | 本[报网台刊社](?:首席|见习|实习|特约|融媒)?记者[\u4e00-\u9fff\s]{2,24}$     # whoever wrote it
    | 记者\s?[\u4e00-\u9fff]{2,3}[\s/]?[\u4e00-\u9fff]{2,3}报导$
    | (?:导语|导读|摘要|字数|标签)[:\s]
    | .*20\d\d-\d\d-\d\d\s\d\d:\d\d(?::\d\d)?$                     # when it was published
    | date\s20\d\d-\d\d-\d\d\s                                  # as one collector begins its pages
    | .*[\w.]@\w                                              # where to write to
    | [^\u4e00-\u9fff]*$
    """,
    re.VERBOSE,
)
_OF_PAGE = re.compile(
    r"""
      (?:.*[\u4e00-\u9fff]{2}:){2}.*(?:时间|日期|来源|作者|编辑|人气|浏览量?|点击)(?:次数)?:   # a row of labels
    | 第?\s?[A-Z]?\d{1,3}\s?版[:\s].{0,10}$                    # the page of a paper
    | https?://\S+$
    | [\d\W]{1,4}$
    | (?:EN|CN|ENG|English)$                                       # the page in another language
    | (?:(?:政府)?信息公开|政务公开|(?:工作|新闻|要闻|部门)动态|通知公告|公示公告|新闻(?:中心|资讯)|(?:图片|本地)新闻)$
    | [\[【(]资料图片?[\])】]$
    | (?:公众号|客户端|首页|网站首页|扫一扫|分享到?|关注我们|返回(?:首页|列表)?|登录|注册|搜索|菜单|导航|关闭)$
    """,
    re.VERBOSE,
)
"""What may stand above a headline where no frame line was sure enough to go."""

_CHAPTER = re.compile(r"第[\d一二三四五六七八九十百零〇]{1,6}[章回节] ?[^。,;]{2,24}")
"""A chapter's headline, where the page shows that it is one of a site's."""

_SENTENCE = re.compile(r".{10,}[。！？!?…][”’」』）)]?$")
_REPORTED = re.compile(r"[^。]{0,20}(?:讯|电|消息)\s?\([^()]{0,12}(?:记者|通讯员)")


_HEAD_OF_HTML = "the head of an HTML page"

_BRACKETED = re.compile(r"[\[【]([^\[\]【】]{2,16})[\]】]$")
"""A line in brackets below the headline: the paper, or the kind of article, and no subtitle."""


class _Line(NamedTuple):
    start: int
    end: int
    value: str


def propose(text: str, context: Context) -> Iterable[Proposal | Field]:
    if context.applied.get("boilerplate.headline"):
        return
    block, follower = _block(context)
    if not block or not follower:
        return
    numbers = [line for line in block if DOCUMENT_NUMBER.fullmatch(line.value)]
    for line in numbers:
        yield Field("document_number", line.value, line.start, line.end, "a line beside the headline")
    betting = [line for line in block if is_betting_line(line.value)]
    lines = [line for line in block if line not in numbers and line not in betting]
    if not lines or (len(lines) == 1 and _is_person(lines[0].value)):
        return
    section = lines[:1] if len(lines) > 1 and is_section(lines[0].value, lines[1].value) else []
    lines = lines[len(section) :]
    title = _title_place(lines)
    titles = lines[title : title + 2]
    titles = titles if len(titles) > 1 and continues(*(line.value for line in titles)) else titles[:1]
    decks = lines[title + len(titles) :]
    yield Field(
        "title",
        "".join(headline_value(line.start, line.end, context) for line in titles),
        titles[0].start,
        titles[-1].end,
        "headline above the first paragraph",
    )
    for line in decks:
        if _is_person(line.value):
            yield Field("author", line.value, line.start, line.end, "a name below the headline")
        elif (match := _BRACKETED.match(line.value)) and (is_media(match[1]) or match[1].endswith("中心")):
            start = line.start + match.start(1)
            yield Field("source", context.text[start : start + len(match[1])], start, start + len(match[1]), "paper")
    decks = [line for line in decks if not (_is_person(line.value) or _BRACKETED.match(line.value))]
    if decks:
        subtitle = " ".join(headline_value(line.start, line.end, context) for line in decks)
        yield Field("subtitle", subtitle, decks[0].start, decks[-1].end, "lines between headline and first paragraph")
    evidence = "a betting site's name above it" if betting else _evidence(context, lines, title, follower)
    if not evidence:
        return
    kinds = dict.fromkeys(numbers, "metadata") | dict.fromkeys([*betting, *section], "navigation")
    kinds |= dict.fromkeys([line for line in lines if _BRACKETED.match(line.value)], "source")
    kinds |= dict.fromkeys(titles, "headline") | dict.fromkeys(decks, "subtitle")
    ends = [line.start for line in block[1:]] + [_after(context.text, block[-1].end)]
    first = 0 if not context.text[: block[0].start].strip() else context.text.rfind("\n", 0, block[0].start) + 1
    starts = [first, *ends[:-1]]
    for line, start, end in zip(block, starts, ends, strict=True):
        if evidence == _HEAD_OF_HTML and line in decks:
            continue  # a short first paragraph looks like a deck, and no frame says that it is one
        if line in numbers and not context.damage("boilerplate"):
            continue  # the document's own, where no frame line says that it was crawled
        yield Proposal(start, end, "", f"boilerplate.{kinds.get(line, 'doubled_headline')}", evidence, CONFIDENCE)


def _block(context: Context) -> tuple[list[_Line], str]:
    """The short lines at the top, and the line after them; nothing when they are too many to be a headline, or when
    what follows is no running text."""
    folded = context.folded
    block: list[_Line] = []
    at = 0
    while at < len(folded):
        end = folded.find("\n", at)
        end = len(folded) if end < 0 else end
        if line := folded[at:end].strip():
            normal = normal_line(line)
            if not block and _OF_PAGE.match(normal):
                at = end + 1
                continue
            chapter = not block and context.damage("boilerplate") and _CHAPTER.fullmatch(normal)
            if not chapter and not _is_headline(normal):
                if len(verse_of([item.value for item in block], 3)) > 1:
                    return [], ""
                running = is_paragraph(line) or _SENTENCE.match(normal) or _opens_text(normal, folded[end:])
                return block, normal if running else ""
            if len(block) == MOST:
                return [], ""
            start = at + folded[at:end].index(line)
            block.append(_Line(start, start + len(line), normal))
        at = end + 1
    return [], ""


def _opens_text(line: str, rest: str) -> bool:
    """Whether a line ending in a colon opens the text: a long lead-in, or an address with a paragraph below it."""
    if not line.endswith(":"):
        return False
    below = rest.lstrip().partition("\n")[0].rstrip()
    return len(line) >= PARAGRAPH or is_paragraph(below) or _SENTENCE.match(normal_line(below)) is not None


def _is_headline(line: str) -> bool:
    if not 2 <= len(line) <= LONGEST or _NO_HEADLINE.match(line) or _REPORTED.match(line):
        return False
    return not is_credit(line)


def _is_person(line: str) -> bool:
    """Whether a line is a person's name by itself: whoever wrote the text."""
    name = line.replace(" ", "")
    return len(name) <= 3 and is_name(name) and has_surname(name) and not default_model().is_word(name)


def _title_place(block: list[_Line]) -> int:
    """Which line is the headline: of two copies the one nearer the article, since the other is the page's `<title>`."""
    if len(block) < 2:
        return 0
    return 1 if is_doubled(block[0].value, block[1].value) else 0


def _evidence(context: Context, block: list[_Line], title: int, follower: str) -> str:
    """What shows that the block is the frame's and not the text's; '' when nothing does."""
    if context.damage("boilerplate"):
        return "frame lines stood on this page"
    if context.damage("mill"):
        return "a mill's page"
    if context.applied.get("markup.dropped"):
        return _HEAD_OF_HTML
    if title and _same_or_with_site(block[0].value, block[1].value):
        return "the headline stands twice"
    headline = bare(block[0].value)
    given = bare(normal_line(context.title))
    if headline == given or (len(headline) >= 8 and given.startswith(headline)):
        return "the record's title"
    if len(block) > 1 and _REPORTED.match(follower):
        return "a headline of several lines before a dateline"
    return ""


def _same_or_with_site(first: str, second: str) -> bool:
    """Whether the first line is the second, or the second with a site's name behind it (`…_柳塘网`).

    Only these show a page by themselves: a text may well set its author and its title above its title.
    """
    rest = first.removeprefix(second)
    return bare(first) == bare(second) or (rest != first and rest.strip()[:1] in "_-|—")


def _after(text: str, end: int) -> int:
    """The start of the next line that holds something."""
    while end < len(text) and text[end].isspace():
        end += 1
    return text.rfind("\n", 0, end) + 1

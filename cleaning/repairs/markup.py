"""HTML source to text, and stray tags in text.

`<p>本报讯<br>记者</p>` given as HTML → `本报讯` and `记者` on lines of their own; in text, `会议召开。</span><br/>`
loses its tags. `用 <br> 标签换行` stays: in a text about HTML the tag is the subject, and it is only flagged.

A page that was given as HTML, or that plainly is a whole HTML document, is taken to its text once: tags, comments,
scripts and what is hidden go, blocks become lines, cells of a row are parted by a tab. Entities are left to the
escapes. What the source says about the page (`cleaning.html_metadata`) becomes fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from cleaning.context import Context
from cleaning.edit import Field, Proposal
from cleaning.html_metadata import metadata
from cleaning.html_source import extracted, gaps, is_page
from cleaning.planted_tags import planted_tags

TRIGGERS = frozenset("<&")


def propose(text: str, context: Context) -> Iterable[Proposal | Field]:
    if not extracted(context) and is_page(text, context):
        found = [gap for gap in gaps(text) if text[gap.start : gap.end] != gap.after]
        if any(gap.tagged for gap in found):
            for start, end, after, dropped, tagged in found:
                what = "dropped" if dropped else "tag" if tagged else "space"
                yield Proposal(start, end, after, f"markup.{what}", f"{what} in HTML source", 0.999)
            yield from metadata(text)
            return
    yield from planted_tags(text)
    yield from _stray_tags(text)


# --- stray tags in text -------------------------------------------------------------------------------------------

_LINES = "br|p|div|h[1-6]|li|ul|ol|tr|table|tbody|center|section|article|hr"
_NAMES = rf"{_LINES}|span|font|b|i|u|em|strong|a|img|td|th|sup|sub|o:p|st1:\w+|big|small|label"
_OPEN, _SHUT = r"(?:<|&(?:amp;)*+lt;)", r"(?:>|&(?:amp;)*+gt;)"
_STRAY = re.compile(
    rf"{_OPEN}(?P<close>/?)(?P<name>{_NAMES})(?P<rest>\s++(?:[^<>&\n]|&(?:quot|amp|nbsp|#\d+);){{0,400}}+|/?)?{_SHUT}",
    re.IGNORECASE,
)
_BREAKS = re.compile(_LINES, re.IGNORECASE)
_PROSE_SIDE = re.compile("[\u3000-〿㐀-䶿一-鿿豈-﫿！-￯𠀀-\U0003ffff“”‘’…—·]")
_ABOUT = re.compile(
    r"`|标签|標籤|元素|代码|代碼|程式碼|网页设计|前端|(?<![./\w])(?:html|css|javascript|xml|markdown|vue|react)(?![\w/])",
    re.IGNORECASE,
)
_CODE = re.compile(r"[{}]|=>|\);|\$\(")

_SURE, _DOUBT = 0.95, 0.7


def _stray_tags(text: str) -> Iterator[Proposal]:
    """One proposal for each run of tags; all of them in doubt where a good part of the page's tags may be meant."""
    runs = _runs(list(_STRAY.finditer(text)))
    pairs = _paired(text, [match for run in runs for match in run])
    sure = [_is_left_over(text, run, pairs) for run in runs]
    left_over = 3 * sum(sure) >= 2 * len(runs) > 0 and _ABOUT.search(text) is None
    for run, is_sure in zip(runs, sure, strict=True):
        start, end = run[0].start(), run[-1].end()
        breaks = any(_BREAKS.fullmatch(match["name"]) for match in run)
        inner = not {text[max(start - 1, 0) : start], text[end : end + 1]} & {"", "\n"}
        yield Proposal(
            start,
            end,
            "\n" if breaks and inner else "",
            "markup.stray",
            f"{len(run)} tag{'s' if len(run) > 1 else ''} glued to prose",
            _SURE if left_over and is_sure else _DOUBT,
        )


def _runs(found: list[re.Match[str]]) -> list[list[re.Match[str]]]:
    """Tags that touch each other, together."""
    runs: list[list[re.Match[str]]] = []
    for match in found:
        if runs and runs[-1][-1].end() == match.start():
            runs[-1].append(match)
        else:
            runs.append([match])
    return runs


def _paired(text: str, found: list[re.Match[str]]) -> set[re.Match[str]]:
    """Opening tags that the next tag, in the same line, closes around some text."""
    return {
        opening
        for opening, closing in pairwise(found)
        if closing["close"] and not opening["close"] and opening["name"].lower() == closing["name"].lower()
        if opening.end() < closing.start() and "\n" not in text[opening.end() : closing.start()]
    }


def _is_left_over(text: str, run: list[re.Match[str]], pairs: set[re.Match[str]]) -> bool:
    """What page source leaves behind: glued to prose, and a closing tag, a pair, one with attributes, or a break.

    A bare `<b>` may be what a sentence speaks of.
    """
    start, end = run[0].start(), run[-1].end()
    sides = {text[max(start - 1, 0) : start], text[end : end + 1]} - {"", "\n"}
    if not sides or not all(_PROSE_SIDE.match(side) for side in sides) or _near_code(text, start, end):
        return False
    return any(
        match in pairs or match["close"] or (match["rest"] or "").strip(" /") or match["name"].lower() == "br"
        for match in run
    )


def _near_code(text: str, start: int, end: int) -> bool:
    """Whether the 80 characters on either side, within the line, look like code."""
    left = text[max(0, start - 80) : start].rpartition("\n")[2]
    right = text[end : end + 80].partition("\n")[0]
    return _CODE.search(left) is not None or _CODE.search(right) is not None

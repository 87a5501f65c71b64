"""Which lines of a page are frame by the rule packs and by place: above the first paragraph, below the last, between.

Both ends are walked towards the article until its first and last paragraph. A line that could be either is frame when
it stands in the company of lines that surely are.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from cleaning.frame_byline import day_below_first_line
from cleaning.frame_copies import abstract_copies, doubled_lines, stated_again
from cleaning.frame_page import MENU_WORD, FramePage, Mark, places_at_ends
from cleaning.frame_runs import (
    cut_headlines,
    dated_headlines,
    issue_below_day,
    names_below_row,
    stacked_dates,
    stacked_labels,
)
from cleaning.lines import is_paragraph, is_signature

OF_NOTICE = frozenset(
    f"boilerplate.{kind}" for kind in ("date", "source", "credit", "metadata", "counter", "contact", "footer")
)
"""What rows of a notice look like to the rule packs."""

MOST_HEADS = 3
"""Most lines above a page's text that no rule knows; more of them are a text without a paragraph."""


INSERTION = "boilerplate.insertion"
"""The kind of lines that a page sets into articles as well as below them (`【查看更多】`)."""

LOOK_AHEAD = 4
"""Lines below a page's first paragraph among which a row says that the article has not begun yet."""


def marks_of(page: FramePage, floor: float) -> dict[int, Mark]:
    """Every line that may be frame, by place; those with at least the confidence `floor` are sure."""
    marks: dict[int, Mark] = {}
    top_end = _walk(page, page.full, "top", marks, floor)
    bottom: dict[int, Mark] = {}
    bottom_end = _walk(page, page.full[::-1], "bottom", bottom, floor)
    for place, mark in bottom.items():
        if place not in marks or mark.confidence > marks[place].confidence:
            marks[place] = mark
    for place in page.hits:
        if top_end < place < bottom_end and (seen := page.by_rule(place, "middle")):
            marks[place] = seen
    _runs(page, marks, top_end, bottom_end, floor)
    _signed(page, marks, bottom_end, floor)
    for place in page.notice if marks else ():
        if place in marks and marks[place].kind in OF_NOTICE:
            del marks[place]
    if marks:
        _spread(marks, page.full, top_end, floor)
        _between(marks, top_end, bottom_end, floor)
        _tail(page, marks, bottom_end, floor)
        _echoes(page, marks, floor)
    return marks


def _runs(page: FramePage, marks: dict[int, Mark], top_end: int, bottom_end: int, floor: float) -> None:
    """What several lines together tell, above the first paragraph and below the last."""
    above = [place for place in page.full if place < top_end and place <= page.last_of_top]
    below = [place for place in page.full if place > bottom_end >= 0]
    found = [*cut_headlines(page, below), *dated_headlines(page, below), *stacked_dates(page, above)]
    found += [*stacked_labels(page, above), *issue_below_day(page, above), *doubled_lines(page, above)]
    rows = {place for place, mark in marks.items() if mark.confidence >= floor and mark.findings}
    found += names_below_row(page, above, rows)
    found += stated_again(page, places_at_ends(page.full))
    found += abstract_copies(page, [place for place in page.full if place <= page.last_of_top])
    if bottom_end >= 0:
        found += cut_headlines(page, above)
    for place, mark in (*found, *day_below_first_line(page).items()):
        if place not in marks or marks[place].confidence <= mark.confidence:
            marks[place] = mark


def _walk(page: FramePage, places: list[int], zone: str, marks: dict[int, Mark], floor: float) -> int:
    """Mark the lines from one end on; the place of the paragraph that ends the zone (or beyond the last line)."""
    run: list[int] = []
    passed = False
    for place in places:
        mark = page.best(place, zone)
        if (mark is None or mark.confidence < floor) and is_paragraph(page.raw[place]):
            if zone == "bottom" or passed or not _is_lead(page, place, floor):
                break
            passed = True
            continue
        if mark:
            marks[place] = mark
        if len(page.raw[place].strip()) <= MENU_WORD:
            run.append(place)
        else:
            _run(page, run, zone, marks)
            run = []
    else:
        place = len(page.raw) if zone == "top" else -1
    _run(page, run, zone, marks)
    return place


def _is_lead(page: FramePage, place: int, floor: float) -> bool:
    """Whether a page's first paragraph stands above the row of its date or source: a greeting, an abstract."""
    below = page.full[bisect_right(page.full, place) :][:LOOK_AHEAD]
    rows = [row for row in below if (mark := page.best(row, "top")) and mark.confidence >= floor and mark.findings]
    if not rows or any(is_paragraph(page.raw[line]) for line in below if line < rows[0]):
        return False
    return any(is_paragraph(page.raw[line]) for line in page.full[bisect_right(page.full, rows[0]) :][:LOOK_AHEAD])


def _run(page: FramePage, run: list[int], zone: str, marks: dict[int, Mark]) -> None:
    """A menu with a word a line is a menu."""
    ends = [number for number, place in enumerate(run) if page.lines[place].strip() in page.packs.known_words]
    run = run[ends[0] : ends[-1] + 1] if ends else []
    if len(run) > 2 and (mark := page.by_words(run, zone)):
        for place in run:
            if place not in marks or marks[place].confidence < mark.confidence:
                marks[place] = mark


def _signed(page: FramePage, marks: dict[int, Mark], bottom_end: int, floor: float) -> None:
    """Contacts and the like above a signature are the notice's own, and so is the signature."""
    unmarked = 0
    for number, (place, following) in enumerate(pairwise(page.full)):
        unmarked += place not in marks
        inside = place > bottom_end >= 0 or (bottom_end < 0 and unmarked > MOST_HEADS)
        if inside and is_signature(page.lines[place], page.lines[following]):
            for above in page.full[bisect_right(page.full, bottom_end) : number]:
                if above in marks and marks[above].confidence < floor:
                    del marks[above]
            marks.pop(place, None)
            marks.pop(following, None)


def _tail(page: FramePage, marks: dict[int, Mark], bottom_end: int, floor: float) -> None:
    """All that follows the head of a list of other articles belongs to that list. A page without a paragraph has no
    end of the article to go by, so nothing is concluded there."""
    last = page.full[-1]
    others = any(mark.confidence >= floor for place, mark in marks.items() if place != last)
    if others and last in marks and marks[last].tail and last > bottom_end >= 0:
        # A heading over nothing is none of the article's.
        marks[last] = marks[last]._replace(confidence=max(marks[last].confidence, marks[last].company))
    sure = (place for place, mark in marks.items() if mark.tail and mark.confidence >= floor)
    heads = [place for place in sure if place > bottom_end]
    if bottom_end < 0 or not heads:
        return
    head = min(heads)
    for place in page.full[bisect_right(page.full, head) :]:
        if place not in marks or marks[place].confidence < floor:
            marks[place] = Mark(0.97, "boilerplate.related", f"after {marks[head].evidence}", 0, "either", ())


def _echoes(page: FramePage, marks: dict[int, Mark], floor: float) -> None:
    """The page's source alone on a line between paragraphs is a picture's credit."""
    sources = {
        page.lines[place][item.start : item.end].strip()
        for place, mark in marks.items()
        for item in mark.findings
        if item.field == "source" and mark.confidence >= floor
    }
    for place in page.full if sources else ():
        if place not in marks and page.lines[place].strip() in sources:
            marks[place] = Mark(0.97, "boilerplate.credit", "the page's source alone on a line", 0, "either", ())


def _between(marks: dict[int, Mark], top_end: int, bottom_end: int, floor: float) -> None:
    """Between paragraphs the company is the whole page: with frame both above and below, `广告` is no heading."""
    sure = [place for place, mark in marks.items() if mark.confidence >= floor]
    if not any(place < top_end for place in sure) or not any(place > bottom_end for place in sure):
        return
    for place, mark in marks.items():
        if top_end < place < bottom_end and mark.confidence < floor <= mark.company:
            marks[place] = mark._replace(confidence=mark.company)


def _spread(marks: dict[int, Mark], full: list[int], top_end: int, floor: float) -> None:
    """Lines of which their neighbours tell that they are frame; each that is settled may settle its neighbours, unless
    it may as well stand within the article (`boilerplate.insertion`)."""
    order = {place: number for number, place in enumerate(full)}
    settled = [place for place, mark in marks.items() if mark.confidence >= floor and mark.kind != INSERTION]
    while settled:
        place = settled.pop()
        for step in (-1, 1):
            number = order[place] + step
            if not 0 <= number < len(full) or (mark := marks.get(full[number])) is None:
                continue
            outward = (step < 0) == (place < top_end)
            if mark.confidence < floor <= mark.company and (outward or mark.company_side == "either"):
                marks[full[number]] = mark._replace(confidence=mark.company)
                settled.append(full[number])

"""What forums put beside each line end against copying: hidden signs, which a flattened page shows.

`奪得冠軍。- Q) e2 U) k& b( @. O` → `奪得冠軍。`. `A. x B. y C. z` and a formula stay. Discuz! makes them of five to
fifteen groups, each of a sign from U+0020 to U+003B, a blank, and a sign from U+003F to U+007E.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from cleaning.edit import Proposal

_GROUP = r"(?:[!-;] {1,2}[?-~]| {1,2}[?-~])"
_RUN = re.compile(
    rf"^ ?(?:[?-~](?=[!-;] ))?{_GROUP}{{4,}}(?:[ ]{{1,2}}$)?|(?<=\S)(?! {{1,2}}\|)(?:{_GROUP}){{4,}}[ ]{{0,2}}$",
    re.MULTILINE,
)
_EACH = re.compile(_GROUP)
_STRICT = re.compile(r"([!-;]) {1,2}[?-~]")

_RARE = re.compile(r"[\^`{|}~\\\[\]@]")
"""Signs of which a page of such runs has some; most pages have none, and are done."""

LEAST, DIFFERENT, SHARE = 4, 4, 0.7
"""Least groups whose first sign is no blank, different first signs, and share of such groups: an author's list
(`A. x B. y`) has the same sign again and again."""

KNOWN = 3, 2, 0.5
"""The same on a page that has shown `PAGE` such runs."""
PAGE = 3

MANY = 7
"""Groups from which one such run is enough; otherwise the page has to show another."""

SURE, ALONE = 0.998, 0.9
"""Confidence of a run, and of a short one alone on its page, which is flagged. In 47 million characters of clean text
there is no run."""


def jammers(text: str) -> Iterable[Proposal]:
    """The runs of such signs at the beginnings and ends of lines."""
    if _RARE.search(text) is None:
        return
    runs = [(run.span(), _STRICT.findall(run[0]), len(_EACH.findall(run[0]))) for run in _RUN.finditer(text)]
    found = [run for run in runs if _shows(run[1], run[2], LEAST, DIFFERENT, SHARE)]
    if len(found) >= PAGE:
        found = [run for run in runs if _shows(run[1], run[2], *KNOWN)]
    for (start, end), _, groups in found:
        confidence = SURE if len(found) > 1 or groups >= MANY else ALONE
        yield Proposal(start, end, "", "junk.jammer", f"{groups} groups of hidden signs of a forum", confidence)


_STAMP = re.compile(r"(?<=\S)(?=[a-z]*[A-Z0-9])[A-Za-z0-9]{3}[\u4e00-\u9fff]{2,8}(?:网|在线|论坛)$", re.MULTILINE)

STAMPED = 3
"""Lines that end in one stamp, from which it is one. In 47 million characters of clean text none stands twice."""


def stamps(text: str) -> Iterable[Proposal]:
    """What a site's script puts behind each paragraph that is copied: letters and its name (`。G7q湖东新闻网`)."""
    found = list(_STAMP.finditer(text))
    often = Counter(stamp[0] for stamp in found)
    for stamp in found:
        if often[stamp[0]] >= STAMPED:
            yield Proposal(*stamp.span(), "", "junk.jammer", f"behind {often[stamp[0]]} lines", SURE)


def _shows(signs: list[str], groups: int, least: int, different: int, share: float) -> bool:
    varied = len(set(signs)) >= different and not "".join(signs).isdigit()
    return len(signs) >= least and varied and len(signs) >= share * groups

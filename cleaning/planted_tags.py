"""Empty tags with one random id that mirrors of sites plant all over a page: `<samp id="h4sia"></samp>`.

An id names one element, so a page on which many tags share a short random one was not written so. Code that shows a tag
or two stays, as does a page whose ids differ.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from cleaning.edit import Proposal

LEAST = 6
"""Tags that share an id, of as many names as `DIFFERENT`, that show a mirror; such pages have thirty and more."""

DIFFERENT = 4

SURE = 0.98

_OPEN = re.compile(r'<([a-z][a-z0-9]{0,11}) id="([a-z0-9]{4,8})">')


def planted_tags(text: str) -> Iterator[Proposal]:
    """The runs of such tags with what closes them; a list's mark goes with its line when nothing else stands there."""
    if ' id="' not in text:
        return
    names: dict[str, set[str]] = {}
    opened = _OPEN.findall(text)
    for name, mark in opened:
        names.setdefault(mark, set()).add(name)
    # A mirror has one, and a text of many ids costs no more than its length.
    for mark, count in Counter(mark for _, mark in opened).most_common(1):
        if count < LEAST or len(names[mark]) < DIFFERENT or mark.isalpha():
            return
        tag = rf'(?:<[a-z][a-z0-9]{{0,11}} id="{mark}">|</(?:{"|".join(sorted(names[mark]))})>)'
        run = re.compile(rf"^[ \t]*(?:[•*-]|\d{{1,2}}\.)?[ \t]*(?:{tag}[ \t]*)+$|{tag}+", re.MULTILINE)
        for found in run.finditer(text):
            if mark in found[0]:
                evidence = f"{count} tags share the id {mark}"
                yield Proposal(found.start(), found.end(), "", "markup.planted", evidence, SURE)

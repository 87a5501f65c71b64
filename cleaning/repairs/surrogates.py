"""Halves of surrogate pairs, which no text column, file or terminal can hold.

`\\ud83d\\ude00` as two halves → 😀; a lone half → U+FFFD. A real 😀 stays. Runs always: it cannot be switched off or
vetoed, since the clean text never holds a lone surrogate.
Source: Unicode 15, D71–D75 (surrogate code points are no characters).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaning.context import Context
from cleaning.edit import Proposal

TRIGGERS = frozenset(map(chr, range(0xD800, 0xE000)))

_SITE = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")


def propose(text: str, context: Context) -> Iterator[Proposal]:
    for site in _SITE.finditer(text):
        joined = len(site[0]) == 2
        after = site[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le") if joined else "\ufffd"
        evidence = "the two halves of one character" if joined else "lone surrogate"
        yield Proposal(site.start(), site.end(), after, "invisible.surrogate", evidence, 1.0)

"""The editor behind the last sentence of the article, on the same line: `……大家都说好。（责任编辑：陈一）`.

What stands there belongs to the page and not to the sentence, so it goes, and fills `editor`. Reporters in brackets
stay, as do sources: newspapers print them (`cleaning.repairs.dateline` reads them).
"""

from __future__ import annotations

import re

from cleaning.label_values import VALUES, Finding, Findings
from cleaning.lines import normal_line

LAST_LINES = 8
"""Lines from the end of the page among which the article's last one is looked for."""

LONGEST = 40
"""How far from its line's end it may begin, in code points."""

# Behind the bracket an agency prints the day by the calendar of the Republic: `(编辑:李四)1100322`.
_TAIL = re.compile(
    r"(?<=[。!?)”」…])\s*[(\[【]?\s*(?:本文|值班|网络|文字)?(?:责任编辑|责编|编辑|编辑人)\s*[:/]\s*"
    r"(?P<name>[\u4e00-\u9fff]{2,4}(?:[ 、][\u4e00-\u9fff]{2,4})?)\s*[)\]】]?(?:1\d{6})?[\s|]*$"
)


_UNMISTAKABLE = re.compile(r"[(\[【]\s*(?:本文|值班|网络)?(?:责任编辑|责编)\s*:\s*[\u4e00-\u9fff]{2,3}\s*[)\]】]")
"""The label in brackets, closed behind two or three characters: whoever stands there is the editor."""


def editor_behind(line: str) -> tuple[int, Findings] | None:
    """Where the editor begins in a line of text, and the field; None without one. Spans in code points of the line.

    >>> editor_behind("大家都说好。(责任编辑:陈一)")
    (6, (Finding(field='editor', start=12, end=14, value=None),))
    >>> editor_behind("他做过编辑:先在县报,后在省报。") is None
    True
    """
    cut = max(0, len(line) - LONGEST)
    if "编" not in line[cut:] or (match := _TAIL.search(normal_line(line[cut:]))) is None:
        return None
    start = cut + match.start("name")
    found = VALUES["editor_names"](match["name"], start, "editor")
    if not found and _UNMISTAKABLE.search(match[0]):
        found = (Finding("editor", start, start + len(match["name"])),)  # a rare surname, or a pen name
    return (cut + match.start(), found) if found else None

"""What is beyond repair, said to be lost: the text stays as it is, the span and the reason go to the ledger.

`锟斤拷` (U+FFFD written as UTF-8 and read as GBK), `烫烫烫`, `屯屯屯` and `葺葺葺` (memory never written or given back:
the bytes CC, CD, DD read as GBK), U+FFFD, a run of question marks inside a sentence. `曹锟`, `太烫了烫烫手` and
`真的吗???` at the end of a sentence stay unmarked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaning.context import Context
from cleaning.edit import Proposal

_REASONS = {
    "replaced": "bytes that were no UTF-8 became U+FFFD, and these were read as GBK",
    "memory": "memory that was never written, read as text",
    "unknown": "a decoder put U+FFFD for bytes that it could not read",
    "questions": "an encoder put a question mark for each character that it lacked",
}

_SITE = re.compile(
    "(?P<replaced>(?:锟斤拷)+锟?)"
    "|(?P<memory>烫{3,}|屯{3,}|葺{3,})"
    "|(?P<unknown>\ufffd+)"
    "|(?P<questions>(?<=[㐀-鿿，。、；：])\\?{3,}(?=[㐀-鿿，。、；：]))"
)

TRIGGERS = frozenset("锟烫屯葺\ufffd?")


def propose(text: str, context: Context) -> Iterable[Proposal]:
    for site in _SITE.finditer(text):
        name = site.lastgroup or ""
        yield Proposal(site.start(), site.end(), site[0], f"mojibake.{name}", _REASONS[name], 0.99, lost=True)

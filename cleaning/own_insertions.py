"""What a collecting site pushes into its articles of its own: its address in brackets, and the page's headline.

`排水良好的地方。(www.example.com)` on www.example.com, and `在校园里美国 留学,美国留学要花多少钱,学生要先……` below
a headline of these keywords. `请登录官网(www.example.com)` stays, as does a headline without keywords: sentences name
their page's subject (`会议审议通过关于加强水源保护工作的意见，`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cleaning.edit import Proposal
from cleaning.language_model import LanguageModel

_ADDRESS = re.compile(
    r"(?<=[。！？；，、!?;,])[(（](?:https?://)?(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+){1,3})/?[)）]", re.IGNORECASE
)
_KEYWORDS = re.compile("[㐀-鿿]{2} [㐀-鿿]{2}")

OWN = 0.98
"""Confidence where the record says that the address is its host."""

LONGEST = 60
"""Characters of a headline that is looked for in the text."""

APART = -3.0
"""Nats by which a headline has to fit worse behind what stands before it than behind a comma. Measured on inserted
ones: -4 to -12; where a sentence leads up to it: 2 and 3."""

PUSHED = 0.96

_MARK = "[，。；！？,;!?]"


def own_addresses(text: str, host: str) -> Iterable[Proposal]:
    """The site's address in brackets behind a mark; nothing where the record does not say the host."""
    own = host.lower().removeprefix("www.").removeprefix("m.")
    if own and own in text.lower():
        for found in _ADDRESS.finditer(text):
            if found[1].lower() == own:
                yield Proposal(*found.span(), "", "junk.address", "the site's own address behind a mark", OWN)


def own_headline(folded: str, title: str, model: LanguageModel) -> Iterable[Proposal]:
    """A headline of keywords, or a part of it, pushed in before a mark. Texts are folded."""
    for headline in _headlines(folded, title):
        if folded.count(headline) < 2:
            continue
        for found in re.finditer(rf"(?<=[㐀-鿿]){re.escape(headline)}(?={_MARK})", folded):
            left, right = folded[max(0, found.start() - 12) : found.start()], folded[found.end() : found.end() + 6]
            windows = [(left, headline, right), (left, "", right), ("，", headline, right), ("，", "", right)]
            there, without, behind_comma, comma = model.score_many(windows).tolist()
            if (there - without) - (behind_comma - comma) <= APART:
                evidence = "the headline stands inside a sentence that does not lead up to it"
                yield Proposal(*found.span(), "", "junk.headline", evidence, PUSHED)


def _headlines(folded: str, title: str) -> Iterator[str]:
    """The record's title and the first line if they hold keywords parted by a blank, and their parts that do.

    Longest first, each once. A headline without is named in running text as well.
    """
    first = folded.lstrip().partition("\n")[0].strip()
    found: set[str] = set()
    for line in (title.strip(), first):
        if len(line) <= LONGEST and "。" not in line and _KEYWORDS.search(line):
            found |= {line, *(part for part in re.split("[,，_|-]", line) if _KEYWORDS.search(part))}
    yield from sorted(found, key=len, reverse=True)

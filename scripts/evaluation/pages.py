"""Clean Chinese pages to damage, and the cleaner that shows what the byte repairs do to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from cleaning import Cleaner
from scripts.evaluation.sources import Source
from scripts.reenact.characters import is_han
from scripts.reenact.mill import to_traditional

LEAST, MOST = 120, 700
"""Characters of a page; a longer document is cut at a line."""

OFF = ("frame", "headline", "junk", "space", "punctuation")
"""Repairs that judge the article and its form, and not its bytes."""

_FOREIGN = re.compile("[\u3040-\u30ff\uac00-\ud7a3]")


@cache
def byte_cleaner() -> Cleaner:
    """The pipeline with the script kept and without OFF: what it changes in the pages below is damage or a fault."""
    return Cleaner(script="keep", off=OFF)


def pages(source: Source, encoding: str, count: int) -> list[str]:
    """`count` Chinese pages, or as many as there are, that the encoding can hold and that `byte_cleaner` leaves alone.

    For Big5 pages in Traditional; behind those of the source come Simplified ones, converted character by character.
    """
    return list(islice(_usable(source, encoding), count))


def _usable(source: Source, encoding: str) -> Iterator[str]:
    texts = [doc.text for doc in source.shuffled(5, least=LEAST, writing="simplified")]
    if encoding == "big5":
        found = [doc.text for doc in source.shuffled(5, least=LEAST, writing="traditional")]
        texts = found + [to_traditional(text) for text in texts]
    for text in texts:
        line = text.rfind("\n", LEAST, MOST)
        page = text if len(text) <= MOST else text[: MOST if line < 0 else line]
        try:
            page.encode(encoding)
        except UnicodeEncodeError:
            continue
        if _is_chinese(page) and byte_cleaner().clean(page).text == page:
            yield page


def _is_chinese(text: str) -> bool:
    return 2 * sum(map(is_han, text)) > len(text) and not _FOREIGN.search(text)

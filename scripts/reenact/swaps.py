"""Keyword swaps over a whole page: 联合 → 吉印通, a company's name → a brand."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scripts.reenact import Damaged, replaced

SWAPS = {"联合": "吉印通"}


def swap(text: str, table: Mapping[str, str] = SWAPS) -> Damaged:
    """Replace every occurrence of the table's keys by their values, longest key first."""
    pattern = "|".join(re.escape(word) for word in sorted(table, key=lambda word: (-len(word), word)))
    found = re.finditer(pattern, text) if pattern else ()
    return replaced(text, [(*hit.span(), table[hit.group()]) for hit in found], "swap.keyword")

"""Traditional folded to Simplified, character by character: the same length, for matching only.

The table is OpenCC's (opencc-python-reimplemented, Apache-2.0), first choice of each row. Rows that name the
character itself among the choices (著, 乾 …) are left out: those need context, which `repairs.script` has.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHORT = 60
"""Code points below which `str.translate` is the faster way (measured: 3 µs both ways at 60, 96 and 8 at 2,000)."""

_HALVES = re.compile("[\ud800-\udfff]")


def encodable(text: str) -> str:
    """The text as the matchers of words take it, which read UTF-8: every lone surrogate is U+FFFD; the same length."""
    return _HALVES.sub("\ufffd", text) if _HALVES.search(text) else text


@cache
def opencc_rows(name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The rows of one of OpenCC's dictionaries: (key, choices in order). `name` is e.g. `TSCharacters`."""
    spec = find_spec("opencc")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("opencc-python-reimplemented is not installed: pip install jingwen brings it")
    path = Path(spec.submodule_search_locations[0]) / "dictionary" / f"{name}.txt"
    rows = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        key, tab, choices = line.strip("\r\ufeff ").partition("\t")
        if tab:
            rows.append((key, tuple(choices.split())))
    return tuple(rows)


@cache
def _table() -> dict[int, str]:
    rows = opencc_rows("TSCharacters")
    return {
        ord(key): choices[0]
        for key, choices in rows
        if len(key) == len(choices[0]) == 1 and choices[0] != key and key not in choices
    }


@cache
def _lookup() -> NDArray[np.uint32]:
    """The table by code point."""
    import numpy as np

    table = _table()
    lookup = np.arange(0x110000, dtype="<u4")
    lookup[list(table)] = [ord(char) for char in table.values()]
    return lookup


def folded_codes(text: str) -> NDArray[np.uint32]:
    """The code points of `fold(text)`."""
    import numpy as np

    codes: NDArray[np.uint32] = _lookup()[np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")]
    return codes


def fold(text: str) -> str:
    """`text` with every Traditional-only character replaced by its Simplified form; the length never changes."""
    if len(text) < SHORT or text.isascii():
        return text.translate(_table())
    folded: bytes = folded_codes(text).tobytes()
    return folded.decode("utf-32-le", "surrogatepass")


TRADITIONAL_ONLY: frozenset[str] = frozenset(map(chr, _table()))
"""Characters that only Traditional writing uses, and that have one Simplified form."""

SIMPLIFIED_ONLY: frozenset[str] = frozenset(
    key for key, choices in opencc_rows("STCharacters") if len(key) == 1 and key not in choices
)
"""Characters that only Simplified writing uses."""

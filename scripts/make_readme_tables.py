"""Write the table of repairs into README.md, from `cleaning.order.ORDER`: `python scripts/make_readme_tables.py`.

A row a repair, in order: its name, the first sentence of its module, and the reason for its place.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cleaning.engine import Repair
from cleaning.order import ORDER

README = Path(__file__).resolve().parents[1] / "README.md"
BLOCK = re.compile(r"(?<=<!-- repairs)([^>]*-->\n).*?(?=<!-- end -->)", re.DOTALL)


def repairs_table() -> str:
    """The Markdown table of all repairs."""
    rows = [f"| `{repair.name}` | {_fault(repair)} | {repair.why} |\n" for repair in ORDER]
    return "".join(("| Repair | What it mends | Why it stands here |\n", "|---|---|---|\n", *rows))


def _fault(repair: Repair) -> str:
    summary = (sys.modules[repair.propose.__module__].__doc__ or "").partition("\n\n")[0]
    return " ".join(summary.split()).rstrip(".")


def with_table(readme: str) -> str:
    """`readme` with the block of the repairs made anew."""
    return BLOCK.sub(lambda block: block[1] + repairs_table(), readme)


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")

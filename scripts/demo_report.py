"""What came out of the demo: splits, pages restored exactly, one paragraph before and after.

    python scripts/demo_report.py examples demo-output/dataset

`examples` holds `pages/`, `originals/<name>.txt` and `originals.jsonl` (a row a page: name, page, record, district, …).
A page is restored exactly when its text equals its original, character by character; a line end behind the last line
is a matter of the file and does not count.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WIDTH = 100
"""Characters of a paragraph that are shown."""


@dataclass(frozen=True, slots=True)
class Example:
    """One damaged page with its truth. `raw` is the page as bytes, or the text cell of its record as UTF-8."""

    name: str
    district: str
    raw: bytes
    original: str

    @property
    def id(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()


def read_examples(folder: Path) -> Iterator[Example]:
    """All examples of a folder, in the order of `originals.jsonl`."""
    for line in (folder / "originals.jsonl").read_text(encoding="utf-8").split("\n"):
        if not line:
            continue
        gold = json.loads(line)
        raw = (folder / "pages" / gold["page"]).read_bytes()
        if gold["record"] is not None:
            raw = json.loads(raw.split(b"\n")[gold["record"]])["text"].encode()
        original = (folder / "originals" / f"{gold['name']}.txt").read_text(encoding="utf-8")
        yield Example(gold["name"], gold["district"], raw, original.rstrip("\n"))


def load_pages(dataset: Path) -> tuple[dict[str, int], dict[str, tuple[str, str]]]:
    """Split → number of rows, and id → (split, text), as `datasets` loads them."""
    import datasets

    datasets.disable_progress_bars()
    splits: dict[str, Any] = datasets.load_dataset(str(dataset))
    pages = {row["id"]: (name, row["text"]) for name, rows in splits.items() for row in rows}
    return {name: len(rows) for name, rows in splits.items()}, pages


def paragraph_before_and_after(example: Example, clean: str) -> tuple[str, str] | None:
    """The first paragraph that was damaged and can still be told in the raw page, as it was and as it is."""
    try:
        lines = example.raw.decode().split("\n")
    except UnicodeDecodeError:
        return None
    for after in clean.split("\n"):
        close = difflib.get_close_matches(after, lines, n=1)
        if close and "(" in close[0]:
            return close[0], after
    return None


def main(arguments: list[str]) -> int:
    folder, dataset = map(Path, arguments)
    counts, pages = load_pages(dataset)
    examples = list(read_examples(folder))
    expected = Counter(example.district for example in examples)
    print(f"\ndatasets.load_dataset({str(dataset)!r}):\n")
    print(f"  {'split':<24} {'rows':>4}  {'pages made for it':>17}")
    for name in sorted(counts | expected):
        print(f"  {name:<24} {counts.get(name, 0):>4}  {expected[name]:>17}")

    found = [(example, *pages[example.id]) for example in examples if example.id in pages]
    exact = [(example, text) for example, _, text in found if text.rstrip("\n") == example.original]
    placed = sum(split == example.district for example, split, _ in found)
    print(f"\n{len(exact)} of {len(examples)} pages were restored exactly, every character as it was written;")
    print(f"{placed} of {len(examples)} stand in the split that they were made for.")
    others = sorted({example.name for example in examples} - {example.name for example, _ in exact})
    if others:
        print(f"Not exact: {', '.join(others)}.")
    shown = next(filter(None, (paragraph_before_and_after(*pair) for pair in exact)), None)
    if shown:
        print(f"\n  before  {shown[0][:WIDTH]} …\n  after   {shown[1][:WIDTH]} …")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

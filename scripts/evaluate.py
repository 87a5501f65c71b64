"""What the whole pipeline does to held-out text: wrong edits on clean pages, and mill pages that come back.

    python -m scripts.evaluate clean CORPUS test
    python -m scripts.evaluate mill CORPUS test --pages 200

CORPUS is a folder of plain text (`scripts.corpus`); thresholds were set on the tune part, the test part is for reports.
`clean` counts applied edits per million characters, without script, punctuation, white space and invisible characters,
with the 95 % upper bound of the rate. `mill` sends news through the re-enacted mill (random tables, marks, half-width
pass, private use kept or dropped) and counts pages that come back character for character, after script and width.
"""

from __future__ import annotations

import argparse
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from math import exp
from pathlib import Path
from random import Random

from cleaning import FORM_FAMILIES, Cleaner
from cleaning.fold import fold
from scripts.corpus import read_documents
from scripts.reenact import mill

SHOWN = 8


def upper_bound(count: int) -> float:
    """The 95 % upper bound of a Poisson mean of which `count` was seen (one-sided, exact, by bisection)."""
    low: float = count
    high: float = count + 10 + 5 * count**0.5
    for _ in range(60):
        middle = (low + high) / 2
        term = total = exp(-middle)
        for k in range(1, count + 1):
            term *= middle / k
            total += term
        low, high = (middle, high) if total > 0.05 else (low, middle)
    return high


def clean_text(corpus: Path, split: str, most: int) -> Iterator[str]:
    """Applied edits by domain and kind, with examples to judge by eye."""
    cleaner = Cleaner()
    sizes: Counter[str] = Counter()
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for document in read_documents(corpus, split):  # type: ignore[arg-type]
        if sizes[document.domain] < most:
            sizes[document.domain] += len(document.text)
            for edit in cleaner.clean(document.text).applied:
                if edit.family not in FORM_FAMILIES:
                    found[document.domain].append((edit.kind, edit.before, edit.after))
    for domain, size in sizes.items():
        count, millions = len(found[domain]), size / 1e6
        yield (
            f"{domain}: {count} edits in {size:,} characters, {count / millions:.2f} per million"
            f" (95 % upper bound {upper_bound(count) / millions:.2f})"
        )
        for kind, number in Counter(kind for kind, _, _ in found[domain]).most_common():
            examples = [f"{before[:30]!r}→{after[:30]!r}" for name, before, after in found[domain] if name == kind]
            yield f"    {kind} {number}: {', '.join(examples[:SHOWN])}"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", fold(text)).replace(" ", "").replace("著", "着")


def milled(text: str, rng: Random) -> str:
    """A page of the mill: a random table, at random marks."""
    traditional = mill.to_traditional(text)
    share, page = rng.uniform(0.25, 0.7), set(traditional)
    table = {
        character: gloss
        for character, gloss in mill.make_table(rng, 1.0).items()
        if rng.random() < (share if character in page else share * 0.15)
    }
    marks = "".join(mark for mark in mill.MARKS if rng.random() < 0.7)
    return mill.reenact(traditional, table, marks, keep_private_use=rng.random() < 0.3, half_width=rng.random() < 0.5)


def mill_pages(corpus: Path, split: str, pages: int) -> Iterator[str]:
    """Pages that come back, character error, and how many applied scars are right."""
    cleaner = Cleaner(off=["frame", "headline", "junk"])
    texts = [d.text for d in read_documents(corpus, split, "news_2022_2025") if 400 < len(d.text) < 4000]  # type: ignore[arg-type]
    Random(2).shuffle(texts)
    exact = done = wrong = size = applied = flagged = 0
    for number, text in enumerate(texts):
        if done == pages:
            break
        try:
            text.encode("gbk")
        except UnicodeEncodeError:
            continue
        damaged = milled(text, Random(number))
        result = cleaner.clean(damaged)
        assert result.original == damaged
        before, after = _plain(text), _plain(result.text)
        done += 1
        size += len(before)
        exact += before == after
        applied += sum(edit.kind == "mill.scar" for edit in result.applied)
        flagged += sum(edit.kind == "mill.scar" for edit in result.flagged)
        if before != after:
            changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
            wrong += sum(max(b - a, d - c) for kind, a, b, c, d in changes if kind != "equal")
    yield f"mill: {exact} of {done} pages exact ({exact / done:.1%}), character error {wrong / size:.5f}"
    yield f"    scars repaired {applied}, flagged {flagged}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("clean", "mill"))
    parser.add_argument("corpus", type=Path)
    parser.add_argument("split", choices=("tune", "test"), nargs="?", default="tune")
    parser.add_argument("--most", type=int, default=2_000_000, help="characters of a domain")
    parser.add_argument("--pages", type=int, default=100)
    given = parser.parse_args()
    if given.what == "clean":
        lines = clean_text(given.corpus, given.split, given.most)
    else:
        lines = mill_pages(given.corpus, given.split, given.pages)
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    main()

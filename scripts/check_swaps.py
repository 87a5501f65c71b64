"""Hold the entries of `cleaning/data/swaps.tsv` to clean text: `python -m scripts.check_swaps CORPUS`.

Reads the train and tune parts (`scripts.corpus`), finds every swapped-in word, and counts how often the repair would
change one there. Prints each such place; exit 1 where there is any. Laws, news and encyclopaedias were not spun, so
whatever changes is wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from cleaning.context import Context
from cleaning.fold import fold
from cleaning.repairs import swap
from cleaning.settings import Settings
from scripts.corpus import read_documents, split_of


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    corpus: Path = parser.parse_args().corpus
    settings = Settings(script="keep")
    floor = settings.floor("swap")
    seen: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    size = 0
    for document in read_documents(corpus):
        if split_of(document.text) == "test":
            continue
        text = fold(document.text)
        size += len(text)
        for site in swap.sites(text):
            seen[site.swap.written] += 1
        for proposal in swap.from_lexicon(text, Context(text, settings)):
            if proposal.confidence >= floor:
                written = text[proposal.start : proposal.end]
                wrong[f"{written} → {proposal.after}"] += 1
                place = f"{text[max(0, proposal.start - 12) : proposal.start]}[{written}]{text[proposal.end :][:12]}"
                print(f"{document.domain}: {place!r} {proposal.evidence}")
    print(f"{sum(wrong.values())} of {sum(seen.values())} places changed in {size:,} characters: {dict(wrong)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

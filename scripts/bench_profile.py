"""How time and memory of learning a profile grow with the corpus: `python scripts/bench_profile.py --corpus FOLDER`.

Short pages (six sentences of the tune part of a corpus, every seventh character replaced by another, so that strings do
not run out) of 500 hosts are learnt in a process of its own for every size. `--counts` leaves out cleaning: what is
left is the counting.
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cleaning import Cleaner
from cleaning.order import ORDER
from cleaning.profile.learning import Learner, learning_cleaner
from scripts.corpus import read_documents

SIZES = (1_000, 10_000, 50_000, 200_000)

HOSTS = 500


def pages(folder: Path, count: int) -> Iterator[str]:
    """Short pages, the same ones whenever they are asked for."""
    sentences = [
        sentence
        for document in read_documents(folder, "tune")
        for sentence in re.findall("[^。！？\n]{8,80}[。！？]", document.text)
    ]
    rng = Random(1)
    for _ in range(count):
        lines = ("".join(rng.sample(sentences, 2)) for _ in range(3))
        text = "\n".join(lines)
        yield "".join(sign if rng.random() > 1 / 7 else rng.choice(rng.choice(sentences)) for sign in text)


def measure(folder: Path, count: int, *, counts: bool) -> str:
    """A line of figures: processor time of learning alone, and the most memory the process had."""
    cleaner = Cleaner(off=[repair.name for repair in ORDER if not repair.always]) if counts else learning_cleaner()
    cleaner.clean("湖东镇的老街上，四位退休教师办起了一间夜校(é)，浣犲ソ。" * 3)
    learner = Learner(cleaner)
    spent = 0.0
    characters = 0
    for number, text in enumerate(pages(folder, count)):
        started = time.process_time()
        learner.add(text, host=f"{number % HOSTS}.example")
        spent += time.process_time() - started
        characters += len(text)
    started = time.process_time()
    profile = learner.profile()
    spent += time.process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    kept = sum(len(table.keys) for table in profile.strings.tables)
    error = max(table.error for table in profile.strings.tables)
    return (
        f"{count:>9,} pages {characters:>12,} characters {spent:8.1f} s {1000 * spent / count:6.2f} ms a page "
        f"{memory:6.0f} MB at most; {kept:,} strings kept, too low by at most {error}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--pages", type=int, action="append", metavar="N", help="a size; may be repeated")
    parser.add_argument("--counts", action="store_true", help="leave out cleaning")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    for count in given.pages or SIZES:
        if given.here:
            print(measure(given.corpus, count, counts=given.counts), flush=True)
            continue
        again = [sys.executable, __file__, "--corpus", str(given.corpus), "--pages", str(count), "--here"]
        subprocess.run(again + ["--counts"] * given.counts, check=True)


if __name__ == "__main__":
    main()

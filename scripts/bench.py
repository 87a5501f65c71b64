"""Speed of the whole default pipeline beside ftfy's default `fix_text`, on the same texts in the same run.

    python scripts/bench.py                     texts made from examples/originals, repeated
    python scripts/bench.py --corpus FOLDER     texts made from a folder of plain text (see scripts/corpus.py)
    python scripts/bench.py --json              for machines

Clean text, pages of the mill, and pages that are mojibake from end to end are timed apart; the damage is re-enacted on
the clean text by scripts/reenact. Each figure is the best of several repetitions, the two taking turns at going first;
loading and the first page are timed apart. MB are 10^6 bytes of the damaged text as UTF-8.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import platform
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import cycle
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.corpus import CorpusError, read_documents
from scripts.reenact import mill, mojibake

ROOT = Path(__file__).resolve().parents[1]
GLOSSED = 40
"""Characters in the mill's gloss table; 39 and 45 on the pages that were seen."""

Fix = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds for all pages of one kind, best repetition; `characters` and `bytes` (UTF-8) of the input."""

    texts: str
    pages: int
    characters: int
    bytes: int
    jingwen: float
    ftfy: float

    @property
    def ratio(self) -> float:
        """How many times as fast as ftfy."""
        return self.ftfy / self.jingwen

    def row(self) -> str:
        speeds = [
            f"{self.bytes / seconds / 1e6:8.2f} MB/s {self.characters / seconds / 1e6:7.3f} M characters/s"
            for seconds in (self.jingwen, self.ftfy)
        ]
        return f"{self.texts:<24} {self.characters:>10,}   {speeds[0]}   {speeds[1]} {self.ratio:7.2f}"


HEADER = f"{'texts':<24} {'characters':>10}   {'jingwen':^38}   {'ftfy':^38} {'ratio':>7}"


def clean_pages(corpus: Path | None, characters: int) -> list[str]:
    """Clean articles of about `characters` in all: news of the corpus, or the examples' originals over and over.

    The corpus' tune part is used, so that the test part stays unseen.
    """
    if corpus is None:
        originals = sorted((ROOT / "examples" / "originals").glob("*.txt"))
        source: Iterator[str] = cycle([path.read_text(encoding="utf-8") for path in originals])
    else:
        news = (page for page in read_documents(corpus, "tune") if page.domain.startswith("news"))
        source = (page.text for page in news)
    pages: list[str] = []
    total = 0
    for page in source:
        pages.append(page)
        total += len(page)
        if total >= characters:
            break
    if not pages:
        raise CorpusError(f"{corpus}: holds no news (news*.txt); give a folder with news, or leave --corpus out")
    return pages


def damaged_pages(clean: list[str]) -> dict[str, list[str]]:
    """Kind of text → its pages: the clean ones, and the same re-enacted as mill pages and as whole-page mojibake."""
    traditional = [mill.to_traditional(page) for page in clean]
    rng = Random(1)
    readings = mill.make_table(rng, 1.0)
    common = [character for character, _ in Counter("".join(traditional)).most_common() if character in readings]
    table = {character: readings[character] for character in rng.sample(common[: 5 * GLOSSED], GLOSSED)}
    return {
        "clean": clean,
        "mill": [mill.reenact(page, table) for page in traditional],
        "mojibake UTF-8 as cp1252": [mojibake.misread(page, "utf-8", "cp1252") for page in clean],
        "mojibake UTF-8 as GBK": [mojibake.misread(page, "utf-8", "gb18030", unread="replacement") for page in clean],
    }


def seconds(fix: Fix, pages: list[str]) -> float:
    """Wall-clock seconds that `fix` takes over all pages."""
    start = perf_counter()
    for page in pages:
        fix(page)
    return perf_counter() - start


def measure(name: str, pages: list[str], ours: Fix, theirs: Fix, repetitions: int) -> Timing:
    """Time both on the same pages, taking turns at going first."""
    best = [float("inf"), float("inf")]
    fixes = (ours, theirs)
    for repetition in range(repetitions):
        for which in (0, 1) if repetition % 2 == 0 else (1, 0):
            best[which] = min(best[which], seconds(fixes[which], pages))
    length = sum(map(len, pages))
    size = sum(len(page.encode("utf-8", "surrogatepass")) for page in pages)
    return Timing(name, len(pages), length, size, best[0], best[1])


def warm_up(kinds: dict[str, list[str]]) -> tuple[Fix, Fix, dict[str, float]]:
    """Both functions, loaded, with the seconds that loading and a first page of each kind took."""
    start = perf_counter()
    from cleaning import Cleaner

    ours: Fix = Cleaner().clean
    for pages in kinds.values():
        ours(pages[0])
    middle = perf_counter()
    from ftfy import fix_text

    for pages in kinds.values():
        fix_text(pages[0])
    return ours, fix_text, {"jingwen": middle - start, "ftfy": perf_counter() - middle}


def language_model_figures() -> Any:
    """What scripts/bench_language_model.py measures, or None where there is no such file."""
    if importlib.util.find_spec("scripts.bench_language_model") is None:
        return None
    return importlib.import_module("scripts.bench_language_model").bench()


def main() -> int:
    parser = argparse.ArgumentParser(description="The whole default pipeline beside ftfy's default fix_text.")
    parser.add_argument("--corpus", type=Path, metavar="FOLDER", help="folder of plain text; without it, the examples")
    parser.add_argument("--characters", type=int, default=200_000, help="about how much clean text (default 200,000)")
    parser.add_argument("--repetitions", type=int, default=5, help="the best of so many counts (default 5)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    try:
        kinds = damaged_pages(clean_pages(options.corpus, options.characters))
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 2

    ours, theirs, first = warm_up(kinds)
    if not options.json:
        print(f"Python {platform.python_version()}; loading and first pages: "
              f"jingwen {first['jingwen']:.2f} s, ftfy {first['ftfy']:.2f} s")  # fmt: skip
        print(HEADER)
    timings: list[Timing] = []
    for name, pages in kinds.items():
        timings.append(measure(name, pages, ours, theirs, options.repetitions))
        if not options.json:
            print(timings[-1].row(), flush=True)
    model = language_model_figures()
    if options.json:
        rows = [{**asdict(timing), "ratio": timing.ratio} for timing in timings]
        print(json.dumps({"python": platform.python_version(), "first": first, "texts": rows, "language_model": model}))
    elif model is not None:
        print("language model:", json.dumps(model, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Speed of the language model: opening it, scanning pages, scoring candidates, looking up words. One core.

    python scripts/bench_language_model.py

The text is made from the lexicon, words drawn by their frequency, so that the bench needs no corpus. Real prose repeats
itself more and is scanned somewhat faster.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cleaning.language_model import NGramModel, default_model
from cleaning.language_model.lexicon import read_words

CHARACTERS = 2_000_000
PAGE = 3_000
"""Characters of an ordinary page."""
WINDOWS = 200_000
REPETITIONS = 7


def sample_text(model: NGramModel, characters: int) -> str:
    """Words of the lexicon drawn by frequency, a comma now and then, lines of about 200 characters. Always the same."""
    words, counts = zip(*read_words(model.lexicon.path), strict=True)
    chance = random.Random(1)
    drawn = chance.choices(words, cum_weights=list(accumulate(counts)), k=characters // 2)
    ends = chance.choices(("", "，", "。", "。\n"), (80, 12, 6, 2), k=len(drawn))
    return "".join(word + end for word, end in zip(drawn, ends, strict=True))[:characters]


def fastest(work: Callable[[], object]) -> float:
    """Seconds of processor time of the best of some repetitions: other work on the machine counts less that way."""
    times = []
    for _ in range(REPETITIONS):
        begin = time.process_time()
        work()
        times.append(time.process_time() - begin)
    return min(times)


def bench() -> dict[str, float]:
    """Opening in seconds, speeds a second of processor time."""
    opening = fastest(lambda: NGramModel.open(default_model().path))
    model = default_model()
    text = sample_text(model, CHARACTERS)
    pages = [text[begin : begin + PAGE] for begin in range(0, len(text), PAGE)]
    places = range(12, 12 + 4 * WINDOWS, 4)
    windows = [(text[place - 12 : place], text[place : place + 2], text[place + 2 : place + 14]) for place in places]
    candidates = [text[place : place + 2] for place in places]
    words = list(dict.fromkeys(candidates))
    return {
        "open_seconds": opening,
        "scan_characters_per_second": len(text) / fastest(lambda: model.surprisal(text)),
        "page_scan_characters_per_second": len(text) / fastest(lambda: [model.surprisal(page) for page in pages]),
        "score_many_windows_per_second": WINDOWS / fastest(lambda: model.score_many(windows)),
        "score_candidates_per_second": WINDOWS / fastest(lambda: model.score("中华人民", candidates, "共和国")),
        "word_look_ups_per_second": len(words) / fastest(lambda: [model.lexicon.search(word) for word in words]),
    }


def main() -> int:
    """Print the figures."""
    for name, value in bench().items():
        print(f"{name.replace('_', ' ')}: {value:,.4g}" if value < 1 else f"{name.replace('_', ' ')}: {value:,.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

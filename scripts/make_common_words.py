"""Write the ordinary words of Chinese that a swap may stand for: `python scripts/make_common_words.py jieba/dict.txt`.

From jieba's dictionary (MIT): words of two to four characters that it counted `LEAST` times or more, of the parts of
speech that mills replace. Names of people, places and firms, numbers, pronouns and the like are left out: where one of
those fits, a name that the model has never read fits as well, and nothing can be told.
"""

from __future__ import annotations

import argparse
from pathlib import Path

TARGET = Path(__file__).parents[1] / "cleaning" / "data" / "common_words.tsv"

LEAST = 200
LENGTHS = (2, 3, 4)

PARTS = {
    "n": "n",
    "v": "v",
    "vn": "v",
    "vd": "v",
    "a": "a",
    "ad": "a",
    "an": "a",
    "b": "a",
    "z": "a",
    "d": "d",
    "l": "n",
}
"""jieba's tag → what the file says: noun, verb, adjective, adverb."""

HEADER = (
    "# Ordinary Chinese words that a swap may stand for, and part of speech: n noun, v verb, a adjective, d adverb.\n"
    "# licence: MIT; source: jieba 0.42.1, jieba/dict.txt, counted 200 times or more;"
    " written by scripts/make_common_words.py; date: 2020-01-20; reader: cleaning.swap_words\n"
)


def common_words(dictionary: str) -> dict[str, str]:
    """Word → part of speech, of a dictionary with lines `word count tag`."""
    found = {}
    for line in dictionary.splitlines():
        word, count, tag = line.split(" ")
        if len(word) in LENGTHS and int(count) >= LEAST and tag in PARTS:
            found[word] = PARTS[tag]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dictionary", type=Path)
    words = common_words(parser.parse_args().dictionary.read_text(encoding="utf-8"))
    rows = "".join(f"{word}\t{part}\n" for word, part in sorted(words.items()))
    TARGET.write_text(HEADER + rows, encoding="utf-8")
    print(f"{TARGET.name}: {len(words)} words")


if __name__ == "__main__":
    main()

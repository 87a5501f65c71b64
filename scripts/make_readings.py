"""Write cleaning/data/readings.tsv: the Mandarin readings of every GBK character, from pypinyin's table.

Run from a checkout with the development extra installed: `python scripts/make_readings.py`.
"""

from __future__ import annotations

import unicodedata
from importlib.metadata import version
from pathlib import Path

from pypinyin.constants import PINYIN_DICT

from cleaning.fold import fold
from cleaning.gbk import pairs

TARGET = Path(__file__).parents[1] / "cleaning" / "data" / "readings.tsv"


def main() -> None:
    rows = []
    for character in sorted(set(pairs().values())):
        readings: list[str] = []
        # A Traditional character also takes the readings of its Simplified form: 績 lacks jì without 绩.
        for form in (character, fold(character)):
            for reading in PINYIN_DICT.get(ord(form), "").split(","):
                plain = unicodedata.normalize("NFC", reading)
                if plain and plain not in readings:
                    readings.append(plain)
        if readings:
            rows.append(f"{character}\t{','.join(readings)}\n")
    header = (
        "# Mandarin readings of the characters of GBK, tone marks, commonest first.\n"
        f"# licence: MIT; source: pypinyin {version('pypinyin')} (pinyin-data); "
        "date: 2026-11-22; reader: cleaning.readings\n"
    )
    TARGET.write_text(header + "".join(rows), encoding="utf-8")
    print(f"{TARGET.name}: {len(rows)} characters")


if __name__ == "__main__":
    main()

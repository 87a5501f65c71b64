"""Figures of the whole pipeline on text whose truth is known, and the gate that holds them to their floors.

    python -m scripts.evaluate                              all subjects on the project's own text
    python -m scripts.evaluate clean_text mill --corpus FOLDER --split test
    python -m scripts.evaluate mojibake --text FOLDER       anybody's .txt files
    python -m scripts.evaluate --check                      exit 1 where a figure sank below its floor or is missing

A corpus has the layout of `scripts.corpus`: thresholds were set on its tune part, its test part is for reports. Floors
stand in `scripts/evaluation/floors.toml`, one table for the own text and one for the test part. Figures go to standard
output, what the check found to standard error.

A subject is a module of `scripts/evaluation` with `measure(source, most)`, which yields figures as they are ready, and
`MOST`, how much text it takes unless told otherwise, in a unit of its own; `MOST_OWN`, where it has one, holds for the
project's own text, which CI measures. Its figures' names begin with its own.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from types import ModuleType

from scripts.corpus import CorpusError
from scripts.evaluation import (
    clean_text,
    compatibility,
    escapes,
    frame,
    html,
    junk,
    lost,
    mill,
    mojibake,
    pinyin_words,
    profile,
    reprints,
    spam,
    swaps,
    undecoded,
)
from scripts.evaluation.figures import Figure, Floor, Miss, check, read_floors
from scripts.evaluation.sources import Source, corpus, own_text, text_folder

SUBJECTS: tuple[ModuleType, ...] = (
    clean_text,
    mojibake,
    escapes,
    compatibility,
    lost,
    mill,
    pinyin_words,
    undecoded,
    spam,
    swaps,
    frame,
    html,
    profile,
    reprints,
    junk,
)


def name_of(subject: ModuleType) -> str:
    return subject.__name__.rpartition(".")[2]


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="python -m scripts.evaluate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = [name_of(subject) for subject in SUBJECTS]
    made.add_argument("subjects", nargs="*", metavar="SUBJECT", help=f"{', '.join(names)}; all when none is given")
    text = made.add_mutually_exclusive_group()
    text.add_argument("--corpus", type=Path, metavar="FOLDER", help="a corpus instead of the project's own text")
    text.add_argument("--text", type=Path, metavar="FOLDER", help="any .txt files instead")
    made.add_argument("--split", choices=("tune", "test"), default="tune", help="the part of the corpus")
    made.add_argument("--most", type=int, metavar="N", help="how much text, in the subject's unit")
    made.add_argument("--jobs", type=int, default=1, metavar="N", help="subjects measured side by side")
    made.add_argument("--check", action="store_true", help="exit 1 where a floor does not hold")
    made.add_argument("--json", action="store_true", help="one JSON object a figure")
    return made


def line_of(figure: Figure) -> str:
    """A figure as people read it, its note indented below."""
    low, high = figure.bounds()
    if figure.unit == "share":
        value = f"{figure.value:9.3%}"
        rest = f"{figure.events:,} of {figure.count:,} (95 % bounds {low:.3%} to {high:.3%})"
    else:
        value = f"{figure.value:9.2f}"
        rest = f"per million, {figure.events:,} in {figure.count:,} characters (95 % upper bound {high:.2f})"
    note = "".join(f"\n    {line}" for line in figure.note.split("\n") if line)
    return f"{figure.name:<48} {value}  {rest}{note}"


def table_of(misses: Iterable[Miss]) -> str:
    """The floors that do not hold, one a line."""
    return "\n".join(
        f"{miss.floor.name:<48} {f'{miss.figure.value:g}' if miss.figure else 'no figure':>12}  must be {miss.floor}"
        for miss in misses
    )


def measure(subjects: Iterable[str], source: Source, most: int | None, jobs: int) -> Iterator[Figure]:
    """The figures of all subjects, in their order; with several jobs, subjects side by side and each one whole."""
    if jobs == 1:
        for name in subjects:
            yield from figures_of(name, source, most)
        return
    with ProcessPoolExecutor(jobs) as pool:
        for figures in pool.map(_gathered, *zip(*((name, source, most) for name in subjects), strict=True)):
            yield from figures


def figures_of(name: str, source: Source, most: int | None) -> Iterator[Figure]:
    subject = next(subject for subject in SUBJECTS if name_of(subject) == name)
    usual: int = getattr(subject, "MOST_OWN", subject.MOST) if source.floors == "own" else subject.MOST
    found: Iterator[Figure] = subject.measure(source, usual if most is None else most)
    return found


def _gathered(name: str, source: Source, most: int | None) -> list[Figure]:
    return list(figures_of(name, source, most))


def main(arguments: list[str] | None = None) -> int:
    command = parser()
    given = command.parse_args(arguments)
    known = [name_of(subject) for subject in SUBJECTS]
    unknown = [name for name in given.subjects if name not in known]
    if unknown:
        command.error(f"no subject is called {unknown[0]!r}; there are {', '.join(known)}")
    chosen = given.subjects or known
    floors: list[Floor] = []
    try:
        source = _source(given)
        if given.check:
            if source.floors is None:
                command.error("--check: only the project's own text and the test part of a corpus have floors")
            floors = read_floors(source.floors)
    except (CorpusError, ValueError) as error:
        command.error(str(error))
    figures = []
    for figure in measure(chosen, source, given.most, given.jobs):
        figures.append(figure)
        print(json.dumps(asdict(figure), ensure_ascii=False) if given.json else line_of(figure), flush=True)
    misses = check(figures, floors, chosen)
    if misses:
        print(f"\nFloors of [{source.floors}] that do not hold:\n{table_of(misses)}", file=sys.stderr)
    return 1 if misses else 0


def _source(given: argparse.Namespace) -> Source:
    if given.corpus:
        return corpus(given.corpus, given.split)
    return text_folder(given.text) if given.text else own_text()


if __name__ == "__main__":
    sys.exit(main())

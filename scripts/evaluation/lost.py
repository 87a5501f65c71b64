"""What is beyond repair: the share of such places that are said to be lost, and that nothing is changed there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice
from random import Random

from scripts.evaluation.figures import Figure, share
from scripts.evaluation.pages import byte_cleaner, pages
from scripts.evaluation.sources import Source
from scripts.reenact.lost import KINDS, lose

MOST = 60
"""Pages of each kind."""

SHOWN = 3


def measure(source: Source, most: int) -> Iterator[Figure]:
    """A place is said to be lost when one edit of that status covers it."""
    texts = pages(source, "gbk", most)
    changed = cases = 0
    for kind in KINDS:
        said = done = 0
        missed: list[str] = []
        for number, page in enumerate(islice(cycle(texts), most)):
            damaged = lose(page, Random(f"{kind} {number}"), kind)
            if damaged is None:
                continue
            (scar,) = damaged.scars
            result = byte_cleaner().clean(damaged.text)
            covered = any(edit.start <= scar.start and scar.end <= edit.end for edit in result.lost)
            done += 1
            said += covered and result.text == damaged.text
            changed += result.text != damaged.text
            if not covered:
                missed.append(repr(damaged.text[max(0, scar.start - 8) : scar.end + 8]))
        yield share(f"lost.said.{kind}", said, done, "\n".join(missed[:SHOWN]))
        cases += done
    yield share("lost.changed", changed, cases)

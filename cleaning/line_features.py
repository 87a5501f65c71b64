"""What the line model sees of a line: its form, the kind of words in it, what the rule packs say, and its neighbours.

A feature is a string that holds or does not. What is seen of a line by itself is its shape (`line_shape.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby
from typing import NamedTuple

from cleaning.line_shape import NO_WORD, Shape
from cleaning.lines import is_signature


class Seen(NamedTuple):
    """What the rule packs say of a line: its kind, and the confidence alone and in company."""

    kind: str
    confidence: float
    company: float


SURE = 0.95
"""Confidence from which a line that a rule knows is an anchor for its neighbours."""

_ROWS = frozenset(f"boilerplate.{kind}" for kind in ("date", "source", "credit", "metadata", "counter"))
_OVER_LISTS = frozenset({"lists", "neighbour", "social", "app", "counts"})

LONGEST_TOP = 24
"""Lines from the beginning among which a headline and its copy stand."""


def features(lines: Sequence[str], seen: Sequence[Seen | None]) -> list[list[str]]:
    """The features of each line, in order. `lines` are normal lines without white space around them."""
    shapes = [Shape.of(line or "-") for line in lines]
    paragraphs = [place for place, shape in enumerate(shapes) if shape.paragraph]
    first = paragraphs[0] if paragraphs else len(lines)
    last = paragraphs[-1] if paragraphs else -1
    sure = [mark is not None and mark.confidence >= SURE for mark in seen]
    above = list(accumulate(sure, initial=0))
    wordy = list(accumulate((bool(shape.groups) and not shape.paragraph for shape in shapes), initial=0))
    times = _times(lines)
    echoes = _echoes(lines[:LONGEST_TOP])
    heads, runs = _heads(shapes), _runs(shapes)
    signed = _signed(lines)
    made = []
    for place, shape in enumerate(shapes):
        found = [f"{name}" for name in shape.names()]
        zone = "none" if not paragraphs else "top" if place < first else "bottom" if place > last else "middle"
        found.append(f"zone={zone}")
        if zone == "top":
            found.append(f"to_first={_near(first - place)}")
        if zone == "bottom":
            found.append(f"from_last={_near(place - last)}")
        found.append(f"{zone}:place={_near(place + 1)}" if zone == "top" else f"{zone}:end={_near(len(lines) - place)}")
        found += (f"{zone}:{name}" for name in (f"length={shape.length}", f"end={shape.end}"))
        for step in (-2, -1, 1, 2):
            other = shapes[place + step].summary if 0 <= place + step < len(shapes) else "edge"
            found.append(f"{step:+}{other}")
            if 0 <= place + step < len(shapes) and "date" in shapes[place + step].marks:
                found.append(f"{zone}:{step:+}date")
        found.append(f"{zone}:run={_near(runs[place])}")
        if zone == "bottom" or zone == "none":
            found.append(f"{zone}:head={heads[place]},{shape.summary}")
        if zone == "bottom" and place <= signed:
            found.append("signed_below")
        if place in echoes:
            found.append(f"{zone}:echo")
        found += _by_rules(place, seen, above, zone)
        low, high = max(0, place - 3), min(len(lines), place + 4)
        found.append(
            f"{zone}:company={min(3, wordy[high] - wordy[low] - (1 if shape.groups and not shape.paragraph else 0))}"
        )
        if times[place] > 1:
            found.append("repeated")
        made.append(found)
    return made


def _by_rules(place: int, seen: Sequence[Seen | None], above: Sequence[int], zone: str) -> Iterator[str]:
    mark = seen[place]
    if mark is not None:
        yield f"rule={'sure' if mark.confidence >= SURE else 'maybe' if mark.confidence >= 0.5 else 'hardly'}"
        yield f"rule={mark.kind.partition('.')[2]}"
    for step in (-2, -1, 1, 2):
        if 0 <= place + step < len(seen) and (other := seen[place + step]):
            yield f"{step:+}rule={'sure' if other.confidence >= SURE else 'maybe'}"
            if other.confidence >= SURE:
                yield f"{step:+}{'row' if other.kind in _ROWS else 'other'}"
    total = above[-1]
    yield f"{zone}:sure_above={min(2, above[place])}"
    yield f"{zone}:sure_below={min(2, total - above[place + 1])}"


def _echoes(lines: Sequence[str]) -> set[int]:
    """The lines that stand in another one, or another one in them: a headline and the page's title."""
    plain = [NO_WORD.sub("", line) for line in lines]
    short = [place for place, line in enumerate(plain) if 6 <= len(line) <= 60]
    return {
        place
        for place in short
        if any(other != place and (plain[place] in plain[other] or plain[other] in plain[place]) for other in short)
    }


def _signed(lines: Sequence[str]) -> int:
    """The last line that is a day under who signed on it; -1 without one."""
    places = range(len(lines) - 1, 0, -1)
    return next((place for place in places if is_signature(lines[place - 1], lines[place])), -1)


def _heads(shapes: Sequence[Shape]) -> list[str]:
    """For each line, what the last short line with such words above it is about: it may stand over a list."""
    answer = []
    last = "no"
    for shape in shapes:
        answer.append(last)
        if shape.paragraph:
            last = "no"
        elif shape.length in ("2", "4", "8", "14") and (about := _OVER_LISTS & shape.groups):
            last = min(about)
    return answer


def _runs(shapes: Sequence[Shape]) -> list[int]:
    """For each line, how many in a row have its summary."""
    answer: list[int] = []
    for _, run in groupby(shapes, key=lambda shape: shape.summary):
        size = len(list(run))
        answer += [size] * size
    return answer


def _near(distance: int) -> str:
    return str(distance) if distance < 4 else "4-6" if distance < 7 else "7+"


def _times(lines: Sequence[str]) -> list[int]:
    counts: dict[str, int] = {}
    for line in lines:
        counts[line] = counts.get(line, 0) + 1
    return [counts[line] for line in lines]

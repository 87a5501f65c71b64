"""A measured figure with its exact bounds, and the floors below or above which it must not go."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from math import exp, lgamma, log, log1p
from pathlib import Path
from typing import Literal

FLOORS = Path(__file__).with_name("floors.toml")

Unit = Literal["share", "per_million"]

DOUBT = 0.05
"""What each bound leaves on its side: one-sided 95 %."""


class FloorError(ValueError):
    """A row of the floors that cannot be used; the message names file, row and fault."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `share` (0 to 1) of `count` cases, or events `per_million` of `count` characters.

    `name` is `subject.what.of_what`; `note` may have several lines, examples to judge by eye for instance.
    """

    name: str
    value: float
    count: int
    unit: Unit = "share"
    note: str = ""

    @property
    def subject(self) -> str:
        return self.name.partition(".")[0]

    @property
    def events(self) -> int:
        """How many of `count` the value stands for."""
        return round(self.value * self.count / (1e6 if self.unit == "per_million" else 1))

    def bounds(self) -> tuple[float, float]:
        """The least and the greatest true value that fit, each at 95 %, one-sided and exact."""
        if not self.count:
            return 0.0, 1.0 if self.unit == "share" else float("inf")
        if self.unit == "share":
            return binomial_lower(self.events, self.count), binomial_upper(self.events, self.count)
        millions = self.count / 1e6
        return poisson_lower(self.events) / millions, poisson_upper(self.events) / millions


def share(name: str, right: int, cases: int, note: str = "") -> Figure:
    """The share of `cases` that are right; of no case, 0."""
    return Figure(name, right / cases if cases else 0.0, cases, "share", note)


def per_million(name: str, events: int, characters: int, note: str = "") -> Figure:
    """Events in every million characters; in no character, 0."""
    return Figure(name, events / characters * 1e6 if characters else 0.0, characters, "per_million", note)


def poisson_upper(count: int) -> float:
    """The upper bound of a Poisson mean of which `count` was seen (Garwood's).

    >>> round(poisson_upper(0), 3), round(poisson_upper(5), 3)
    (2.996, 10.513)
    """
    return _solve(_poisson_at_most(count), DOUBT, count, count + 10 + 5 * count**0.5)


def poisson_lower(count: int) -> float:
    """The lower bound: 0 for nothing seen."""
    return _solve(_poisson_at_most(count - 1), 1 - DOUBT, 0, count) if count else 0.0


def binomial_upper(right: int, cases: int) -> float:
    """The upper bound of a share of which `right` of `cases` were seen (Clopper and Pearson's).

    >>> round(binomial_upper(0, 100), 4), binomial_upper(7, 7)
    (0.0295, 1.0)
    """
    return _solve(_binomial_at_most(right, cases), DOUBT, right / cases, 1) if right < cases else 1.0


def binomial_lower(right: int, cases: int) -> float:
    """The lower bound of that share.

    >>> round(binomial_lower(100, 100), 4)
    0.9705
    """
    return 1 - binomial_upper(cases - right, cases)


def _poisson_at_most(count: int) -> Callable[[float], float]:
    weights = [(seen, lgamma(seen + 1)) for seen in _last_terms(count)]
    return lambda mean: sum(exp(seen * log(mean) - mean - weight) for seen, weight in weights)


def _binomial_at_most(count: int, cases: int) -> Callable[[float], float]:
    weights = [(seen, lgamma(cases + 1) - lgamma(seen + 1) - lgamma(cases - seen + 1)) for seen in _last_terms(count)]
    return lambda chance: sum(
        exp(weight + seen * log(chance) + (cases - seen) * log1p(-chance)) for seen, weight in weights
    )


def _last_terms(count: int) -> range:
    """The terms of a tail that count: those more than ten deviations below the last add nothing to a float."""
    return range(max(0, count - 40 - int(10 * count**0.5)), count + 1)


def _solve(falling: Callable[[float], float], level: float, low: float, high: float) -> float:
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > level else (low, middle)
    return high


@dataclass(frozen=True, slots=True)
class Floor:
    """The least or the most that the figure of this name may be."""

    name: str
    least: float | None = None
    most: float | None = None

    def holds(self, value: float) -> bool:
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)

    def __str__(self) -> str:
        return f"at least {self.least:g}" if self.least is not None else f"at most {self.most:g}"


@dataclass(frozen=True, slots=True)
class Miss:
    """A floor that does not hold; `figure` is None where nothing was measured under its name."""

    floor: Floor
    figure: Figure | None


def read_floors(table: str, path: Path = FLOORS) -> list[Floor]:
    """The floors of one table. Raises FloorError for a missing table and for a row without one number."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    if table not in tables:
        raise FloorError(f"{path.name}: there is no table [{table}]")
    floors = []
    for name, row in tables[table].items():
        known = isinstance(row, dict) and len(row) == 1 and row.keys() <= {"least", "most"}
        if not known or not all(type(number) in (int, float) for number in row.values()):
            raise FloorError(f'{path.name}: [{table}] "{name}": write {{ least = NUMBER }} or {{ most = NUMBER }}')
        floors.append(Floor(name, **row))
    return floors


def check(figures: Iterable[Figure], floors: Iterable[Floor], subjects: Collection[str]) -> list[Miss]:
    """The floors of `subjects` that do not hold, in order of the floors; a floor without its figure is one of them."""
    measured = {figure.name: figure for figure in figures}
    misses = []
    for floor in floors:
        figure = measured.get(floor.name)
        if floor.name.partition(".")[0] in subjects and not (figure and floor.holds(figure.value)):
            misses.append(Miss(floor, figure))
    return misses

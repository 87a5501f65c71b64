"""Which district a page belongs to: evidence weighed, not the first name met.

A city-wide report names every district, a county paper reports on its neighbours, and the site itself is the surest
witness. So each witness has a weight, the weights add up by district, and what is in balance belongs to the city.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

DISTRICT = {"host": 8.0, "office": 6.0, "headline": 5.0, "paper": 4.0, "lead": 2.5, "body": 2.0}
"""What each witness weighs for a district."""

CITY = {"host": 3.0, "office": 3.0, "headline": 4.0, "paper": 1.0, "lead": 1.0, "body": 2.0}
"""The same for the city: its sites and papers report on all districts, so they say little against one that is named."""

ENOUGH = 2.0
"""The least weight that assigns a page: a lead, or a body that names one place three times and hardly another."""

BALANCE = 0.6
"""A second district with this share of the first one's weight makes the page the city's."""

SEVERAL = 3
"""Districts named in the body from which on their number itself speaks for the city."""

BREADTH = 2.5
"""What many districts weigh for the city when none stands out; less by the share of the one named most."""

HEADLINE = 40
"""Characters; a first line up to this length without a full stop is a headline where the page gives none."""

DATELINE = 60
"""Characters at the start of the body in which a newspaper's name is its dateline."""

SIGNATURE = 120
"""Characters at the end of a notice among which its signature stands."""

OFFICE = 30
"""Longest name of an office that signs."""

OFFICE_ENDINGS = frozenset("局委办府会处院所部队室厅")
"""Last characters of the names of offices."""

ELSEWHERE = "elsewhere"
"""The split name of rows about other cities; never given to a page."""


class District(NamedTuple):
    """The split of a page, its Chinese name, and in words what spoke for it."""

    split: str
    name: str
    evidence: str


class PlacesError(ValueError):
    """A set of places that does not exist or cannot be used."""


class _Named(NamedTuple):
    """One mention of a place: whose (for another city, its own name), the word, and its row's kind."""

    split: str
    word: str
    kind: str


@cache
def load_places(name: str) -> Places:
    """A set of places by its name. Raises PlacesError where there is none of that name."""
    folder = files("dataset") / "data"
    known = sorted(entry.name[:-4] for entry in folder.iterdir() if entry.name.endswith(".tsv"))
    if name not in known:
        raise PlacesError(f"places: no set is called {name!r}; there is {', '.join(known)}")
    lines = (folder / f"{name}.tsv").read_text(encoding="utf-8").split("\n")
    return Places(line.split("\t") for line in lines if line and not line.startswith("#"))


def district_of(
    *, title: str = "", subtitle: str = "", issuing_office: str = "", source: str = "", host: str = "", text: str = ""
) -> District:
    """The district of Suzhou to which a page belongs; see `Places.district_of`.

    >>> district_of(title="市领导赴吴江区调研", source="苏州日报", text="昨天，市领导到吴江区调研。").split
    'wujiang'
    >>> district_of(text="吴江路在上海，非常熟悉的一条路。").split
    'unassigned'
    """
    return load_places("suzhou").district_of(
        title=title, subtitle=subtitle, issuing_office=issuing_office, source=source, host=host, text=text
    )


class Places:
    """A set of districts, from rows of (split, kind, value); the kinds are explained at the head of the data file."""

    def __init__(self, rows: Iterable[list[str]]) -> None:
        self._hosts: dict[str, str] = {}
        self._papers: list[tuple[str, str]] = []
        self._words: list[_Named] = []
        self._streets: tuple[str, ...] = ()
        self.names: dict[str, str] = {}
        levels: dict[str, str] = {}
        for split, kind, value in rows:
            if kind == "display":
                self.names[split] = value
            elif kind == "level":
                levels[value] = split
            elif kind == "host":
                self._hosts[value] = split
            elif kind == "paper":
                self._papers.append((value, split))
            elif kind == "street":
                self._streets += (value,)
            else:
                self._words.append(_Named(value if split == ELSEWHERE else split, value, kind))
        self.city, self.none = levels["city"], levels["none"]

    @cached_property
    def _automaton(self) -> AhoCorasick:
        from ahocorasick_rs import AhoCorasick, MatchKind

        return AhoCorasick([named.word for named in self._words], matchkind=MatchKind.LeftmostLongest)

    def district_of(
        self, *, title: str, subtitle: str, issuing_office: str, source: str, host: str, text: str
    ) -> District:
        """Weigh host, issuing office, headline, newspaper or dateline, lead paragraph and body. All in Simplified.

        Several districts in balance, or the city itself, give the city's split; no evidence, or more of it for another
        city, gives the split for the rest.
        """
        headline, lead = _head(title, subtitle, text)
        at_host = self._host(host)
        body = self._mentions(text, "", at_host)
        company = {named.split for named in body}
        weights: defaultdict[str, float] = defaultdict(float)
        words: list[str] = []

        def speak(witness: str, mentions: Mapping[str, str]) -> None:
            """Share one witness's weight among the districts it names, or give it to the city; other cities apart."""
            ours = [split for split in mentions if split in self.names and split != self.city]
            others = [split for split in mentions if split not in self.names]
            for named in (ours or [split for split in mentions if split == self.city], others):
                for split in named:
                    weight = (CITY if split == self.city else DISTRICT)[witness] / len(named)
                    weights[split] += weight
                    words.append(f"{witness} {mentions[split]} +{weight:.1f}")

        speak("host", {at_host: host} if at_host else {})
        office = issuing_office or _signature(text)
        for witness, part in (("office", office), ("headline", headline), ("lead", lead)):
            speak(witness, {named.split: named.word for named in self._mentions(part, company, at_host)})
        speak("paper", self._paper(source, text))
        self._weigh_body(Counter(named.split for named in body), weights, words)
        split = self._decide(weights)
        return District(split, self.names[split], "; ".join(words) or "no place named")

    def _host(self, host: str) -> str:
        parts = host.lower().rstrip(".").split(".")
        domains = (".".join(parts[at:]) for at in range(len(parts)))
        return next((self._hosts[domain] for domain in domains if domain in self._hosts), "")

    def _paper(self, source: str, text: str) -> dict[str, str]:
        for part in (source, text.lstrip()[:DATELINE]):
            for paper, split in self._papers:
                if paper in part:
                    return {split: paper}
        return {}

    def _mentions(self, text: str, company: Iterable[str], host: str) -> list[_Named]:
        """The places that a text names. Weak names and towns count in the company of names, here or in `company`."""
        found: list[tuple[int, int, _Named]] = []
        for which, start, end in self._automaton.find_matches_as_indexes(text):
            named = self._words[which]
            is_road = named.kind in ("name", "weak") and text.startswith(self._streets, end)
            inside = named.kind == "weak" and start > 0 and _is_han(text[start - 1])
            if named.kind != "blocked" and not is_road and not inside:
                found.append((start, end, named))
        strong = {named.split for _, _, named in found if named.kind == "name"} | set(company) | {host}
        at_home = not strong.isdisjoint(self.names)
        # 苏州市吴江区 names Wujiang once, and not the city beside it.
        before_another = {
            end for (_, end, named), (start, _, _) in pairwise(found) if named.split == self.city and end == start
        }
        return [
            named
            for _, end, named in found
            if end not in before_another
            and (named.kind == "name" or (at_home if named.kind == "town" else named.split in strong))
        ]

    def _weigh_body(self, counts: Counter[str], weights: defaultdict[str, float], words: list[str]) -> None:
        """The share of each place among all mentions; of the other cities only the one named most often counts."""
        others = [split for split, _ in counts.most_common() if split not in self.names]
        for split in others[1:]:
            del counts[split]
        total = counts.total()
        for split, count in counts.most_common():
            weight = (CITY if split == self.city else DISTRICT)["body"] * count / total * min(1.0, count / 3)
            weights[split] += weight
            if weight >= 0.3:
                words.append(f"body {self.names.get(split, split)} {count} of {total} +{weight:.1f}")
        inner = [counts[split] for split in counts if split in self.names and split != self.city]
        if len(inner) >= SEVERAL:
            weight = BREADTH * (1 - max(inner) / total)
            weights[self.city] += weight
            words.append(f"body {len(inner)} districts +{weight:.1f}")

    def _decide(self, weights: Mapping[str, float]) -> str:
        city = weights.get(self.city, 0.0)
        inner = sorted(
            (weights[split] for split in weights if split in self.names and split != self.city), reverse=True
        )
        other = max((weights[split] for split in weights if split not in self.names), default=0.0)
        best, second = (*inner, 0.0, 0.0)[:2]
        if max(best, city) < ENOUGH or other > max(best, city):
            return self.none
        if city > best or second >= BALANCE * best:
            return self.city
        return next(split for split in weights if split in self.names and split != self.city and weights[split] == best)


def _head(title: str, subtitle: str, text: str) -> tuple[str, str]:
    """The headline and the lead paragraph."""
    lines = [line.strip() for line in text.split("\n", 8)[:8] if line.strip()]
    headline = f"{title}\n{subtitle}".strip()
    if not headline and lines and len(lines[0]) <= HEADLINE and "。" not in lines[0]:
        headline = lines[0]
    lead = next((line for line in lines if len(line) > HEADLINE or "。" in line), "")
    return headline, lead


def _signature(text: str) -> str:
    """The office that signs a notice: a short line at the end that ends like an office's name."""
    lines = [line.strip() for line in text[-SIGNATURE:].split("\n") if line.strip()][-3:]
    return next((line for line in lines if 4 <= len(line) <= OFFICE and line[-1] in OFFICE_ENDINGS), "")


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or character >= "\U00020000"

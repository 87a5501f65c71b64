"""Pages sent through the re-enacted mill: how many come back character for character, after script and width.

Sites are random (`scripts.reenact.mill_page`): tables, marks, script, decoder, private use, NFKC. Frame, headline and
junk are off, since they would judge the article and not the mill. A page is *said* where it differs from the truth only
in ASCII that a misread byte took along and that is reported as lost. Scars are judged one by one, as the repair alone
proposes them; those of sites that leave no sign of half a character are counted apart. Notes list what went wrong.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from random import Random

from cleaning import Cleaner, CleanResult
from cleaning.fold import fold
from cleaning.readings import GLOSS
from scripts.evaluation.figures import Figure, share
from scripts.evaluation.scars import ScarOutcome, scar_outcomes
from scripts.evaluation.sources import Source
from scripts.reenact import Damaged
from scripts.reenact.honest_glosses import KINDS
from scripts.reenact.mill_page import GLOSS as GLOSS_KIND
from scripts.reenact.mill_page import Site, make_site, mill_page
from scripts.reenact.toneless_mill import make_table as make_toneless_table
from scripts.reenact.toneless_mill import scattered_page, toneless_page

MOST = 200
"""Pages."""

MOST_OWN = 40

SHOWN = 12


@dataclass(slots=True)
class Tally:
    """What is counted over the pages of one run."""

    pages: Counter[str] = field(default_factory=Counter)
    exact: Counter[str] = field(default_factory=Counter)
    said: int = 0
    size: int = 0
    wrong: int = 0
    glosses: int = 0
    left: int = 0
    scars: dict[str, list[ScarOutcome]] = field(default_factory=lambda: defaultdict(list))
    missed: list[str] = field(default_factory=list)


def measure(source: Source, most: int) -> Iterator[Figure]:
    """Exact pages, wrong characters, scars by what was possible and what was done, glosses, honest glosses."""
    cleaner = Cleaner(off=["frame", "headline", "junk"])
    tally = Tally()
    for number, text in enumerate(_texts(source, most)):
        rng = Random(number)
        site = make_site(rng, text)
        damaged = mill_page(text, site)
        _count(tally, text, site, damaged, cleaner.clean(damaged.text))
    total = tally.pages.total()
    yield share("mill.pages.exact", tally.exact.total(), total, "\n".join(tally.missed[:SHOWN]))
    for kind in sorted(tally.pages):
        yield share(f"mill.pages.exact.{kind}", tally.exact[kind], tally.pages[kind])
    yield share("mill.pages.exact_or_said", tally.exact.total() + tally.said, total)
    yield share("mill.characters.wrong", tally.wrong, tally.size)
    yield share("mill.glosses.removed", tally.glosses - tally.left, tally.glosses)
    yield from _scars(tally)
    pages = list(_texts(source, most // 2))
    tables = (make_toneless_table(Random(number)) for number in range(len(pages)))
    toneless = (toneless_page(text, table) for text, table in zip(pages, tables, strict=True))
    yield from _glosses_only("toneless", toneless, cleaner)
    scattered = (scattered_page(text, Random(number), traditional=number % 3 > 0) for number, text in enumerate(pages))
    yield from _glosses_only("scattered", scattered, cleaner)
    yield from _honest(source, most, cleaner)


def _texts(source: Source, most: int) -> Iterator[str]:
    done = 0
    for document in source.shuffled(2, news=True, least=400, most=4000):
        try:
            document.text.encode("gbk")
        except UnicodeEncodeError:
            continue
        yield document.text
        done += 1
        if done == most:
            return


def _count(tally: Tally, text: str, site: Site, damaged: Damaged, result: CleanResult) -> None:
    assert result.original == damaged.text
    kind = "half_dropped" if site.drops_half else "traditional" if site.traditional else "simplified"
    before, after = _plain(text), _plain(result.text)
    tally.pages[kind] += 1
    tally.exact[kind] += before == after
    tally.size += len(before)
    tally.glosses += sum(scar.kind == GLOSS_KIND for scar in damaged.scars)
    tally.left += len(GLOSS.findall(result.text))
    tally.scars["half_dropped" if site.drops_half else "all"] += scar_outcomes(damaged)
    if before == after:
        return
    changes = [
        change for change in SequenceMatcher(None, before, after, autojunk=False).get_opcodes() if change[0] != "equal"
    ]
    tally.wrong += sum(max(b - a, d - c) for _, a, b, c, d in changes)
    lost = len(result.lost)
    if len(changes) <= lost and all(b - a == 1 and after[c:d] == "?" for _, a, b, c, d in changes):
        tally.said += 1
    else:
        _, a, b, c, d = changes[0]
        tally.missed.append(f"{kind}: {before[max(0, a - 8) : a]}[{before[a:b]!r} came out as {after[c:d]!r}]")


def _scars(tally: Tally) -> Iterator[Figure]:
    for kind, outcomes in sorted(tally.scars.items()):
        for possible in ("sole", "several"):
            these = [one for one in outcomes if one.sole == (possible == "sole")]
            right = sum(one.did == "right" for one in these)
            wrong = [one for one in these if one.did == "wrong"]
            notes = "\n".join(f"{one.shown!r} was {one.truth!r}, not {one.proposed!r}" for one in wrong[:SHOWN])
            yield share(f"mill.scars.{kind}.{possible}.right", right, len(these), notes)
        applied = [one for one in outcomes if one.did in ("right", "partly", "wrong")]
        good = sum(one.did != "wrong" for one in applied)
        yield share(f"mill.scars.{kind}.partly", sum(one.did == "partly" for one in outcomes), len(outcomes))
        yield share(f"mill.scars.{kind}.applied_right", good, len(applied))


def _glosses_only(name: str, pages: Iterable[Damaged], cleaner: Cleaner) -> Iterator[Figure]:
    """Pages of a mill that works on characters: exact ones, and glosses that are gone."""
    tally = Tally()
    for damaged in pages:
        result = cleaner.clean(damaged.text)
        before, after = _plain(cleaner.clean(damaged.original).text), _plain(result.text)
        glosses = len(damaged.scars)
        tally.pages["all"] += 1
        tally.exact["all"] += before == after
        tally.glosses += glosses
        tally.left += min(glosses, len(GLOSS.findall(result.text)))
        if before != after:
            changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
            _, a, b, c, d = next(change for change in changes if change[0] != "equal")
            place = before[max(0, a - 8) : a]
            tally.missed.append(f"{glosses} glosses: {place}[{before[a:b]!r} came out as {after[c:d]!r}]")
    yield share(f"mill.{name}.exact", tally.exact["all"], tally.pages["all"], "\n".join(tally.missed[:SHOWN]))
    yield share(f"mill.{name}.glosses.removed", tally.glosses - tally.left, tally.glosses)


def _honest(source: Source, most: int, cleaner: Cleaner) -> Iterator[Figure]:
    """Pages with glosses that people wrote; every one that the mill's repairs change counts."""
    changed = done = 0
    notes: list[str] = []
    for number, text in enumerate(_texts(source, most // 4)):
        for kind in KINDS:
            page = kind(text, Random(number))
            edits = [edit for edit in cleaner.clean(page).applied if edit.family == "mill"]
            done += 1
            changed += bool(edits)
            notes += [f"{kind.__name__}: {edits[0].before!r} became {edits[0].after!r}"] if edits else []
    yield share("mill.honest.changed", changed, done, "\n".join(notes[:SHOWN]))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", fold(text)).replace(" ", "").replace("著", "着")

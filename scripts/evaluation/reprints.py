"""Reprints: which pages are found to be one text, and what a damaged copy heals with another damaged copy beside it.

Clusters: articles with reprints of every kind (an editor's version, another headline or footer, an excerpt, a mill's
page, one with junk) among templated notices, cleaned and compared as `clean --reprints` does; pairs are counted, and
two excerpts of one article are no pair. Healing: a page and its only witness are damaged independently; a scar is exact
if all of its place is as it was. `wrong` are changes elsewhere that damage neither page shows, and `revised` genuine
differences between two sound copies that were changed in either.
"""

from __future__ import annotations

import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import combinations, islice
from pathlib import Path
from random import Random

from cleaning import Cleaner, Witness
from cleaning.fold import fold
from dataset.near_copies import related_texts
from scripts.evaluation.figures import Figure, per_million, share
from scripts.evaluation.sources import Source
from scripts.reenact import Damaged, Scar, replaced
from scripts.reenact.characters import is_han
from scripts.reenact.junk import insert
from scripts.reenact.mill_page import GLOSS, make_site, mill_page
from scripts.reenact.misreading import READERS
from scripts.reenact.mojibake import misread_span
from scripts.reenact.reprints import edited, excerpt, notice, revised, templates, with_footer, with_headline

MOST = 120
"""Articles."""

MOST_OWN = 12

LEAST_PAGE, MOST_PAGE = 250, 3000
"""Characters of an article."""

EVERY = 350
"""Characters for each junk insertion and each lost character; one insertion in two copies is one in 175."""

REVISED_EVERY = 60

NOTICES = 4
"""Notices of each template."""

SHOWN = 6

OFF = ("frame", "headline")


def measure(source: Source, most: int) -> Iterator[Figure]:
    cleaner = Cleaner(off=OFF)
    texts = list(islice(_sound(source, cleaner), most))
    yield from _clusters(texts, cleaner)
    for size in ((2, 3, 4), (1,), (5,), (6,)):
        name = "junk" if len(size) > 1 else f"junk_{size[0]}"
        yield from _healed(name, texts, lambda text, rng, size=size: _junk(text, rng, size), cleaner)  # type: ignore[misc]
    yield from _healed("mill", texts, _mill, cleaner)
    yield from _healed("lost", texts, _lost, cleaner)
    yield from _healed("misread", texts, _misread, cleaner)
    yield from _revised(texts, cleaner)


def _sound(source: Source, cleaner: Cleaner) -> Iterator[str]:
    """Articles in Simplified and GBK that the pipeline leaves as they are."""
    for document in source.shuffled(7, news=True, least=LEAST_PAGE, most=MOST_PAGE, writing="simplified"):
        try:
            document.text.encode("gbk")
        except UnicodeEncodeError:
            continue
        if cleaner.clean(document.text).text == document.text:
            yield document.text


# --- clusters -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Copy:
    """A page of the set: `of` is the article or notice that it is made from; excerpts of one are no pair."""

    of: str
    kind: str
    text: str


def copies(texts: Sequence[str], cleaner: Cleaner) -> list[Copy]:
    """The articles, two reprints of each, and the notices, as they come out of the first cleaning."""
    found: list[Copy] = []
    for number, text in enumerate(texts):
        rng = Random(f"copies {number}")
        other = texts[(number + 1) % len(texts)]
        of = f"article {number}"
        found.append(Copy(of, "article", text))
        for kind in rng.sample(REPRINTS, 2):
            copy = _reprint(kind, text, other, rng)
            found.append(Copy(of, kind, cleaner.clean(copy).text if kind in ("mill", "junk") else copy))
    for name, template in templates():
        rng = Random(name)
        found += (Copy(f"{name} {number}", "notice", notice(template, rng)) for number in range(NOTICES))
    return found


REPRINTS = ("edited_5", "edited_15", "edited_30", "headline", "footer", "excerpt_20", "excerpt_40", "mill", "junk")


def _reprint(kind: str, text: str, other: str, rng: Random) -> str:
    name, _, share_of = kind.partition("_")
    if name == "edited":
        return edited(text, rng, int(share_of) / 100, other)
    if name == "excerpt":
        return excerpt(text, rng, int(share_of) / 100)
    if name == "mill":
        return mill_page(text, make_site(rng, text)).text
    if name == "junk":
        return insert(text, rng, len(text) // 100).text
    return with_headline(text, rng) if name == "headline" else with_footer(text, rng)


def _clusters(texts: Sequence[str], cleaner: Cleaner) -> Iterator[Figure]:
    pages = copies(texts, cleaner)
    with tempfile.TemporaryDirectory() as folder:
        found = related_texts([page.text for page in pages], Path(folder))
    truth = {
        (one, other)
        for one, other in combinations(range(len(pages)), 2)
        if pages[one].of == pages[other].of and not _both_excerpts(pages[one], pages[other])
    }
    missed = sorted(truth - found)
    wrong = sorted(pair for pair in found - truth if pages[pair[0]].of != pages[pair[1]].of)
    yield share("reprints.clusters.recall", len(truth & found), len(truth), _named(missed, pages))
    yield share("reprints.clusters.precision", len(found) - len(wrong), len(found), _named(wrong, pages))
    notices = [number for number, page in enumerate(pages) if page.kind == "notice"]
    merged = {number for pair in found for number in pair if pages[number].kind == "notice"}
    yield share("reprints.notices.apart", len(notices) - len(merged), len(notices))


def _both_excerpts(one: Copy, other: Copy) -> bool:
    return one.kind.startswith("excerpt") and other.kind.startswith("excerpt")


def _named(pairs: Sequence[tuple[int, int]], pages: Sequence[Copy]) -> str:
    return "\n".join(
        f"{pages[one].of}, {pages[one].kind} | {pages[other].of}, {pages[other].kind}" for one, other in pairs[:SHOWN]
    )


# --- healing ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Healing:
    """What became of the scars of many pages: alone, and with one witness; notes on what is not exact."""

    scars: int = 0
    alone: int = 0
    exact: int = 0
    wrong: int = 0
    size: int = 0
    missed: list[str] = field(default_factory=list)
    strayed: list[str] = field(default_factory=list)


Damage = Callable[[str, Random], Damaged]


def _healed(name: str, texts: Sequence[str], damage: Damage, cleaner: Cleaner) -> Iterator[Figure]:
    tally = Healing()
    for number, text in enumerate(texts):
        damaged = damage(text, Random(f"{name} {number}"))
        witness = Witness("other", cleaner.clean(damage(text, Random(f"{name} witness {number}")).text).text)
        for witnesses in ((), (witness,)):
            _judge(tally, text, damaged, cleaner.clean(damaged.text, witnesses=witnesses).text, healed=bool(witnesses))
    yield share(f"reprints.{name}.exact", tally.exact, tally.scars, "\n".join(tally.missed[:SHOWN]))
    yield share(f"reprints.{name}.exact_alone", tally.alone, tally.scars)
    yield per_million(f"reprints.{name}.wrong", tally.wrong, tally.size, "\n".join(tally.strayed[:SHOWN]))


def _judge(tally: Healing, text: str, damaged: Damaged, output: str, *, healed: bool) -> None:
    """Add one page: its scars that are mended, and what changed elsewhere."""
    truth, shown = _plain(text), _plain(output)
    hunks = [
        (first, last, start, end)
        for kind, first, last, start, end in SequenceMatcher(None, truth, shown, autojunk=False).get_opcodes()
        if kind != "equal"
    ]
    spans = _spans_of(text, damaged)
    read = _spans_of(text, damaged, glosses=True)
    right = 0
    for begin, end in spans:
        touching = [hunk for hunk in hunks if hunk[0] <= end and begin <= hunk[1]]
        right += not touching
        if touching and healed:
            _, _, start, stop = touching[0]
            tally.missed.append(
                f"{truth[max(0, begin - 6) : end + 6]!r} came out as {shown[max(0, start - 6) : stop + 6]!r}"
            )
    if not healed:
        tally.alone += right
        return
    tally.exact += right
    tally.scars += len(spans)
    tally.size += len(truth)
    for first, last, start, end in hunks:
        if not any(first <= stop and begin <= last for begin, stop in read):
            tally.wrong += 1
            tally.strayed.append(
                f"{truth[max(0, first - 6) : last + 6]!r} came out as {shown[max(0, start - 6) : end + 6]!r}"
            )


def _spans_of(text: str, damaged: Damaged, *, glosses: bool = False) -> list[tuple[int, int]]:
    """Where the scars lie in the plain truth, with those that are readings alone or without them."""
    same = len(damaged.original) == len(text)
    found = []
    shift = 0
    for scar in damaged.scars:
        begin = scar.start + shift
        end = begin + len(scar.original)
        shift += len(scar.original) - (scar.end - scar.start)
        if glosses or scar.kind != GLOSS:
            source = text if same else damaged.original
            found.append((len(_plain(source[:begin])), len(_plain(source[:end]))))
    return found


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", fold(text))


def _junk(text: str, rng: Random, lengths: Sequence[int]) -> Damaged:
    return insert(text, rng, max(1, len(text) // EVERY), lengths)


def _mill(text: str, rng: Random) -> Damaged:
    return mill_page(text, make_site(rng, text, drops_half=False))


def _lost(text: str, rng: Random) -> Damaged:
    """Single characters and pairs whose bytes are gone: U+FFFD stands there."""
    places = sorted(rng.sample([at for at, sign in enumerate(text[:-2]) if is_han(sign)], max(1, len(text) // EVERY)))
    chosen: list[tuple[int, int, str]] = []
    for at in places:
        size = rng.choice((1, 1, 2))
        if not chosen or at > chosen[-1][1] + 1:
            chosen.append((at, at + size, "\ufffd" * rng.choice((1, size))))
    return replaced(text, chosen, "lost")


def _misread(text: str, rng: Random) -> Damaged:
    """One sentence of UTF-8 read as GBK, with bytes lost on the way where the draw has it so."""
    best = None
    for _ in range(20):
        span = misread_span(text, rng, "utf8_as_gbk", rng.choice(READERS), rng.choice(("run", "sentence")))
        best = span or best
        if span and span.touched:
            break
    if best is None:
        return Damaged(text, text, ())
    return Damaged(text, best.text, (Scar(best.start, best.end, text[best.begin : best.stop], "misread"),))


# --- genuine differences ------------------------------------------------------------------------------------------


def _revised(texts: Sequence[str], cleaner: Cleaner) -> Iterator[Figure]:
    """Both copies are sound: each cleaned with the other as its witness must stay as it is alone."""
    wrong = size = places = 0
    notes: list[str] = []
    for number, text in enumerate(texts):
        version = revised(text, Random(f"revised {number}"), REVISED_EVERY)
        places += 2 * len(version.scars)
        for copy, other in ((text, version.text), (version.text, text)):
            edits = cleaner.clean(copy, witnesses=(Witness("other", other),)).applied
            made = [edit for edit in edits if edit.kind.endswith(".reprint")]
            wrong += len(made)
            size += len(copy)
            notes += (f"{edit.before!r} became {edit.after!r}: {edit.evidence}" for edit in made)
    yield per_million("reprints.revised.wrong", wrong, size, "\n".join([f"{places:,} differences", *notes[:SHOWN]]))

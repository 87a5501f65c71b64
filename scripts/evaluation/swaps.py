"""Swaps: odd synonyms of the lexicon put back, common words that became an unknown brand discovered.

`with_context` are places where both sides of a lexicon entry fit; `anywhere` are all places of the originals. `spun`
are news pages on which three in five of the words of the spinning list are swapped everywhere. For discovery one of a
news page's ten commonest words, three times there or more, becomes an invented brand everywhere; `discovered` pages
have the word proposed in every place, repaired or flagged, `repaired` pages come back. Weakened are every 最 and every
第一 of news.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from random import Random

from cleaning import Cleaner
from cleaning.edit import Composition
from cleaning.fold import fold
from cleaning.lexicon import rows
from cleaning.order import ORDER
from cleaning.repairs.swap import sites
from cleaning.swap_spun import spinning_table
from cleaning.swap_words import common_words
from scripts.evaluation.figures import Figure, per_million, share
from scripts.evaluation.sources import Source
from scripts.reenact import Damaged, Scar
from scripts.reenact.swaps import spin, swap, swap_common_word, weaken

MOST = 400
"""Pages of each kind."""

MOST_OWN = 30

LEAST_PAGE, MOST_PAGE = 300, 6000
"""Characters of a page."""

OFTEN = 6
"""Occurrences from which an unknown swap is also counted apart."""

SPUN = 0.6
"""Share of the spinning list that a made table has."""

SHOWN = 8


def _off(subject: str) -> tuple[str, ...]:
    """All repairs but one."""
    return tuple(repair.name for repair in ORDER if not repair.always and repair.name != subject)


def measure(source: Source, most: int) -> Iterator[Figure]:
    cleaner = Cleaner(script="keep", off=_off("swap"))
    yield from _lexicon(source, most, cleaner)
    yield from _spun(source, most, cleaner)
    yield from _discovery(source, most, cleaner)
    yield from _weakened(source, most)
    yield from _clean(source, most, cleaner)


def _lexicon(source: Source, most: int, cleaner: Cleaner) -> Iterator[Figure]:
    table = {row[1]: row[0] for row in rows("swaps")}
    right = cases = sure = all_sure = wrong = size = 0
    missed: list[str] = []
    for document in islice(source.shuffled(1, least=LEAST_PAGE, most=MOST_PAGE, writing="simplified"), most):
        damaged = swap(document.text, table)
        contexts = {site.start for site in sites(fold(damaged.text)) if site.sides == 2}
        # In step 0 of the swaps everything is put back at once, so spans are those of the damaged page.
        edits = cleaner.clean(damaged.text).applied
        first = min((edit.step for edit in edits), default=0)
        back = {edit.start: edit.after for edit in edits if edit.step == first}
        # What the page as a whole tells (`swap.spun`) is measured below.
        alone = {edit.start for edit in edits if edit.step == first and edit.kind == "swap.lexicon"}
        size += len(damaged.text)
        for scar in damaged.scars:
            cases += 1
            good = back.pop(scar.start, None) == scar.original
            right += good
            if scar.start in contexts:
                all_sure += 1
                sure += good
                missed += [] if good else [damaged.text[max(0, scar.start - 12) : scar.end + 12]]
        wrong += len(back.keys() & alone)
    yield share("swaps.lexicon.with_context", sure, all_sure, "\n".join(missed[:SHOWN]))
    yield share("swaps.lexicon.anywhere", right, cases)
    yield per_million("swaps.lexicon.wrong", wrong, size, "of the damaged pages")


def _spun(source: Source, most: int, cleaner: Cleaner) -> Iterator[Figure]:
    pages = known = cases = right = applied = 0
    wrong: list[str] = []
    for number, document in enumerate(source.shuffled(6, news=True, least=LEAST_PAGE, most=MOST_PAGE)):
        if pages == most:
            break
        damaged = spin(fold(document.text), spinning_table(), Random(number), SPUN)
        pages += 1
        result = cleaner.clean(damaged.text)
        composition = Composition(result.edits)
        made = [edit for edit in result.applied if edit.kind in ("swap.spun", "swap.lexicon")]
        spans = [composition.to_original(edit.step, edit.start, edit.end) for edit in made]
        good = [_undamaged(damaged, *span) == edit.after for span, edit in zip(spans, made, strict=True)]
        known += any(edit.kind == "swap.spun" for edit in made)
        cases, right, applied = cases + len(damaged.scars), right + sum(good), applied + len(made)
        wrong += (f"{edit.before} → {edit.after}" for edit, fine in zip(made, good, strict=True) if not fine)
    yield share("swaps.spun.pages_known", known, pages)
    yield share("swaps.spun.repaired", right, cases)
    yield share("swaps.spun.applied_right", right, applied, "\n".join(wrong[:SHOWN]))


def _undamaged(damaged: Damaged, start: int, end: int) -> str | None:
    """What stood in a span of the damaged text, which may be longer than a scar (认真 + 人); None without a scar."""
    scars = [scar for scar in damaged.scars if start <= scar.start and scar.end <= end]
    text = damaged.text[start:end]
    for scar in reversed(scars):
        text = text[: scar.start - start] + scar.original + text[scar.end - start :]
    return text if scars else None


def _discovery(source: Source, most: int, cleaner: Cleaner) -> Iterator[Figure]:
    words = frozenset(common_words())
    taken = frozenset(row[0] for row in rows("words"))
    pages = discovered = repaired = 0
    often = often_found = 0
    wrong: list[str] = []
    for number, document in enumerate(source.shuffled(3, news=True, least=LEAST_PAGE, most=MOST_PAGE)):
        if pages == most:
            break
        text = document.text
        damaged = swap_common_word(text, Random(number), words, taken)
        if damaged is None:
            continue
        pages += 1
        original, brand = damaged.scars[0].original, damaged.text[damaged.scars[0].start : damaged.scars[0].end]
        result = cleaner.clean(damaged.text)
        proposed = {(e.before, e.after) for e in result.edits if e.kind == "swap.discovered"}
        found = any(damaged.text.replace(before, after) == text for before, after in proposed)
        discovered += found
        repaired += result.text == text
        if len(damaged.scars) >= OFTEN:
            often, often_found = often + 1, often_found + found
        made = {(e.before, e.after) for e in result.applied if e.kind == "swap.discovered"}
        wrong += (f"{original} as {brand}: {pair}" for pair in made if damaged.text.replace(*pair) != text)
    yield share("swaps.unknown.discovered", discovered, pages)
    yield share(f"swaps.unknown.discovered_of_{OFTEN}_or_more", often_found, often)
    yield share("swaps.unknown.repaired", repaired, pages)
    yield share("swaps.unknown.wrong", len(wrong), pages, "\n".join(wrong[:SHOWN]))


def _weakened(source: Source, most: int) -> Iterator[Figure]:
    cleaner = Cleaner(script="keep", off=_off("weakened"))
    repaired = seen = cases = wrong = 0
    for number, document in enumerate(islice(source.shuffled(5, news=True, most=MOST_PAGE), most)):
        damaged = weaken(document.text, Random(number))
        cases += len(damaged.scars)
        result = cleaner.clean(damaged.text)
        # One pass mends nearly all, so spans are those of the damaged page but for what a second pass adds.
        first = min((edit.step for edit in result.applied), default=0)
        for edit in result.applied:
            mended = damaged.text[: edit.start] + edit.after + damaged.text[edit.end :]
            good = edit.step > first or any(_mends(mended, scar, damaged.text) for scar in damaged.scars)
            repaired, wrong = repaired + good, wrong + (not good)
        seen += len(result.flagged)
    yield share("swaps.weakened.repaired", repaired, cases, f"{seen} more flagged")
    yield share("swaps.weakened.wrong", wrong, cases)


def _mends(mended: str, scar: Scar, text: str) -> bool:
    return mended == text[: scar.start] + scar.original + text[scar.end :]


def _clean(source: Source, most: int, cleaner: Cleaner) -> Iterator[Figure]:
    """What is applied and flagged where nothing was swapped."""
    size = applied = flagged = 0
    seen: list[str] = []
    both = (cleaner, Cleaner(script="keep", off=_off("weakened")))
    for document in islice(source.shuffled(4, most=MOST_PAGE), 4 * most):
        edits = [edit for one in both for edit in one.clean(document.text).edits if edit.family == "swap"]
        size += len(document.text)
        applied += sum(edit.status == "applied" for edit in edits)
        strings = {(edit.before, edit.after) for edit in edits if edit.status == "flagged"}
        flagged += len(strings)
        seen += (f"{before} → {after}" for before, after in strings)
    yield per_million("swaps.clean.wrong", applied, size)
    yield per_million("swaps.clean.flagged", flagged, size, "strings, not places\n" + "\n".join(seen[:SHOWN]))

"""Which of two copies is damaged where they differ, and how sure that is.

Another copy never wins by its word alone: what stands here must look damaged by itself. That is a mark of damage
(U+FFFD, private use, what is left of a mill's reading, a question mark inside a word), characters that are bytes of the
other copy's misread, or text that the language model finds far less likely than what stands in the other copy.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cleaning.copy_bytes import bytes_gone, misread, shifted
from cleaning.copy_differences import Difference
from cleaning.copy_junk import Insertion, insertion_of, junk_scores
from cleaning.fold import fold
from cleaning.language_model import LanguageModel
from cleaning.numerals import NUMERALS, are_chosen
from cleaning.prose import HAN
from cleaning.readings import GLOSS

SURE, UNSURE = 0.995, 0.8
"""Confidence of a repair that is made, and of one that is only flagged, whatever its family's floor."""

SHARED = 0.6
"""Least share of the wording around that both copies hold."""

BESIDE = 2
"""Least characters of wording that agree directly on either side; on the left twice as many do as well, and on the
right where both texts begin."""

JUNK, EDITED, MOST_EDITED = 0.5, 0.75, 3.0
"""Least score of junk (nats, `copy_junk.py`) beside a faithful copy; what each difference that is no damage adds, since
it shows an editor at work; and the most that they add."""

WORTH = -1.0
"""Score from which what may be junk is flagged."""

FILL_GAIN = 6.0
"""Least nats by which the other copy's text is likelier than what stands at a mark of damage."""

FILL_COST, FILL_FIRST = 8.0, 6.0
"""Most surprisal of what is taken from the other copy, a character and once: more may be damaged there too."""

SCAR_MEAN, SCAR_GAIN = 9.5, 12.0
"""Least mean surprisal of characters without a mark that were read from the wrong bytes, and nats to be gained."""

MISREAD_ALONE = 3
"""Least characters of misread bytes on a page that shows no others."""

LEAST_BARE = 3
"""Least Han between readings of which the model can say whether they are a scar's."""

WINDOW = 6
"""Characters on either side that the model is shown."""

_LOSS = re.compile("[\x80-\x9f\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_READING = re.compile("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿɑɡ]")
_FOREIGN = re.compile("[\u00a1-\u024f\u0370-\u052f\u3040-\u30ff\uac00-\ud7af\uff61-\uff9f]")
"""Letters that misread bytes show as; where the other copy has Chinese, they are no quotation."""

_FIGURE = re.compile(f"[0-9０-９{NUMERALS}]")
_NUMERAL = re.compile(f"[{NUMERALS}]")
_HAN = re.compile(f"[{HAN}]")


class Judgement(NamedTuple):
    """What to do with a difference: the family, and how sure."""

    family: str
    confidence: float
    reason: str


class Site(NamedTuple):
    """A difference with its texts: `mine` here, `theirs` in the other copy, and that copy's text around it.

    `mine_only` and `theirs_only` are what one copy alone has, where it may be junk.
    """

    difference: Difference
    mine: str
    theirs: str
    left: str
    right: str
    mine_only: Insertion | None
    theirs_only: Insertion | None


class Page(NamedTuple):
    """What is known of the damage of the whole page."""

    by_mill: bool
    misread: bool


def site_of(difference: Difference, text: str, other: str) -> Site:
    start, end = difference.other_start, difference.other_end
    mine, theirs = text[difference.start : difference.end], other[start:end]
    return Site(
        difference,
        mine,
        theirs,
        other[max(0, start - WINDOW) : start],
        other[end : end + WINDOW],
        insertion_of(text, difference.start, mine, theirs),
        insertion_of(other, start, theirs, mine),
    )


def judge(sites: Sequence[Site], model: LanguageModel, page: Page) -> list[Judgement | None]:
    """A judgement for every site that says anything; the model is asked in bulk."""
    mine = _junk(sites, [site.mine_only for site in sites], model)
    theirs = _junk(sites, [site.theirs_only for site in sites], model)
    plain = sum(
        _is_plain(site) and max(one, other) < JUNK for site, one, other in zip(sites, mine, theirs, strict=True)
    )
    least = JUNK + min(MOST_EDITED, EDITED * plain)
    windows: list[tuple[str, str, str]] = []
    for site in sites:
        windows += ((site.left, site.mine, site.right), (site.left, site.theirs, site.right))
        windows += ((site.left, site.mine, ""), (site.left, site.theirs, ""))
    costs = -model.score_many(windows).reshape(-1, 4)
    found: list[Judgement | None] = []
    for site, score, row in zip(sites, mine, costs.tolist(), strict=True):
        if not _is_anchored(site.difference):
            found.append(None)
        elif site.mine_only:
            found.append(_judge_junk(score, least))
        else:
            found.append(_judge_other(site, *row, model=model, page=page))
    return found


def _junk(sites: Sequence[Site], insertions: Sequence[Insertion | None], model: LanguageModel) -> list[float]:
    scores = iter(junk_scores([insertion for insertion in insertions if insertion], model))
    return [next(scores) if insertion else float("-inf") for insertion, _ in zip(insertions, sites, strict=True)]


def _is_plain(site: Site) -> bool:
    """Whether the copies differ in their words, and neither shows a mark of damage there."""
    difference = site.difference
    marks = (_LOSS, _READING, _FOREIGN)
    damaged = any(mark.search(side) for mark in marks for side in (site.mine, site.theirs))
    return difference.letters + difference.other_letters > 0 and not damaged and "?" not in site.mine


def _is_anchored(difference: Difference) -> bool:
    left, right = difference.left, difference.right
    if difference.start == difference.other_start == 0:
        return difference.shared >= SHARED and right >= 2 * BESIDE
    return difference.shared >= SHARED and left >= BESIDE and (right >= BESIDE or left >= 2 * BESIDE)


def _judge_junk(score: float, least: float) -> Judgement | None:
    """What only this copy has."""
    if score < WORTH:
        return None
    return Judgement("junk", SURE if score >= least else UNSURE, f"not there; {score:.1f} nats for junk")


def _judge_other(
    site: Site, cost: float, other_cost: float, inside: float, other_inside: float, *, model: LanguageModel, page: Page
) -> Judgement | None:
    """`cost`: nats of what stands here and of what follows it; `inside`: of what stands here alone."""
    _, mine, theirs, *_ = site
    if not mine or any(mark.search(theirs) for mark in (_LOSS, _READING, _FOREIGN)):
        return None
    gain = cost - other_cost
    sound = other_inside <= FILL_COST * len(theirs) + FILL_FIRST
    said = f"{gain:.1f} nats likelier there"
    # What the bytes prove needs no likelihood, and a figure in it was there.
    if page.by_mill and shifted(mine, theirs + site.right[:1]):
        return Judgement("mill", SURE, "the same bytes, shifted")
    if (read := misread(mine, theirs + site.right[:1])) and not _keeps_all(mine, theirs):
        sure = read >= MISREAD_ALONE or (page.misread and (read > 1 or (gain >= FILL_GAIN and sound)))
        return Judgement("mojibake", SURE if sure else UNSURE, "the same bytes, misread")
    if _READING.search(mine) and _is_glossed_only(mine, model):
        return None
    if not theirs and _HAN.search(mine):
        return None  # A passage that the copy leaves out, which is damaged somewhere here.
    if family := _marked(mine, theirs, page):
        # What is lost was something: that there is nothing in the other copy tells that the copies differ.
        sure = gain >= FILL_GAIN and sound and 0 < len(theirs) <= 3 * len(mine) + 4
        sure = sure and not _changes_figure(site, model) and _explains_letters(site, family, inside, page)
        return Judgement(family, SURE if sure else UNSURE, f"damaged here, {said}")
    if not (_HAN.search(mine) and _HAN.search(theirs)) or _FIGURE.search(mine):
        return None
    improbable = inside >= SCAR_MEAN * len(mine) and gain >= SCAR_GAIN and sound
    if page.misread and (_lost_its_end(mine, theirs) or bytes_gone(mine, theirs)):
        sure = gain >= FILL_GAIN and sound and not _changes_figure(site, model)
        return Judgement("mojibake", SURE if sure else UNSURE, f"filled in otherwise, {said}")
    if page.by_mill and improbable:
        sure = abs(len(mine) - len(theirs)) <= 2 and not _changes_figure(site, model)
        return Judgement("mill", SURE if sure else UNSURE, f"makes no sense here, {said}")
    return None


def _marked(mine: str, theirs: str, page: Page) -> str:
    """The family of the damage that stands here by its marks; '' where there are none."""
    if _READING.search(mine):
        return "mill" if page.by_mill else ""
    if _LOSS.search(mine):
        return "mill" if page.by_mill else "mojibake"
    if not _HAN.search(theirs):
        return ""
    if _FOREIGN.search(mine):
        return "mojibake"
    return ("mill" if page.by_mill else "mojibake") if "?" in mine else ""


def _explains_letters(site: Site, family: str, inside: float, page: Page) -> bool:
    """Whether what is still readable stands in the other copy too, or is what misreading made of it.

    A mill shifts characters, so it is not asked there.
    """
    if family == "mill" or _keeps_all(site.mine, site.theirs):
        return True
    return page.misread and inside >= SCAR_MEAN * len(site.mine)


def _keeps_all(mine: str, theirs: str) -> bool:
    """Whether every character of Chinese here stands there too."""
    return not set(_HAN.findall(fold(mine))) - set(fold(theirs))


def _lost_its_end(mine: str, theirs: str) -> bool:
    """Whether two characters differ in their last byte of UTF-8 alone: the one was filled in for the other."""
    one, other = mine.encode("utf-8", "replace"), theirs.encode("utf-8", "replace")
    return len(one) == len(other) == 3 and one[:2] == other[:2]


def _changes_figure(site: Site, model: LanguageModel) -> bool:
    """Whether a figure would be written, or lost. A numeral that the model would choose itself (统一, 十分) is none."""
    mine, theirs = site.mine, site.theirs
    if any(sign.isdigit() and not _HAN.match(sign) for sign in mine + theirs):
        return True
    if not _NUMERAL.search(theirs):
        return bool(_NUMERAL.search(mine)) and "?" not in mine
    return bool(_NUMERAL.search(mine)) or not are_chosen(site.left, theirs, site.right, model)


def _is_glossed_only(mine: str, model: LanguageModel) -> bool:
    """Whether nothing is wrong here but the readings, which go without a copy: `三百多個(gè)品種` is another's text."""
    bare = GLOSS.sub("", mine)
    if _READING.search(bare) or _LOSS.search(bare) or "?" in bare or len(_HAN.findall(bare)) < LEAST_BARE:
        return False
    return float(model.surprisal(bare).mean()) < SCAR_MEAN

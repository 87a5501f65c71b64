"""Pinyin glosses that a content mill glued behind characters.

`會(huì )議召開(kāi)` → `會議召開`; `垚(yáo)` in a name, a lesson or a poem's notes stays.

The mill replaces *every* occurrence of each character of its table, and its tables hold common characters, mostly
such whose Simplified form differs. Teaching text explains a character once, and rare ones. So the page decides, not
the single gloss: how many glosses, how often the same character again, whether it also stands without one. Where that
leaves doubt, a corpus profile may know the character's gloss from other pages of the site. What does not fit the
reading of the character before it is left to the byte scars.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaning.bare_glosses import BareGlosses
from cleaning.context import Context
from cleaning.edit import Proposal
from cleaning.gloss_page import HAN, MADE_BY_MILL, GlossPage, in_a_table
from cleaning.readings import standard
from cleaning.toneless_page import TonelessPage

TRIGGERS = frozenset("(abcdefghijklmnopqrstuvwxyz")

EXPLAINED = 0.8
"""Highest confidence for a rare character that both scripts write alike: likely explained, not glossed; flagged."""

BROKEN = 0.97
"""Confidence of a gloss that lost a bracket, where its character has the same reading elsewhere on a mill's page."""

OF_THE_SITE = 0.97
"""Confidence of a gloss that a profile knows of the site's table, where the page glosses the character throughout."""

_BLANK = re.compile(
    rf"^[ \t]*+(?:\?[ ]?)+$|^[ \t]*+(?:\?[ ]){{2,}}(?=[{HAN}“《【])|(?<=[{HAN}] )\?(?=[{HAN}])", re.MULTILINE
)
"""What GBK made of blanks that it lacks (U+00A0, U+2003): `? ? 本文`, a line `?`, and inside `摘 ?要`."""

FOLLOWED = 3
"""Edits of the mill made before on this page from which the glosses that are left are its own too."""

SCARRED, LIKELY = 0.95, 0.3
"""Confidence of glosses that are a mill's with this likelihood and more, beside a byte scar that was repaired: a few
glosses on a Simplified page may be anybody's, a scar nobody writes."""


def propose(text: str, context: Context) -> Iterable[Proposal]:
    yield from _bare(BareGlosses(text))
    if "(" not in context.alphabet:
        return
    yield from _toneless(TonelessPage(text))
    page = GlossPage(text)
    if not page.sites:
        return
    confidence = page.confidence
    if context.applied.get("mill.gloss", 0) + context.applied.get("mill.scar", 0) >= FOLLOWED:
        confidence = max(confidence, 0.995)
    elif confidence >= LIKELY and context.applied.get("mill.scar", 0):
        confidence = max(confidence, SCARRED)
    table = context.profile.gloss_table(context.host)
    evidence = _evidence(page)
    for site in page.sites:
        sure = confidence if in_a_table(site[1]) else min(confidence, EXPLAINED)
        if sure < OF_THE_SITE and standard(site[2]) in table.get(site[1], ()) and page.is_always_glossed(site[1]):
            known = f"in the table that the mill of {context.host} glosses by; {evidence}"
            yield Proposal(site.end(1), page.end(site), "", "mill.gloss", known, OF_THE_SITE)
            continue
        yield Proposal(site.end(1), page.end(site), "", "mill.gloss", evidence, round(sure, 4))
    if confidence >= MADE_BY_MILL:
        for site in page.broken():
            yield Proposal(site.end(1), site.end(), "", "mill.gloss", "a broken gloss of the site's table", BROKEN)
        for blank in _BLANK.finditer(text):
            yield Proposal(*blank.span(), "", "mill.blank", "a wide blank that the mill's encoding lacked", BROKEN)


def _bare(page: BareGlosses) -> Iterable[Proposal]:
    confidence = round(page.confidence, 4)
    for site in page.sites if confidence else ():
        evidence = f"{len(page.sites)} readings without brackets behind their characters"
        yield Proposal(site.end(1), site.end(), "", "mill.gloss", evidence, confidence)


def _toneless(page: TonelessPage) -> Iterable[Proposal]:
    confidence = round(page.confidence, 4)
    for site in page.sites if confidence else ():
        evidence = f"{_evidence(page)}, without tones"
        yield Proposal(site.end(1), page.end(site), "", "mill.gloss", evidence, confidence)


def _evidence(page: GlossPage) -> str:
    return f"{len(page.sites)} glosses on {len(page.counts)} characters, {page.share:.0%} of their occurrences"

"""Phrases that content mills and hijacked sites push into articles: betting brands, adult keywords, adverts.

`推动产凯发娱乐官网www.kf88.com：业升级` → `推动产业升级`; `時(s……hí)間` → `時(shí)間`. A report on a betting site
says `警方查明，“凯发娱乐”平台涉赌` and stays, as does a sports page, a menu and an address in a guide. What sites strew
into pages by chance goes too: pictographs, and the hidden signs of forums.

No word is a proof. A phrase goes when the evidence adds up: the sentence holds together without it, best over a word;
it looks as no author writes (address and colon, keywords in a row); the page has more of it, or shows the mill. Where
the page writes about the matter, or the phrase stands in quotation marks, all that counts for little.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from math import exp

from cleaning.context import Context
from cleaning.edit import Proposal
from cleaning.fold import fold
from cleaning.jammers import jammers, stamps
from cleaning.language_model import default_model
from cleaning.own_insertions import own_addresses, own_headline
from cleaning.pictographs import FIRST, pictographs
from cleaning.readings import GLOSS, fits
from cleaning.spam_evidence import Place, places
from cleaning.spam_lines import keyword_lines
from cleaning.spam_phrases import SINGLE, Phrase, Word, phrases, words
from cleaning.spam_tails import betting_tails

TRIGGERS: frozenset[str] = frozenset()

BASE = -1.2
"""Log-odds of a phrase of which nothing is known: most are said by somebody."""

JOINT, WORD = 0.25, 0.35
"""Log-odds a nat of a better joint, and of a word over it (ln frequency). With the rest, they were set by hand so that
on the tune part not one name of a betting site in the place of another name is taken out."""

COMPANY = (0.0, 1.5, 2.5, 3.2, 3.7, 4.2)
"""Log-odds for none, one, two … other phrases on the page that are likely by themselves."""

OTHER = 0.6
"""Share of that for vague words beside phrases of another trade."""

LIGHT, WEIGHTY = -3.0, 2.0
"""Log-odds of a phrase below such a weight (`精品高清`, an address): ordinary without company."""

LIKELY = 1.0
"""Log-odds from which a phrase counts as likely by itself."""

MILL = 3.5
"""Log-odds for a page with three glosses or more, or with damage of a mill found before."""

SUBJECT = (0.0, -1.5, -5.0)
"""Log-odds for one, two and more words that show that the page writes about betting, fraud or policing."""

QUOTED = -5.0
"""Log-odds for quotation marks, brackets of titles, a word like 名为 at the phrase, or a verb before the brand."""

ORDINARY = frozenset({"advert", "vague", "call", "address"})
"""Classes whose words statutes and warnings use as well (`非法代开发票的`): of a phrase without any other, the
page's other faults say nothing."""

CALLS = (0.0, 1.2, 2.4, 5.0)
"""Log-odds of a brand for none, one, two and three calls behind it: `官网手机版登录` is how no author names a site."""

ENDED, DASHED = 3.0, 2.0
"""Log-odds of a brand or trade for a colon or dots, and for a hyphen, at its end between two Chinese characters. With
a joint of 4 nats that is enough, with one of 2 it is not."""

SWAPPED, AGAIN, JOINED = -3.0, 3, 1.0
"""Log-odds of a phrase that was swapped in for a name, and how often it stands there with which mean joint at most,
nats: on a real page a brand stood for 公司 and for 党, seven times, with a mean of -0.7; pushed-in phrases have 4."""

INSTEAD = 0.7
"""Least confidence of such a phrase, if it is more than one name and the page does not write about betting: a flag."""

TERM = -3.0
"""Log-odds for a trade and what to do there without any name (`商标国际注册`, `国际线路`): a term of the article."""

CHEAPER = 5.0
"""Nats by which the insertion has to be the likelier story; for ordinary words in a row it is not."""

CLEAR, UNCLEAR = 3.0, 0.92
"""Least margin of the borders, and the highest confidence below it: a word of the article may hang on them."""

MOST = 0.999

_NAMED = re.compile("[“‘「『《〈\"'`【\\[（(]$|(?:[写印贴标画喊]着|[写印贴标]有|名为|名叫|叫做?|称为|所谓|域名)$")
_USED = re.compile(
    "(?:发布|发来|收到|办理|从事|访问|在|通过|利用|使用|打开|进入|浏览|网址[为是]?|官网[为是：:]?|平台|网站|APP|app|品牌)$"
)
_OPENED = re.compile(
    "(?:[”’」』》〉\"'`】\\]）)]|等(?!待|级|候)|集团|公司|案[，。]|网站|平台|品牌"
    "|为(?:由|名|诱饵|幌子|噱头)"
    "|[几个]+(?:大|小)?字|的?(?:小?广告|消息|短信|信息|字样|帖子|传单|链接)|[一之]类|这[样类种])"
)
_HAN = re.compile("[㐀-鿿豈-﫿]")
_STOPS = frozenset("。，；！？")
_BROKEN_GLOSS = re.compile(r"([㐀-鿿豈-﫿])\(([^()\n]{3,80}?)( ?)\)")
_FOREIGN = re.compile("[^a-zɑɡà-ǜ\u0300-\u030c](?:.*[^a-zɑɡà-ǜ\u0300-\u030c])?", re.DOTALL)
"""What may have been pushed into a reading: it neither begins nor ends in a letter that the reading may own."""
_SPLITS = tuple((head, tail) for head in range(1, 6) for tail in range(1, 6))
_SAYS = re.compile("[㐀-鿿豈-﫿…]|[.．]{2}")


def propose(text: str, context: Context) -> Iterable[Proposal]:
    folded = context.folded
    found = words(folded)
    settled = list(_broken_glosses(text, found)) if "(" in context.alphabet else []
    settled += jammers(text)
    settled += stamps(text)
    if max(context.alphabet, default="") >= FIRST:
        settled += pictographs(text)
    settled += own_addresses(text, context.host)
    settled += own_headline(folded, fold(context.title), default_model())
    if found:
        settled += keyword_lines(folded, found)
        settled += betting_tails(folded, found)
    yield from settled
    if heavy := [phrase for phrase in phrases(folded, found) if not _within(phrase, settled)]:
        yield from _inserted(text, folded, heavy, found, context)


def _within(phrase: Phrase, settled: Sequence[Proposal]) -> bool:
    return any(item.start < phrase.end and phrase.start < item.end for item in settled)


def _broken_glosses(text: str, found: Sequence[Word]) -> Iterable[Proposal]:
    """A gloss with something pushed into it is whole again without it: the rest is a reading of the character."""
    starts = [word.start for word in found]
    for site in _BROKEN_GLOSS.finditer(text):
        character, inner = site[1], site[2]
        if not _SAYS.search(inner):
            continue
        best = None
        for head, tail in _SPLITS:
            middle = inner[head : len(inner) - tail]
            if not middle or not fits(character, inner[:head] + inner[len(inner) - tail :]):
                continue
            start = site.start(2) + head
            end = start + len(middle)
            if _FOREIGN.fullmatch(middle):
                best = start, end
                break
            # A phrase may end in Latin letters itself (`w必赢真人appèn`); then a word of it has to be known.
            if not best and bisect_left(starts, start) < bisect_left(starts, end):
                best = start, end
        if best:
            evidence = f"the rest of the bracket is a reading of {character}"
            yield Proposal(*best, "", "junk.phrase", evidence, 0.9985)


def _inserted(
    text: str, folded: str, heavy: list[Phrase], found: Sequence[Word], context: Context
) -> Iterable[Proposal]:
    judged = places(folded, heavy, default_model())
    alone = [_log_odds(folded, place, phrase) for place, phrase in zip(judged, heavy, strict=True)]
    likely = [phrase for phrase, odds in zip(heavy, alone, strict=True) if odds >= LIKELY]
    adult = sum(any(word.kind == "adult" for word in phrase.words) for phrase in likely)
    subject = len({folded[word.start : word.end] for word in found if word.kind == "subject"})
    mill = context.damage("mill") > 0 or _shows_glosses(text)
    swapped = _swapped(folded, judged)
    for place, phrase, odds in zip(judged, heavy, alone, strict=True):
        others = len(likely) - (odds >= LIKELY) + context.applied.get("junk.phrase", 0)
        total = odds + SUBJECT[min(subject, 2)]
        kinds = {word.kind for word in phrase.words}
        if kinds == {"vague"}:
            total += max(COMPANY[min(adult, len(COMPANY) - 1)], OTHER * COMPANY[min(others, len(COMPANY) - 1)])
        elif not kinds <= ORDINARY and not _is_term(folded, place, phrase):
            total += MILL * mill + COMPANY[min(others, len(COMPANY) - 1)]
        instead = folded[place.start : place.end] in swapped
        if instead:
            total += SWAPPED
        confidence = min(MOST if place.margin > CLEAR else UNCLEAR, 1 / (1 + exp(-total)))
        if instead and not subject and place.weight >= SINGLE:
            confidence = max(INSTEAD, confidence)
        evidence = (
            f"weight {place.weight}, {place.cheaper:.0f} nats likelier as an insertion, joint {place.joint:.1f}, word"
            f" over it {place.word:.1f}; {others} more on the page, {subject} words of the subject"
            f"{', a mill page' if mill else ''}{', in the place of a name' if instead else ''}"
        )
        yield Proposal(place.start, place.end, "", "junk.phrase", evidence, round(confidence, 4))


def _swapped(folded: str, judged: Sequence[Place]) -> set[str]:
    """Phrases that stand again and again where nothing joins without them: in the place of a name, which is lost."""
    joints: dict[str, list[float]] = {}
    for place in judged:
        joints.setdefault(folded[place.start : place.end], []).append(place.joint)
    return {text for text, found in joints.items() if len(found) >= AGAIN and sum(found) < JOINED * len(found)}


def _shows_glosses(text: str) -> bool:
    return "(" in text and len(GLOSS.findall(text[:20_000])) >= 3


def _log_odds(folded: str, place: Place, phrase: Phrase) -> float:
    """How likely the phrase was pushed in, by itself, as log-odds."""
    start, end = place.start, place.end
    kinds = [word.kind for word in phrase.words if word.start >= start and word.end <= end]
    odds = BASE + _looks(kinds, folded[start:end], place.inside, _ends_clause(folded, start, end))
    if _is_term(folded, place, phrase):
        odds += TERM
    if place.weight < WEIGHTY:
        odds += LIGHT
    # Beside digits, Latin letters and marks the model's joint says little: they follow on anything.
    odds += JOINT * min(12.0 if place.inside else 2.0, max(-4.0, place.joint)) + WORD * place.word
    if place.cheaper < CHEAPER:
        return odds - 5.0
    entered = len(kinds) > 1 and kinds[0] == "call" and kinds[1] in ("brand", "name")
    # Keywords in a row are no name of anything, so a verb before them is the article's.
    listed = place.inside and kinds.count("adult") >= 2
    used = not listed and _USED.search(folded, max(0, start - 3), start)
    if entered or used or _NAMED.search(folded, max(0, start - 3), start) or _OPENED.match(folded, end):
        odds += QUOTED
    return odds


def _is_term(folded: str, place: Place, phrase: Phrase) -> bool:
    """Whether a phrase says a trade and what to do there, and no name, known or unknown."""
    return all(word.kind in ("trade", "call") for word in phrase.words) and not _HAN.search(
        folded, place.start, phrase.start
    )


def _ends_clause(folded: str, start: int, end: int) -> bool:
    """Whether the phrase is glued to Chinese on one side and stands at a stop on the other."""
    before, behind = folded[start - 1 : start], folded[end : end + 1]
    return bool((_HAN.match(before) and behind in _STOPS) or (before in _STOPS and _HAN.match(behind)))


def _looks(kinds: list[str], phrase: str, inside: bool, ends_clause: bool) -> float:
    """Log-odds for looks that no author gives a name: keywords in a row, a call and an address glued to a brand."""
    adult, vague, calls = kinds.count("adult"), kinds.count("vague"), kinds.count("call")
    odds = 0.0
    if adult and adult + vague >= 2:
        odds += (5.0 if inside else 4.0 if ends_clause else 2.5) + min(4.0, adult + vague - 2)
    elif inside and vague >= 3:
        odds += 2.0 * (vague - 2)
    if "advert" in kinds and "contact" in kinds:
        odds += 7.0 if inside else 4.5 if ends_clause else 2.0
    if "brand" in kinds or "name" in kinds or "trade" in kinds:
        ended = phrase.endswith((":", "：", "…"))
        odds += CALLS[min(calls, 3)] + (ENDED if inside else 1.5) * ended
        odds += DASHED * (inside and phrase.endswith("-"))
        odds += (4.0 if inside or ended else 1.5) * ("address" in kinds)
    return odds

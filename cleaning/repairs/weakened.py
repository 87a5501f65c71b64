"""Superlatives that an advertising filter weakened: 最 made 较, a forbidden word made `*`, 一 dropped behind 第.

`较大限度地减少损失` → `最大限度地减少损失`; `全国*大的湿地` → `全国最大的湿地`; `居全省第。` is flagged or mended.
`较好的成绩`, `张**`, `138****1234`, `*强调*` and `五星★★★*` stay.

The language model decides, and has to be very sure: where the forbidden word makes the text likelier by far than what
is written, nobody but a filter wrote that. What was dropped without a trace (全球, 首家) cannot be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import exp

from cleaning.context import Context
from cleaning.edit import Proposal
from cleaning.language_model import default_model

TRIGGERS = frozenset("较較*＊第")

NEAR = 6
"""Characters on either side that are looked at."""

SUPERLATIVE, SURE_SUPERLATIVE = 5.0, 8.0
"""Nats by which 最 is likelier than 较 in its place, to be flagged and to be put back. A filter takes every
superlative, so on a page that keeps one nothing is put back. In 5.5 million characters (tune part) no 较 of the other
pages lies above 6.7 and four lie above 5; of every 最 of news made 较 58 % lie above 8, 71 % above 5."""

BESIDE_A_SURE = 3.5
"""The same beside another that is sure: with it 62.6 % of the superlatives of news come back, without 60.3 %."""

STARRED = 2.0
"""Nats by which a forbidden word in place of the asterisks is likelier than nothing there; Markdown and the like stay
below 1.2 (430 places of the tune part), of every 最 of news made `*` two in three lie above."""

BESIDE_STARS = -3.5
"""The same for a flag on a page that has a word starred for sure: what the model expects less is starred, too."""

DROPPED = 2.0
"""The same for 一 behind a 第 that no numeral follows; clean text stays below 0, of every dropped 一 98 % lie above."""

AT_A_STOP, STOPS = 0.0, frozenset("，。、；！")
"""The same before a stop, for a flag: hardly anything but a numeral stands between 第 and a stop."""

AHEAD = 4.0
"""Head start of 一 over other numerals, natural log: it is 第一 that the filters take."""

FORBIDDEN = ("最", "一", "首", "第一", "唯一", "首家", "首次", "首个")
"""Words that the filters star. All are the same in both scripts or follow the page's (首个)."""

NUMERALS = "一二三四五六七八九十"

MADE, SEEN, PERHAPS = 0.995, 0.9, 0.6
"""Confidence where the model is sure, and where the word is only the likeliest, or one of many: flagged."""

_HAN = "㐀-鿿豈-﫿"
_WEAK = re.compile("[较較](?=[大小高低多少好佳优强新近早晚快慢美长短难易重深广具为终后初先受热严关直现根急])")
_KEPT = re.compile("最(?![近后後終终初])")
_STARS = re.compile(rf"(?<=[{_HAN}])[*＊]{{1,2}}(?=[{_HAN}])")
_ORDINAL = re.compile(
    rf"(?<![次门等及落品{NUMERALS}])第(?=[{_HAN}。，、；！])(?![{NUMERALS}百千零〇两几某甲乙壹贰叁肆伍])"
)


def propose(text: str, context: Context) -> Iterable[Proposal]:
    folded = context.folded
    alphabet = context.alphabet
    if "较" in alphabet or "較" in alphabet:
        yield from _superlatives(folded)
    if "*" in alphabet or "＊" in alphabet:
        yield from _starred(folded, context)
    if "第" in alphabet:
        yield from _ordinals(folded)


def _around(folded: str, start: int, end: int) -> tuple[str, str]:
    return folded[max(0, start - NEAR) : start], folded[end : end + NEAR]


def _superlatives(folded: str) -> Iterable[Proposal]:
    sites = [site.start() for site in _WEAK.finditer(folded)]
    windows = []
    for at in sites:
        left, right = _around(folded, at, at + 1)
        windows += [(left, "最", right), (left, "较", right)]
    scores = default_model().score_many(windows).reshape(-1, 2)
    kept = _KEPT.search(folded)
    gains = (scores[:, 0] - scores[:, 1]).tolist()
    sure = sum(gain > SURE_SUPERLATIVE for gain in gains)
    for at, gain in zip(sites, gains, strict=True):
        # A filter takes every superlative: one that is sure makes the others of its page so.
        least = BESIDE_A_SURE if sure > (gain > SURE_SUPERLATIVE) else SURE_SUPERLATIVE
        if gain > min(SUPERLATIVE, least):
            confidence = MADE if gain > least and not kept else SEEN
            yield Proposal(at, at + 1, "最", "swap.weakened", f"最 is {gain:.1f} nats likelier than 较", confidence)


def _starred(folded: str, context: Context) -> Iterable[Proposal]:
    sites = [site.span() for site in _STARS.finditer(folded)]
    windows = []
    for start, end in sites:
        left, right = _around(folded, start, end)
        windows += [(left, word, right) for word in (*FORBIDDEN, "")]
    scores = default_model().score_many(windows).reshape(-1, len(FORBIDDEN) + 1)
    traditional = context.has_traditional and context.settings.script != "simplified"
    filtered = bool(sites) and float((scores[:, :-1].max(axis=1) - scores[:, -1]).max()) > STARRED
    for (start, end), (*rivals, nothing) in zip(sites, scores.tolist(), strict=True):
        best = max(range(len(rivals)), key=rivals.__getitem__)
        lift = rivals[best] - nothing
        if lift > (BESIDE_STARS if filtered else STARRED):
            posterior = 1 / sum(exp(rival - rivals[best]) for rival in rivals)
            word = FORBIDDEN[best].replace("个", "個") if traditional else FORBIDDEN[best]
            evidence = f"{word} is {lift:.1f} nats likelier there than nothing, posterior {posterior:.3f}"
            confidence = PERHAPS if lift <= STARRED else MADE if posterior > 0.99 else SEEN
            yield Proposal(start, end, word, "swap.weakened", evidence, confidence)


def _ordinals(folded: str) -> Iterable[Proposal]:
    sites = [site.end() for site in _ORDINAL.finditer(folded)]
    windows = []
    for at in sites:
        left, right = _around(folded, at, at)
        windows += [(left, word, right) for word in (*NUMERALS, "")]
    scores = default_model().score_many(windows).reshape(-1, len(NUMERALS) + 1)
    for at, (first, *others, nothing) in zip(sites, scores.tolist(), strict=True):
        lift = first - nothing
        if lift > (AT_A_STOP if folded[at : at + 1] in STOPS else DROPPED):
            posterior = 1 / (1 + sum(exp(other - first - AHEAD) for other in others))
            evidence = f"一 is {lift:.1f} nats likelier than nothing, posterior {posterior:.3f}"
            sure = lift > DROPPED and posterior > 0.99
            yield Proposal(at - 1, at, "第一", "swap.weakened", evidence, MADE if sure else SEEN)

"""Words spelt in pinyin to pass a filter for what advertising law forbids.

`开发区diyi方阵` → `开发区第一方阵`; `zui具幸福感` → `最具幸福感`. E-mail addresses, URLs, user names, a lesson that
says `拼音diyi`, and every spelling outside the list stay.

Filters write the forbidden word toneless, in lower case, without a separator, glued to Chinese on at least one side.
The list gives the words of each spelling, the language model chooses among them in context; the forbidden word starts
ahead, because nothing but the filter makes such spellings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from math import exp

from cleaning.context import Context
from cleaning.edit import Proposal
from cleaning.language_model import default_model
from cleaning.lexicon import rows

TRIGGERS = frozenset("abcdefghijklmnopqrstuvwxyz")

_LATIN = r"A-Za-z0-9_@./\\\-=+#&%:~À-ɏ"
_SITE = re.compile(rf"(?<![{_LATIN}])[a-z]{{3,24}}(?![{_LATIN}(])")
_HAN = re.compile("[㐀-鿿豈-﫿]")
_NAMED_AS_PINYIN = re.compile(
    "(?:拼音|拼作|拼写|读作|读音|念作|念成|输入|键入|域名|网址|账号|帐号|用户名|密码|微信|公众号|邮箱|命令|参数|变量)[^，。；！？]{0,6}$"
)
"""Words before a spelling that say it is meant as one."""


AHEAD = 4.0
"""Head start of the forbidden word over its homophones, natural log."""

SURPRISING = 8.5
"""Mean surprisal (natural log, per character) of the chosen word in its place above which it is not believed. Generous:
in 47 million characters of clean text no listed spelling stands glued to Chinese at all."""

CONTEXT = 12

JUDGED = 3
"""Characters behind the word whose surprisal counts: a model of order 4 lets the word judge these."""


@cache
def _words() -> dict[str, tuple[str, ...]]:
    return {spelling: tuple(words.split(",")) for spelling, words in rows("pinyin_words")}


def propose(text: str, context: Context) -> Iterable[Proposal]:
    for site in _SITE.finditer(text):
        words = _words().get(site[0])
        if not words:
            continue
        start, end = site.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        glued = bool(_HAN.match(before)) + bool(_HAN.match(after))
        if not glued or _NAMED_AS_PINYIN.search(text[max(0, start - 10) : start]):
            continue
        left, right = context.folded[max(0, start - CONTEXT) : start], context.folded[end : end + CONTEXT]
        scores = [float(score) for score in default_model().score_many([(left, word, right) for word in words])]
        weights = [score + (AHEAD if place == 0 else 0.0) for place, score in enumerate(scores)]
        best = max(range(len(words)), key=weights.__getitem__)
        posterior = 1 / sum(exp(weight - weights[best]) for weight in weights)
        surprisal = -scores[best] / (len(words[best]) + min(JUDGED, len(right)))
        confidence = min(0.998 if glued == 2 else 0.995, posterior)
        if surprisal > SURPRISING:
            confidence = min(confidence, 0.8)
        evidence = f"{len(words)} words spelt so, posterior {posterior:.3f}, surprisal {surprisal:.1f} a character"
        yield Proposal(start, end, words[best], "pinyin.word", evidence, round(confidence, 4))

"""The word that a swap took away: it fits in all of the places where the swapped-in string fits in none.

Every ordinary word that the page lacks (a swap leaves none) is tried in all places at once, and the language model's
sums are compared: the best against the next, against the string that stands there, and against nothing at all. Where a
true name stands, a word is hardly better than nothing, and many words are about as good; where a word was taken away,
it is far better than both, and no other comes near.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import exp, log
from typing import TYPE_CHECKING, NamedTuple

from cleaning.language_model import default_model
from cleaning.swap_suspects import REACH, SHORTEST, Suspect
from cleaning.swap_words import Words, ordinary_words, those

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleaning.language_model import LanguageModel

SIEVE, KEPT = (1500, 500, 200), 60
"""In the first places all words are scored roughly, from their ends, and place by place the best of these exactly, so
many; in the others the best of those, `KEPT` words. With twice as many no more words are found (199 of 250 both, tune
part), with two thirds of them 198."""

BEHIND = (28.0, 24.0, 24.0)
"""Nats behind the best so far at which a word is given up at each of these steps. Of 288 strings of the tune part for
which a word is found it was 27, 16 and 8 behind at most; a rival that counts is nearer."""

TOLD, CHOICES = 2, 2
"""Places by whose rough scores the best borders of a string are told (with one of them 197 words are found), and how
many of these are kept, between which the exact scores decide."""

LETTER = 7.0
"""Nats that each character of the string costs whoever invented it, once: decides between borders."""

WEIGHTS = {
    "intercept": -0.75,
    "margin": 0.197,
    "gain": 0.2,
    "over nothing": 0.074,
    "places": -0.953,
    "length": -1.768,
    "varied": 1.662,
}
"""Logistic regression on the tune part (scripts/train_swaps.py). Margins are sums over the places, which more places
make larger, and each character of the string that nobody has read makes the gain larger; hence the negative weights."""

MARGIN = 30.0
"""Margins above this say no more."""

SUSPICIOUS = -0.8
"""Log-odds from which the string is flagged, though the word is not the likelier: clean pages have some 16 of these
strings in a million characters, names and terms that the model has never read (tune part)."""

PHRASE, FLAGGED = 4, 0.95
"""Length of a word that may fit where a shorter one went beside a fixed neighbour; and the highest confidence of such
a word, of one that is no likelier than nothing, and of what has fewer than VARIED different pairs of neighbours or
always the same one on a side: a part of a phrase, where a synonym fits as well (与会人士 for 与会人员), or of a name
(沪滇协作 is no 东西协作). Most wrong words (tune part) are such."""

VARIED, CLEAR = 3, 12.0
"""Least pairs of neighbours, and least margin without doubt: a synonym (抵达 for 返回) can be ahead by 9 nats."""


SURE, PLAIN, BESIDE = 0.991, 14.0, 20.0
"""Least confidence where the string has different neighbours, the word is likelier than nothing, and the margin is
above the second, or above the third beside a fixed neighbour: the regression by itself is sure of too few. Of 900
swapped pages of the tune part 373 are right with it, 294 without, none wrong (the greatest margin of a wrong word is
12.5); of 55 strings that clean pages are suspected of (4.7 million characters) none has a margin of 8 then."""


class Discovery(NamedTuple):
    """What a string stands for, how sure that is (0 to 1), and what speaks for it."""

    suspect: Suspect
    word: str
    confidence: float
    features: dict[str, float]


def discover(choices: Sequence[Suspect], absent: bytes) -> Discovery | None:
    """The best of the absent words for a string with these possible borders; None where none is likely."""
    found = _discover(tuple(choice._replace(starts=()) for choice in choices), absent)
    if found is None:
        return None
    number, word, confidence, features = found
    return Discovery(choices[number], word, confidence, features)


@lru_cache(maxsize=16)
def _discover(choices: tuple[Suspect, ...], absent: bytes) -> tuple[int, str, float, dict[str, float]] | None:
    """The same, with the number of the choice. Kept, since a page comes again in the next pass."""
    import numpy as np

    model, common = default_model(), those(absent)
    if len(common.words) < SIEVE[0]:
        return None
    roughly = [([_rough(one, place, common) for place in one.places[:TOLD]], one) for one in choices]
    roughly.sort(key=lambda entry: LETTER * len(entry[1].text) - float(np.sum(entry[0], axis=0).max()))
    ranked = []
    for rough, one in roughly[:CHOICES]:
        rough += [_rough(one, place, common) for place in one.places[TOLD : len(SIEVE)]]
        ranked += _ranked(one, rough, common.words, model)
    ranked.sort(key=lambda entry: -entry[0])
    best, word, suspect = ranked[0]
    # The same word with other borders is no rival.
    rival = next((total for total, other, _ in ranked if other != word), best - MARGIN)
    features = _features(suspect, word, best - rival, model)
    odds = WEIGHTS["intercept"] + sum(WEIGHTS[name] * value for name, value in features.items())
    if odds < SUSPICIOUS:
        return None
    likely = max(0.5, 1 / (1 + exp(-odds)))
    margin, free = best - rival, suspect.stands_free
    if len(word) >= PHRASE or not features["varied"] or features["over nothing"] < 0:
        likely = min(FLAGGED, likely)
    elif margin > (PLAIN if free else BESIDE):
        likely = max(SURE, likely)
    elif not free or margin < CLEAR:
        likely = min(FLAGGED, likely)
    return choices.index(suspect), word, likely, features


def _rough(suspect: Suspect, place: tuple[str, str], common: Words) -> NDArray[np.float64]:
    """About how well each word fits in a place: its first character behind what stands left, its last before
    what stands right, and what is between by itself."""
    left, right = place
    begins, ends = _begins(left + suspect.head), _ends(suspect.tail + right)
    head = float(default_model().score_many([(left, suspect.head, "")])[0]) if suspect.head else 0.0
    rough: NDArray[np.float64] = common.inner + begins[common.first] + ends[common.last] + head
    return rough


@lru_cache(maxsize=128)
def _begins(left: str) -> NDArray[np.float64]:
    """What the first characters of all words cost behind `left`. Borders share a side, and a page comes again."""
    return default_model().score(left, ordinary_words().firsts, "")


@lru_cache(maxsize=128)
def _ends(right: str) -> NDArray[np.float64]:
    """What `right` costs behind the last characters of all words."""
    model, lasts = default_model(), ordinary_words().lasts
    return model.score("", lasts, right) - ordinary_words().alone + _beyond(right, model)


def _beyond(right: str, model: LanguageModel) -> float:
    """What stands too far behind a word to be touched by it costs too: other borders reach farther or less far."""
    return float(model.score_many([(right[:REACH], right[REACH:], "")])[0]) if len(right) > REACH else 0.0


def _ranked(
    suspect: Suspect, rough: Sequence[NDArray[np.float64]], words: Sequence[str], model: LanguageModel
) -> list[tuple[float, str, Suspect]]:
    """The words that fit best in all places, with the sum of their scores less what inventing the string cost.

    `rough` are the rough scores in the first places; one after the other gives way to the exact score.
    """
    import numpy as np

    kept = np.arange(len(words))
    totals: NDArray[np.float64] = np.sum(rough, axis=0)
    for place, (most, behind) in enumerate(zip(SIEVE[: len(rough)], BEHIND, strict=False)):
        best = _best(totals, most, behind)
        kept, totals = kept[best], totals[best] - rough[place][kept[best]]
        totals += _totals(suspect, [words[word] for word in kept.tolist()], slice(place, place + 1), model)
    best = _best(totals, KEPT, BEHIND[-1])
    found, totals = [words[word] for word in kept[best].tolist()], totals[best]
    totals += _totals(suspect, found, slice(len(rough), None), model)
    top = np.argsort(-totals)[:6]
    return [(float(totals[place]) - LETTER * len(suspect.text), found[place], suspect) for place in top]


def _best(totals: NDArray[np.float64], most: int, behind: float) -> NDArray[np.int64]:
    """The places of so many of the greatest, without what is too far behind the first."""
    import numpy as np

    best = np.argpartition(-totals, most - 1)[:most] if len(totals) > most else np.arange(len(totals))
    near: NDArray[np.int64] = best[totals[best] > totals.max() - behind]
    return near


def _totals(suspect: Suspect, words: Sequence[str], places: slice, model: LanguageModel) -> NDArray[np.float64]:
    """For each word the sum of its scores in some of the places."""
    import numpy as np

    candidates = [f"{suspect.head}{word}" for word in words]
    totals = np.zeros(len(words))
    for left, right in suspect.places[places]:
        behind = suspect.tail + right
        totals += model.score(left, candidates, behind) + _beyond(behind, model)
    return totals


def _features(suspect: Suspect, word: str, margin: float, model: LanguageModel) -> dict[str, float]:
    windows = suspect.windows(word) + suspect.windows(suspect.text) + suspect.windows("")
    with_word, with_string, with_nothing = model.score_many(windows).reshape(3, -1)
    return {
        "margin": min(margin, MARGIN),
        "gain": float((with_word - with_string).mean()),
        "over nothing": float((with_word - with_nothing).mean()),
        "places": log(len(suspect.places)),
        "length": float(SHORTEST if suspect.known else len(suspect.text)),
        "varied": float(len(suspect.neighbours) >= VARIED),
    }

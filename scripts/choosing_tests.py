"""Choosing tests: does the language model pick what stood there among what might have?

(a) one character masked: pick it among the GBK characters with its trail byte, and among those with its lead byte;
(b) a common word given in toneless pinyin: pick it among the lexicon's words of that reading;
(c) a sentence against itself with 2-4 random common characters inserted, by mean surprisal a character.

Places are drawn from held-out documents with a fixed seed. The candidates of (a) are compared as the model sees them:
國 for 国 is right, a tie with any other character is wrong.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from cleaning.language_model import NGramModel
from cleaning.language_model.lexicon import read_words

SEED = 20260101
REACH = 8
"""Characters of context that a test shows on either side; more than the model can use."""

COMMON_WORD = 300
"""A word of test (b) occurs at least this often in the lexicon's corpus; its rivals need COMMON_RIVAL."""
COMMON_RIVAL = 3
LONGEST_WORD = 4
LEXICON_SIZE = 6e7
"""Words that jieba's counts are out of."""

COMMON_CHARACTERS = 2000
"""Test (c) inserts characters of the commonest so many."""

SENTENCE = re.compile(r"[^。！？；\n]{10,200}[。！？；]")

Windows = list[tuple[str, str, str]]


def upper_bound(wrong: int, cases: int) -> float:
    """95 % upper bound of a rate after ``wrong`` of ``cases`` (Wilson's score, one-sided)."""
    z, share = 1.6449, wrong / max(cases, 1)
    spread = z * ((share * (1 - share) + z * z / (4 * cases)) / cases) ** 0.5
    return float((share + z * z / (2 * cases) + spread) / (1 + z * z / cases))


def places(documents: Sequence[str], cases: int, seed: int) -> Iterator[tuple[str, int]]:
    """Random places of the documents, longer ones more often: a document and a position in it."""
    chance = random.Random(seed)
    lengths = [len(document) for document in documents]
    for document in chance.choices(documents, lengths, k=cases):
        yield document, chance.randrange(len(document))


def gbk_rivals(character: str, lead: bool) -> list[str]:
    """The two-byte GBK characters that share the lead byte, or the trail byte, of ``character``."""
    first, second = character.encode("gbk")
    pairs = [(first, byte) for byte in range(0x40, 0xFF)] if lead else [(byte, second) for byte in range(0x81, 0xFF)]
    decoded = [bytes(pair).decode("gbk", "ignore") for pair in pairs]
    return [rival for rival in decoded if len(rival.encode("gbk")) == 2]


def masked_characters(model: NGramModel, documents: Sequence[str], cases: int, lead: bool) -> tuple[int, int]:
    """Test (a): wrong choices, and cases."""
    windows: Windows = []
    spans: list[tuple[int, int, int]] = []
    for document, place in places(documents, 4 * cases, SEED + lead):
        character = document[place]
        if not "\u4e00" <= character <= "\u9fa5" or len(spans) == cases:
            continue
        rivals = list(dict.fromkeys(map(model.vocabulary.folded, gbk_rivals(character, lead))))
        left, right = document[max(0, place - REACH) : place], document[place + 1 : place + 1 + REACH]
        spans.append((len(windows), len(windows) + len(rivals), rivals.index(model.vocabulary.folded(character))))
        windows += [(left, rival, right) for rival in rivals]
    return _wrong(model.score_many(windows), spans), len(spans)


def _wrong(scores: NDArray[np.float64], spans: list[tuple[int, int, int]]) -> int:
    wrong = 0
    for begin, end, truth in spans:
        part = scores[begin:end]
        wrong += int((part >= part[truth]).sum() > 1)
    return wrong


def readings(model: NGramModel) -> dict[str, list[str]]:
    """Toneless reading → the lexicon's words of one to four Han characters that have it."""
    from pypinyin import lazy_pinyin

    found: dict[str, list[str]] = defaultdict(list)
    for word, count in read_words(model.lexicon.path):
        if count >= COMMON_RIVAL and re.fullmatch(r"[一-龥]{2,4}", word):
            found["".join(lazy_pinyin(word))].append(word)
    return found


def segmented(model: NGramModel, text: str) -> list[str]:
    """``text`` cut into the words of the lexicon whose product of frequencies is greatest."""
    total = np.log(LEXICON_SIZE)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(text) + 1):
        ways = []
        for begin in range(max(0, end - LONGEST_WORD), end):
            count = model.word_frequency(text[begin:end])
            if count or end - begin == 1:
                ways.append((best[begin][0] + np.log(max(count, 1)) - total, begin))
        best.append(max(ways))
    words, end = [], len(text)
    while end:
        words.append(text[best[end][1] : end])
        end = best[end][1]
    return words[::-1]


def words_in_pinyin(
    model: NGramModel, documents: Sequence[str], cases: int, words: dict[str, list[str]]
) -> tuple[int, int]:
    """Test (b): wrong choices, and cases."""
    reading = {word: key for key, group in words.items() for word in group}
    chance = random.Random(SEED)
    windows: Windows = []
    spans: list[tuple[int, int, int]] = []
    for document, place in places(documents, 20 * cases, SEED):
        sentence = next(SENTENCE.finditer(document, place), None)
        if sentence is None or len(spans) == cases:
            continue
        cut = segmented(model, model.vocabulary.folded(sentence.group()))
        known = [i for i, word in enumerate(cut) if word in reading and model.word_frequency(word) >= COMMON_WORD]
        if not known:
            continue
        chosen = chance.choice(known)
        left, right = "".join(cut[:chosen]), "".join(cut[chosen + 1 :])
        rivals = words[reading[cut[chosen]]]
        spans.append((len(windows), len(windows) + len(rivals), rivals.index(cut[chosen])))
        windows += [(left[-REACH:], rival, right[:REACH]) for rival in rivals]
    return _wrong(model.score_many(windows), spans), len(spans)


def insertions(model: NGramModel, documents: Sequence[str], cases: int) -> tuple[int, int]:
    """Test (c): wrong choices, and cases."""
    chance = random.Random(SEED)
    han = [chr(code) for code in range(0x4E00, 0x9FA6)]
    common = sorted(han, key=model.character_frequency, reverse=True)[:COMMON_CHARACTERS]
    wrong = done = 0
    for document, place in places(documents, 4 * cases, SEED + 2):
        sentence = next(SENTENCE.finditer(document, place), None)
        if sentence is None or done == cases:
            continue
        true = sentence.group()
        cut = chance.randrange(1, len(true))
        false = true[:cut] + "".join(chance.choices(common, k=chance.randint(2, 4))) + true[cut:]
        done += 1
        wrong += int(model.surprisal(true).mean() >= model.surprisal(false).mean())
    return wrong, done


def choosing(model: NGramModel, documents: Sequence[str], cases: int, words: dict[str, list[str]]) -> Iterator[str]:
    """One line a choosing test: right choices in per cent, wrong ones, cases, upper bound of the error."""
    tests: dict[str, tuple[int, int]] = {
        "a, same trail byte": masked_characters(model, documents, cases, lead=False),
        "a, same lead byte": masked_characters(model, documents, cases, lead=True),
        "b, word in pinyin": words_in_pinyin(model, documents, cases // 2, words),
        "c, insertion": insertions(model, documents, cases),
    }
    for name, (wrong, done) in tests.items():
        bound = 100 * upper_bound(wrong, done)
        right = 100 - 100 * wrong / max(done, 1)
        yield f"{name}: {right:.2f} % right ({wrong} wrong of {done}, error <= {bound:.2f} %)"

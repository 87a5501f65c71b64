"""Words written in pinyin: how many come back, and what the repair takes for pinyin on clean text.

On each page up to four words are written in pinyin, in the forms of `scripts.reenact.pinyin_words.FORMS`: words of the
advertising list, or common words that are on no list. A word is right if one applied edit has its span and gives it
back. Clean text is also tried `tight`, without the spaces that careful writers set between Han and Latin, and `beside`
a sentence in pinyin, whose company makes the other Latin letters of the page doubtful.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from random import Random

from pypinyin import lazy_pinyin

from cleaning.context import Context
from cleaning.edit import Composition, Edit
from cleaning.engine import run
from cleaning.fold import fold
from cleaning.language_model import default_model
from cleaning.order import ORDER
from cleaning.pinyin_choice import listed_words
from cleaning.pinyin_index import read_so
from cleaning.pinyin_syllables import spelling
from cleaning.settings import Settings
from scripts.choosing_tests import COMMON_WORD, segmented
from scripts.evaluation.calibration import Calibration
from scripts.evaluation.figures import Figure, per_million, share
from scripts.evaluation.sources import Source
from scripts.reenact.pinyin_words import scatter

MOST = 60
"""Damaged pages of each domain and kind of word; of clean text everything is read."""

PAGE = 3_000
"""Characters of a document that are taken."""

WORDS_A_PAGE = 4
SHOWN = 8

BESIDE = "会议qiangdiao，要加强安全生产，jiada投入，quanmian落实各项措施。\n"

_REPAIR = tuple(repair for repair in ORDER if repair.name == "pinyin_word")
_HAN_OR_NOT = re.compile("[一-龥]+|[^一-龥]+")
_SPACE_AT_HAN = re.compile("(?<=[一-龥]) (?=[A-Za-z0-9])|(?<=[A-Za-z0-9]) (?=[一-龥])")


def measure(source: Source, most: int) -> Iterator[Figure]:
    calibration = Calibration()
    for name, wanted in (("listed", _is_listed), ("common", _is_common)):
        seen: dict[str, Counter[bool]] = defaultdict(Counter)
        missed: list[str] = []
        applied_wrong = 0
        for domain, number, text in _pages(source, most):
            damaged = scatter(_words(text), wanted, Random(f"{name} {number}"), WORDS_A_PAGE)
            edits = _edits(damaged.text)
            for scar in damaged.scars:
                edit = edits.get((scar.start, scar.end))
                right = edit is not None and edit.after == scar.original
                done = right and edit is not None and edit.status == "applied"
                if edit is not None:
                    calibration.add(edit.confidence, right)
                    applied_wrong += edit.status == "applied" and not right
                form, _, sides = scar.kind.partition(".")
                for group in ("all", f"{sides}_sides", form, domain):
                    seen[group][done] += 1
                if not done:
                    around = damaged.text[max(0, scar.start - 6) : scar.end + 6]
                    missed.append(f"{scar.original} in {around!r}: {edit.after if edit else 'not seen'}")
        for group, counts in seen.items():
            note = "\n".join(missed[:SHOWN]) if group == "all" else ""
            yield share(f"pinyin_words.{name}.{group}", counts[True], counts.total(), note)
        applied = seen["all"][True] + applied_wrong
        yield share(f"pinyin_words.{name}.applied_right", seen["all"][True], applied)
    yield from calibration.figures("pinyin_words")
    yield from _false(source)


def _pages(source: Source, most: int) -> Iterator[tuple[str, int, str]]:
    """Domain, number and folded text of up to `most` pages a domain."""
    done: Counter[str] = Counter()
    for number, document in enumerate(source.shuffled(3, least=100)):
        if done[document.domain] < most:
            done[document.domain] += 1
            yield document.domain, number, fold(document.text[:PAGE])


def _words(text: str) -> list[str]:
    pieces: list[str] = []
    for piece in _HAN_OR_NOT.findall(text):
        pieces += segmented(default_model(), piece) if "一" <= piece[0] <= "龥" else [piece]
    return pieces


@cache
def _listed() -> frozenset[str]:
    return frozenset(word for words in listed_words().values() for word in words)


def _is_listed(word: str) -> bool:
    return word in _listed()


@cache
def _is_common(word: str) -> bool:
    """A common word of two to four characters that is on no list and has the reading under which it is indexed."""
    return (
        2 <= len(word) <= 4
        and word not in _listed()
        and default_model().word_frequency(word) >= COMMON_WORD
        and word in read_so(spelling("".join(lazy_pinyin(word, v_to_u=False))))
    )


def _edits(text: str) -> dict[tuple[int, int], Edit]:
    """Applied and flagged edits of the repair alone, by their spans in `text`; an applied one goes first."""
    outcome = run(Context(text, Settings()), _REPAIR)
    composition = Composition(outcome.edits)
    found: dict[tuple[int, int], Edit] = {}
    for edit in sorted(outcome.edits, key=lambda edit: edit.status == "applied"):
        found[composition.to_original(edit.step, edit.start, edit.end)] = edit
    return found


def _false(source: Source) -> Iterator[Figure]:
    """Applied edits on clean text, as it stands, tight, and tight beside damage."""
    ways: dict[str, Callable[[str], str]] = {
        "plain": str,
        "tight": lambda text: _SPACE_AT_HAN.sub("", text),
        "beside": lambda text: BESIDE + _SPACE_AT_HAN.sub("", text),
    }
    for way, written in ways.items():
        size, wrong = 0, []
        ahead = len(written(""))
        for document in source.documents:
            text = written(fold(document.text))
            size += len(text) - ahead
            wrong += [edit for (start, _), edit in _edits(text).items() if start >= ahead and edit.status == "applied"]
        note = ", ".join(f"{edit.before}→{edit.after}" for edit in wrong[:SHOWN])
        yield per_million(f"pinyin_words.false.{way}", len(wrong), size, note)

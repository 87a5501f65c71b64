"""Script conversion: Traditional to Simplified (the default), or Simplified to Traditional.

Changes: 這意味著走在前列 → 这意味着走在前列. Stays: the 著 of 顯著 (显著), 乾隆, 瞭望, 慰藉, and on a Simplified
line every character that Simplified writing uses as well, names above all. The tables are OpenCC's t2s and s2t
(Apache-2.0); `data/script_context.tsv` says where a mainland editor prints otherwise. Sentences with kana are
Japanese and stay. What a character table cannot decide (one form for several) follows phrase, then context.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cleaning.context import Context
from cleaning.edit import Proposal
from cleaning.script_tables import (
    Tables,
    Words,
    codes_of,
    sides,
    simplified_keys,
    text_of,
    to_simplified,
    to_traditional,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.uint32]
    Flags = NDArray[np.bool_]

TRIGGERS: frozenset[str] = frozenset()
"""Empty: which characters call for work depends on the setting, so `propose` asks for those of its own direction."""

HIRAGANA = frozenset(map(chr, range(0x3041, 0x3097)))
KANA = HIRAGANA | frozenset(map(chr, range(0x30A1, 0x30FB)))
_RUN = r"[\u3041-\u30ff\u3400-\u9fff々]+"
JAPANESE = re.compile(rf"{_RUN}(?:[「『][^「『」』\n]+[」』](?=[\u3041-\u3096]){_RUN})*")
"""A run of Han and kana; it goes on over quoted words that a particle follows: `日本語版「フォーカス」に移る`."""
KANA_PAIR = 2
"""Kana that make a run of Han and kana Japanese; one alone (優の良品) is a fashion of Chinese shop names. On a line
that is converted as a whole only hiragana counts: names in katakana stand in Chinese sentences."""

UNTOUCHED, TABLE, PHRASE, FIRST_ROW = range(4)
CONFIDENCE = {TABLE: 0.999, PHRASE: 0.995}
WORD_CONFIDENCE, LETTER_CONFIDENCE = 0.99, 0.95


def propose(text: str, context: Context) -> Iterator[Proposal]:
    """One edit for each run of characters that the same rule changes."""
    script = context.settings.script
    if script == "simplified":
        if not simplified_keys().isdisjoint(context.alphabet):
            yield from _convert(text, context, to_simplified(), "t2s")
    elif script == "traditional":
        tables = to_traditional()
        if not tables.keys.isdisjoint(context.alphabet):
            yield from _convert(text, context, tables, "s2t")


def _convert(text: str, context: Context, tables: Tables, way: str) -> Iterator[Proposal]:
    import numpy as np

    codes = codes_of(text)
    open_at = _traditional_at(codes) if way == "t2s" else ~_traditional_at(codes)
    out = tables.letters[codes]
    closed = tables.gated[codes] & ~open_at
    out[closed] = codes[closed]
    rule = (out != codes).astype(np.uint16)
    if not tables.phrases.letters.isdisjoint(context.alphabet):
        _apply(tables.phrases, _matchable(text), codes, out, rule, open_at, PHRASE)
    if tables.rows is not None and not tables.rows.letters.isdisjoint(context.alphabet):
        _apply(tables.rows, _matchable(text_of(tables.half[codes])), codes, out, rule, open_at, FIRST_ROW)
    if not KANA.isdisjoint(context.alphabet):
        for run in JAPANESE.finditer(text):
            telling = HIRAGANA if open_at[run.start()] else KANA
            if sum(char in telling for char in run[0]) >= KANA_PAIR:
                rule[run.start() : run.end()] = UNTOUCHED
    yield from _runs(out, rule, way, tables.rows.names if tables.rows else ())


def _matchable(text: str) -> str:
    """The text with lone surrogates replaced one for one: the finders take valid Unicode only."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _traditional_at(codes: Codes) -> Flags:
    """By character: whether its line is Traditional, that is, has more characters of that script alone than of the
    other. A line that shows neither goes with the page."""
    import numpy as np

    side = sides()[codes]
    starts = np.concatenate(([0], np.flatnonzero(codes == ord("\n")) + 1))
    starts = starts[starts < codes.size]
    balance = np.add.reduceat(side, starts, dtype=np.int64)
    shown = np.add.reduceat(np.abs(side), starts, dtype=np.int64) > 0
    traditional = np.where(shown, balance > 0, balance.sum() > 0)
    return np.repeat(traditional, np.diff(np.append(starts, codes.size)))


def _apply(
    words: Words, text: str, codes: Codes, out: Codes, rule: NDArray[np.uint16], open_at: Flags, mark: int
) -> None:
    """Write what the words say into `out` and `rule`, all matches at once."""
    import numpy as np

    matches = np.array(words.finder.find_matches_as_indexes(text), dtype=np.int64).reshape(-1, 3)
    matches = matches[words.sure[matches[:, 0]] | open_at[matches[:, 1]]]
    word, start = matches[:, 0], matches[:, 1]
    length = matches[:, 2] - start
    within = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    source = np.repeat(words.at[word], length) + within
    place = (np.repeat(start, length) + within)[words.takes[source]]
    marks = np.repeat(word, length)[words.takes[source]] + mark if mark == FIRST_ROW else mark
    new = words.flat[source[words.takes[source]]]
    # A phrase that only repeats the table's answer is the table's; what a word keeps is untouched.
    decided = np.where(out[place] == new, rule[place], marks)
    rule[place] = np.where(new == codes[place], UNTOUCHED, decided)
    out[place] = new


def _runs(out: Codes, rule: NDArray[np.uint16], way: str, rows: tuple[str, ...]) -> Iterator[Proposal]:
    """The edits: runs of characters under one rule."""
    import numpy as np

    edges = np.flatnonzero(rule[1:] != rule[:-1]) + 1
    starts = np.concatenate(([0], edges))
    ends = np.append(edges, rule.size)
    marks = rule[starts]
    changed = np.flatnonzero(marks)
    result = text_of(out)
    kind = f"script.{way}"
    side = "TS" if way == "t2s" else "ST"
    names = {TABLE: f"{side}Characters", PHRASE: f"{side}Phrases"}
    for start, end, mark in zip(starts[changed].tolist(), ends[changed].tolist(), marks[changed].tolist(), strict=True):
        if mark < FIRST_ROW:
            evidence, confidence = names[mark], CONFIDENCE[mark]
        else:
            pattern = rows[mark - FIRST_ROW]
            evidence = f"context:{pattern}"
            confidence = WORD_CONFIDENCE if len(pattern) > 1 else LETTER_CONFIDENCE
        yield Proposal(start, end, result[start:end], kind, evidence, confidence)

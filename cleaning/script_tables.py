"""OpenCC's dictionaries and the context rows, compiled: one numpy look-up per character, one automaton per word list.

A text is an array of code points. A conversion fills two arrays of its length: what stands there afterwards, and which
rule put it there (0 = untouched), so that edits are read off as runs of one rule, with no Python per character.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaning.fold import TRADITIONAL_ONLY, opencc_rows
from cleaning.lexicon import rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.uint32]
    Flags = NDArray[np.bool_]

NAME_CHARACTERS = "昇濛樑寀霑璗鉅鍾鑑嶽苧"
"""Traditional characters that stand in names on Simplified pages (counted in the training part of the news), and 苧,
which is the Simplified form of 薴 too."""


class ContextRow(NamedTuple):
    """One row of `data/script_context.tsv`; `anywhere`: it holds on Simplified lines too."""

    pattern: str
    replacement: str
    anywhere: bool
    example: str
    result: str


@dataclass(frozen=True)
class Words:
    """A word list: the finder gives leftmost-longest matches; from `flat[at[i]]` on stands what word i becomes.

    takes    by place in `flat`: whether the word decides this character (else the table does)
    sure     by word: holds on every line
    letters  a text without any of these is not changed by the words
    names    the words
    """

    finder: Any
    flat: Codes
    takes: Flags
    at: NDArray[np.int64]
    sure: Flags
    letters: frozenset[str]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Tables:
    """One direction, ready to use. Look-ups are indexed by code point.

    letters  what each character becomes
    gated    characters that both scripts use (or names do): converted on open lines only
    half     `letters`, save that the characters which a context row decides stay; context rows are matched on this
    """

    letters: Codes
    gated: Flags
    half: Codes
    phrases: Words
    rows: Words | None
    keys: frozenset[str]


def codes_of(text: str) -> Codes:
    """The code points of a text, lone surrogates as they are."""
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def text_of(codes: Codes) -> str:
    """The text of code points."""
    return codes.astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass")


@cache
def context_rows() -> tuple[ContextRow, ...]:
    """The rows of `data/script_context.tsv`, in file order."""
    lines = (files("cleaning") / "data" / "script_context.tsv").read_text(encoding="utf-8").split("\n")
    cells = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple(ContextRow(pattern, to, where == "any", before, after) for pattern, to, where, before, after in cells)


@cache
def variant_forms() -> dict[str, str]:
    """Forms that Simplified writing abolished and OpenCC leaves: 堿 → 碱. On Traditional lines only."""
    return {row[0]: row[1] for row in rows("script_variants")}


@cache
def sides() -> NDArray[np.int8]:
    """By code point: 1 where only Traditional writing has the character, -1 where only Simplified has it, else 0."""
    import numpy as np

    side = np.zeros(0x110000, np.int8)
    simplified = dict(opencc_rows("STCharacters"))
    side[_points(key for key, choices in simplified.items() if key not in choices)] = -1
    side[_points(char for char in TRADITIONAL_ONLY if char not in simplified and not _both(char))] = 1
    return side


@cache
def simplified_keys() -> frozenset[str]:
    """The characters without which a Simplified page has nothing to convert."""
    from_rows = {char for row in context_rows() if row.anywhere for char in row.pattern if char not in row.replacement}
    return frozenset(char for char in TRADITIONAL_ONLY if not _both(char)) | from_rows


@cache
def to_simplified() -> Tables:
    """OpenCC's t2s with the context rows. Open lines are the Traditional ones."""
    import numpy as np

    characters = opencc_rows("TSCharacters")
    variants = variant_forms()
    letters = _letters((*characters, *((form, (standard,)) for form, standard in variants.items())))
    gated = np.zeros(letters.size, bool)
    gated[_points(variants)] = True
    gated[_points(key for key, choices in characters if _both(key) or key in choices or choices[0] > "\uffff")] = True
    phrases = [(key, choices[0]) for key, choices in opencc_rows("TSPhrases")]
    changing = _changing(phrases, letters)
    decided = {
        char
        for row in context_rows()
        for char, to in zip(row.pattern, row.replacement, strict=True)
        if letters[ord(char)] != ord(to) or char in changing or (row.anywhere and gated[ord(char)])
    }
    half = letters.copy()
    half[_points(decided)] = _points(decided)
    by_pattern = {text_of(half[codes_of(row.pattern)]): row for row in context_rows()}
    return Tables(
        letters,
        gated,
        half,
        phrases=_words(phrases, [_sure(word, to, letters, gated) for word, to in phrases], changing),
        rows=_words(
            [(pattern, row.replacement) for pattern, row in by_pattern.items()],
            [row.anywhere for row in by_pattern.values()],
            frozenset(decided),
            takes=decided,
        ),
        keys=simplified_keys(),
    )


@cache
def to_traditional() -> Tables:
    """OpenCC's s2t. Open lines are those not Traditional yet: elsewhere a 后 is meant as it stands."""
    characters = opencc_rows("STCharacters")
    letters = _letters(characters)
    phrases = [(key, choices[0]) for key, choices in opencc_rows("STPhrases")]
    keys = frozenset(key for key, choices in characters if choices[0] != key)
    changing = keys | _changing(phrases, letters)
    gated = sides() != -1
    return Tables(letters, gated, letters, _words(phrases, [False] * len(phrases), changing), None, changing)


def _letters(rows: Iterable[tuple[str, tuple[str, ...]]]) -> Codes:
    import numpy as np

    letters = np.arange(0x110000, dtype=np.uint32)
    for key, choices in rows:
        letters[ord(key)] = ord(choices[0])
    return letters


def _points(chars: Iterable[str]) -> list[int]:
    return [ord(char) for char in chars]


def _both(char: str) -> bool:
    """Whether Simplified pages hold the character too: in names, or because GB 2312 has it (which has 後, but only as
    a surname's variant)."""
    return char in NAME_CHARACTERS or (char != "後" and _in_gb2312(char))


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _sure(word: str, to: str, letters: Codes, gated: Flags) -> bool:
    """Whether every character that the phrase changes is Traditional only."""
    changed = [ord(old) for old, new in zip(word, to, strict=True) if old != new]
    return all(letters[point] != point and not gated[point] for point in changed)


def _changing(phrases: Iterable[tuple[str, str]], letters: Codes) -> frozenset[str]:
    """The characters that some phrase converts differently from the table."""
    return frozenset(
        old for word, to in phrases for old, new in zip(word, to, strict=True) if letters[ord(old)] != ord(new)
    )


def _words(
    pairs: Sequence[tuple[str, str]],
    sure: Sequence[bool],
    letters: frozenset[str],
    takes: set[str] | None = None,
) -> Words:
    import numpy as np
    from ahocorasick_rs import AhoCorasick, MatchKind

    words = [word for word, _ in pairs]
    lengths = np.array([len(word) for word in words])
    joined = "".join(words)
    flags = np.array([takes is None or char in takes for char in joined], bool)
    return Words(
        AhoCorasick(words, matchkind=MatchKind.LeftmostLongest),
        codes_of("".join(to for _, to in pairs)),
        flags,
        np.concatenate(([0], np.cumsum(lengths)[:-1])),
        np.array(sure, bool),
        letters,
        tuple(words),
    )

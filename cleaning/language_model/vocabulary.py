"""Characters as numbers: folding of script and width, classes, and one table look-up for a whole text.

Folding happens before anything is counted or looked up and never changes the number of code points: Traditional to
Simplified character by character (OpenCC's TSCharacters, first choice), full-width and other compatibility forms to
plain ones (NFKC where it gives one character), Taiwanese quotation marks to those of the mainland. What is not worth a
number of its own becomes a class: digits, Latin letters, white space, rare Han, private use …
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BOUNDARY, PADDING, DIGIT, LATIN, SPACE, RARE_HAN, PRIVATE = range(7)
INVISIBLE, KANA, HANGUL, LETTER, ENUMERATOR, SYMBOL, WORD_EDGE = range(7, 14)
FIRST_CHARACTER = 16
ID_BITS = 13
MOST_IDS = 1 << ID_BITS

BMP = 0x10000
PLANES = 17
ASTRAL = {1: SYMBOL, 2: RARE_HAN, 3: RARE_HAN, 14: INVISIBLE, 15: PRIVATE, 16: PRIVATE}
"""Class by plane: emoji and other symbols, the Han extensions, tags and variation selectors, private use."""

LINE_ENDS = "\n\r\x0b\x0c\x85\u2028\u2029"
SAME_MARK = {"「": "“", "」": "”", "『": "‘", "』": "’", "―": "—", "─": "—", "━": "—", "・": "·", "‧": "·", "•": "·"}
HAN_BLOCKS = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x3007, 0x3007))


def is_han(code: int) -> bool:
    """Whether a code point of the basic plane is a Han character (〇 counts, compatibility forms too)."""
    return any(low <= code <= high for low, high in HAN_BLOCKS)


def fold_table(simplified: Mapping[str, str]) -> NDArray[np.uint16]:
    """For every code point of the basic plane the one it is folded to. ``simplified`` maps Traditional characters."""
    table = np.arange(BMP, dtype=np.uint16)
    for code in range(BMP):
        character = chr(code)
        if unicodedata.category(character) not in {"No", "Nl", "Cs", "Co", "Cn", "Zs", "Cf"}:
            compatible = unicodedata.normalize("NFKC", character)
            character = compatible if len(compatible) == 1 else character
        character = SAME_MARK.get(character, character)
        character = simplified.get(character, character)
        if ord(character) < BMP:
            table[code] = ord(character)
    return table


def class_of(code: int) -> int | None:
    """The class of a folded code point of the basic plane; None when it may have a number of its own."""
    character = chr(code)
    category = unicodedata.category(character)
    if character in LINE_ENDS:
        return BOUNDARY
    if is_han(code):
        return None
    by_category = {"Nd": DIGIT, "No": ENUMERATOR, "Nl": ENUMERATOR, "Zs": SPACE, "Co": PRIVATE}
    if category in by_category or character == "\t":
        return by_category.get(category, SPACE)
    if category[0] in "CM":
        return INVISIBLE
    if category[0] == "L":
        return _script_of(character)
    return None


def _script_of(letter: str) -> int:
    name = unicodedata.name(letter, "")
    if "HIRAGANA" in name or "KATAKANA" in name:
        return KANA
    if name.startswith("HANGUL"):
        return HANGUL
    return LATIN if name.startswith("LATIN") else LETTER


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``fold``: code point → folded code point (basic plane). ``ids``: code point, or 65536 + plane → number."""

    fold: NDArray[np.uint16]
    ids: NDArray[np.uint16]

    @classmethod
    def from_counts(cls, fold: NDArray[np.uint16], counts: NDArray[np.int64], least: int) -> Vocabulary:
        """Numbers for the commonest characters; ``counts`` by unfolded code point, fewer than ``least`` is a class."""
        folded = np.bincount(fold, weights=counts, minlength=BMP)
        classes = [class_of(code) for code in range(BMP)]
        single = [code for code in range(BMP) if classes[code] is None and folded[code] >= least]
        single.sort(key=lambda code: (-folded[code], code))
        number = {code: FIRST_CHARACTER + rank for rank, code in enumerate(single[: MOST_IDS - FIRST_CHARACTER])}
        of_folded = np.empty(BMP, dtype=np.uint16)
        for code, known in enumerate(classes):
            fallback = known if known is not None else RARE_HAN if is_han(code) else SYMBOL
            of_folded[code] = number.get(code, fallback)
        planes = [ASTRAL.get(plane, INVISIBLE) for plane in range(PLANES)]
        return cls(fold, np.concatenate([of_folded[fold], np.array(planes, dtype=np.uint16)]))

    @property
    def size(self) -> int:
        """One more than the highest number in use."""
        return int(self.ids.max()) + 1

    def encode(self, text: str) -> NDArray[np.uint16]:
        """One number per code point; any text is legal, lone surrogates included."""
        return self.numbers(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32))

    def numbers(self, codes: NDArray[np.uint32]) -> NDArray[np.uint16]:
        """The same for code points in an array of any shape."""
        if codes.size and codes.max() >= BMP:
            codes = np.where(codes < BMP, codes, BMP + (codes >> np.uint32(16)))
        return self.ids.take(codes.astype(np.int64), mode="clip")

    def number(self, code: int) -> int:
        """The number of one code point."""
        return int(self.ids[code if code < BMP else BMP + (code >> 16)])

    def folded(self, text: str) -> str:
        """``text`` as it is looked up: the same length, script and width folded."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        inside = self.fold.take(codes.astype(np.int64), mode="clip").astype(np.uint32)
        return np.where(codes < BMP, inside, codes).tobytes().decode("utf-32-le", "surrogatepass")

    def members(self) -> NDArray[np.int64]:
        """How many folded code points of the basic plane share each number."""
        codes = np.unique(self.fold)
        return np.bincount(self.ids[codes], minlength=self.size)


def simplified_characters(rows: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, str]:
    """First choices of an OpenCC dictionary whose key and choice are one character each."""
    return {key: choices[0] for key, choices in rows if len(key) == 1 and len(choices[0]) == 1}

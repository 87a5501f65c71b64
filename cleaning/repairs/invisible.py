"""Characters that print nothing: zero-width marks, direction marks, controls, and byte order marks that were misread.

Changes: 苏\\u200b州 → 苏州; ï»¿本报讯 → 本报讯. Stays: the joiner inside an emoji or an Arabic or Indic word, direction
marks on a page with right-to-left text, ideographic variation sequences, operators inside formulas, private-use
characters (byte repairs read them), and controls among Latin-1 letters (mojibake repairs read those).
Source for the classes: Unicode 15, General_Category Cc, Cf and Cn (noncharacters), Default_Ignorable_Code_Point.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaning.context import Context
from cleaning.edit import Proposal

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u034f\u00ad\u115f\u1160\u180b-\u180f"
OPERATOR = "\u2061-\u2064"
BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufff9-\ufffc\ufffe\uffff"
TAG = "\U000e0000-\U000e007f"
SELECTOR = "\ufe0e\ufe0f"
VARIATION = "\ufe00-\ufe0d\U000e0100-\U000e01ef"

SINGLE_BYTE = ("latin-1", "cp1251", "cp437", "cp866", "mac_roman", "koi8-r")
MARK = "\ufeff".encode()
MISREAD = sorted({MARK.decode(page) for page in SINGLE_BYTE} | {MARK.decode("latin-1").encode().decode("latin-1")})
"""The byte order mark of UTF-8 in other code pages, and once more over."""

TWICE = (MARK * 2).decode("gbk")
AHEAD = {(MARK[2:] + bytes((byte,))).decode("gbk"): chr(byte) for byte in (*range(0x40, 0x5B), *range(0x5F, 0x7B))}
"""In GBK the third byte takes the next one with it: `縤` is the end of the mark and an `i`."""

FAULT = re.compile(
    rf"(?P<escape>\x1b\[[0-9;]{{0,16}}[A-Za-z])"
    rf"|(?P<mark>{'|'.join(MISREAD)}|{TWICE}|{TWICE[0]}[{''.join(AHEAD)}](?=[A-Za-z]))"
    rf"|(?P<zero_width>[{ZERO_WIDTH}]+)"
    rf"|(?P<operator>[{OPERATOR}]+)"
    rf"|(?P<bidi>[{BIDI}]+)"
    rf"|(?P<control>[{CONTROL}]+)"
    rf"|(?P<tag>[{TAG}]+)"
    rf"|(?P<selector>[{SELECTOR}]+)"
    rf"|(?P<variation>[{VARIATION}]+)"
)


def _expand(pattern: str) -> Iterator[str]:
    """The characters of a regular expression's class."""
    for low, high in re.findall(r"(?s)(.)(?:-(.))?", pattern):
        yield from map(chr, range(ord(low), ord(high or low) + 1))


TRIGGERS = frozenset(_expand(ZERO_WIDTH + OPERATOR + BIDI + CONTROL + TAG + SELECTOR + VARIATION)) | {
    sign for shown in (*MISREAD, TWICE) for sign in shown[0]
}

RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
JOINING = re.compile(r"[\u0590-\u11ff\u1780-\u18af\ua840-\ua87f\ufb50-\ufdff\ufe70-\ufefc]")
"""Scripts in which zero-width characters decide how letters join or where a line may break."""

EMOJI = re.compile(r"[\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff]")
NO_EMOJI = re.compile(r"[\s\u3001-\u302f\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef\U00020000-\U0003ffff]")
PLAIN = re.compile(r"[\sA-Za-z1-9\u3041-\u30ff]")
"""Characters of which no standard has a variant."""

LATIN1 = re.compile(r"[\x80-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u20ac\u2122]")
HYPHENS = re.compile("(?<![^ \n])\xad[A-Za-z]")
"""A soft hyphen that can break no word, as in `mount \xadt ntfs`: on this page they stand for hyphens."""

LATIN = re.compile("[A-Za-z0-9]")
HAN = re.compile("[㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]")
BREAKS = frozenset("\x0b\x0c")
QUOTES = {"\x91": "‘", "\x92": "’", "\x93": "“", "\x94": "”", "\x96": "–", "\x97": "—"}
"""Windows-1252 marks that came through as controls."""

KINDS = {"escape": "control", "operator": "zero_width", "variation": "selector", "mark": "byte_order_mark"}
"""Groups of FAULT whose kind has another name."""

BLACK_FLAG = "\U0001f3f4"
SURE = 0.99


def propose(text: str, context: Context) -> Iterator[Proposal]:
    """One edit for each run of one class."""
    right_to_left = RIGHT_TO_LEFT.search(text) is not None
    hyphens = HYPHENS.search(text) is not None
    for match in FAULT.finditer(text):
        kind = match.lastgroup or ""
        start, end = match.span()
        left, right = text[start - 1 : start], text[end : end + 1]
        if kind == "variation" and HAN.match(left):
            start, left = start + 1, ""  # the first one chooses the shape of the character, those behind it nothing
        before = text[start:end]
        if before == "\xad" and hyphens and (LATIN.match(left) or LATIN.match(right)):
            yield Proposal(start, end, "-", "invisible.soft_hyphen", "a hyphen: some stand before a word", SURE)
        elif before and not _has_work(kind, before, left, right, right_to_left):
            evidence = f"U+{ord(before[0]):04X}"
            yield Proposal(start, end, _instead(before), f"invisible.{KINDS.get(kind, kind)}", evidence, SURE)


def _has_work(kind: str, run: str, left: str, right: str, right_to_left: bool) -> bool:
    """Whether an invisible run does something where it stands."""
    if kind == "bidi":
        return right_to_left
    if kind == "selector":
        return bool(left) and not NO_EMOJI.match(left)
    if kind == "variation":
        return "\ufe00" <= run <= "\ufe02" and bool(left) and not PLAIN.match(left)
    if kind == "operator":
        return not HAN.match(left) and not HAN.match(right)
    if kind == "mark":
        return left not in "\n" and bool(LATIN1.match(left) or LATIN1.match(right))
    if kind == "tag":
        return left == BLACK_FLAG
    return (kind == "zero_width" and _joins(run, left, right)) or _is_mojibake(run, left, right)


def _joins(run: str, left: str, right: str) -> bool:
    """Whether a zero-width run does its proper work between its neighbours."""
    if JOINING.match(left) or JOINING.match(right):
        return True
    return run == "\u200d" and bool(EMOJI.match(left) and EMOJI.match(right))


def _is_mojibake(run: str, left: str, right: str) -> bool:
    """Whether a C1 control or a soft hyphen stands among Latin-1 letters, as bytes of another encoding do."""
    return any("\x80" <= char <= "\xad" for char in run) and bool(LATIN1.match(left) or LATIN1.match(right))


def _instead(run: str) -> str:
    """What a removed run leaves: the line break, the quotation mark or the letter that it held, mostly nothing."""
    if run[0] == TWICE[0]:
        return AHEAD.get(run[1:], "")
    return "".join("\n" if char in BREAKS else QUOTES.get(char, "") for char in run)

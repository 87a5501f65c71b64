"""UTF-8 that was read as Latin-1 or Windows-1252, once or twice.

`欢迎来到è\x8b\x8få·\x9e` → `欢迎来到苏州`; `São Paulo`, `Müller`, `nǐ hǎo`, `20 °C` stay.

Only stretches that have the form of UTF-8 are looked at, and ftfy (Speer 2019, doi:10.5281/zenodo.2591652) says what
they were; the rest of the page does not move. Chinese is repaired by `mojibake` before; here are the accents, dashes
and signs that stand alone. Bytes that are gone are marked as lost, nothing is made up for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cleaning.context import Context
from cleaning.edit import Proposal

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

TRIGGERS = frozenset(map(chr, range(0xC2, 0xF5)))

SURE, LIKELY, DOUBT = 0.999, 0.99, 0.7

CP1252 = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
"""What Windows-1252 has in the place of the C1 controls."""

TAIL = rf"[\x80-\xbf{CP1252}]"
UTF8 = rf"(?:[Â-ß]{TAIL}|[à-ï](?:{TAIL}{TAIL}| {TAIL}|{TAIL} )|[ð-ô]{TAIL}{{3}})"
STRETCH = re.compile(rf"{UTF8}++(?:[ -~]{{1,3}}{UTF8}++)*+")
"""Characters that have the form of UTF-8, bits of ASCII between them. Byte A0 may have become a space."""

STRICT = re.compile(rf"(?:[Â-ß]{TAIL}|[à-ï]{TAIL}{TAIL}|[ð-ô]{TAIL}{{3}})++")
"""The same without ASCII and without spaces for A0."""

HAN = re.compile("[㐀-䶿一-鿿豈-﫿𠀀-\U0003ffff]")
PLAUSIBLE = re.compile(
    "[㐀-䶿一-鿿豈-﫿𠀀-\U0003ffff\u2010-\u27bf\u3000-\u33ff\uac00-\ud7a3\uff01-\uffee\U0001f300-\U0001faff]"
)
SPACE_FOR_A0 = re.compile(rf"[à-ï](?: {TAIL}|{TAIL} (?!{TAIL}))")
GONE = re.compile(rf"[À-ï]{TAIL}?\ufffd{TAIL}?")
IN_CHINESE_TEXT = "“”‘’…—–·"
"""Signs of the code page that good Chinese has too, so they prove nothing: `“Beyoncé”——` has the form of UTF-8."""

SIGNS = frozenset("·°©®«»±×÷¥§\xa0")


class Reading(NamedTuple):
    """What ftfy makes of a stretch: the text, the steps, how many times it was decoded."""

    text: str
    steps: str
    times: int


def propose(text: str, context: Context) -> Iterable[Proposal]:
    proposals: list[Proposal] = []
    for match in STRETCH.finditer(text):
        proposals += _of_stretch(text, match.start(), match.end())
    if any(proposal.confidence == SURE for proposal in proposals):
        for match in GONE.finditer(text):
            proposals.append(Proposal(*match.span(), "", "mojibake.lossy", "bytes are gone", LIKELY, True))
    return proposals


def _of_stretch(text: str, start: int, end: int) -> list[Proposal]:
    """The whole stretch at once, or where that does not work out, those of its parts that are sure."""
    whole = _reading_of(text, start, end)
    if not whole or whole.lost or whole.confidence >= LIKELY:
        return [whole] if whole else []
    parts = (_reading_of(text, start + part.start(), start + part.end()) for part in STRICT.finditer(text[start:end]))
    return [part for part in parts if part and part.confidence >= LIKELY] or [whole]


def _reading_of(text: str, start: int, end: int) -> Proposal | None:
    before = text[start:end]
    reading = _read(before)
    if reading.text == before:
        return None
    if "\ufffd" in reading.text:
        return Proposal(start, end, "", "mojibake.lossy", f"{reading.steps}: bytes are gone", LIKELY, True)
    head = _common(before, reading.text)
    tail = _common(before[head:][::-1], reading.text[head:][::-1])
    start, end = start + head, end - tail
    after = reading.text[head : len(reading.text) - tail]
    confidence = _confidence(text, start, end, after, reading)
    return Proposal(start, end, after, f"mojibake.{_kind(reading)}", reading.steps, confidence)


def _confidence(text: str, start: int, end: int, after: str, reading: Reading) -> float:
    before = text[start:end]
    if not reading.times:
        return DOUBT
    new = [sign for sign in after if sign > "\x7f"]
    strange = [sign for sign in new if not (PLAUSIBLE.match(sign) or sign in SIGNS or sign.isalpha())]
    if strange or any("\x80" <= sign <= "\x9f" for sign in after):
        return DOUBT
    han = len(HAN.findall(after))
    proof = sum(sign > "\x7f" and sign not in IN_CHINESE_TEXT for sign in before)
    left, right = text[max(start - 1, 0) : start], text[end : end + 1]
    if han > 1 and proof > han and ("restore_byte_a0" not in reading.steps or han > 3):
        return SURE
    if "restore_byte_a0" in reading.steps:
        return DOUBT
    if han or any(PLAUSIBLE.match(sign) for sign in new):
        # One character: the lead byte alone could be the end of a word, `café`, with signs behind it.
        alone = not re.match(r"[A-Za-z\x80-\xff]", left) and not re.match(r"[\x80-\xff]", right)
        return LIKELY if proof > len(new) and alone else DOUBT
    if re.search(r"[\x80-\xff]", left + right):
        return DOUBT
    if len(new) == 1 and new[0] in SIGNS:
        return LIKELY if HAN.search(left + right) or re.search(r"[0-9A-Za-z]", left + right) else DOUBT
    # Accented letters: part of a word in Latin letters, or they may be anything.
    return LIKELY if len(new) == 1 and new[0].isalpha() and re.search(r"[a-z]", left + right) else DOUBT


def _common(left: str, right: str) -> int:
    """How many ASCII characters two texts begin with alike; `Â°` and `°` end alike too, but were misread."""
    for place, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other or one > "\x7f":
            return place
    return min(len(left), len(right))


def _kind(reading: Reading) -> str:
    if reading.times > 1:
        return "twice"
    return "utf8_as_cp1252" if "windows-1252" in reading.steps else "utf8_as_latin1"


@cache
def _config() -> TextFixerConfig:
    """ftfy's repair of the encoding and nothing else; its other fixes rewrite Chinese punctuation."""
    from ftfy import TextFixerConfig

    return TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_c1_controls=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
    )


def _read(stretch: str) -> Reading:
    reading = _by_ftfy(stretch)
    if " " not in stretch or (reading.times and not re.search(r"[\x80-\xff]", reading.text)):
        return reading
    # ftfy takes a space for byte A0 only behind some lead bytes, none of which begins a common Chinese character.
    restored = _by_ftfy(SPACE_FOR_A0.sub(lambda match: match[0].replace(" ", "\xa0"), stretch))
    if not restored.times or re.search(r"[\x80-\xff]", restored.text):
        return reading
    return restored._replace(steps=f"restore_byte_a0, {restored.steps}")


def _by_ftfy(stretch: str) -> Reading:
    from ftfy import fix_encoding_and_explain

    text, explanation = fix_encoding_and_explain(stretch, _config())
    steps = [tuple(step) for step in explanation or ()]
    encodings = [name for action, name in steps if action == "encode"]
    known = all(name in ("latin-1", "sloppy-windows-1252") for name in encodings)
    decoded = sum(action == "decode" and name.startswith("utf-8") for action, name in steps)
    inconsistent = sum(name == "decode_inconsistent_utf8" for _, name in steps)
    other = any(action == "decode" and not name.startswith("utf-8") for action, name in steps)
    times = decoded + inconsistent if known and not other else 0
    return Reading(text, "ftfy: " + ", ".join(f"{action} {name}" for action, name in steps), times)

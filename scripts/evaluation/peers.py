"""What others make of the same damage: ftfy, ftfy that leaves Chinese marks alone, and the plain inverse."""

from __future__ import annotations

from collections.abc import Callable

from scripts.reenact.misreading import MIXED
from scripts.reenact.mojibake import PAIRS, Misread


def ftfy(misread: Misread) -> str:
    """`ftfy.fix_text` on the page, with its defaults."""
    from ftfy import fix_text

    return fix_text(misread.text)


def ftfy_careful(misread: Misread) -> str:
    """The same without the two fixes that rewrite Chinese punctuation."""
    from ftfy import fix_text

    return fix_text(misread.text, fix_character_width=False, uncurl_quotes=False)


def inverse(misread: Misread) -> str:
    """Encode as it was read, decode as it was written, `?` and U+FFFD for what fails; told the pair and the span."""
    shown = misread.shown
    for written, read in reversed(PAIRS.get(misread.pair, ())):
        data = _mixed(shown) if read == MIXED else shown.encode(read, "replace")
        shown = data.decode(written, "replace")
    return misread.text[: misread.start] + shown + misread.text[misread.end :]


def _mixed(shown: str) -> bytes:
    return b"".join(bytes((ord(sign),)) if "\x80" <= sign <= "\xff" else sign.encode() for sign in shown)


PEERS: dict[str, Callable[[Misread], str]] = {"ftfy": ftfy, "ftfy_careful": ftfy_careful, "inverse": inverse}

"""Characters left as HTML references in plain text: “ → &ldquo;, 中 → &#20013;, & → &amp;."""

from __future__ import annotations

from random import Random

from scripts.reenact import Damaged, replaced
from scripts.reenact.characters import is_han

NAMED = {
    "“": "&ldquo;",
    "”": "&rdquo;",
    "‘": "&lsquo;",
    "’": "&rsquo;",
    "·": "&middot;",
    "—": "&mdash;",
    "…": "&hellip;",
}


def escape(text: str, rng: Random, numbered_share: float) -> Damaged:
    """Write all of NAMED as named references, and `numbered_share` (0–1) of the Chinese characters as numbers."""
    places: list[tuple[int, int, str]] = []
    for at, character in enumerate(text):
        if character in NAMED:
            places.append((at, at + 1, NAMED[character]))
        elif is_han(character) and rng.random() < numbered_share:
            places.append((at, at + 1, f"&#{ord(character)};"))
    return replaced(text, places, "escape.entity")

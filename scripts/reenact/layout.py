"""Harm to the form only: ideographic indents, empty lines, half-width punctuation."""

from __future__ import annotations

from scripts.reenact import Damaged, Scar
from scripts.reenact.mill import narrow


def indent(paragraph: str) -> str:
    """Two ideographic spaces before the paragraph and an empty line after it, as news sites print it."""
    return f"\u3000\u3000{paragraph}\n"


def half_width(text: str) -> Damaged:
    """Full-width forms become ASCII one by one: ， → `,`, （ → `(`. A scar for each."""
    narrowed = narrow(text)
    pairs = enumerate(zip(text, narrowed, strict=True))
    scars = tuple(Scar(at, at + 1, old, "punctuation.half_width") for at, (old, new) in pairs if old != new)
    return Damaged(text, narrowed, scars)

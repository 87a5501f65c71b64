"""Harm to the form only: ideographic indents, empty lines, half-width punctuation."""

from __future__ import annotations

from scripts.reenact import Damaged, Scar
from scripts.reenact.mill import narrow


def indent(text: str, *, blank_lines: bool) -> str:
    """Two ideographic spaces before every paragraph, and with `blank_lines` an empty line after each."""
    return ("\n\n" if blank_lines else "\n").join("\u3000\u3000" + line for line in text.split("\n"))


def half_width(text: str) -> Damaged:
    """Full-width forms become ASCII one by one: ， → `,`, （ → `(`. A scar for each."""
    narrowed = narrow(text)
    pairs = enumerate(zip(text, narrowed, strict=True))
    scars = tuple(Scar(at, at + 1, old, "punctuation.half_width") for at, (old, new) in pairs if old != new)
    return Damaged(text, narrowed, scars)

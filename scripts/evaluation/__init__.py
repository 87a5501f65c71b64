"""The gate of the project: what the whole pipeline does to text whose truth is known, in figures with floors.

One module a subject, each with `measure(source, most)`, which yields figures as they are ready, and `MOST`, how much
text it takes unless told otherwise (in the unit that the subject names). A figure's name begins with its subject's.
`scripts/evaluate.py` is the command; `floors.toml` says below or above what CI fails.
"""

from __future__ import annotations

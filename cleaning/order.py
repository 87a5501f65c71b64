"""The order of the repairs: one tuple, and on every line the reason why it stands there.

Users may switch a repair off and move floors; nobody can reorder.
"""

from __future__ import annotations

from cleaning.engine import Repair

ORDER: tuple[Repair, ...] = ()

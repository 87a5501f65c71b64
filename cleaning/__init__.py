"""Text in, text and edits out. Knows no file, no table, no network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaning.context import Witness
from cleaning.edit import FAMILIES, FORM_FAMILIES, Edit, Field, restore
from cleaning.page_fields import Author, PageFields
from cleaning.settings import SCRIPTS, Settings, SettingsError

if TYPE_CHECKING:
    from cleaning.cleaner import Cleaner, CleanResult, clean

__all__ = [
    "FAMILIES",
    "FORM_FAMILIES",
    "SCRIPTS",
    "Author",
    "CleanResult",
    "Cleaner",
    "Edit",
    "Field",
    "PageFields",
    "Settings",
    "SettingsError",
    "Witness",
    "clean",
    "restore",
]


def __getattr__(name: str) -> Any:
    """What needs the repairs, on first use (PEP 562): their patterns take most of a second to compile."""
    if name in ("CleanResult", "Cleaner", "clean"):
        from cleaning import cleaner

        return getattr(cleaner, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

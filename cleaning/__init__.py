"""Text in, text and edits out. Knows no file, no table, no network."""

from cleaning.cleaner import Cleaner, CleanResult, clean
from cleaning.context import Witness
from cleaning.edit import FAMILIES, FORM_FAMILIES, Edit, Field, restore
from cleaning.page_fields import Author, PageFields
from cleaning.settings import SCRIPTS, Settings, SettingsError

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

"""jingwen (净文): makes damaged Chinese web text trustworthy.

>>> import jingwen
>>> jingwen.clean("學習&#20013;文。").text
'学习中文。'
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import cleaning

if TYPE_CHECKING:
    from cleaning import Author, Cleaner, CleanResult, Edit, Field, PageFields, Settings, SettingsError, clean
    from cleaning.profile import Profile, ProfileError

__version__ = "0.1.0"

__all__ = [
    "Author",
    "CleanResult",
    "Cleaner",
    "Edit",
    "Field",
    "PageFields",
    "Profile",
    "ProfileError",
    "Settings",
    "SettingsError",
    "__version__",
    "clean",
    "load_profile",
]


def load_profile(folder: Path | str) -> Profile:
    """The profile that `jingwen learn` wrote, for `Cleaner(profile=...)`. Raises ProfileError."""
    from dataset.profile_store import read_profile

    return read_profile(Path(folder))


def __getattr__(name: str) -> Any:
    """The names of `cleaning`, which loads what takes long on first use (PEP 562)."""
    if name in __all__:
        return getattr(cleaning.profile if "Profile" in name else cleaning, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

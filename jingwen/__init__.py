"""jingwen (净文): makes damaged Chinese web text trustworthy.

>>> import jingwen
>>> jingwen.clean("學習&#20013;文。").text
'学习中文。'
"""

from cleaning import Author, Cleaner, CleanResult, Edit, Field, PageFields, Settings, SettingsError, clean

__version__ = "0.1.0"

__all__ = [
    "Author",
    "CleanResult",
    "Cleaner",
    "Edit",
    "Field",
    "PageFields",
    "Settings",
    "SettingsError",
    "__version__",
    "clean",
]

"""The tables' contracts, as pandera models for polars. Imports nothing of ours.

Importing this package costs about a second (polars and pandera), so the other rooms import it where they need it.
Validate eager frames only: on a LazyFrame pandera checks the column types and lets every bad row pass.
"""

from schemas.clean_page import CleanPageSchema
from schemas.edit import FAMILIES, EditSchema
from schemas.raw_page import RawPageSchema
from schemas.reject import DuplicateSchema, RejectSchema

__all__ = [
    "FAMILIES",
    "CleanPageSchema",
    "DuplicateSchema",
    "EditSchema",
    "RawPageSchema",
    "RejectSchema",
]

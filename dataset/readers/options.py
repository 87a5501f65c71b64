"""What a user may say about the input."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """text_column, url_column, title_column   names of columns; '' looks for the usual names
    host               the site that the pages come from, for pages whose row has no url
    max_record_bytes   a longer record (file, line or cell, decompressed) is rejected; at least 1
    """

    text_column: str = ""
    url_column: str = ""
    title_column: str = ""
    host: str = ""
    max_record_bytes: int = 16 * 1024 * 1024

"""What passes from the readers to the run: a record that could be read, or one that could not."""

from __future__ import annotations

from dataclasses import dataclass

HEAD_BYTES = 65536
"""How much of a rejected record is kept."""


def place_of(path: str, record: int) -> str:
    """Where a record is, for people.

    >>> place_of("a.jsonl", 3), place_of("b.parquet", -1)
    ('a.jsonl, record 3', 'b.parquet')
    """
    return path if record < 0 else f"{path}, record {record}"


@dataclass(frozen=True, slots=True)
class RawPage:
    """One record as it came in.

    id        SHA-256 (hex) of the file's bytes, or of the record's text cell as UTF-8 (surrogatepass)
    text      the decoded text, or the HTML source when `markup` is set
    path      the file it came from, as the user named it; `record` its number there, from 0
    encoding  how bytes became text (`utf-8`, `gb18030`, …; `str` where the container holds text), and the evidence
    """

    id: str
    text: str
    path: str
    record: int = 0
    url: str = ""
    host: str = ""
    title: str = ""
    markup: bool = False
    encoding: str = "str"
    encoding_evidence: str = ""


@dataclass(frozen=True, slots=True)
class Reject:
    """One record that could not be read or kept.

    record   its number in the file, from 0; -1 for a file as a whole
    offset   and `length` in bytes of the (decompressed) file, -1 unknown
    sha256   of the record's bytes (hex), '' where they could not be read; `head`: the first HEAD_BYTES of them
    """

    reason: str
    path: str
    record: int
    offset: int
    length: int
    sha256: str
    head: bytes

"""What a file is, whatever its name says, from the bytes that it begins with."""

from __future__ import annotations

import re
from typing import Final

_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a]")

# (what the file begins with, what it is, whether a binary byte must follow: some of these could begin a text)
_SIGNATURES: Final = (
    (re.compile(rb"\s{0,16}%PDF-\d\.\d"), "a PDF document", False),
    (re.compile(rb"\{\\rtf\d"), "an RTF document", False),
    (re.compile(rb"PK\x03\x04|PK\x05\x06"), "a ZIP archive or an Office document (docx, xlsx)", False),
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "an old Office document (doc, xls)", False),
    (re.compile(rb"\x1f\x8b\x08"), "gzip data", False),
    (re.compile(rb"\x28\xb5\x2f\xfd"), "Zstandard data", False),
    (re.compile(rb"\xfd7zXZ\x00"), "xz data", False),
    (re.compile(rb"BZh[1-9]1AY&SY"), "bzip2 data", False),
    (re.compile(rb"7z\xbc\xaf\x27\x1c"), "a 7z archive", False),
    (re.compile(rb"Rar!\x1a\x07"), "a RAR archive", False),
    (re.compile(rb"PAR1"), "a Parquet file", True),
    (re.compile(rb"SQLite format 3\x00"), "an SQLite database", False),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "a PNG image", False),
    (re.compile(rb"\xff\xd8\xff"), "a JPEG image", True),
    (re.compile(rb"GIF8[79]a"), "a GIF image", True),
    (re.compile(rb"RIFF....(?:WEBP|WAVE|AVI )", re.DOTALL), "an image, sound or film (RIFF)", True),
    (re.compile(rb"....ftyp", re.DOTALL), "a film or sound (MP4)", True),
    (re.compile(rb"\x7fELF"), "a program (ELF)", False),
    (re.compile(rb"MZ"), "a program (Windows)", True),
)


def describe(head: bytes) -> str:
    """What `head`, the first bytes of a file, belongs to; '' if nothing speaks against text.

    >>> describe(b"%PDF-1.7 ...")
    'a PDF document'
    >>> describe("MZ 是一个缩写。".encode())
    ''
    """
    for signature, name, needs_binary in _SIGNATURES:
        if signature.match(head) and (not needs_binary or _BINARY.search(head, 0, 512)):
            return name
    return ""

"""The container of a model: a JSON header and plain arrays in one file that is read by mapping it into memory.

Layout: 8 bytes :data:`MAGIC`, 8 bytes length of the header (little-endian), the header as UTF-8 JSON, then every array
at a multiple of 64 bytes, little-endian. No pickle, nothing is executed, pages are shared between processes.
"""

from __future__ import annotations

import json
import mmap
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"JWNGRAM1"
ALIGNMENT = 64


class ModelFileError(Exception):
    """The model file is missing or damaged; the message names file, fault and remedy."""


def _padded(length: int) -> int:
    return -(-length // ALIGNMENT) * ALIGNMENT


def write_model(path: Path, header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write ``header`` and ``arrays``; written aside and renamed, so a reader never sees half a file."""
    places: dict[str, dict[str, Any]] = {}
    begin = 0
    for name, array in arrays.items():
        little = array.dtype.newbyteorder("<")
        places[name] = {"dtype": little.str, "length": len(array), "begin": begin}
        begin = _padded(begin + array.nbytes)
    text = json.dumps({**header, "arrays": places}, ensure_ascii=False, sort_keys=True).encode("utf-8")
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(MAGIC + len(text).to_bytes(8, "little") + text)
            file.write(bytes(_padded(file.tell()) - file.tell()))
            for name, array in arrays.items():
                data = np.ascontiguousarray(array, dtype=places[name]["dtype"]).tobytes()
                file.write(data + bytes(_padded(len(data)) - len(data)))
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read_model(path: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Header and arrays (read-only views into the mapped file). Raises :class:`ModelFileError`."""
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise ModelFileError(f"{path}: cannot be opened ({error}); install the package again") from error
    try:
        if data[:8] != MAGIC:
            raise ValueError("does not begin like a model file")
        length = int.from_bytes(data[8:16], "little")
        header = json.loads(data[16 : 16 + length].decode("utf-8"))
        origin = _padded(16 + length)
        arrays = {
            name: np.frombuffer(data, place["dtype"], place["length"], origin + place["begin"])
            for name, place in header["arrays"].items()
        }
    except (ValueError, KeyError, TypeError) as error:
        raise ModelFileError(
            f"{path}: is damaged or of another version ({error}); install the package again"
        ) from error
    return header, arrays

"""The wordings of all pages of a run on disk, read one at a time: what candidate pairs are judged by.

Beside each sketch file of `RUN/reprints/sketches/` lies `<shard>.wordings`, the wordings of its pages in UTF-8, one
behind the other. Pairs come in no order of the pages: fetched from Parquet, every batch of pairs would read the run
anew.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SUFFIX = ".wordings"

OPEN_FILES = 64
"""Files that are kept open at a time; a run may have thousands of shards."""


class Wordings:
    """The wordings by the number of their page. A context manager: it holds files open.

    `files` in the order of the numbers; `sizes` has for each file the bytes of every wording.
    """

    def __init__(self, files: Sequence[Path], sizes: Sequence[NDArray[np.int64]]) -> None:
        import numpy as np

        self._files = files
        self._ends = [np.cumsum(part) for part in sizes]
        self._firsts = np.cumsum([0, *(len(part) for part in sizes)]).tolist()
        self._open: OrderedDict[int, int] = OrderedDict()

    def __enter__(self) -> Wordings:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self._open:
            os.close(self._open.popitem()[1])

    def __len__(self) -> int:
        return int(self._firsts[-1])

    def __getitem__(self, number: int) -> str:
        file = bisect_right(self._firsts, number) - 1
        place = number - self._firsts[file]
        ends = self._ends[file]
        start = int(ends[place - 1]) if place else 0
        return os.pread(self._descriptor(file), int(ends[place]) - start, start).decode()

    def _descriptor(self, file: int) -> int:
        found = self._open.pop(file, None)
        if found is None:
            if len(self._open) >= OPEN_FILES:
                os.close(self._open.popitem(last=False)[1])
            found = os.open(self._files[file], os.O_RDONLY)
        self._open[file] = found
        return found

"""Copy a dataset and plant one bad row in the copy: `python scripts/plant_bad_row.py DATASET COPY`.

The first row of the first Parquet file gets an id that is no SHA-256. Shows that `jingwen validate` looks at the rows.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

BAD_ID = "planted"


def main(arguments: list[str]) -> int:
    source, copy = map(Path, arguments)
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(source, copy)
    path = min(copy.rglob("*.parquet"))
    table = pq.read_table(path)
    place = table.column_names.index("id")
    ids = table.column("id").to_pylist()
    ids[0] = BAD_ID
    pq.write_table(table.set_column(place, table.schema.field(place), pa.array(ids, pa.string())), path)
    print(f"planted a bad id in {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

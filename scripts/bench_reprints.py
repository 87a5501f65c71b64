"""Time and memory of finding near copies, as the run grows: synthetic pages, of which every third is a reprint.

    python scripts/bench_reprints.py 1000 10000 100000

Pages are made of the vocabulary of the language model's word list, about 500 characters each, with a headline of their
site and a footer that all pages share. Cleaning is left out: the pages are written as a run holds them, and the second
stage is timed in its steps (processor time), in a process of its own for each size so that the peak of memory is the
size's own.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cleaning.lexicon import rows
from dataset.clusters import members, standings
from dataset.near_copies import find_related, write_sketches
from dataset.shards import BATCH_PAGES, SHARD_PAGES

FOOTER = "本站文章来自网络，版权归原作者所有，如有侵权请与本站联系，我们将及时处理。"
WORDS_A_PAGE = 240
EDITED = 0.05
EVERY = 3


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=[1000, 10_000], metavar="PAGES")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.one:
        _measure(given.one)
        return 0
    for size in given.sizes:
        subprocess.run([sys.executable, __file__, "--one", str(size)], check=True)
    return 0


def _measure(size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder)
        copies = _write(run, size)
        started = process_time()
        write_sketches(run, run / "sketches")
        sketched = process_time()
        related = find_related(run / "sketches", run / "spill")
        found = members(related, list(standings(run)))
        done = process_time()
    joined = sum(member.best != member.id for member in found)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{size:>9,} pages: sketches {sketched - started:7.1f} s, pairs and clusters {done - sketched:7.1f} s, "
        f"{1e6 * (done - started) / size:6.0f} µs a page, {memory:5.0f} MB; {joined:,} of {copies:,} reprints joined",
        flush=True,
    )


def _write(run: Path, size: int) -> int:
    """Pages as a run holds them, as far as the second stage reads them. Returns how many reprint another."""
    (run / "pages").mkdir()
    quality = pa.struct([("damaged", pa.float32()), ("characters", pa.int32())])
    columns: list[tuple[str, Any]] = [("id", pa.string()), ("text", pa.string()), ("lost", pa.int32())]
    columns += [("quality", quality), ("published_at", pa.timestamp("s", tz="Asia/Shanghai"))]
    schema = pa.schema(columns)
    texts = enumerate(_texts(size))
    for shard in range(0, size, SHARD_PAGES):
        with pq.ParquetWriter(run / "pages" / f"{shard:016x}.parquet", schema, compression="zstd") as writer:
            for start in range(shard, min(size, shard + SHARD_PAGES), BATCH_PAGES):
                batch = [next(texts) for _ in range(min(BATCH_PAGES, size - start, shard + SHARD_PAGES - start))]
                made = [
                    {
                        "id": f"{number:064x}",
                        "text": text,
                        "lost": 0,
                        "quality": {"damaged": 0.0, "characters": len(text)},
                        "published_at": None,
                    }
                    for number, text in batch
                ]
                writer.write_table(pa.Table.from_pylist(made, schema=schema))
    return size // EVERY


def _texts(size: int) -> Iterator[str]:
    """Every third page is an earlier one with one word in twenty left out, and as many put in."""
    words = [row[0] for row in rows("common_words")]
    rng = Random(1)
    kept: list[list[str]] = []
    for number in range(size):
        if number % EVERY == EVERY - 1:
            page = [word for word in rng.choice(kept) if rng.random() >= EDITED]
            for at in rng.sample(range(len(page)), int(EDITED * len(page))):
                page[at] += rng.choice(words)
        else:
            page = rng.choices(words, k=WORDS_A_PAGE)
            # Originals for later reprints: some of them, so that the making stays small.
            kept.append(page) if len(kept) < 5000 else kept.__setitem__(rng.randrange(5000), page)
        yield (
            f"网站第{number % 97}频道\n"
            + "，".join("".join(page[at : at + 8]) for at in range(0, len(page), 8))
            + f"。\n{FOOTER}"
        )


if __name__ == "__main__":
    raise SystemExit(main())

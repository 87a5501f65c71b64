"""How a stream of records is cut: into shards, which have names, and those into batches, which fit in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from dataset.records import RawPage, Reject, place_of
from dataset.run_store import StrictError
from dataset.tables import storable

SHARD_PAGES = 2000
"""Most records of a shard."""

SHARD_BYTES = 32 << 20
"""A shard is full when its texts reach this size; one record may be larger."""

BATCH_PAGES = 256
"""Pages cleaned, checked and written at a time: a row group, with its ledger in memory."""

BATCH_CHARACTERS = 1 << 20
"""A batch is full when its texts reach this many characters: a Traditional text may have an edit every third one."""


@dataclass(slots=True)
class Shard:
    """Records to keep, exact copies of earlier ones (without their texts), and rejects; `size` in bytes, about."""

    kept: list[RawPage] = field(default_factory=list)
    copies: list[RawPage] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    size: int = 0

    def __len__(self) -> int:
        return len(self.kept) + len(self.copies) + len(self.rejects)

    def name(self, earlier: set[str]) -> str:
        """16 hexadecimal digits made of what the shard holds; its order and where it came from play no part."""
        records = [f"kept {page.id}" for page in self.kept]
        records += [f"copy {page.id}" for page in self.copies]
        records += [f"reject {reject.sha256} {reject.length} {storable(reject.reason)}" for reject in self.rejects]
        digest = hashlib.sha256("\n".join(sorted(records)).encode())
        while digest.hexdigest()[:16] in earlier:
            # Two shards of nothing but copies of the same pages.
            digest.update(b"again")
        return digest.hexdigest()[:16]


def cut(records: Iterator[RawPage | Reject], strict: bool) -> Iterator[Shard]:
    """Shards of the stream, with exact copies told from the first of their kind.

    Remembers 32 bytes a page (about 100 with Python's own), which is what finding copies in a stream costs.
    """
    seen: set[bytes] = set()
    shard = Shard()
    for record in records:
        if isinstance(record, Reject):
            if strict:
                raise StrictError(strict_sentence(record))
            shard.rejects.append(record)
            shard.size += len(record.head)
        elif (digest := bytes.fromhex(record.id)) in seen:
            shard.copies.append(replace(record, text=""))
            shard.size += len(record.path) + len(record.url)
        else:
            seen.add(digest)
            shard.kept.append(record)
            # Han characters take three bytes; counting bytes would encode every text once more.
            shard.size += 3 * len(record.text)
        if len(shard) >= SHARD_PAGES or shard.size >= SHARD_BYTES:
            yield shard
            shard = Shard()
    if len(shard):
        yield shard


def strict_sentence(reject: Reject) -> str:
    """The message of a StrictError."""
    return f"{place_of(storable(reject.path), reject.record)}: {reject.reason} (strict: stopped here)"


def batches(pages: list[RawPage]) -> Iterator[list[RawPage]]:
    """The pages of a shard, some at a time."""
    batch: list[RawPage] = []
    size = 0
    for page in pages:
        batch.append(page)
        size += len(page.text)
        if len(batch) >= BATCH_PAGES or size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch

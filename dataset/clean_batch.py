"""The one place where the tables meet `cleaning`: raw pages in, clean rows, edits and rejects out.

The rest of this room takes what it needs of `cleaning` from here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cleaning import FAMILIES, FORM_FAMILIES, Cleaner, CleanResult, Edit, PageFields, Settings, Witness, restore
from cleaning.alignment import Block, Wording, align
from cleaning.edit import Composition, applied_steps
from cleaning.engine import Veto
from cleaning.fold import fold
from cleaning.language_model import default_model
from cleaning.measures import damaged_share, personal_counts
from cleaning.personal_data import masked
from cleaning.profile import COLUMNS as PROFILE_COLUMNS
from cleaning.profile import Profile, ProfileError, is_template, merged
from cleaning.profile.learning import Learner, learning_cleaner
from cleaning.profile.strings import Strings, string_of
from cleaning.profile.strings import Table as StringTable
from cleaning.profile.tally import Tally
from cleaning.profile.terms import terms
from dataset.districts import District, Places
from dataset.quality import quality_of
from dataset.record_rows import beside, masked_row, moment_of, raw_row, reject_of, said_row
from dataset.records import RawPage, Reject
from dataset.refusals import refusals, unfit, without_refused
from dataset.tables import pages_with, schema_of, storable, table_of, to_bytes
from dataset.where import parse_where

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = [
    "FAMILIES",
    "PROFILE_COLUMNS",
    "Batch",
    "Block",
    "Cleaner",
    "Composition",
    "Edit",
    "Learner",
    "PageVeto",
    "Profile",
    "ProfileError",
    "Settings",
    "StringTable",
    "Strings",
    "Tally",
    "Veto",
    "Witness",
    "Wording",
    "align",
    "applied_steps",
    "clean_batch",
    "default_model",
    "is_template",
    "learning_cleaner",
    "ledger_of",
    "masked",
    "merged",
    "restore",
    "string_of",
    "surprisal",
    "terms",
    "word_frequency",
]

PageVeto = Callable[[str], Veto | None]
"""For a page's id, which of its edits must not be made."""

NO_WITNESSES: Mapping[str, tuple[Witness, ...]] = {}

SINGLE = ("source", "editor", "index_number", "document_number", "issuing_office", "icp")
"""Columns that hold what the page says of itself, by the same names."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Clean pages with their ledger, as Arrow tables of the contract, and what had to be left out."""

    pages: pa.Table
    edits: pa.Table
    rejects: list[Reject]


def clean_batch(
    raw: Sequence[RawPage],
    cleaner: Cleaner,
    places: Places,
    stamp: str,
    veto: PageVeto | None = None,
    witnesses: Mapping[str, tuple[Witness, ...]] = NO_WITNESSES,
) -> Batch:
    """Clean some pages. Every page comes back as one row of `pages`, or as one reject that says why.

    A page on which a repair fails, and a row that breaks its contract, cost nobody else anything. `stamp` goes into
    the column `jingwen`; `witnesses` are the other copies of a page, by its id.
    """
    import pyarrow as pa

    rejects: list[Reject] = []
    rows: list[dict[str, Any]] = []
    ledgers: list[pa.RecordBatch] = []
    kept: list[RawPage] = []
    where = parse_where(cleaner.settings.where) if cleaner.settings.where else None
    refused = refusals("raw", table_of("raw", map(raw_row, raw)), "the record")
    for number, page in enumerate(raw):
        if number in refused:
            rejects.append(reject_of(page, refused[number]))
            continue
        try:
            result = cleaner.clean(
                page.text,
                host=page.host,
                title=page.title,
                markup=page.markup,
                veto=veto(page.id) if veto else None,
                witnesses=witnesses.get(page.id, ()),
            )
            if said := unfit(page.text, result.text):
                rejects.append(reject_of(page, said))
                continue
            row = page_row(page, result, places, stamp)
            if "pii" in cleaner.settings.mask:
                row = masked_row(row, masked)
            if where and (unwanted := where.why_not(said_row(row, result.fields.get("published_at")))):
                rejects.append(reject_of(page, storable(unwanted)))
                continue
            ledger = ledger_of(page.id, result.edits)
        except Exception as fault:  # whatever a repair does to one page, the others go on
            said = f"{type(fault).__name__}: {fault}".split("\n")[0]
            rejects.append(reject_of(page, storable(f"jingwen failed on this page: {said}; please report")))
            continue
        rows.append(row)
        if ledger.num_rows:
            ledgers.append(ledger)
        kept.append(page)
    pages = table_of(pages_with(cleaner.settings.keep), rows)
    edits = pa.Table.from_batches(ledgers, schema=schema_of("edits"))
    pages, edits, unfit_rows = without_refused(pages, edits, kept)
    return Batch(pages, edits, rejects + unfit_rows)


def surprisal(text: str) -> NDArray[np.float32]:
    """Surprisal (natural log) of every character of `text` under the language model.

    Also what the readers choose between two readings of the same bytes by.
    """
    return default_model().surprisal(text)


def word_frequency(word: str) -> int:
    """How often a word occurs in the corpus of the language model's word list; 0 for what is no word of it."""
    return default_model().word_frequency(word)


def page_row(page: RawPage, result: CleanResult, places: Places, stamp: str) -> dict[str, Any]:
    """One row of `pages`; the clean text must hold no lone surrogate."""
    said = result.fields
    title = storable(str(said.get("title") or page.title)) or None
    subtitle = storable(str(said.get("subtitle", ""))) or None
    district = _district(page, result, title or "", subtitle or "", places)
    applied = result.applied
    authors: Any = said.get("authors", ())
    return {
        "id": page.id,
        "url": storable(page.url) or None,
        "host": storable(page.host) or None,
        "title": title,
        "subtitle": subtitle,
        "text": result.text,
        "district": district.split,
        "district_name": district.name,
        "published_at": moment_of(said.get("published_at")),
        **{name: storable(str(said[name])) if name in said else None for name in SINGLE},
        "authors": [{"name": storable(author.name), "role": storable(author.role)} for author in authors],
        "fields": [*_found(said), *beside(page, district), *_personal(result)],
        "encoding": page.encoding,
        "damage": sorted({edit.kind for edit in applied if edit.family not in FORM_FAMILIES}),
        "lost": len(result.lost),
        "flagged": len(result.flagged),
        "edit_count": len(applied),
        "quality": quality_of(result.text, damaged_share(page.text, applied), float(surprisal(result.text).mean())),
        "reprint_of": None,
        "cluster_size": 1,
        "raw_sha256": hashlib.sha256(to_bytes(page.text)).hexdigest(),
        "jingwen": stamp,
        "frame": storable(result.frame) or None,  # stored where it is asked for
    }


def _personal(result: CleanResult) -> list[dict[str, Any]]:
    """How many personal data of each kind the page has, in its text and in its frame; nothing where it has none."""
    in_text, in_frame = personal_counts(result)
    value = ", ".join(f"{what} {count}" for what, count in sorted((in_text + in_frame).items()))
    evidence = f"{in_text.total()} in the text, {in_frame.total()} in the frame"
    return [{"name": "record.pii", "value": value, "start": 0, "end": 0, "evidence": evidence}] if value else []


def _district(page: RawPage, result: CleanResult, title: str, subtitle: str, places: Places) -> District:
    said = result.fields
    return places.district_of(
        title=fold(title),
        subtitle=fold(subtitle),
        issuing_office=fold(storable(str(said.get("issuing_office", "")))),
        source=fold(storable(str(said.get("source", "")))),
        host=page.host,
        text=fold(result.text),
    )


def _found(said: PageFields) -> list[dict[str, Any]]:
    return [
        {
            "name": item.name,
            "value": storable(item.value),
            "start": item.start,
            "end": item.end,
            "evidence": storable(item.evidence),
        }
        for item in said.found
    ]


def ledger_of(page_id: str, edits: Sequence[Edit]) -> pa.RecordBatch:
    """The rows of `edits` of one page."""
    import pyarrow as pa

    schema = schema_of("edits")
    columns: list[list[Any]] = [
        [page_id] * len(edits),
        *([getattr(edit, name) for edit in edits] for name in ("step", "start", "end")),
        *([to_bytes(getattr(edit, name)) for edit in edits] for name in ("before", "after")),
        [edit.kind for edit in edits],
        [storable(edit.evidence) for edit in edits],
        [edit.confidence for edit in edits],
        [edit.status for edit in edits],
    ]
    arrays = [pa.array(values, type=field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)

"""What cannot stand in a table, and why: texts of which nothing is left, rows that break their contract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dataset.record_rows import reject_of
from dataset.records import RawPage, Reject
from dataset.run_store import RunError
from dataset.tables import storable
from dataset.validate import failing

if TYPE_CHECKING:
    import pyarrow as pa


def unfit(original: str, text: str) -> str:
    """Why a text cannot stand in a table, in a sentence; '' where it can."""
    if not original.strip():
        return "the record holds nothing but white space"
    if not text.strip():
        return "nothing is left of this page once its frame is taken away"
    if storable(text) != text:
        return "the clean text holds a lone surrogate, which no table can; do not switch their repair off"
    return ""


def refusals(contract: str, table: pa.Table, what: str) -> dict[int, str]:
    """Row number → the first thing that is wrong with it, as a sentence about `what` the row is.

    Raises RunError where a whole column is not as agreed.
    """
    import polars as pl

    reasons: dict[int, str] = {}
    for case in failing(contract, pl.DataFrame(pl.from_arrow(table))):
        if case.row < 0:
            raise RunError(
                f"{what} has a column {case.column} that is not as agreed ({case.check}); please report this"
            )
        said = f"{what} breaks its contract in column {case.column} ({case.check}): {case.value!r}"
        reasons.setdefault(case.row, storable(said))
    return reasons


def without_refused(
    pages: pa.Table, edits: pa.Table, kept: Sequence[RawPage]
) -> tuple[pa.Table, pa.Table, list[Reject]]:
    """Both tables without the pages that break the contract, in their own row or in one of their edits, and why.

    `kept` are the records of the rows of `pages`, in order.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    refused = refusals("pages", pages, "the clean page")
    number_of = {page.id: number for number, page in enumerate(kept)}
    for row, reason in refusals("edits", edits, "an edit of the page").items():
        refused.setdefault(number_of[edits["page_id"][row].as_py()], reason)
    if not refused:
        return pages, edits, []
    gone = pa.array([kept[number].id for number in refused])
    return (
        pages.filter(pc.invert(pc.is_in(pages["id"], gone))),
        edits.filter(pc.invert(pc.is_in(edits["page_id"], gone))),
        [reject_of(kept[number], reason) for number, reason in sorted(refused.items())],
    )

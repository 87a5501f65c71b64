"""The dataset card: README.md with the YAML that the Hub and `datasets` read, and what a person wants to know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dataset.tables import pages_with, schema_of

if TYPE_CHECKING:
    import pyarrow as pa

SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
)
"""Size categories of the Hub: fewer rows than the number, and the name."""

LICENCE = """\
# The rights in the pages are their publishers'. Whoever publishes this dataset names the licence here;
# `unknown` only keeps the card valid until then.
license: unknown
"""

BODY = """
# {name}

{rows} Chinese pages, repaired with jingwen {version} and split by district. Every repair is recorded: what stood there,
what stands there now, of which kind, and how sure.

## Load it

```python
from datasets import load_dataset

pages = load_dataset("{name}")        # the folder's path, or its name on the Hub
print(pages["{first}"][0]["text"])
```

## Splits

{splits}

## What was repaired

Pages with at least one repair of a kind. Script, punctuation, white space and invisible characters are not counted
here: they change the form and not the words.

{damage}

Read {read}, kept {kept}, exact duplicates {duplicates}, rejected {rejected}.{copies}

## Columns

{columns}

## Take a repair back

The ledger of all edits stays with the run from which this dataset was published: `jingwen undo RUN` gives the raw texts
again, exactly, and `jingwen undo RUN --kind KIND` everything but the repairs of one kind. `raw_sha256` is the SHA-256
of the raw text, so it can be told whether a text is the one that a page was made from.

## Rights

The rights in the pages are their publishers'. The licence named above is the choice of whoever published this dataset;
jingwen, which repaired it, claims none.

## Limits

* Repairs that were not sure enough are flagged and not made; `flagged` and `lost` count them, page by page.
* The district is decided from the page itself (host, issuing office, headline, newspaper, lead, body) and can be wrong;
  the evidence stands in `fields` under the name `district`. Pages about the whole city are in `suzhou`, pages without
  evidence in `unassigned`.
* The pages are what their publishers wrote. They name people, and nothing was checked for truth. {masking}

Settings: `{settings}` (digest `{settings_digest}`). Checksums of the data: `SHA256SUMS`.
"""

MASKING = (
    "Mobile numbers, numbers of identity cards, e-mail addresses and bank cards that were recognised are replaced by "
    "placeholders; others may stand. The ledger of the run holds what stood there, and must not be published with this."
)

COLUMNS = {
    "id": "SHA-256 of the file's bytes, or of the record's text",
    "url": "address of the page",
    "host": "host of the address",
    "title": "headline",
    "subtitle": "second headline",
    "text": "the article's body",
    "district": "name of the split",
    "district_name": "its Chinese name",
    "published_at": "when it was published, in Chinese time",
    "source": "the medium or office that the page names as its source",
    "authors": "people credited, with their role as the page names it",
    "editor": "editor",
    "index_number": "索引号",
    "document_number": "文号",
    "issuing_office": "发布机构",
    "icp": "ICP filing number",
    "fields": "all that the page said about itself, and where (code points of the raw text; 0:0: beside it)",
    "encoding": "how bytes became text; why, and which bytes were read otherwise, in `fields` as `record.encoding`",
    "damage": "kinds of repairs made",
    "lost": "places beyond repair",
    "flagged": "places seen and left alone",
    "edit_count": "edits made",
    "quality": "han: share of Han characters; characters: code points; surprisal: mean, natural log; repeated_ngrams: "
    "share in repeated 10-grams; damaged: share of the raw text that repairs of words touch",
    "reprint_of": "id of the page of which this one is a near-copy",
    "cluster_size": "near-copies of the page, itself counted",
    "raw_sha256": "SHA-256 of the raw text as UTF-8",
    "jingwen": "version and settings digest",
    "frame": "what was taken out as frame, a line each",
}


@dataclass(frozen=True, slots=True)
class SplitFacts:
    """One split: name, Chinese name, rows, bytes in memory, bytes on disk."""

    name: str
    title: str
    rows: int
    memory: int
    size: int


@dataclass(frozen=True, slots=True)
class CardFacts:
    """All that a card says."""

    name: str
    version: str
    settings: dict[str, Any]
    settings_digest: str
    counts: dict[str, Any]
    splits: list[SplitFacts]


def write_card(path: Path, facts: CardFacts) -> None:
    """Write the card. Its YAML is checked by the tests with `huggingface_hub.DatasetCard`."""
    path.write_text(f"---\n{LICENCE}{_yaml(facts)}---\n{_body(facts)}", encoding="utf-8")


def _yaml(facts: CardFacts) -> str:
    from huggingface_hub import DatasetCardData

    rows = sum(split.rows for split in facts.splits)
    data = DatasetCardData(
        pretty_name=facts.name,
        language=["zh"],
        task_categories=["text-generation"],
        size_categories=[next((name for limit, name in SIZES if rows < limit), "n>10M")],
        configs=[
            {
                "config_name": "default",
                "data_files": [{"split": split.name, "path": f"data/{split.name}-*"} for split in facts.splits],
            }
        ],
        dataset_info={
            "features": [
                _feature(field.name, field.type) for field in schema_of(pages_with(facts.settings.get("keep", ())))
            ],
            "splits": [
                {"name": split.name, "num_bytes": split.memory, "num_examples": split.rows} for split in facts.splits
            ],
            "download_size": sum(split.size for split in facts.splits),
            "dataset_size": sum(split.memory for split in facts.splits),
        },
    )
    return data.to_yaml(line_break="\n") + "\n"


def _feature(name: str, kind: pa.DataType) -> dict[str, Any]:
    """A column's type in the form of a card: {name, dtype}, {name, struct: [...]} or {name, list: ...}."""
    from pyarrow import types

    if types.is_struct(kind):
        return {"name": name, "struct": [_feature(field.name, field.type) for field in kind]}
    if types.is_list(kind):
        inner = _feature("item", kind.value_type)
        return {"name": name, "list": inner.get("struct") or inner["dtype"]}
    dtype = {"float": "float32"}.get(str(kind), str(kind))
    return {"name": name, "dtype": dtype}


def _body(facts: CardFacts) -> str:
    import json

    counts = facts.counts
    rows = sum(split.rows for split in facts.splits)
    copies = counts["kept"] - rows
    shares = [(split.name, split.title, f"{split.rows:,}", f"{split.size / 1e3:,.0f} kB") for split in facts.splits]
    return BODY.format(
        name=facts.name,
        rows=f"{rows:,}",
        version=facts.version,
        first=facts.splits[0].name,
        splits=_table(("split", "district", "pages", "size"), shares),
        damage=_table(("kind", "pages"), [(kind, f"{pages:,}") for kind, pages in counts["by_damage"].items()])
        if counts["by_damage"]
        else "No page needed any.",
        read=f"{counts['read']:,}",
        kept=f"{counts['kept']:,}",
        duplicates=f"{counts['duplicates']:,}",
        rejected=f"{counts['rejected']:,}",
        copies=f" Of the kept pages {copies:,} are near copies of others and were left out." if copies else "",
        columns=_table(
            ("column", "what it holds"),
            [(f"`{name}`", COLUMNS[name]) for name in schema_of(pages_with(facts.settings.get("keep", ()))).names],
        ),
        masking=MASKING if "pii" in facts.settings.get("mask", ()) else "Nothing was anonymised.",
        settings=json.dumps(facts.settings, ensure_ascii=False),
        settings_digest=facts.settings_digest,
    )


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *map(list, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

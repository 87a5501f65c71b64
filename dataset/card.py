"""The dataset card: README.md with the YAML that the Hub and `datasets` read, and what a person wants to know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dataset.card_text import BODY, COLUMNS, COMPARED, LICENCE, MASKED, NOT_MASKED
from dataset.commands_of import commands_of
from dataset.contents import Contents
from dataset.families import FAMILIES_SAID
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

SHOWN = 20
"""Hosts and reasons that are named, the most frequent first; of the others the card has the number."""

LONGEST = 200
"""Characters of a reason."""


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
    """All that a card says. `state` is what `run.json` says; `reasons` are those of rejects, frequent ones first."""

    name: str
    state: dict[str, Any]
    splits: list[SplitFacts]
    contents: Contents
    reasons: Sequence[tuple[str, int]] = ()
    all_copies: bool = False
    own_profile: bool = False


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
        tags=["jingwen"],
        size_categories=[next((name for limit, name in SIZES if rows < limit), "n>10M")],
        configs=[
            {
                "config_name": "default",
                "data_files": [{"split": split.name, "path": f"data/{split.name}-*"} for split in facts.splits],
            }
        ],
        dataset_info={
            "features": [_feature(field.name, field.type) for field in _schema(facts)],
            "splits": [
                {"name": split.name, "num_bytes": split.memory, "num_examples": split.rows} for split in facts.splits
            ],
            "download_size": sum(split.size for split in facts.splits),
            "dataset_size": sum(split.memory for split in facts.splits),
        },
    )
    return data.to_yaml(line_break="\n") + "\n"


def _schema(facts: CardFacts) -> pa.Schema:
    return schema_of(pages_with(facts.state["settings"].get("keep", ())))


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
    state, found = facts.state, facts.contents
    counts, settings = state["counts"], state["settings"]
    rows = sum(split.rows for split in facts.splits)
    copies = counts["kept"] - rows
    compared = "none" if not state.get("reprints") else "all" if facts.all_copies else "best"
    commands = commands_of(state, facts.name, all_copies=facts.all_copies, own_profile=facts.own_profile)
    return BODY.format(
        name=facts.name,
        rows=f"{rows:,}",
        dates=f", published from {found.first} to {found.last}" if found.dated else "",
        version=state["version"],
        first=facts.splits[0].name,
        splits=_table(
            ("split", "district", "pages", "size"),
            [(split.name, split.title, f"{split.rows:,}", f"{split.size / 1e3:,.0f} kB") for split in facts.splits],
        ),
        sources=_sources(found, rows),
        damage=_damage(found),
        edits=f"{found.places['edit_count']:,}",
        flagged=_places(found, "flagged"),
        lost=_places(found, "lost"),
        marked=f", marked in the text by `{settings['mark_lost']}`" if settings.get("mark_lost") else "",
        **{name: f"{counts[name]:,}" for name in ("read", "kept", "duplicates", "rejected")},
        copies=f" Of the kept pages {copies:,} are near copies of others and were left out." if copies else "",
        reasons=_reasons(facts.reasons),
        columns=_table(("column", "what it holds"), [(f"`{name}`", COLUMNS[name]) for name in _schema(facts).names]),
        commands="\n".join(commands),
        settings=_data_of_settings(settings),
        settings_digest=state["settings_digest"],
        reprints=COMPARED[compared],
        masking=MASKED if "pii" in settings.get("mask", ()) else NOT_MASKED,
    )


def _sources(found: Contents, rows: int) -> str:
    """The hosts with most pages, and the range of the days."""
    known = [(host, pages) for host, pages in _ranked(found.hosts) if host]
    lines = [(host, f"{pages:,}") for host, pages in known[:SHOWN]]
    if rest := known[SHOWN:]:
        lines.append((f"{len(rest):,} more", f"{sum(pages for _, pages in rest):,}"))
    if found.hosts[""]:
        lines.append(("not said", f"{found.hosts['']:,}"))
    dates = f"Of {rows:,} pages {found.dated:,} say when they were published"
    if found.dated:
        dates += f": from {found.first} to {found.last}"
    return f"{_table(('host', 'pages'), lines)}\n\n{dates}."


def _damage(found: Contents) -> str:
    """Kinds with their pages, most frequent first within a family; what a family is, said once."""
    if not found.damage:
        return "No page needed any."
    families = list(FAMILIES_SAID)
    ranked = sorted(_ranked(found.damage), key=lambda item: families.index(item[0].partition(".")[0]))
    lines: list[tuple[str, str, str]] = []
    said = ""
    for kind, pages in ranked:
        family = kind.partition(".")[0]
        lines.append((kind, "" if family == said else FAMILIES_SAID[family], f"{pages:,}"))
        said = family
    return _table(("kind", "what it is", "pages"), lines)


def _ranked(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _places(found: Contents, name: str) -> str:
    places, pages = found.places[name], found.pages[name]
    return f"{places:,} places on {pages:,} {'page' if pages == 1 else 'pages'}" if places else "nothing"


def _reasons(reasons: Sequence[tuple[str, int]]) -> str:
    if not reasons:
        return ""
    lines = [(_cell(reason), f"{records:,}") for reason, records in reasons[:SHOWN]]
    if rest := reasons[SHOWN:]:
        lines.append((f"{len(rest):,} other reasons", f"{sum(records for _, records in rest):,}"))
    return f"\n\n{_table(('reason', 'records rejected'), lines)}"


def _data_of_settings(settings: dict[str, Any]) -> str:
    """What PACKS and PROFILE of the commands are, told by their digests."""
    said = [f"PACKS holds `{name}` (SHA-256 {digest})" for name, digest in (settings.get("packs") or {}).items()]
    if settings.get("profile"):
        said.append(f"the profile has the digest {settings['profile']}")
    return f"{'; '.join(said)[:1].upper()}{'; '.join(said)[1:]}. " if said else ""


def _cell(text: str) -> str:
    """Text of a record's making, as words in a cell."""
    short = text if len(text) <= LONGEST else f"{text[:LONGEST]} …"
    return " ".join(short.split()).replace("|", "\\|").replace("<", "&lt;").replace("`", "'")


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *map(list, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

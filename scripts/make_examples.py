"""Write examples/pages from examples/originals: each page framed and damaged as its row in originals.jsonl says.

Run from the checkout: `python -m scripts.make_examples`, or with `--check` to compare without writing (exit 1 on any
difference). The same originals and seed give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from scripts.reenact import escapes, junk, layout, mill, mojibake, pinyin_words, swaps
from scripts.reenact.frames import Line, frame
from scripts.reenact.markup import html_page

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
SEED = "jingwen examples 3"

GLOSSED_SHARE = 0.12
"""Share of the common Traditional characters in a site's gloss table: a dozen to thirty glosses a page."""

SIMPLIFIED_SHARE = 0.03
"""The same where the page stays Simplified: there the byte pairs of neighbours hit the table several times as often."""

ARTICLE_DAMAGE = ("pinyin", "junk", "orphans", "mojibake_latin1", "mojibake_cp1252", "entities")
PAGE_DAMAGE = (
    "doubled_title",
    "swap",
    "traditional",
    "mill",
    "mill_private_use",
    "mill_simplified",
    "half_width",
    "indent",
)
"""All kinds that a row may name, in the order in which they happen: to the article first, then to the whole page."""


def damaged_article(text: str, damage: Sequence[str], rng: Random) -> str:
    """The article's text after the kinds of damage that touch nothing but the article."""
    if "pinyin" in damage:
        text = pinyin_words.romanise(text).text
    if "junk" in damage:
        text = junk.insert(text, rng, 3).text
    if "orphans" in damage:
        text = junk.append_orphans(text, rng, 1).text
    if "mojibake_latin1" in damage:
        text = mojibake.misread_paragraphs(text, rng, 1, "utf-8", "latin-1").text
    if "mojibake_cp1252" in damage:
        text = mojibake.misread_paragraphs(text, rng, 2, "utf-8", "cp1252").text
    if "entities" in damage:
        text = escapes.escape(text, rng, 0.02).text
    return text


def damaged_lines(lines: list[Line], damage: Sequence[str], rng: Random) -> list[Line]:
    """A page's lines after the kinds of damage that touch frame and article alike."""
    if "doubled_title" in damage:
        lines = [copy for line in lines for copy in ([line, line] if line.fields == ("title",) else [line])]
    if "swap" in damage:
        lines = [replace(line, text=swaps.swap(line.text).text) for line in lines]
    mills = {"mill", "mill_private_use", "mill_simplified"} & set(damage)
    if "traditional" in damage or mills - {"mill_simplified"}:
        lines = [replace(line, text=mill.to_traditional(line.text)) for line in lines]
    if mills:
        table = mill.make_table(rng, SIMPLIFIED_SHARE if "mill_simplified" in damage else GLOSSED_SHARE)
        if "mill_simplified" in damage:
            table = {simplified: table[form] for simplified, form in mill.traditional_forms().items() if form in table}
        private = "mill_private_use" in damage
        lines = [
            replace(line, text=mill.reenact(line.text, table, keep_private_use=private, half_width=False))
            for line in lines
        ]
    if "half_width" in damage:
        lines = [replace(line, text=layout.half_width(line.text).text) for line in lines]
    if "indent" in damage:
        lines = [replace(line, text=layout.indent(line.text)) if line.role == "article" else line for line in lines]
    return lines


def page_lines(row: Mapping[str, Any], original: str) -> list[Line]:
    """The damaged lines of one page; `original` is its article, one paragraph a line."""
    unknown = set(row["damage"]) - {*ARTICLE_DAMAGE, *PAGE_DAMAGE}
    if unknown:
        raise ValueError(
            f"originals.jsonl, {row['name']}: unknown damage {sorted(unknown)}; see ARTICLE_DAMAGE, PAGE_DAMAGE"
        )
    rng = Random(f"{SEED}: {row['name']}")
    article = damaged_article(original.rstrip("\n"), row["damage"], rng)
    title = pinyin_words.romanise(row["title"]).text if row["title"] and "pinyin" in row["damage"] else row["title"]
    lines = frame(row["frame"], {**row, "title": title}, article.split("\n"), rng)
    return damaged_lines(lines, row["damage"], rng)


def encoded(text: str, encoding: str) -> bytes:
    """`text` as bytes; UTF-16 always little-endian with a mark, so that the bytes are the same on every machine."""
    return b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16" else text.encode(encoding)


def make_pages(examples: Path) -> dict[str, bytes]:
    """File name → bytes of every page that the rows of `examples/originals.jsonl` ask for."""
    rows = [json.loads(line) for line in (examples / "originals.jsonl").read_bytes().split(b"\n") if line]
    pages: dict[str, bytes] = {}
    records: dict[str, dict[int, dict[str, str]]] = {}
    for row in rows:
        lines = page_lines(row, (examples / "originals" / f"{row['name']}.txt").read_text(encoding="utf-8"))
        text = "\n".join(line.text for line in lines)
        title = next((line.text for line in lines if line.fields == ("title",)), "")
        if row["record"] is not None:
            records.setdefault(row["page"], {})[row["record"]] = {"url": row["url"], "title": title, "text": text}
        elif row["page"].endswith(".html"):
            pages[row["page"]] = encoded(html_page(lines, f"{title}_{row['site']}"), row["encoding"])
        else:
            pages[row["page"]] = encoded(text + "\n", row["encoding"])
    for name, numbered in records.items():
        cells = [json.dumps(numbered[number], ensure_ascii=False) + "\n" for number in sorted(numbered)]
        pages[name] = "".join(cells).encode()
    return pages


def differences(folder: Path, pages: Mapping[str, bytes]) -> list[str]:
    """The names that are missing in `folder`, stand there without a row, or hold other bytes."""
    present = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} if folder.is_dir() else {}
    return sorted(name for name in {*present, *pages} if present.get(name) != pages.get(name))


def write(folder: Path, pages: Mapping[str, bytes]) -> None:
    """Write every page aside and rename it; files without a row go."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in differences(folder, pages):
        if name not in pages:
            (folder / name).unlink()
            continue
        aside = folder / f".{name}.part"
        aside.write_bytes(pages[name])
        aside.replace(folder / name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; returns the exit code: 0 done or equal, 1 different."""
    parser = argparse.ArgumentParser(prog="make_examples", description="Write examples/pages from examples/originals.")
    parser.add_argument("--check", action="store_true", help="compare without writing; exit 1 on any difference")
    parser.add_argument("--examples", type=Path, default=EXAMPLES, help="folder with originals/ and originals.jsonl")
    options = parser.parse_args(arguments)
    pages = make_pages(options.examples)
    folder = options.examples / "pages"
    if not options.check:
        write(folder, pages)
        return 0
    different = differences(folder, pages)
    for name in different:
        print(f"{folder / name}: not what make_examples writes; run `python -m scripts.make_examples`", file=sys.stderr)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())

"""Tables and text of records as HTML, in which nothing of a record is obeyed by a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape


def table(
    head: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    words: int,
    part: Callable[[Sequence[object]], str] | None = None,
    link: Callable[[str], str] | None = None,
) -> Iterator[str]:
    """A table whose first `words` columns hold words, and the others numbers.

    `part` says which part of the table a row belongs to, whose name stands above its rows; `link` where in the page the
    word in the first column leads, or ''.
    """
    yield f'<div class="wide"><table>\n<thead>{_row("th", head, words)}</thead>\n<tbody>\n'
    said = ""
    for row in rows:
        if part and part(row) != said:
            said = part(row)
            yield f'<tr class="part"><td colspan="{len(head)}">{visible(said)}</td></tr>\n'
        yield _row("td", row, words, link(str(row[0])) if link else "") + "\n"
    yield "</tbody></table></div>\n"


def _row(tag: str, cells: Sequence[object], words: int, target: str = "") -> str:
    made = []
    for place, cell in enumerate(cells):
        if place >= words:
            made.append(f'<{tag} class="n">{cell if isinstance(cell, str) else format(cell, ",")}</{tag}>')
            continue
        said = visible(str(cell))
        if target and not place:
            said = f'<a href="{escape(target)}">{said}</a>'
        made.append(f"<{tag}{_language(said)}>{said}</{tag}>")
    return f"<tr>{''.join(made)}</tr>"


def _language(said: str) -> str:
    """Says that words are Chinese where they are, since browsers choose the shapes of characters by it."""
    return ' lang="zh"' if any("\u3400" <= sign <= "\u9fff" for sign in said) else ""


def visible(text: str) -> str:
    """Text as HTML, with a sign for what prints nothing or turns the direction of writing.

    >>> visible("a<b\\u200b\\n")
    'a&lt;b<span class="sign">U+200B</span>↵'
    """
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character == "\n":
        return "↵"
    if character.isprintable():
        return escape(character)
    return f'<span class="sign">U+{ord(character):04X}</span>'

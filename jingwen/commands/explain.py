"""`jingwen explain`: what would change and why; nothing is written."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from cleaning.hunks import hunks
from jingwen import options
from jingwen.console import Console

if TYPE_CHECKING:
    from cleaning import CleanResult
    from dataset.records import RawPage

FORM = {"script", "space", "punctuation"}
"""Families that are counted and not listed one by one: a page in Traditional has thousands."""

SIGNS = {code: 0x2400 + code for code in range(32) if chr(code) not in "\n\t"} | {
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
}
"""What stands on a terminal for control characters."""


def command(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A file, or - for standard input.")],
    script: options.ScriptOption = None,
    off: options.OffOption = None,
    floor: options.FloorOption = None,
    packs: options.PacksOption = None,
    profile: options.ProfileOption = None,
    mark_lost: options.MarkLostOption = None,
    mask: options.MaskOption = None,
    settings: options.SettingsOption = None,
    text_column: options.TextColumn = None,
    url_column: options.UrlColumn = None,
    title_column: options.TitleColumn = None,
    host: options.HostOption = None,
    as_json: options.JsonOption = False,
) -> None:
    """Show what would change and why, in colour on a terminal: [-taken out-]{+put in+} where there is none."""
    from cleaning import Cleaner
    from dataset.readers import find, read_source
    from dataset.records import Reject, place_of

    chosen = options.build_settings(script, off, floor, packs, settings, mark_lost, profile, mask=mask)
    cleaner = Cleaner(settings=chosen)
    reading = options.read_options(text_column, url_column, title_column, host)
    console = Console(as_json=as_json)
    rejected = False
    for source in find([file]).sources:
        for record in read_source(source, reading):
            if isinstance(record, Reject):
                rejected = True
                place = place_of(record.path, record.record)
                console.warn(f"cannot be read: {place}: {record.reason}")
                console.result({"record": place, "error": record.reason})
                continue
            result = cleaner.clean(record.text, host=record.host, title=record.title, markup=record.markup)
            _say(console, record, result)
    if rejected:
        raise typer.Exit(3)


def _say(console: Console, record: RawPage, result: CleanResult) -> None:
    from dataset.records import place_of

    name = place_of(record.path, record.record)
    if console.as_json:
        console.result(
            {
                "record": name,
                "encoding": record.encoding,
                "encoding_evidence": record.encoding_evidence,
                "text": result.text,
                "fields": {field: str(value) for field, value in result.fields.items()},
                "edits": [{key: getattr(edit, key) for key in edit.__dataclass_fields__} for edit in result.edits],
            }
        )
        return
    console.say(f"— {name} —")
    if record.encoding_evidence:
        console.say(f"read as {record.encoding} ({record.encoding_evidence})")
    _show_text(record.text, result)
    console.say()
    counts = Counter((edit.kind, edit.status) for edit in result.edits)
    console.table(("kind", "status", "places"), [(kind, status, count) for (kind, status), count in counts.items()])
    console.say()
    for edit in result.edits:
        if edit.family not in FORM:
            change = f"{edit.before!r} → {edit.after!r}" if edit.status == "applied" else repr(edit.before)
            console.say(f"{edit.status:8} {edit.kind:24} {edit.confidence:.4f}  {change}\n{'':34}{edit.evidence}")
    for field, value in result.fields.items():
        console.say(f"field    {field:24} {_said(value)}")


def _said(value: object) -> str:
    """A field's value as a person reads it: `甲（记者）、乙（摄）`."""
    if isinstance(value, tuple):
        return "、".join(f"{name}（{role}）" if role else str(name) for name, role in value)
    return str(value)


def _visible(text: str) -> str:
    """Text for a terminal, which would obey its control characters: each is drawn as its sign (U+2400 and on)."""
    return text.translate(SIGNS)


def _show_text(original: str, result: CleanResult) -> None:
    """The clean text with every change marked where it happened."""
    from rich.console import Console as Terminal
    from rich.text import Text

    terminal = Terminal(soft_wrap=True, highlight=False)
    visible = _visible if terminal.is_terminal else str
    shown = Text()
    at = 0
    for hunk in hunks(result.edits):
        shown.append(visible(result.text[at : hunk.new_start]))
        out, into = visible(original[hunk.start : hunk.end]), visible(result.text[hunk.new_start : hunk.new_end])
        if terminal.is_terminal:
            shown.append(out, style="red strike").append(into, style="green bold")
        else:
            shown.append((f"[-{out}-]" if out else "") + (f"{{+{into}+}}" if into else ""))
        at = hunk.new_end
    shown.append(visible(result.text[at:]))
    terminal.print(shown)

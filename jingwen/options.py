"""Options that mean the same wherever they appear, and how they become settings."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cleaning import Settings, SettingsError
from cleaning.profile import Profile
from cleaning.settings import SCRIPTS

if TYPE_CHECKING:
    from dataset.readers import ReadOptions

Sources = Annotated[
    list[str], typer.Argument(metavar="SOURCE", help="Files, folders, or - for standard input.", show_default=False)
]
ScriptOption = Annotated[
    str | None,
    typer.Option("--script", metavar="|".join(SCRIPTS), help="Script that comes out.  [default: simplified]"),
]
OffOption = Annotated[
    list[str] | None, typer.Option("--off", metavar="REPAIR", help="A repair that shall not run; may be repeated.")
]
FloorOption = Annotated[
    list[str] | None,
    typer.Option("--floor", metavar="FAMILY=X", help="Least confidence (0–1) for a family; may be repeated."),
]
PacksOption = Annotated[
    Path | None, typer.Option("--packs", metavar="DIR", help="Rule packs (*.toml) to use beside the shipped ones.")
]
ProfileOption = Annotated[
    Path | None, typer.Option("--profile", metavar="DIR", help="What jingwen learn has found out about the corpus.")
]
MarkLostOption = Annotated[
    str | None, typer.Option("--mark-lost", metavar="TEXT", help="Put TEXT, such as 〓, where text is beyond repair.")
]
WhereOption = Annotated[
    str | None,
    typer.Option("--where", metavar="EXPR", help="Keep pages for which this is true: quality.han > 0.3; or a preset."),
]
KeepOption = Annotated[
    list[str] | None, typer.Option("--keep", metavar="frame", help="Keep the removed frame in a column of its own.")
]
MaskOption = Annotated[
    list[str] | None, typer.Option("--mask", metavar="pii", help="Replace personal data by placeholders.")
]
SettingsOption = Annotated[
    Path | None,
    typer.Option("--settings", metavar="FILE", help="TOML file with these settings; see the README."),
]
TextColumn = Annotated[str | None, typer.Option("--text-column", help="Column that holds the text.")]
UrlColumn = Annotated[str | None, typer.Option("--url-column", help="Column that holds the address.")]
TitleColumn = Annotated[str | None, typer.Option("--title-column", help="Column that holds the title.")]
HostOption = Annotated[str | None, typer.Option("--host", help="Host of records that do not name one.")]
QuietOption = Annotated[bool, typer.Option("--quiet", help="Say only what went wrong.")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object on standard output, for machines.")]

KEYS = ("script", "off", "floors", "packs", "profile", "mark_lost", "where", "keep", "mask")


def build_settings(
    script: str | None,
    off: list[str] | None,
    floors: list[str] | None,
    packs: Path | None,
    file: Path | None,
    mark_lost: str | None = None,
    profile: Path | None = None,
    where: str | None = None,
    keep: list[str] | None = None,
    mask: list[str] | None = None,
) -> Settings:
    """Settings from a file and from options; an option on the command line wins. Raises SettingsError, ProfileError."""
    values = _from_file(file) if file else {}
    if script:
        values["script"] = script
    if off:
        values["off"] = [*values.get("off", ()), *off]
    if floors:
        values["floors"] = {**values.get("floors", {}), **dict(map(_floor, floors))}
    if packs:
        values["packs"] = packs
    if profile:
        values["profile"] = profile
    if mark_lost is not None:
        values["mark_lost"] = mark_lost
    if where:
        values["where"] = where
    for name, given in (("keep", keep), ("mask", mask)):
        values[name] = tuple(sorted({*values.get(name, ()), *(given or ())}))
    return Settings(
        script=values.get("script", "simplified"),
        off=tuple(sorted(set(values.get("off", ())))),
        floors=values.get("floors", {}),
        packs=Path(values["packs"]) if values.get("packs") else None,
        mark_lost=values.get("mark_lost"),
        profile=_profile(Path(values["profile"])) if values.get("profile") else None,
        where=values.get("where", ""),
        keep=values["keep"],
        mask=values["mask"],
    )


def _from_file(file: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"settings {file}: cannot be read as TOML ({error})") from error
    unknown = sorted(set(values) - set(KEYS))
    if unknown:
        raise SettingsError(f"settings {file}: {unknown[0]!r} is no setting; there are {', '.join(KEYS)}")
    wanted = {"script": str, "off": list, "floors": dict, "packs": str, "profile": str, "mark_lost": str}
    wanted |= {"where": str, "keep": list, "mask": list}
    for key, value in values.items():
        if not isinstance(value, wanted[key]):
            raise SettingsError(f"settings {file}: {key} must be a {wanted[key].__name__}, not {value!r}")
    for key in ("packs", "profile"):
        if key in values:
            values[key] = file.parent / values[key]
    return values


def _profile(folder: Path) -> Profile:
    from dataset.profile_store import read_profile

    return read_profile(folder)


def _floor(text: str) -> tuple[str, float]:
    family, equals, number = text.partition("=")
    try:
        if not equals:
            raise ValueError
        return family, float(number)
    except ValueError:
        raise SettingsError(f"--floor {text}: write FAMILY=X, for example --floor junk=0.999") from None


def read_options(
    text_column: str | None, url_column: str | None, title_column: str | None, host: str | None
) -> ReadOptions:
    """What the reader is told about columns and host."""
    from dataset.readers import ReadOptions

    return ReadOptions(text_column or "", url_column or "", title_column or "", host or "")

"""What a user may choose, in one frozen value with a digest that names it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from cleaning.edit import FAMILIES
from cleaning.floors import floor_of
from cleaning.packs import PackError, packs_for
from cleaning.profile import Profile

Script = Literal["simplified", "traditional", "keep"]
KEEP = ("frame",)
MASK = ("pii",)
SCRIPTS: tuple[Script, ...] = ("simplified", "traditional", "keep")


class SettingsError(ValueError):
    """A setting that cannot be used; the message names the setting, the fault and the remedy."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can change what comes out.

    script     the script that comes out: `simplified`, `traditional`, or `keep`
    off        names of repairs that do not run (the names stand in `cleaning.order`)
    floors     family → least confidence (0 to 1) at which an edit is applied; replaces the default of `cleaning.floors`
    packs      folder with rule packs (TOML) to use beside the shipped ones
    mark_lost  what to put in the place of text that is beyond repair; None leaves it as it is
    where      which clean pages a run keeps (`dataset.where`); '' keeps all. Like `keep`, nothing to the text itself
    keep       what is kept beside the text: `frame`, the lines that were taken out as frame
    mask       what is replaced by a placeholder: `pii`, personal data
    profile    what is known of the corpus (`cleaning.profile`), or None
    """

    script: Script = "simplified"
    off: tuple[str, ...] = ()
    floors: Mapping[str, float] = field(default_factory=dict)
    packs: Path | None = None
    mark_lost: str | None = None
    where: str = ""
    keep: tuple[str, ...] = ()
    mask: tuple[str, ...] = ()
    profile: Profile | None = None

    def __post_init__(self) -> None:
        if self.script not in SCRIPTS:
            raise SettingsError(f"script is {self.script!r}: use one of {', '.join(SCRIPTS)}")
        for family, floor in self.floors.items():
            if family not in FAMILIES:
                raise SettingsError(f"floor for {family!r}: no such family; use one of {', '.join(FAMILIES)}")
            if not 0 <= floor <= 1:
                raise SettingsError(f"floor for {family!r} is {floor}: a floor is a probability, from 0 to 1")
        mark = self.mark_lost
        if mark is not None and (not mark.isprintable() or mark != mark.strip() or not mark):
            raise SettingsError(f"mark_lost is {mark!r}: use signs that print, without spaces around them, such as 〓")
        for name, given, known in (("keep", self.keep, KEEP), ("mask", self.mask, MASK)):
            if unknown := set(given) - set(known):
                raise SettingsError(f"{name}: {min(unknown)!r} is none of {', '.join(known)}")
        if self.packs is not None and not self.packs.is_dir():
            raise SettingsError(f"packs: {self.packs} is not a folder; name a folder that holds rule packs (*.toml)")
        if self.packs is not None:
            try:
                packs_for(self.packs)
            except PackError as error:
                raise SettingsError(f"packs: {error}") from error

    def floor(self, kind: str) -> float:
        """The confidence at and above which an edit of this kind, or family, is applied (`cleaning.floors`)."""
        return floor_of(kind, self.floors.get(kind.partition(".")[0]))

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        plain = asdict(replace(self, profile=None))
        plain.update(off=sorted(self.off), floors=dict(sorted(self.floors.items())), packs=None)
        if self.profile is None:
            # So that settings without one keep the digest that they always had.
            del plain["profile"]
        else:
            plain["profile"] = self.profile.digest
        if self.packs is not None:
            plain["packs"] = {
                path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(self.packs.glob("*.toml"))
            }
        return plain

    def digest(self) -> str:
        """12 hexadecimal digits that name these settings: rule packs and profile by content."""
        return hashlib.sha256(json.dumps(self.as_dict(), sort_keys=True).encode()).hexdigest()[:12]

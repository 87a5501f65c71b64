"""The commands that make a run and its dataset again, for the card: told from what `run.json` says."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from typing import Any


def commands_of(state: Mapping[str, Any], name: str, *, own_profile: bool, all_copies: bool = False) -> list[str]:
    """The command lines. What `run.json` does not hold stands in capitals: the sources, folders of packs or profile.

    `own_profile`: the run learnt its profile itself.

    >>> state = {"settings": {"script": "keep", "off": ["junk"], "floors": {"swap": 0.9}, "mask": ["pii"]}}
    >>> for line in commands_of(state, "pages", own_profile=False): print(line)
    jingwen clean SOURCE... --out RUN --script keep --off junk --floor swap=0.9 --mask pii
    jingwen publish RUN --out pages
    """
    lines = ["jingwen clean SOURCE... --out RUN", "jingwen publish RUN --out " + shlex.quote(name)]
    lines[0] += "".join(f" {option}" for option in _options(state, own_profile))
    if all_copies:
        lines[1] += " --all-copies"
    if taken_back := _taken_back(state.get("veto") or "{}"):
        data = [option for option in _data(state["settings"], own_profile) if option != "--two-pass"]
        lines[1:1] = [" ".join(["jingwen undo RUN --out UNDONE", *data, taken_back])]
        lines[2] = lines[2].replace(" RUN ", " UNDONE ", 1)
    return lines


def _options(state: Mapping[str, Any], own_profile: bool) -> Iterator[str]:
    settings = state["settings"]
    if settings["script"] != "simplified":
        yield f"--script {settings['script']}"
    yield from (f"--off {repair}" for repair in settings.get("off", ()))
    yield from (f"--floor {family}={floor}" for family, floor in settings.get("floors", {}).items())
    yield from _data(settings, own_profile)
    for option, value in (("--mark-lost", settings.get("mark_lost")), ("--where", settings.get("where"))):
        if value:
            yield f"{option} {shlex.quote(value)}"
    yield from (f"--{name} {value}" for name in ("keep", "mask") for value in settings.get(name, ()))
    if state.get("reprints"):
        yield "--reprints"


def _data(settings: Mapping[str, Any], own_profile: bool) -> Iterator[str]:
    if settings.get("packs"):
        yield "--packs PACKS"
    if settings.get("profile"):
        yield "--two-pass" if own_profile else "--profile PROFILE"


def _taken_back(veto: str) -> str:
    """The options of `jingwen undo`, as `dataset.undo.Selection` names them in `run.json`."""
    names = {"ids": "--id", "kinds": "--kind", "steps": "--step"}
    chosen = json.loads(veto)
    return " ".join(f"{option} {value}" for name, option in names.items() for value in chosen.get(name, ()))

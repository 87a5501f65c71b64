"""Run every rule pack's own examples: python scripts/check_packs.py [--packs DIR]

Each `drop` example must be taken out as a whole, and hold a line that its own entry matches; of each `keep` example
the first line must stay, and its own entry may take none. Examples are set where the entry may fire: above a
paragraph, below one, or between two. Exit code 1 when one fails, 2 when a pack cannot be read.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cleaning.context import Context
from cleaning.edit import apply
from cleaning.engine import Repair, run
from cleaning.packs import Entry, PackError, packs_for
from cleaning.repairs import frame
from cleaning.settings import Settings, SettingsError

PARAGRAPH = "东桥修好以后，镇上的老人每天早晨都要到桥上走一走，看看河里的船，再到桥头的茶馆里坐一会儿，说说各家的事情。"
HEADLINE = "东桥修好以后的第一个早晨"
_FRAME = (Repair("frame", frame.propose_by_rules, frame.TRIGGERS, "the repair that reads packs"),)
_PLACES = {"top": ("top",), "bottom": ("bottom",), "edge": ("top", "bottom"), "any": ("middle",)}


def page(example: str, place: str) -> str:
    """A small article with the example where the place says."""
    if place == "top":
        return f"{example}\n{HEADLINE}\n{PARAGRAPH}\n{PARAGRAPH}"
    if place == "bottom":
        return f"{HEADLINE}\n{PARAGRAPH}\n{PARAGRAPH}\n{example}"
    return f"{HEADLINE}\n{PARAGRAPH}\n{example}\n{PARAGRAPH}"


def failures(entry: Entry, settings: Settings) -> Iterator[str]:
    """What is wrong with the examples of one entry, a sentence each."""
    if not entry.drop or not entry.keep:
        yield f"{entry.evidence}: needs at least one drop and one keep example"
    host = entry.hosts[0] if entry.hosts else ""
    for place in _PLACES[entry.zone]:
        for example in (*entry.drop, *entry.keep):
            text = page(example, place)
            outcome = run(Context(text, settings, host=host), _FRAME)
            applied = [edit for edit in outcome.edits if edit.status == "applied"]
            if outcome.text != apply(text, applied):
                yield f"{entry.evidence}: {example!r} does not settle in one step"
            own = [edit for edit in applied if entry.evidence in edit.evidence.split(", ")]
            if example in entry.keep and (own or example.partition("\n")[0] not in outcome.text.split("\n")):
                taken = ", ".join(f"{edit.before.strip()!r} by {edit.evidence}" for edit in applied)
                yield f"{entry.evidence}: keep example {example!r} loses {taken} ({place})"
            elif example in entry.drop and outcome.text != page("", place).replace("\n\n", "\n").strip("\n"):
                yield f"{entry.evidence}: drop example {example!r} leaves {outcome.text!r} ({place})"
            elif example in entry.drop and not own:
                found = sorted({edit.evidence for edit in applied})
                yield f"{entry.evidence}: drop example {example!r} is taken by {found}, not by this entry ({place})"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packs", type=Path, help="folder with packs of your own, checked with the shipped ones")
    try:
        settings = Settings(packs=parser.parse_args().packs)
        entries = packs_for(settings.packs).entries
    except (PackError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 2
    uses = Counter(entry.evidence for entry in entries)
    found = [f"{name}: the id is used twice" for name, times in uses.items() if times > 1]
    found += (failure for entry in entries for failure in failures(entry, settings))
    for failure in found:
        print(failure)
    print(f"{len(entries)} entries, {sum(len(e.drop) + len(e.keep) for e in entries)} examples, {len(found)} failures")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

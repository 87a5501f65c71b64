"""Learning a profile, page by page, in bounded memory.

No table grows beyond twice its bound (`tally.MOST` rows, `strings.MOST` strings of a length, `REMEMBERED` lines), so
the process stays below 1 GB whatever the corpus: 0.81 GB with 200,000 short pages. Counting takes 0.5 to 1 ms a page
from 1,000 pages to 200,000, cleaning before it some 6 ms (scripts/bench_profile.py).

Strings are counted on the page as it comes out clean, because glosses, scars and frame would stand between what
belongs together; lines likewise, because a repair will look for them there. Glosses and telephone numbers are counted
on the page as it was crawled.

A page whose longest lines were all met before is a reprint: its strings are passed over, so that what many pages say
counts, and not what one article says in many places. It still tells of its host, unless the host had it before.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable
from hashlib import blake2b

from cleaning.cleaner import Cleaner, CleanResult
from cleaning.edit import Edit
from cleaning.fold import fold
from cleaning.gloss_page import MADE_BY_MILL, GlossPage
from cleaning.order import ORDER
from cleaning.profile.profile import Profile
from cleaning.profile.strings import Strings
from cleaning.readings import GLOSS, standard
from cleaning.settings import Settings
from cleaning.site_lines import key_of_line, site_lines
from cleaning.spam_phrases import words

FAST = frozenset({"surrogates", "markup", "escapes", "mojibake", "invisible", "gloss", "compatibility", "script"})
"""Repairs that a fast pass still makes: those without which a page cannot be read."""

LONGEST_LINES = 3
"""Lines by which an article is known again."""

LEAST_LINE = 20
"""Code points of a line by which an article can be known."""

REMEMBERED = 1 << 22
"""Lines that are remembered, 8 bytes each; a new one may push an old one out, and a late reprint then counts."""

_PHONE = re.compile(
    r"(?<![\d-])(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|[48]00-?\d{3}-?\d{4}|[48]00-?\d{4}-?\d{3})(?![\d-])", re.ASCII
)


def learning_cleaner(settings: Settings | None = None, *, fast: bool = False) -> Cleaner:
    """The cleaner whose output is learnt from: everything in Simplified, and nothing taken from another profile."""
    given = settings or Settings()
    off = {repair.name for repair in ORDER} - FAST if fast else set()
    return Cleaner(
        settings=Settings(off=tuple(sorted({*given.off} - {"script"} | off)), floors=given.floors, packs=given.packs)
    )


class Learner:
    """Counts pages into a profile. One pass; `profile` may be asked for at any time."""

    def __init__(self, cleaner: Cleaner) -> None:
        self.cleaner = cleaner
        self.strings = Strings()
        self.tables = Profile().tables
        self.pages = self.copies = 0
        self._met = array("Q", bytes(8 * REMEMBERED))

    def add(self, text: str, *, host: str = "", title: str = "", markup: bool = False) -> None:
        """Count one page."""
        result = self.cleaner.clean(text, host=host, title=title, markup=markup)
        lines = fold(result.text).split("\n")
        if self._is_known(lines):
            self.copies += 1
        else:
            self.pages += 1
            self.strings.add(result.text, host)
        if self._is_known(lines, host):
            return
        self.tables["hosts"].add([(host,)])
        self._add_lines(lines, host)
        self._add_glosses(text, host)
        self._add_swaps(result, host)
        self._add_contacts(text, host)

    def profile(self, *, part: bool = False) -> Profile:
        """What was learnt so far, without what was met once, unless it is a part of something larger."""
        self.strings.flush()
        return Profile(self.pages, self.copies, self.strings, self.tables).settled(part=part)

    def _is_known(self, lines: list[str], host: str | None = None) -> bool:
        """Whether the article was met before, anywhere or on this host; from now on it was."""
        longest = sorted({key_of_line(line) for line in lines if len(line) >= LEAST_LINE}, key=len)[-LONGEST_LINES:]
        known = True
        for line in longest or ["\n".join(lines)]:
            named = line if host is None else f"{host}\n{line}"
            digest = int.from_bytes(blake2b(named.encode("utf-8", "surrogatepass"), digest_size=8).digest()) | 1
            place = digest % REMEMBERED
            known = known and self._met[place] == digest
            self._met[place] = digest
        return known

    def _add_lines(self, lines: list[str], host: str) -> None:
        found = list(site_lines(lines))
        self.tables["lines"].add({(host, line.zone, line.key) for line in found})
        self.tables["shapes"].add({(host, line.zone, line.shape) for line in found if line.shape != line.key})

    def _add_glosses(self, text: str, host: str) -> None:
        """Glosses of pages that a mill has made, and the characters that it left bare there."""
        if "(" not in text or (page := GlossPage(text)).confidence < MADE_BY_MILL:
            return
        table = self.tables["glosses"]
        for (character, reading), places in Counter((site[1], standard(site[2])) for site in page.sites).items():
            table.add([(host, character, reading)], places)
        everywhere = Counter(GLOSS.sub("", text))
        for character, places in everywhere.items():
            if "\u3400" <= character <= "\u9fff" and places > page.counts[character]:
                table.add([(host, character, "")], places - page.counts[character])

    def _add_swaps(self, result: CleanResult, host: str) -> None:
        found = {
            (host, fold(edit.before), fold(edit.after), edit.status)
            for edit in result.edits
            if edit.family == "swap" and edit.kind != "swap.site" and edit.status != "lost" and _is_swap(edit)
        }
        self.tables["swaps"].add(found)

    def _add_contacts(self, text: str, host: str) -> None:
        found = {(host, "phone", number.replace("-", "")) for number in _PHONE.findall(text)}
        folded = fold(text)
        found |= {(host, "brand", folded[word.start : word.end]) for word in words(folded) if word.kind == "brand"}
        self.tables["contacts"].add(found)


def _is_swap(edit: Edit) -> bool:
    """Whether one word was found for another, and not a word put back that was dropped."""
    return len(edit.before) >= 2 and len(edit.after) >= 2


def learn(pages: Iterable[tuple[str, str]], cleaner: Cleaner | None = None) -> Profile:
    """The profile of pages, each a text and its host."""
    learner = Learner(cleaner or learning_cleaner())
    for text, host in pages:
        learner.add(text, host=host)
    return learner.profile()

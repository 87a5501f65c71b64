"""The room's face: a reusable `Cleaner` and what it returns."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cleaning.context import Context, Witness
from cleaning.edit import Composition, Edit, restore
from cleaning.engine import Veto, run
from cleaning.order import ORDER
from cleaning.page_fields import PageFields
from cleaning.profile import Profile
from cleaning.settings import Script, Settings, SettingsError

HEADLINES = ("boilerplate.headline", "boilerplate.doubled_headline", "boilerplate.subtitle")
"""What leaves the body and is no frame: it stands in the fields."""


@dataclass(frozen=True, slots=True)
class CleanResult:
    """A clean text with its explanation.

    text    the clean text; never holds a lone surrogate
    edits   every edit in order of application, then what was flagged or lost (spans of those: in `text`)
    fields  what the page said about itself, spans in the original
    """

    text: str
    edits: tuple[Edit, ...]
    fields: PageFields

    @property
    def original(self) -> str:
        """The input, rebuilt from `text` and `edits` alone."""
        return restore(self.text, self.edits)

    @property
    def frame(self) -> str:
        """What was taken out as frame, in the order of the page, a line each; headlines are in `fields`."""
        composition = Composition(self.edits)
        taken = [edit for edit in self.applied if edit.family == "boilerplate" and edit.kind not in HEADLINES]
        places = sorted(
            (composition.to_original(edit.step, edit.start, edit.end), edit.before.strip()) for edit in taken
        )
        return "\n".join(html.unescape(text) for _, text in places if text)

    @property
    def applied(self) -> tuple[Edit, ...]:
        """The edits that changed the text."""
        return tuple(edit for edit in self.edits if edit.status == "applied")

    @property
    def flagged(self) -> tuple[Edit, ...]:
        """What was seen and left alone because it was not sure enough; spans in `text`."""
        return tuple(edit for edit in self.edits if edit.status == "flagged")

    @property
    def lost(self) -> tuple[Edit, ...]:
        """What is beyond repair; spans in `text`."""
        return tuple(edit for edit in self.edits if edit.status == "lost")


class Cleaner:
    """Cleans texts, all with the same settings. Reusable, thread-safe, picklable.

    >>> Cleaner().clean("學習&#20013;文。").text
    '学习中文。'
    >>> Cleaner(script="keep").clean("學習中文。").edits
    ()
    >>> Cleaner(mark_lost="〓").clean("标题是锟斤拷锟斤拷。").text
    '标题是〓。'
    """

    def __init__(
        self,
        script: Script = "simplified",
        off: Iterable[str] = (),
        floors: Mapping[str, float] | None = None,
        packs: Path | str | None = None,
        mark_lost: str | None = None,
        profile: Profile | None = None,
        *,
        settings: Settings | None = None,
    ) -> None:
        self.settings = settings or Settings(
            script=script,
            off=tuple(off),
            floors=dict(floors or {}),
            packs=Path(packs) if packs else None,
            mark_lost=mark_lost,
            profile=profile,
        )
        needed = sorted(set(self.settings.off) & {repair.name for repair in ORDER if repair.always})
        if needed:
            raise SettingsError(f"off: {needed[0]!r} cannot be switched off; without it a text could not be stored")
        unknown = sorted(set(self.settings.off) - {repair.name for repair in ORDER})
        if unknown:
            known = ", ".join(repair.name for repair in ORDER)
            raise SettingsError(f"off: no repair is called {unknown[0]!r}; there are {known}")
        self._check_marker()

    def clean(
        self,
        text: str,
        *,
        host: str = "",
        title: str = "",
        markup: bool = False,
        veto: Veto | None = None,
        witnesses: Iterable[Witness] = (),
    ) -> CleanResult:
        """Clean one text.

        `host` and `title` are what the record says of itself; `markup` says that the text is HTML source. `veto` is
        asked before an edit is made: it gets the edit and its span in the original, and True leaves it unmade.
        `witnesses` are other copies of the text, whose wording shows what is damaged in this one.
        """
        context = Context(text, self.settings, host=host, title=title, markup=markup, witnesses=tuple(witnesses))
        outcome = run(context, ORDER, veto)
        return CleanResult(outcome.text, outcome.edits, PageFields(outcome.fields))

    def _check_marker(self) -> None:
        """A marker that cleaning would change could not come out, nor settle."""
        marker = self.settings.mark_lost
        if marker is not None:
            changed = self.clean(f"这里{marker}那里，又有{marker}。\n{marker}").applied
            if changed:
                remedy = "use a sign that cleaning leaves alone, such as 〓"
                raise SettingsError(f"mark_lost is {marker!r}: cleaning would change it ({changed[0].kind}); {remedy}")


def clean(text: str, *, host: str = "", title: str = "", markup: bool = False) -> CleanResult:
    """Clean one text with all defaults: Simplified out.

    >>> clean("你好，世界。").edits
    ()
    """
    return _DEFAULT.clean(text, host=host, title=title, markup=markup)


_DEFAULT = Cleaner()

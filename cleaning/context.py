"""What a repair may look at beside the text: read-only, made anew for every text, computed on first use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from cleaning.fold import TRADITIONAL_ONLY, fold
from cleaning.profile import NO_PROFILE, Profile
from cleaning.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NOTHING: Mapping[str, int] = MappingProxyType({})


class Witness(NamedTuple):
    """Another copy of the text: its page's id, and its text as far as it was cleaned alone."""

    id: str
    text: str


class Context:
    """One text and what is known about it before a repair looks.

    `host` and `title` are what the record says of itself ('' when it does not). `markup` tells that the text was
    given as HTML. `applied` counts the edits made so far on this page, by kind: damage found by one repair is
    evidence for the next. A repair may grow bolder with `applied`, never shyer: that is why a second run, which
    starts without it, cannot find anything new. `witnesses` are other copies of the text.
    """

    def __init__(
        self,
        text: str,
        settings: Settings,
        *,
        host: str = "",
        title: str = "",
        markup: bool = False,
        applied: Mapping[str, int] = NOTHING,
        witnesses: tuple[Witness, ...] = (),
    ) -> None:
        self.text = text
        self.settings = settings
        self.host = host
        self.title = title
        self.markup = markup
        self.applied = applied
        self.witnesses = witnesses

    def following(self, text: str, applied: Mapping[str, int]) -> Context:
        """The context of the text that a step returned."""
        return Context(
            text,
            self.settings,
            host=self.host,
            title=self.title,
            markup=self.markup,
            applied=applied,
            witnesses=self.witnesses,
        )

    @property
    def profile(self) -> Profile:
        """What is known of the corpus; without a profile one that knows nothing."""
        return self.settings.profile or NO_PROFILE

    @property
    def swaps(self) -> Mapping[str, str]:
        """What is known of the whole site: swapped-in strings and the words that they stand for, in Simplified."""
        return self.profile.swaps(self.host)

    @cached_property
    def alphabet(self) -> frozenset[str]:
        """The characters of the text: the one scan that decides which repairs can have work."""
        return frozenset(self.text)

    @cached_property
    def has_traditional(self) -> bool:
        """Whether any character stands in the text that only Traditional writing uses."""
        return not TRADITIONAL_ONLY.isdisjoint(self.alphabet)

    @cached_property
    def folded(self) -> str:
        """The text in Simplified, character by character, of the same length: for matching, never for output."""
        return fold(self.text) if self.has_traditional else self.text

    @cached_property
    def surprisal(self) -> NDArray[np.float32]:
        """What each character costs the language model behind the one before it (natural log): a first sight of the
        text for the repairs that look for what fits nowhere. The last is a line end behind the text."""
        from cleaning.language_model import default_model

        return default_model().surprisal(f"{self.text}\n", order=2)

    def damage(self, family: str) -> int:
        """How many edits of a family were made on this page before."""
        return sum(count for kind, count in self.applied.items() if kind.partition(".")[0] == family)

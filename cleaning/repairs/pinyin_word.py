"""Words spelt in pinyin to pass a filter, such as those that advertising law forbids.

`开发区diyi方阵` → `开发区第一方阵`; `zui具幸福感` → `最具幸福感`; `guo家级` → `国家级`. E-mail addresses, identifiers,
English, brands, user names, a lesson that says `拼音diyi`, and Suzhou on a sign stay.

Filters write a word toneless, without a separator, glued to Chinese on at least one side; which words differs by site,
so every common word is a candidate, and those on the lists of forbidden words are likelier. The language model chooses
the word; that the letters are nothing else is judged apart (`cleaning.pinyin_evidence`), and a page that has one
such word is likely to have more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

from cleaning.context import Context
from cleaning.edit import Proposal
from cleaning.fold import opencc_rows
from cleaning.pinyin_choice import Choice, Place, candidates, choose, of_listed
from cleaning.pinyin_evidence import ELSEWHERE, ON_PAGE, is_name, is_spelt_out, latin_counts, log_odds, may_be_name
from cleaning.pinyin_page import Letters, probabilities
from cleaning.pinyin_sites import Site, sites
from cleaning.readings import sounds_like

TRIGGERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")

CONTEXT = 16

MOST = 0.998

SURE_PART, PART_OF = 0.99, 6.0
"""Least posterior, and least ln frequency of the word, of a character that is a part of a word although the character
before it is read so, too."""


def propose(text: str, context: Context) -> Iterable[Proposal]:
    found, places = _found(text, context)
    if not found:
        return
    latin = latin_counts(text)
    seen = Counter(site.spelt for site in found)
    judged: list[tuple[Site, Choice, Letters]] = []
    for site, place, choice in zip(found, places, choose(places, context.folded), strict=True):
        odds = log_odds(site, choice, place)
        if len(choice.word) > 1 and not site.kind and choice.word in context.folded:
            odds += ON_PAGE
        odds += ELSEWHERE * (latin[site.spelt] > seen[site.spelt] or site.spelt in context.host)
        meant = is_spelt_out(place.left, choice.word, place.right)
        meant = meant or (bool(place.left) and _is_gloss(text[site.start - 1], site, choice))
        name = is_name(place.left, choice.listed)
        named = may_be_name(place.left, place.right, choice.listed)
        letters = Letters(site.spelt, odds, choice.posterior, choice.listed, meant or name, named)
        judged.append((site, choice, letters))
    others, from_lists = (context.applied.get(kind, 0) for kind in ("pinyin.word", "pinyin.listed"))
    page = probabilities([letters for _, _, letters in judged], others, from_lists)
    for (site, choice, _), (likely, damaged) in zip(judged, page, strict=True):
        confidence = min(MOST, likely * choice.posterior)
        evidence = (
            f"{choice.candidates} words spelt so, posterior {choice.posterior:.3f}; "
            f"{choice.gain:+.1f} nats over letters; others make the page one of such words: {damaged:.3f}"
        )
        word = _traditional(choice.word) if _is_traditional(context) else choice.word
        kind = "pinyin.listed" if choice.listed else "pinyin.word"
        yield Proposal(site.start, site.end, word, kind, evidence, round(confidence, 4))


def _is_gloss(before: str, site: Site, choice: Choice) -> bool:
    """Whether the letters are how the character before them is read, and not a part of another word (`它yi直`)."""
    other = choice.word not in ("", before) and choice.made >= PART_OF and choice.posterior > SURE_PART
    return sounds_like(before, site.spelt) and not other


def _found(text: str, context: Context) -> tuple[list[Site], list[Place]]:
    """The sites that some word is spelt like, with their places in the folded text."""
    found: list[Site] = []
    places: list[Place] = []
    folded = context.folded
    for site in sites(text):
        options = candidates(site.spelt)
        if site.syllables:
            options = tuple(option for option in options if len(option.word) in site.syllables)
        left, right = folded[max(0, site.start - CONTEXT) : site.start], folded[site.end : site.end + CONTEXT]
        if parts := tuple(of_listed(site.spelt, left, right)):
            options = tuple({option.word: option for option in (*options, *parts)}.values())
        if options:
            found.append(site)
            places.append(Place(text[site.start : site.end], left, right, options))
    return found, places


def _is_traditional(context: Context) -> bool:
    return context.settings.script == "traditional" or (context.settings.script == "keep" and context.has_traditional)


@cache
def _traditional_forms() -> dict[str, str]:
    return {key: choices[0] for name in ("STCharacters", "STPhrases") for key, choices in opencc_rows(name)}


def _traditional(word: str) -> str:
    forms = _traditional_forms()
    return forms.get(word) or "".join(forms.get(character, character) for character in word)

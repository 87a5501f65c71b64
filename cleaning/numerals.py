"""Numerals that are lost: which one stood there may be said only where the language model by itself says the same.

`在神舟�五号` was 十, whoever is asked; `�十六家企业` may have been 二 to 九, and a copy that has 三 may be another
edition.
Digits are all one to the model and never said.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np

from cleaning.language_model import LanguageModel

NUMERALS = "零〇一二三四五六七八九十百千万亿两"

SHARE = 0.995
"""Least share of the numerals in question among all that may stand there, by the model alone. 神舟十五号 and
两国关系 have 0.999 and more, figures in fixed company (三十六) up to 0.99."""

MOST_NUMERALS = 2
"""More of them in one place are a figure for sure."""


def are_chosen(left: str, text: str, right: str, model: LanguageModel, places: Sequence[Sequence[str]] = ()) -> bool:
    """Whether the model, which sees `left` and `right`, would choose the numerals of `text` among all; no digit passes.

    `places` has what else may stand in the place of each character, where that is known.
    """
    if any(sign.isdigit() and sign.isascii() for sign in text):
        return False
    at = [place for place, sign in enumerate(text) if sign in NUMERALS]
    if len(at) > MOST_NUMERALS:
        return False
    candidates = [text]
    choices = [
        [sign for sign in NUMERALS if not places or sign in places[place]] if place in at else [sign]
        for place, sign in enumerate(text)
    ]
    candidates += (other for signs in product(*choices) if (other := "".join(signs)) != text)
    scores = model.score(left, candidates, right)
    return 1 / float(np.exp(scores - scores[0]).sum()) >= SHARE

"""How the frame repair does on sites that its line model has not seen: every fold of the tuned sites is measured with
weights that were trained on the other folds.

Usage: python scripts/evaluate_line_model.py CORPUS [--pages N] [--notes]

Prints how right the model's claims are at several confidences, then the figures of `scripts.evaluation.frame`. The
packs know all of these sites, so a site that nobody has seen gets less.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from unittest.mock import patch

from cleaning import Cleaner, CleanResult
from cleaning.line_model import STATES, Weights, states
from scripts.evaluation.frame import field_figures, line_figures
from scripts.reenact.sites import Page, pages, site_count
from scripts.train_frame import Sample, Trainer, samples

FOLDS = 4

ARTICLE, HEADLINE = STATES.index("article"), STATES.index("headline")

Claim = tuple[float, bool]
"""The probability that a line is frame, and whether it is."""


def claims_of(data: list[Sample], known: Weights) -> list[Claim]:
    return [
        (1 - chances[ARTICLE] - chances[HEADLINE], state not in (ARTICLE, HEADLINE))
        for rows, gold, _ in data
        for chances, state in zip(states(rows, known), gold, strict=True)
    ]


def print_claims(claims: list[Claim]) -> None:
    frame = sum(claim[1] for claim in claims)
    for floor in (0.5, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99):
        taken = [claim for claim in claims if claim[0] >= floor]
        right = sum(claim[1] for claim in taken)
        lost = (len(taken) - right) / max(1, len(claims) - frame)
        print(
            f"{floor}: right {right / len(taken):.4f}, frame lines left {1 - right / frame:.4f}, "
            f"other lines lost {lost:.5f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--pages", type=int, default=6, help="pages a site")
    parser.add_argument("--notes", action="store_true", help="print what was missed")
    given = parser.parse_args()
    claims: list[Claim] = []
    results: list[tuple[Page, CleanResult]] = []
    count = site_count("tuned")
    made = list(pages("tuned", given.pages))
    for fold in range(FOLDS):
        inside = [number for number in range(count) if number % FOLDS != fold]
        outside = [number for number in range(count) if number % FOLDS == fold]
        known = Trainer(samples(given.corpus, inside, 1)).fit()
        claims += claims_of(samples(given.corpus, outside, 2), known)
        with patch("cleaning.line_model.weights", return_value=known):
            cleaner = Cleaner()
            for number in outside:
                of_site = made[number * given.pages : (number + 1) * given.pages]
                results += ((page, cleaner.clean(page.text)) for page in of_site)
    print_claims(claims)
    for figure in (*line_figures("tuned", results), *field_figures("tuned", results)):
        print(f"{figure.name:36} {figure.value:.4f} of {figure.count}")
        if given.notes and figure.note:
            print("    " + figure.note.replace("\n", "\n    "))


if __name__ == "__main__":
    main()

"""Script conversion against OpenCC's own rules, its context rows, and its speed."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaning.context import Context
from cleaning.edit import Edit, restore
from cleaning.engine import Outcome, Repair, run
from cleaning.fold import opencc_rows
from cleaning.repairs import script
from cleaning.script_tables import ContextRow, codes_of, context_rows, simplified_keys, text_of, variant_forms
from cleaning.settings import Script, Settings

TRADITIONAL_LINE = "會議強調學習貫徹"
"""Enough Traditional to make any line a Traditional one."""


def convert(text: str, to: Script = "simplified") -> Outcome:
    repair = Repair("script", script.propose, script.TRIGGERS, "under test")
    return run(Context(text, Settings(script=to)), (repair,))


def opencc(text: str, phrases: dict[str, str], characters: dict[str, str]) -> str:
    """OpenCC's conversion, plainly: at every place the longest phrase, else the character."""
    longest = max(map(len, phrases))
    out: list[str] = []
    at = 0
    while at < len(text):
        sizes = range(min(longest, len(text) - at), 1, -1)
        size = next((size for size in sizes if text[at : at + size] in phrases), 1)
        piece = text[at : at + size]
        out.append(phrases[piece] if size > 1 else characters.get(piece, piece))
        at += size
    return "".join(out)


def first_choices(name: str) -> dict[str, str]:
    return {key: choices[0] for key, choices in opencc_rows(name)}


T2S = first_choices("TSPhrases"), first_choices("TSCharacters")
S2T = first_choices("STPhrases"), first_choices("STCharacters")
DECIDED = {char for row in context_rows() for char in row.pattern} | variant_forms().keys()

plain_traditional = st.text(st.sampled_from(sorted(char for char in T2S[1] if char not in DECIDED)), max_size=40)
phrases_traditional = st.lists(
    st.sampled_from([*sorted(word for word in T2S[0] if DECIDED.isdisjoint(word)), "，", "的", "會"]), max_size=12
).map("".join)


@given(st.one_of(plain_traditional, phrases_traditional))
@settings(max_examples=150, deadline=None)
def test_same_as_opencc_where_no_row_of_ours_speaks(body: str) -> None:
    text = TRADITIONAL_LINE + body
    assert convert(text).text == opencc(text, *T2S)


@given(st.lists(st.sampled_from(sorted(S2T[0])[::7] + sorted(S2T[1])), max_size=12).map("".join))
@settings(max_examples=150, deadline=None)
def test_traditional_is_opencc_on_a_simplified_line_and_settles(body: str) -> None:
    text = f"这个{body}"
    outcome = convert(text, "traditional")
    assert outcome.text == opencc(text, *S2T)
    assert restore(outcome.text, outcome.edits) == text
    assert convert(outcome.text, "traditional").edits == ()


@pytest.mark.parametrize(("form", "standard"), variant_forms().items())
def test_a_variant_is_printed_as_on_the_mainland_and_stays_on_a_simplified_page(form: str, standard: str) -> None:
    assert convert(f"{TRADITIONAL_LINE}，{form}。").text.endswith(f"，{standard}。")
    page = f"这个会议学习贯彻，{form}。"
    assert convert(page).text == page


@pytest.mark.parametrize("row", context_rows(), ids=lambda row: row.pattern)
def test_context_row_does_what_its_example_says(row: ContextRow) -> None:
    assert len(row.pattern) == len(row.replacement) and row.pattern in row.example
    page = f"{TRADITIONAL_LINE}，{row.example}。"
    assert convert(page).text.endswith(f"，{row.result}。")


@pytest.mark.parametrize("row", [row for row in context_rows() if not row.anywhere], ids=lambda row: row.pattern)
def test_result_of_a_row_stays_on_a_simplified_page(row: ContextRow) -> None:
    page = f"这个会议学习贯彻，{row.result}。"
    assert convert(page).text == page


@given(st.lists(st.sampled_from([row.example for row in context_rows()] + ["\n", "，", "学", "學"]), max_size=10))
@settings(max_examples=150, deadline=None)
def test_second_run_changes_nothing_and_ledger_restores(pieces: list[str]) -> None:
    text = "".join(pieces)
    outcome = convert(text)
    assert restore(outcome.text, outcome.edits) == text
    assert convert(outcome.text).edits == ()


def test_neighbours_of_one_rule_make_one_edit_that_names_it() -> None:
    edits: list[Edit] = list(convert("會議強調，意味著一目瞭然").edits)
    assert [(edit.before, edit.after, edit.evidence) for edit in edits] == [
        ("會議強調", "会议强调", "TSCharacters"),
        ("著", "着", "context:意味著"),
        ("瞭", "了", "TSPhrases"),
    ]
    assert {edit.kind for edit in edits} == {"script.t2s"}
    assert all(0.9 < edit.confidence < 1 for edit in edits)


def test_lone_surrogates_do_not_stop_the_conversion() -> None:
    assert convert("會\ud800議著\udfff，瞭解").text == "会\ud800议着\udfff，了解"
    assert text_of(codes_of("會\ud800")) == "會\ud800"


def test_simplified_page_needs_no_tables() -> None:
    assert simplified_keys().isdisjoint("著乾瞭藉覆徵祇吒阪薹昇")
    assert {"會", "後", "於"} <= simplified_keys()


def test_million_characters_take_less_than_a_second_beside_making_edits() -> None:
    """The aim is 8 million a second; the bar leaves room for a slow machine."""
    text = (TRADITIONAL_LINE + "，意味著走在最前列，這是瞭解的關鍵。\n") * 33_000
    context = Context(text, Settings())
    next(iter(script.propose(text[:100], Context(text[:100], Settings()))))
    started = process_time()
    next(iter(script.propose(text, context)))
    assert process_time() - started < len(text) / 1_000_000


def test_corpus_of_news_keeps_its_text() -> None:
    """At most one edit in a million characters of Simplified news, and those on Traditional characters only."""
    path = Path(__file__).parents[2] / "../shared/corpus/news_2022_2025.txt.xz"
    if not path.exists():
        pytest.skip("the corpus of news is not beside this checkout")
    import lzma

    with lzma.open(path, "rt", encoding="utf-8") as file:
        text = file.read(2_000_000)
    edits = convert(text).edits
    assert len(edits) <= 2, edits

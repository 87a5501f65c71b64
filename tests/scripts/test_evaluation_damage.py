"""The damage that the evaluation makes and how it judges what comes back: truth by construction, down to the byte."""

from __future__ import annotations

import html
import json
import quopri
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from urllib.parse import unquote_to_bytes

import pytest

from cleaning.cleaner import CleanResult
from cleaning.edit import Edit
from cleaning.page_fields import PageFields
from scripts.evaluation import lost as lost_subject
from scripts.evaluation import misread_outcome
from scripts.evaluation import mojibake as subject
from scripts.evaluation.alignment import align, score, score_repair
from scripts.evaluation.calibration import Calibration
from scripts.evaluation.pages import byte_cleaner, pages
from scripts.evaluation.peers import PEERS
from scripts.evaluation.sources import Source, own_text, writing_of
from scripts.reenact import escapes, lost, mojibake
from scripts.reenact.extents import EXTENTS, LONGEST, SHORTEST, choose
from scripts.reenact.mill import to_traditional
from scripts.reenact.misreading import MIXED, READERS, Cell, misread_cells, one_off_cells
from scripts.reenact.mojibake import ONE_OFF, PAIRS, Misread, misread_span

ARTICLE = (Path(__file__).parents[2] / "examples" / "originals" / "wujiang_silk.txt").read_text(encoding="utf-8")
BY_NAME = {reader.name: reader for reader in READERS}
CODECS = {"gbk": "gb18030", "big5": "big5hkscs"}


def shown(text: str, pair: str, reader: str) -> str:
    return "".join(cell.shown for cell in misread_cells(text, PAIRS[pair], BY_NAME[reader])[0])


def text_for(pair: str) -> str:
    return to_traditional(ARTICLE) if pair.startswith("big5") else ARTICLE


@cache
def all_spans() -> tuple[Misread, ...]:
    """Every pair through every reader, in every extent."""
    return tuple(made_spans())


def made_spans() -> Iterator[Misread]:
    for number, pair in enumerate((*PAIRS, ONE_OFF)):
        for reader in READERS:
            for extent in EXTENTS:
                misread = misread_span(text_for(pair), Random(number), pair, reader, extent)
                assert misread or pair == ONE_OFF
                if misread:
                    yield misread


# --- readers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pair", [pair for pair, layers in PAIRS.items() if len(layers) == 1 and layers[0][1] != MIXED])
def test_one_reader_is_that_of_python(pair: str) -> None:
    ((written, read),) = PAIRS[pair]
    text = text_for(pair)
    assert shown(text, pair, "python") == text.encode(written).decode(read, "replace")


@pytest.mark.parametrize(
    ("text", "pair", "reader", "wrong"),
    [
        ("，2026", "utf8_as_gbk", "swallow", "锛?026"),
        ("，2026", "utf8_as_gbk", "browser", "锛\ufffd2026"),
        ("，2026", "utf8_as_gbk", "question", "锛?2026"),
        ("，2026", "utf8_as_gbk", "drop", "锛2026"),
        ("生”报", "utf8_as_gbk", "browser", "鐢熲€濇姤"),
        ("生”报", "utf8_as_gbk", "question", "鐢熲?濇姤"),
        ("大学2", "utf8_as_gbk", "browser", "澶у\ue11f2"),
        ("大学2", "utf8_as_gbk", "python", "澶у\ufffd\ufffd2"),
        ("大学2", "utf8_as_gbk", "bytewise", "澶у2"),
        ("大学2", "utf8_as_gbk", "question", "澶у?2"),
        ("向", "utf8_as_cp1252", "browser", "å\x90‘"),
        ("向", "utf8_as_cp1252", "drop", "å‘"),
        ("你", "utf8_as_latin1", "swallow", "ä½ "),
        ("你", "utf8_as_latin1", "browser", "ä½\xa0"),
    ],
)
def test_readers_do_what_programs_do(text: str, pair: str, reader: str, wrong: str) -> None:
    assert shown(text, pair, reader) == wrong


def test_what_is_utf8_by_chance_is_read_so() -> None:
    # D0 C2|B2 FA|C6 B7|C9 CF|C2 B7: C2 B2, C6 B7 and C2 B7 are UTF-8.
    assert shown("新产品上路", "gbk_as_mixed", "python") == "Ð²úƷÉÏ·"


def test_pairs_are_lost_with_one_mark() -> None:
    assert mojibake.misread_in_pairs("，2026", "utf-8", "gbk", swallow=True, mark="?") == "锛?026"
    assert mojibake.misread_in_pairs("大学2", "utf-8", "gbk", mark="") == "澶у2"


def test_a_lost_byte_puts_what_follows_one_off() -> None:
    text = "一年一度的太湖开捕节。"
    whole = text.encode("gbk")
    for seed in range(8):
        cells, touched = one_off_cells(text, Random(seed), BY_NAME["python"])
        left = [whole[:at] + whole[at + 1 :] for at in range(len(whole))]
        gone = [data.decode("gbk", "replace") for data in left].index("".join(cell.shown for cell in cells))
        assert min(touched) == gone // 2


# --- truth --------------------------------------------------------------------------------------------------------


def test_damage_knows_where_it_is_and_what_stood_there() -> None:
    for misread in all_spans():
        assert misread.text[: misread.start] == misread.original[: misread.begin], misread
        assert misread.text[misread.end :] == misread.original[misread.stop :], misread
        assert "".join(cell.shown for cell in misread.cells) == misread.shown, misread
        assert misread.shown != misread.truth
        assert all(misread.begin <= place < misread.stop for place in misread.touched)


def test_without_loss_the_inverse_is_exact() -> None:
    inverted = set()
    for misread in all_spans():
        if misread.touched or PAIRS[misread.pair][0][1] == MIXED:
            continue
        wrong = misread.shown
        for written, read in reversed(PAIRS[misread.pair]):
            wrong = b"".join(encoded(sign, CODECS.get(read, read)) for sign in wrong).decode(written)
        assert wrong == misread.truth, misread.pair
        inverted.add(misread.pair)
    assert len(inverted) > 15


def encoded(sign: str, codec: str) -> bytes:
    """As the browser reads: a control of a page of single bytes is the byte of its number."""
    return bytes([ord(sign)]) if "\x80" <= sign <= "\x9f" and codec.startswith("cp12") else sign.encode(codec)


def test_the_same_seed_gives_the_same_span() -> None:
    assert tuple(islice(made_spans(), 60)) == all_spans()[:60]


def test_extents_are_what_they_say() -> None:
    rng = Random(3)
    assert choose(ARTICLE, rng, "page") == (0, len(ARTICLE))
    for _ in range(20):
        begin, stop = choose(ARTICLE, rng, "paragraph") or (0, 0)
        assert ARTICLE[begin:stop] in ARTICLE.split("\n")
        begin, stop = choose(ARTICLE, rng, "sentence") or (0, 0)
        assert not re.search("[。！？；\n].", ARTICLE[begin:stop])
        begin, stop = choose("甲乙丙丁戊己庚辛壬癸，" * 5, rng, "run") or (0, 0)
        assert SHORTEST <= stop - begin <= LONGEST
    assert choose("abc，一二三", rng, "page") is None


def read_back(text: str, form: str) -> str:
    """What a form wrote, by the rules of its own standard."""
    encoding = "gbk" if form.endswith("gbk") else "utf-8"
    if form in ("json", "backslash_u", "backslash_u_capitals"):
        return str(json.loads(f'"{text}"' if form == "json" else '"' + text.replace("\n", "\\n") + '"'))
    if form == "quoted_printable":
        return quopri.decodestring(text.encode()).decode()
    if form.startswith("form"):
        return unquote_to_bytes(text.replace("+", " ")).decode(encoding)
    if form in ("percent_u", "javascript_escape"):
        text = re.sub("%u([0-9A-F]{4})", lambda found: chr(int(found[1], 16)), text)
        return re.sub("%([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), text)
    if form.startswith("percent"):
        return unquote_to_bytes(text).decode(encoding)
    if form.startswith(("backslash_x", "octal")):
        number = r"\\x(..)|\\([0-7]{3})"
        spelt = re.sub(number, lambda found: chr(int(found[1], 16) if found[1] else int(found[2], 8)), text)
        return b"".join(sign.encode("latin-1") if sign <= "\xff" else sign.encode(encoding) for sign in spelt).decode(
            encoding
        )
    text = re.sub(r"\\{1,2}[uU]\{?([0-9a-f]+)\}?", lambda found: chr(int(found[1], 16)), text)
    if form == "named_bare":
        text = re.sub("&[a-z]+", r"\g<0>;", text)
    if form == "named_capitals":
        text = re.sub("&[A-Z]+;", lambda found: found[0].lower(), text)
    text = text.replace("& ", "&").translate({ord("＆"): "&", ord("＃"): "#"})
    text = re.sub("(&#?[0-9a-z]+)；", r"\1;", text)
    for _ in range(3):
        text = html.unescape(text)
    return text


@pytest.mark.parametrize("form", sorted({**escapes.FORMS, **escapes.SPANS}))
def test_escapes_can_be_read_back(form: str) -> None:
    damaged = escapes.escape_span(ARTICLE, 0, len(ARTICLE), form)
    assert damaged.restored() == ARTICLE
    assert damaged.text != ARTICLE
    assert read_back(damaged.text, form) == ARTICLE


def test_a_bare_number_is_not_run_into_the_next() -> None:
    assert escapes.escape_span("中1中a中，", 0, 5, "decimal_bare").text == "&#20013;1&#20013;a&#20013，"
    assert escapes.FORMS["backslash_u"]("🌸") == "\\ud83c\\udf38"


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("replaced_gbk", "(锟斤拷){2,}"),
        ("replaced_big5", "(嚙踝蕭){2,}"),
        ("replaced_latin-1", "(ï¿½){4,}"),
        ("memory_cc", "烫{3,}"),
        ("memory_cd", "屯{3,}"),
        ("memory_dd", "葺{3,}"),
        ("questions", r"\?{2,}"),
        ("boxes", "□{2,}"),
        ("unknown", "\ufffd{2,}"),
    ],
)
def test_lost_text_has_the_form_that_programs_leave(kind: str, form: str) -> None:
    for seed in range(10):
        damaged = lost.lose(ARTICLE, Random(seed), kind)
        assert damaged
        (scar,) = damaged.scars
        assert damaged.restored() == ARTICLE
        assert re.fullmatch(form, damaged.text[scar.start : scar.end])
    assert lost.lose("一二，三四", Random(1), kind) is None


# --- judging ------------------------------------------------------------------------------------------------------

PAGE = "第一句。苏州大学今年招生。第三句。"


def one_touched() -> Misread:
    """The same page, built by hand: of 今 alone a byte is gone."""
    begin = PAGE.index("大")
    cells = (
        Cell("澶", begin, begin + 1, False),
        Cell("у", begin, begin + 2, False),
        Cell("浠", begin + 2, begin + 3, False),
        Cell("?", begin + 2, begin + 3, True),
    )
    text = PAGE[:begin] + "澶у浠?" + PAGE[begin + 3 :]
    return Misread(
        "utf8_as_gbk", "question", "run", PAGE, text, begin, begin + 4, begin, begin + 3, cells, frozenset({begin + 2})
    )


def repaired(misread: Misread, after: str, *more: Edit) -> CleanResult:
    edit = Edit(3, misread.start, misread.end, misread.shown, after, "mojibake.x", "test", 0.99, "applied")
    text = misread.text[: misread.start] + after + misread.text[misread.end :]
    return CleanResult(text, (edit, *more), PageFields(()))


@pytest.mark.parametrize(
    ("after", "counts"),
    [
        ("大学今", {"filled": 1}),
        ("大学金", {"wrong": 1}),
        ("大学?", {"lost": 1}),
        ("大学\ufffd", {"lost": 1}),
        ("大学", {"silent": 1}),
        ("天学今", {"filled": 1, "strayed": 1}),
    ],
)
def test_what_became_of_a_character_that_lost_a_byte(after: str, counts: dict[str, int]) -> None:
    misread = one_touched()
    found = score_repair(misread, repaired(misread, after))
    assert {name: number for name, number in found.counts.items() if number} == counts
    assert found.exact == (after == "大学今")
    assert found.outside == 0


def test_a_span_left_alone_is_no_harm() -> None:
    misread = one_touched()
    found = score_repair(misread, CleanResult(misread.text, (), PageFields(())))
    assert (found.alone, found.exact, found.right, found.size) == (True, False, 0, 3)
    assert found.counts["wrong"] == found.counts["filled"] == 0
    assert found.counts["lost"] == 1


def test_changes_outside_of_the_span_are_counted() -> None:
    misread = one_touched()
    assert score(misread, PAGE).outside == 0
    assert score(misread, PAGE.replace("第一", "第十")).outside == 1
    assert score(misread, PAGE.replace("第三句", "第三四句")).outside == 1
    assert score(misread, PAGE.replace("第三句。", "")).outside == 4


def test_alignment_finds_the_mates() -> None:
    aligned = align("甲乙丙丁", "甲乙己丁")
    assert aligned.mates == [0, 1, -1, 3]
    assert aligned.hunks == [(2, 3, 2, 3)]
    assert align("甲", "甲").hunks == []


@pytest.mark.parametrize(
    ("after", "right"), [("大学今", True), ("大学?", True), ("大学", False), ("大学金", False), ("天学今", False)]
)
def test_an_edit_is_right_when_it_says_what_stood_there(after: str, right: bool) -> None:
    misread = one_touched()
    ((edit, judged),) = misread_outcome.judged(misread, repaired(misread, after))
    assert edit.after == after
    assert judged == right


def test_the_truth_of_a_part_and_of_a_span_with_vanished_ends() -> None:
    misread = one_touched()
    assert misread_outcome.truths(misread, misread.start, misread.start + 2) == {"大学"}
    assert misread_outcome.truths(misread, 0, 4) == {"第一句。"}
    assert misread_outcome.truths(misread, misread.end, misread.end + 2) == {"年招"}
    gone = replace(misread, text=misread.text.replace("?", ""), end=misread.end - 1, cells=misread.cells[:3])
    assert misread_outcome.truths(gone, gone.start, gone.end) == {"大学今"}


def test_marks_stand_for_any_character() -> None:
    assert misread_outcome.says("苏??学", "苏州大学")
    assert not misread_outcome.says("苏?学校", "苏州大学")
    assert misread_outcome.says("\ufffd" * 300 + "学", "州" * 300 + "学")


def test_a_repair_counts_by_pair_and_in_the_sum() -> None:
    tally = subject.Tally()
    for seed in range(2):
        misread = misread_span(ARTICLE, Random(seed), "utf8_as_latin1", BY_NAME["browser"], "sentence")
        assert misread
        tally.add(misread_outcome.judge(misread, whole_pipeline=True))
    figures = {figure.name: figure for figure in (*tally.figures("x"), *tally.promises())}
    assert figures["mojibake.exact.x"].events == figures["mojibake.pipeline.lossless"].events == 2
    assert figures["mojibake.restored"].events == figures["mojibake.settled"].events == 2
    assert figures["mojibake.outside"].events == 0
    assert figures["mojibake.applied_right"].value == 1
    assert "mojibake.right.x" not in figures, "nothing lost a byte"
    assert figures["mojibake.peers.inverse.exact"].value == 1


def test_spans_with_and_without_loss_are_kept_apart_and_varied() -> None:
    found = list(subject.spans([ARTICLE], "utf8_as_gbk", 8))
    assert [bool(misread.touched) for misread in found] == [False] * 8 + [True] * 8
    assert len({misread.text for misread in found}) > 12
    assert [*subject.spans([ARTICLE], "utf8_as_mac_roman", 4)][3].touched == frozenset()


def test_confidence_is_compared_with_what_was_right() -> None:
    calibration = Calibration()
    for confidence, right in ((0.7, False), (0.99, True), (0.994, False), (1.0, True), (0.2, False)):
        calibration.add(confidence, right)
    found = {figure.name: (figure.events, figure.count) for figure in calibration.figures("x")}
    assert found == {
        "x.calibration.from_0.5": (0, 2),
        "x.calibration.from_0.99": (1, 2),
        "x.calibration.from_0.999": (1, 1),
    }


def test_the_plain_inverse_is_told_pair_and_span() -> None:
    misread = misread_span(ARTICLE, Random(1), "gbk_as_latin1", BY_NAME["browser"], "sentence")
    assert misread
    assert PEERS["inverse"](misread) == ARTICLE
    assert PEERS["ftfy"](misread) != ARTICLE


# --- pages --------------------------------------------------------------------------------------------------------


def test_pages_come_through_undamaged_in_the_right_script() -> None:
    source = own_text()
    found = pages(source, "gbk", 5)
    assert len(found) == 5
    assert all(byte_cleaner().clean(page).text == page for page in found)
    for page in pages(source, "big5", 12):
        assert page.encode("big5")
        assert writing_of(page) == "traditional"


def test_lost_places_are_said_to_be_lost() -> None:
    source = Source(tuple(document for document in own_text().documents if document.domain == "news"))
    figures = {figure.name: figure for figure in lost_subject.measure(source, 6)}
    assert set(figures) == {f"lost.said.{kind}" for kind in lost.KINDS} | {"lost.changed"}
    assert figures["lost.said.replaced_gbk"].value == 1
    assert figures["lost.changed"].value == 0

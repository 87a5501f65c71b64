"""The re-enactments: known scars of real pages byte by byte, truth by construction, the same seed the same bytes."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from scripts.reenact import (
    Damaged,
    compatibility,
    escapes,
    honest_glosses,
    junk,
    layout,
    mill,
    mill_page,
    mojibake,
    pinyin_words,
    spam,
    strangers,
    swaps,
)
from scripts.reenact.frames import frame, frame_data
from scripts.reenact.markup import html_page

ARTICLE = (Path(__file__).parents[2] / "examples" / "originals" / "wujiang_silk.txt").read_text(encoding="utf-8")
PAGE = {
    "title": "一块布的四年",
    "source": "水乡融媒",
    "published_at": "2023-04-08T09:05:00",
    "authors": [{"name": "元思白", "role": "记者"}, {"name": "谷一川", "role": "摄影"}],
    "site": "绫溪在线",
}


@pytest.mark.parametrize(
    ("text", "table", "damaged"),
    [
        ("勇擔當", {"聯": "lián", "當": "dāng"}, "勇?lián)?dāng)"),
        ("彰顯桑基魚塘", {"魚": "yú"}, "彰顯?;~(yú)塘"),
        ("真幸福”成為人們的切身感受、", {}, "真幸?!背蔀槿藗兊那猩砀惺?、"),
        ("德國BALLUFF", {"鳥": "niǎo"}, "德國B(niǎo)ALLUFF"),
        ("到YouTube", {"結": "jié"}, "到Y(jié)ouTube"),
        ("式沖", {"經": "jīng"}, "式?jīng)_"),
        ("召開會議", {"會": "huì ", "開": "kāi"}, "召開(kāi)會(huì )議"),
        ("一朵🌸", {}, "一朵?"),
    ],
)
def test_mill_reproduces_scars_of_real_pages(text: str, table: dict[str, str], damaged: str) -> None:
    assert mill.reenact(text, table) == damaged


def test_vanished_pairs_can_stay_as_private_use_with_their_bytes() -> None:
    kept = mill.reenact("彰顯桑基魚塘", {"魚": "yú"}, keep_private_use=True)
    assert kept == "彰顯?;\ue2e5~(yú)塘"
    assert kept[4].encode("gb18030") == b"\xf9\xf4"


def test_marks_that_a_site_does_not_split_at_leave_the_stream_whole() -> None:
    assert mill.reenact("真幸福”成為", {}, marks="，") == "真幸福”成為"


def test_wide_forms_stay_without_the_half_width_pass() -> None:
    assert mill.reenact("好！是；", {}, half_width=False) == "好！是；"


@pytest.mark.parametrize(
    ("piece", "text"),
    [
        (b"\xd3\xc2\x93(", "勇?"),
        (b"\xd3\xc2\x93", "勇?"),
        (b"\xaa\xa1\xd3\xc2", "勇"),
        (b"\xa1\x40\xd3\xc2", "勇"),
        (b"\xf8\xa1\xfe\xfe", ""),
        (b"\x80\xd3\xc2\xff", "?勇?"),
        (b"\x93\x7f\x93\x30A", "??A"),
        (b"plain", "plain"),
        (b"", ""),
    ],
)
def test_pieces_are_read_with_the_losses_of_a_gbk_reader(piece: bytes, text: str) -> None:
    assert mill.decode_piece(piece, keep_private_use=False) == text


def test_conversion_is_by_character_with_the_forms_of_the_mill() -> None:
    assert mill.to_traditional("关于干部着眼为众，之后") == "關于干部著眼為眾，之后"
    assert all(character.encode("gbk") for pair in mill.traditional_forms().items() for character in pair)


def test_tables_follow_their_seed_and_their_share() -> None:
    table = mill.make_table(Random(5), 0.1)
    assert table == mill.make_table(Random(5), 0.1)
    assert table != mill.make_table(Random(6), 0.1)
    everything = mill.make_table(Random(5), 1.0)
    assert 0.05 < len(table) / len(everything) < 0.15
    assert any(reading.endswith(" ") for reading in table.values())
    assert mill.make_table(Random(5), 0.0) == {}


def test_every_occurrence_of_a_table_character_is_glossed() -> None:
    milled = mill.reenact(mill.to_traditional("会议后开会，开了会"), {"會": "huì "}, half_width=False)
    assert milled.count("會(huì )") == milled.count("會") == 3


@pytest.mark.parametrize(
    ("written", "read", "options", "wrong"),
    [
        ("utf-8", "latin-1", {}, "ä½\xa0å¥½"),
        ("utf-8", "cp1252", {"space_nbsp": True}, "ä½ å¥½"),
        ("gbk", "latin-1", {}, "ÄãºÃ"),
        ("utf-8", "gb18030", {}, "浣犲ソ"),
    ],
)
def test_misreading_by_codec_names(written: str, read: str, options: dict[str, bool], wrong: str) -> None:
    assert mojibake.misread("你好", written, read, **options) == wrong  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("unread", "wrong"), [("control", "\x90"), ("replacement", "\ufffd"), ("question", "?"), ("drop", "")]
)
def test_bytes_that_the_code_page_lacks(unread: mojibake.Unread, wrong: str) -> None:
    assert mojibake.misread("向", "utf-8", "cp1252", unread=unread) == f"å{wrong}‘"


def generators() -> list[Damaged]:
    rng = Random(11)
    return [
        junk.insert(ARTICLE, rng, 5),
        junk.append_orphans(ARTICLE, rng, 2),
        junk.insert_between(ARTICLE, rng, 2),
        junk.insert_mixed(ARTICLE, rng, 4),
        pinyin_words.romanise("第一天首次登顶，最后成为最好的国家级、全国唯一的一家。"),
        swaps.swap("由三家单位联合研制，联合会没有参加"),
        escapes.escape(ARTICLE, rng, 0.02),
        *(compatibility.compatible(ARTICLE, rng, kind) for kind in compatibility.KINDS if kind != "vertical"),
        mojibake.misread_paragraphs(ARTICLE, rng, 2, "utf-8", "cp1252"),
        layout.half_width(ARTICLE),
        swaps.weaken("最大的第一家，最好的第一百家", rng),
        spam.insert(ARTICLE, rng, 6),
        spam.keyword_lines(ARTICLE, rng),
        spam.break_glosses("會(huì )議召開(kāi)，專(zhuān)題聽(tīng)取", rng, 1.0),
    ]


@pytest.mark.parametrize("number", range(17))
def test_scars_give_the_original_back(number: int) -> None:
    damaged = generators()[number]
    assert damaged.scars
    assert damaged.text != damaged.original
    assert damaged.restored() == damaged.original
    assert all(one.end <= other.start for one, other in zip(damaged.scars, damaged.scars[1:], strict=False))


def test_the_same_seed_gives_the_same_damage() -> None:
    assert generators() == generators()


def test_a_common_word_becomes_one_brand_everywhere() -> None:
    text = "项目一、项目二、项目三都已开工，工地上很热闹。"
    damaged = swaps.swap_common_word(text, Random(4), {"项目", "开工"})
    assert damaged is not None
    brand = damaged.text[: damaged.scars[0].end]
    assert damaged.text == text.replace("项目", brand)
    assert damaged.restored() == text
    assert swaps.swap_common_word(text, Random(4), {"开工"}) is None


def test_junk_stands_inside_sentences_and_orphans_behind_the_last_stop() -> None:
    damaged = junk.insert(ARTICLE, Random(3), 8, lengths=(1, 6))
    assert {scar.end - scar.start for scar in damaged.scars} == {1, 6}
    assert all(damaged.text[scar.start - 1] not in "，。：；" for scar in damaged.scars)
    orphan = junk.append_orphans(ARTICLE, Random(3), 1).scars[0]
    text = junk.append_orphans(ARTICLE, Random(3), 1).text
    assert text[orphan.start - 1] in junk.STOPS
    assert text[orphan.end] == "\n"


def test_junk_stands_between_sentences_and_may_hold_a_letter_or_a_digit() -> None:
    between = junk.insert_between(ARTICLE, Random(3), 2)
    assert all(between.text[scar.start - 1] in junk.STOPS for scar in between.scars)
    assert all(between.text[scar.end] not in "\n，。" for scar in between.scars)
    mixed = junk.insert_mixed(ARTICLE, Random(3), 6)
    for scar in mixed.scars:
        fragment = mixed.text[scar.start : scar.end]
        assert sum(sign.isascii() for sign in fragment) == 1
        assert 2 <= len(fragment) <= 4


def test_strangers_are_named_in_whole_sentences_behind_lines() -> None:
    text = "第一行。\n第二行\n第三行。"
    more = strangers.insert_sentences(text, Random(2), 5)
    assert [line.partition("。")[0] for line in more.split("\n")] == ["第一行", "第二行", "第三行"]
    assert "{" not in more
    assert more == strangers.insert_sentences(text, Random(2), 5)
    assert all("{" not in strangers.sentence(Random(seed)) for seed in range(100))


def test_pinyin_spares_what_is_no_superlative() -> None:
    assert pinyin_words.romanise("最后一名，最具活力，第一").text == "最后一名，zui具活力，diyi"
    assert pinyin_words.romanise("第一", words=[]).text == "第一"
    with pytest.raises(KeyError):
        pinyin_words.romanise("普通", words=["普通"])


def test_pinyin_is_scattered_in_all_forms_beside_han_and_gives_the_original_back() -> None:
    pieces = ["园区", "获评", "国家级", "，", "规模", "全国", "第一", "。"] * 40
    damaged = pinyin_words.scatter(pieces, {"国家级", "第一", "获评"}.__contains__, Random(4), 60)
    assert damaged.original == "".join(pieces) == damaged.restored()
    assert damaged == pinyin_words.scatter(pieces, {"国家级", "第一", "获评"}.__contains__, Random(4), 60)
    forms = {scar.kind.partition(".")[0] for scar in damaged.scars}
    assert forms == set(pinyin_words.FORMS)
    for scar in damaged.scars:
        beside = damaged.text[scar.start - 1 : scar.start] + damaged.text[scar.end : scar.end + 1]
        assert not beside.isascii(), "Han on one side at least"


def test_pinyin_never_becomes_a_part_of_other_letters() -> None:
    assert not pinyin_words.scatter(["IT", "世界", "5", "第一", "8"], {"世界", "第一"}.__contains__, Random(1), 9).scars


@pytest.mark.parametrize("name", sorted(frame_data()[0]))
def test_frames_hold_the_article_in_order_and_nothing_of_it_twice(name: str) -> None:
    paragraphs = ARTICLE.rstrip("\n").split("\n")
    lines = frame(name, PAGE, paragraphs, Random(2))
    assert [line.text for line in lines if line.role == "article"] == paragraphs
    assert all(bool(line.fields) == (line.role == "field") for line in lines)
    assert not any("{" in line.text or "None" in line.text for line in lines)


def test_frame_lines_print_fields_leave_out_null_ones_or_say_wu() -> None:
    texts = {
        line.text: line.role for line in frame("gov_notice", PAGE | {"issuing_office": "水务局"}, ["正文。"], Random(1))
    }
    assert texts["发文机关：水务局"] == texts["发文字号：无"] == "field"
    assert not any("发布日期" in text for text in texts)
    assert texts["扫一扫在手机打开当前页"] == "frame"
    shown = [line.text for line in frame("wechat", PAGE, ["正文。"], Random(1))]
    assert "来源：水乡融媒 记者 元思白/文 谷一川/摄" in shown


def test_markup_keeps_every_line_and_escapes_it() -> None:
    lines = frame("mobile", PAGE, ["甲<乙。", "丙&丁。"], Random(4))
    page = html_page(lines, "题")
    assert "<p>&nbsp;&nbsp;甲&lt;乙。</p>\n<p>&nbsp;&nbsp;丙&amp;丁。</p>" in page
    assert page.count("<div") == page.count("</div>")
    assert "<h1>一块布的四年</h1>" in page
    assert page.index('class="header"') < page.index('class="article"') < page.index('class="footer"')


@pytest.mark.parametrize(
    ("text", "table", "shown", "scars"),
    [
        ("勇擔當", {"聯": "lián", "當": "dāng"}, "勇?lián)?dāng)", [("?lián)?dāng)", "擔當")]),
        ("彰顯桑基魚塘", {"魚": "yú"}, "彰顯?;~(yú)塘", [("?;~", "桑基魚"), ("(yú)", "")]),
        ("召開會議", {"會": "huì "}, "召開會(huì )議", [("(huì )", "")]),
    ],
)
def test_mill_page_knows_what_stood_where(
    text: str, table: dict[str, str], shown: str, scars: list[tuple[str, str]]
) -> None:
    page = mill_page.mill_page(text, mill_page.Site(table))
    assert page.text == shown == mill.reenact(text, table)
    assert [(page.text[scar.start : scar.end], scar.original) for scar in page.scars] == scars


def test_mill_page_of_any_site_gives_the_article_back() -> None:
    for number in range(12):
        site = mill_page.make_site(Random(number), ARTICLE)
        page = mill_page.mill_page(ARTICLE, site)
        assert page.restored() == page.original and page.scars
        assert page == mill_page.mill_page(ARTICLE, mill_page.make_site(Random(number), ARTICLE))


def test_a_decoder_may_drop_half_a_character() -> None:
    text = "真幸福”成為人們的切身感受、"
    assert mill_page.mill_page(text, mill_page.Site({}, drops_half=True)).text == "真幸!背蔀槿藗兊那猩砀惺、"


def test_entries_in_turn_gloss_what_one_pass_cannot() -> None:
    table = {"擔": "dān", "負": "fù"}
    assert mill_page.mill_page("重擔", mill_page.Site(table, in_turn=True)).text == "重?fù)?dān)"
    assert mill_page.mill_page("重擔", mill_page.Site(table)).text != "重?fù)?dān)"


@pytest.mark.parametrize("kind", honest_glosses.KINDS, ids=lambda kind: kind.__name__)
def test_honest_glosses_leave_the_text_itself_alone(kind: honest_glosses.Kind) -> None:
    page = kind(ARTICLE, Random(3))
    assert page == kind(ARTICLE, Random(3)) != ARTICLE

"""The profile of a corpus: its counts can be added in any order, and stay within their bounds."""

from __future__ import annotations

import pickle
import random
from itertools import permutations

import pytest

from cleaning import Cleaner
from cleaning.language_model import default_model
from cleaning.profile import NO_PROFILE, Profile, merged
from cleaning.profile.strings import Strings, key_of, string_of
from cleaning.profile.tally import Tally
from cleaning.profile.terms import terms

SENTENCES = (
    "湖东镇的卫健办今天开门。",
    "卫健办的老周说，門口的路修好了。",
    "四位退休教师办起了夜校。",
    "夜校每周二晚上开课，老周也来听。",
    "白鹭洲的水上公交开航了。",
)


def strings_of(*texts: str, host: str = "a.example") -> Strings:
    made = Strings()
    for text in texts:
        made.add(text, host)
    made.flush()
    return made


def test_pages_and_not_places_are_counted() -> None:
    known = strings_of("夜校，夜校，夜校。", "夜校开课。", "白天上课。")
    assert known.pages_with("夜校") == 2
    assert known.pages_with("开课") == 1
    assert known.pages_with("夜晚") == 0
    assert known.pages_with("校开") == 1, "a string ends at a sign, not at a word"
    assert known.pages_with("。夜") == known.pages_with("") == known.pages_with("abc") == 0


def test_a_page_ends_where_it_ends() -> None:
    assert strings_of("夜", "校").pages_with("夜校") == 0


def test_both_scripts_are_one() -> None:
    known = strings_of(*SENTENCES)
    assert known.pages_with("門口") == known.pages_with("门口") == 1


def test_long_strings_are_known_by_their_parts_and_never_too_low() -> None:
    known = strings_of("白鹭洲的水上公交", "白鹭洲的水上公园", "鹭洲的水上公交")
    assert known.pages_with("白鹭洲的水上公交") == 2  # 1 in truth
    assert known.pages_with("白鹭洲的水上公车") == 0


def test_many_are_asked_like_one() -> None:
    known = strings_of(*SENTENCES)
    asked = ["老周", "", "夜校", "水上公交开航", "x", "湖", "不在"]
    assert known.pages_with_many(asked).tolist() == [known.pages_with(string) for string in asked]


@pytest.mark.parametrize("string", ["湖", "湖东", "湖东镇", "湖东镇的"])
def test_number_and_string_are_one(string: str) -> None:
    assert string_of(key_of(string)) == string


def profile_of(number: int) -> Profile:
    """A small profile, another one for every number."""
    rng = random.Random(number)
    profile = Profile(pages=3, strings=strings_of(*rng.sample(SENTENCES, 3), host=f"{number}.example"))
    profile.tables["hosts"].add([("a.example",)], 3)
    profile.tables["lines"].add([("a.example", "top", rng.choice("甲乙丙"))], rng.randrange(1, 4))
    profile.tables["swaps"].add([("a.example", "鑫博利", "联合", "applied")])
    return profile


def test_merging_is_associative_and_commutative() -> None:
    parts = [profile_of(number) for number in range(4)]
    together = {merged(*order).digest for order in permutations(parts)}
    first, second, third, fourth = parts
    together.add(merged(merged(first, second), merged(third, fourth)).digest)
    together.add(merged(first, merged(second, merged(third, fourth))).digest)
    together.add(merged(NO_PROFILE, first, second, third, fourth, NO_PROFILE).digest)
    assert len(together) == 1
    assert merged(*parts).pages_with("夜校") == sum(part.pages_with("夜校") for part in parts)


def test_merging_leaves_its_parts_alone() -> None:
    first, second = profile_of(1), profile_of(2)
    before = first.digest
    merged(first, second)
    assert Profile(first.pages, first.copies, first.strings, first.tables).digest == before


@pytest.mark.parametrize("seed", range(5))
def test_tally_stays_within_its_bound_and_says_how_wrong_it_may_be(seed: int) -> None:
    rng = random.Random(seed)
    truth: dict[tuple[str, ...], int] = {}
    tally = Tally(most=20)
    for _ in range(40):
        rows = [(str(int(rng.paretovariate(0.6)) % 500),) for _ in range(30)]
        tally.add(rows)
        for row in rows:
            truth[row] = truth.get(row, 0) + 1
        assert len(tally) <= 2 * tally.most
    assert tally.error > 0, "the bound was never reached"
    for row, count in truth.items():
        assert tally[row] <= count <= tally[row] + tally.error


@pytest.mark.parametrize("seed", range(3))
def test_strings_stay_within_their_bound_and_say_how_wrong_they_may_be(seed: int) -> None:
    rng = random.Random(seed)
    known = Strings(most=60)
    texts = ["".join(chr(0x4E00 + int(rng.paretovariate(0.7)) % 300) for _ in range(40)) for _ in range(60)]
    for text in texts:
        known.add(text, "")
        known.flush()
        assert all(len(table.keys) <= 2 * known.most for table in known.tables)
    for order, table in enumerate(known.tables, 1):
        assert table.error > 0
        for text in texts:
            part = text[:order]
            true = sum(part in other for other in texts)
            assert known.pages_with(part) <= true <= known.pages_with(part) + table.error


def test_once_is_not_kept() -> None:
    kept = Profile(pages=5, strings=strings_of(*SENTENCES)).settled()
    assert kept.pages_with("老周") == 2
    assert kept.pages_with("白鹭") == 0
    assert kept.strings.tables[1].error == 1


def test_settings_are_named_by_the_profile() -> None:
    without, first, second = Cleaner(), Cleaner(profile=profile_of(1)), Cleaner(profile=profile_of(2))
    assert len({cleaner.settings.digest() for cleaner in (without, first, second)}) == 3
    assert first.settings.as_dict()["profile"] == profile_of(1).digest
    again = pickle.loads(pickle.dumps(first))
    assert again.settings == first.settings and again.settings.digest() == first.settings.digest()


def test_swaps_of_a_site_need_two_pages_and_no_rival() -> None:
    profile = Profile(pages=9)
    profile.tables["swaps"].add([("a.example", "鑫博利", "联合", "applied")], 4)
    profile.tables["swaps"].add([("a.example", "华康达", "共同", "flagged")], 9)
    profile.tables["swaps"].add(
        [("a.example", "宝瑞通", "介绍", "applied"), ("b.example", "鑫博利", "合作", "applied")]
    )
    profile.tables["swaps"].add(
        [("a.example", "久安德", "合作", "applied"), ("a.example", "久安德", "共同", "applied")], 3
    )
    assert profile.swaps("a.example") == {"鑫博利": "联合"}
    assert profile.swaps("b.example") == profile.swaps("") == {}


def test_gloss_table_of_a_site_leaves_out_what_stands_bare() -> None:
    profile = Profile(pages=9)
    glosses = profile.tables["glosses"]
    glosses.add([("a.example", "會", "huì")], 40)
    glosses.add([("a.example", "會", "")], 1)
    glosses.add([("a.example", "開", "kāi"), ("a.example", "開", "")], 20)
    glosses.add([("a.example", "專", "zhuān")], 2)
    assert profile.gloss_table("a.example") == {"會": frozenset({"huì"})}


def test_a_single_gloss_goes_where_the_site_is_known_to_gloss_so() -> None:
    profile = Profile(pages=9)
    profile.tables["glosses"].add([("mill.example", "专", "zhuān"), ("mill.example", "议", "yì")], 20)
    text = "湖东镇昨天专(zhuān)题研究夜校的事，到会的有十几个人，会上议(huì)论纷纷。"
    cleaner, plain = Cleaner(profile=profile), Cleaner()
    assert "(zhuān)" in plain.clean(text, host="mill.example").text
    cleaned = cleaner.clean(text, host="mill.example")
    assert "专题研究" in cleaned.text, "the page alone does not tell, the site does"
    assert "议(huì)论" in cleaned.text, "a reading that the site does not give"
    assert any("that the mill of mill.example glosses by" in edit.evidence for edit in cleaned.applied)
    assert "(zhuān)" in cleaner.clean(text, host="school.example").text
    assert "(zhuān)" in cleaner.clean(text + "专心听讲。", host="mill.example").text, "bare elsewhere on the page"


def test_a_swap_of_the_site_is_taken_back_where_the_word_is_at_home() -> None:
    profile = Profile(pages=9)
    profile.tables["swaps"].add([("mill.example", "鑫博利", "联合", "applied")], 4)
    text = "本次活动由县文化馆和县图书馆鑫博利举办，来了三百多人。"
    cleaned = Cleaner(profile=profile).clean(text, host="mill.example")
    assert cleaned.text == text.replace("鑫博利", "联合")
    assert [edit.kind for edit in cleaned.applied] == ["swap.site"]
    assert Cleaner(profile=profile).clean(text, host="other.example").text == text
    firm = "鑫博利公司的老板姓赵，店开在东街，卖的是五金和油漆。"
    assert Cleaner(profile=profile).clean(firm, host="mill.example").text == firm


def test_a_term_is_whole() -> None:
    named = ["白鹭洲体育公园", "阳澄湖半岛"]
    texts = [
        f"{'今明昨前'[number % 4]}天在{named[number % 2]}见面，{'东南西北'[number // 4]}门口集合。"
        for number in range(16)
    ]
    profile = Profile(pages=len(texts), strings=strings_of(*texts).settled(2))
    shown = [term.text for term in terms(profile, default_model(), 20)]
    assert any("白鹭洲体育公园" in text for text in shown) and any("阳澄湖半岛" in text for text in shown)
    assert not any(text != other and text in other for text in shown for other in shown)
    assert all(len(text) > 4 for text in shown if "鹭" in text or "澄" in text), shown

"""Districts: evidence weighed, chance words left out, the data sound."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from cleaning.fold import fold
from dataset.districts import ELSEWHERE, PlacesError, district_of, load_places
from schemas.clean_page import SPLIT

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("districts.json").read_text("utf-8"))
DISTRICTS = {
    "gusu", "huqiu", "wuzhong", "xiangcheng", "wujiang", "changshu", "zhangjiagang", "kunshan", "taicang",
    "suzhou_industrial_park",
}  # fmt: skip
KINDS = {"display", "level", "name", "weak", "town", "host", "paper", "blocked", "street"}
SEEDS = Path(__file__).parents[2] / "../shared/seeds"


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    said = {name: value for name, value in case.items() if name not in ("id", "split")}
    found = district_of(**said)
    assert found.split == case["split"], found.evidence
    assert found.name == load_places("suzhou").names[case["split"]]
    assert found.evidence


def test_cases_cover_every_split() -> None:
    assert {case["split"] for case in CASES} == {*DISTRICTS, "suzhou", "unassigned"}


def test_the_evidence_says_what_spoke() -> None:
    found = district_of(title="昆山开学", host="www.ks.gov.cn", text="昆山市的小学今天开学。")
    assert found.evidence == "host www.ks.gov.cn +8.0; headline 昆山 +5.0; lead 昆山市 +2.5; body 昆山市 1 of 1 +0.7"


def test_names_of_splits_are_those_of_the_contract() -> None:
    places = load_places("suzhou")
    assert set(places.names) == {*DISTRICTS, "suzhou", "unassigned"}
    assert (places.city, places.none) == ("suzhou", "unassigned")


def test_an_unknown_set_is_refused() -> None:
    with pytest.raises(PlacesError, match="no set is called 'china'; there is suzhou"):
        load_places("china")


def rows() -> list[list[str]]:
    path = Path(__file__).parents[2] / "dataset" / "data" / "suzhou.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def test_the_data_is_sound() -> None:
    for split, kind, value in rows():
        assert re.fullmatch(SPLIT, split) and kind in KINDS and value, (split, kind, value)
        assert split in {*DISTRICTS, "suzhou", "unassigned", ELSEWHERE}, split


def test_no_word_belongs_to_two() -> None:
    words = [value for _, kind, value in rows() if kind in ("name", "weak", "town", "blocked", "host", "paper")]
    assert len(words) == len(set(words)), sorted({word for word in words if words.count(word) > 1})


def test_every_district_has_a_name_a_host_and_towns() -> None:
    for kind in ("name", "host", "town", "display", "level"):
        assert {split for split, found, _ in rows() if found == kind} >= DISTRICTS, kind


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the sample pages are not beside this checkout")
def test_the_sample_pages() -> None:
    found = [district_of(text=fold(path.read_text(encoding="utf-8"))).split for path in sorted(SEEDS.glob("*.txt"))]
    assert found == ["wujiang", "wuzhong", "taicang", "suzhou", "changshu"]

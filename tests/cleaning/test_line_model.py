"""The line model: probabilities as the sum over all paths gives them, no way back into the article; loose rows."""

from __future__ import annotations

from itertools import pairwise, product
from math import exp
from random import Random

import pytest

from cleaning import Cleaner, frame_lines
from cleaning.line_features import features
from cleaning.line_model import ARTICLE, BELOW, STATES, Weights, allowed, states, weights
from cleaning.lines import normal_line
from cleaning.loose_rows import read_loose
from cleaning.packs import packs_for


def by_hand(rows: list[list[str]], known: Weights) -> list[list[float]]:
    """The same probabilities from every path there is."""
    chances = [[0.0] * len(STATES) for _ in rows]
    for path in product(range(len(STATES)), repeat=len(rows)):
        steps = list(zip((None, *path), (*path, None), strict=True))
        if not all(allowed(before, after) for before, after in steps):
            continue
        score = sum(known.lines[name][state] for row, state in zip(rows, path, strict=True) for name in row)
        score += sum(known.steps[a][b] for a, b in steps if a is not None and b is not None)
        for place, state in enumerate(path):
            chances[place][state] += exp(score)
    return [[value / sum(row) for value in row] for row in chances]


def test_probabilities_are_those_of_all_paths() -> None:
    rng = Random(1)
    names = ("a", "b", "c")
    known = Weights(
        {name: [rng.uniform(-2, 2) for _ in STATES] for name in names},
        [[rng.uniform(-1, 1) for _ in STATES] for _ in STATES],
    )
    rows = [["a"], ["b", "c"], [], ["c"]]
    for got, wanted in zip(states(rows, known), by_hand(rows, known), strict=True):
        assert got == pytest.approx(wanted)


def test_what_has_begun_below_the_article_does_not_go_back() -> None:
    assert not allowed(BELOW, ARTICLE)
    chances = states(features(["版权所有 某网", "东桥今天通车", "打印 关闭"], [None, None, None]))
    assert all(later[BELOW] >= earlier[BELOW] - 1e-9 for earlier, later in pairwise(chances))


def test_every_feature_has_a_weight_for_every_state() -> None:
    known = weights()
    assert {len(row) for row in known.lines.values()} == {len(known.steps)} == {len(STATES)}


def test_features_of_no_line_and_of_an_empty_one() -> None:
    assert features([], []) == [] and states([]) == []
    assert len(features(["", "东桥"], [None, None])) == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("湖东晚报 2021-03-04 10:20 陈一 阅读 1288", {"source": "湖东晚报", "author": "陈一"}),
        ("[2021-03-04] [区卫健委] [点击数：128]", {"source": "区卫健委"}),
        ("２０２１年３月４日 10:20 湖东晚报 我有话说(12人参与)", {"source": "湖东晚报"}),
    ],
)
def test_rows_without_labels(line: str, said: dict[str, str]) -> None:
    normal = normal_line(line)
    row = read_loose(normal, packs_for(None))
    assert row is not None
    found = {item.field: normal[item.start : item.end] for item in row.findings}
    assert found.pop("published_at") and found == said


@pytest.mark.parametrize(
    "line",
    [
        "2021年3月4日 东桥",
        "2021-03-04 10:20 从东桥开出，午后到达，夜里返回。",
        "时间：2021年3月4日 地点：三楼会议室",
        "供电队 78:77 教育队",
        "1 供电队 5胜0负 10分",
        "成文日期：2021年3月4日",
    ],
)
def test_lines_of_an_article_are_no_rows(line: str) -> None:
    assert read_loose(normal_line(line), packs_for(None)) is None


@pytest.mark.parametrize(("maybe", "title"), [(0.09, "水车村里话丰年"), (0.01, None)])
def test_the_only_line_above_the_article_may_be_its_headline(
    monkeypatch: pytest.MonkeyPatch, maybe: float, title: str | None
) -> None:
    """A model that takes it for a menu leaves it to the headline's own repair, unless it is sure."""
    paragraph = (
        "守车的老人姓茅，今年七十六岁。他每天清早给木轴上一遍油，再把水斗里的落叶捞干净，一天要走三个来回，风雨无阻。"
    )
    above, article, below = [0.99 - maybe, maybe, 0, 0.01, 0, 0], [0, 0, 0, 1.0, 0, 0], [0, 0, 0, 0, 0, 1.0]
    monkeypatch.setattr(frame_lines, "states", lambda rows, **_: [above, *[article] * (len(rows) - 2), below])
    lines = ["水车村里话丰年", paragraph, paragraph, "版权声明：本文由东桥网发布，如需转载请注明出处。"]
    result = Cleaner().clean("\n".join(lines))
    assert result.fields.get("title") == title
    assert result.text == f"{paragraph}\n{paragraph}"

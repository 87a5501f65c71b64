"""Credits: who did what, and what is no credit."""

from __future__ import annotations

import pytest

from cleaning.people import read_credits, read_names
from cleaning.person_names import has_surname, is_name


@pytest.mark.parametrize(
    ("text", "paper", "people"),
    [
        ("记者 张三", None, [("张三", "记者")]),
        ("记者张三", None, [("张三", "记者")]),
        ("记者 石三磊 海东 报导", None, [("石三磊", "记者")]),
        ("记者 石三磊 报导", None, [("石三磊", "记者")]),
        ("记者 张三 李四 报道", None, [("张三", "记者"), ("李四", "记者")]),
        ("本报记者 张三 通讯员 李四 王五五", None, [("张三", "记者"), ("李四", "通讯员"), ("王五五", "通讯员")]),
        ("柳塘融媒记者 张三 李四/文 王五/摄", "柳塘融媒", [("张三", "文"), ("李四", "文"), ("王五", "摄")]),
        ("文/张三 图/李四", None, [("张三", "文"), ("李四", "图")]),
        ("张三 文/图", None, [("张三", "文/图")]),
        ("记者 张　三", None, [("张　三", "记者")]),
        ("记者张三通讯员李四王五五", None, [("张三", "记者"), ("李四", "通讯员"), ("王五五", "通讯员")]),
        ("本报记者张三特约通讯员李四摄", None, [("张三", "记者"), ("李四", "摄")]),
        ("记者 阿不都·热合曼", None, [("阿不都·热合曼", "记者")]),
        ("记者 张三 摄影报道", None, [("张三", "记者")]),
    ],
)
def test_a_credit(text: str, paper: str | None, people: list[tuple[str, str]]) -> None:
    credit = read_credits(text)
    assert credit is not None
    assert (credit.paper[0] if credit.paper else None) == paper
    assert [(text[person.start : person.end], person.role) for person in credit.people] == people


@pytest.mark.parametrize(
    "text", ["", "张三 李四", "记者", "记者昨天从会上了解到", "记者 谢谢", "摄影", "据 记者 了解 情况 如下面"]
)
def test_no_credit(text: str) -> None:
    assert read_credits(text) is None


def test_spans_count_from_the_offset() -> None:
    credit = read_credits("柳塘日报记者 张三", 10)
    assert credit is not None and credit.paper == ("柳塘日报", 10, 14)
    assert credit.people[0][2:] == (17, 19)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("张三、李四 王五", ["张三", "李四", "王五"]),
        ("张三等", ["张三"]),
        ("张三说", ["张三说"]),
        ("张三是本村的老人", None),
        ("", None),
    ],
)
def test_a_list_of_names(text: str, names: list[str] | None) -> None:
    people = read_names(text)
    assert ([person.name for person in people] if people else None) == names


@pytest.mark.parametrize(
    ("text", "name", "surname"),
    [
        ("张三", True, True),
        ("欧阳小四", True, True),
        ("阿不都·热合曼", True, True),
        ("看见了", True, False),
        ("佚名", False, False),
        ("本报记者", False, False),
        ("admin", False, False),
        ("张", False, True),
    ],
)
def test_the_form_of_a_name(text: str, name: bool, surname: bool) -> None:
    assert (is_name(text), has_surname(text)) == (name, surname)

"""The report of a run: true counts, samples where they happened, nothing that a browser would run, fetch or obey."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from toy_run import clean, page, reject, use_toy_order

from cleaning import FAMILIES, Settings
from cleaning.cleaner import ORDER
from dataset import rejected
from dataset.families import FAMILIES_SAID
from dataset.html_table import visible
from dataset.report import facts_of
from dataset.report_page import MARK, write_report
from dataset.run_store import RunError
from dataset.undo import undo

WHOLE_ORDER = ORDER


@pytest.fixture(autouse=True)
def _toy_order(monkeypatch: pytest.MonkeyPatch) -> None:
    use_toy_order(monkeypatch)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    hostile = "【<script>alert(1)</script>】常熟市的<b>小學\u202e〔注\x1b[31m〕"
    good = [page(f"第{number}篇，常熟市的小學【甲】今天開學〔乙〕。") for number in range(5)]
    clean(
        [*good, good[0], page(hostile), reject("row 7 is <i>broken</i>"), reject("row 9 is <i>broken</i>")],
        tmp_path / "run",
    )
    return tmp_path / "run"


class Elements(HTMLParser):
    """What a browser would make of the page: its tags, and whether each is closed."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_counts_are_those_of_the_run(run: Path) -> None:
    facts = facts_of(run, 3)
    assert {name: (places.pages, places.applied, places.flagged) for name, places in facts.splits.items()} == {
        "changshu": (6, 17, 6)
    }
    kinds = {kind: (places.pages, places.applied, places.flagged) for kind, places in facts.kinds.items()}
    assert kinds == {"junk.bracket": (6, 6, 0), "script.t2s": (6, 11, 0), "junk.tortoise": (6, 0, 6)}
    assert facts.rejected.reasons == {"row N is <i>broken</i>": 2}
    assert [len(found) for found in facts.samples.values()] == [3, 3, 3]


def test_a_sample_stands_where_it_happened(tmp_path: Path) -> None:
    clean([page("国泰民安，小學【甲】開了〔乙〕。")], tmp_path / "run")
    found = {key: sample for key, (sample,) in facts_of(tmp_path / "run", 1).samples.items()}
    assert found["junk.bracket", "applied"][:4] == ("国泰民安，小学", "【甲】", "", "開了〔乙〕。")
    assert found["script.t2s", "applied"][:4] == ("国泰民安，小", "學", "学", "開了〔乙〕。")
    assert found["junk.tortoise", "flagged"][:4] == ("国泰民安，小学開了", "〔乙〕", "", "。")


def test_the_page_is_whole_and_holds_nothing_alive(run: Path) -> None:
    write_report(run, run / "report.html", samples=9)
    source = (run / "report.html").read_text(encoding="utf-8")
    elements = Elements(source)
    assert not elements.open
    assert elements.seen.isdisjoint({"script", "b", "i", "link", "img", "iframe"})
    assert elements.attributes <= {"lang", "charset", "name", "content", "http-equiv", "class", "colspan", "id", "href"}
    # What leads anywhere leads to samples of this page, and each place has one name.
    names = re.findall(r' id="([^"]*)"', source)
    assert len(names) == len(set(names)) and set(re.findall(r' href="([^"]*)"', source)) == {f"#{n}" for n in names}
    assert not re.search(r"https?:|url\(|@import", source)
    assert "&lt;script&gt;" in source and "U+202E" in source and "U+001B" in source
    assert not set(source) & {"\u202e", "\x1b"}


def test_hosts_with_most_pages_are_named_and_the_others_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dataset.report_page.HOSTS", 1)
    hosts = ["a.example", "b.example", "b.example", "c.example", ""]
    clean([page(f"第{n}篇小學【甲】。", host=host) for n, host in enumerate(hosts)], tmp_path / "run")
    write_report(tmp_path / "run", tmp_path / "r.html", samples=1)
    cells = re.sub(r"<[^>]+>", " ", (tmp_path / "r.html").read_text(encoding="utf-8")).split()
    told = " ".join(cells[cells.index("host") + 2 : cells.index("kind")])
    assert "b.example 2 4 0 0 2 more hosts 2 4 0 0 not said 1 2 0 0" in told


def test_what_the_run_was_made_with_is_said(run: Path) -> None:
    write_report(run, run / "report.html", samples=0)
    source = (run / "report.html").read_text(encoding="utf-8")
    assert "<code>jingwen clean SOURCE... --out RUN</code>" in source
    assert "17 places were changed" in source and "6 were seen\nand left alone" in source
    assert '<td lang="zh">常熟市</td>' in source


def test_the_same_report_each_time_and_over_nothing_else(run: Path, tmp_path: Path) -> None:
    write_report(run, tmp_path / "one.html", samples=2)
    first = (tmp_path / "one.html").read_text(encoding="utf-8")
    write_report(run, tmp_path / "one.html", samples=2)
    assert (tmp_path / "one.html").read_text(encoding="utf-8") == first and MARK in first
    (tmp_path / "mine.html").write_text("<p>mine</p>", encoding="utf-8")
    for other in (tmp_path / "mine.html", tmp_path):
        with pytest.raises(RunError, match="no report; name another file"):
            write_report(run, other, samples=2)
    assert (tmp_path / "mine.html").read_text(encoding="utf-8") == "<p>mine</p>"


def test_masked_data_are_not_in_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaning.cleaner.ORDER", WHOLE_ORDER)
    text = "夜校报名请打13800138000，联系人老顾。\n夜校设在老街，每周二晚上开课，街坊都可以来。\n"
    clean([page(text)], tmp_path / "open")
    clean([page(text)], tmp_path / "masked", settings=Settings(mask=("pii",)))
    for name in ("open", "masked"):
        write_report(tmp_path / name, tmp_path / f"{name}.html", samples=3)
    assert "13800138000" not in (tmp_path / "masked.html").read_text(encoding="utf-8")
    assert "(masked)" in (tmp_path / "masked.html").read_text(encoding="utf-8")


def test_what_has_no_report_is_said(run: Path, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no run here"):
        write_report(tmp_path, tmp_path / "r.html", samples=1)
    raw = undo(run, version="1.2.3").out
    with pytest.raises(RunError, match="holds no clean pages"):
        write_report(raw, tmp_path / "r.html", samples=1)
    assert not (tmp_path / "r.html").exists()


def test_reasons_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rejected, "REASONS", 2)
    letters = "甲乙丙丁戊"
    clean([page("国"), *(reject(f"fault {letter}") for letter in letters)], tmp_path / "other")
    reasons = facts_of(tmp_path / "other", 0).rejected.reasons
    assert reasons.total() == 5 and len(reasons) == 3


def test_every_family_is_said() -> None:
    assert set(FAMILIES_SAID) == set(FAMILIES)


def test_signs_that_print_nothing_are_shown() -> None:
    assert visible("a\ud800\u3000") == 'a<span class="sign">U+D800</span><span class="sign">U+3000</span>'

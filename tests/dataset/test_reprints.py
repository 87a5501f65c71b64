"""Near copies: what is one text and what only looks so, over shards, and a second stage that may be killed anywhere."""

from __future__ import annotations

import json
import os
import shutil
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
import toy_run
from toy_run import VERSION, clean, files, page, pages, rows

from cleaning.edit import Edit
from cleaning.engine import Repair
from cleaning.repairs import reprint
from dataset import candidates, shards
from dataset.clean_batch import Wording, restore
from dataset.clusters import Standing, members
from dataset.near_copies import Related, related_texts
from dataset.publish import publish
from dataset.records import RawPage, Reject
from dataset.relation import relation
from dataset.run_store import RunError
from dataset.splits import by_split
from dataset.undo import UndoSummary, undo
from dataset.validate import validate
from scripts.evaluation.sources import OWN
from scripts.reenact.reprints import edited, excerpt, notice, templates, with_footer, with_headline

ARTICLES = [path.read_text(encoding="utf-8") for path in sorted(OWN["news"].glob("*.txt"))]
ARTICLE, OTHER = ARTICLES[0], ARTICLES[1]

TEXT = (
    "10月8日，城东街道在文化广场举办秋季招聘会，共有三十六家企业到场，提供岗位一千二百多个。现场设置了政策咨询台，"
    "工作人员向求职者讲解创业贷款和技能培训的办法。不少返乡青年拿着简历排队面谈，当天就有四百多人达成意向。"
)


def kind_of(one: str, other: str) -> str:
    left, right = Wording(one).letters, Wording(other).letters
    found = relation(left, right).kind
    assert relation(right, left).kind == found
    return found


# --- what two pages are to each other -----------------------------------------------------------------------------


@pytest.mark.parametrize("template", templates(), ids=lambda template: template[0])
def test_notices_of_one_template_are_no_copies(template: tuple[str, str]) -> None:
    notices = [notice(template[1], Random(number)) for number in range(6)]
    assert {kind_of(one, other) for one, other in combinations(notices, 2)} == {"none"}


def test_notices_that_differ_in_a_date_and_a_place_alone_are_no_copies() -> None:
    text = (
        "定于3月5日对甘泉路停水，请附近的居民提前储水备用，注意关好水龙头，恢复供水初期水质可能略有浑浊，请放水片刻。"
    )
    assert kind_of(text, text.replace("3月5日", "4月6日").replace("甘泉", "柳林")) == "none"
    assert kind_of(text, text.replace("恢复", "再次")) == "same"


@pytest.mark.parametrize("share", [0.05, 0.15, 0.3])
def test_an_edited_reprint_is_the_same_text(share: float) -> None:
    for number, text in enumerate(ARTICLES):
        assert kind_of(text, edited(text, Random(number), share, ARTICLES[number - 1])) == "same"


def test_headlines_and_footers_change_nothing() -> None:
    for number, text in enumerate(ARTICLES):
        assert kind_of(text, with_footer(with_headline(text, Random(number)), Random(number))) == "same"


def test_an_excerpt_is_related_and_not_the_same() -> None:
    long = ARTICLE + "\n" + OTHER
    assert kind_of(long, excerpt(long, Random(1), 0.2)) == "excerpt"
    assert kind_of(ARTICLE, OTHER) == "none"


def test_two_articles_on_one_page_do_not_make_one_text_of_both() -> None:
    long, short = sorted((ARTICLE, OTHER), key=len, reverse=True)
    half = long[: len(short)]
    both = f"{half}\n{short}"
    assert kind_of(half, both) == kind_of(short, both) == "excerpt"


def test_short_texts_are_the_same_only_if_they_are_equal() -> None:
    assert kind_of("今天停水。", "今天停水！") == "same"
    assert kind_of("今天停水。", "今天停电。") == "none"
    assert kind_of("。", "！") == "none"


# --- the best copy ------------------------------------------------------------------------------------------------


def best_of(*copies: Standing) -> str:
    related = [Related(0, number, "same") for number in range(1, len(copies))]
    return members(related, copies)[0].best


def test_the_best_copy_is_the_whole_one_that_nobody_added_to() -> None:
    whole, cut, padded = (
        Standing(0.0, 300, 2.0, "whole"),
        Standing(0.0, 280, 1.0, "cut"),
        Standing(0.0, 310, 1.0, "padded"),
    )
    assert best_of(whole, cut) == "whole"
    assert best_of(cut, padded, whole, whole._replace(id="whole too", published=3.0)) == "whole"
    assert best_of(padded, cut, whole) == "whole"


def test_damage_counts_more_than_length_and_little_of_it_less() -> None:
    whole = Standing(0.05, 300, 1.0, "damaged")
    assert best_of(whole, Standing(0.0, 280, 2.0, "cut")) == "cut"
    assert best_of(whole._replace(damaged=0.001), Standing(0.0, 280, 2.0, "cut")) == "damaged"
    assert best_of(whole._replace(damaged=0.001), Standing(0.0, 300, 2.0, "sound")) == "sound"


# --- candidates ---------------------------------------------------------------------------------------------------


def test_parts_of_any_size_give_the_same_pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [edited(text, Random(number), 0.1, OTHER) for text in ARTICLES[:6] for number in range(3)]
    whole = related_texts(texts, tmp_path)
    monkeypatch.setattr(candidates, "PART", 40)
    assert related_texts(texts, tmp_path) == whole
    assert whole == {pair for first in range(0, 18, 3) for pair in combinations(range(first, first + 3), 2)}


def test_a_line_that_all_pages_share_costs_pairs_in_proportion_to_the_pages(tmp_path: Path) -> None:
    shared = np.arange(8, 80, 8, dtype=np.uint64)
    for count in (100, 400):
        sketches = [shared] * count
        pairs = sum(len(one) for one, _ in candidates.candidate_pairs(sketches, np.full(count, 9), tmp_path))
        assert pairs <= (candidates.NEXT + 1) * count


# --- runs ---------------------------------------------------------------------------------------------------------


def toy_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    """The toy pipeline with the repair by other copies in front; shards of four pages."""
    order = (Repair("reprint", reprint.propose, reprint.TRIGGERS, "by other copies"), *toy_run.ORDER)
    monkeypatch.setattr("cleaning.cleaner.ORDER", order)
    monkeypatch.setattr(shards, "SHARD_PAGES", 4)


@pytest.fixture(autouse=True)
def _toy(monkeypatch: pytest.MonkeyPatch) -> None:
    toy_pipeline(monkeypatch)


JUNK = page(TEXT.replace("排队面谈", "排队扎粒套面谈"))
LOST = page(TEXT.replace("技能培训", "技\ufffd培训") + "【本站】")
PAGES: list[RawPage | Reject] = [JUNK, *pages(2), JUNK, *pages(3)[2:], LOST]
"""Two shards; the first page and the last are copies, damaged in different places, and one is an exact copy."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """PAGES cleaned with reprints; only to be read."""
    with pytest.MonkeyPatch.context() as patch:
        toy_pipeline(patch)
        out = tmp_path_factory.mktemp("reprints") / "run"
        summary = clean(PAGES, out, reprints=True)
    assert (summary.read, summary.kept, summary.duplicates, summary.near_copies) == (6, 5, 1, 1)
    return out


def row_of(run: Path, record: RawPage) -> dict[str, Any]:
    return next(row for row in rows(run, "pages") if row["id"] == record.id)


def ledger_of(run: Path, record: RawPage) -> list[Edit]:
    """The edits of one page, in the order of the ledger."""
    table = pa.concat_tables([pq.read_table(path) for path in sorted((run / "edits").glob("*.parquet"))])
    mine = table.filter(pc.equal(table["page_id"], record.id)).drop(["page_id"]).to_pylist()
    return [Edit(**{**row, "before": row["before"].decode(), "after": row["after"].decode()}) for row in mine]


def test_copies_in_different_shards_heal_each_other(run: Path) -> None:
    assert row_of(run, JUNK)["text"] == row_of(run, LOST)["text"] == TEXT
    by_kind = {edit.kind: edit for record in (JUNK, LOST) for edit in ledger_of(run, record)}
    assert LOST.id in by_kind["junk.reprint"].evidence and JUNK.id in by_kind["mojibake.reprint"].evidence
    assert row_of(run, JUNK)["damage"] == ["junk.reprint"]
    for record in (JUNK, LOST):
        assert restore(row_of(run, record)["text"], ledger_of(run, record)) == record.text
    assert {path.name for path in (run / "reprints").iterdir()} == {"sketches", "clusters.parquet", "shards.json"}
    assert validate(run) == []


def test_the_best_copy_is_named_and_alone_published(run: Path, tmp_path: Path) -> None:
    best = {row["id"]: (row["reprint_of"], row["cluster_size"]) for row in rows(run, "pages")}
    assert best[LOST.id] == (JUNK.id, 2) and best[JUNK.id] == (None, 2)
    assert {said for name, said in best.items() if name not in (JUNK.id, LOST.id)} == {(None, 1)}
    published = {
        all_copies: sum(table.num_rows for _, table in by_split(run, "pages", all_copies))
        for all_copies in (False, True)
    }
    assert published == {False: 4, True: 5}
    assert sum(publish(run, tmp_path / "best").rows.values()) == 4
    card = (tmp_path / "best" / "README.md").read_text(encoding="utf-8")
    assert "\n4 Chinese web pages" in card and "near copies of others and were left out" in card


def test_an_excerpt_keeps_its_own_row(tmp_path: Path) -> None:
    long, part = page(ARTICLE + "\n" + OTHER), page(excerpt(ARTICLE, Random(4), 0.5))
    summary = clean([long, part], tmp_path / "run", reprints=True)
    assert (summary.near_copies, summary.excerpts) == (0, 1)
    assert row_of(tmp_path / "run", part)["cluster_size"] == row_of(tmp_path / "run", long)["cluster_size"] == 1


def test_without_the_option_nothing_is_compared(tmp_path: Path) -> None:
    clean(PAGES, tmp_path / "run")
    assert row_of(tmp_path / "run", LOST)["reprint_of"] is None
    assert not (tmp_path / "run" / "reprints").exists()
    with pytest.raises(RunError, match="another reprints"):
        clean(PAGES, tmp_path / "run", reprints=True)


def test_a_run_of_nothing_is_a_run(tmp_path: Path) -> None:
    assert clean([], tmp_path / "none", reprints=True).read == 0


def test_a_second_call_does_nothing(run: Path) -> None:
    before = files(run)
    assert clean([], run, reprints=True).already_done
    assert files(run) == before


@pytest.mark.parametrize("killed_at", [9, 12, 13, 15, 18, 20, 23])
def test_a_run_killed_in_the_second_stage_goes_on_to_the_same_bytes(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed_at: int
) -> None:
    """Nine files are renamed in the first stage, fifteen in the second."""
    calls, replace = iter(range(1000)), os.replace

    def killed(source: Any, target: Any) -> None:
        if next(calls) == killed_at:
            raise KeyboardInterrupt
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            clean(PAGES, tmp_path / "run", reprints=True)
    clean(PAGES, tmp_path / "run", reprints=True)
    assert files(tmp_path / "run") == files(run)


def test_other_pages_make_new_clusters_unless_pages_were_replaced(run: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    shutil.copytree(run, out)
    told = json.loads((out / "run.json").read_text(encoding="utf-8"))
    (out / "run.json").write_text(json.dumps({**told, "finished": False}), encoding="utf-8")
    (out / "reprints" / "ready").mkdir()
    with pytest.raises(RunError, match="compared with others"):
        clean(PAGES[:-1], out, reprints=True)
    (out / "reprints" / "ready").rmdir()
    assert clean(PAGES[:-1], out, reprints=True).near_copies == 0


def test_undo_gives_the_raw_texts_and_takes_back_what_the_copies_told(run: Path, tmp_path: Path) -> None:
    summary = undo(run, tmp_path / "raw", version=VERSION)
    assert isinstance(summary, UndoSummary) and (summary.pages, summary.failed) == (5, [])
    undo(run, tmp_path / "undone", version=VERSION, kinds=["junk.reprint"])
    assert row_of(tmp_path / "undone", JUNK)["text"] == JUNK.text
    assert row_of(tmp_path / "undone", LOST)["text"] == TEXT


def test_one_word_that_a_site_swapped_all_over_its_page_makes_no_other_document() -> None:
    text = (
        "今年以来，县农业农村局联合供销社开展春耕服务。农技站还联合三家合作社办了培训班，果农随到随学。"
        "下个月，镇里将联合保险公司推出梨园保险，村民可以自愿参加。有关部门表示，今后会继续联合各方力量，把好事办好。"
    )
    assert kind_of(text, text.replace("联合", "鑫顺达")) == "same"

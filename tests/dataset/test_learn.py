"""Learning from records, and profiles on disk: parts add up, nothing half-written, faults said in a sentence."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleaning import Cleaner, Settings
from cleaning.profile import Profile, ProfileError, merged
from cleaning.profile.learning import learn as learn_texts
from cleaning.profile.learning import learning_cleaner
from dataset import learn as learning
from dataset.learn import add_profiles, learn, profile_of_run, split_profiles
from dataset.profile_store import describe_profile, read_profile, write_profile
from dataset.readers import ReadOptions, find, read
from dataset.records import RawPage, Reject
from scripts.reenact.sites import articles

HOST = "hudong.example"


def site_pages(count: int) -> list[str]:
    """Articles in a frame that no rule knows: a line above and two below that come back."""
    made = list(articles("tuned"))[:count]
    assert len(made) == count
    return [f"柳塘水车旁的老街坊\n{title}\n{text}\n水声里的小镇时光\n东桥西桥都是桥" for title, text in made]


def records(texts: list[str]) -> Iterator[RawPage]:
    for number, text in enumerate(texts):
        yield RawPage(f"{number:064x}", text, "pages.jsonl", number, host=HOST)


@pytest.fixture(scope="module")
def profile() -> Profile:
    return learn(records(site_pages(8)))[0]


@pytest.fixture
def stored(profile: Profile, tmp_path: Path) -> Path:
    write_profile(profile, tmp_path / "profile", version="0.1.0")
    return tmp_path / "profile"


def test_what_was_written_is_read(profile: Profile, stored: Path) -> None:
    again = read_profile(stored)
    assert again == profile and again.pages == profile.pages == 8
    assert again.pages_with("桥") == profile.pages_with("桥") > 0
    assert pickle.loads(pickle.dumps(again)) == again
    assert describe_profile(stored)["format"] == 1


def test_tables_are_open(stored: Path) -> None:
    lines = pq.read_table(stored / "lines.parquet")
    assert lines.column_names == ["host", "zone", "line", "count"]
    assert set(lines["zone"].to_pylist()) <= {"top", "bottom"}
    strings = pq.read_table(stored / "strings_2.parquet").to_pylist()
    assert all(len(row["string"]) == 2 and row["pages"] >= 2 and row["hosts"].bit_count() == 1 for row in strings)


def test_lines_of_the_site_go_and_come_back(profile: Profile) -> None:
    unseen = site_pages(12)[8:]
    taken = 0
    for text in unseen:
        result = Cleaner(profile=profile).clean(text, host=HOST)
        found = [edit for edit in result.applied if edit.kind == "boilerplate.template"]
        assert all(f" of 8 pages of {HOST}" in edit.evidence for edit in found)
        assert result.original == text
        assert Cleaner(profile=profile).clean(result.text, host=HOST).applied == ()
        taken += len(found)
    assert taken >= 4
    assert not any(
        edit.kind == "boilerplate.template"
        for text in unseen
        for edit in Cleaner(profile=profile).clean(text, host="other.example").edits
    )


def test_reprints_count_once(profile: Profile) -> None:
    texts = site_pages(8)
    again, progress = learn(records([*texts, *texts]))
    assert progress.read == 16 and again.pages == 8 and again.copies == 8
    assert again.pages_with("桥") == profile.pages_with("桥")
    assert again.tables["hosts"][HOST,] == 8


def test_parts_add_up(tmp_path: Path) -> None:
    texts = site_pages(8)
    parts = []
    for name, some in (("a", texts[:4]), ("b", texts[4:])):
        write_profile(learn(records(some))[0], tmp_path / name, version="0.1.0")
        parts.append(tmp_path / name)
    one, other = add_profiles(parts), add_profiles(parts[::-1])
    assert one == other and one.pages == 8
    whole = learn(records(texts))[0]
    # What one part met once was dropped there: what is missing is never more than the tables say.
    error = one.strings.tables[0].error
    assert 0 <= whole.pages_with("桥") - one.pages_with("桥") <= error == 2
    assert add_profiles(parts, whole).pages == 16


def test_parts_that_keep_what_stands_once_add_up_to_the_whole(tmp_path: Path) -> None:
    texts = site_pages(8)
    parts = []
    for name, some in (("a", texts[:3]), ("b", texts[3:5]), ("c", texts[5:])):
        write_profile(learn(records(some), part=True)[0], tmp_path / name, version="0.1.0")
        parts.append(tmp_path / name)
    whole = learn(records(texts))[0]
    assert add_profiles(parts) == add_profiles(parts[::-1]) == whole
    assert add_profiles(parts[:2], learn(records(texts[5:]), part=True)[0]) == whole
    write_profile(add_profiles(parts[:2], part=True), tmp_path / "sum", version="0.1.0")
    assert add_profiles([tmp_path / "sum", parts[2]]) == whole
    # Used by itself, a part knows what any profile of these pages knows.
    assert read_profile(parts[0]) == learn(records(texts[:3]))[0]


def test_unreadable_records_are_counted_and_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Reject("cannot be read", "x", 0, -1, -1, "", b"")
    assert learn([broken, *records(site_pages(2))])[1].rejected == 1

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(learning.Learner, "add", fail)
    profile, progress = learn(records(site_pages(2)))
    assert (progress.read, progress.rejected, profile.pages) == (2, 2, 0)


def test_fast_repairs_what_cannot_be_read() -> None:
    milled = "湖東鎮召開(kāi){}會(huì )議，專(zhuān)題研究夜校建設(shè)，會(huì )後開(kāi)展走訪(fǎng)。"
    profile, _ = learn(records([milled.format(day) for day in ("第一次", "第二次", "第三次")]), fast=True)
    assert profile.pages_with("夜校建设") == 3 and profile.pages_with("走访") == 3
    assert profile.gloss_table(HOST)["會"] == frozenset({"huì"})


def test_nothing_is_left_of_a_profile_that_could_not_be_written(
    profile: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(pq, "write_table", full)
    with pytest.raises(OSError, match="no space"):
        write_profile(profile, tmp_path / "profile", version="0.1.0")
    assert list(tmp_path.iterdir()) == []


def change(path: Path, **changes: object) -> None:
    said = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**said, **changes}), encoding="utf-8")


def test_broken_profiles_are_refused_in_a_sentence(stored: Path, tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"no profile here, it is not a folder; learn it again"):
        read_profile(tmp_path / "nowhere")
    with pytest.raises(ProfileError, match=r"holds no profile\.json"):
        read_profile(tmp_path)
    with pytest.raises(ProfileError, match="exists already"):
        write_profile(Profile(), stored, version="0.1.0")
    whole = (stored / "profile.json").read_text(encoding="utf-8")
    for said, changes in (
        (r"has format 2, and this jingwen reads up to 1; install jingwen 9\.9", {"format": 2, "jingwen": "9.9"}),
        ("does not say its format", {"format": "new"}),
        ("does not say its format", {"format": 0}),
        ("does not say its format", {"format": True}),
        ("lacks one of digest", {"digest": None}),
        ("its tables are not those that profile.json names", {"digest": "0" * 12}),
        ("its tables are not those that profile.json names", {"pages": 9}),
        ("a table does not hold what it should", {"tables": {}}),
    ):
        change(stored / "profile.json", **changes)
        with pytest.raises(ProfileError, match=said):
            read_profile(stored)
        (stored / "profile.json").write_text(whole, encoding="utf-8")
    (stored / "profile.json").write_text("{", encoding="utf-8")
    with pytest.raises(ProfileError, match=r"profile\.json: cannot be read"):
        read_profile(stored)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (None, r"lines\.parquet: is missing"),
        (b"PAR1", r"lines\.parquet: cannot be read as Parquet"),
        ({"line": ["a"]}, "a table does not hold what it should"),
        ({name: ["a"] for name in ("host", "zone", "line")} | {"count": [3]}, "its tables are not those"),
    ],
)
def test_broken_tables_are_refused_in_a_sentence(stored: Path, table: object, said: str) -> None:
    path = stored / "lines.parquet"
    path.unlink()
    if isinstance(table, bytes):
        path.write_bytes(table)
    elif isinstance(table, dict):
        pq.write_table(pa.table(table), path)
    with pytest.raises(ProfileError, match=said):
        read_profile(stored)


def test_two_passes_learn_once_and_know_their_files_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, run = tmp_path / "pages.jsonl", tmp_path / "run"
    source.write_text("\n".join(json.dumps({"text": text}) for text in site_pages(3)), encoding="utf-8")
    sources, reading = find([source]).sources, ReadOptions(host=HOST)
    first = profile_of_run(sources, reading, run, Settings(), version="0.1.0")
    assert first.tables["hosts"][HOST,] == 3

    def no_more(*_: object, **__: object) -> None:
        raise AssertionError("learnt twice")

    with monkeypatch.context() as patched:
        patched.setattr(learning, "learn", no_more)
        assert profile_of_run(sources, reading, run, Settings(), version="0.1.0") == first
    source.write_text(json.dumps({"text": "换了别的内容。"}), encoding="utf-8")
    with pytest.raises(ProfileError, match="learnt from other files, settings or version"):
        profile_of_run(find([source]).sources, reading, run, Settings(), version="0.1.0")
    with pytest.raises(ProfileError, match="standard input can be read once; save it to a file"):
        profile_of_run(find(["-"]).sources, reading, tmp_path / "other", Settings(), version="0.1.0")


def test_profiles_are_told_from_sources(stored: Path, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    assert split_profiles([str(stored), "-", str(tmp_path / "pages")]) == ([stored], ["-", str(tmp_path / "pages")])


def test_good_chinese_is_left_alone_with_any_profile() -> None:
    """The clean set, learnt as pages of one host, or of none, keeps every line."""
    folder = Path(__file__).parents[1] / "clean"
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))][::4]
    cleaner = learning_cleaner(fast=True)
    profile = merged(*(learn_texts([(text, host) for text in texts], cleaner) for host in (HOST, "")))
    having = Cleaner(script="keep", profile=profile)
    for text in texts:
        for host in (HOST, ""):
            assert having.clean(text, host=host).applied == (), text[:40]


def test_reading_a_folder_of_pages(tmp_path: Path) -> None:
    for number, text in enumerate(site_pages(3)):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    profile, progress = learn(read([tmp_path], ReadOptions(host=HOST)))
    assert progress.read == profile.pages == 3

"""The commands as a user meets them: exit codes, sentences, nothing written by those that only look."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jingwen.cli import main
from jingwen.commands.explain import _visible
from scripts.reenact.sites import articles

ARTICLE = "湖东镇的老街上，四位退休教师办起了一间夜校，每周二晚上教街坊写毛笔字，至今已经坚持了三年。\n"
MILLED = "湖東鎮召開(kāi)會(huì )議，專(zhuān)題研究夜校建設(shè)，會(huì )後開(kāi)展走訪(fǎng)。\n"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def jingwen(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command; gives the exit code, standard output and standard error."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["jingwen", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return int(stop.value.code or 0), said.out, said.err

    return run


def page(folder: Path, text: str, name: str = "page.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_clean_publish_validate_undo(jingwen: Run, tmp_path: Path) -> None:
    page(tmp_path, MILLED)
    run, dataset = tmp_path / "run", tmp_path / "dataset"
    code, out, _ = jingwen("clean", tmp_path / "page.txt", "--out", run)
    assert code == 0 and "1 read = 1 kept + 0 duplicates + 0 rejected" in out
    assert jingwen("clean", tmp_path / "page.txt", "--out", run)[1].startswith(f"{run}: is finished already")
    assert jingwen("validate", run)[0] == 0
    code, out, _ = jingwen("publish", run, "--out", dataset, "--json")
    assert code == 0 and json.loads(out)["rows"] == {"unassigned": 1}
    assert jingwen("validate", dataset)[0] == 0
    code, out, _ = jingwen("report", run, "--json")
    assert code == 0 and json.loads(out)["pages"] == 1 and "mill.gloss" in (run / "report.html").read_text("utf-8")
    assert jingwen("validate", run)[0] == 0
    code, out, _ = jingwen("undo", run, "--json")
    assert code == 0 and json.loads(out)["pages"] == 1
    code, out, _ = jingwen("undo", run, "--kind", "script", "--out", tmp_path / "undone", "--json")
    assert code == 0 and json.loads(out)["kept"] == 1


def test_run_with_other_settings_is_refused(jingwen: Run, tmp_path: Path) -> None:
    page(tmp_path, ARTICLE)
    assert jingwen("clean", tmp_path / "page.txt", "--out", tmp_path / "run")[0] == 0
    code, _, err = jingwen("clean", tmp_path / "page.txt", "--out", tmp_path / "run", "--off", "junk")
    assert code == 4 and str(tmp_path / "run") in err


def test_detect_looks_and_writes_nothing(jingwen: Run, tmp_path: Path) -> None:
    page(tmp_path, ARTICLE)
    assert jingwen("detect", tmp_path)[0] == 0
    page(tmp_path, MILLED)
    code, out, _ = jingwen("detect", tmp_path, "--json")
    assert code == 1 and "mill.gloss" in next(iter(json.loads(out)["files"].values()))
    assert [path.name for path in tmp_path.iterdir()] == ["page.txt"]


def test_traditional_alone_is_no_damage(jingwen: Run, tmp_path: Path) -> None:
    page(tmp_path, "湖東鎮的老街上,四位退休教師辦起了一間夜校。\n")
    assert jingwen("detect", tmp_path)[0] == 0


def test_explain_shows_each_change(jingwen: Run, tmp_path: Path) -> None:
    code, out, _ = jingwen("explain", page(tmp_path, MILLED))
    assert code == 0
    assert "(kāi)" in out and "{+开会议" in out and "mill.gloss" in out


def test_explain_names_people(jingwen: Run, tmp_path: Path) -> None:
    path = page(tmp_path, "湖东日报讯（记者 谷一川）" + ARTICLE)
    assert "谷一川（记者）" in jingwen("explain", path)[1]


def test_explain_says_how_bytes_became_text(jingwen: Run, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes((ARTICLE * 2).encode() + "\n版权所有：湖东镇人民政府".encode("gbk"))
    out = jingwen("explain", path)[1]
    assert "read as utf-8 (utf-8: 9" in out and "gb18030" in out
    out = jingwen("explain", path, "--json")[1]
    assert json.loads(out)["encoding"] == "utf-8" and "gb18030" in json.loads(out)["encoding_evidence"]


def test_explain_tells_machines_of_a_record_that_cannot_be_read(jingwen: Run, tmp_path: Path) -> None:
    path = page(tmp_path, json.dumps({"text": ARTICLE}) + "\n[]\n", "rows.jsonl")
    code, out, _ = jingwen("explain", path, "--json")
    good, bad = map(json.loads, out.splitlines())
    assert code == 3 and good["text"] and bad["record"] == f"{path}, record 1" and "not a JSON object" in bad["error"]


def test_controls_of_a_page_reach_no_terminal() -> None:
    assert _visible("甲\x1b[31m乙\x9b\x7f\n丙") == "甲␛[31m乙\ufffd␡\n丙"


def test_settings_file_and_option(jingwen: Run, tmp_path: Path) -> None:
    path = page(tmp_path, MILLED)
    settings = page(tmp_path, 'script = "keep"\n[floors]\njunk = 0.999\n', "settings.toml")
    code, out, _ = jingwen("explain", path, "--settings", settings, "--json")
    assert code == 0 and json.loads(out)["text"].startswith("湖東鎮召開會議")
    code, out, _ = jingwen("explain", path, "--settings", settings, "--script", "simplified", "--json")
    assert json.loads(out)["text"].startswith("湖东镇召开会议")


def test_what_is_lost_is_marked_where_asked(jingwen: Run, tmp_path: Path) -> None:
    path = page(tmp_path, "湖东镇标题：锟斤拷锟斤拷\n" + ARTICLE)
    assert "锟斤拷" in json.loads(jingwen("explain", path, "--json")[1])["text"]
    assert "标题：〓\n" in json.loads(jingwen("explain", path, "--mark-lost", "〓", "--json")[1])["text"]
    settings = page(tmp_path, 'mark_lost = "〓"\n', "settings.toml")
    assert "标题：〓\n" in json.loads(jingwen("explain", path, "--settings", settings, "--json")[1])["text"]
    files = json.loads(jingwen("detect", path, "--settings", settings, "--json")[1])["files"]
    assert files == {str(path): {"mojibake.replaced (lost)": 1}}
    run = tmp_path / "run"
    assert jingwen("clean", path, "--mark-lost", "〓", "--out", run)[0] == 0
    assert json.loads((run / "run.json").read_text(encoding="utf-8"))["settings"]["mark_lost"] == "〓"
    assert jingwen("undo", run, "--json")[0] == 0
    assert jingwen("undo", run, "--kind", "space", "--out", tmp_path / "undone")[0] == 0


def test_pages_are_chosen_masked_and_kept_with_their_frame(jingwen: Run, tmp_path: Path) -> None:
    page(tmp_path, ARTICLE + "报名请打13800138000。\n", "one.txt")
    page(tmp_path, "An English page.\n", "two.txt")
    settings = page(tmp_path, 'where = "quality.han > 0.5"\nmask = ["pii"]\n', "settings.toml")
    run = tmp_path / "run"
    both = (tmp_path / "one.txt", tmp_path / "two.txt", "--settings", settings)
    code, out, err = jingwen("clean", *both, "--keep", "frame", "--out", run)
    assert code == 3 and "2 read = 1 kept + 0 duplicates + 1 rejected" in out
    assert "where: quality.han > 0.5 is false (quality.han is 0)" in err
    assert jingwen("validate", run)[0] == 0
    assert "[手机号]" in json.loads(jingwen("explain", tmp_path / "one.txt", "--mask", "pii", "--json")[1])["text"]
    told = json.loads((run / "run.json").read_text(encoding="utf-8"))["settings"]
    assert (told["where"], told["keep"], told["mask"]) == ("quality.han > 0.5", ["frame"], ["pii"])
    assert jingwen("clean", *both, "--where", "chinesewebtext", "--out", tmp_path / "other")[0] == 3


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--mark-lost", ""), "use signs that print"),
        (("--mark-lost", "門"), "cleaning would change it"),
        (("--off", "nothing"), "no repair is called 'nothing'"),
        (("--off", "surrogates"), "cannot be switched off"),
        (("--floor", "junk"), "write FAMILY=X"),
        (("--floor", "nothing=0.9"), "no such family"),
        (("--floor", "junk=2"), "a floor is a probability"),
        (("--script", "latin"), "use one of simplified, traditional, keep"),
        (("--packs", "no-such-folder"), "is not a folder"),
        (("--settings", "no-such-file.toml"), "cannot be read as TOML"),
        (("--where", "quality.hann > 0.3"), "did you mean quality.han?"),
        (("--where", "quality.han >"), "cannot be read"),
        (("--keep", "everything"), "is none of frame"),
        (("--mask", "names"), "is none of pii"),
    ],
)
def test_wrong_usage_is_said_in_a_sentence(
    jingwen: Run, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    code, _, err = jingwen("clean", page(tmp_path, ARTICLE), "--out", tmp_path / "run", *arguments)
    assert code == 2 and sentence in err
    assert not (tmp_path / "run").exists()


def test_bad_input_costs_no_good_record(jingwen: Run, tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    page(source, ARTICLE, "good.txt")
    page(source, "", "empty.txt")
    (source / "paper.txt").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 8)
    (source / "cut.txt.gz").write_bytes(gzip.compress(ARTICLE.encode() * 40)[:-20])
    page(source, '{"text": "' + "好" * 30 + '"}\n{"text": \n', "rows.jsonl")
    page(source, json.dumps({"text": "前\ud800后，" + ARTICLE}) + "\n", "halves.jsonl")
    page(source, "零\0字节，" + ARTICLE, "nul.txt")
    code, out, err = jingwen("clean", source, "--out", tmp_path / "run", "--json")
    summary = json.loads(out)
    assert code == 3
    assert summary["read"] == summary["kept"] + summary["duplicates"] + summary["rejected"]
    assert summary["kept"] == 4
    for name in ("empty.txt", "paper.txt", "cut.txt.gz", "rows.jsonl"):
        assert name in err
    assert jingwen("validate", tmp_path / "run")[0] == 0


def test_strict_stops_at_the_first(jingwen: Run, tmp_path: Path) -> None:
    code, _, err = jingwen("clean", page(tmp_path, ""), "--out", tmp_path / "run", "--strict")
    assert code == 3 and "page.txt" in err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("clean", "nowhere", "--out", "run"), 2),
        (("clean", "nowhere"), 2),
        (("detect", "nowhere"), 2),
        (("explain", "nowhere"), 2),
        (("learn", "nowhere", "--out", "profile"), 2),
        (("learn", "--show", "nowhere"), 2),
        (("undo", "nowhere"), 4),
        (("status", "nowhere"), 4),
        (("validate", "nowhere"), 4),
        (("publish", "nowhere", "--out", "dataset"), 4),
        (("report", "nowhere"), 4),
        (("status", "nowhere", "--bogus"), 2),
    ],
)
def test_json_and_exit_code_also_on_failure(
    jingwen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    ended, out, err = jingwen(*arguments, "--json")
    told = json.loads(out)
    assert (ended, told["exit_code"]) == (code, code) and told["error"] in err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), KeyError("planted"), OSError(28, "No space left on device")])
def test_what_stops_a_command_is_said_and_ends_with_4(
    jingwen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr("dataset.status.read_run", fails)
    code, _, err = jingwen("status", tmp_path)
    said = {
        KeyboardInterrupt: "goes on from here",
        KeyError: "please report it: KeyError: 'planted' (",
        OSError: "space",
    }
    assert code == 4 and err.startswith("jingwen: ") and err.count("\n") == 1 and said[type(fault)] in err


def test_a_reader_of_the_output_that_goes_away_is_no_finding(tmp_path: Path) -> None:
    path = page(tmp_path, MILLED * 3000)
    command = [sys.executable, "-m", "jingwen", "explain", str(path), "--off", "swap", "--off", "byte_scar"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == (b"", 4)


def test_json_is_json_also_where_the_terminal_is_not_of_this_century(tmp_path: Path) -> None:
    path = page(tmp_path, "caf\u00e9 \U0001f600 的" + MILLED)
    command = [sys.executable, "-m", "jingwen", "explain", str(path), "--json"]
    done = subprocess.run(command, capture_output=True, check=True, env=os.environ | {"PYTHONIOENCODING": "ascii"})
    assert json.loads(done.stdout.decode("ascii"))["text"].startswith("caf\u00e9 \U0001f600 的湖东镇")


def test_status_of_a_finished_run(jingwen: Run, tmp_path: Path) -> None:
    jingwen("clean", page(tmp_path, ARTICLE), "--out", tmp_path / "run")
    code, out, _ = jingwen("status", tmp_path / "run")
    assert code == 0 and "finished. 1 read: 1 kept, 0 duplicates, 0 rejected\n" in out and "seconds ago" in out
    told = json.loads(jingwen("status", tmp_path / "run", "--json")[1])
    assert (told["state"], told["read"], told["by_split"]) == ("finished", 1, {"unassigned": 1})
    run = json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))
    (tmp_path / "run" / "run.json").write_text(json.dumps({**run, "finished": False}), encoding="utf-8")
    code, out, _ = jingwen("status", tmp_path / "run")
    assert code == 0 and "stopped" in out and "the same jingwen clean command again" in out


@pytest.mark.parametrize("command", ["clean", "detect"])
def test_nothing_to_read(jingwen: Run, tmp_path: Path, command: str) -> None:
    out = ("--out", tmp_path / "run") if command == "clean" else ()
    assert jingwen(command, tmp_path / "absent", *out)[0] == 2
    (tmp_path / "hollow").mkdir()
    code, _, err = jingwen(command, tmp_path / "hollow", *out)
    assert code == 2 and "nothing to read" in err


def test_version_and_help(jingwen: Run) -> None:
    assert jingwen("--version")[1].startswith("jingwen ")
    code, out, _ = jingwen("--help")
    assert code == 0 and all(name in out for name in ("clean", "detect", "explain", "undo", "validate", "publish"))


def site(folder: Path, count: int = 6) -> Path:
    """Pages of one site, a row each, whose frame no rule knows: two lines below and one above that come back."""
    made = list(articles("tuned"))[:count]
    texts = [f"柳塘水车旁的老街坊\n{title}\n{text}\n水声里的小镇时光\n东桥西桥都是桥" for title, text in made]
    rows = (json.dumps({"text": text, "url": f"https://bbs.example/{n}"}) for n, text in enumerate(texts))
    return page(folder, "\n".join(rows), "site.jsonl")


def test_pages_without_a_host_are_said_to_have_none(jingwen: Run, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    jingwen("learn", page(tmp_path, "水车修好了，老街坊都来看。"), "--out", profile)
    assert "(no host)" in jingwen("learn", "--show", profile)[1]
    assert json.loads(jingwen("learn", "--show", profile, "--json")[1])["shown"]["hosts"] == [{"host": "", "pages": 1}]


def test_learn_show_merge_and_clean_with_a_profile(jingwen: Run, tmp_path: Path) -> None:
    source, profile, both = site(tmp_path), tmp_path / "profile", tmp_path / "both"
    code, out, _ = jingwen("learn", source, "--out", profile, "--json")
    said = json.loads(out)
    assert code == 0 and said["read"] == said["pages"] == 6 and said["format"] == 1
    code, out, _ = jingwen("learn", "--show", profile, "--json")
    shown = json.loads(out)["shown"]
    assert code == 0 and shown["hosts"] == [{"host": "bbs.example", "pages": 6}] and shown["template lines"]
    code, out, _ = jingwen("learn", "--show", profile)
    assert code == 0 and "6 pages, 0 reprints passed over" in out and "bbs.example" in out
    code, out, _ = jingwen("learn", profile, profile, "--out", both)
    assert code == 0 and "0 records read, and 2 profiles added; 12 pages counted" in out
    code, out, err = jingwen("learn", source, "--out", profile)
    assert code == 2 and out == "" and "exists already; name a folder that does not exist yet" in err

    run = tmp_path / "run"
    code, out, _ = jingwen("clean", source, "--out", run, "--profile", profile, "--json")
    assert code == 0 and json.loads(out)["by_damage"]["boilerplate.template"] >= 2
    assert json.loads((run / "run.json").read_text(encoding="utf-8"))["settings"]["profile"] == said["digest"]
    assert jingwen("clean", source, "--out", run, "--profile", profile)[1].startswith(f"{run}: is finished already")
    code, _, err = jingwen("clean", source, "--out", run)
    assert code == 4 and "another settings digest" in err
    code, _, err = jingwen("undo", run, "--kind", "boilerplate.template", "--out", tmp_path / "less")
    assert code == 4 and "name what it was made with: --profile" in err
    code, _, _ = jingwen(
        "undo", run, "--kind", "boilerplate.template", "--out", tmp_path / "less", "--profile", profile
    )
    assert code == 0
    page(tmp_path, f'profile = "{profile.name}"\n', "settings.toml")
    code, out, _ = jingwen("explain", source, "--settings", tmp_path / "settings.toml")
    assert code == 0 and "boilerplate.template" in out and "of 6 pages of bbs.example" in out


def test_two_passes_keep_the_profile_in_the_run(jingwen: Run, tmp_path: Path) -> None:
    source, run = site(tmp_path), tmp_path / "run"
    code, out, _ = jingwen("clean", source, "--out", run, "--two-pass", "--json")
    assert code == 0 and json.loads(out)["by_damage"]["boilerplate.template"] >= 2
    state = json.loads((run / "run.json").read_text(encoding="utf-8"))
    kept = json.loads((run / "profile" / "profile.json").read_text(encoding="utf-8"))
    assert state["settings"]["profile"] == kept["digest"]
    assert jingwen("clean", source, "--out", run, "--two-pass")[1].startswith(f"{run}: is finished already")
    assert jingwen("validate", run)[0] == 0
    code, out, _ = jingwen("undo", run, "--kind", "boilerplate.template", "--out", tmp_path / "less", "--json")
    assert code == 0 and json.loads(out)["kept"] == 6
    assert jingwen("undo", run, "--out", tmp_path / "raw")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["learn"], "learn needs SOURCE... and --out PROFILE, or --show PROFILE"),
        (["learn", "--show", "nowhere"], "nowhere: no profile here, it is not a folder; learn it again"),
        (["learn", "--show", "p", "--out", "q"], "--show only looks at a profile"),
        (["clean", "-", "--out", "run", "--two-pass"], "standard input can be read once; save it to a file"),
        (["clean", "-", "--out", "run", "--profile", "nowhere"], "nowhere: no profile here"),
    ],
)
def test_wrong_use_of_profiles_is_said(jingwen: Run, arguments: list[str], said: str) -> None:
    code, out, err = jingwen(*arguments)
    assert code == 2 and out == "" and said in err

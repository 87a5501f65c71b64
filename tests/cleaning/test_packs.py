"""The rule packs: every example of every entry holds, and a pack that cannot be used is named with its entry."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cleaning.packs import Entry, PackError, packs_for, read_pack
from cleaning.settings import Settings, SettingsError

sys.path.insert(0, str(Path(__file__).parents[2]))

from scripts.check_packs import failures

ENTRIES = packs_for(None).entries

RULE = 'id = "one"\nkind = "boilerplate.tools"\nzone = "bottom"\nconfidence = 0.97\n'


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.evidence)
def test_examples_of_an_entry_hold(entry: Entry) -> None:
    assert list(failures(entry, Settings())) == []


def test_ids_are_used_once() -> None:
    names = [entry.evidence for entry in ENTRIES]
    assert len(names) == len(set(names))


def test_a_label_belongs_to_one_entry() -> None:
    names = [name for entry in ENTRIES for name in getattr(entry, "names", ())]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[rule]\n", r"mine\.toml: not valid TOML"),
        ("[[rules]]\n", r"mine\.toml: 'rules' is no part of a pack"),
        (
            f'[[rule]]\n{RULE}anchor = ["甲"]\npattern = "甲"\ncolour = "red"\n',
            r"mine\.toml: one: unknown key 'colour'",
        ),
        (
            '[[rule]]\nid = "one"\nkind = "boilerplate.tools"\nzone = "top"\n',
            r"mine\.toml: one: 'confidence' is missing",
        ),
        (
            '[[rule]]\nkind = "boilerplate.tools"\nzone = "top"\nconfidence = 1\n',
            r"mine\.toml: \(no id\): 'id' is missing",
        ),
        (f'[[rule]]\n{RULE}pattern = "甲"\n', r"mine\.toml: one: no anchor"),
        (f'[[rule]]\n{RULE}anchor = [""]\npattern = "甲"\n', r"mine\.toml: one: no anchor"),
        (f'[[rule]]\n{RULE}anchor = ["甲"]\npattern = "甲("\n', r"mine\.toml: one: the pattern is not a regular"),
        (f"[[words]]\n{RULE}company = 2\n", r"mine\.toml: one: company is 2"),
        (f"[[words]]\n{RULE.replace('bottom', 'left')}", r"mine\.toml: one: zone 'left'"),
        (f"[[label]]\n{RULE.replace('boilerplate', 'junk')}", r"mine\.toml: one: kind 'junk\.tools'"),
    ],
)
def test_a_bad_pack_is_named_with_its_entry(text: str, message: str) -> None:
    with pytest.raises(PackError, match=message):
        read_pack("mine.toml", text)


def test_a_pack_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(PackError, match="rule pack cannot be read"):
        packs_for(tmp_path)


def test_settings_refuse_a_folder_with_a_bad_pack(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("[[rules]]\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"packs: mine\.toml: 'rules' is no part of a pack"):
        Settings(packs=tmp_path)


def test_a_pack_for_one_host_fires_there_alone(tmp_path: Path) -> None:
    text = f'hosts = ["example.com"]\n[[rule]]\n{RULE}anchor = ["甲乙丙"]\npattern = "甲乙丙"\n'
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    (entry,) = (entry for entry in packs_for(tmp_path).entries if entry.pack == "mine")
    assert entry.fires("bottom", "news.example.com")
    assert not entry.fires("bottom", "badexample.com")
    assert not entry.fires("top", "example.com")

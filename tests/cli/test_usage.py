"""The command line answers wrong usage in plain Chinese, completes what is typed, and starts quickly."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner

from indexer.cli.commands import MODULES
from indexer.cli.language import FOLDER
from indexer.cli.main import nianbao
from indexer.settings import Settings
from tests.conftest import ROOT

CATALOGUE = FOLDER / "zh_CN" / "LC_MESSAGES"
MARK = re.compile(r"\{\w+(?:!r)?\}|%\(\w+\)s")


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command, as a shell runs it."""
    command = [sys.executable, "-m", "indexer.cli.main", *arguments]
    known = {name: value for name, value in os.environ.items() if not name.startswith(("NIANBAO", "L"))}
    return subprocess.run(
        command, cwd=ROOT, env=known | {"LANG": "C.UTF-8"} | environment, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("search",), "没有写参数 'QUERY'"),
        (("search", "a", "b"), "多出了参数（b）"),
        (("search", "a", "--kind", "x"), "可用的有：'disclosure', 'work'"),
        (("search", "a", "--sort", "x"), "可用的有：'relevance', 'newest', 'oldest'"),
        (("search", "a", "--kin", "work"), "没有选项 '--kin'"),
        (("search", "a", "--year"), "选项 '--year' 后面要有"),
        (("serach",), "没有命令 'serach'"),
    ],
)
def test_wrong_usage_is_told_in_chinese(arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert said in result.stderr
    assert not re.search(r"Error|Usage|Invalid|No such|Missing|Try ", result.stderr)


def test_english_is_for_who_asks_for_it() -> None:
    result = run("search", "a", "--kind", "x", NIANBAO_LANG="en")
    assert "Invalid value for '--kind'" in result.stderr


@pytest.mark.parametrize("command", [(), *((name,) for name in sorted(MODULES))])
def test_help_is_in_chinese(command: tuple[str, ...]) -> None:
    if command and command[0] not in ("search", "export", "doctor", "manifest", "verify"):
        result_text = CliRunner().invoke(nianbao, [*command, "--help"]).output
        assert re.search("[一-鿿]", result_text)
        return
    result = run(*command, "--help")
    assert "用法" in result.stdout
    assert not re.search(r"Show this|Usage:|Options:|Commands:", result.stdout)


def test_every_word_of_click_is_in_the_catalogue() -> None:
    with (CATALOGUE / "messages.po").open("rb") as file:
        written = read_po(file)
    with (CATALOGUE / "messages.mo").open("rb") as file:
        compiled = read_mo(file)
    assert len(written) > 50
    for message in written:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        known = {mark for each in ids for mark in MARK.findall(each)}
        for string in strings:
            assert string
            assert set(MARK.findall(string)) <= known, message.id
        known_strings = compiled[message.id].string
        assert list(strings) == ([known_strings] if isinstance(known_strings, str) else list(known_strings))


def test_kinds_are_completed(sample_settings: Settings) -> None:
    done = run(
        **{"_NIANBAO_COMPLETE": "bash_complete", "COMP_WORDS": "nianbao search a --kind ", "COMP_CWORD": "4"}
    )
    assert [line.split(",")[1] for line in done.stdout.split()] == ["disclosure", "work"]
    done = run(**{"_NIANBAO_COMPLETE": "bash_complete", "COMP_WORDS": "nianbao ver", "COMP_CWORD": "1"})
    assert [line.split(",")[1] for line in done.stdout.split()] == ["verdict", "verify"]


def test_addresses_are_whole_where_the_portal_has_one(
    sample_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIANBAO_HOME", str(sample_settings.home))
    bare = CliRunner().invoke(nianbao, ["search", "公开"]).output
    assert re.search(r"^/reports/", bare, re.MULTILINE)
    monkeypatch.setenv("NIANBAO_BASE_URL", "https://nianbao.example")
    whole = CliRunner().invoke(nianbao, ["search", "公开"]).output
    assert re.search(r"^https://nianbao\.example/reports/", whole, re.MULTILINE)
    assert "第 1/" in whole
    assert "https://nianbao.example/reports/" in CliRunner().invoke(nianbao, ["concordance", "公开"]).output


@pytest.mark.parametrize(
    "command",
    [
        ("search", "公开"),
        ("concordance", "公开"),
        ("trend", "公开"),
        ("commitments", "公开"),
        ("figures", "--item", "3.new.total"),
    ],
)
def test_addresses_in_files_are_whole_where_the_portal_has_one(
    sample_settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("NIANBAO_HOME", str(sample_settings.home))
    monkeypatch.setenv("NIANBAO_BASE_URL", "https://nianbao.example")
    result = CliRunner().invoke(nianbao, [*command, "--export", str(tmp_path / "all.json")])
    assert result.exit_code == 0, result.output
    rows = json.loads((tmp_path / "all.json").read_text("utf-8"))["rows"]
    assert rows
    assert all(row["url"].startswith("https://nianbao.example/") for row in rows)


def test_no_page_is_told_of_where_nothing_is_found(sample_settings: Settings) -> None:
    home = str(sample_settings.home)
    result = CliRunner().invoke(nianbao, ["search", "没有这样的词语组合", "--literal", "all", "--home", home])
    assert "共 0 条" in result.output
    assert "页" not in result.output.splitlines()[0]


def test_a_search_loads_nothing_that_it_does_not_need(sample_settings: Settings) -> None:
    """Each of these takes from a twentieth to a fourth of the time in which a search starts."""
    script = (
        "import sys; from indexer.cli.main import nianbao; "
        "nianbao.main(['search', '公开', '--json'], standalone_mode=False); "
        "print(sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=os.environ | {"NIANBAO_HOME": str(sample_settings.home)},
        capture_output=True,
        text=True,
    )
    assert '"hits"' in done.stdout
    loaded = set(re.findall(r"'([\w.]+)'", done.stderr))
    assert "indexer.archive.archive" in loaded
    unneeded = {"pypinyin", "cn2an", "xlsxwriter", "rich", "filelock", "lxml", "httpx", "flask"}
    assert sorted(loaded & unneeded) == []
    rooms = (
        "indexer.outlines",
        "indexer.extraction",
        "indexer.ingest",
        "indexer.indicators",
        "indexer.export",
    )
    assert not [name for name in loaded if name.startswith(rooms)]


def test_types_travel_with_the_packages() -> None:
    assert all((Path(ROOT) / name / "py.typed").is_file() for name in ("indexer", "web"))

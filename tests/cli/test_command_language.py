"""Commands answer in the language that is chosen: help, results, errors; JSON and names stay as they are."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from indexer.cli.commands import MODULES
from indexer.cli.help import localize_command
from indexer.cli.language import localize
from indexer.cli.main import nianbao
from indexer.language.languages import find_language
from indexer.language.sentences import CHINESE
from indexer.settings import Settings
from tests.conftest import ROOT
from web.server import main as portal

EXAMPLES = re.compile(
    "|".join(
        (
            *("南京市/鼓楼区", "广州从化", "从化区", "广州市", "苏州市", "西岭区", "东湖区财政局"),
            *("地区生产总值", "予以公开率", "教育", "文号:国办发〔2019〕60号"),
        )
    )
)
"""Names in the help that are typed in Chinese in every language."""

Call = Callable[..., str]


@pytest.fixture
def call(sample_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs a command in English over the sample archive; its standard output and errors."""
    monkeypatch.setenv("NIANBAO_LANG", "en")
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("NIANBAO_HOME", str(sample_settings.home))

    def run(*arguments: str) -> str:
        return CliRunner().invoke(nianbao, list(arguments)).output

    return run


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command, as a shell runs it."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("NIANBAO", "L"))}
    return subprocess.run(
        [sys.executable, "-m", "indexer.cli.main", *arguments],
        cwd=ROOT,
        env=known | {"LANG": "C.UTF-8"} | environment,
        capture_output=True,
        text=True,
    )


def list_commands() -> list[tuple[str, ...]]:
    """The names of all commands, and of those in groups."""
    context = click.Context(nianbao)
    found: list[tuple[str, ...]] = [()]
    for name in sorted(MODULES):
        command = nianbao.get_command(context, name)
        found.append((name,))
        found += [(name, each) for each in getattr(command, "commands", ())]
    return found


@pytest.mark.parametrize("command", list_commands(), ids=" ".join)
def test_help_is_in_english(call: Call, command: tuple[str, ...]) -> None:
    said = call(*command, "--help")
    assert "Usage:" in said
    assert not CHINESE.search(EXAMPLES.sub("", said)), said


def test_the_list_of_commands_is_made_of_whole_sentences(call: Call) -> None:
    listed = call("--help").partition("Commands:\n")[2].splitlines()
    assert len(listed) == len(MODULES)
    assert [line for line in listed if not line.endswith(".") or line.endswith("...")] == []


def test_the_portal_helps_in_english_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_LANG", "en")
    monkeypatch.setenv("LANGUAGE", "en")
    said = CliRunner().invoke(localize_command(portal), ["--help"]).output
    assert "port to listen at" in said
    assert not CHINESE.search(said)


def test_help_is_in_chinese_again_afterwards(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    call("search", "--help")
    monkeypatch.delenv("NIANBAO_LANG")
    assert "检索 QUERY。" in call("search", "--help")
    assert "full-text" not in call("--help")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("search", "公开"), r"^Results: \d+.*, page 1/\d+, [\d.]+ ms$"),
        (("search", "公开"), r"^Year: 20\d\d \d+, "),
        (("search", "zzqx"), r"^Results: 0, [\d.]+ ms$"),
        (("search", "东湖区1990年"), r"^No reports of .*/东湖区 for 1990 are held\.$"),
        (("search", "东湖区1990年"), r"^云泽市/东湖区 has those of 20\d\d"),
        (("concordance", "公开", "--limit", "1"), r"^Occurrences: \d+, the first 1 are listed\.$"),
        (("trend", "公开"), r"^Year +Held +公开$"),
        (("check",), r"^Does not agree\t.*\n\t(Table|Text|“).*/reports/"),
        (("check",), r"^Checks: \d+ \(Does not agree: \d+, .*, Agrees: \d+\)\.$"),
        (("commitments", "公开"), r"^Promises: \d+, page 1/\d+\.$"),
        (("figures", "--indicator", "gdp"), r" · GDP · growth$"),
        (("figures", "--item", "予以公开率"), r"^Disclosure rate \(%\)$"),
        (
            ("status",),
            r"^Reports: \d+ \(.*Disclosure report: \d+.*\), samples among them: \d+; index version",
        ),
        (("list",), r"\tDisclosure report\t2019\t.*\tsections: \d+, tables: \d+"),
        (("list",), r"^Reports: \d+\.$"),
        (("place", "990101"), r"^  Reports held: \d+, of places below it: \d+\.$"),
        (("place", "990101"), r"^  Promises: .* \d+, "),
        (("place", "990100"), r"^  Checks: .*, Agrees only if blanks count as 0 \d+, Cannot be judged \d+$"),
        (("verify",), r"^Originals: \d+, of which faulty: 0; catalogue and index: sound; "),
        (("doctor",), r"^OK    The index is sound and agrees with the catalogue\.$"),
        (("verdict",), r"^There are no verdicts yet\.$"),
        (("alias",), r"^No aliases of bodies are listed\.$"),
        (("staff", "list"), r"^There are no accounts of staff yet; "),
    ],
)
def test_results_are_in_english(call: Call, arguments: tuple[str, ...], said: str) -> None:
    output = call(*arguments)
    assert re.search(said, output, re.MULTILINE), output


def test_what_has_no_words_of_reports_has_no_chinese(call: Call) -> None:
    for command in (("doctor",), ("verify",), ("verdict",), ("alias",), ("manifest",), ("staff", "list")):
        assert not CHINESE.search(call(*command)), command


def test_what_becomes_of_files_is_said_in_english(call: Call, tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_text("")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    files = [str(ROOT / "corpus" / "disclosure" / "东湖区" / "2019.html"), str(tmp_path)]
    lines = call("add", *files, "--home", str(tmp_path / "home")).splitlines()
    by_word = {line.partition(" ")[0]: line for line in lines}
    assert sorted(by_word) == ["In", "added", "failed", "skipped"], lines
    assert re.search(
        r": Disclosure report, 2019, .*, sections: 6, tables: \d+ \(disclosure-", by_word["added"]
    )
    assert by_word["failed"].endswith("is empty: there is nothing to add.")
    assert not CHINESE.search(by_word["skipped"])
    assert by_word["In"] == "In all: added: 1, failed: 1, skipped: 1."


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("search", "a", "--year", "x"), "“x” is not a year; write 2020, 2019..2021, 2019.. or ..2021."),
        (("fetch",), "Give addresses, or say with --list or --index-page where to take them from."),
        (("search", "a", "b"), "Got unexpected extra argument (b)"),
        (("place", "没有的地方"), "There is no province, city, county or district called “没有的地方”"),
        (
            ("status", "--home", "/nowhere"),
            "There is no archive in /nowhere yet; add reports",
        ),
        (("figures", "--item", "公开"), "The tables have no item “公开”; similar ones: "),
    ],
)
def test_errors_are_in_english(sample_settings: Settings, arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments, NIANBAO_LANG="en", NIANBAO_HOME=str(sample_settings.home))
    assert done.returncode == 2
    assert said in done.stderr


def test_json_is_the_same_in_every_language(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = (
        ("check", "--json"),
        ("status", "--json"),
        ("place", "990101", "--json"),
        ("doctor", "--json"),
    )
    english = [json.loads(call(*command)) for command in commands]
    monkeypatch.delenv("NIANBAO_LANG")
    chinese = [json.loads(call(*command)) for command in commands]
    for one, other in zip(english[:-1], chinese[:-1], strict=True):
        assert one == other
    assert [each["topic"] for each in english[-1]] == [each["topic"] for each in chinese[-1]]
    assert CHINESE.search(english[-1][-1]["sentence"])


def test_the_language_is_that_of_the_variable_then_of_the_file(tmp_path: Path) -> None:
    config = tmp_path / "nianbao.toml"
    config.write_text('lang = "en"\n')
    assert "Missing argument" in run("search", NIANBAO_CONFIG=str(config)).stderr
    assert "没有写参数" in run("search", NIANBAO_CONFIG=str(config), NIANBAO_LANG="zh").stderr
    assert "沒有寫參數" in run("search", NIANBAO_LANG="zh_TW.UTF-8").stderr
    assert "檢索 QUERY" in run("search", "--help", NIANBAO_LANG="zh-Hant").stdout
    assert "没有写参数" in run("search", NIANBAO_LANG="zh", LANG="en_US.UTF-8").stderr


def test_where_nothing_else_says_it_the_language_is_the_system_s() -> None:
    for system in ("C.UTF-8", "C", "POSIX", "zh_CN.UTF-8", "fr_FR.UTF-8", ""):
        assert "没有写参数" in run("search", LANG=system, PYTHONUTF8="1").stderr
    assert "Missing argument" in run("search", LANG="en_US.UTF-8").stderr
    assert "Missing argument" in run("search", LANG="zh_CN.UTF-8", LC_ALL="en_GB.UTF-8").stderr
    assert "没有写参数" in run("search", LANG="en_US.UTF-8", LC_MESSAGES="zh_CN.UTF-8").stderr
    assert "沒有寫參數" in run("search", LANG="zh_TW.UTF-8", PYTHONUTF8="1").stderr


def test_a_language_that_there_is_not_is_named() -> None:
    wrong = run("search", "a", NIANBAO_LANG="fr").stderr
    assert "NIANBAO_LANG 的值“fr”不是可选的语言" in wrong


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        ("zh", "zh-Hans"),
        ("zh_CN.UTF-8", "zh-Hans"),
        ("zh-HK", "zh-Hant"),
        ("zh-Hans-TW", "zh-Hans"),
        ("EN", "en"),
        ("en_GB.UTF-8", "en"),
        ("fr", None),
        ("", None),
        ("english", None),
    ],
)
def test_languages_are_named_as_systems_and_browsers_name_them(tag: str, value: str | None) -> None:
    found = find_language(tag)
    assert (found and found.value) == value


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("", ""),
        ("没有这样的句子", "没有这样的句子"),
        ("2019、2020", "2019, 2020"),
        ("收录 3 个，失败 1 个", "added: 3, failed: 1"),
        (
            "另一个进程（nianbao add，进程号 7，始于 2026-01-01）正在写入 /a b，等了 10 秒仍未结束，"
            "请稍后再试。",
            "Another process (nianbao add, process 7, since 2026-01-01) is writing to /a b "
            "and did not end in 10 seconds; try again later.",
        ),
        (
            "环境变量 NIANBAO_PAGE_SIZE 的值“x”不是正整数，请改正后再试。",
            "Environment variable NIANBAO_PAGE_SIZE: “x” is not a positive whole number; "
            "correct it and try again.",
        ),
        (
            "没有保存：清单 /h 有 2 行已损坏；核对后请运行 nianbao verify --accept 以现状为准。",
            "Not saved: The inventory /h has",
        ),
    ],
)
def test_sentences_are_found_again(monkeypatch: pytest.MonkeyPatch, chinese: str, english: str) -> None:
    monkeypatch.setenv("NIANBAO_LANG", "en")
    assert localize(chinese).startswith(english)
    monkeypatch.delenv("NIANBAO_LANG")
    assert localize(chinese) == chinese


def test_nothing_of_it_is_loaded_in_chinese(sample_settings: Settings) -> None:
    script = (
        "import sys; from indexer.cli.main import nianbao; "
        "nianbao.main(['status'], standalone_mode=False); print(sorted(sys.modules), file=sys.stderr)"
    )
    environment = {name: value for name, value in os.environ.items() if name != "NIANBAO_LANG"}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=environment | {"NIANBAO_HOME": str(sample_settings.home)},
        capture_output=True,
        text=True,
    )
    assert "indexer.language.languages" in done.stderr
    assert "indexer.language.sentences" not in done.stderr
    assert "babel" not in done.stderr


def test_the_catalogues_are_in_the_wheel() -> None:
    wheel = pytest.importorskip("hatchling.builders.wheel", reason="no hatchling here")
    packed = {file.distribution_path for file in wheel.WheelBuilder(str(ROOT)).recurse_included_files()}
    assert {
        *(f"indexer/data/translations/{code}/LC_MESSAGES/messages.mo" for code in ("en", "zh_Hant")),
        *(f"indexer/data/locale/{code}/LC_MESSAGES/messages.mo" for code in ("zh_CN", "zh_Hant")),
    } <= packed

"""The READMEs keep their word: commands and settings in them work, files that they name are there."""

from __future__ import annotations

import dataclasses
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli.commands import MODULES
from indexer.cli.main import nianbao
from indexer.errors import SettingError
from indexer.ingest import watch
from indexer.ingest.add import add
from indexer.search.query.parse import parse_query
from indexer.settings import Settings
from indexer.sources.web.client import Client, Download

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAGES = ("README.md", "indexer/README.md", "web/README.md", "tests/README.md", "tests/benchmarks/README.md")
EVERYTHING = "\n".join((ROOT / page).read_text("utf-8") for page in PAGES)
COMMANDS = re.findall(r"^nianbao (.+?)(?: +#.*)?$", EVERYTHING, re.MULTILINE)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of its own: the README removes a report."""
    path = tmp_path_factory.mktemp("docs") / "home"
    add([ROOT / "corpus" / "disclosure" / "东湖区"], Settings(home=path), lambda _outcome, _total: None)
    return path


def a_report(_client: Client, url: str, _known: object = None) -> Download:
    """What the web gives here."""
    body = (ROOT / "corpus" / "disclosure" / "东湖区" / "2021.html").read_bytes()
    return Download(url, url, body, {}, "2026-01-01T00:00:00+00:00")


@pytest.mark.parametrize("command", COMMANDS)
def test_command(command: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = home.parent / "desk"
    if not desk.exists():
        desk.mkdir()
        (desk / "corpus").symlink_to(ROOT / "corpus")
        (desk / "words.txt").write_text("公开\n培训\n", "utf-8")
        (desk / "new.toml").write_text(f"home = '{home.parent / 'moved'}'\n", "utf-8")
    monkeypatch.chdir(desk)
    monkeypatch.setattr(Client, "get", a_report)
    monkeypatch.setattr(watch, "PAUSE", 0.05)
    at = home.parent / "restored" if command.startswith("restore") else home
    result = CliRunner().invoke(nianbao, [*shlex.split(command), "--home", str(at)])
    if command.startswith("worker") or "--queue" in command:  # run in cluster/test_queue.py, on servers
        assert isinstance(result.exception, SettingError)
        return
    assert result.exit_code == 0, result.output
    assert result.output.strip()


def test_commands_were_seen() -> None:
    assert {command.split()[0] for command in COMMANDS} == set(MODULES)


@pytest.mark.parametrize("row", re.findall(r"^\| (`.+?) \| .+ \|$", README, re.MULTILINE))
def test_query_examples_parse(row: str) -> None:
    examples = re.findall(r"`([^`]+)`", row)
    if examples[0].startswith("NIANBAO_"):
        return
    for example in examples:
        assert parse_query(example.rstrip("…")).typed


def test_settings_table_is_complete_and_right() -> None:
    rows = re.findall(r"^\| `NIANBAO_(\w+)` \| `(.+?)` \|", EVERYTHING, re.MULTILINE)
    defaults = {f.name.upper(): str(getattr(Settings(), f.name)) or "–" for f in dataclasses.fields(Settings)}
    assert dict(rows) == defaults


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES)
def test_named_files_exist(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    paths = re.findall(r"(?<![\w./-])((?:tests|indexer|web|corpus)/[\w/.-]*[\w/])", text)
    missing = [link for link in links if not (ROOT / page).parent.joinpath(link).exists()]
    assert missing + [path for path in paths if not (ROOT / path).exists()] == []


def test_readme_is_short() -> None:
    assert len(README.splitlines()) < 250


def test_folders_of_the_indexer_are_described() -> None:
    told = re.findall(r"^\| `(\w+)/` \|", (ROOT / "indexer" / "README.md").read_text("utf-8"), re.MULTILINE)
    assert set(told) == {path.parent.name for path in (ROOT / "indexer").glob("*/__init__.py")}


def test_nothing_beside_the_agreed_top_level() -> None:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    agreed = {"pyproject.toml", "indexer", "web", "corpus", "tests", "README.md", "LICENSE", "Makefile"}
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {
        name for name in {n.split("/")[0].strip('"') for n in names.splitlines()} if name[0] != "."
    } <= agreed

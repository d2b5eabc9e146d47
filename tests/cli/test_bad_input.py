"""Bad input gets one clear sentence and a defined code, and leaves the archive as it was."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.cli import main as cli
from indexer.settings import Settings

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `nianbao` in this process: exit code, standard output, standard error."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["nianbao", *map(str, arguments)])
        try:
            cli.main()
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
        return code, *capsys.readouterr()

    return run


def fingerprint(home: Path) -> str:
    """Hash of everything in a home that is published."""
    digest = hashlib.sha256()
    for path in sorted((home / "originals").rglob("*")):
        digest.update(path.name.encode() + (path.read_bytes() if path.is_file() else b""))
    # Whoosh's tables of contents say which files are published; those of a cancelled write are not.
    for path in sorted((home / "generations").glob("*/index/*.toc")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("report.html", "<p>一、总体情况</p>")
    return buffer.getvalue()


PROSE = "今天天气很好，我们去公园散步，看见许多花开了。" * 20
NESTED = "<div>" * 100_000 + "深" + "</div>" * 100_000
CELLS = "<table>" + "<tr><td colspan=100000 rowspan=100000>格</td></tr>" * 50 + "</table>"

FILES: dict[str, bytes] = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\r\n ",
    "bom-only.txt": b"\xef\xbb\xbf",
    "zeros.txt": bytes(5000),
    "random.txt": bytes((i * 7919 + i // 3) % 256 for i in range(5000)),
    "archive.html": zipped(),
    "truncated.zip.html": zipped()[:60],
    "report.pdf.html": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "picture.html": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
    "word.txt": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
    "no-text.html": b"<html><head><title></title></head><body><script>var a=1</script></body></html>",
    "only-tags.html": b"<" * 3000,
    "unclosed.html": b"<html><body><div><p><table><tr><td>",
    "prose.txt": PROSE.encode(),
    "prose-gbk.html": f"<meta charset=utf-8><p>{PROSE}</p>".encode("gbk"),
    "english.html": b"<p>Annual report of a company that is not a government.</p>" * 30,
    "nested.html": NESTED.encode(),
    "cells.html": CELLS.encode(),
    "entities.html": b"<p>" + b"&#x4e00;&nbsp;&bogus;&#0;&#1114112;" * 400 + b"</p>",
    "mojibake.txt": PROSE.encode("gbk").decode("latin-1").encode(),
    "half.txt": PROSE.encode()[1::2],
}

QUERIES: dict[str, list[str]] = {
    "long": ["教" * 10_000],
    "operator at the end": ["教育 AND"],
    "nothing excluded": ["教育 NOT"],
    "near nothing": ["教育 NEAR"],
    "year word": ["year:abc"],
    "year backwards": ["教育", "--year", "2021..2019"],
    "year option": ["教育", "--year", "二零"],
    "unknown district": ["教育", "--district", "亚特兰蒂斯区"],
    "unknown district field": ["地区:亚特兰蒂斯区 教育"],
    "section 7": ["教育", "--section", "7"],
    "section word": ["章节:五六七"],
    "unknown kind": ["教育", "--kind", "novel"],
    "unknown sort": ["教育", "--sort", "random"],
    "page -1": ["教育", "--page=-1"],
    "page 0": ["教育", "--page", "0"],
    "page word": ["教育", "--page", "two"],
    "page far": ["教育", "--page", "99999999999999999999"],
    "limit 0": ["教育", "--limit", "0"],
    "limit huge": ["教育", "--limit", "1000000"],
    "only NOT": ["NOT"],
    "only OR": ["OR OR"],
}


def assert_one_sentence(text: str) -> None:
    lines = text.strip().splitlines()
    assert len(lines) == 1, text
    assert "Traceback" not in text
    assert any("一" <= char <= "鿿" for char in text), text


@pytest.mark.parametrize("name", FILES)
def test_bad_file(name: str, run: Run, tmp_path: Path, sample_settings: Settings) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    before = fingerprint(sample_settings.home)
    code, out, err = run("add", path, "--home", sample_settings.home, "--json")
    answer = json.loads(out)
    assert (code, err) == (2, "")
    assert [file["status"] for file in answer["files"]] == ["failed"]
    assert_one_sentence(answer["files"][0]["message"])
    assert fingerprint(sample_settings.home) == before


@pytest.mark.parametrize("name", QUERIES)
def test_bad_query(name: str, run: Run, sample_settings: Settings) -> None:
    code, out, err = run("search", *QUERIES[name], "--home", sample_settings.home)
    assert (code, out) == (2, "")
    assert_one_sentence(err)
    code, out, err = run("search", *QUERIES[name], "--home", sample_settings.home, "--json")
    assert (code, err, json.loads(out)["error"]["code"]) == (2, "", "query")


@pytest.mark.parametrize("typed", ["*", "*:*", "title:", "????", "foo:bar", "a:b:c", "-", "--", "\x00", "‮"])
def test_odd_query_is_plain_text(typed: str, run: Run, sample_settings: Settings) -> None:
    code, out, err = run("search", "--home", sample_settings.home, "--json", "--", typed)
    answer = json.loads(out)
    assert err == ""
    if code == 0:
        assert answer["total"] < 10
    else:
        assert (code, answer["error"]["code"]) == (2, "query")


def test_missing_unreadable_and_special_files(run: Run, tmp_path: Path, sample_settings: Settings) -> None:
    home = sample_settings.home
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    empty = tmp_path / "empty"
    empty.mkdir()
    for path in (tmp_path / "none.txt", tmp_path / "pipe.txt", tmp_path / "loop.txt"):
        code, out, err = run("add", path, "--home", home)
        assert (code, err) == (2, "")
        assert "失败" in out
    code, out, _ = run("add", empty, "--home", home)
    assert code == 2
    assert "没有文件" in out


def test_file_over_the_limit(run: Run, tmp_path: Path, sample_settings: Settings) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    code, out, _ = run("add", path, "--home", sample_settings.home)
    assert code == 2
    assert "20 MB" in out


def test_inspect_of_a_bad_file_is_one_sentence(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "zip.html"
    path.write_bytes(zipped())
    code, out, err = run("inspect", path)
    assert (code, out) == (2, "")
    assert_one_sentence(err)


def test_home_that_is_a_file(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "file"
    home.write_text("x")
    code, _, err = run("add", tmp_path, "--home", home)
    assert code == 2
    assert_one_sentence(err)


def test_setting_that_is_no_number(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_PAGE_SIZE", "many")
    code, _, err = run("status")
    assert code == 2
    assert "NIANBAO_PAGE_SIZE" in err


def test_a_switch_may_be_off() -> None:
    assert Settings.from_environment({"NIANBAO_FETCH_PRIVATE": "0"}).fetch_private == 0
    assert Settings.from_environment({"NIANBAO_FETCH_PRIVATE": "1"}).fetch_private == 1


def test_unknown_report(run: Run, sample_settings: Settings) -> None:
    code, _, err = run("remove", "disclosure-000000-1900", "--home", sample_settings.home)
    assert code == 2
    assert_one_sentence(err)


@pytest.mark.parametrize(
    "command", [("add", "corpus", "--queue"), ("reindex", "--queue"), ("worker",), ("status", "--queue")]
)
def test_a_queue_wants_what_machines_share(command: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    home = () if command[0] == "worker" else ("--home", tmp_path)
    code, out, err = run(*command, *home)
    assert (code, out) == (2, "")
    assert_one_sentence(err)
    assert "NIANBAO_DATABASE_URL 和 NIANBAO_ORIGINALS_URL" in err
    code, out, _ = run(*command, *home, "--json")
    assert (code, json.loads(out)["error"]["code"]) == (2, "setting")


def test_a_queue_wants_its_extra(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_DATABASE_URL", "postgresql+psycopg://a:geheim@127.0.0.1:9/a")
    monkeypatch.setenv("NIANBAO_ORIGINALS_URL", tmp_path.as_uri())
    # As where it is not installed.
    monkeypatch.setitem(sys.modules, "procrastinate", None)
    for name in [name for name in sys.modules if name.startswith("indexer.ingest.reading.queue.")]:
        monkeypatch.delitem(sys.modules, name)
    for command in (("worker",), ("add", "corpus", "--queue", "--home", tmp_path / "home")):
        code, out, err = run(*command)
        assert (code, out) == (2, "")
        assert_one_sentence(err)
        assert "nianbao[cluster]" in err
        assert "geheim" not in err

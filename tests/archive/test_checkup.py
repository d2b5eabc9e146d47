"""The doctor says what is wrong with an installation, and nothing where all is well."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.archive.preservation.checkup import CheckupLevel, check_up
from indexer.archive.storage.home import Home
from indexer.cli.main import nianbao
from indexer.settings import Settings


def examine(settings: Settings, **environment: str) -> dict[str, list[tuple[str, str]]]:
    """Level and sentence of each item, by topic."""
    found: dict[str, list[tuple[str, str]]] = {}
    for item in check_up(settings, environment):
        found.setdefault(item.topic, []).append((item.level.value, item.sentence))
    return found


@pytest.fixture
def settings(invented_copy: Path) -> Settings:
    return Settings(home=invented_copy)


def test_a_sound_installation_has_nothing_to_mend(settings: Settings) -> None:
    found = examine(settings)
    assert set(found) == {"versions", "settings", "home", "disk", "catalogue", "index"}
    assert [level for items in found.values() for level, _ in items] == ["ok"] * len(found)
    assert "14 份" in found["catalogue"][0][1]


def test_the_command_says_so_and_ends_well(settings: Settings) -> None:
    result = CliRunner().invoke(nianbao, ["doctor", "--home", str(settings.home)])
    assert result.exit_code == 0, result.output
    assert len(result.output.splitlines()) == 6
    said = json.loads(CliRunner().invoke(nianbao, ["doctor", "--home", str(settings.home), "--json"]).output)
    assert {item["level"] for item in said} == {"ok"}


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    result = CliRunner().invoke(nianbao, ["doctor", "--home", str(tmp_path / "none")])
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert "nianbao add" in result.output


def test_a_damaged_index_and_catalogue_are_found(settings: Settings) -> None:
    live = Home(settings.home).find_current()
    largest = max(live.index.iterdir(), key=lambda path: path.stat().st_size)
    data = bytearray(largest.read_bytes())
    data[len(data) // 2] ^= 0xFF
    largest.write_bytes(data)
    assert examine(settings)["index"][0][0] == "error"
    live.catalogue.write_bytes(b"x" * 8192)
    assert "error" in {level for level, _ in examine(settings)["catalogue"]}


def test_unknown_and_unsafe_settings_are_told(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "nianbao.toml"
    file.write_text("", "utf-8")
    file.chmod(0o644)
    engine = dataclasses.replace(settings, engine_url="opensearch+http://u:geheim@127.0.0.1:9/x")
    told = [sentence for _, sentence in examine(engine, NIANBAO_CONFIG=str(file))["settings"]]
    assert any("检索引擎的密码" in sentence and f"chmod 600 {file}" in sentence for sentence in told)
    many = dataclasses.replace(
        engine,
        database_url="postgresql+psycopg://u:geheim@127.0.0.1:9/x",
        originals_url=(tmp_path / "shared").as_uri(),
    )
    for secret, missing in (("", True), ("k" * 32, False)):
        found = examine(dataclasses.replace(many, secret=secret))
        assert any("NIANBAO_SECRET" in sentence for _, sentence in found["settings"]) == missing
        assert "geheim" not in str(found)
    changed = dataclasses.replace(settings, password_hash="scrypt:1$x$y", base_url="http://x")
    said = " ".join(
        sentence
        for level, sentence in examine(changed, NIANBAO_PAGESIZE="3", NIANBAO_CONFIG=str(file))["settings"]
        if level == "warning"
    )
    assert "NIANBAO_PAGESIZE" in said
    assert f"chmod 600 {file}" in said
    assert "NIANBAO_TRUSTED_PROXY" in said
    assert "TLS" in said


@pytest.mark.skipif(os.name != "posix", reason="permissions of files")
def test_a_secret_that_others_read_is_told(settings: Settings) -> None:
    secret = settings.home / "secret"
    secret.write_bytes(b"x")
    secret.chmod(0o644)
    assert ("warning", f"其他用户可以读 {secret}，能够伪造登录，请运行 chmod 600 {secret}。") in examine(
        settings
    )["home"]


def test_little_room_on_the_disk_is_told(settings: Settings) -> None:
    (item,) = (each for each in check_up(settings, {}, least_free=2**62) if each.topic == "disk")
    assert item.level == CheckupLevel.WARNING
    assert "请腾出空间" in item.sentence


def test_files_that_go_away_meanwhile_are_no_fault(settings: Settings) -> None:
    """A dangling link stands for what another process has just renamed."""
    for folder in (settings.home, Home(settings.home).find_current().index):
        (folder / "gone").symlink_to(folder / "nothing")
    assert {level for topic in ("home", "disk") for level, _ in examine(settings)[topic]} == {"ok"}


def test_what_the_system_refuses_is_said(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise OSError(errno.EIO, "Input/output error", str(path))

    monkeypatch.setattr(shutil, "disk_usage", refuse)
    ((level, sentence),) = examine(settings)["disk"]
    assert level == CheckupLevel.ERROR
    assert f"{settings.home}（磁盘读写出错）" in sentence

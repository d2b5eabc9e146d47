"""What a disk gives back otherwise than it was written is told, and never answered from."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import settings as rules
from hypothesis import strategies as st

from indexer.archive.archive import open_archive
from indexer.archive.preservation import verification as integrity
from indexer.archive.storage.home import Home
from indexer.cli.main import nianbao
from indexer.errors import ArchiveBusy, ArchiveDamaged, ArchiveMissing
from indexer.ingest.add import add
from indexer.ingest.reindex import reindex
from indexer.ingest.remove import remove
from indexer.search.engines.whoosh import merge_policy as joining
from indexer.search.engines.whoosh import segment_reader as part
from indexer.search.query.parse import parse_query
from indexer.settings import Settings

FOLDER = Path(__file__).parents[2] / "corpus" / "disclosure" / "西岭区"


def nothing(_outcome: object, _total: int) -> None:
    """Tell nobody."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("published") / "home"
    add([FOLDER], Settings(home=home), nothing)
    return home


@pytest.fixture
def settings(published: Path, tmp_path: Path) -> Settings:
    shutil.copytree(published, tmp_path / "home")
    return Settings(home=tmp_path / "home", wait_seconds=0)


def flip(path: Path, at: float = 0.5, bit: int = 0) -> None:
    data = bytearray(path.read_bytes())
    data[min(int(len(data) * at), len(data) - 1)] ^= 1 << bit
    path.write_bytes(data)


def segments(settings: Settings) -> list[Path]:
    folder = Home(settings.home).find_current().index
    return [path for path in sorted(folder.iterdir()) if path.suffix in (".words", ".col")]


def test_a_sound_archive_is_called_sound(settings: Settings) -> None:
    told: list[str] = []
    found = integrity.verify(settings, lambda outcome, total: told.append(f"{outcome.status} {total}"))
    assert (found.sound, found.originals) == (True, len(list(FOLDER.iterdir())))
    assert told == [f"unchanged {found.originals}"] * found.originals


@rules(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.floats(0, 1), st.integers(0, 7))
def test_no_bit_of_a_segment_changes_unseen(published: Path, file: int, at: float, bit: int) -> None:
    settings = Settings(home=published)
    paths = segments(settings)
    path = paths[file % len(paths)]
    whole = path.read_bytes()
    flip(path, at, bit)
    try:
        (sentence,) = integrity.verify(settings, nothing).damage
        assert path.name in sentence
        assert "nianbao reindex" in sentence
        with pytest.raises(ArchiveDamaged, match="nianbao reindex"):
            open_archive(settings).search(parse_query("公开"))
    finally:
        path.write_bytes(whole)


def test_a_large_segment_is_looked_at_before_it_is_joined(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part, "QUICK", 0)
    monkeypatch.setattr(joining, "_FAN", 2)
    monkeypatch.setattr(joining, "_power", lambda _count: 0)
    flip(next(path for path in segments(settings) if path.suffix == ".words"), 0.9)
    path = tmp_path / "a.txt"
    path.write_text("云泽市东湖区2019年政府信息公开工作年度报告\n一、总体情况\n河道清淤。", "utf-8")
    before = open_archive(settings).list_summaries()
    with pytest.raises(ArchiveDamaged, match="nianbao reindex"):
        add([path], settings, nothing)
    assert open_archive(settings).list_summaries() == before
    reindex(settings, nothing)
    assert add([path], settings, nothing).counts == {"added": 1}
    assert integrity.verify(settings, nothing).sound


def test_damaged_originals_are_named(settings: Settings) -> None:
    changed, gone, unknown = sorted((settings.home / "originals").glob("??/*.bin"))[:3]
    flip(changed)
    gone.unlink()
    flip(unknown.with_suffix(".json"), 0)
    found = integrity.verify(settings, nothing)
    assert (found.sound, found.damage, len(found.faults)) == (False, (), 3)
    assert {"已被改动", "已不在", "记录"} == {
        word for word in ("已被改动", "已不在", "记录") if any(word in fault for fault in found.faults)
    }


def test_a_damaged_catalogue_is_named(settings: Settings) -> None:
    catalogue = Home(settings.home).find_current().catalogue
    data = bytearray(catalogue.read_bytes())
    data[8192:12288] = b"\xff" * 4096
    catalogue.write_bytes(data)
    (sentence,) = integrity.verify(settings, nothing).damage
    assert str(catalogue) in sentence
    assert "nianbao reindex" in sentence


def test_what_a_stop_left_apart_is_no_damage_and_said(settings: Settings) -> None:
    home, other = Home(settings.home), settings.home.parent / "index"
    shutil.copytree(home.find_current().index, other)
    remove(open_archive(settings).list_summaries()[0].id, settings)
    shutil.rmtree(home.find_current().index)
    shutil.copytree(other, home.find_current().index)
    (sentence,) = integrity.verify(settings, nothing).damage
    assert "自动补齐" in sentence


def test_nothing_to_look_at_and_a_writer_at_work(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(ArchiveMissing):
        integrity.verify(Settings(home=tmp_path / "none"), nothing)
    with Home(settings.home).lock_for_writing(), pytest.raises(ArchiveBusy):
        integrity.verify(settings, nothing)


def test_the_command(settings: Settings) -> None:
    def call(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(nianbao, ["verify", *arguments, "--home", str(settings.home)])
        return result.exit_code, result.output

    status, said = call()
    assert (status, "目录和索引完好" in said) == (0, True)
    flip(segments(settings)[0])
    status, said = call()
    assert (status, "目录和索引有问题" in said) == (1, True)
    status, said = call("--json")
    assert status == 1
    assert json.loads(said)["sound"] is False


@rules(max_examples=60, deadline=None)
@given(st.floats(0, 1), st.integers(1, 255))
def test_no_byte_of_the_table_of_contents_changes_unseen(published: Path, at: float, bits: int) -> None:
    settings = Settings(home=published)
    (path,) = Home(published).find_current().index.glob("*.toc")
    whole = path.read_bytes()
    data = bytearray(whole)
    data[min(int(len(data) * at), len(data) - 1)] ^= bits
    path.write_bytes(data)
    try:
        (sentence,) = integrity.verify(settings, nothing).damage
        assert "nianbao reindex" in sentence
        with pytest.raises(ArchiveDamaged, match="nianbao reindex"):
            open_archive(settings).search(parse_query("公开"))
    finally:
        path.write_bytes(whole)


@pytest.mark.parametrize("length", [0, 1, 20, 300, -1, -5])
def test_a_table_of_contents_that_was_cut_off_is_named(length: int, settings: Settings) -> None:
    (path,) = Home(settings.home).find_current().index.glob("*.toc")
    path.write_bytes(path.read_bytes()[:length])
    assert "nianbao reindex" in integrity.verify(settings, nothing).damage[0]


def test_an_index_from_before_there_were_sums_is_read(settings: Settings) -> None:
    (path,) = Home(settings.home).find_current().index.glob("*.toc")
    path.write_bytes(path.read_bytes().rpartition(b"nianbao crc32")[0])
    assert open_archive(settings).search(parse_query("公开")).total
    assert integrity.verify(settings, nothing).sound

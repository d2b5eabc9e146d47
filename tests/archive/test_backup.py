"""Backup and restore: everything that cannot be made again comes back, and nothing else gets in."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import sqlite3
import tarfile
from pathlib import Path

import pytest

from indexer.archive.archive import open_archive
from indexer.archive.catalogue.records import Run
from indexer.archive.outcome import Progress
from indexer.archive.preservation import backup as saving
from indexer.archive.preservation import restore as restoring
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveBusy, ArchiveError, ArchiveMissing
from indexer.ingest.add import add
from indexer.ingest.reindex import reindex
from indexer.ingest.remove import remove
from indexer.ingest.staging.area import WaitingArea
from indexer.search.query.parse import parse_query
from indexer.settings import Settings

REPORTS = Path(__file__).parents[2] / "corpus" / "disclosure" / "柳溪镇"


def nothing(_outcome: object, _total: int) -> None:
    """Tell nobody."""


def restore(source: Path, settings: Settings, progress: Progress) -> Run:
    """As the command does it."""
    restoring.restore(source, settings)
    return reindex(settings, progress)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path / "home", wait_seconds=0)
    add([REPORTS], settings, nothing)
    return settings


def state(settings: Settings) -> tuple[list[tuple[str, str]], int]:
    archive = open_archive(settings)
    summaries = [(s.id, s.title) for s in archive.list_summaries()]
    return summaries, archive.search(parse_query("公开", settings=settings)).total


def test_a_restored_archive_is_the_same(settings: Settings, tmp_path: Path) -> None:
    with sqlite3.connect(settings.home / "verdicts.sqlite") as notes:
        notes.execute("create table verdict (words text)")
        notes.execute("insert into verdict values ('属实')")
    saved = saving.backup(tmp_path / "saved.tar.gz", settings)
    assert (saved.originals, saved.size) == (3, (tmp_path / "saved.tar.gz").stat().st_size)
    other = Settings(home=tmp_path / "other")
    run = restore(tmp_path / "saved.tar.gz", other, nothing)
    assert run.counts["added"] == 3
    assert state(other) == state(settings)
    with sqlite3.connect(other.home / "verdicts.sqlite") as notes:
        assert notes.execute("select words from verdict").fetchall() == [("属实",)]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_id_of_a_removed_report_stays_its_own_in_a_restored_archive(
    settings: Settings, tmp_path: Path
) -> None:
    (removed, *_), _ = state(settings)
    text = Path(settings.home / "a.txt")
    remove(removed[0], settings)
    saving.backup(tmp_path / "saved.tar.gz", settings)
    other = Settings(home=tmp_path / "other")
    restore(tmp_path / "saved.tar.gz", other, nothing)
    original = next(settings.home.glob("trash/*.bin")).read_bytes()
    text.write_bytes(original.replace("公开".encode(), "公示".encode()))
    told: list[str] = []
    add([text], other, lambda outcome, _: told.append(outcome.id))
    assert told != [removed[0]]
    text.write_bytes(original)
    add([text], other, lambda outcome, _: told.append(outcome.id))
    assert told[1:] == [removed[0]]


def test_a_disk_of_its_own_is_filled(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving.backup(tmp_path / "saved.tar.gz", settings)
    disk = tmp_path / "disk"
    (disk / "lost+found").mkdir(parents=True)
    rmdir = os.rmdir

    def refused(path: object, *arguments: object, **options: object) -> None:
        if str(path) == str(disk):
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        rmdir(path, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("os.rmdir", refused)
    # One that was stopped while it filled the disk: what it left is its own.
    (disk / ".restoring" / "originals").mkdir(parents=True)
    (disk / "verdicts.sqlite").write_bytes(b"half")
    restore(tmp_path / "saved.tar.gz", Settings(home=disk), nothing)
    assert not (disk / "verdicts.sqlite").exists()
    assert state(Settings(home=disk)) == state(settings)
    assert [path.name for path in disk.iterdir() if path.name.startswith(".")] == []


def test_a_home_that_is_a_link_is_restored_to(settings: Settings, tmp_path: Path) -> None:
    saving.backup(tmp_path / "saved.tar.gz", settings)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    restore(tmp_path / "saved.tar.gz", Settings(home=tmp_path / "link"), nothing)
    assert (tmp_path / "link").is_symlink()
    assert state(Settings(home=tmp_path / "elsewhere")) == state(settings)


def test_a_restoration_that_was_stopped_says_how_to_go_on(settings: Settings, tmp_path: Path) -> None:
    saving.backup(tmp_path / "saved.tar.gz", settings)
    other = Settings(home=tmp_path / "other")

    def stop(_outcome: object, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(tmp_path / "saved.tar.gz", other, stop)
    with pytest.raises(ArchiveError, match="nianbao reindex"):
        restore(tmp_path / "saved.tar.gz", other, nothing)
    reindex(other, nothing)
    assert state(other) == state(settings)


def test_what_waits_is_no_part_of_a_backup_and_said(settings: Settings, tmp_path: Path) -> None:
    WaitingArea(settings).take(b"x" * 100, "a.html", "")
    assert saving.backup(tmp_path / "saved.tar.gz", settings).waiting == 1


def test_a_backup_lies_outside_the_archive(settings: Settings) -> None:
    with pytest.raises(ArchiveError, match="存到别处"):
        saving.backup(settings.home / "saved.tar.gz", settings)
    assert not (settings.home / "saved.tar.gz").exists()


def test_a_backup_of_a_broken_database_says_which(settings: Settings, tmp_path: Path) -> None:
    (settings.home / "verdicts.sqlite").write_bytes(b"SQLite format 3\x00" + b"junk" * 500)
    with pytest.raises(ArchiveError, match=r"verdicts\.sqlite"):
        saving.backup(tmp_path / "saved.tar.gz", settings)
    assert not list(tmp_path.glob("*saved*"))


def test_a_backup_holds_no_index(settings: Settings, tmp_path: Path) -> None:
    """Opening a crafted index runs code: none is ever taken from elsewhere."""
    saving.backup(tmp_path / "saved.tar.gz", settings)
    with tarfile.open(tmp_path / "saved.tar.gz") as tar:
        assert {name.split("/")[0] for name in tar.getnames()} == {"originals", "backup.json"}


def test_nothing_is_overwritten(settings: Settings, tmp_path: Path) -> None:
    target = tmp_path / "saved.tar.gz"
    saving.backup(target, settings)
    before = target.read_bytes()
    with pytest.raises(ArchiveError, match="已存在"):
        saving.backup(target, settings)
    assert target.read_bytes() == before
    with pytest.raises(ArchiveError, match="不是空文件夹"):
        restore(target, settings, nothing)


def test_a_writer_is_not_disturbed(settings: Settings, tmp_path: Path) -> None:
    with Home(settings.home).lock_for_writing(), pytest.raises(ArchiveBusy):
        saving.backup(tmp_path / "saved.tar.gz", settings)


def test_an_empty_home_has_nothing_to_save(tmp_path: Path) -> None:
    with pytest.raises(ArchiveMissing):
        saving.backup(tmp_path / "saved.tar.gz", Settings(home=tmp_path / "none"))


def test_a_folder_that_cannot_be_written_is_named(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="无法写入"):
        saving.backup(tmp_path / "none" / "saved.tar.gz", settings)


def packed(path: Path, files: dict[str, bytes], link: str = "") -> Path:
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    with tarfile.open(path, "w:gz") as tar:
        for name, data in {**files, "backup.json": json.dumps({"files": digests}).encode()}.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
        if link:
            info = tarfile.TarInfo("originals/link")
            info.type, info.linkname = tarfile.SYMTYPE, link
            tar.addfile(info)
    return path


@pytest.mark.parametrize(
    ("files", "link"),
    [
        ({"originals/aa/x.bin": b"x", "../outside": b"x"}, ""),
        ({"originals/aa/x.bin": b"x", "/tmp/outside-of-nianbao": b"x"}, ""),
        ({"originals/aa/x.bin": b"x", "generations/1/index/_MAIN_1.toc": b"x"}, ""),
        ({"originals/aa/x.bin": b"x"}, "/etc/passwd"),
        ({"notes": b"x"}, ""),
    ],
)
def test_crafted_backups_are_refused(files: dict[str, bytes], link: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    source = packed(tmp_path / "a.tar.gz", files, link)
    with pytest.raises(ArchiveError, match="不是完整的备份"):
        restore(source, Settings(home=tmp_path / "in" / "home"), nothing)
    assert list((tmp_path / "in").iterdir()) == []
    assert not (tmp_path / "outside").exists()


def test_damaged_backups_are_refused(settings: Settings, tmp_path: Path) -> None:
    saving.backup(tmp_path / "saved.tar.gz", settings)
    whole = (tmp_path / "saved.tar.gz").read_bytes()
    cuts = (b"", b"x" * 500, whole[: len(whole) // 2], whole[:-200], whole[:5000] + whole[5001:])
    for number, data in enumerate(cuts):
        (tmp_path / "bad").write_bytes(data)
        with pytest.raises(ArchiveError, match="不是完整的备份"):
            restore(tmp_path / "bad", Settings(home=tmp_path / f"other{number}"), nothing)
    with pytest.raises(ArchiveError, match="找不到"):
        restore(tmp_path / "none", Settings(home=tmp_path / "other"), nothing)


def test_a_backup_after_a_stopped_one_leaves_nothing_beside(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, folders = tmp_path / "here" / "saved.tar.gz", list[Path]()
    target.parent.mkdir()

    def stop(_part: Path, _home: Home, folder: Path) -> dict[str, str]:
        (folder / "part").write_bytes(b"half")
        folders.append(folder)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(saving, "_write", stop)
        with pytest.raises(KeyboardInterrupt):
            saving.backup(target, settings)
    folders[0].mkdir()  # as if it had been killed
    (folders[0] / "part").write_bytes(b"half")
    saving.backup(target, settings)
    assert list(target.parent.iterdir()) == [target]

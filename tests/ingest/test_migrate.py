"""An archive that moves: the same in the new place, the old one as it was, whatever stops it in between."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indexer.archive.archive import open_archive
from indexer.archive.contributions.attached_tables import AttachedTables, Attachments, make_attached_key
from indexer.archive.contributions.verdicts import Verdicts
from indexer.archive.preservation.verification import verify
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveBusy, ArchiveDamaged, ArchiveError, ArchiveMissing, SettingError
from indexer.ingest import migrate as moving
from indexer.ingest.add import add
from indexer.ingest.migrate import migrate
from indexer.ingest.remove import remove
from indexer.ingest.staging.area import WaitingArea
from indexer.search.query.parse import parse_query
from indexer.settings import Settings
from indexer.verdict import Subject

ROOT = Path(__file__).parents[2]
WAITING, SHEET = b"<html><body>\xe5\xbe\x85\xe5\xae\xa1</body></html>", b"PK a spreadsheet"
REPORTS = ROOT / "corpus" / "disclosure" / "柳溪镇"


def nothing(_outcome: object, _total: int) -> None:
    """Tell nobody."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Three reports, of which one is taken out, one commitment is judged, and staff has words of its own."""
    settings = Settings(home=tmp_path / "old", wait_seconds=0)
    add([REPORTS], settings, nothing)
    archive = open_archive(settings)
    remove(archive.list_summaries()[-1].id, settings)
    found = archive.commitments.find(parse_query("")).commitments[0]
    verdicts = Verdicts(Home.of(settings))
    verdicts.add(Subject.COMMITMENT, found.key, "done", note="见第二页", who="审计员")
    verdicts.add(Subject.COMMITMENT, found.key, "not", who="审计员")
    (settings.home / "synonyms.tsv").write_text("养老 敬老\t=\tsame\n", "utf-8")
    (settings.home / "aliases.json").write_text("{}", "utf-8")
    WaitingArea(settings).take(WAITING, "a.html", "")
    attached = AttachedTables(hashlib.sha256(SHEET).hexdigest(), "表.xlsx", "", len(SHEET), "2026-01-02", {})
    for sha256 in list_sums(settings):
        Attachments(Home.of(settings)).store(sha256, attached, SHEET)
    return settings


def list_sums(settings: Settings) -> list[str]:
    """Of the originals that the archive has."""
    archive = open_archive(settings)
    return [archive.read_report(each.id).source.sha256 for each in archive.list_summaries()]


def list_attached(settings: Settings) -> list[tuple[AttachedTables, bytes]]:
    """Spreadsheets of the reports, with their bytes."""
    home = Home.of(settings)
    return [
        (each, home.objects.read(make_attached_key(sha256, each.sha256)))
        for sha256 in list_sums(settings)
        for each in Attachments(home).read(sha256)
    ]


@pytest.fixture
def target(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "new", wait_seconds=0)


def tell(settings: Settings) -> dict[str, object]:
    """What an archive answers."""
    archive = open_archive(settings)
    results = archive.search(parse_query("公开", settings=settings))
    commitments = archive.commitments.find(parse_query("")).commitments
    return {
        "reports": archive.list_summaries(),
        "hits": sorted((hit.report, hit.section, hit.heading) for hit in results.hits),
        "total": results.total,
        "commitments": [each.key for each in commitments],
        "verdicts": archive.verdicts.read_all(Subject.COMMITMENT),
        "waiting": [(each.sha256, each.name) for each in WaitingArea(settings).list_all()],
        "attached": list_attached(settings),
        "history": archive.verdicts.list_history(Subject.COMMITMENT, commitments[0].key),
    }


@pytest.mark.parametrize("elsewhere", [False, True])
def test_the_new_archive_answers_as_the_old_one(
    settings: Settings, target: Settings, tmp_path: Path, elsewhere: bool
) -> None:
    if elsewhere:
        target = dataclasses.replace(target, originals_url=(tmp_path / "shared").as_uri())
    before = tell(settings)
    done = migrate(settings, target, nothing)
    assert done.differences == ()
    assert len(list_attached(target)) == 2
    assert (done.reports, done.verdicts) == (2, 2)
    assert {path.name for path in (target.home / "waiting").glob("*.json")} == {
        f"{hashlib.sha256(WAITING).hexdigest()}.json"
    }
    assert before == tell(settings) == tell(target)
    found = verify(target, nothing)
    assert [*found.losses, *found.damage, *found.faults] == []
    assert not (target.home / "migrating").exists()
    assert (target.home / "synonyms.tsv").read_text("utf-8") == "养老 敬老\t=\tsame\n"
    assert [file.suffix for file in (settings.home / "trash").iterdir()] != []
    again = migrate(settings, target, nothing)
    assert (again.run, again.objects, again.differences) == (None, 0, ())
    # And back: what lies elsewhere is read from there.
    home = Settings(home=tmp_path / "back", wait_seconds=0)
    assert migrate(target, home, nothing).differences == ()
    assert tell(home) == before


def test_a_stopped_move_goes_on_with_what_the_archive_is_by_then(
    settings: Settings, target: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(moving, "rebuild_archive", stop)
        with pytest.raises(KeyboardInterrupt):
            migrate(settings, target, nothing)
    with pytest.raises(ArchiveMissing):
        open_archive(target).list_summaries()
    remove(open_archive(settings).list_summaries()[-1].id, settings)
    (settings.home / "aliases.json").unlink()
    done = migrate(settings, target, nothing)
    assert done.differences == ()
    assert done.reports == 1
    assert done.objects == 3  # what was taken out meanwhile: bytes, record, spreadsheet; no other again
    assert not (target.home / "aliases.json").exists()
    assert tell(target) == tell(settings)


def test_nothing_is_mixed_with_another_archive(settings: Settings, target: Settings, tmp_path: Path) -> None:
    add([ROOT / "corpus" / "work"], target, nothing)
    before = tell(target)
    with pytest.raises(ArchiveError, match=r"内容与 .* 不同，未迁移"):
        migrate(settings, target, nothing)
    assert tell(target) == before
    (tmp_path / "half" / "originals" / "ab").mkdir(parents=True)
    (tmp_path / "half" / "originals" / "ab" / f"{'ab' * 32}.bin").write_bytes(b"somebody's")
    with pytest.raises(ArchiveError, match="中已有 originals/ab"):
        migrate(settings, Settings(home=tmp_path / "half"), nothing)
    with pytest.raises(SettingError, match="同一个文件夹"):
        migrate(settings, settings, nothing)
    with pytest.raises(ArchiveMissing, match="没有可迁移的内容"):
        migrate(Settings(home=tmp_path / "none"), Settings(home=tmp_path / "nowhere"), nothing)


def test_a_damaged_original_is_not_carried_along(settings: Settings, target: Settings) -> None:
    original = next((settings.home / "originals").rglob("*.bin"))
    data = original.read_bytes()
    original.write_bytes(data[:-1] + b"?")
    with pytest.raises(ArchiveDamaged, match="已损坏，未迁移"):
        migrate(settings, target, nothing)
    original.write_bytes(data)
    assert migrate(settings, target, nothing).differences == ()


def test_the_old_archive_is_not_written_to_meanwhile(settings: Settings, target: Settings) -> None:
    with Home.of(settings).lock_for_writing(), pytest.raises(ArchiveBusy):
        migrate(settings, target, nothing)
    with Home.of(target).lock_for_writing(), pytest.raises(ArchiveBusy):
        migrate(settings, target, nothing)


@pytest.mark.parametrize("delay", [0.4, 0.8, 1.1, 1.4, 1.8])
def test_a_killed_command_is_begun_again(settings: Settings, target: Settings, delay: float) -> None:
    file = settings.home.parent / "new.toml"
    file.write_text(f"home = '{target.home}'\n", "utf-8")
    command = [
        sys.executable,
        "-m",
        "indexer.cli.main",
        "migrate",
        "--to",
        str(file),
        "--home",
        str(settings.home),
    ]
    environment = {**os.environ, "NIANBAO_LANG": "zh"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "共 2 份报告" in done.stdout
    assert tell(target) == tell(settings)

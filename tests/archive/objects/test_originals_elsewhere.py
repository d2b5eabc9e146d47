"""An archive whose originals are not in its home: all that is done with them, in a folder and in a bucket."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from indexer.archive.archive import open_archive
from indexer.archive.preservation.backup import backup
from indexer.archive.preservation.originals import Originals, make_key
from indexer.archive.preservation.restore import restore
from indexer.archive.preservation.verification import Integrity, verify
from indexer.archive.preservation.withdrawn import list_withdrawn
from indexer.archive.recognitions import Recognitions
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveError, NotFound
from indexer.ingest.add import add
from indexer.ingest.recovery import recover
from indexer.ingest.reindex import reindex
from indexer.ingest.remove import remove, undo_removal
from indexer.ingest.staging.area import WaitingArea
from indexer.settings import Settings
from web import create_app

REPORT = """云泽市东湖区人民政府2019年政府信息公开工作年度报告
一、总体情况
{}
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
四、因政府信息公开工作被申请行政复议、提起行政诉讼情况
五、政府信息公开工作存在的主要问题及改进情况
六、其他需要报告的事项
"""


def silence(_outcome: object, _total: int) -> None:
    """Progress that nobody looks at."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three reports."""
    made = tmp_path / "reports"
    made.mkdir()
    for year in (2019, 2020, 2021):
        text = REPORT.format(f"第{year}次河道清淤。").replace("2019", str(year))
        (made / f"{year}.txt").write_text(text, "utf-8")
    return made


@pytest.fixture
def settings(originals_url: str, tmp_path: Path, folder: Path) -> Settings:
    """An archive of them."""
    made = Settings(home=tmp_path / "home", originals_url=originals_url)
    assert add([folder], made, silence).counts == {"added": 3}
    return made


def find_keys(settings: Settings, folder: str = "originals") -> set[str]:
    return set(Home.of(settings).objects.list_keys(folder))


def look(settings: Settings) -> Integrity:
    return verify(settings, silence)


def find_one(settings: Settings, year: int = 2020) -> tuple[str, str]:
    """The id of a report, and the SHA-256 of its original."""
    archive = open_archive(settings)
    (found,) = (each for each in archive.list_summaries() if each.year == year)
    return found.id, archive.read_report(found.id).source.sha256


def test_nothing_of_them_is_in_the_home(settings: Settings) -> None:
    assert len(find_keys(settings)) == 6
    assert not (settings.home / "originals").exists()
    assert look(settings).sound
    assert look(settings).originals == 3


def test_adding_again_changes_nothing_and_a_rebuild_reads_them(settings: Settings, folder: Path) -> None:
    before = open_archive(settings).list_summaries()
    assert add([folder], settings, silence).counts == {"unchanged": 3}
    assert reindex(settings, silence).counts["added"] == 3
    assert open_archive(settings).list_summaries() == before


def test_an_original_is_downloaded_whole_and_in_part(settings: Settings, folder: Path) -> None:
    report, sha256 = find_one(settings)
    data = (folder / "2020.txt").read_bytes()
    client = create_app(settings).test_client()
    answer = client.get(f"/reports/{report}/original")
    assert (answer.status_code, answer.data) == (200, data)
    assert (answer.headers["Content-Length"], answer.headers["ETag"]) == (str(len(data)), f'"{sha256}"')
    part = client.get(f"/reports/{report}/original", headers={"Range": "bytes=3-8"})
    assert (part.status_code, part.data) == (206, data[3:9])
    same = client.get(f"/reports/{report}/original", headers={"If-None-Match": f'"{sha256}"'})
    assert (same.status_code, same.data) == (304, b"")
    assert "河道清淤" in client.get(f"/reports/{report}/beside").text
    assert "河道清淤" in client.get(f"/reports/{report}/original/shown").text
    Home.of(settings).objects.delete(make_key(sha256, "bin"))
    assert client.get(f"/reports/{report}/original").status_code == 404


@pytest.mark.parametrize("harm", [b"changed", None])
def test_a_damaged_original_is_named_and_put_right(
    settings: Settings, folder: Path, harm: bytes | None
) -> None:
    store, key = Home.of(settings).objects, make_key(find_one(settings)[1], "bin")
    store.delete(key) if harm is None else store.write(key, harm)
    found = look(settings)
    assert [("2020.txt" in fault, "重新收录" in fault) for fault in found.faults] == [(True, True)]
    assert reindex(settings, silence).counts == {"added": 2, "failed": 1}
    assert add([folder], settings, silence).counts == {"unchanged": 2, "updated": 1}
    assert look(settings).sound


def test_one_that_is_gone_with_its_record_is_missed(settings: Settings) -> None:
    store, sha256 = Home.of(settings).objects, find_one(settings)[1]
    for suffix in ("bin", "json"):
        store.delete(make_key(sha256, suffix))
    assert [sha256[:12] in fault for fault in look(settings).faults] == [True]


def test_a_report_is_withdrawn_and_published_again(settings: Settings) -> None:
    report, sha256 = find_one(settings)
    remove(report, settings, "王芳", "错了")
    assert find_keys(settings, "trash") == {f"trash/{sha256}.bin", f"trash/{sha256}.json"}
    (withdrawn,) = list_withdrawn(Home.of(settings))
    assert withdrawn.is_kept
    assert withdrawn.source.withdrawn is not None
    assert create_app(settings).test_client().get(f"/reports/{report}").status_code == 410
    reindex(settings, silence)
    with pytest.raises(NotFound):
        open_archive(settings).read_report(report)
    assert undo_removal(report, settings).id == report
    assert find_keys(settings, "trash") == set()
    assert look(settings).sound


@pytest.mark.parametrize("which", range(8))
def test_a_stop_at_any_write_leaves_all_or_nothing(
    settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch, which: int
) -> None:
    """A process that dies before one of its writes, as it withdraws a report or adds another."""
    report, _ = find_one(settings)
    (folder / "2022.txt").write_text(REPORT.format("疏浚。").replace("2019", "2022"), "utf-8")
    store, left = type(Home.of(settings).objects), [which % 4]

    def die_at_last(name: str) -> None:
        real = getattr(store, name)

        def write(self: object, *words: object) -> object:
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            return real(self, *words)

        stopped.setattr(store, name, write)

    with monkeypatch.context() as stopped, suppress(KeyboardInterrupt):
        for name in ("write", "delete", "move"):
            die_at_last(name)
        if which < 4:
            remove(report, settings)
        else:
            add([folder], settings, silence)
    recover(settings)
    assert look(settings).sound
    held = {each.year for each in open_archive(settings).list_summaries()}
    assert held - {2020, 2022} == {2019, 2021}
    assert len([key for key in find_keys(settings) if key.endswith(".bin")]) == len(held)


def test_files_wait_there_and_are_published(settings: Settings) -> None:
    area = WaitingArea(settings)
    data = REPORT.format("疏浚。").replace("2019", "2022").encode()
    (item,) = area.take(data, "2022.txt", "王芳").items
    assert find_keys(settings, "waiting") == {f"waiting/{item.sha256}.bin"}
    assert area.read_file(item.sha256) == (data, "2022.txt")
    assert look(settings).sound
    (outcome,) = area.publish([item.sha256], "王芳").outcomes
    assert outcome.status == "added"
    assert find_keys(settings, "waiting") == set()
    (other,) = area.take(data.replace(b"2022", b"2023"), "2023.txt", "王芳").items
    Home.of(settings).objects.write(f"waiting/{other.sha256}.bin", b"changed")
    assert ["2023.txt" in loss for loss in look(settings).losses] == [True]
    assert area.discard_all([other.sha256], "王芳") == 1
    assert find_keys(settings, "waiting") == set()


def test_another_archive_writes_nothing_there(settings: Settings, folder: Path, tmp_path: Path) -> None:
    other = dataclasses.replace(settings, home=tmp_path / "other")
    before = find_keys(settings)
    for _ in range(2):
        with pytest.raises(ArchiveError, match="属于另一个档案"):
            add([folder], other, silence)
        with pytest.raises(ArchiveError, match="属于另一个档案"):
            reindex(other, silence)
    assert find_keys(settings) == before
    # Somebody has said that the first is no more: all that there was is taken over.
    Home.of(settings).objects.delete("claim.json")
    reindex(other, silence)
    assert len(open_archive(other).list_summaries()) == 3
    with pytest.raises(ArchiveError, match="属于另一个档案"):
        add([folder], settings, silence)


def test_a_command_without_the_setting_does_nothing(settings: Settings, folder: Path) -> None:
    bare = dataclasses.replace(settings, originals_url="")
    for act in (lambda: add([folder], bare, silence), lambda: reindex(bare, silence), lambda: look(bare)):
        with pytest.raises(ArchiveError, match="请设好 NIANBAO_ORIGINALS_URL"):
            act()
    assert add([folder], settings, silence).counts == {"unchanged": 3}


def test_an_archive_moves_there_once_all_is_copied(originals_url: str, tmp_path: Path, folder: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    add([folder], settings, silence)
    remove(find_one(settings, 2019)[0], settings)
    there = dataclasses.replace(settings, originals_url=originals_url)
    with pytest.raises(ArchiveError, match="缺少这个档案的 2 份原文件"):
        add([folder], there, silence)
    store = Home(tmp_path / "elsewhere", originals_url).objects
    for path in (path for name in ("originals", "trash") for path in (settings.home / name).rglob("*.*")):
        store.write(path.relative_to(settings.home).as_posix(), path.read_bytes())
    shutil.rmtree(settings.home / "originals")
    shutil.rmtree(settings.home / "trash")
    assert look(there).sound
    assert undo_removal(list_withdrawn(Home.of(there))[0].source.report, there).is_current


def test_a_backup_says_what_is_elsewhere_and_is_restored_beside_it(
    settings: Settings, folder: Path, tmp_path: Path
) -> None:
    saved = backup(tmp_path / "saved.tar.gz", settings)
    assert (saved.originals, saved.elsewhere) == (3, settings.originals_url)
    remove(find_one(settings, 2019)[0], settings)  # since: its bytes are in the trash now
    other = dataclasses.replace(settings, home=tmp_path / "other")
    with pytest.raises(ArchiveError, match="请设好 NIANBAO_ORIGINALS_URL"):
        restore(tmp_path / "saved.tar.gz", dataclasses.replace(other, originals_url=""))
    key = make_key(find_one(settings)[1], "bin")
    store = Home.of(settings).objects
    data = store.read(key)
    store.delete(key)
    with pytest.raises(ArchiveError, match="缺少备份时有的 1 个文件"):
        restore(tmp_path / "saved.tar.gz", other)
    assert not other.home.exists()
    store.write(key, data)
    restore(tmp_path / "saved.tar.gz", other)
    reindex(other, silence)
    assert look(other).sound
    assert {each.year for each in open_archive(other).list_summaries()} == {2020, 2021}
    with pytest.raises(ArchiveError, match="属于另一个档案"):  # the former home, should it live on
        add([folder], settings, silence)


def test_a_backup_with_originals_in_it_is_not_restored_beside_others(
    originals_url: str, tmp_path: Path, folder: Path
) -> None:
    settings = Settings(home=tmp_path / "home")
    add([folder], settings, silence)
    backup(tmp_path / "saved.tar.gz", settings)
    other = Settings(home=tmp_path / "other", originals_url=originals_url)
    with pytest.raises(ArchiveError, match="这份备份里有原文件本身"):
        restore(tmp_path / "saved.tar.gz", other)
    assert not other.home.exists()


def test_a_record_that_is_damaged_is_written_again(settings: Settings) -> None:
    store, sha256 = Home.of(settings).objects, find_one(settings)[1]
    store.write(make_key(sha256, "json"), b"{")
    assert len(look(settings).faults) == 1
    reindex(settings, silence)
    assert json.loads(store.read(make_key(sha256, "json")))["sha256"] == sha256
    assert look(settings).sound


def test_keys_that_are_no_originals_are_left_alone(settings: Settings) -> None:
    store = Home.of(settings).objects
    store.write("originals/README.txt", b"of the administrator")
    assert len(Originals(Home.of(settings)).list_known()) == 3
    recover(settings)
    assert store.read("originals/README.txt") == b"of the administrator"


def test_a_page_of_many_waiting_files_asks_few_questions(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    report, _ = find_one(settings, 2021)
    remove(report, settings, "王芳", "错了")
    area = WaitingArea(settings)
    for number in range(2021, 2034):
        area.take(
            REPORT.format(f"第{number}次河道清淤。").replace("2019", str(number)).encode(), "x.txt", "王芳"
        )
    store = type(Home.of(settings).objects)
    asked: list[str] = []
    for name in ("read", "find", "list_keys"):
        real = getattr(store, name)
        monkeypatch.setattr(store, name, lambda self, key, real=real: (asked.append(key), real(self, key))[1])
    items = area.list_all()
    assert len(items) == 13
    assert [item.name for item in items if any("撤下" in doubt for doubt in map(str, item.doubts))] == [
        "x.txt"
    ]
    assert len(asked) <= 3


def test_what_stops_left_half_written_in_a_shared_folder_goes(tmp_path: Path, folder: Path) -> None:
    shared = tmp_path / "shared"
    settings = Settings(home=tmp_path / "home", originals_url=shared.as_uri())
    add([folder], settings, silence)
    (shared / "waiting").mkdir()
    half = [shared / name for name in ("originals/ab/.abcdefgh", "waiting/.abcdefgh", "waiting/.ijklmnop")]
    for path in half:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"half")
    os.utime(half[1], (1, 1))
    Home.of(settings).documents.write("unfinished", b"")
    recover(settings)
    # The last is young: the portal may be writing it.
    assert [path.exists() for path in half] == [False, False, True]


def test_a_withdrawal_that_was_stopped_is_called_that(settings: Settings) -> None:
    report, sha256 = find_one(settings)
    with pytest.MonkeyPatch.context() as stopped, suppress(KeyboardInterrupt):
        store = type(Home.of(settings).objects)
        real = store.move

        def move(self: object, key: str, to: str) -> bool:
            if key.endswith(".bin"):
                raise KeyboardInterrupt
            return real(self, key, to)  # type: ignore[arg-type]

        stopped.setattr(store, "move", move)
        remove(report, settings)
    assert [(sha256[:12] in fault, "下次收录时会自动补齐" in fault) for fault in look(settings).faults] == [
        (True, True)
    ]
    recover(settings)
    assert look(settings).sound


def test_recognised_pages_are_with_them(settings: Settings) -> None:
    """What one machine recognised is not recognised again by another, whose home is another."""
    page = {"lines": ["一"]}
    Recognitions(Home.of(settings)).write("ab" * 32, 3, page)
    Recognitions(Home.of(settings)).write("cd" * 32, 1, page)
    other = Recognitions(Home.of(dataclasses.replace(settings, home=settings.home / "another machine")))
    assert other.read("ab" * 32) == {"3": page}
    assert (other.has("ab" * 32), other.has("ef" * 32)) == (True, False)
    assert other.count("ab" * 32, [1, 3]) == 1
    assert find_keys(settings, "recognised") == {
        f"recognised/ab/{'ab' * 32}/3.json",
        f"recognised/cd/{'cd' * 32}/1.json",
    }
    other.delete("ab" * 32)
    assert (other.read("ab" * 32), other.has("cd" * 32)) == ({}, True)
    other.delete_all()
    assert not find_keys(settings, "recognised")

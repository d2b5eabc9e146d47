"""What people added is missed where it is gone: on pages, when more is added, and by `nianbao verify`."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from indexer.archive.archive import open_archive
from indexer.archive.contributions.copies import copies
from indexer.archive.contributions.copies.copies import list_copies
from indexer.archive.contributions.corrections import Correction, Corrections
from indexer.archive.contributions.verdicts import Verdicts
from indexer.archive.preservation.verification import Integrity, verify
from indexer.archive.search_counts import SearchCounts
from indexer.archive.storage.documents.base import Tally
from indexer.archive.storage.home import Home
from indexer.cli.main import nianbao
from indexer.errors import ArchiveDamaged, ArchiveError
from indexer.ingest.add import add
from indexer.ingest.remove import remove
from indexer.ingest.staging.area import WaitingArea
from indexer.settings import Settings
from indexer.verdict import Subject
from web import create_app

FOLDER = Path(__file__).parents[2] / "corpus" / "disclosure" / "西岭区"
ORIGINAL = "ab" * 32


def nothing(_outcome: object, _total: int) -> None:
    """Tell nobody."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("published") / "home"
    add([FOLDER / "2021.html"], Settings(home=home), nothing)
    give(home, "1" * 64)
    Corrections(Home(home)).store(ORIGINAL, Correction(year=2020, who="王"))
    WaitingArea(Settings(home=home)).take((FOLDER / "2022.html").read_bytes(), "2022.html", "王")
    return home


@pytest.fixture
def home(published: Path, tmp_path: Path) -> Path:
    shutil.copytree(published, tmp_path / "home")
    return tmp_path / "home"


def give(home: Path, key: str) -> None:
    with closing(Verdicts(Home(home))) as verdicts:
        verdicts.add(Subject.FINDING, key, "dismissed", note="附表", who="王")


def check(home: Path, accept: bool = False) -> Integrity:
    return verify(Settings(home=home, wait_seconds=0), nothing, accept)


def only(folder: Path, pattern: str) -> Path:
    (path,) = folder.glob(pattern)
    return path


def empty(path: Path) -> None:
    path.write_bytes(b"")


def clear(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM verdict")


def change(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE verdict SET value = 'confirmed'")


def test_a_sound_archive_misses_nothing(home: Path) -> None:
    assert check(home).losses == ()
    give(home, "2" * 64)
    Corrections(Home(home)).delete(ORIGINAL)
    area = WaitingArea(Settings(home=home))
    area.discard(area.list_all()[0].sha256)
    assert check(home).sound


@pytest.mark.parametrize("lose", [Path.unlink, empty, clear])
def test_lost_verdicts_are_told_everywhere(lose: Callable[[Path], None], home: Path) -> None:
    archive = Home(home)
    client = create_app(Settings(home=home)).test_client()
    assert "暂时缺失" not in client.get("/checks").text
    lose(archive.verdicts)
    for address in ("/", "/checks"):
        page = client.get(address)
        assert page.status_code == 200
        assert "部分人工核对意见缺失或暂时无法读取" in page.text
        assert str(home) not in page.text
    with pytest.raises(ArchiveDamaged, match="应有 1 条意见，现有 0 条"):
        give(home, "2" * 64)
    (sentence,) = check(home).losses
    copy = list_copies(archive)[-1] / "verdicts.sqlite"
    assert not copy.exists() or str(copy) in sentence


def test_a_copy_brings_them_back(home: Path) -> None:
    archive = Home(home)
    shutil.rmtree(home / "copies")
    give(home, "2" * 64)  # copies what was there before
    archive.verdicts.unlink()
    shutil.copy(list_copies(archive)[-1] / "verdicts.sqlite", archive.verdicts)
    assert "应有 2 条意见，现有 1 条" in check(home, accept=True).losses[0]
    assert check(home).sound
    give(home, "3" * 64)
    with closing(Verdicts(archive)) as verdicts:
        assert set(verdicts.read_all(Subject.FINDING)) == {"1" * 64, "3" * 64}


def test_changed_verdicts_are_noticed(home: Path) -> None:
    give(home, "2" * 64)
    change(Home(home).verdicts)
    assert "与写入时不同" in check(home).losses[0]


@pytest.mark.parametrize(
    ("pattern", "word"),
    [
        ("corrections/*.json", "人工改正的记录"),
        ("waiting/*.json", "待发布文件的记录"),
        ("waiting/*.bin", "待发布的文件 2022.html"),
    ],
)
def test_other_losses_are_told(pattern: str, word: str, home: Path) -> None:
    path = only(home, pattern)
    whole = path.read_bytes()
    for damaged in (None, whole[:-1], whole.swapcase()):
        path.unlink() if damaged is None else path.write_bytes(damaged)
        assert any(word in sentence and path.name in sentence for sentence in check(home).losses)
    path.write_bytes(whole)
    assert check(home).sound


def test_a_changed_secret_is_told(home: Path) -> None:
    create_app(Settings(home=home, password_hash="scrypt:32768:8:1$abc$" + "0" * 128))
    assert check(home).sound
    (home / "secret").write_bytes(bytes(32))
    assert "登录密钥" in check(home).losses[0]


def test_a_lost_inventory_is_told_and_made_anew(home: Path) -> None:
    (home / "inventory").unlink()
    assert "清单" in check(home, accept=True).losses[0]
    assert check(home).sound
    Home(home).verdicts.unlink()
    assert not check(home).sound


def test_an_archive_without_an_inventory_gets_one(home: Path) -> None:
    (home / "inventory").unlink()
    shutil.rmtree(home / "copies")
    assert check(home).sound
    assert Home(home).documents.inventory.stock().verdicts.count == 1


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_no_byte_of_the_inventory_changes_unseen(published: Path, at: int, byte: int) -> None:
    path = published / "inventory"
    whole = path.read_bytes()
    at %= len(whole) - 1
    before = Home(published).documents.inventory.stock()
    try:
        path.write_bytes(whole[:at] + bytes([byte]) + whole[at + 1 :])
        after = Home(published).documents.inventory.stock()
        last = at > whole.rindex(b"\n", 0, -1)
        assert after == before or after.damaged_lines or last
    finally:
        path.write_bytes(whole)


@pytest.mark.parametrize("stopped", ["before", "after"])
def test_a_stop_between_the_note_and_the_file_is_no_loss(stopped: str, home: Path) -> None:
    # What is written is noted before and after; either state is one that a stop may leave.
    path = only(home, "corrections/*.json")
    former, journal = path.read_bytes(), home / "inventory"
    Home(home).documents.write(path.relative_to(home).as_posix(), former + b"\n")
    journal.write_bytes(journal.read_bytes()[: -len("\n")].rpartition(b"\n")[0] + b"\n")
    if stopped == "before":
        path.write_bytes(former)
    assert check(home).sound
    journal.write_bytes(journal.read_bytes()[:-20])
    path.write_bytes(former)
    assert check(home).sound
    give(home, "2" * 64)
    assert check(home).sound


def test_the_inventory_stays_small(home: Path) -> None:
    documents, path = Home(home).documents, only(home, "corrections/*.json")
    with (home / "inventory").open("ab") as file:
        file.write((home / "inventory").read_bytes().splitlines(keepends=True)[-1] * 4000)
    documents.write(path.relative_to(home).as_posix(), path.read_bytes())
    assert (home / "inventory").stat().st_size < 10_000
    assert documents.inventory.stock().verdicts.count == 1
    assert check(home).sound


def test_a_full_disk_is_no_reason_to_replace_anything(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL

    def refuse(*_: object, **__: object) -> Tally:
        raise OperationalError("INSERT", {}, full) from full

    monkeypatch.setattr(Verdicts, "_sum_up", refuse)
    with pytest.raises(ArchiveError, match="磁盘已满") as caught:
        give(home, "2" * 64)
    assert not isinstance(caught.value, ArchiveDamaged)
    assert "替换" not in caught.value.message
    monkeypatch.undo()
    with closing(Verdicts(Home(home))) as verdicts:
        assert len(verdicts.read_all(Subject.FINDING)) == 1


def test_copies_are_of_seven_days_and_bounded(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in range(1, 10):
        shutil.copytree(list_copies(Home(home))[-1], home / "copies" / f"2020-01-0{day}")
    os.utime(list_copies(Home(home))[-1], (0, 0))
    Corrections(Home(home)).store(ORIGINAL, Correction(year=2019))
    found = list_copies(Home(home))
    assert len(found) == copies.DAYS
    assert (found[-1] / "corrections" / f"{ORIGINAL}.json").exists()
    assert (found[-1] / "verdicts.sqlite").stat().st_size == Home(home).verdicts.stat().st_size
    monkeypatch.setattr(copies, "MOST_BYTES", 0)
    os.utime(found[-1], (0, 0))
    Corrections(Home(home)).store(ORIGINAL, Correction(year=2018))
    assert list_copies(Home(home)) == [found[-1]]


def test_a_copy_is_not_replaced_by_less(home: Path) -> None:
    give(home, "2" * 64)
    (copy,) = list_copies(Home(home))
    os.utime(copy, (0, 0))
    give(home, "3" * 64)
    Home(home).verdicts.unlink()
    os.utime(copy, (0, 0))
    Corrections(Home(home)).store(ORIGINAL, Correction(year=2018))
    assert (copy / "verdicts.sqlite").exists()


def test_the_command_says_so(home: Path) -> None:
    Home(home).verdicts.unlink()
    result = CliRunner().invoke(nianbao, ["verify", "--home", str(home)])
    assert result.exit_code == 1
    assert "人工的意见和改正有缺失" in result.output
    result = CliRunner().invoke(nianbao, ["verify", "--accept", "--home", str(home)])
    assert "今后以现状为准" in result.output
    assert CliRunner().invoke(nianbao, ["verify", "--home", str(home)]).exit_code == 0


def _overwrite(path: Path, places: range) -> None:
    data = bytearray(path.read_bytes())
    data[places.start : places.stop] = bytes(7 * number % 251 for number in places)
    path.write_bytes(data)


def damage_head(path: Path) -> None:
    _overwrite(path, range(60))


def damage_schema(path: Path) -> None:
    _overwrite(path, range(100, 4096))


def damage_pages(path: Path) -> None:
    _overwrite(path, range(4096, path.stat().st_size))


def damage_index(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        (page,) = file.execute("SELECT rootpage FROM sqlite_master WHERE type = 'index'").fetchone()
    _overwrite(path, range((page - 1) * 4096, page * 4096))


def damage_value(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"dismissed", b"dismisred"))


@pytest.mark.parametrize("damage", [damage_head, damage_schema, damage_pages, damage_index, damage_value])
def test_pages_answer_without_verdicts_that_cannot_be_read(
    damage: Callable[[Path], None], home: Path
) -> None:
    client = create_app(Settings(home=home)).test_client()
    report = open_archive(Settings(home=home)).list_summaries()[0].id
    pages = ("/", "/search?q=公开", f"/reports/{report}", "/checks", "/commitments?class=all", "/archive")
    before = {page: client.get(page).data for page in pages}
    damage(home / "verdicts.sqlite")
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200
        assert "核对意见缺失或暂时无法读取" in answer.text
    # What takes part in the answer, or is carried away without the notice, is not left out.
    for page in (
        "/checks?verdict=dismissed",
        "/commitments?verdict=done",
        "/checks.csv",
        "/api/commitments",
    ):
        assert client.get(page).status_code == 503
    with pytest.raises(ArchiveError, match="copies/"):
        give(home, "3" * 64)
    assert "copies/" in check(home).losses[0]
    shutil.copy(list_copies(Home(home))[-1] / "verdicts.sqlite", home)
    assert {page: client.get(page).data for page in pages} == before
    assert check(home, accept=True).losses == check(home).losses == ()


def test_a_copy_is_not_made_of_damaged_verdicts(home: Path) -> None:
    give(home, "2" * 64)
    os.utime(list_copies(Home(home))[-1], (0, 0))  # so old that another is due
    damage_value(home / "verdicts.sqlite")
    Corrections(Home(home)).store(ORIGINAL, Correction(year=2019, who="王"))
    (copy,) = list_copies(Home(home))
    assert b"dismissed" in (copy / "verdicts.sqlite").read_bytes()
    damage_value(copy / "verdicts.sqlite")
    assert "备份中的同名文件" in check(home).losses[0]


def test_a_copy_that_is_damaged_is_told(home: Path) -> None:
    (copy,) = list_copies(Home(home))
    damage_value(copy / "verdicts.sqlite")
    assert any(str(copy) in sentence for sentence in check(home).losses)
    shutil.rmtree(copy)
    assert check(home).sound


def test_what_was_taken_out_is_looked_at_too(home: Path) -> None:
    remove(open_archive(Settings(home=home)).list_summaries()[0].id, Settings(home=home))
    assert check(home).losses == ()
    for pattern in ("trash/*.bin", "trash/*.json"):
        path = only(home, pattern)
        whole = path.read_bytes()
        path.write_bytes(whole[:-9])
        assert any(str(path) in sentence for sentence in check(home).losses)
        path.write_bytes(whole)


def test_an_inventory_that_lost_lines_is_told(home: Path) -> None:
    inventory = home / "inventory"
    lines = inventory.read_bytes().splitlines(keepends=True)
    inventory.write_bytes(b"".join(line for line in lines if b"corrections/" not in line))
    assert "缺少 1 项" in check(home, accept=True).losses[0]
    assert check(home).sound


def test_emptied_counts_of_searches_are_told(home: Path) -> None:
    SearchCounts(Settings(home=home)).add({"公开": (3, 0)})
    assert check(home).sound
    empty(home / "searches.sqlite")
    assert "检索统计" in check(home).losses[0]

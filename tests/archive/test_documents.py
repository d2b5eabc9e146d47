"""Documents: one contract for files of the home, tables in a file, and tables on a real server."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.archive.storage.database_place import STAYING, DatabasePlace
from indexer.archive.storage.documents import open_documents
from indexer.archive.storage.documents.base import DocumentStore, Tally, add_to_sum, is_listed, sum_up
from indexer.archive.storage.documents.folder import FolderDocuments
from indexer.errors import ArchiveBusy
from tests.cluster.servers.postgres import PostgresServer, find_missing_server

Opener = Callable[[], DocumentStore]
ACT = "acts/20261130T100000000000-0123abcd.json"


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    if missing := find_missing_server():
        pytest.skip(missing)
    server = PostgresServer()
    yield server
    server.remove()


_numbers = itertools.count()


@pytest.fixture(params=["files", "sqlite", "postgresql"])
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    """Opens the same documents anew, as another process does."""
    if request.param == "files":
        return lambda: FolderDocuments(tmp_path / "home")
    from indexer.archive.storage.documents.tables import TableDocuments

    if request.param == "sqlite":
        return lambda: TableDocuments(DatabasePlace(tmp_path / "documents.sqlite"))
    psycopg = pytest.importorskip("psycopg")
    server: PostgresServer = request.getfixturevalue("server")
    name = f"documents_{next(_numbers)}"
    with psycopg.connect(server.url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return lambda: TableDocuments(DatabasePlace(tmp_path / "none", server.address(name), STAYING))


@pytest.fixture
def store(open_store: Opener) -> DocumentStore:
    return open_store()


def test_what_nobody_wrote_is_not_there(store: DocumentStore) -> None:
    assert not store.has(ACT)
    assert store.read_stamp(ACT) is None
    assert store.list_names("acts/") == store.list_latest("acts/", 5) == []
    assert list(store.read_all([ACT])) == []
    with pytest.raises(FileNotFoundError):
        store.read(ACT)
    store.delete(ACT)
    assert not store.inventory.stock().is_recorded
    assert store.inventory.read_tally() == Tally()
    assert ACT in store.show(ACT)


def test_what_was_written_is_seen_by_every_process(store: DocumentStore, open_store: Opener) -> None:
    data = "改正\0\n".encode() + bytes(range(256))
    store.write(ACT, data)
    other = open_store()
    assert other.read(ACT) == data
    assert other.has(ACT)
    other.write(ACT, b"{}")
    assert store.read(ACT) == b"{}"
    other.delete(ACT)
    assert not store.has(ACT)
    with pytest.raises(FileNotFoundError):
        store.read(ACT)


def test_names_come_in_their_order_and_by_their_beginning(store: DocumentStore) -> None:
    names = ("acts/b.json", "acts/a.json", "acts.json", "attached/ab/1-2.json", "attached/ab/2-1.json")
    for name in (*names, "attached/abc/1-3.json", "recognised/ab/x/1.json", "manifests/2026-01.tsv"):
        store.write(name, name.encode())
    assert store.list_names("acts/") == ["acts/a.json", "acts/b.json"]
    assert store.list_names("attached/") == [*names[3:], "attached/abc/1-3.json"]
    assert store.list_names("attached/ab/1-") == ["attached/ab/1-2.json"]
    assert store.list_names("attached/ab/1-", ".json.gone") == []
    assert store.list_names("manifests/", ".tsv") == ["manifests/2026-01.tsv"]
    assert store.list_names("acts.", "") == ["acts.json"]
    wanted = ["acts/b.json", "acts/none.json", "acts/a.json"] * 60
    assert list(store.read_all(wanted)) == [(n, n.encode()) for n in wanted if "none" not in n]
    assert store.list_names("recognised/") == ["recognised/ab/x/1.json"]


def test_the_last_ones_are_those_that_were_written_last(store: DocumentStore) -> None:
    for name in ("corrections/b.json", "corrections/c.json", "corrections/a.json", "corrections/b.json"):
        store.write(name, b"{}")
        time.sleep(0.02)
    assert store.list_latest("corrections/", 2) == ["corrections/b.json", "corrections/a.json"]


def test_a_stamp_is_another_one_after_a_writing(store: DocumentStore, open_store: Opener) -> None:
    store.write("staff.json", b"{}")
    before = store.read_stamp("staff.json")
    assert store.read_stamp("staff.json") == before
    time.sleep(0.01)
    open_store().write("staff.json", b"[]")
    with store.lock("staff.json"):
        assert store.read_stamp("staff.json") != before
    store.delete("staff.json")
    assert store.read_stamp("staff.json") is None


def test_one_at_a_time_holds_a_document(store: DocumentStore, open_store: Opener) -> None:
    store.write("waiting/a.json", b"{}")
    count = 0

    def add() -> None:
        nonlocal count
        mine = open_store()
        for _ in range(5):
            with mine.lock("staff.json"):
                before = count
                time.sleep(0.001)
                count = before + 1

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count == 20
    with (
        store.lock("waiting/"),
        store.lock("staff.json"),
        pytest.raises(ArchiveBusy, match="另一个进程"),
        open_store().lock("waiting/", 0),
    ):
        pass
    with open_store().lock("waiting/", 0):
        pass


def test_the_inventory_knows_what_should_be_there(store: DocumentStore, open_store: Opener) -> None:
    for name in (ACT, "aliases.json", "unfinished", "recognised/ab/x/1.json"):
        store.write(name, name.encode())
    stock = open_store().inventory.stock()
    assert stock.is_recorded
    assert {name: set(sums) for name, sums in stock.sums.items() if sums != {"-"}} == {
        name: {sum_up(name.encode())} for name in (ACT, "aliases.json")
    }
    assert list(store.inventory.find_missing(stock)) == []
    assert store.inventory.find_unlisted() == []
    store.delete("aliases.json")
    assert store.inventory.is_removed("aliases.json")
    assert not store.inventory.is_removed(ACT)
    assert list(store.inventory.find_missing(store.inventory.stock())) == []
    store.write("aliases.json", b"[]")
    assert not store.inventory.is_removed("aliases.json")


def test_fewer_verdicts_than_were_noted_are_not_noted(store: DocumentStore, open_store: Opener) -> None:
    tallies = [Tally(0, "")]
    for number in range(1, 4):
        tallies.append(Tally(number, add_to_sum(tallies[-1].digest, str(number))))
    inventory = store.inventory
    before = inventory.read_stamp()
    for tally in (tallies[3], tallies[2]):
        inventory.note_verdicts(tally)
    assert inventory.read_tally() == open_store().inventory.read_tally() == tallies[3]
    assert inventory.read_stamp() != before
    assert inventory.stock().verdicts == tallies[3]
    inventory.take_stock(tallies[1])
    assert inventory.read_tally() == tallies[1]


def test_stock_is_taken_of_what_came_from_elsewhere(store: DocumentStore) -> None:
    store.write("corrections/gone.json", b"{}")
    store.write_all((name, b"{}") for name in ("corrections/a.json", ACT, "recognised/ab/x/1.json"))
    store.delete("corrections/gone.json")
    store.inventory.take_stock(Tally())
    stock = store.inventory.stock()
    assert set(stock.sums) == {"corrections/a.json", ACT}
    assert list(store.inventory.find_missing(stock)) == store.inventory.find_unlisted() == []


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("acts/a.json", True),
        ("attached/ab/c.json", True),
        ("secret", True),
        ("acts/b/a.json", False),
        ("trash/attached/c.json.gone", False),
        ("x/secret", False),
    ],
)
def test_what_the_inventory_lists(name: str, wanted: bool) -> None:
    assert is_listed(name) == wanted


def test_a_folder_is_what_is_opened_without_a_database(tmp_path: Path) -> None:
    assert isinstance(open_documents(tmp_path, ""), FolderDocuments)

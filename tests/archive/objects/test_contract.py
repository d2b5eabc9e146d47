"""What a store of objects promises, whatever it is: the same is asked of a folder and of a bucket."""

from __future__ import annotations

import hashlib
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from indexer.archive.storage.home import Home
from indexer.archive.storage.objects.base import ObjectStore

KEY = "originals/ab/cd.bin"


@pytest.fixture
def store(originals_url: str, tmp_path: Path) -> ObjectStore:
    return Home(tmp_path / "home", originals_url).objects


def test_what_was_written_is_read(store: ObjectStore) -> None:
    store.write(KEY, b"one")
    assert store.read(KEY) == b"one"
    store.write(KEY, b"other")
    assert store.read(KEY) == b"other"
    store.write("trash/empty.bin", b"")
    assert store.read("trash/empty.bin") == b""


def test_what_is_not_there_is_missing(store: ObjectStore) -> None:
    store.write(KEY, b"one")
    assert store.find("originals/ab/none.bin") is None
    assert not store.move("originals/ab/none.bin", "trash/none.bin")
    store.delete("originals/ab/none.bin")
    for ask in (store.read, store.serve):
        with pytest.raises(FileNotFoundError):
            ask("originals/ab/none.bin")
    with pytest.raises(FileNotFoundError), store.lend("originals/ab/none.bin") as path:
        path.read_bytes()
    assert list(store.list_keys("waiting")) == []


def test_what_is_known_of_an_object(store: ObjectStore) -> None:
    store.write(KEY, b"one")
    found = store.find(KEY)
    assert found is not None
    assert (found.key, found.size) == (KEY, 3)
    assert abs(found.modified - datetime.now(UTC)) < timedelta(minutes=1)
    assert found.md5 in ("", hashlib.md5(b"one").hexdigest())
    assert [each.key for each in store.list_all("originals")] == [KEY]


def test_a_second_is_not_created_over_the_first(store: ObjectStore) -> None:
    assert store.create(KEY, b"first")
    assert not store.create(KEY, b"second")
    assert store.read(KEY) == b"first"
    assert list(store.list_keys("originals")) == [KEY]


def test_of_many_that_create_at_once_one_does(store: ObjectStore) -> None:
    made: list[bytes] = []

    def create(data: bytes) -> None:
        if store.create(KEY, data):
            made.append(data)

    threads = [threading.Thread(target=create, args=(b"%d" % number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [store.read(KEY)]


def test_an_object_is_moved_over_what_was_there(store: ObjectStore) -> None:
    store.write(KEY, b"new")
    store.write("trash/cd.bin", b"old")
    assert store.move(KEY, "trash/cd.bin")
    assert store.read("trash/cd.bin") == b"new"
    assert store.find(KEY) is None


def test_all_objects_of_a_folder_are_listed(store: ObjectStore) -> None:
    keys = {f"originals/{number % 256:02x}/{number}.json" for number in range(60)}
    for key in keys:
        store.write(key, key.encode())
    store.write("originals/00/0.bin", b"x")
    store.write("originals-2/00/0.bin", b"x")
    assert set(store.list_keys("originals")) == keys | {"originals/00/0.bin"}
    assert set(store.list_keys("originals/00")) == {"originals/00/0.json", "originals/00/0.bin"}
    for _ in range(2):  # the second time from what is remembered
        assert dict(store.read_all("originals", ".json")) == {key: key.encode() for key in keys}
    store.write("originals/00/0.json", b"another")
    assert dict(store.read_all("originals", ".json"))["originals/00/0.json"] == b"another"


def test_a_file_is_lent_whole(store: ObjectStore) -> None:
    data = bytes(range(256)) * 12_000
    store.write(KEY, data)
    with store.lend(KEY) as path:
        assert path.read_bytes() == data
        assert path.suffix == ".bin"
    served = store.serve(KEY)
    assert (served.read_bytes() if isinstance(served, Path) else served.read()) == data

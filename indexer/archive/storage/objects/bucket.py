"""Objects in a bucket of an object store that speaks S3."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from cachetools import LRUCache

from indexer.archive.storage.objects.ahead import ask_ahead
from indexer.archive.storage.objects.base import ObjectInfo
from indexer.archive.storage.objects.client import BucketClient
from indexer.archive.storage.objects.library import AlreadyExistsError, NotSupportedError, obstore
from indexer.durable import guard_writes

_MOST_BYTES = 2**30
"""No original is larger: a bucket may have anything in it."""
_REMEMBERED, _SMALL = 4096, 16_384
"""Records that are remembered, and the size up to which they are, in bytes."""
_CHUNK = 2**20


class BucketStore:
    """The objects under a prefix of a bucket. May be shared by threads, not by processes that are forked."""

    width = 16

    def __init__(self, url: str, endpoint: str = "") -> None:
        """Ask nothing yet. Keys, region and endpoint are what the client finds in the environment (`AWS_…`).

        Raises:
            SettingError: the environment has something that the client cannot use.
        """
        self._client = BucketClient(url, endpoint)
        self._records: LRUCache[tuple[str, str], bytes] = LRUCache(_REMEMBERED)
        self._lock = threading.Lock()

    @property
    def shown(self) -> str:
        """Its address."""
        return self._client.url

    def read(self, key: str) -> bytes:
        """Return the bytes of an object.

        Raises:
            FileNotFoundError: there is none.
            OriginalsUnreachable: there is no answer.
        """
        with self._client.ask() as store:
            found = obstore.get(store, key)
            # What is too large to be an original is none: its sum is another one.
            return bytes(found.bytes()) if found.meta["size"] <= _MOST_BYTES else b""

    def find(self, key: str) -> ObjectInfo | None:
        """Return what is known of an object; None where there is none."""
        try:
            with self._client.ask() as store:
                return _describe(obstore.head(store, key))
        except FileNotFoundError:
            return None

    def write(self, key: str, data: bytes) -> None:
        """Write an object, over what there was."""
        with self._client.ask() as store:
            # In one part: what a stop leaves of several is paid for, and seen by nobody.
            obstore.put(store, key, data, use_multipart=False)

    def create(self, key: str, data: bytes) -> bool:
        """Write an object where there is none; return False where there is one, which stays."""
        with self._client.ask() as store:
            try:
                obstore.put(store, key, data, mode="create", use_multipart=False)
            except AlreadyExistsError:
                return False
            except NotSupportedError:
                pass
            else:
                return True
        # A store that knows no conditions: two that create at once are kept apart by the lock of the archive.
        if self.find(key):
            return False
        self.write(key, data)
        return True

    def move(self, key: str, to: str) -> bool:
        """Move an object, over what there was; return False where there is none."""
        try:
            with self._client.ask() as store:
                obstore.copy(store, key, to)
        except FileNotFoundError:
            return False
        self.delete(key)
        return True

    def delete(self, key: str) -> None:
        """Delete an object; one that is gone already is no error."""
        with self._client.ask() as store:
            obstore.delete(store, key)

    def list_keys(self, folder: str) -> Iterator[str]:
        """Yield the keys of all objects in a folder and in those below it, in no order."""
        return (found.key for found in self.list_all(folder))

    def list_all(self, folder: str) -> Iterator[ObjectInfo]:
        """Yield what is known of each of them."""
        for found in self._list(folder):
            yield _describe(found)

    def read_all(self, folder: str, suffix: str) -> Iterator[tuple[str, bytes | None]]:
        """Yield key and bytes of all objects in a folder whose key has a suffix; None for those that are gone
        meanwhile. Small ones are read once, as long as they are not written again.
        """
        chosen = (found for found in self._list(folder) if found["path"].endswith(suffix))
        for found, data in ask_ahead(self._read_once, chosen, self.width):
            yield found["path"], data

    @contextmanager
    def lend(self, key: str) -> Iterator[Path]:
        """Return a temporary file with the bytes of an object; they are at no time all in memory."""
        with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
            path = Path(folder) / key.rpartition("/")[2]
            chunks = self._stream(key)
            with path.open("wb") as file:
                for chunk in chunks:
                    with guard_writes(path):
                        file.write(chunk)
            yield path

    def serve(self, key: str) -> BytesIO:
        """Return the bytes: all are here before the first is sent, so that a store that gives no answer is a
        page that says so, and no half of a file.
        """
        return BytesIO(self.read(key))

    def delete_unfinished(self) -> None:
        """Do nothing: what is not finished is not there."""

    def _stream(self, key: str) -> Iterator[bytes]:
        with self._client.ask() as store:
            found = obstore.get(store, key)
            chunks = iter(found.stream(_CHUNK) if found.meta["size"] <= _MOST_BYTES else ())
        while True:
            with self._client.ask():
                chunk = next(chunks, None)
            if chunk is None:
                return
            yield bytes(chunk)

    def _list(self, folder: str) -> Iterator[Any]:
        with self._client.ask() as store:
            pages = iter(obstore.list(store, folder))
        while True:
            with self._client.ask():
                page = next(pages, None)
            if page is None:
                return
            yield from page

    def _read_once(self, found: Any) -> bytes | None:
        key = (found["path"], found["e_tag"] or "")
        with self._lock:
            known: bytes | None = self._records.get(key)
        if known is None:
            try:
                known = self.read(found["path"])
            except FileNotFoundError:
                return None
            if key[1] and len(known) <= _SMALL:
                with self._lock:
                    self._records[key] = known
        return known


@lru_cache(maxsize=16)
def connect(url: str, endpoint: str) -> BucketStore:
    """Return the store of an address: one a process, for its connections and what it remembers.

    Raises:
        SettingError: it cannot be used.
    """
    return BucketStore(url, endpoint)


def _describe(found: Any) -> ObjectInfo:
    # An ETag is the MD5 of what was written in one part and not encrypted with a key of its own, else another
    # number: one that is equal to the MD5 says that the bytes are the same, one that is not says nothing.
    return ObjectInfo(found["path"], found["size"], found["last_modified"], (found["e_tag"] or "").strip('"'))

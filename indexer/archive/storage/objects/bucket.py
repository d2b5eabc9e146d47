"""Objects in a bucket of an object store that speaks S3."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from cachetools import LRUCache

from indexer.archive.storage.objects.ahead import ask_ahead
from indexer.archive.storage.objects.base import CLAIM, ObjectInfo
from indexer.archive.storage.objects.library import AlreadyExistsError, NotSupportedError, S3Store, obstore
from indexer.archive.storage.objects.troubles import explain_troubles, is_missing
from indexer.durable import guard_writes
from indexer.errors import OriginalsUnreachable, SettingError

_TRIES = 4
"""Times that a request is made again which fails for a reason that may pass: no connection, 429, 5xx."""
_PATIENCE = timedelta(seconds=15)
"""Time after which a request is not made again."""
_CONNECTING, _ANSWERING, _WHOLE = timedelta(seconds=3), timedelta(seconds=10), timedelta(seconds=120)
"""Most time for a connection, until more of an answer comes, and for all of it."""
_SILENT = 10.0
"""Seconds in which a store that gave no answer is not asked again: a page says so at once."""
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
        self._url = url
        # Who writes http:// means it; the keys themselves are never sent.
        client = {
            "timeout": _WHOLE,
            "read_timeout": _ANSWERING,
            "connect_timeout": _CONNECTING,
            "allow_http": endpoint.startswith("http://"),
        }
        try:
            self._store = S3Store.from_url(
                url,
                client_options=client,
                retry_config={"max_retries": _TRIES, "retry_timeout": _PATIENCE},
            )
        except Exception as error:  # of several kinds, none with more than this in it
            raise SettingError(
                f"{url} 不能用（{type(error).__name__}），请检查 NIANBAO_ORIGINALS_URL 和 AWS_ 环境变量。"
            ) from None
        self._records: LRUCache[tuple[str, str], bytes] = LRUCache(_REMEMBERED)
        self._lock = threading.Lock()
        self._process = 0
        self._silent: tuple[float, str] = (0.0, "")

    @property
    def shown(self) -> str:
        """Its address."""
        return self._url

    def read(self, key: str) -> bytes:
        """Return the bytes of an object.

        Raises:
            FileNotFoundError: there is none.
            OriginalsUnreachable: there is no answer.
        """
        with self._asking():
            found = obstore.get(self._store, key)
            # What is too large to be an original is none: its sum is another one.
            return bytes(found.bytes()) if found.meta["size"] <= _MOST_BYTES else b""

    def find(self, key: str) -> ObjectInfo | None:
        """Return what is known of an object; None where there is none."""
        try:
            with self._asking():
                return _describe(obstore.head(self._store, key))
        except FileNotFoundError:
            return None

    def write(self, key: str, data: bytes) -> None:
        """Write an object, over what there was."""
        with self._asking():
            # In one part: what a stop leaves of several is paid for, and seen by nobody.
            obstore.put(self._store, key, data, use_multipart=False)

    def create(self, key: str, data: bytes) -> bool:
        """Write an object where there is none; return False where there is one, which stays."""
        with self._asking():
            try:
                obstore.put(self._store, key, data, mode="create", use_multipart=False)
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
            with self._asking():
                obstore.copy(self._store, key, to)
        except FileNotFoundError:
            return False
        self.delete(key)
        return True

    def delete(self, key: str) -> None:
        """Delete an object; one that is gone already is no error."""
        with self._asking():
            obstore.delete(self._store, key)

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
        with self._asking():
            found = obstore.get(self._store, key)
            chunks = iter(found.stream(_CHUNK) if found.meta["size"] <= _MOST_BYTES else ())
        while True:
            with self._asking():
                chunk = next(chunks, None)
            if chunk is None:
                return
            yield bytes(chunk)

    def _list(self, folder: str) -> Iterator[Any]:
        with self._asking():
            pages = iter(obstore.list(self._store, folder))
        while True:
            with self._asking():
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

    @contextmanager
    def _asking(self) -> Iterator[None]:
        until, trouble = self._silent
        if time.monotonic() < until:
            raise OriginalsUnreachable(trouble)
        try:
            with explain_troubles(self._url):
                self._begin()
                yield
        except OriginalsUnreachable as error:
            self._silent = time.monotonic() + _SILENT, error.message
            raise

    def _begin(self) -> None:
        """Before the first question: is it an object store, with this bucket in it? Later, who is told that
        there is no such object may believe it.
        """
        if self._process == os.getpid():
            return
        if self._process:
            raise RuntimeError("the threads of the client are those of another process")
        try:
            obstore.get(self._store, CLAIM).bytes()
        except FileNotFoundError as error:
            if not is_missing(str(error)):
                raise
        self._process = os.getpid()


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

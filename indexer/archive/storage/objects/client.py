"""The client of an object store: how long it waits, how often it asks, and when it does not ask at all."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from indexer.archive.storage.objects.base import CLAIM
from indexer.archive.storage.objects.library import S3Store, obstore
from indexer.archive.storage.objects.troubles import explain_troubles, is_missing
from indexer.errors import OriginalsUnreachable, SettingError

_TRIES = 4
"""Times that a request is made again which fails for a reason that may pass: no connection, 429, 5xx."""
_PATIENCE = timedelta(seconds=15)
"""Time after which a request is not made again."""
_CONNECTING, _ANSWERING, _WHOLE = timedelta(seconds=3), timedelta(seconds=10), timedelta(seconds=120)
"""Most time for a connection, until more of an answer comes, and for all of it."""
_SILENT = 10.0
"""Seconds in which a store that gave no answer is not asked again: a page says so at once."""


class BucketClient:
    """The client of one bucket. May be shared by threads, not by processes that are forked."""

    def __init__(self, url: str, endpoint: str = "") -> None:
        """Ask nothing yet.

        Args:
            url: of the bucket, with the prefix of its objects.
            endpoint: of the store, as the environment names it: whether it may be asked without TLS. The
                client itself finds it there, with keys and region (`AWS_…`).

        Raises:
            SettingError: the environment has something that the client cannot use.
        """
        self.url = url
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
        self._process = 0
        self._silent: tuple[float, str] = (0.0, "")

    @contextmanager
    def ask(self) -> Iterator[S3Store]:
        """Lend the store for a question, while the block runs: what fails in it is one clear sentence.

        Raises:
            FileNotFoundError: there is no such object.
            OriginalsUnreachable: there is no answer, or there was none just now.
        """
        until, trouble = self._silent
        if time.monotonic() < until:
            raise OriginalsUnreachable(trouble)
        try:
            with explain_troubles(self.url):
                self._begin()
                yield self._store
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

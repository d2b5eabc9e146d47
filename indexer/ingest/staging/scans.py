"""Recognises scans of the waiting area beside the requests of a portal: that takes seconds a page."""

from __future__ import annotations

import threading
from contextlib import suppress

from indexer.archive.storage.home import Home
from indexer.errors import ArchiveError
from indexer.extraction.sandbox.pool import Pool
from indexer.ingest.reading.readers import Readers
from indexer.ingest.staging.area import WaitingArea
from indexer.settings import Settings


class WaitingScans:
    """Recognises the files of a waiting area whose pages are pictures, one after the other, in a thread.

    Of all processes that serve an archive one does it at a time, also for the others. What was recognised is
    kept page by page: a stop costs one page, and the next `start`, in whatever process, goes on from there.

    Attributes:
        readers: what reads and recognises the files.
    """

    def __init__(self, settings: Settings, readers: Readers | None = None) -> None:
        """Start nothing yet.

        Args:
            settings: limits, and the home.
            readers: its own, in one process of the sandbox, where none are given.
        """
        own = Pool("indexer.ingest.reading.worker", 1)
        self.readers = readers or Readers(settings, own, sandbox_all=True)
        self._area, self._home = WaitingArea(settings, self.readers), Home.of(settings)
        self._lock, self._thread, self._wanted = threading.Lock(), threading.Thread(), False

    @property
    def is_offered(self) -> bool:
        """Whether what recognition needs is installed."""
        return self.readers.recogniser.is_enabled

    def start(self) -> None:
        """Have all files recognised that wait for it; returns at once."""
        with self._lock:
            self._wanted = True
            if not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="nianbao-scans", daemon=True)
                self._thread.start()

    def wait(self) -> None:
        """Return when this process has nothing more to recognise."""
        while (thread := self._thread).is_alive():
            thread.join()

    def _run(self) -> None:
        while self._is_wanted():
            # Another process is at it, and takes what is new; or nothing can be written now.
            with suppress(ArchiveError), self._home.documents.lock("waiting/scans", 0):
                while self._area.recognise_next():
                    pass
            self.readers.close()

    def _is_wanted(self) -> bool:
        with self._lock:
            wanted, self._wanted = self._wanted, False
            if not wanted:  # what is asked for from here on is for another thread
                self._thread = threading.Thread()
            return wanted

"""What is open of an archive: the catalogue and the index of its live generation."""

from __future__ import annotations

import threading

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.storage.generations import Generation
from indexer.archive.storage.home import Home
from indexer.archive.storage.index import open_index
from indexer.search.engines.base import Engine
from indexer.settings import Settings

State = tuple[str, int]
"""Name of a generation, and how often what it holds has changed: another one once anything is another."""


class LiveGeneration:
    """Opens the generation that a home names now. May be shared by threads; follows new ones by itself."""

    def __init__(self, home: Home, settings: Settings) -> None:
        """Open nothing yet."""
        self._home, self._settings = home, settings
        self._lock = threading.Lock()
        self._opened: tuple[Generation, Catalogue, Engine] | None = None
        # What is open, and the home's stamp of then: together, for threads look at them without the lock.
        self._stamped: tuple[tuple[object, ...], tuple[Generation, Catalogue, Engine]] | None = None

    def open(self) -> tuple[Generation, Catalogue, Engine]:
        """Return the generation with its catalogue and index, opened where another one is open.

        Raises:
            ArchiveMissing, ArchiveDamaged: there is none, or it cannot be opened.
        """
        stamp, known = self._home.read_stamp(), self._stamped
        if known and known[0] == stamp:
            return known[1]
        live = self._home.find_current()
        with self._lock:
            if self._opened is None or self._opened[0] != live:
                # The old generation's objects are left to the requests that still use them.
                catalogue = Catalogue(live.database)
                self._opened = live, catalogue, open_index(live, catalogue, self._settings)
            self._stamped = stamp, self._opened
            return self._opened

    def open_state(self) -> tuple[State, Catalogue]:
        """Return what is another one once the archive holds anything else, and the catalogue of that state.

        Raises:
            ArchiveMissing, ArchiveDamaged: as `open`.
        """
        generation, catalogue, _ = self.open()
        return (generation.name, catalogue.commitments.read_change()), catalogue

    def close(self) -> None:
        """Close all files."""
        with self._lock:
            if self._opened:
                _, catalogue, engine = self._opened
                catalogue.close()
                engine.close()
                self._opened = self._stamped = None

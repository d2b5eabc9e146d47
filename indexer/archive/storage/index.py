"""The index that belongs to a catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.storage.generations import Generation
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveError
from indexer.search.engines import delete_index, open_engine
from indexer.search.engines.base import Engine, IndexPlace
from indexer.settings import Settings


class CataloguePublication:
    """Which transaction of an index is published: the one that its catalogue names
    (`indexer.search.engines.base.PublishedNumber`).
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def read(self) -> int:
        """Return the number of the last transaction that was published, 0 where none was."""
        return self._catalogue.read_index_generation()

    def publish(self, number: int) -> None:
        """Publish a transaction by itself; together with others the catalogue's writer does it."""
        with self._catalogue.write() as tables:
            tables.set_index_generation(number)


def open_index(generation: Generation, catalogue: Catalogue, settings: Settings) -> Engine:
    """Return the index of a generation, in the engine that the settings name.

    Args:
        catalogue: of the same generation; it stays open as long as the index is used.

    Raises:
        SettingError: what the engine needs is not installed.
    """
    place = IndexPlace(generation.index, generation.name, CataloguePublication(catalogue))
    return open_engine(place, settings)


@contextmanager
def delete_unused_indexes(home: Home, settings: Settings) -> Iterator[None]:
    """Delete the indexes of the generations that are deleted while the block runs, where they are not in
    their folders. One that cannot be deleted stays, and harms nobody.
    """
    before = home.list_generations() if settings.engine_url else frozenset()
    try:
        yield
    finally:
        if settings.engine_url:
            for name in before - home.list_generations():
                with suppress(ArchiveError):
                    delete_index(name, settings)

"""A transaction over catalogue and index: both are published, one right after the other, or neither."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.catalogue.writing.writer import CatalogueWriter
from indexer.archive.meanings import Meanings
from indexer.archive.storage.home import UNFINISHED, Home
from indexer.durable import guard_writes
from indexer.search.engines.base import Engine, Writer
from indexer.settings import Settings


@dataclass(frozen=True, slots=True)
class WritableArchive:
    """An archive open for writing: its home, and the catalogue and the index of one generation.

    Attributes:
        meanings: the vectors of its sentences, where the settings name a model.
    """

    home: Home
    catalogue: Catalogue
    engine: Engine
    settings: Settings
    meanings: Meanings | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """An open transaction on catalogue and index."""

    catalogue: CatalogueWriter
    index: Writer


@contextmanager
def mark_unfinished(home: Home, amended: str = "") -> Iterator[None]:
    """Mark the home as unfinished while the block runs; the mark stays if it is stopped or fails.

    Args:
        amended: SHA-256 of the original of a published report that is amended, if that is what is done.

    Raises:
        ArchiveError: something cannot be written.
    """
    with guard_writes(home.path):
        home.documents.write(UNFINISHED, amended.encode())
        yield
        home.documents.delete(UNFINISHED)


@contextmanager
def open_transaction(archive: WritableArchive, removes: bool = False) -> Iterator[Batch]:
    """Open a transaction on both, which is published when the block ends, and undone when it raises.

    Where the engine does not publish by itself, one commit publishes both: that of the catalogue, which names
    the engine's transaction. Else one is published right after the other, in the order in which no hit leads
    nowhere, and the next writer completes what a stop leaves.

    Args:
        removes: reports are removed: the index goes first, where there is an order.

    Raises:
        ArchiveError: something cannot be written.
    """
    engine, catalogue = archive.engine, archive.catalogue
    with guard_writes(archive.home.path):
        if removes and engine.publishes_itself:
            with catalogue.write(archive.meanings) as tables:
                with engine.write() as index:
                    yield Batch(tables, index)
                    tables.update()
                tables.set_index_generation(engine.read_generation())
            return
        with engine.write() as index, catalogue.write(archive.meanings) as tables:
            yield Batch(tables, index)
            tables.set_index_generation(engine.read_generation() + index.changed)
            if index.changed or removes:
                tables.update()
            if index.changed:
                index.prepare()

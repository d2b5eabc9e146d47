"""A transaction over catalogue and index: both are published, one right after the other, or neither."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.catalogue.writer import CatalogueWriter
from indexer.archive.home import Home
from indexer.durable import guard_writes, write_atomically
from indexer.search.engines.base import Engine, Writer


@dataclass(frozen=True, slots=True)
class Batch:
    """An open transaction on both."""

    catalogue: CatalogueWriter
    index: Writer


@contextmanager
def marked(home: Home, amended: str = "") -> Iterator[None]:
    """Mark the home as unfinished while the block runs; the mark stays if it is stopped or fails.

    Args:
        amended: SHA-256 of the original of a published report that is filed anew, if that is what is done.

    Raises:
        ArchiveError: something cannot be written.
    """
    with guard_writes(home.path):
        write_atomically(home.unfinished, amended.encode())
        yield
        home.unfinished.unlink(missing_ok=True)


@contextmanager
def transaction(home: Home, catalogue: Catalogue, engine: Engine) -> Iterator[Batch]:
    """Catalogue and index together, one right after the other. The catalogue is published first, so that no
    hit leads nowhere; what a stop leaves undone the next writer puts right.

    Raises:
        ArchiveError: something cannot be written.
    """
    with guard_writes(home.path), engine.write() as index, catalogue.write() as tables:
        yield Batch(tables, index)
        tables.goes_with(engine.generation() + index.changed)
        if index.changed:
            tables.settle()
            index.prepare()

"""SEAM: passages in, results out."""

from __future__ import annotations

from pathlib import Path

from indexer.search.engines.base import Engine
from indexer.search.engines.whoosh import WhooshEngine
from indexer.settings import Settings

ENGINES: tuple[type[Engine], ...] = (WhooshEngine,)
"""All engines; the first is the default."""


def open_engine(folder: Path, settings: Settings) -> Engine:
    """The index in a folder, by the default engine; a new one where the folder is empty."""
    return ENGINES[0](folder, settings)  # type: ignore[call-arg]

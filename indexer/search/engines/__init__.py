"""SEAM: passages in, results out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.search.engines.base import Engine, IndexPlace
from indexer.search.engines.whoosh import WhooshEngine
from indexer.settings import Settings

if TYPE_CHECKING:
    from indexer.search.engines.opensearch.cluster import Cluster


def open_engine(place: IndexPlace, settings: Settings) -> Engine:
    """Return the index of a place, in the engine that the settings name: in the folder where they name none.

    Nothing is opened, and no other machine asked, before it is needed.

    Raises:
        SettingError: what the engine needs is not installed.
    """
    if not settings.engine_url:
        return WhooshEngine(place.folder, settings)
    from indexer.search.engines.opensearch.engine import OpenSearchEngine

    return OpenSearchEngine(_connect(settings), place)


def delete_index(name: str, settings: Settings) -> None:
    """Delete the index of a build whose folder is deleted, where it is not in that folder.

    Raises:
        EngineUnreachable: the engine gives no answer.
    """
    if settings.engine_url:
        _connect(settings).delete_index(name)


def _connect(settings: Settings) -> Cluster:
    # Packages of an extra: who searches in a folder neither has them nor waits for them.
    from indexer.search.engines.opensearch.cluster import connect

    return connect(settings.engine_url)

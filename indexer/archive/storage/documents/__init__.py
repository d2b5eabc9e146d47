"""SEAM: where documents are kept: what people added, and what is known beside catalogue and index."""

from __future__ import annotations

from pathlib import Path

from indexer.archive.storage.documents.base import DocumentStore
from indexer.archive.storage.documents.folder import FolderDocuments


def open_documents(home: Path, database_url: str) -> DocumentStore:
    """Return the documents of a home. Nothing is opened, and no server asked, before it is needed.

    Args:
        home: its folder, which has them where there is no database.
        database_url: address of the database that has them (`Settings.database_url`).

    Raises:
        SettingError: the address is none, or what the database needs is not installed.
    """
    if not database_url:
        return FolderDocuments(home)
    # Packages of an extra: who has a folder neither has them nor waits for them.
    from indexer.archive.storage.documents.tables import connect

    return connect(database_url)

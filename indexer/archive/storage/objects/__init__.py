"""SEAM: where originals, what was taken out, and files that wait are kept."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote

from indexer.archive.storage.objects.base import ObjectStore
from indexer.archive.storage.objects.folder import FolderStore

_FILE = "file://"


def open_objects(home: Path, url: str) -> ObjectStore:
    """Return the store that an address names (`file://…`); the home itself where it is empty.

    Nothing is opened before it is needed.
    """
    if not url:
        return FolderStore(home)
    path = unquote(url.removeprefix(_FILE))
    return FolderStore(Path(path.lstrip("/") if os.name == "nt" else path))

"""SEAM: where originals, what was taken out, and files that wait are kept."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote

from indexer.archive.storage.documents.base import DocumentStore
from indexer.archive.storage.objects.base import CLAIM, ObjectStore
from indexer.archive.storage.objects.claimed import read_claim
from indexer.archive.storage.objects.folder import FolderStore
from indexer.errors import ArchiveError

_FILE = "file://"


def open_objects(home: Path, url: str, documents: DocumentStore) -> ObjectStore:
    """Return the store that an address names (`Settings.originals_url`); the home itself where it is empty.

    Nothing is opened, and no other machine asked, before it is needed.

    Args:
        documents: of the home, which tell whether its originals are elsewhere.

    Raises:
        SettingError: what the store needs is not installed.
        ArchiveError: the originals are elsewhere, and no address is given.
    """
    if not url:
        if claim := read_claim(documents):
            raise ArchiveError(
                f"{home} 的原文件在 {claim.url}，请设好 NIANBAO_ORIGINALS_URL；"
                f"已经全部复制回这个文件夹的，请删去 {documents.show(CLAIM)}。"
            )
        return FolderStore(home)
    if url.startswith(_FILE):
        path = unquote(url.removeprefix(_FILE))
        return FolderStore(Path(path.lstrip("/") if os.name == "nt" else path))
    # A package of an extra: who keeps originals in a folder neither has it nor waits for it.
    from indexer.archive.storage.objects.bucket import connect

    return connect(url, os.environ.get("AWS_ENDPOINT_URL", ""))

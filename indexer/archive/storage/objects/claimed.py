"""What an archive says of where its originals are, where that is not in its home."""

from __future__ import annotations

import json
from dataclasses import dataclass

from indexer.archive.storage.documents.base import DocumentStore
from indexer.archive.storage.objects.base import CLAIM
from indexer.errors import ArchiveError


@dataclass(frozen=True, slots=True)
class OriginalsClaim:
    """The name of an archive, and the address where its originals are."""

    archive: str
    url: str


def read_claim(documents: DocumentStore) -> OriginalsClaim | None:
    """Return what the documents of an archive say; None where its originals are, or were so far, in the home.

    Raises:
        ArchiveError: it cannot be read.
    """
    try:
        found = json.loads(documents.read(CLAIM).decode())
        return OriginalsClaim(str(found["archive"]), str(found["url"]))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, LookupError, TypeError):
        raise ArchiveError(
            f"{documents.show(CLAIM)} 无法读取，不知道原文件在哪里，请从备份恢复它；"
            "没有备份的，请删去它和存放处的同名文件，写入时会重新认领。"
        ) from None

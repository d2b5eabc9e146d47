"""What a home says of where its originals are, where that is not in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from indexer.archive.storage.objects.base import CLAIM
from indexer.errors import ArchiveError


@dataclass(frozen=True, slots=True)
class OriginalsClaim:
    """The name of an archive, and the address where its originals are."""

    archive: str
    url: str


def read_claim(home: Path) -> OriginalsClaim | None:
    """Return what a home says; None where its originals are, or were so far, in itself.

    Raises:
        ArchiveError: it cannot be read.
    """
    path = home / CLAIM
    try:
        found = json.loads(path.read_text("utf-8"))
        return OriginalsClaim(str(found["archive"]), str(found["url"]))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, LookupError, TypeError):
        raise ArchiveError(
            f"{path} 无法读取，不知道原文件在哪里，请从备份恢复它；"
            "没有备份的，请删去它和存放处的同名文件，写入时会重新认领。"
        ) from None

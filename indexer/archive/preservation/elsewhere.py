"""What a backup says of originals that are not in the home: which there are, in a list of its own.

Their bytes are where they are kept, which is to be backed up by its own means; a backup of the home goes with
them. Restoring looks whether they are all there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from indexer.archive.preservation.claim import is_held_by_another
from indexer.archive.storage.documents.folder import FolderDocuments
from indexer.archive.storage.home import Home
from indexer.archive.storage.objects.claimed import read_claim
from indexer.errors import ArchiveError

STORED = "originals.tsv"
"""Name of the list in a backup."""
_FOLDERS = ("originals", "trash", "attached")
_HEAD = "key\tsize"
_MOST_NAMED = 3


def list_elsewhere(home: Home) -> bytes:
    """Return the list of all objects that are not in the home.

    Raises:
        OriginalsUnreachable: there is no answer.
    """
    rows = sorted(f"{key}\t{size}" for key, size in _list_sizes(home))
    return "\n".join([_HEAD, *rows, ""]).encode()


def check_elsewhere(unpacked: Path, home: Home) -> None:
    """Make sure that the originals of a backup are where the settings say, before it is restored.

    Args:
        unpacked: the backup's files.

    Raises:
        ArchiveError: they are not, or the backup has originals in it while the settings have them elsewhere.
        OriginalsUnreachable: there is no answer.
    """
    listed, claim = unpacked / STORED, read_claim(FolderDocuments(unpacked))
    if not listed.exists():
        if home.originals_url:
            raise ArchiveError(
                "这份备份里有原文件本身，未恢复；请先不设 NIANBAO_ORIGINALS_URL 恢复，再把文件夹复制到那里。"
            )
        return
    if not home.originals_url:
        where = f"在 {claim.url}" if claim else "另外存放"
        raise ArchiveError(f"这份备份的原文件{where}，未恢复；请设好 NIANBAO_ORIGINALS_URL 再恢复。")
    if claim and is_held_by_another(home, claim.archive):
        raise ArchiveError(
            f"{home.originals_url} 中的原文件不是这份备份的，未恢复，请检查 NIANBAO_ORIGINALS_URL。"
        )
    if lost := _find_lost(_parse(listed.read_text("utf-8")), dict(_list_sizes(home))):
        named = "、".join(lost[:_MOST_NAMED])
        raise ArchiveError(
            f"{home.originals_url} 中缺少备份时有的 {len(lost)} 个文件（{named}），未恢复；请先补齐它们。"
        )


def _find_lost(saved: Mapping[str, int], held: Mapping[str, int]) -> list[str]:
    """Return the bytes that are nowhere now, for they may have been taken out since, or been put back."""
    kept = {(_find_name(key), size) for key, size in held.items()}
    return [
        key
        for key, size in saved.items()
        # A record is written anew when its report is withdrawn; what is in the trash may be deleted.
        if ".bin" in key and not key.startswith("trash/") and (_find_name(key), size) not in kept
    ]


def _find_name(key: str) -> str:
    return key.rpartition("/")[2].partition(".")[0]


def _list_sizes(home: Home) -> Iterator[tuple[str, int]]:
    for folder in _FOLDERS:
        for found in home.objects.list_all(folder):
            yield found.key, found.size


def _parse(text: str) -> dict[str, int]:
    """Raises:
    ValueError: it is no such list.
    """
    head, *rows = text.splitlines()
    if head != _HEAD:
        raise ValueError(STORED)
    parts = (row.split("\t") for row in rows)
    return {key: int(size) for key, size in parts}

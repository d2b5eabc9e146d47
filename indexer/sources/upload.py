"""What staff send in: one file, or the files of an archive or a mail."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from indexer.durable import guard_writes
from indexer.errors import SourceError
from indexer.sources.bundles.bundles import Bundles
from indexer.sources.bundles.kinds import find_suffix, is_bundle
from indexer.sources.saved_page import MOST_PICTURE, include_pictures

_LONGEST_NAME = 120


def unpack(data: bytes, name: str, max_bytes: int) -> Iterator[tuple[str, bytes | SourceError]]:
    """Yield the files in what was sent: names to be shown, with their bytes or why there are none.

    A member of an archive that cannot be read costs only itself.

    Args:
        data: bytes as they came.
        name: the name that they came under, as the sender gave it.
        max_bytes: of a larger file in an archive one byte more than that is given.

    Raises:
        ArchiveError: there is no room to unpack an archive.
    """
    name = "".join(c for c in name.replace("\\", "/").rpartition("/")[2] if c.isprintable())
    name = name[-_LONGEST_NAME:] or "未命名"
    suffix = find_suffix(name)
    if not suffix:
        yield name, data
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"upload{suffix}")
        with guard_writes(path):
            path.write_bytes(data)
        if not is_bundle(path):
            yield name, data
            return

        def renamed(error: SourceError) -> SourceError:
            # The sentence names the file by its own name, not by where it lay for a moment.
            return type(error)(error.message.replace(str(path), name).replace(path.name, name))

        bundles = Bundles()
        try:
            labels = bundles.list_members(path)
        except SourceError as error:
            yield name, renamed(error)
            return
        for label in labels:
            member: bytes | SourceError
            try:
                member = bundles.read(path, label, max_bytes)
                find = partial(_find_beside, bundles, path, PurePosixPath(label).parent)
                member = include_pictures(member, PurePosixPath(label).name, find, max_bytes)
            except SourceError as error:
                member = renamed(error)
            yield f"{name}/{label}"[-_LONGEST_NAME:], member


def _find_beside(bundles: Bundles, path: Path, folder: PurePosixPath, name: str) -> bytes | None:
    """Return a file of an archive that lies in a folder or below it; None where there is none."""
    try:
        data = bundles.read(path, str(folder / name), MOST_PICTURE)
    except SourceError:
        return None
    return data if len(data) <= MOST_PICTURE else None


def holds(path: Path, sha256: str) -> bool:
    """Whether a file is there and holds just the bytes of this SHA-256."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except OSError:
        return False

"""What reading a damaged index raises, as what the portal says of it."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from whoosh.index import IndexVersionError
from whoosh.reading import CorruptIndexError

from indexer.durable import explain_os_error
from indexer.errors import ArchiveDamaged, ArchiveError

DAMAGE = (
    CorruptIndexError, IndexVersionError, OSError, EOFError, IndexError, ValueError, pickle.UnpicklingError
)  # fmt: skip
"""What reading a damaged index raises."""


@contextmanager
def report_damage(folder: Path, *kinds: type[Exception]) -> Iterator[None]:
    """Raise what people can read instead of errors of these kinds.

    Args:
        folder: of the index, which messages name.

    Raises:
        ArchiveError: the system refuses; the message says why.
        ArchiveDamaged: the index cannot be read.
    """
    try:
        yield
    except kinds as error:
        if isinstance(error, OSError) and (reason := explain_os_error(error)):
            raise ArchiveError(f"无法打开索引 {folder}（{reason}），请检查权限和磁盘空间。") from error
        raise ArchiveDamaged(
            f"索引 {folder} 无法读取（{type(error).__name__}），请用 nianbao reindex 从原文件重建。"
        ) from error

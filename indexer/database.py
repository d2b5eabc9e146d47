"""What the parts of the catalogue share: one schema, and one sentence for all that can go wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from indexer.errors import ArchiveDamaged

METADATA = sa.MetaData()
"""All tables of the catalogue's SQLite file; every part adds its own."""


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """SQL errors as one clear sentence.

    Raises:
        ArchiveDamaged: the catalogue at this path cannot be used.
    """
    try:
        yield
    except SQLAlchemyError as error:
        reason = str(error.__cause__ or error).splitlines()[0]
        raise ArchiveDamaged(
            f"目录库 {path} 无法使用（{reason}），请用 nianbao reindex 从原文件重建。"
        ) from error

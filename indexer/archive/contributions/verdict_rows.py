"""The rows of verdicts, read and written as values, with one sentence for all that can go wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from indexer.archive.contributions.copies.copies import is_whole, list_copies
from indexer.archive.contributions.verdict_table import VERDICT, open_verdicts
from indexer.archive.storage.home import Home
from indexer.durable import make_private_folder
from indexer.errors import ArchiveDamaged, ArchiveError
from indexer.verdict import VERDICT_NAMES, WITHDRAWN, Subject, Verdict


class VerdictRows:
    """The rows of one home. May be shared by threads and by processes."""

    def __init__(self, home: Home) -> None:
        """Open nothing yet."""
        self._home, self._records = home, open_verdicts(home)

    def close(self) -> None:
        """Close all connections."""
        self._records.close()

    def read_stamp(self) -> object:
        """Return what is another one once a row was written.

        Raises:
            ArchiveDamaged: the file cannot be looked at.
        """
        with self._problems():
            return self._records.read_stamp()

    def count(self) -> int:
        """Return how many rows there are.

        Raises:
            ArchiveDamaged: they cannot be read.
        """
        with self._problems():
            there = self._records.exist()
        if there:
            with self._problems(), self._records.read() as connection:
                if self._records.has_tables(connection):
                    return connection.scalar(sa.select(sa.func.count()).select_from(VERDICT)) or 0
        return 0

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """Open a transaction.

        Raises:
            ArchiveDamaged: what is there cannot be read.
            ArchiveError: it cannot be written.
        """
        with self._problems():
            make_private_folder(self._home.path)
            with self._records.write() as connection:
                yield connection

    def read(self, query: sa.Select[Any], within: sa.Connection | None = None) -> list[Verdict]:
        """Return what a query finds.

        Args:
            within: the transaction to read in; one of its own where none is given.

        Raises:
            ArchiveDamaged: a row cannot be read.
        """
        with self._problems():
            # Nobody has judged anything yet: reading makes no files.
            if within is None and not self._records.exist():
                return []
        with self._problems(), nullcontext(within) if within else self._records.read() as connection:
            if within is None and not self._records.has_tables(connection):
                return []  # emptied: `find_loss` says so
            return [_verdict(row) for row in connection.execute(query).mappings()]

    def check(self) -> None:
        """Read all rows, and what they are found by.

        Raises:
            ArchiveDamaged: one cannot be read.
        """
        with self._problems():
            if not self._records.exist():
                return
            # Not of the rows alone: those of a key are found by an index.
            if found := self._records.find_fault():
                raise ValueError(found)
        self.read(sa.select(VERDICT))

    def advise(self, fault: str) -> str:
        """Return a sentence that says what is wrong with them, and what to do."""
        latest = next(filter(is_whole, reversed(list_copies(self._home))), None)
        path = self._home.verdicts
        copy = f" {latest / path.name}" if latest else "备份中的同名文件"
        if self._home.database_url:
            mended = f"请从数据库的备份恢复它{f'（最近的副本是{copy}）' if latest else ''}"
        else:
            mended = f"请用{copy}替换它"
        place = self._records.place
        return f"核对意见库 {place} {fault}，{mended}，再运行 nianbao verify --accept 以现状为准。"

    @contextmanager
    def _problems(self) -> Iterator[None]:
        """Errors as one clear sentence. No rebuild brings verdicts back, so none is advised."""
        try:
            yield
        except (SQLAlchemyError, OSError, ValueError, TypeError) as error:
            cause = error.__cause__ or error
            refused = self._records.explain(error)
            if refused:
                raise ArchiveError(
                    f"无法读写核对意见库 {self._records.place}（{refused}），"
                    "请检查磁盘空间和权限后重试；已有的意见不受影响。"
                ) from error
            reason = (str(cause).splitlines() or [type(cause).__name__])[0]
            raise ArchiveDamaged(self.advise(f"已损坏（{reason}）")) from error


def _verdict(row: sa.RowMapping) -> Verdict:
    """Return a row as a verdict.

    Raises:
        ValueError: it is not as it was written.
    """
    verdict = Verdict(
        Subject(row["subject"]), *(row[c] for c in ("key", "value", "note", "link", "who", "at"))
    )
    if verdict.value not in (*VERDICT_NAMES[verdict.subject], WITHDRAWN):
        raise ValueError(f"value {verdict.value!r}")
    return verdict

"""What people judge, kept apart from what is derived: verdicts on findings and commitments.

They lie apart from the generations, in a file of their own or a table of the database, and speak of a key:
a hash of the very cells or words that were judged. A rebuild or a report taken out changes nothing here, and
a report taken in again finds its verdicts as long as it says the same. Nothing is overwritten: the newest
verdict of a key counts, and those before it are its history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from indexer.archive.contributions.copies import copy_work, is_whole, list_copies
from indexer.archive.contributions.verdict_table import VERDICT, open_verdicts
from indexer.archive.storage.database import dump
from indexer.archive.storage.documents.base import Tally, add_to_sum
from indexer.archive.storage.home import Home
from indexer.durable import make_private_folder
from indexer.errors import ArchiveDamaged, ArchiveError, NianbaoError
from indexer.verdict import (
    VERDICT_NAMES,
    WITHDRAWN,
    LatestVerdicts,
    Subject,
    Verdict,
    check_verdict,
    derive_former_key,
)

_CHUNK = 500  # keys asked for at once: a statement may have only so many variables


class Verdicts:
    """The verdicts of one archive. May be shared by threads and by processes."""

    def __init__(self, home: Home) -> None:
        self._home, self._inventory = home, home.documents.inventory
        self._checked: tuple[tuple[object, object], str] | None = None
        self._records = open_verdicts(home)

    def close(self) -> None:
        """Close all connections."""
        self._records.close()

    def add(
        self, subject: Subject, key: str, value: str, *, note: str = "", link: str = "", who: str = ""
    ) -> Verdict:
        """Add a verdict; it counts from now on.

        Raises:
            VerdictError: it makes no sense (`check_verdict`).
            ArchiveDamaged: the file cannot be read or written.
        """
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        verdict = check_verdict(Verdict(subject, key, value, note, link, who, moment))
        self.append([verdict])
        return verdict

    def copy(self, keys: Iterable[tuple[Subject, str, str]]) -> None:
        """Have what was said of a former key said of another too, by the same people at the same times.

        The former one keeps it: another version of the report may have that key. Done twice it is done once.

        Args:
            keys: subject, former key, key by now.

        Raises:
            ArchiveDamaged: the file cannot be read or written.
        """
        for subject, former, now in keys:
            known = {replace(each, key="") for each in self.list_history(subject, now)}
            said = [each for each in self.list_history(subject, former) if replace(each, key="") not in known]
            if said:
                self.append([replace(each, key=now) for each in reversed(said)])

    def find_loss(self) -> str:
        """Return a sentence where there are fewer verdicts than were given, "" where all can be read.

        Raises:
            ArchiveDamaged: the file cannot be read.
        """
        with self._problems():
            state = self._records.read_stamp(), self._inventory.read_stamp()
        if self._checked is None or self._checked[0] != state:
            self._check()
            self._checked = state, self._compare_count(self._inventory.read_tally().count)
        return self._checked[1]

    def read_complete(self, subject: Subject) -> LatestVerdicts:
        """Return all verdicts on a kind of subject (`read_all`), for answers that would change without one.

        Raises:
            ArchiveDamaged: some are lost, or cannot be read.
        """
        if loss := self.find_loss():
            raise ArchiveDamaged(loss)
        return self.read_all(subject)

    def find_change(self) -> str:
        """Return a sentence where verdicts are gone or are not those that were given, "" where all are.

        Raises:
            ArchiveDamaged: the file cannot be read.
        """
        known = self._inventory.read_tally()
        if loss := self._compare_count(known.count):
            return loss
        found = self._sum_up(Tally(), known.count)
        return "" if found == known else self._advise(f"的前 {known.count} 条意见与写入时不同")

    def sum_up(self) -> Tally:
        """Return how many verdicts there are, and the sum of them.

        Raises:
            ArchiveDamaged: the file cannot be read.
        """
        return self._sum_up(Tally())

    def append(self, verdicts: Sequence[Verdict]) -> None:
        """Add verdicts that were given before: in a row, each by whom and when it says.

        Raises:
            ArchiveDamaged: the file cannot be read or written.
        """
        known = self._inventory.read_tally()
        if message := self.find_loss():
            raise ArchiveDamaged(f"没有保存：{message}")
        copy_work(self._home)
        with self._problems():
            make_private_folder(self._home.path)
            with self._records.write() as connection:
                for each in verdicts:
                    connection.execute(VERDICT.insert().values(each.to_json()))
                now = self._sum_up(known, connection=connection)
        self._inventory.note_verdicts(now)

    def _sum_up(
        self, known: Tally, most: int | None = None, connection: sa.Connection | None = None
    ) -> Tally:
        """Return the sum of the verdicts, going on from that of the first ones."""
        query = sa.select(VERDICT).order_by(VERDICT.c.id).offset(known.count).limit(most)
        count, digest = known.count, known.digest
        for verdict in self._read(query, connection):
            count, digest = count + 1, add_to_sum(digest, dump(verdict.to_json()))
        return Tally(count, digest)

    def _compare_count(self, wanted: int) -> str:
        if not wanted:
            return ""
        found = 0
        with self._problems():
            there = self._records.exist()
        if there:
            with self._problems(), self._records.read() as connection:
                if self._records.has_tables(connection):
                    found = connection.scalar(sa.select(sa.func.count()).select_from(VERDICT)) or 0
        if found >= wanted:
            return ""
        return self._advise(f"中应有 {wanted} 条意见，现有 {found} 条")

    def _advise(self, fault: str) -> str:
        latest = next(filter(is_whole, reversed(list_copies(self._home))), None)
        path = self._home.verdicts
        copy = f" {latest / path.name}" if latest else "备份中的同名文件"
        if self._home.database_url:
            mended = f"请从数据库的备份恢复它{f'（最近的副本是{copy}）' if latest else ''}"
        else:
            mended = f"请用{copy}替换它"
        place = self._records.place
        return f"核对意见库 {place} {fault}，{mended}，再运行 nianbao verify --accept 以现状为准。"

    def read(self, subject: Subject, keys: Iterable[str]) -> dict[str, Verdict]:
        """Return the verdicts that count, by key; keys without one are left out."""
        asked = list(dict.fromkeys(keys))
        sought = list(dict.fromkeys((*asked, *(derive_former_key(subject, key) for key in asked))))
        found: dict[str, Verdict] = {}
        for start in range(0, len(sought), _CHUNK):
            found |= self._newest(subject, VERDICT.c.key.in_(sought[start : start + _CHUNK]))
        latest = LatestVerdicts(subject, found)
        return {key: latest[key] for key in asked if key in latest}

    def read_all(self, subject: Subject) -> LatestVerdicts:
        """Return all verdicts on a kind of subject that count, by key, in the order of their keys."""
        return LatestVerdicts(subject, self._newest(subject, sa.true()))

    def list_all(self) -> list[Verdict]:
        """Return all verdicts that were ever given, in the order in which they were.

        Raises:
            ArchiveDamaged: the file cannot be read.
        """
        return self._read(sa.select(VERDICT).order_by(VERDICT.c.id))

    def list_history(self, subject: Subject, key: str) -> tuple[Verdict, ...]:
        """Return all verdicts that were ever given on something, newest first, under a former key last."""
        found: list[Verdict] = []
        for each in dict.fromkeys((key, derive_former_key(subject, key))):
            of_key = (VERDICT.c.subject == subject.value) & (VERDICT.c.key == each)
            query = sa.select(VERDICT).where(of_key).order_by(VERDICT.c.id.desc())
            found += [replace(verdict, key=key) for verdict in self._read(query)]
        return tuple(found)

    def _newest(self, subject: Subject, which: sa.ColumnElement[bool]) -> dict[str, Verdict]:
        """Return the last verdict of each key, withdrawn ones included."""
        newest = (
            sa.select(sa.func.max(VERDICT.c.id))
            .where(VERDICT.c.subject == subject.value, which)
            .group_by(VERDICT.c.key)
        )
        query = sa.select(VERDICT).where(VERDICT.c.id.in_(newest))
        return {verdict.key: verdict for verdict in self._read(query.order_by(VERDICT.c.key))}

    def _read(self, query: sa.Select[Any], within: sa.Connection | None = None) -> list[Verdict]:
        with self._problems():
            # Nobody has judged anything yet: reading makes no files.
            if within is None and not self._records.exist():
                return []
        with self._problems(), nullcontext(within) if within else self._records.read() as connection:
            if within is None and not self._records.has_tables(connection):
                return []  # emptied: `find_loss` says so
            return [_verdict(row) for row in connection.execute(query).mappings()]

    def _check(self) -> None:
        """Read all verdicts.

        Raises:
            ArchiveDamaged: one cannot be read.
        """
        with self._problems():
            if not self._records.exist():
                return
            # Not of the rows alone: those of a key are found by an index.
            if found := self._records.find_fault():
                raise ValueError(found)
        self._read(sa.select(VERDICT))

    @contextmanager
    def _problems(self) -> Iterator[None]:
        """Errors as one clear sentence. No rebuild brings verdicts back, so none is advised."""
        try:
            yield
        except (SQLAlchemyError, OSError, ValueError, TypeError) as error:
            cause = error.__cause__ or error
            refused = self._records.explain(error)
            if isinstance(refused, NianbaoError):
                raise refused from error
            if refused:
                raise ArchiveError(
                    f"无法读写核对意见库 {self._records.place}（{refused}），"
                    "请检查磁盘空间和权限后重试；已有的意见不受影响。"
                ) from error
            reason = (str(cause).splitlines() or [type(cause).__name__])[0]
            raise ArchiveDamaged(self._advise(f"已损坏（{reason}）")) from error


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

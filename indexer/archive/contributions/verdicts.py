"""What people judge, kept apart from what is derived: verdicts on findings and commitments.

They lie apart from the generations, in a file of their own or a table of the database, and speak of a key:
a hash of the very cells or words that were judged. A rebuild or a report taken out changes nothing here, and
a report taken in again finds its verdicts as long as it says the same. Nothing is overwritten: the newest
verdict of a key counts, and those before it are its history.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import sqlalchemy as sa

from indexer.archive.contributions.copies.copies import copy_work
from indexer.archive.contributions.verdict_rows import VerdictRows
from indexer.archive.contributions.verdict_table import VERDICT
from indexer.archive.storage.database import dump
from indexer.archive.storage.documents.base import Tally, add_to_sum
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveDamaged
from indexer.verdict import (
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
        self._rows = VerdictRows(home)

    def close(self) -> None:
        """Close all connections."""
        self._rows.close()

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
        state = self._rows.read_stamp(), self._inventory.read_stamp()
        if self._checked is None or self._checked[0] != state:
            self._rows.check()
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
        return "" if found == known else self._rows.advise(f"的前 {known.count} 条意见与写入时不同")

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
        with self._rows.write() as connection:
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
        for verdict in self._rows.read(query, connection):
            count, digest = count + 1, add_to_sum(digest, dump(verdict.to_json()))
        return Tally(count, digest)

    def _compare_count(self, wanted: int) -> str:
        found = self._rows.count() if wanted else 0
        return self._rows.advise(f"中应有 {wanted} 条意见，现有 {found} 条") if found < wanted else ""

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
        return self._rows.read(sa.select(VERDICT).order_by(VERDICT.c.id))

    def list_history(self, subject: Subject, key: str) -> tuple[Verdict, ...]:
        """Return all verdicts that were ever given on something, newest first, under a former key last."""
        found: list[Verdict] = []
        for each in dict.fromkeys((key, derive_former_key(subject, key))):
            of_key = (VERDICT.c.subject == subject.value) & (VERDICT.c.key == each)
            query = sa.select(VERDICT).where(of_key).order_by(VERDICT.c.id.desc())
            found += [replace(verdict, key=key) for verdict in self._rows.read(query)]
        return tuple(found)

    def _newest(self, subject: Subject, which: sa.ColumnElement[bool]) -> dict[str, Verdict]:
        """Return the last verdict of each key, withdrawn ones included."""
        newest = (
            sa.select(sa.func.max(VERDICT.c.id))
            .where(VERDICT.c.subject == subject.value, which)
            .group_by(VERDICT.c.key)
        )
        query = sa.select(VERDICT).where(VERDICT.c.id.in_(newest))
        return {verdict.key: verdict for verdict in self._rows.read(query.order_by(VERDICT.c.key))}

"""What people judge, kept apart from what is derived: verdicts on findings and commitments.

They lie in a file of their own beside the generations, and speak of a key: a hash of the very cells
or words that were judged. A rebuild or a report taken out changes nothing here, and a report taken in
again finds its verdicts as long as it says the same. Nothing is overwritten: the newest verdict of a
key counts, and those before it are its history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import CreateIndex, CreateTable

from indexer.archive.home import Home
from indexer.durable import make_private_folder
from indexer.errors import ArchiveDamaged
from indexer.verdict import LatestVerdicts, Subject, Verdict, check_verdict, former_key

_VERDICT = sa.Table(
    "verdict",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("link", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
)
_BY_KEY = sa.Index("verdict_of", _VERDICT.c.subject, _VERDICT.c.key)

_CHUNK = 500  # keys asked for at once: SQLite bounds the variables of a statement


class Verdicts:
    """The verdicts of one archive. May be shared by threads and by processes."""

    def __init__(self, home: Home) -> None:
        self._path = home.verdicts
        # Not WAL: who may only read the folder can read the verdicts.
        self._engine = sa.create_engine(f"sqlite:///{self._path}", connect_args={"timeout": 10})

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

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
        with self._problems():
            make_private_folder(self._path.parent)
            with self._engine.begin() as connection:
                # Two processes may be the first at once.
                connection.execute(CreateTable(_VERDICT, if_not_exists=True))
                connection.execute(CreateIndex(_BY_KEY, if_not_exists=True))
                connection.execute(_VERDICT.insert().values(verdict.to_json()))
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
            with self._problems(), self._engine.begin() as connection:
                for each in reversed(said):
                    connection.execute(_VERDICT.insert().values(replace(each, key=now).to_json()))

    def read(self, subject: Subject, keys: Iterable[str]) -> dict[str, Verdict]:
        """Return the verdicts that count, by key; keys without one are left out."""
        asked = list(dict.fromkeys(keys))
        sought = list(dict.fromkeys((*asked, *(former_key(subject, key) for key in asked))))
        found: dict[str, Verdict] = {}
        for start in range(0, len(sought), _CHUNK):
            found |= self._newest(subject, _VERDICT.c.key.in_(sought[start : start + _CHUNK]))
        latest = LatestVerdicts(subject, found)
        return {key: latest[key] for key in asked if key in latest}

    def read_all(self, subject: Subject) -> LatestVerdicts:
        """Return all verdicts on a kind of subject that count, by key, in the order of their keys."""
        return LatestVerdicts(subject, self._newest(subject, sa.true()))

    def list_history(self, subject: Subject, key: str) -> tuple[Verdict, ...]:
        """Return all verdicts that were ever given on something, newest first, under a former key last."""
        found: list[Verdict] = []
        for each in dict.fromkeys((key, former_key(subject, key))):
            of_key = (_VERDICT.c.subject == subject.value) & (_VERDICT.c.key == each)
            query = sa.select(_VERDICT).where(of_key).order_by(_VERDICT.c.id.desc())
            found += [replace(verdict, key=key) for verdict in self._read(query)]
        return tuple(found)

    def _newest(self, subject: Subject, which: sa.ColumnElement[bool]) -> dict[str, Verdict]:
        """The last verdict of each key, withdrawn ones included."""
        newest = (
            sa.select(sa.func.max(_VERDICT.c.id))
            .where(_VERDICT.c.subject == subject.value, which)
            .group_by(_VERDICT.c.key)
        )
        query = sa.select(_VERDICT).where(_VERDICT.c.id.in_(newest))
        return {verdict.key: verdict for verdict in self._read(query.order_by(_VERDICT.c.key))}

    def _read(self, query: sa.Select[Any]) -> list[Verdict]:
        with self._problems():
            # Nobody has judged anything yet: reading makes no files.
            if not self._path.exists() or not self._path.stat().st_size:
                return []
        with self._problems(), self._engine.connect() as connection:
            return [
                Verdict(
                    Subject(row["subject"]),
                    *(row[c] for c in ("key", "value", "note", "link", "who", "at")),
                )
                for row in connection.execute(query).mappings()
            ]

    @contextmanager
    def _problems(self) -> Iterator[None]:
        """Errors as one clear sentence. No rebuild brings verdicts back, so none is advised."""
        try:
            yield
        except (SQLAlchemyError, OSError) as error:
            reason = str(error.__cause__ or error).splitlines()[0]
            raise ArchiveDamaged(
                f"核对意见库 {self._path} 无法使用（{reason}），请检查权限和磁盘空间，或用备份替换它。"
            ) from error

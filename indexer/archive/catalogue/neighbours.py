"""Finds current disclosure reports by what they are of, and by the folder that they came from."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from indexer.archive.catalogue.tables.conditions import IS_CURRENT
from indexer.archive.catalogue.tables.schema import REPORT
from indexer.archive.databases.base import Database
from indexer.archive.storage.database import read_catalogue
from indexer.report.report import Kind


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A report: its id, what it is of, and the path that its file came from."""

    id: str
    identity: str
    year: int | None
    body: str
    path: str


class NeighbourReader:
    """The current disclosure reports of a catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_of(self, identity: str) -> tuple[Neighbour, ...]:
        """Return those of an identity (`report.identifier.identify`)."""
        return self._list(REPORT.c.identity == identity)

    def list_named(self, body: str, year: int) -> tuple[Neighbour, ...]:
        """Return those of a year whose body is called so, places above it left out: `东湖区` is
        `云泽市东湖区人民政府`, too.
        """
        ends = sa.or_(*(REPORT.c.body.endswith(name, autoescape=True) for name in (body, f"{body}人民政府")))
        return self._list(ends, REPORT.c.year == year)

    def list_in(self, folder: str) -> tuple[Neighbour, ...]:
        """Return those whose files came from a folder itself, or from an archive of files."""
        below = (REPORT.c.path > f"{folder}/", REPORT.c.path < f"{folder}0")  # 0 comes after the stroke
        found = self._list(*below)
        return tuple(each for each in found if "/" not in each.path.removeprefix(f"{folder}/"))

    def list_at(self, path: str) -> tuple[Neighbour, ...]:
        """Return those whose file came from a path or an address."""
        return self._list(REPORT.c.path == path)

    def _list(self, *wanted: sa.ColumnElement[bool]) -> tuple[Neighbour, ...]:
        columns = (REPORT.c.id, REPORT.c.identity, REPORT.c.year, REPORT.c.body, REPORT.c.path)
        query = sa.select(*columns).where(*wanted, IS_CURRENT, REPORT.c.kind == Kind.DISCLOSURE.value)
        with read_catalogue(self._database) as connection:
            rows = connection.execute(query.order_by(REPORT.c.sequence)).all()
        return tuple(Neighbour(row.id, row.identity, row.year, row.body, row.path) for row in rows)

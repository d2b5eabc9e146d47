"""What people look for, counted by day: how often some words were searched for, and how often in vain.

Nothing in it speaks of a person: no address, no name, no cookie, no time of day, and no order either (rows
lie by their key, and what is deleted is overwritten). Words that may themselves tell of one are not kept
(`to_counted_form`), and what few have asked is not shown. Not part of a backup, which would outlive the days
that the setting grants.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from indexer.archive.databases import open_records
from indexer.archive.databases.records import RecordTables
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveError
from indexer.settings import Settings
from indexer.text.fold import fold

_LONGEST = 64
_OPERATORS = re.compile(r"\b(AND|OR|NOT)\b")
_YEARS = r"(?>(?:(?:19|20)\d\d(?!\d)[-.·() ]{0,3}+){1,12})(?!\d)"
_PERSONAL = re.compile(
    r"[\d〇零一二三四五六七八九幺]{7}"  # telephones, identity cards, accounts
    rf"|(?<!\d)(?!{_YEARS})\d(?:[-.·() ]{{0,9}}\d){{10}}"  # the same in groups: 138-0013-8000
    r"|\S@\S"
)
_MOST_A_DAY = 2000
_SHOWN_DAYS = 30
_SHOWN = 20
_ENOUGH, _ENOUGH_IN_VAIN = 3, 2
"""Searches from which on words are shown: fewer may be one person's slip."""
_PATIENCE = 2.0
"""Seconds that a writer waits for another."""

_TABLES = sa.MetaData()
_DEMAND = sa.Table(
    "demand",
    _TABLES,
    sa.Column("day", sa.Text, primary_key=True),
    sa.Column("text", sa.Text, primary_key=True),
    sa.Column("searches", sa.Integer, nullable=False),
    sa.Column("in_vain", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)
_KEPT = RecordTables(_TABLES, "检索统计", _PATIENCE, is_private=True, leaves_no_trace=True)
_COUNT = sa.text("""INSERT INTO demand VALUES (:day, :text, :searches, :in_vain)
    ON CONFLICT (day, text) DO UPDATE
    SET searches = demand.searches + excluded.searches, in_vain = demand.in_vain + excluded.in_vain""")


@dataclass(frozen=True, slots=True)
class SearchCount:
    """Words that were searched for.

    Attributes:
        text: the query, folded as search folds it.
        searches: how often it was asked.
        in_vain: how often of these nothing was found.
    """

    text: str
    searches: int
    in_vain: int


@dataclass(frozen=True, slots=True)
class SearchSummary:
    """What is shown: the last so many days, words most often searched for in vain, and most often at all."""

    days: int
    in_vain: tuple[SearchCount, ...]
    frequent: tuple[SearchCount, ...]


def to_counted_form(typed: str) -> str:
    """Return the form in which a query is counted, "" for one that is not: long, or like a number of a
    person.

    Folded as search folds, but for the operators, which are capitals: the form asks what the query asked.
    """
    parts = _OPERATORS.split(typed)
    parts[::2] = map(fold, parts[::2])
    text = " ".join("".join(parts).split())
    if len(text) > _LONGEST or not text.isprintable() or _PERSONAL.search(text):
        return ""
    return text


class SearchCounts:
    """The counts of one archive. May be shared by threads and by processes."""

    def __init__(self, settings: Settings) -> None:
        home = Home.of(settings)
        self._records = open_records(home.place_records(home.search_counts), _KEPT)
        self._kept_days = settings.searches_kept_days

    def add(self, counts: Mapping[str, tuple[int, int]], today: date | None = None) -> None:
        """Count on; what is too old, or too much for a day (the rarest), goes.

        Args:
            counts: by the form kept: searches, and how many of them were in vain.
            today: the day, by default this one (UTC).

        Raises:
            ArchiveError: the file cannot be written; nothing of these was counted.
        """
        with self._problems():
            if not counts and not self._records.exist():
                return
            day = today or datetime.now(UTC).date()
            with self._records.write() as connection:
                for text, (searches, in_vain) in sorted(counts.items()):
                    row = {"day": day.isoformat(), "text": text, "searches": searches, "in_vain": in_vain}
                    connection.execute(_COUNT, row)
                _delete_rarest(connection, day.isoformat())
                old = _DEMAND.c.day <= _before(day, self._kept_days)
                connection.execute(_DEMAND.delete().where(old))

    def summarize(self, today: date | None = None) -> SearchSummary:
        """Return what enough people looked for in the last days.

        Raises:
            ArchiveError: the file cannot be read.
        """
        days = min(_SHOWN_DAYS, self._kept_days)
        day = today or datetime.now(UTC).date()
        with self._problems():
            if not self._records.exist():
                return SearchSummary(days, (), ())
            with self._records.read() as connection:
                rows = connection.execute(_select_frequent(_before(day, days))).all()
            wanted = [SearchCount(str(row.text), int(row.searches), int(row.in_vain)) for row in rows]
        in_vain = sorted((w for w in wanted if w.in_vain), key=lambda w: (-w.in_vain, w.text))
        frequent = sorted(wanted, key=lambda w: (-w.searches, w.text))
        return SearchSummary(days, tuple(in_vain[:_SHOWN]), tuple(frequent[:_SHOWN]))

    def delete(self) -> None:
        """Delete all counts.

        Raises:
            ArchiveError: they cannot be deleted.
        """
        with self._problems():
            self._records.delete()

    @contextmanager
    def _problems(self) -> Iterator[None]:
        name = self._records.place.path.name
        try:
            yield
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise ArchiveError(f"检索统计（{name}）无法读写（{reason}），检索不受影响。") from error
        except (SQLAlchemyError, ValueError, TypeError) as error:
            refused = self._records.explain(error)
            if refused:
                raise ArchiveError(
                    f"检索统计（{name}）无法读写（{refused}），检索不受影响；请检查磁盘空间和权限。"
                ) from error
            raise ArchiveError(
                f"检索统计（{name}）已损坏，检索不受影响；请删除档案中的这个文件，统计会重新开始。"
            ) from error


def _delete_rarest(connection: sa.Connection, day: str) -> None:
    """Delete what is too much for a day."""
    of_day = _DEMAND.c.day == day
    count = connection.scalar(sa.select(sa.func.count()).select_from(_DEMAND).where(of_day)) or 0
    if count > _MOST_A_DAY:
        rarest = sa.select(_DEMAND.c.text).where(of_day)
        rarest = rarest.order_by(_DEMAND.c.searches, _DEMAND.c.in_vain, sa.func.random())
        gone = _DEMAND.c.text.in_(rarest.limit(count - _MOST_A_DAY))
        connection.execute(_DEMAND.delete().where(of_day, gone))


def _select_frequent(after: str) -> sa.Select[Any]:
    """Return the query for what enough people looked for after a day."""
    asked, vain = sa.func.sum(_DEMAND.c.searches), sa.func.sum(_DEMAND.c.in_vain)
    columns = _DEMAND.c.text, asked.label("searches"), vain.label("in_vain")
    query = sa.select(*columns).where(_DEMAND.c.day > after).group_by(_DEMAND.c.text)
    return query.having(sa.or_(asked >= _ENOUGH, vain >= _ENOUGH_IN_VAIN))


def _before(day: date, days: int) -> str:
    """Return the last day that is not among so many up to this one."""
    return date.fromordinal(max(1, day.toordinal() - days)).isoformat()

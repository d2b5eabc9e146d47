"""What people look for, counted by day: how often some words were searched for, and how often in vain.

Nothing in it speaks of a person: no address, no name, no cookie, no time of day, and no order either (rows
lie by their key, and what is deleted is overwritten). Words that may themselves tell of one are not kept
(`to_counted_form`), and what few have asked is not shown. Not part of a backup, which would outlive the days
that the setting grants.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from indexer.archive.storage.home import Home
from indexer.durable import explain_os_error, make_private
from indexer.errors import ArchiveError
from indexer.settings import Settings
from indexer.text.fold import fold

_LONGEST = 64
_OPERATORS = re.compile(r"\b(AND|OR|NOT)\b")
_YEARS = r"(?:(?:19|20)\d\d(?!\d)[-.·() ]{0,3}+){1,12}+(?!\d)"
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

_TABLE = """CREATE TABLE IF NOT EXISTS demand (
    day TEXT, text TEXT, searches INTEGER NOT NULL, in_vain INTEGER NOT NULL, PRIMARY KEY (day, text)
) WITHOUT ROWID"""
_COUNT = """INSERT INTO demand VALUES (?, ?, ?, ?) ON CONFLICT (day, text) DO UPDATE
    SET searches = searches + excluded.searches, in_vain = in_vain + excluded.in_vain"""
_DELETE_RAREST = """DELETE FROM demand WHERE day = ?1 AND text IN (
    SELECT text FROM demand WHERE day = ?1 ORDER BY searches, in_vain, random()
    LIMIT max(0, (SELECT count(*) FROM demand WHERE day = ?1) - ?2))"""
_MOST_FREQUENT = """SELECT text, sum(searches) AS asked, sum(in_vain) AS vain FROM demand WHERE day > ?
    GROUP BY text HAVING asked >= ? OR vain >= ?"""


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
        self._path = Home.of(settings).search_counts
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
            if not counts and not self._path.exists():
                return
            day = today or datetime.now(UTC).date()
            with closing(self._open()) as file, file:
                file.execute("BEGIN IMMEDIATE")
                rows = [(day.isoformat(), text, *counted) for text, counted in sorted(counts.items())]
                file.executemany(_COUNT, rows)
                file.execute(_DELETE_RAREST, (day.isoformat(), _MOST_A_DAY))
                file.execute("DELETE FROM demand WHERE day <= ?", (_before(day, self._kept_days),))

    def summarize(self, today: date | None = None) -> SearchSummary:
        """Return what enough people looked for in the last days.

        Raises:
            ArchiveError: the file cannot be read.
        """
        days = min(_SHOWN_DAYS, self._kept_days)
        day = today or datetime.now(UTC).date()
        with self._problems():
            if not self._path.exists():
                return SearchSummary(days, (), ())
            with closing(self._open()) as file:
                rows = file.execute(_MOST_FREQUENT, (_before(day, days), _ENOUGH, _ENOUGH_IN_VAIN)).fetchall()
            wanted = [SearchCount(str(text), int(searches), int(in_vain)) for text, searches, in_vain in rows]
        in_vain = sorted((w for w in wanted if w.in_vain), key=lambda w: (-w.in_vain, w.text))
        frequent = sorted(wanted, key=lambda w: (-w.searches, w.text))
        return SearchSummary(days, tuple(in_vain[:_SHOWN]), tuple(frequent[:_SHOWN]))

    def delete(self) -> None:
        """Delete all counts.

        Raises:
            ArchiveError: the file cannot be deleted.
        """
        with self._problems():
            self._path.unlink(missing_ok=True)

    def _open(self) -> sqlite3.Connection:
        make_private(self._path)
        file = sqlite3.connect(self._path, timeout=_PATIENCE)
        try:
            file.execute("PRAGMA secure_delete = ON")
            file.execute(_TABLE)
        except BaseException:
            file.close()
            raise
        return file

    @contextmanager
    def _problems(self) -> Iterator[None]:
        name = self._path.name
        try:
            yield
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise ArchiveError(f"检索统计（{name}）无法读写（{reason}），检索不受影响。") from error
        except (sqlite3.Error, ValueError, TypeError) as error:
            if reason := explain_os_error(error):
                raise ArchiveError(
                    f"检索统计（{name}）无法读写（{reason}），检索不受影响；请检查磁盘空间和权限。"
                ) from error
            raise ArchiveError(
                f"检索统计（{name}）已损坏，检索不受影响；请删除档案中的这个文件，统计会重新开始。"
            ) from error


def _before(day: date, days: int) -> str:
    """Return the last day that is not among so many up to this one."""
    return date.fromordinal(max(1, day.toordinal() - days)).isoformat()

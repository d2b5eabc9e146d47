"""Searches are counted, by their words alone, for staff to see what is looked for and what is missing.

Only where staff can sign in, and the setting does not switch it off. Counted is a question that somebody
asked anew: the first page of an HTML search with words and without filters, unless the page before it
answered the same words (paging, sorting and filters taken off lead there) or the one who asks is signed in
(who follows the staff page's links is not counted). Scripts at `/api` are not counted.

A page pays a few microseconds: counts stay in memory, and a thread of each process writes them every few
seconds. It is started by the first search to be written, so that forked workers each have their own.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import cast
from urllib.parse import parse_qs, urlsplit

from flask import Flask, current_app, request

from indexer.archive.search_counts import SearchCounts, to_counted_form
from indexer.errors import ArchiveError
from indexer.search.query.tree import Query
from indexer.settings import Settings
from web.auth.sessions import is_offered
from web.auth.sign_in import read_signed_in

_KEY = "nianbao-counting"
_PAUSE = 5.0
"""Seconds between a search and its writing."""
_FREQUENT_SECONDS = 60.0
_MOST = 5000
"""Different queries that wait to be written: more are not counted."""


class Counter:
    """Counts of one process that are on their way to the file."""

    def __init__(self, stored: SearchCounts, most: int = _MOST, pause: float = _PAUSE) -> None:
        """Count nothing yet.

        Args:
            stored: the file's counts.
            most: different queries that wait to be written; more are not counted.
            pause: seconds between a search and its writing.
        """
        self.stored, self._most, self._pause = stored, most, pause
        self._counts: dict[str, tuple[int, int]] = {}
        self._due = False
        self._frequent: tuple[str, ...] = ()
        self._frequent_until = 0.0
        self._lock = threading.Lock()
        self._writing = threading.Lock()

    def frequent(self) -> tuple[str, ...]:
        """What enough people ask and find; read anew once a minute."""
        now = time.monotonic()
        if now > self._frequent_until:
            self._frequent_until = now + _FREQUENT_SECONDS
            with suppress(ArchiveError):
                summary = self.stored.summarize()
                self._frequent = tuple(each.text for each in summary.frequent if each.in_vain < each.searches)
        return self._frequent

    def count(self, typed: str, found: bool) -> None:
        """One search more; it is written within seconds."""
        text = to_counted_form(typed)
        if not text:
            return
        with self._lock:
            if text not in self._counts and len(self._counts) >= self._most:
                return
            searches, in_vain = self._counts.get(text, (0, 0))
            self._counts[text] = searches + 1, in_vain + (not found)
            if not self._due:
                timer = threading.Timer(self._pause, self._write_quietly)
                timer.daemon = True
                with suppress(RuntimeError):  # no thread to be had: the next search tries again
                    timer.start()
                    self._due = True

    def write(self) -> None:
        """Write what was counted, now.

        Raises:
            ArchiveError: it cannot be written, and is let go.
        """
        with self._writing:
            with self._lock:
                counts, self._counts, self._due = self._counts, {}, False
            self.stored.add(counts)

    def _write_quietly(self) -> None:
        with suppress(ArchiveError):  # said on the staff's page, which writes too
            self.write()


def install(app: Flask, settings: Settings) -> None:
    """Have searches counted while there is staff to see them; tell templates for how many days
    (`counted_days()`, else 0)."""
    days = settings.searches_kept_days
    app.jinja_env.globals["counted_days"] = lambda: days if is_offered(app) else 0
    if days:
        app.extensions[_KEY] = Counter(SearchCounts(settings))
    else:
        with suppress(ArchiveError):
            SearchCounts(settings).delete()


def count(query: Query, total: int) -> None:
    """Count the search that the current request asked, if it is one to be counted."""
    counter = the_counter(current_app)
    if counter and _asked_anew(query):
        counter.count(query.typed, total > 0)


def the_counter(app: Flask) -> Counter | None:
    """The counts of this process; None where nothing is counted."""
    return cast("Counter | None", app.extensions.get(_KEY)) if is_offered(app) else None


def frequent_searches() -> tuple[str, ...]:
    """What is asked often and found, most often first; () where nothing is counted. At most a minute old."""
    counter = the_counter(current_app)
    return counter.frequent() if counter else ()


def write_counts(app: Flask) -> None:
    """Write what was counted, as far as it can be: the process ends."""
    with suppress(ArchiveError):
        if counter := the_counter(app):
            counter.write()


def _asked_anew(query: Query) -> bool:
    filtered = query.years or query.districts or query.sections or query.kinds
    if request.method != "GET" or query.page > 1 or filtered or not query.typed.strip():
        return False
    return query.typed not in _words_before() and not read_signed_in()


def _words_before() -> list[str]:
    """The words that the page before asked for, as the browser says (within the portal only)."""
    with suppress(ValueError):
        return parse_qs(urlsplit(request.referrer or "").query).get("q", [])
    return []

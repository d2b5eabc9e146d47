"""A query from strings, as they stand in an address or on a command line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indexer.errors import QueryError
from indexer.search.query import values
from indexer.search.query.grammar import parse_tree
from indexer.search.query.tree import Query
from indexer.search.query.values import Places
from indexer.settings import Settings

_DEFAULTS = Settings()


@dataclass(frozen=True, slots=True)
class Choices:
    """What is chosen beside the words of a query, as strings; blank ones choose nothing.

    Attributes:
        years, districts, sections, kinds: chosen values of the facets, alternatives of each other.
        sort: order of the hits, "" for the default.
        page: number of the page, from 1.
        limit: hits on a page, None for the setting's.
    """

    years: Iterable[str] = ()
    districts: Iterable[str] = ()
    sections: Iterable[str | int] = ()
    kinds: Iterable[str] = ()
    sort: str = ""
    page: str | int = 1
    limit: str | int | None = None


_NOTHING = Choices()


def parse_query(
    typed: str,
    choices: Choices = _NOTHING,
    *,
    settings: Settings = _DEFAULTS,
    places: Places | None = None,
) -> Query:
    """Return the query that strings mean, as they stand in a URL or on a command line.

    Args:
        typed: words, phrases, operators and field words (see `indexer.search.query.grammar`).
        places: looks up names of divisions; `indexer.report.regions.divisions()` by default.

    Raises:
        QueryError: any of them cannot be understood.
    """
    if len(typed) > settings.max_query_chars:
        raise QueryError(
            f"检索式有 {len(typed)} 个字符，超过上限 {settings.max_query_chars} 个，请缩短后再试。"
        )
    return Query(
        typed,
        parse_tree(typed, places),
        values.years(choices.years),
        values.districts(choices.districts, places),
        values.sections(str(section) for section in choices.sections),
        values.kinds(choices.kinds),
        values.sorting(choices.sort),
        values.number(choices.page, 1, settings.max_page, "页码"),
        values.number(choices.limit, settings.page_size, values.MAX_LIMIT, "每页条数"),
    )

"""A query from strings, as they stand in an address or on a command line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from indexer.errors import QueryError
from indexer.search.query import values
from indexer.search.query.grammar import TooManyOperators, parse_tree
from indexer.search.query.lexemes import is_operator
from indexer.search.query.tree import Node, Query, Words, join
from indexer.search.query.values import Places
from indexer.settings import Settings
from indexer.text.fold import fold

_DEFAULTS = Settings()
_MOST_FOLDED = 2
"""Times as many characters as a query may have may it have when folded: … are three, ﷺ eighteen."""
_PASTED = 30
"""Characters from which a text that is no query was pasted from somewhere."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What is chosen beside the words of a query, as strings; blank ones choose nothing.

    Attributes:
        years, districts, sections, kinds: chosen values of the facets, alternatives of each other.
        sort: order of the hits, "" for the default.
        page: number of the page, from 1.
        limit: hits on a page, None for the setting's.
        literal: what is not to be understood but looked for as typed (`tree.Grasp`); `all` for everything.
    """

    years: Iterable[str] = ()
    districts: Iterable[str] = ()
    sections: Iterable[str | int] = ()
    kinds: Iterable[str] = ()
    sort: str = ""
    page: str | int = 1
    limit: str | int | None = None
    literal: Iterable[str] = ()


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
    folded = len(fold(typed))
    if folded > _MOST_FOLDED * settings.max_query_chars:  # one character may stand for eighteen
        raise QueryError(f"检索式里的组合字符展开后有 {folded} 个，请改用普通文字，或缩短后再试。")
    return Query(
        typed,
        _tree(typed, places),
        values.parse_years(choices.years),
        values.parse_districts(choices.districts, places),
        values.parse_sections(str(section) for section in choices.sections),
        values.parse_kinds(choices.kinds),
        values.parse_sort(choices.sort),
        values.number(choices.page, 1, settings.max_page, "页码"),
        values.number(choices.limit, settings.page_size, values.MAX_LIMIT, "每页条数"),
        literal=values.parse_grasps(choices.literal),
    )


@lru_cache(128)  # a page asks several times for what its words mean
def _tree(typed: str, places: Places | None) -> Node:
    """The meaning of what was typed; what is too long to be anything but a pasted text is never refused."""
    try:
        return parse_tree(typed, places)
    except TooManyOperators:
        raise
    except QueryError:
        if len(typed) < _PASTED:
            raise
        runs = [run for run in re.findall(r"\w+", typed) if not is_operator(run)]
        words = tuple(dict.fromkeys(map(Words, runs)))
        if not words:
            raise
        return join(words)

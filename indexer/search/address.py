"""The address of the search that finds just the reports that a number counts."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from indexer.search.query.tree import Query


def format_counted_address(phrase: Query, scope: Query, year: str = "", places: Iterable[str] = ()) -> str:
    """Return the path of the search for a phrase under a scope's filters, its hits grouped by report.

    Args:
        year: value of the year filter, "" for those of the scope.
        places: values of the district filter.
    """
    pairs = [("q", phrase.typed)]
    pairs += [("year", value) for value in ([year] if year else [years.value for years in scope.years])]
    pairs += [("district", place) for place in places]
    pairs += [("section", str(section)) for section in scope.sections]
    pairs += [("kind", kind.value) for kind in scope.kinds]
    return f"/search?{urlencode([*pairs, ('view', 'report')])}"

"""From a search to the pages that count and list what it looks for."""

from __future__ import annotations

from indexer.errors import QueryError
from indexer.search.query.exact import is_text_sought
from indexer.search.query.parse import parse_query
from indexer.search.query.tree import Grasp, Query
from web.display.results.elsewhere import Elsewhere
from web.parameters.concordance import ConcordanceAsked
from web.parameters.scope import Scope
from web.parameters.search import Asked
from web.parameters.trend import TrendAsked


def list_auditing(interpreted: Query, query: Query, asked: Asked, searched: str) -> tuple[Elsewhere, ...]:
    """Return the pages that count what a query looks for; () where it looks for nothing but a place, a year
    or a kind.

    Args:
        interpreted: the query as it was understood (`Results.interpreted`).
        query, asked: as it was typed.
        searched: its words, with slips corrected.
    """
    words = searched
    if not interpreted.required and searched == asked.q:
        if interpreted.understood and not interpreted.runs:
            return ()
        words = " ".join(interpreted.runs) or searched
    try:
        exact = query if words == query.typed else parse_query(words)
    except QueryError:
        return ()
    if not is_text_sought(exact):
        return ()
    scope = Scope(
        asked.year or _list_values(interpreted, Grasp.YEAR),
        asked.district or _list_values(interpreted, Grasp.PLACE),
        asked.section,
        asked.kind or _list_values(interpreted, Grasp.KIND),
    )
    return (
        Elsewhere(TrendAsked((words,), scope).url(), "历年走势"),
        Elsewhere(ConcordanceAsked(words, scope).url(), "逐句对照"),
    )


def _list_values(query: Query, grasp: Grasp) -> tuple[str, ...]:
    """The values of a filter that were understood of the words."""
    return tuple(value for each in query.understood if each.grasp is grasp for value in each.values)

"""`/search.csv`, `.xlsx`, `.json`: all hits of a search as a file; below `/search/` the same in groups."""

from __future__ import annotations

from flask import Blueprint, Response, request

from indexer.export import Terms
from indexer.export.rows import list_found_places, list_found_reports, list_hits
from indexer.search.query.tree import Query
from web.context import the_archive, the_settings
from web.display.download import SUFFIXES, download, read_terms
from web.parameters.search import Asked, check

pages = Blueprint("export", __name__)


@pages.get(f"/search.<{SUFFIXES}:suffix>")
def hits(suffix: str) -> Response:
    """All hits, not a page of them; at most as many as the settings allow, which the file says.

    Raises:
        QueryError: the query has no meaning.
    """
    check(request.args, request.query_string)
    query = Asked.read(request.args).query(the_settings())
    terms = read_terms(Asked.of(query).on_page(1).url())
    return download(list_hits(the_archive(), query, terms), suffix)


@pages.get(f"/search/reports.<{SUFFIXES}:suffix>")
def reports(suffix: str) -> Response:
    """All reports with hits, with the number of hits of each.

    Raises:
        QueryError: the query has no meaning.
    """
    query, terms = _read_query("report")
    return download(list_found_reports(the_archive(), query, terms), suffix)


@pages.get(f"/search/places.<{SUFFIXES}:suffix>")
def places(suffix: str) -> Response:
    """Hits by division and year.

    Raises:
        QueryError: the query has no meaning.
    """
    query, terms = _read_query("place")
    return download(list_found_places(the_archive(), query, terms), suffix)


def _read_query(view: str) -> tuple[Query, Terms]:
    check(request.args, request.query_string)
    query = Asked.read(request.args).query(the_settings())
    return query, read_terms(Asked.of(query).viewed(view).url())

"""`/search.csv`, `/search.xlsx`, `/search.json`: every hit of a search as a file."""

from __future__ import annotations

from flask import Blueprint, Response, request

from indexer.export.rows import list_hits
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

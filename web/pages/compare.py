"""`/compare`: the same section of two reports side by side: two places, or two years."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from indexer.errors import QueryError
from indexer.report.names import KIND_NAMES
from web.context import the_archive
from web.display.compare import compare_sides
from web.parameters.compare import CompareAsked
from web.parameters.scope import check_text

pages = Blueprint("compare", __name__)


@pages.get("/compare")
def compare() -> Response:
    """The form, and two reports; 400 with the form where the question has no meaning.

    Raises:
        NotFound: there is no report of an id.
    """
    asked, problem, found = CompareAsked(), "", None
    try:
        check_text(request.args, request.query_string)
        asked = CompareAsked.read(request.args)
        found = None if asked.is_blank else compare_sides(the_archive(), asked)
    except QueryError as error:
        problem = error.message
    page = render_template(
        "compare.html", asked_compare=asked, found=found, problem=problem, kinds=KIND_NAMES
    )
    return make_response(page, QueryError.status if problem else 200)

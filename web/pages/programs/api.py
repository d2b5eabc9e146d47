"""`/api/search` and `/api/suggest`: the answers of `/search` and of the search field, as JSON."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from indexer.report.place_names import complete_place
from web.api.parameters import describe
from web.context import the_archive, the_settings
from web.pages.programs.suggest import list_completions
from web.parameters.search import Asked, check

pages = Blueprint("api", __name__, url_prefix="/api")

_MOST_PLACES = 8
_LONGEST = 80
"""Characters of what was typed."""


@pages.get("/search")
@describe("一页检索结果和各筛选项的数目", "q year district section kind sort page literal", "Search", "检索")
def search() -> Response:
    """One page of hits with facets. Errors are `{"error": {"code", "message"}}`."""
    check(request.args, request.query_string)
    query = Asked.read(request.args).query(the_settings())
    return jsonify(the_archive().search(query).to_json())


@pages.get("/suggest")
@describe("正在输入的检索词可以怎样写完，和以此开头的地区", "q", "Suggestions", "检索")
def suggest() -> Response:
    """Completions of what is being typed, and places whose names begin so."""
    typed = request.args.get("q", "")[:_LONGEST]
    completions, found = list_completions(typed), complete_place(typed, _MOST_PLACES)
    return jsonify({"typed": typed, "completions": list(completions), "places": list(found)})

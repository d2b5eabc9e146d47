"""`/api/search`: the answer of `/search` as JSON."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from web.context import the_archive, the_settings
from web.parameters.search import Asked, check

pages = Blueprint("api", __name__, url_prefix="/api")


@pages.get("/search")
def search() -> Response:
    """One page of hits with facets. Errors are `{"error": {"code", "message"}}`."""
    check(request.args, request.query_string)
    query = Asked.read(request.args).query(the_settings())
    return jsonify(the_archive().search(query).to_json())

"""`/suggest`: completions of what is being typed, as browsers ask for them."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from web.context import the_archive
from web.search_counter import frequent_searches

pages = Blueprint("suggest", __name__)

_MOST = 8
"""Completions, at most."""
_LONGEST = 60
"""Characters; what is longer is a sentence, which nobody completes."""


@pages.get("/suggest")
def suggest() -> Response:
    """Return `[typed, [completions]]` (OpenSearch Suggestions 1.1); none for what nobody completes."""
    typed = request.args.get("q", "")
    offered: tuple[str, ...] = ()
    if 0 < len(typed) <= _LONGEST and typed.isprintable():
        asked = [text for text in frequent_searches() if text.startswith(typed) and text != typed]
        offered = tuple(dict.fromkeys((*asked[:2], *the_archive().complete(typed, _MOST))))[:_MOST]
    answer = jsonify([typed, list(offered)])
    answer.mimetype = "application/x-suggestions+json"
    answer.cache_control.max_age = 300
    return answer

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
    answer = jsonify([typed, list(list_completions(typed))])
    answer.mimetype = "application/x-suggestions+json"
    answer.cache_control.max_age = 300
    return answer


def list_completions(typed: str) -> tuple[str, ...]:
    """Return how what is being typed may go on; nothing for what nobody completes."""
    if not 0 < len(typed) <= _LONGEST or not typed.isprintable():
        return ()
    asked = [text for text in frequent_searches() if text.startswith(typed) and text != typed]
    return tuple(dict.fromkeys((*asked[:2], *the_archive().complete(typed, _MOST))))[:_MOST]

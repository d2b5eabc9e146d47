"""`/healthz`: whether the portal can answer, for those who watch over it."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from web.context import the_archive

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def healthz() -> Response:
    """200 while the archive answers; 503 with the error's code while it does not."""
    return jsonify({"status": "ok", "reports": the_archive().read_overview().reports})

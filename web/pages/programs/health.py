"""`/healthz`, `/livez` and `/readyz`: whether the portal can answer, for those who watch over it."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from indexer.search.query.parse import parse_query
from web.context import the_archive

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def healthz() -> Response:
    """200 while the archive answers; 503 with the error's code while it does not."""
    return jsonify({"status": "ok", "reports": the_archive().counts.read_overview().reports})


@pages.get("/livez")
def livez() -> Response:
    """200 while the process answers at all: one that does not is to be started anew."""
    return jsonify({"status": "ok"})


@pages.get("/readyz")
def readyz() -> Response:
    """200 where a search is answered from catalogue and index; 503 with the error's code where it is not:
    then visitors are to be sent elsewhere, and starting anew does not help.
    """
    archive = the_archive()
    found = archive.search(parse_query("")).total
    overview = archive.counts.read_overview()
    return jsonify(
        {
            "status": "ok",
            "generation": overview.generation,
            "reports": overview.reports,
            "passages": found,
            "outdated": archive.outdated,
        }
    )

"""`/help`: how to search, with examples that can be tried."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from flask import Blueprint, render_template

from indexer.errors import ArchiveError
from indexer.search.facets.values import FacetValue
from web.context import the_archive, the_settings
from web.parameters.search import Asked

pages = Blueprint("help", __name__)


@pages.get("/help")
def help() -> str:
    """How to search. Years and districts in the examples are the archive's own, where it has any."""
    year, earlier, district = "2020", "2018", "从化区"
    facets: dict[str, Sequence[FacetValue]] = {}
    with suppress(ArchiveError):
        results = the_archive().search(Asked().query(the_settings()))
        facets = {name: results.near(name) for name in ("year", "district")}
    years = [value.value for value in facets.get("year", ()) if value.value.isdecimal()]
    if years:
        year, earlier = years[0], years[min(2, len(years) - 1)]
    districts = [value for value in facets.get("district", ()) if value.count]
    if districts:
        district = max(districts, key=lambda value: value.depth).value
    return render_template("help.html", year=year, earlier=earlier, district=district)

"""`/api/bodies` and `/api/places`: who reports, and about where."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request

from indexer.archive.catalogue.bodies import BodySummary
from indexer.archive.catalogue.coverage import Coverage
from web.api.lists import answer_list, read_list
from web.api.parameters import describe
from web.api.reports import find_codes
from web.context import the_archive
from web.display.places import format_place_address

pages = Blueprint("api_bodies", __name__, url_prefix="/api")


@pages.get("/bodies")
@describe(
    "有报告的机构，按编号；改过名的算一个", "one_district cursor limit fields", "BodyList", "机构和地区"
)
def bodies() -> Response:
    """Bodies with current reports.

    Raises:
        QueryError: a parameter makes no sense.
        NotFound: there is no such place, or several.
    """
    asked = read_list()
    codes = find_codes(request.args.get("district", "").strip())
    found = the_archive().bodies.list_bodies(asked.limit + 1, asked.cursor, codes)
    following = found[asked.limit - 1].series if len(found) > asked.limit else ""
    return answer_list("bodies", [_describe_body(body) for body in found[: asked.limit]], following)


@pages.get("/places")
@describe("有报告的地区，按代码", "cursor limit fields", "PlaceList", "机构和地区")
def places() -> Response:
    """Divisions with reports about themselves.

    Raises:
        QueryError: a parameter makes no sense.
    """
    asked = read_list()
    held = {
        row.area.codes[-1]: row
        for row in the_archive().counts.list_coverage()
        if row.area.codes and row.years
    }
    behind = sorted(code for code in held if code > asked.cursor)
    following = behind[asked.limit - 1] if len(behind) > asked.limit else ""
    return answer_list("places", [_describe_place(held[code]) for code in behind[: asked.limit]], following)


def _describe_body(body: BodySummary) -> dict[str, Any]:
    return {
        "series": body.series,
        "name": body.name,
        "body_kind": body.body_kind,
        "codes": list(body.codes),
        "region": list(body.path),
        "reports": body.reports,
        "first_year": body.first,
        "last_year": body.last,
        "feed": f"/bodies/{quote(body.series, safe='')}.atom",
    }


def _describe_place(row: Coverage) -> dict[str, Any]:
    code = row.area.codes[-1]
    address = format_place_address(code)
    return {
        "code": code,
        "name": row.area.name,
        "district": row.area.value,
        "codes": list(row.area.codes),
        "reports": sum(count.reports for count in row.years.values()),
        "years": sorted(year for year in row.years if year),
        "url": address,
        "whole": f"/api{address}",
        "feed": f"{address}.atom",
    }

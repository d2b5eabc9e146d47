"""`/places/<code>`: one place with all that is held of it; `/places?name=` finds it by any of its names."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from indexer.archive.places.place_lookup import describe_place
from indexer.commitments.record import STATE_NAMES
from indexer.errors import NotFound
from indexer.figures.finding import OUTCOME_NAMES
from indexer.report.place_names import complete_place, resolve_place, suggest_places
from indexer.report.regions import read_divisions
from web.api.parameters import describe
from web.context import the_archive
from web.display.linked_data import describe_place_page
from web.display.places import format_place_address
from web.language.place_readings import find_by_reading

pages = Blueprint("places", __name__)

_SUGGESTED = 6
_COMPLETED = 10
_MOST_CHOICES = 60
_LONGEST = 80
"""Characters of a name that is shown again."""


@pages.get("/places")
def places() -> Answer:
    """Lead to the place that `name` means; where it means several, or none, say so and offer what is near.
    Without a name the provinces.
    """
    name = request.args.get("name", "").strip()
    if not name:
        return _offer("", ())
    codes = resolve_place(name) or find_by_reading(name)
    if len(codes) == 1:
        return redirect(format_place_address(codes[0]), 302)
    return _offer(name, codes)


@pages.get("/places/<path:name>")
def place(name: str) -> Answer:
    """A place by its code; any other spelling of it leads there.

    Raises:
        NotFound: there is no such place.
    """
    codes = resolve_place(name) or find_by_reading(name)
    if len(codes) != 1:
        return redirect(f"/places?name={quote(name[:_LONGEST])}", 302) if codes else _offer(name, ())
    if codes[0] != name:
        return redirect(format_place_address(codes[0]), 302)
    found = describe_place(the_archive(), name)
    return make_response(
        render_template(
            "place.html",
            place=found,
            described=describe_place_page(found),
            states={state.value: words for state, words in STATE_NAMES.items()},
            outcomes=OUTCOME_NAMES,
        )
    )


@pages.get("/api/places/<path:name>")
@describe("一个地区：收录和缺少的年度、机构、承诺、核对", "", "Place", "机构和地区")
def place_json(name: str) -> Response:
    """The same for scripts, under every spelling that means one place.

    Raises:
        NotFound: there is no such place, or several.
    """
    codes = resolve_place(name)
    if len(codes) != 1:
        meant = "、".join(map(read_divisions().to_value, codes[:_SUGGESTED]))
        raise NotFound(
            f"“{name[:_LONGEST]}”可能是：{meant}，请写明是哪一个。"
            if codes
            else f"没有名为“{name[:_LONGEST]}”的地区，请核对名称或代码。"
        )
    return jsonify(describe_place(the_archive(), codes[0]).to_json())


@pages.get("/places/suggest")
def suggest() -> Response:
    """Return `[typed, [names]]` (OpenSearch Suggestions 1.1): places whose names begin so."""
    typed = request.args.get("q", "")[:_LONGEST]
    found = complete_place(typed, _COMPLETED) or tuple(map(read_divisions().to_value, find_by_reading(typed)))
    answer = jsonify([typed, list(found[:_COMPLETED])])
    answer.mimetype = "application/x-suggestions+json"
    answer.cache_control.max_age = 300
    return answer


def _offer(name: str, codes: tuple[str, ...]) -> Response:
    """The form, with the places that a name may mean; 404 where it means none."""
    found = codes or (suggest_places(name, _SUGGESTED) if name else ())
    page = render_template(
        "places.html",
        typed=name[:_LONGEST],
        ambiguous=bool(codes),
        regions=[region for code in found[:_MOST_CHOICES] if (region := read_divisions().find_by_code(code))],
        provinces=[row for row in the_archive().counts.list_coverage_below(()) if row.area.codes],
    )
    return make_response(page, 404 if name and not codes else 200)

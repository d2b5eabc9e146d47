"""`/` and `/search`: asking, and what is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, request
from markupsafe import Markup

from indexer.archive.catalogue.coverage import Coverage
from indexer.errors import QueryError
from indexer.export import FORMATS
from indexer.search.groups import ReportGroup
from indexer.search.query.tree import Query
from indexer.search.results import Results
from web.context import the_archive, the_settings
from web.display.charts.sparkline import draw_years
from web.display.charts.tile_map import draw_tile_map
from web.display.linked_data import describe_portal
from web.display.names import filter_value
from web.display.results.auditing import list_auditing
from web.display.results.elsewhere import list_elsewhere
from web.display.results.examples import choose_starters
from web.display.results.groups import PlaceTable, tabulate_places
from web.display.results.understanding import describe, describe_absence
from web.parameters.paging import list_pages
from web.parameters.search import FACETS, Asked, check
from web.search_counter import count

pages = Blueprint("search", __name__)

_TEMPLATES = {"": "search.html", "report": "search_reports.html", "place": "search_places.html"}
_FILES = {"": "/search", "report": "/search/reports", "place": "/search/places"}
_REPORTS_A_PAGE = 20
_NEWEST = 6
"""Reports that the home page names as the last ones added."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen filter: what it is called, and the address without it."""

    facet: str
    label: str
    url: str


@pages.get("/")
def home() -> str:
    """The search box and what the archive holds."""
    archive = the_archive()
    overview = archive.counts.read_overview()
    return render_template(
        "home.html",
        overview=overview,
        described=describe_portal(overview),
        starters=choose_starters(archive, the_settings()),
        tiles=draw_tile_map(archive.counts.list_coverage_below(())),
        newest=archive.places.list_newest(_NEWEST),
        asked=Asked(),
    )


@pages.get("/search")
def search() -> Response:
    """One page of hits with facets; 400 with what was typed where the query has no meaning."""
    asked = Asked.read(request.args)
    try:
        check(request.args, request.query_string)
        query = asked.query(the_settings())
        results = the_archive().search(query)
        count(query, results.total)
    except QueryError as error:
        page = render_template("search_error.html", asked=asked, message=error.message)
        return make_response(page, error.status)
    asked = Asked.of(query).viewed(asked.view).on_page(query.page)
    interpreted = results.interpreted or query
    return make_response(
        render_template(
            _TEMPLATES[asked.view],
            layout=_lay_out(asked, results),
            feed=asked.viewed("").sorted_by("").url("/search.atom"),
            asked=asked,
            query=query,
            results=results,
            chips=_chips(asked, results),
            facets={name: results.near(name) for name in results.facets},
            unlisted=_unlisted(asked, results),
            understanding=describe(asked, query, results),
            elsewhere=list_elsewhere(interpreted) if query.page == 1 else (),
            year_bars=_draw_years(asked, query, results),
            auditing=list_auditing(interpreted, query, asked, results.searched),
            absences=[describe_absence(absence) for absence in results.hints.absences],
            whole=[hit for hit in results.hits if not hit.partial],
            partial=[hit for hit in results.hits if hit.partial],
        )
    )


@dataclass(frozen=True, slots=True)
class Layout:
    """One page of what was found, in the way that was asked for.

    Attributes:
        pages: number of pages.
        last: of those, the last one that can be asked for; numbers: those that are linked to.
        files: formats with the addresses of all of it.
        reports: with the view by report those of the page, and how many there are in all.
        places: with the view by place the table.
    """

    pages: int
    last: int
    numbers: list[int]
    files: list[tuple[str, str]]
    reports: tuple[ReportGroup, ...] = ()
    total_reports: int = 0
    places: PlaceTable | None = None


def _lay_out(asked: Asked, results: Results) -> Layout:
    terms, groups, page = asked.viewed("").url(""), results.groups, results.page
    files = [(suffix.upper(), f"{_FILES[asked.view]}.{suffix}{terms}") for suffix in FORMATS]
    if asked.view == "place":
        return Layout(1, 1, [1], files, places=tabulate_places(groups.list_cells(), _held(asked)))
    total = groups.count_reports() if asked.view == "report" else 0
    pages = -(-total // _REPORTS_A_PAGE) if asked.view == "report" else results.pages
    last = min(pages, the_settings().max_page)
    found = groups.list_reports((page - 1) * _REPORTS_A_PAGE, page * _REPORTS_A_PAGE) if total else ()
    return Layout(pages, last, list_pages(page, last), files, found, total)


def _held(asked: Asked) -> Sequence[Coverage]:
    """What is held by division and year; nothing where a kind is chosen, for kinds are not counted."""
    return () if asked.kind else the_archive().counts.list_coverage()


def _draw_years(asked: Asked, query: Query, results: Results) -> Markup:
    """Hits by year, where all hits have all that was asked for; in a table by place they stand anyway."""
    if not results.total or asked.view == "place":
        return Markup()
    return draw_years(
        results.facets["year"], the_archive().counts.list_reported_years(query.districts), asked
    )


def _chips(asked: Asked, results: Results) -> list[Chip]:
    """Every chosen filter, named as its facet names it."""
    labels = {
        (name, value.value): value.label
        for name in ("district", "section")
        if asked.chosen(name)
        for value in results.near(name)
    }
    chips = []
    for facet in FACETS:
        for value in asked.chosen(facet):
            label = labels.get((facet, value)) or filter_value(facet, value)
            chips.append(Chip(facet, label, asked.without(facet, value).url()))
    return chips


def _unlisted(asked: Asked, results: Results) -> list[tuple[str, str]]:
    """Chosen values that have no box of their own (ranges of years), to be kept by the form."""
    listed = {name: {v.value for v in results.near(name)} for name in FACETS if asked.chosen(name)}
    return [(name, value) for name in listed for value in asked.chosen(name) if value not in listed[name]]

"""Feeds of what was added: all of it, what a search finds, what is about a place, what a body reports."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, current_app, request

from indexer.archive.additions import AdditionPage, list_additions
from indexer.archive.catalogue.additions import AdditionFilter
from indexer.errors import NotFound
from indexer.report.place_names import resolve_place
from indexer.report.regions import WHOLE, read_divisions
from indexer.search.query.values import number
from web.context import the_archive, the_settings
from web.display.feeds import Feed, answer_feed
from web.parameters.search import Asked, check

pages = Blueprint("feeds", __name__)

ENTRIES = "FEED_ENTRIES"
"""Key of `app.config` for the entries of a page; the first one has more where reports changed."""
_USUAL_ENTRIES = 50
_LAST = 999_999_999


@pages.get("/archive.atom")
def additions() -> Response:
    """Everything that was added."""
    return _answer(Feed("新收录的报告", "/archive.atom", "/archive", "archive"), AdditionFilter())


@pages.get("/search.atom")
def found() -> Response:
    """Reports that a search finds; takes the parameters of `/search`.

    Raises:
        QueryError: the query has no meaning.
    """
    check(request.args, request.query_string)
    query = Asked.read(request.args).query(the_settings())
    asked = Asked.of(query).viewed("").sorted_by("").on_page(1)
    found, before = the_archive().find_matching(query), _read_before()
    page = _list(AdditionFilter(reports=found.list_ids()), before)
    groups = found.find_reports({addition.id for addition in page.items})
    feed = Feed(_name_search(asked), asked.url("/search.atom"), asked.url(), asked.url(), asked.q, groups)
    return answer_feed(feed, page, before)


@pages.get("/places/<code>.atom")
def place(code: str) -> Response:
    """Reports about a place and what lies below it.

    Raises:
        NotFound: there is no such place, or several.
    """
    codes = resolve_place(code)
    region = read_divisions().find_by_code(codes[0]) if len(codes) == 1 else None
    if region is None:
        raise NotFound(f"没有代码为“{code[:20]}”的地区，请从地区的页面上订阅。")
    address = f"/places/{region.code}"
    # The country has everything below it: reports of the central government are its own.
    wanted = AdditionFilter(() if region.code == WHOLE else region.codes)
    return _answer(Feed(f"{region.name}的报告", f"{address}.atom", address, address), wanted)


@pages.get("/bodies/<series>.atom")
def body(series: str) -> Response:
    """Reports of a body, under whichever of its names.

    Raises:
        NotFound: nothing is held of such a body.
    """
    wanted = AdditionFilter(series=series)
    newest = the_archive().additions.list_newest(wanted, 1)
    if not newest:
        raise NotFound(f"档案中没有编号为“{series[:80]}”的机构，请从报告的页面上订阅。")
    path = f"/bodies/{quote(series, safe='')}.atom"
    return _answer(Feed(f"{newest[0].body}的报告", path, f"/reports/{quote(newest[0].id)}", path), wanted)


def _answer(feed: Feed, wanted: AdditionFilter) -> Response:
    before = _read_before()
    return answer_feed(feed, _list(wanted, before), before)


def _list(wanted: AdditionFilter, before: int) -> AdditionPage:
    return list_additions(the_archive(), wanted, current_app.config.get(ENTRIES, _USUAL_ENTRIES), before)


def _read_before() -> int:
    """Return which page the address asks for, 0 for the first.

    Raises:
        QueryError: it is no number.
    """
    return number(request.args.get("before"), 0, _LAST, "before")


def _name_search(asked: Asked) -> str:
    filters = "、".join(value for name, value in asked.pairs() if name != "q")
    words = f"检索“{asked.q[:80]}”" if asked.q else "全部报告"
    return f"{words}（{filters[:80]}）" if filters else words

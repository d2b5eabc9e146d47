"""`/concordance`: every place where a phrase stands, on one line with what is before and after it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from indexer.errors import QueryError
from indexer.export import FORMATS
from indexer.export.rows import list_concordance
from indexer.report.names import KIND_NAMES
from indexer.search.auditing.concordance import CONCORDANCE_SORTS, Concordance, Occurrence
from web.api.parameters import describe
from web.context import the_archive, the_settings
from web.display.download import SUFFIXES, download, read_terms
from web.parameters.concordance import LINES, MOST_LINES, ConcordanceAsked
from web.parameters.paging import list_pages
from web.parameters.scope import check_text
from web.parameters.trend import TrendAsked

pages = Blueprint("concordance", __name__)


@dataclass(frozen=True, slots=True)
class ConcordancePage:
    """A page of lines.

    Attributes:
        pages: number of pages; last: of those, the last that can be asked for; numbers: those linked to.
        resorted: whether there are too many places for the order that was asked for.
    """

    lines: tuple[Occurrence, ...]
    total: int
    page: int
    pages: int
    last: int
    numbers: list[int]
    resorted: bool


@pages.get("/concordance")
def concordance() -> Response:
    """The form, and a page of lines; 400 with the form where the question has no meaning."""
    asked, problem, found = ConcordanceAsked(), "", None
    try:
        asked = _read()
        found = _turn_to(asked, _find(asked)) if asked.q else None
    except QueryError as error:
        problem = error.message
    page = render_template(
        "concordance.html",
        asked_lines=asked,
        found=found,
        problem=problem,
        sorts=CONCORDANCE_SORTS,
        sizes=(LINES, MOST_LINES),
        kinds=KIND_NAMES,
        trend=TrendAsked((asked.q,), asked.scope).url(),
        files=[(suffix.upper(), asked.on_page(1).url(f"/concordance.{suffix}")) for suffix in FORMATS],
    )
    return make_response(page, QueryError.status if problem else 200)


@pages.get(f"/concordance.<{SUFFIXES}:suffix>")
def listing(suffix: str) -> Response:
    """All lines as a file.

    Raises:
        QueryError: the question has no meaning.
    """
    asked = replace(_read(), page=1)
    query = asked.query(the_settings())
    return download(list_concordance(query, _find(asked), read_terms(asked.url())), suffix)


@pages.get("/api/concordance")
@describe(
    "一页逐句对照：词语的每一处，连同前后文",
    "one_q year district section kind lines_sort size page",
    "Concordance",
    "检索",
)
def concordance_json() -> Response:
    """A page of lines for scripts.

    Raises:
        QueryError: the question has no meaning.
    """
    asked = _read()
    found = _turn_to(asked, concordance := _find(asked))
    return jsonify(
        {
            "query": asked.query(the_settings()).typed,
            "total": found.total,
            "page": found.page,
            "pages": found.pages,
            "sort": concordance.sort.value,
            "lines": [line.to_json() for line in found.lines],
        }
    )


def _read() -> ConcordanceAsked:
    check_text(request.args, request.query_string)
    return ConcordanceAsked.read(request.args, the_settings())


def _find(asked: ConcordanceAsked) -> Concordance:
    return the_archive().auditing.find_places(asked.query(the_settings()), asked.sort)


def _turn_to(asked: ConcordanceAsked, found: Concordance) -> ConcordancePage:
    start, pages = (asked.page - 1) * asked.size, -(-found.total // asked.size)
    last = min(pages, the_settings().max_page)
    return ConcordancePage(
        found.list_lines(start, start + asked.size),
        found.total,
        asked.page,
        pages,
        last,
        list_pages(asked.page, last),
        found.sort is not asked.sort,
    )

"""`/trend`: how many reports say a phrase, by year and by place."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from indexer.errors import QueryError
from indexer.export import FORMATS
from indexer.export.rows import list_trend
from indexer.report.names import KIND_NAMES
from indexer.search.auditing.trend import MOST_PHRASES, Trend
from web.api.parameters import describe
from web.context import the_archive, the_settings
from web.display.charts.trend import TrendView, lay_out_trend
from web.display.download import SUFFIXES, download, read_terms
from web.parameters.scope import check_text
from web.parameters.trend import SHOWN, TrendAsked

pages = Blueprint("trend", __name__)

_FIELDS = 3
"""Fields for phrases that the form begins with."""


@pages.get("/trend")
def trend() -> Response:
    """The form, and what was counted; 400 with the form where the question has no meaning."""
    asked, problem, view = TrendAsked(), "", None
    try:
        asked = _read()
        view = _lay_out(asked) if asked.q else None
    except QueryError as error:
        problem = error.message
    page = render_template(
        "trend.html",
        asked_trend=asked,
        fields=min(max(_FIELDS, len(asked.q) + 1), MOST_PHRASES),
        view=view,
        problem=problem,
        shown=SHOWN,
        kinds=KIND_NAMES,
        files=[(suffix.upper(), asked.url(f"/trend.{suffix}")) for suffix in FORMATS],
    )
    return make_response(page, QueryError.status if problem else 200)


@pages.get(f"/trend.<{SUFFIXES}:suffix>")
def listing(suffix: str) -> Response:
    """The numbers as a file, a row for each phrase, place and year.

    Raises:
        QueryError: the question has no meaning.
    """
    asked = _read()
    return download(list_trend(_count(asked), read_terms(asked.url())), suffix)


@pages.get("/api/trend")
@describe("词语在多少份报告里出现，按年度和地区", "phrases year district section kind", "Trend", "检索")
def trend_json() -> Response:
    """The same for scripts.

    Raises:
        QueryError: the question has no meaning.
    """
    return jsonify(_count(_read()).to_json())


def _read() -> TrendAsked:
    check_text(request.args, request.query_string)
    return TrendAsked.read(request.args)


def _count(asked: TrendAsked) -> Trend:
    phrases = asked.phrases(the_settings())
    if not phrases:
        raise QueryError("请写要看的词语，例如 q=加装电梯。")
    return the_archive().auditing.count_trend(phrases, asked.scope.query(the_settings()))


def _lay_out(asked: TrendAsked) -> TrendView | None:
    trend = _count(asked)
    if not trend.total.held:
        raise QueryError("所选的地区、年度和类型没有收录报告，请放宽一些再试。")
    return lay_out_trend(trend, asked)

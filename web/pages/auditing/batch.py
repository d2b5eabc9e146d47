"""`/batch`: how many reports say each of a list of phrases, by place and year.

A list may be too long for an address, so it is sent by a form; what fits into an address has one.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from flask import Blueprint, current_app, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from indexer.errors import QueryError
from indexer.export import FORMATS
from indexer.export.rows import list_batch
from indexer.report.names import KIND_NAMES
from indexer.search.auditing.batch import MOST_PHRASES, BatchRow, CountedList, read_lines
from web.context import the_archive, the_settings
from web.display.charts.trend import format_phrase
from web.display.download import SUFFIXES, download, read_terms
from web.parameters.batch import BatchAsked
from web.parameters.scope import check_text

pages = Blueprint("batch", __name__)

SECONDS = "BATCH_SECONDS"
"""Key of `app.config` for the processor time of counting, in seconds."""
_USUAL_SECONDS = 1.0
"""Half of what a request has."""
_LONGEST_ADDRESS = 6000
_MOST_CELLS = 4000
"""Numbers of a table that people can still read; files have all of them."""


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch laid out.

    Attributes:
        heads: the phrases as people write them.
        rows: as many as a page shows; more: those left out.
        problems: what could not be counted.
    """

    batch: CountedList
    heads: tuple[str, ...]
    rows: tuple[BatchRow, ...]
    more: int
    problems: tuple[str, ...]


@pages.route("/batch", methods=["GET", "POST"])
def batch() -> Answer:
    """The form, and what was counted; 400 with the form where the question has no meaning."""
    asked, problem, view = BatchAsked(), "", None
    try:
        asked = _read()
        if request.method == "POST" and asked.lines and len(asked.url()) <= _LONGEST_ADDRESS:
            return redirect(asked.url(), 303)
        if asked.lines or request.method == "POST":
            view = _lay_out(asked)
    except QueryError as error:
        problem = error.message
    page = render_template(
        "batch.html",
        asked_batch=asked,
        view=view,
        problem=problem,
        most=MOST_PHRASES,
        kinds=KIND_NAMES,
        formats=list(FORMATS),
        left=asked.of(view.batch.left) if view and view.batch.left else None,
    )
    return make_response(page, QueryError.status if problem else 200)


@pages.route(f"/batch.<{SUFFIXES}:suffix>", methods=["GET", "POST"])
def listing(suffix: str) -> Answer:
    """The numbers as a file, a row for each phrase and place.

    Raises:
        QueryError: the question has no meaning.
    """
    asked = _read()
    counted, _ = _count(asked)
    address = asked.url()
    terms = read_terms(address if len(address) <= _LONGEST_ADDRESS else "/batch")
    return download(list_batch(counted, terms), suffix)


def _read() -> BatchAsked:
    check_text(request.values, request.query_string)
    asked = BatchAsked.read(request.values)
    file = request.files.get("file")
    if file and file.filename:
        lines = read_lines(file.read(), file.filename)
        asked = asked.with_lines((*asked.lines, *(line.strip() for line in lines if line.strip())))
    return asked


def _count(asked: BatchAsked) -> tuple[CountedList, tuple[str, ...]]:
    """Return what was counted in time, and what could not be read."""
    until = time.thread_time() + current_app.config.get(SECONDS, _USUAL_SECONDS)
    listed, scope = asked.phrases(the_settings()), asked.scope.query(the_settings())
    counted = the_archive().auditing.count_batch(listed.phrases, scope, lambda: time.thread_time() > until)
    return counted, listed.problems


def _lay_out(asked: BatchAsked) -> BatchView:
    counted, problems = _count(asked)
    most = max(_MOST_CELLS // (len(counted.counts.years) + 1), 1)
    rows = tuple(counted.rows())
    heads = tuple(format_phrase(phrase) for phrase in counted.phrases)
    return BatchView(counted, heads, rows[:most], max(len(rows) - most, 0), problems)

"""`/targets`: what was aimed at in numbers, and what came of it."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from indexer.errors import QueryError
from indexer.export.rows import list_targets
from indexer.indicators.comparison import JUDGEMENT_NAMES, MEASURE_NAMES
from indexer.indicators.register import read_register
from web.api.parameters import describe
from web.context import the_archive
from web.display.download import SUFFIXES, download, read_terms
from web.display.figures.form import offer
from web.display.figures.targets import TargetsChoice, choose_targets, name_body
from web.parameters.targets import SORTS, TargetsAsked

pages = Blueprint("targets", __name__)


@pages.get("/targets")
def targets() -> Response:
    """The form, and targets beside results; 400 with the form where the question has no meaning."""
    asked = TargetsAsked.read(request.args)
    problem = ""
    try:
        choice = choose_targets(the_archive(), asked)
    except QueryError as error:
        problem = error.message
        choice = TargetsChoice(asked, the_archive().list_indicator_bodies(), (), ())
    page = render_template(
        "targets.html",
        choice=choice,
        asked_targets=choice.asked,
        form=offer(the_archive(), choice.asked.to_figures()),
        districts=[area for area in the_archive().counts.list_areas() if area.codes],
        names={body.series: name_body(body) for body in (*choice.bodies, *choice.chosen)},
        measures=MEASURE_NAMES,
        judgements=JUDGEMENT_NAMES,
        sorts=SORTS,
        problem=problem,
        files=[(s.upper(), choice.asked.url(f"/targets.{s}")) for s in ("csv", "xlsx", "json")],
    )
    return make_response(page, 400 if problem else 200)


@pages.get(f"/targets.<{SUFFIXES}:suffix>")
def listing(suffix: str) -> Response:
    """What `/targets` shows, a row for each target with its result.

    Raises:
        QueryError: it has no meaning.
    """
    choice = choose_targets(the_archive(), TargetsAsked.read(request.args))
    return download(list_targets(choice.results(), _describe(choice), read_terms(choice.asked.url())), suffix)


@pages.get("/api/targets")
@describe(
    "工作报告的目标和后来的结果", "one_district body one_year indicator targets_sort", "Targets", "数字"
)
def targets_json() -> Response:
    """The same for scripts: every target with its result and both places."""
    choice = choose_targets(the_archive(), TargetsAsked.read(request.args))
    return jsonify({"results": [result.to_json() for result in choice.results()]})


def _describe(choice: TargetsChoice) -> str:
    """What was asked for: the body or district, the indicator, the year."""
    asked = choice.asked
    parts = (
        "、".join(map(name_body, choice.chosen)) or asked.district,
        read_register()[asked.indicator].name if asked.indicator else "",
        f"{asked.year} 年" if asked.year else "历年",
    )
    return " · ".join(part for part in parts if part)

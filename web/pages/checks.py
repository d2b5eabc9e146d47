"""`/checks`: what the rules found in the tables, each finding with its cell and what people judged of it."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from indexer.errors import QueryError
from indexer.export.rows import list_findings
from indexer.figures.finding import OUTCOME_NAMES
from indexer.figures.results import Findings, Judged
from indexer.figures.rules import RULES
from indexer.search.results import FacetValue
from indexer.verdict import Subject, Verdict
from web.context import the_archive, the_settings
from web.display.download import SUFFIXES, download, site
from web.parameters.checks import OPINIONS, ChecksAsked
from web.parameters.paging import numbers

pages = Blueprint("checks", __name__)

_ON_A_PAGE = 20


@pages.get("/checks")
def checks() -> Response:
    """A page of findings with filters; 400 where the filters make no sense."""
    try:
        asked = ChecksAsked.read(request.args)
        asked, wanted = asked.filter(the_settings(), the_archive().verdicts)
    except QueryError as error:
        return make_response(render_template("checks_error.html", message=error.message), error.status)
    found = the_archive().findings(wanted, _ON_A_PAGE, (asked.page - 1) * _ON_A_PAGE)
    last = -(-found.total // _ON_A_PAGE)
    page = render_template(
        "checks.html",
        asked_checks=asked,
        found=found,
        opinions=OPINIONS,
        items=[(judged, verdict) for judged, verdict in _judged(found)],
        rules={rule.id: rule for rule in RULES},
        facets=_facets(asked, found),
        districts=[area for area in the_archive().areas() if area.codes],
        last=last,
        numbers=numbers(asked.page, last),
        files=[(s.upper(), asked.on_page(1).url(f"/checks.{s}")) for s in ("csv", "xlsx", "json")],
    )
    return make_response(page)


@pages.get(f"/checks.<{SUFFIXES}:suffix>")
def findings(suffix: str) -> Response:
    """All findings that the filters let through, as a file.

    Raises:
        QueryError: the filters make no sense.
    """
    asked, archive = ChecksAsked.read(request.args), the_archive()
    asked, wanted = asked.filter(the_settings(), archive.verdicts)
    listing = list_findings(
        archive,
        wanted,
        asked.facts(),
        the_settings().max_export_rows,
        site(),
        f"{site()}{asked.on_page(1).url()}",
    )
    return download(listing, suffix)


@pages.get("/api/checks")
def findings_json() -> Response:
    """The same for scripts; errors are JSON."""
    return findings("json")


def _judged(found: Findings) -> list[tuple[Judged, Verdict | None]]:
    keys = (judged.finding.key for judged in found.items)
    verdicts = the_archive().verdicts.of(Subject.FINDING, keys)
    return [(judged, verdicts.get(judged.finding.key)) for judged in found.items]


def _facets(asked: ChecksAsked, found: Findings) -> dict[str, tuple[str, list[FacetValue]]]:
    """Name and values of every filter that has boxes; chosen values stay, with whatever they give."""
    rules = {rule.id: rule.name for rule in RULES}
    counted: dict[str, tuple[str, dict[str, str], dict[str, int]]] = {
        "outcome": (
            "结果",
            {o.value: name for o, name in OUTCOME_NAMES.items()},
            {o.value: n for o, n in found.outcomes.items()},
        ),
        "year": ("年度", {}, {str(year): n for year, n in found.years.items() if year is not None}),
        "rule": ("规则", rules, found.rules),
    }
    facets = {}
    for part, (name, names, counts) in counted.items():
        chosen = asked.chosen(part)
        known = list(names) or sorted({*counts, *chosen}, reverse=True)
        values = [
            FacetValue(value, names.get(value, value), counts.get(value, 0), value in chosen)
            for value in known
            if part != "rule" or value in counts or value in chosen
        ]
        facets[part] = name, values
    return facets

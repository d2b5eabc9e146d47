"""`/checks`: what the rules found in the tables, each finding with its cell and what people judged of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, request

from indexer.archive.finding_filter import OPINIONS
from indexer.errors import QueryError
from indexer.export.rows import list_findings
from indexer.figures.finding import OUTCOME_NAMES
from indexer.figures.results import FindingFilter, Findings, ReportFinding
from indexer.figures.rules import RULE_NAMES, RULES
from indexer.report.names import FACET_NAMES
from indexer.search.facets.values import FacetValue
from indexer.search.query.values import parse_years
from indexer.verdict import Subject, Verdict
from web.api.parameters import describe
from web.context import the_archive
from web.display.download import SUFFIXES, download, read_terms
from web.loss import read_verdicts
from web.parameters.checks import ChecksAsked
from web.parameters.paging import list_pages

pages = Blueprint("checks", __name__)

_ON_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class _Facet:
    """A filter with boxes: its parameter, its name, and a box for each value."""

    part: str
    name: str
    values: tuple[FacetValue, ...]


@pages.get("/checks")
def checks() -> Response:
    """A page of findings with filters; 400 where the filters make no sense."""
    try:
        asked = ChecksAsked.read(request.args)
        asked, wanted = asked.filter(the_archive().verdicts)
    except QueryError as error:
        return make_response(render_template("checks_error.html", message=error.message), error.status)
    found = the_archive().findings.find(wanted, _ON_A_PAGE, (asked.page - 1) * _ON_A_PAGE)
    last = -(-found.total // _ON_A_PAGE)
    page = render_template(
        "checks.html",
        asked_checks=asked,
        found=found,
        opinions=OPINIONS,
        items=[(judged, verdict) for judged, verdict in _judged(found)],
        rules={rule.id: rule for rule in RULES},
        facets=_list_facets(asked, wanted, found),
        districts=[area for area in the_archive().counts.list_areas() if area.codes],
        last=last,
        numbers=list_pages(asked.page, last),
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
    asked, wanted = asked.filter(archive.verdicts)
    listing = list_findings(archive, wanted, asked.facts(), read_terms(asked.on_page(1).url()))
    return download(listing, suffix)


@pages.get("/api/checks")
@describe(
    "统计表核对的结果，全部一次给出", "year district rule outcome body report verdict page", "Listing", "数字"
)
def findings_json() -> Response:
    """The same for scripts; errors are JSON."""
    return findings("json")


def _judged(found: Findings) -> list[tuple[ReportFinding, Verdict | None]]:
    keys = (judged.finding.key for judged in found.items)
    verdicts = read_verdicts(Subject.FINDING, keys)
    return [(judged, verdicts.get(judged.finding.key)) for judged in found.items]


def _list_facets(asked: ChecksAsked, wanted: FindingFilter, found: Findings) -> list[_Facet]:
    """Every filter that has boxes; chosen values stay, with whatever they give."""
    outcomes = tuple(
        FacetValue(outcome, name, found.outcomes.get(outcome, 0), outcome in wanted.outcomes)
        for outcome, name in OUTCOME_NAMES.items()
    )
    rules = tuple(
        FacetValue(rule, name, found.rules.get(rule, 0), rule in wanted.rules)
        for rule, name in RULE_NAMES.items()
        if rule in found.rules or rule in wanted.rules
    )
    return [
        _Facet("outcome", "结果", outcomes),
        _Facet("year", FACET_NAMES["year"], tuple(_list_years(asked, found))),
        _Facet("rule", "规则", rules),
    ]


def _list_years(asked: ChecksAsked, found: Findings) -> Iterator[FacetValue]:
    """Years with findings and what was chosen, be it a range, newest first."""
    counts = {str(year): number for year, number in found.years.items() if year is not None}
    for span in parse_years(asked.year):
        within = [
            number
            for year, number in found.years.items()
            if (year is None) == span.without
            and (year is None or (span.first or 0) <= year <= (span.last or year))
        ]
        counts[span.value] = sum(within)
    for value in sorted(counts, reverse=True):
        yield FacetValue(value, value, counts[value], value in asked.year)

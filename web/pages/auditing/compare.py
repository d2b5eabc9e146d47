"""`/compare`: the same section of two reports (two places, or two years) side by side, also as a file."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, make_response, render_template, request, url_for

from indexer.errors import NotFound, QueryError
from indexer.export import FORMATS
from indexer.export.rows import list_comparison
from indexer.report.anchor import format_anchor
from indexer.report.comparison.alignment import AlignedLine, AlignedRow
from indexer.report.names import KIND_NAMES
from web.api.parameters import describe
from web.context import the_archive
from web.display.download import SUFFIXES, download, read_terms
from web.display.reports.compare import ChosenSide, Comparison, align_all, compare_sides
from web.parameters.compare import CompareAsked
from web.parameters.scope import check_text

pages = Blueprint("compare", __name__)


@pages.get("/compare")
def compare() -> Response:
    """The form, and two reports; 400 with the form where the question has no meaning.

    Raises:
        NotFound: there is no report of an id.
    """
    asked, problem, found = CompareAsked(), "", None
    try:
        asked = _read()
        found = None if asked.is_blank else compare_sides(the_archive(), asked)
    except QueryError as error:
        problem = error.message
    page = render_template(
        "compare.html",
        asked_compare=asked,
        found=found,
        problem=problem,
        kinds=KIND_NAMES,
        files=_list_files(found) if found else (),
    )
    return make_response(page, QueryError.status if problem else 200)


@pages.get(f"/compare.<{SUFFIXES}:suffix>")
def listing(suffix: str) -> Response:
    """All sections side by side as a file, or the one that `section=` names.

    Raises:
        QueryError: the question has no meaning.
        NotFound: one of the reports is not held.
    """
    asked, found = _find()
    for side in (found.left, found.right):
        if side.missing:
            raise NotFound(side.missing)
    left, right = found.left.record, found.right.record
    if not left or not right:
        raise NotFound("没有可以对照的另一份报告，请另选地区或年度。")
    sections = align_all(found, asked)
    return download(list_comparison(left, right, sections, read_terms(asked.url())), suffix)


@pages.get("/api/compare")
@describe(
    "两份报告的同一部分，说同一件事的段落放在一行",
    "two_reports two_places two_years one_kind one_section",
    "Comparison",
    "报告",
)
def compare_json() -> Response:
    """One section side by side for scripts.

    Raises:
        QueryError: the question has no meaning.
        NotFound: there is no report of an id.
    """
    _, found = _find()
    return jsonify(
        {
            "kind": found.kind.value,
            "left": _describe(found.left),
            "right": _describe(found.right),
            "sections": [{"section": number, "name": name} for number, name in found.sections],
            "section": found.section,
            "rows": [_show(row, found) for row in found.rows],
        }
    )


def _read() -> CompareAsked:
    check_text(request.args, request.query_string)
    return CompareAsked.read(request.args)


def _find() -> tuple[CompareAsked, Comparison]:
    asked = _read()
    if asked.is_blank:
        raise QueryError("请写明两份报告，例如 place=广州市&place=深圳市&year=2021&year=2021。")
    return asked, compare_sides(the_archive(), asked)


def _list_files(found: Comparison) -> list[tuple[str, str]]:
    """Names and addresses of files of the reports that are shown."""
    if not (found.left.record and found.right.record):
        return []
    asked = CompareAsked().of_reports(found.left.record.id, found.right.record.id)
    return [(suffix.upper(), asked.url(f"/compare.{suffix}")) for suffix in FORMATS]


def _describe(side: ChosenSide) -> dict[str, Any]:
    record = side.record
    return {
        "report": record.id if record else None,
        "title": record.report.title if record else "",
        "body": record.report.body if record else "",
        "place": side.place,
        "year": record.report.year if record else side.number,
        "missing": side.missing,
    }


def _show(row: AlignedRow, found: Comparison) -> dict[str, Any]:
    left, right = found.left.record, found.right.record
    return {
        "left": [_show_line(line, left.id, found.section) for line in row.left if left],
        "right": [_show_line(line, right.id, found.section) for line in row.right if right],
    }


def _show_line(line: AlignedLine, report: str, section: int) -> dict[str, Any]:
    anchor = format_anchor(section, line.number)
    return {
        "line": line.number,
        "table_rows": line.rows,
        "sentences": [{"text": text, "same": same} for text, same in line.sentences],
        "url": url_for("reports.report", report_id=report, _anchor=anchor),
    }

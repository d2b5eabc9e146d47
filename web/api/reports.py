"""`/api/reports`: the reports one after the other, and each whole."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, jsonify, request

from indexer.archive.catalogue.additions import Addition, AdditionFilter
from indexer.errors import NotFound, QueryError
from indexer.report.names import KIND_NAMES
from indexer.report.place_names import resolve_place
from indexer.report.regions import WHOLE, read_divisions
from web.api.lists import answer_list, choose_fields, read_list
from web.api.parameters import describe
from web.api.whole_report import describe_whole
from web.context import the_archive

pages = Blueprint("api_reports", __name__, url_prefix="/api")


@pages.get("/reports")
@describe(
    "现行的报告，按收录的先后",
    "one_district one_year one_kind one_body cursor limit fields",
    "ReportList",
    "报告",
)
def reports() -> Response:
    """Current reports in the order of adding, page by page: what is added comes to stand at the end.

    Raises:
        QueryError: a parameter makes no sense.
        NotFound: there is no such place, or several.
    """
    asked = read_list()
    found = the_archive().additions.list_after(_read_filter(), asked.limit + 1, asked.number)
    items = [_describe(addition) for addition in found[: asked.limit]]
    following = str(found[asked.limit - 1].sequence) if len(found) > asked.limit else ""
    return answer_list("reports", items, following)


@pages.get("/reports/<report_id>")
@describe("一份报告的全部：章节、段落、表格、核对、承诺、损坏、版本和来历", "fields", "Report", "报告")
def report(report_id: str) -> Response:
    """A report whole.

    Raises:
        Moved, NotFound: there is no such report by this id.
        QueryError: there is no such field.
    """
    record = the_archive().read_report(report_id)
    (chosen,) = choose_fields([describe_whole(the_archive(), record)])
    return jsonify(chosen)


def find_codes(name: str) -> tuple[str, ...]:
    """Return the codes of the division that a parameter names, from the top down; () for all.

    Raises:
        NotFound: there is no such place, or several.
    """
    if not name:
        return ()
    codes = resolve_place(name)
    region = read_divisions().find_by_code(codes[0]) if len(codes) == 1 else None
    if region is None:
        why = "不止一处，请用代码" if codes else "没有找到，请核对名称或代码"
        raise NotFound(f"地区“{name[:40]}”{why}。")
    return () if region.code == WHOLE else region.codes


def _read_filter() -> AdditionFilter:
    args = request.args
    year, kind = args.get("year", "").strip(), args.get("kind", "").strip()
    if year and not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise QueryError(f"“{year[:20]}”不是年度，请写四位数字，例如 2023。")
    if kind and kind not in KIND_NAMES:
        raise QueryError(f"没有类型“{kind[:20]}”，请用 {' 或 '.join(KIND_NAMES)}。")
    return AdditionFilter(
        find_codes(args.get("district", "").strip()),
        args.get("body", "").strip(),
        year=int(year) if year else None,
        kind=kind,
    )


def _describe(addition: Addition) -> dict[str, Any]:
    address = f"/reports/{quote(addition.id)}"
    return {
        "id": addition.id,
        "title": addition.title,
        "kind": addition.kind,
        "year": addition.year,
        "region": list(addition.region),
        "body": addition.body,
        "sample": addition.sample,
        "added": addition.added,
        "sha256": addition.sha256,
        "url": address,
        "whole": f"/api{address}",
    }

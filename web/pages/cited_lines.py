"""`/reports/<id>/lines/<anchor>`: one paragraph with its reference, and what became of it since."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for

from indexer.archive.catalogue.records import Record
from indexer.errors import NotFound
from indexer.report.cited_line import (
    AdjacentLines,
    CitedVersion,
    find_adjacent_lines,
    find_cited_line,
    hash_report_text,
    make_cited_version,
)
from web.context import the_archive
from web.display.reports.citations import make_citation, name_place, to_text
from web.host import make_permanent_address

pages = Blueprint("cited_lines", __name__, url_prefix="/reports")

_VERSIONS = 20
"""Other versions that are looked through for the one that was cited."""


@dataclass(frozen=True, slots=True)
class Since:
    """What became of a report since it was cited.

    Attributes:
        same_report: whether the report's text is as it was; same_line: whether the line's is.
        cited: id of another version that is as it was, "" where none is known.
    """

    same_report: bool
    same_line: bool
    cited: str = ""


@pages.get("/<report_id>/lines/<anchor>")
def cited_line(report_id: str, anchor: str) -> str:
    """A paragraph with its reference; `v=` is the version that somebody cited.

    Raises:
        NotFound: there is no such report, or it never had such a paragraph as far as anybody said.
    """
    record = the_archive().read_report(report_id)
    line, cited = find_cited_line(record.report, anchor), CitedVersion.parse(request.args.get("v", ""))
    if line is None and cited is None:
        raise NotFound("这份报告里没有这一段，请从报告页面上点段落左侧的编号。")
    version = make_cited_version(record.report, line) if line else None
    since = _compare(record, version, cited) if cited else None
    permanent = make_permanent_address(
        url_for(".cited_line", report_id=record.id, anchor=anchor, v=str(version) if version else None)
    )
    place = name_place(record, line) if line else ""
    reference = to_text(make_citation(record, permanent, place))
    return render_template(
        "cited_line.html",
        record=record,
        report=record.report,
        line=line,
        adjacent=find_adjacent_lines(record.report, line) if line else AdjacentLines(),
        anchor=anchor,
        place=place,
        reference=f"“{line.text.strip()}”——{reference}" if line else "",
        address=permanent,
        version=version,
        cited=cited,
        since=since,
    )


def _compare(record: Record, version: CitedVersion | None, cited: CitedVersion) -> Since:
    if version and version == cited:
        return Since(True, True)
    archive = the_archive()
    others = (
        other
        for other in record.versions[:_VERSIONS]
        if hash_report_text(archive.read_report(other).report) == cited.report
    )
    return Since(
        hash_report_text(record.report) == cited.report,
        version is not None and version.line == cited.line,
        next(others, ""),
    )

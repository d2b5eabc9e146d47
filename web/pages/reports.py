"""`/reports/<id>`: a report whole, every paragraph with an address, and the file it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request, send_file, url_for

from indexer.archive.catalogue.records import Record
from indexer.archive.files import Original
from indexer.errors import QueryError
from indexer.report.comparison.similarity import compare
from web.context import the_archive, the_settings
from web.display.linked_data import describe_report
from web.display.names import format_day
from web.display.reports.citations import FORMS, list_meta, make_citation, to_text
from web.display.reports.findings import check_report
from web.display.reports.report import read
from web.host import make_permanent_address
from web.parameters.search import Asked, check

pages = Blueprint("reports", __name__, url_prefix="/reports")

_VERSIONS = 20
_WEB = re.compile("https?://", re.I)
"""Versions told of, the last first: the text of each is compared."""


@pages.get("/<report_id>")
def report(report_id: str) -> str:
    """A report; `?q=` marks what was searched, `?repairs=0` leaves repaired places unmarked.

    A query without meaning marks nothing and is said.

    Raises:
        NotFound: there is no such report.
    """
    record = the_archive().read_report(report_id)
    typed, tree, doubt = request.args.get("q", "").strip(), None, ""
    if typed:
        try:
            check(request.args, request.query_string)
            tree = the_archive().interpret(Asked(q=typed).query(the_settings())).tree
        except QueryError as error:
            doubt = error.message
    checked = check_report(the_archive(), report_id)
    address = make_permanent_address(url_for("reports.report", report_id=record.id))
    cited = make_citation(record, address)
    link = record.report.url  # as the page has it: it may be no address at all
    return render_template(
        "report.html",
        record=record,
        described=describe_report(record),
        series=the_archive().additions.find_series(record.id),
        report=record.report,
        reading=read(record.report, tree, checked.faults),
        checked=checked,
        commitments=the_archive().commitments.list_report(report_id),
        page=request.full_path.rstrip("?"),
        typed=typed,
        doubt=doubt,
        repairs_shown=request.args.get("repairs") != "0",
        link=link if _WEB.match(link) else "",
        citation=to_text(cited),
        citation_forms={suffix: form.name for suffix, form in FORMS.items() if suffix != "txt"},
        citation_meta=list_meta(cited, f"{address}/original"),
        added=format_day(record.source.added),
        attached=the_archive().files.list_attached(record),
        versions=_versions(record),
        resembling=the_archive().find_similar(record.report, record.source.sha256),
    )


@dataclass(frozen=True, slots=True)
class Version:
    """Another version of a report.

    Attributes:
        added: the day it was taken in.
        origin: its file's name, or the address that it came from.
        same: how much of the text is the same.
        shown: whether it is the one that searches find.
    """

    id: str
    added: str
    origin: str
    same: str
    shown: bool


def _versions(record: Record) -> list[Version]:
    found = []
    for other in record.versions[:_VERSIONS]:
        version = the_archive().read_report(other)
        source, share = version.source, compare(record.report, version.report)
        same = "文字完全相同" if share == 1 else f"文字约 {min(round(share * 100), 99)}% 相同"
        found.append(
            Version(
                other,
                format_day(source.added),
                source.address or source.name,
                same,
                not version.superseded_by,
            )
        )
    return found


@pages.get("/<report_id>/original")
def original(report_id: str) -> Response:
    """The original file, byte for byte, always as a download.

    Raises:
        NotFound: there is no such report, or its original is gone.
    """
    return _send(the_archive().files.find_original(report_id))


@pages.get("/<report_id>/attached/<sha256>")
def attached(report_id: str, sha256: str) -> Response:
    """A spreadsheet that belongs to a report, byte for byte, always as a download.

    Raises:
        NotFound: there is no such report, or no such spreadsheet of it.
    """
    return _send(the_archive().files.find_attached(report_id, sha256))


def _send(found: Original) -> Response:
    name = "".join(char if char.isprintable() and char not in '/\\"' else "_" for char in found.name)
    response = send_file(
        found.serve(),
        mimetype=found.mimetype,
        as_attachment=True,
        download_name=name or "original",
        etag=found.sha256,
    )
    # A page from elsewhere: whatever it holds, it runs nothing here.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    return response

"""`/staff/correct`, `/staff/show`: mending what is published, its originals untouched."""

from __future__ import annotations

from contextlib import suppress

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from indexer.archive.catalogue.records import Record
from indexer.archive.contributions.corrections import Correction
from indexer.errors import ArchiveBusy, ArchiveError, CorrectionError, NotFound, SourceError
from indexer.ingest.amend import correct, show
from indexer.ingest.opened import OpenedFile, open_file, read_published
from web.auth.sign_in import for_signed_in, read_signed_in
from web.context import the_archive, the_readers, the_settings
from web.display.staff import find_other, notify_busy, notify_replacement
from web.parameters.corrections import parse_identity

pages = Blueprint("amend", __name__, url_prefix="/staff")


@pages.route("/correct/<report_id>", methods=["GET", "POST"])
@for_signed_in
def correct_report(report_id: str) -> str | Response:
    """Correct kind, year, body and division of a published report, beside its file and another report.

    Raises:
        NotFound: there is no such report.
    """
    record, known = the_archive().read_report(report_id), the_archive().read_correction(report_id)
    problem, wrong = "", ""
    if request.method == "POST":
        try:
            correction = parse_identity(request.form, known, read_signed_in())
            replacement = correct(report_id, correction, the_settings())
        except (CorrectionError, ArchiveBusy, SourceError) as error:
            problem, wrong = error.message, getattr(error, "part", "")
        else:
            notify_replacement("已按您的改正重新读取并发布。", replacement)
            return redirect(url_for("reports.report", report_id=replacement.id), 303)
    opened: OpenedFile | None = None
    with suppress(SourceError, NotFound, ArchiveError):  # its original is gone: what is published can be seen
        opened = open_file(*read_published(report_id, the_readers()), the_readers())
    others = list(dict.fromkeys((*record.versions, *_list_similar(record))))
    return render_template(
        "staff_correct.html",
        record=record,
        opened=opened,
        others=others,
        other=find_other(others, request.args.get("other", "")),
        corrected=known.parts,
        known=_typed(record, known),
        problem=problem,
        wrong=wrong,
        said=request.form,
    )


@pages.route("/show/<report_id>", methods=["GET", "POST"])
@for_signed_in
def show_report(report_id: str) -> str | Response:
    """Ask, then have an older version of a report shown instead of the newer one.

    Raises:
        NotFound: there is no such report.
    """
    record = the_archive().read_report(report_id)
    here = url_for("reports.report", report_id=report_id)
    if not record.superseded_by:
        flash("检索显示的已经是这一份。")
        return redirect(here, 303)
    if request.method == "GET":
        return render_template("staff_show.html", record=record, shown=_shown_for(record))
    try:
        replacement = show(report_id, the_settings(), read_signed_in())
    except ArchiveBusy as busy:
        notify_busy(busy)
        return redirect(here, 303)
    notify_replacement("检索从现在起显示这一份。", replacement)
    return redirect(url_for("reports.report", report_id=replacement.id), 303)


def _shown_for(record: Record) -> Record:
    """The version that searches find instead of an older one."""
    while record.superseded_by:
        record = the_archive().read_report(record.superseded_by)
    return record


def _typed(record: Record, known: Correction) -> dict[str, str]:
    """What was corrected before, as it is typed."""
    region = record.report.region
    path = "/".join(region.path) if region and known.region else ""
    return {"kind": known.kind, "year": str(known.year or ""), "body": known.body, "region": path}


def _list_similar(record: Record) -> list[str]:
    return [other.id for other in the_archive().find_similar(record.report, record.source.sha256)]

"""`/staff/correct`, `/staff/show`: mending what is published, its originals untouched."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from indexer.archive.catalogue.records import Record
from indexer.archive.corrections import Correction, parse_correction
from indexer.errors import ArchiveBusy, CorrectionError
from indexer.ingest.amend import correct, show
from indexer.ingest.replacement import Replacement
from web.auth.sign_in import for_signed_in, read_signed_in
from web.context import the_archive, the_settings

pages = Blueprint("amend", __name__, url_prefix="/staff")

_PARTS = ("year", "body", "region")
_UNCHANGED = "这次没有改动任何东西。"


@pages.route("/correct/<report_id>", methods=["GET", "POST"])
@for_signed_in
def correct_report(report_id: str) -> str | Response:
    """Correct year, body and division of a published report.

    Raises:
        NotFound: there is no such report.
    """
    record, known = the_archive().read_report(report_id), the_archive().read_correction(report_id)
    problem = ""
    if request.method == "POST":
        said = {name: request.form.get(name, "") for name in _PARTS}
        try:
            replacement = correct(report_id, parse_correction(**said, who=read_signed_in()), the_settings())
        except (CorrectionError, ArchiveBusy) as error:
            problem = error.message
        else:
            tell_replacement("已按您的改正重新读取并发布。", replacement)
            return redirect(url_for("reports.report", report_id=replacement.id), 303)
    return render_template(
        "staff_correct.html",
        record=record,
        corrected=known.parts,
        known=_typed(record, known),
        problem=problem,
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
        replacement = show(report_id, the_settings())
    except ArchiveBusy as busy:
        flash(busy.message + _UNCHANGED)
        return redirect(here, 303)
    tell_replacement("检索从现在起显示这一份。", replacement)
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
    return {"year": str(known.year or ""), "body": known.body, "region": path}


def tell_replacement(done: str, replacement: Replacement) -> None:
    """Have the next page say what was done to a report, and what that means for others."""
    flash(done)
    if replacement.id != replacement.former_id:
        flash(f"编号由 {replacement.former_id} 改为 {replacement.id}；原来的网址会转到这里。")
    if not replacement.is_current:
        flash("档案中还有收录得更晚的同一份报告，检索显示那一份；要显示这一份，请点“改为显示这一份”。")
    if replacement.now_superseded:
        flash(f"检索不再显示 {'、'.join(replacement.now_superseded)}，它成为这份报告的旧版本。")
    if replacement.now_current:
        flash(f"检索重新显示 {'、'.join(replacement.now_current)}。")

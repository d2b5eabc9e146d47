"""`/staff/withdraw`, `/staff/withdrawn`: a report is taken out with its reason, and brought back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from indexer.archive.preservation.withdrawn import list_withdrawn
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveBusy, ArchiveDamaged, NotFound, SourceError
from indexer.ingest.remove import remove, undo_removal
from web.auth.sign_in import for_signed_in, read_signed_in
from web.context import the_archive, the_settings
from web.display.staff import notify_busy, notify_replacement

pages = Blueprint("withdrawals", __name__, url_prefix="/staff")

_MOST_SHOWN = 200


@pages.route("/withdraw/<report_id>", methods=["GET", "POST"])
@for_signed_in
def withdraw(report_id: str) -> str | Response:
    """Ask, then take a report out of the archive.

    Raises:
        NotFound: there is no such report.
    """
    record = the_archive().read_report(report_id)
    if request.method == "GET":
        return render_template("staff_withdraw.html", record=record)
    try:
        remove(report_id, the_settings(), read_signed_in(), request.form.get("reason", ""))
    except ArchiveBusy as busy:
        notify_busy(busy)
        return redirect(url_for("staff.staff"), 303)
    flash(f"已撤下《{record.report.title[:60]}》；若撤错了，可以在下面恢复。")
    return redirect(url_for("withdrawals.withdrawn"), 303)


@pages.get("/withdrawn")
@for_signed_in
def withdrawn() -> str:
    """What was withdrawn, by whom and why."""
    found = list_withdrawn(Home.of(the_settings()))
    return render_template("staff_withdrawn.html", withdrawn=found[:_MOST_SHOWN], count=len(found))


@pages.post("/undo/<report_id>")
@for_signed_in
def undo(report_id: str) -> Response:
    """Bring a withdrawn report back as it was."""
    try:
        done = undo_removal(report_id, the_settings(), read_signed_in())
    except (ArchiveBusy, ArchiveDamaged, NotFound, SourceError) as error:
        flash(f"没有恢复：{error.message}")
        return redirect(url_for("withdrawals.withdrawn"), 303)
    notify_replacement("已恢复这份报告，读者又能检索和阅读它。", done)
    return redirect(url_for("reports.report", report_id=done.id), 303)

"""`/reports/<id>/beside`: the text of a report beside the file that it was read from, for everybody."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from indexer.errors import NotFound
from indexer.ingest.opened import ShownFile, show_file
from web.context import the_archive
from web.display.shown_file import respond

pages = Blueprint("originals", __name__, url_prefix="/reports")


@pages.get("/<report_id>/beside")
def beside(report_id: str) -> str:
    """The text as it was read, and the file itself where a browser can show it.

    Raises:
        NotFound: there is no such report, or its original is gone.
    """
    record = the_archive().read_report(report_id)
    return render_template("report_beside.html", record=record, report=record.report, shown=_show(record.id))


@pages.get("/<report_id>/original/shown")
def shown(report_id: str) -> Response:
    """The file for the frame of that page.

    Raises:
        NotFound: there is none, or a browser cannot show it.
    """
    found = _show(report_id)
    if found is None:
        raise NotFound("浏览器不能显示这种文件，请下载后打开。")
    return respond(found)


def _show(report_id: str) -> ShownFile | None:
    original = the_archive().files.find_original(report_id)
    return show_file(original.read(), original.name)

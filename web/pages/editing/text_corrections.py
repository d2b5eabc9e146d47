"""`/staff/waiting/<sha256>/…`, `/staff/correct/<id>/…`: the file itself; its headings and tables mended."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from indexer.archive.contributions.acts import clean_reason
from indexer.archive.contributions.corrections import Correction
from indexer.archive.contributions.text_corrections import list_tables
from indexer.errors import ArchiveBusy, CorrectionError, NotFound, SourceError
from indexer.ingest.amend import correct
from indexer.ingest.opened import OpenedFile, open_file, read_published, show_file
from web.auth.sign_in import for_signed_in, read_signed_in
from web.context import the_readers, the_settings, the_staging
from web.display.shown_file import respond
from web.display.staff import notify_replacement
from web.parameters.corrections import cut_rows, name_cell, parse_cells, parse_headings

pages = Blueprint("text_corrections", __name__, url_prefix="/staff/<any(waiting, correct):where>/<key>")


@pages.get("/original")
@for_signed_in
def original(where: str, key: str) -> Response:
    """The file as a browser can show it, for a frame beside what was read.

    Raises:
        NotFound: there is none, or a browser cannot show it.
    """
    data, name = the_staging().read_file(key) if where == "waiting" else read_published(key, the_readers())
    shown = show_file(data, name)
    if not shown:
        raise NotFound("浏览器不能显示这种文件，请下载后打开。")
    return respond(shown)


@pages.route("/headings", methods=["GET", "POST"])
@for_signed_in
def headings(where: str, key: str) -> str | Answer | tuple[str, int]:
    """Correct the headings of sections.

    Raises:
        NotFound: there is no such file.
    """
    opened, problem, wrong, status = _open(where, key), "", "", 200
    if request.method == "POST":
        try:
            found = parse_headings(request.form, opened.read, opened.correction.headings)
            return _apply(where, key, replace(opened.correction, headings=found))
        except (CorrectionError, ArchiveBusy, SourceError) as error:
            problem, wrong, status = error.message, getattr(error, "part", ""), error.status
    page = {"where": where, "key": key, "opened": opened, "said": request.form}
    return render_template("staff_headings.html", **page, problem=problem, wrong=wrong), status


@pages.route("/tables/<int:place>", methods=["GET", "POST"])
@for_signed_in
def table(where: str, key: str, place: int) -> str | Answer | tuple[str, int]:
    """Correct cells of a table; `?from=` shows the rows from there on.

    Raises:
        NotFound: there is no such table.
    """
    opened, problem, wrong, status = _open(where, key), "", "", 200
    tables = list_tables(opened.read.sections)
    if not 1 <= place <= len(tables):
        raise NotFound("这份报告没有这张表。")
    known = opened.correction.cells
    if request.method == "POST":
        try:
            found = parse_cells(request.form, place, tables[place - 1], known)
            return _apply(where, key, replace(opened.correction, cells=found))
        except (CorrectionError, ArchiveBusy, SourceError) as error:
            problem, wrong, status = error.message, getattr(error, "part", ""), error.status
    typed = request.args.get("from", "0")
    first = int(typed) if typed.isdecimal() and len(typed) < 6 else 0
    rows = list(cut_rows(tables[place - 1], first))
    page = render_template(
        "staff_table.html",
        where=where,
        key=key,
        opened=opened,
        place=place,
        count=len(tables),
        rows=rows,
        first=first,
        following=first + len(rows) if first + len(rows) < tables[place - 1].height else 0,
        corrected={name_cell(each): each for each in known if each.table == place},
        name_cell=name_cell,
        problem=problem,
        wrong=wrong,
        said=request.form,
    )
    return page, status


def _open(where: str, key: str) -> OpenedFile:
    """Open a file that waits, or the original of a report.

    Raises:
        NotFound: there is none.
        SourceError, ArchiveDamaged: it cannot be read.
    """
    if where == "waiting":
        return the_staging().open_file(key)
    return open_file(*read_published(key, the_readers()), the_readers())


def _apply(where: str, key: str, correction: Correction) -> Answer:
    """Keep a correction, and lead on to where it can be seen.

    Raises:
        CorrectionError, ArchiveBusy, SourceError: it cannot be applied.
    """
    reason = clean_reason(request.form.get("reason", ""))
    correction = replace(correction, who=read_signed_in(), reason=reason)
    if where == "waiting":
        item = the_staging().correct(key, correction)
        flash(f"已按您的改正重新读取 {item.name}。")
        return redirect(url_for("staff.waiting", sha256=key), 303)
    done = correct(key, correction, the_settings())
    notify_replacement("已按您的改正重新读取并发布。", done)
    return redirect(url_for("amend.correct_report", report_id=done.id), 303)

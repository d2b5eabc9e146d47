"""`/staff`: files come in, are seen as they were understood, mended, published; reports are withdrawn.

Off, and 404, where nobody can sign in. Nothing is kept in a process: files wait in the home.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Blueprint, current_app, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from indexer.archive.catalogue.records import Record, Run
from indexer.archive.contributions.acts import Act, Acts
from indexer.archive.contributions.corrections import Corrections
from indexer.archive.search_counts import SearchSummary
from indexer.archive.storage.home import Home
from indexer.errors import (
    ArchiveBusy,
    ArchiveError,
    ArchiveMissing,
    CorrectionError,
    NianbaoError,
    NotFound,
    SourceError,
)
from indexer.ingest.opened import OpenedFile, ShownFile, show_file
from indexer.ingest.staging.item import STANDING_NAMES, Standing, Waiting
from web.auth.sign_in import for_signed_in, read_signed_in
from web.context import the_archive, the_scans, the_settings, the_staging
from web.display.staff import find_other, notify_busy
from web.language.sentences import localize_plain
from web.parameters.corrections import parse_identity
from web.search_counter import the_counter

pages = Blueprint("staff", __name__, url_prefix="/staff")

_MOST_SAID = 5
"""Sentences shown after an upload: they travel in the cookie."""
_MOST_LINKS = 20
"""Published reports that are led to; the record of what was done has them all."""
_ACTS_SHOWN, _ACTS_ON_A_PAGE = 10, 100
_STATUS = {"added": "收录", "updated": "更新", "unchanged": "早已收录", "skipped": "略过", "failed": "失败"}


@pages.get("")
@for_signed_in
def staff() -> str:
    """What waits, what was done, and what was searched for; `?done=` says what became of a publication."""
    searches, trouble = _read_search_counts()
    waiting = _sort(the_staging().list_all())
    recognising = _go_on(waiting)
    done = _find_act(request.args.get("done", ""))
    return render_template(
        "staff.html",
        waiting=waiting,
        recognising=recognising,
        standings=[(each, sum(item.standing == each for item in waiting)) for each in STANDING_NAMES],
        done=done,
        published=_read_reports(done),
        acts=_acts().list_last(_ACTS_SHOWN),
        runs=_runs(),
        searches=searches,
        trouble=trouble,
    )


@pages.get("/acts")
@for_signed_in
def acts() -> str:
    """What staff did, the newest first; `?before=` pages on."""
    found = _acts().list_last(_ACTS_ON_A_PAGE + 1, request.args.get("before", ""))
    shown, more = found[:_ACTS_ON_A_PAGE], len(found) > _ACTS_ON_A_PAGE
    return render_template("staff_acts.html", acts=shown, before=shown[-1].id if more else "")


@pages.post("/upload")
@for_signed_in
def upload() -> Response:
    """Take files into the waiting area."""
    area, taken, refused = the_staging(), 0, list[str]()
    for file in request.files.getlist("files"):
        if not file.filename:
            continue
        try:
            one = area.take(file.read(), file.filename, read_signed_in())
            taken += len(one.items)
            refused += one.refused
        except NianbaoError as error:
            refused.append(error.message)
    if taken:
        flash(f"收到 {taken} 个文件，请核对后发布。")
    elif not refused:
        flash("没有选择文件。")
    _tell(refused)
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return Response(status=204)  # the script shows the page anew, with what was said
    return redirect(url_for("staff.staff"), 303)


@pages.get("/recognition")
@for_signed_in
def recognition() -> Response:
    """How far the recognition of each waiting scan is, a sentence by the sum of the file, as JSON: for the
    script of the page, which has the same sentences.
    """
    items = the_staging().list_all()
    _go_on(items)
    return jsonify({item.sha256: localize_plain(item.progress) for item in items if item.progress})


@pages.post("/publish")
@for_signed_in
def publish() -> Response:
    """Publish the chosen files, or let them go."""
    area, chosen = the_staging(), request.form.getlist("file")
    if not chosen:
        flash("没有选中文件。")
    elif request.form.get("do") == "discard":
        flash(f"已丢弃 {area.discard_all(chosen, read_signed_in())} 个文件。")
    else:
        try:
            publication = area.publish(chosen, read_signed_in())
        except ArchiveBusy as busy:
            notify_busy(busy)
            return redirect(url_for("staff.staff"), 303)
        except ArchiveError as error:
            current_app.logger.error("publishing: %s", error.message)
            flash(f"{error.message}没有发布的都还在这里，处理之后可以再发布。")
            return redirect(url_for("staff.staff"), 303)
        outcomes = publication.outcomes
        counts = {name: sum(o.status == status for o in outcomes) for status, name in _STATUS.items()}
        if gone := len(set(chosen)) - len(outcomes):
            counts["已由他人发布或丢弃"] = gone
        flash("发布完毕：" + "，".join(f"{name} {n} 个" for name, n in counts.items() if n) + "。")
        _tell([f"{outcome.path}：{outcome.message}" for outcome in outcomes if outcome.message])
        done = publication.act
        return redirect(url_for("staff.staff", done=done.id if done and done.reports else None), 303)
    return redirect(url_for("staff.staff"), 303)


@pages.route("/waiting/<sha256>", methods=["GET", "POST"])
@for_signed_in
def waiting(sha256: str) -> str | Response:
    """All that was understood of a file, beside the file itself and a published report; it can be corrected.

    Raises:
        NotFound: it waits no longer.
    """
    area = the_staging()
    item, problem, wrong = area.get(sha256), "", ""
    if request.method == "POST":
        try:
            before = Corrections(Home.of(the_settings())).read(sha256)
            area.correct(sha256, parse_identity(request.form, before, read_signed_in()))
        except CorrectionError as error:
            problem, wrong = error.message, error.part
        else:
            flash(f"已按您的改正重新读取 {item.name}。")
            return redirect(url_for("staff.staff"), 303)
    opened: OpenedFile | None = None
    shown: ShownFile | None = None
    try:
        opened = area.open_file(sha256)
    except SourceError:  # the page says why, as the list does, and shows the file
        shown = show_file(*area.read_file(sha256))
    other = find_other([other.id for other in item.others], request.args.get("other", ""))
    page = {"item": item, "opened": opened, "shown": shown, "other": other, "said": request.form}
    return render_template("staff_file.html", **page, problem=problem, wrong=wrong)


def _go_on(items: Iterable[Waiting]) -> bool:
    """Whether files wait to be recognised; if so, have that go on where a restart stopped it."""
    found = any(item.standing is Standing.RECOGNISING for item in items)
    if found and the_scans().is_offered:
        the_scans().start()
    elif found:  # it was installed when they came: now they are read as they are
        the_staging().recognise_next()
    return found


def _acts() -> Acts:
    return Acts(Home.of(the_settings()))


def _find_act(act_id: str) -> Act | None:
    try:
        return _acts().get(act_id) if act_id else None
    except (NotFound, ArchiveError):
        return None


def _read_reports(act: Act | None) -> list[Record]:
    """The reports that something was done to, as they are now: as many as a page shows."""
    found = []
    for report_id in act.reports[:_MOST_LINKS] if act else ():
        try:
            found.append(the_archive().read_report(report_id))
        except (NotFound, ArchiveError):
            continue  # withdrawn, or renamed, meanwhile
    return found


def _sort(items: Sequence[Waiting]) -> list[Waiting]:
    """Waiting files: what needs a look comes first."""
    order = list(STANDING_NAMES)
    return sorted(items, key=lambda item: order.index(item.standing))


def _tell(sentences: list[str]) -> None:
    for sentence in sentences[:_MOST_SAID]:
        flash(sentence[:200])
    if len(sentences) > _MOST_SAID:
        flash(f"另有 {len(sentences) - _MOST_SAID} 个文件未能收下。")


def _runs() -> tuple[Run, ...]:
    try:
        return the_archive().list_runs()
    except ArchiveMissing:
        return ()


def _read_search_counts() -> tuple[SearchSummary | None, str]:
    """What was searched for, up to now, and what hinders counting; neither where searches are not counted."""
    counter, trouble = the_counter(current_app), ""
    if not counter:
        return None, ""
    try:
        counter.write()
    except ArchiveError as error:
        trouble = error.message
    try:
        return counter.stored.summarize(), trouble
    except ArchiveError as error:
        return None, error.message

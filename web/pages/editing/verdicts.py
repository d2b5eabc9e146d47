"""`/verdicts`: judging a finding or a commitment, and how it was judged before."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from indexer.errors import NotFound, VerdictError
from indexer.verdict import VERDICT_NAMES, Subject, Verdict
from web.auth.sign_in import for_signed_in, keep_local, read_signed_in
from web.context import the_archive

pages = Blueprint("verdicts", __name__, url_prefix="/verdicts")


@pages.post("")
@for_signed_in
def give() -> Response:
    """Take a verdict down and lead back to where it was given; what makes no sense can be mended."""
    typed = {name: request.form.get(name, "") for name in ("key", "value", "note", "link")}
    subject, back = _subject(request.form.get("subject", "")), keep_local(request.form.get("back", "/"))
    verdicts = the_archive().verdicts
    try:
        the_archive().judge(Verdict(subject, who=read_signed_in(), at="", **typed))
    except VerdictError as error:
        current = verdicts.read(subject, [typed["key"]]).get(typed["key"])
        typed["back"] = back
        page = render_template(
            "verdict_again.html", subject=subject, current=current, typed=typed, message=error.message
        )
        return Response(page, 400, mimetype="text/html")
    return redirect(back, 303)


@pages.get("/<subject>/<key>")
def history(subject: str, key: str) -> str:
    """All verdicts on something, newest first.

    Raises:
        NotFound: there is none.
    """
    found = the_archive().verdicts.list_history(_subject(subject), key)
    if not found:
        raise NotFound("还没有人对此提出意见。")
    return render_template("verdicts.html", verdicts=found, back=keep_local(request.args.get("back", "/")))


def _subject(name: str) -> Subject:
    if name not in list(VERDICT_NAMES):
        abort(400)
    return Subject(name)

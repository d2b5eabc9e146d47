"""`/verdicts`: judging a finding or a commitment, and how it was judged before."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from indexer import VERDICT_NAMES, NotFound, Subject
from web.context import the_archive
from web.sign_in import for_signed_in, local, signed_in

pages = Blueprint("verdicts", __name__, url_prefix="/verdicts")


@pages.post("")
@for_signed_in
def give() -> Response:
    """Take a verdict down and lead back to where it was given.

    Raises:
        VerdictError: it makes no sense.
    """
    said = {name: request.form.get(name, "") for name in ("note", "link")}
    subject = _subject(request.form.get("subject", ""))
    key, value = request.form.get("key", ""), request.form.get("value", "")
    the_archive().verdicts.give(subject, key, value, who=signed_in(), **said)
    return redirect(local(request.form.get("back", "/")), 303)


@pages.get("/<subject>/<key>")
def history(subject: str, key: str) -> str:
    """All verdicts on something, newest first.

    Raises:
        NotFound: there is none.
    """
    found = the_archive().verdicts.history(_subject(subject), key)
    if not found:
        raise NotFound("还没有人对此提出意见。")
    return render_template("verdicts.html", verdicts=found, back=local(request.args.get("back", "/")))


def _subject(name: str) -> Subject:
    if name not in list(VERDICT_NAMES):
        abort(400)
    return Subject(name)

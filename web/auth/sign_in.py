"""Signing in: who may judge and publish. Off, and without a cookie, as long as there is neither an account
nor the hash of a shared password; it is there as soon as the first account is.

People have names and passwords of their own (`auth.accounts`), or one password is shared by the staff of a
house and each gives a name; it is beside what they do. Forms are guarded by Flask-WTF, wrong passwords are
counted by `limits`. Sessions are cookies signed with a key that lies in the home; a new shared password
ends all of them, a new password of one's own or the end of an account one's own. Who signs out ends his,
whoever has a copy of the cookie: it is noted for as long as it would have lasted.
"""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import ParamSpec, TypeVar, cast

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_wtf.csrf import CSRFError, CSRFProtect
from limits import RateLimitItemPerMinute
from limits.strategies import FixedWindowRateLimiter
from werkzeug.wrappers import Response as Answer

from indexer.archive.storage.home import Home
from indexer.errors import ArchiveError, StaffError
from indexer.settings import Settings
from web import deadline
from web.auth import accounts, sessions
from web.auth import storage as attempts
from web.auth.sessions import is_offered
from web.context import the_settings
from web.problem import answer

_WRONG_PASSWORDS = RateLimitItemPerMinute(5)
"""From one address, whichever worker is asked."""
_SESSION = timedelta(hours=12)
_COUNTS, _OPEN = "nianbao-sign-in-counts", "nianbao-open-forms"

P = ParamSpec("P")
R = TypeVar("R")
Page = Response | Answer | str


def install(app: Flask, settings: Settings) -> None:
    """Have people sign in while there are accounts or a password hash is set; tell templates who has."""
    accounts.install(app, settings)
    sessions.install(app, settings)
    app.jinja_env.globals.update(
        signed_in=read_signed_in,
        sign_in_offered=lambda: is_offered(app),
        has_account=lambda: bool(session.get("mark")),
    )
    app.config.update(
        SESSION_COOKIE_NAME="nianbao",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=_SESSION,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
    )
    app.extensions[_OPEN] = set[str]()
    app.before_request(_refuse_forms)
    CSRFProtect(app)
    app.extensions[_COUNTS] = attempts.AttemptStorage(Home.of(settings))

    pages = Blueprint("sign_in", __name__)
    for path, name, page in (("", "sign_in", _sign_in), ("/password", "password", _change_password)):
        pages.add_url_rule(f"/sign-in{path}", name, _limit(page), methods=["GET", "POST"])
    pages.add_url_rule("/sign-out", "sign_out", _sign_out, methods=["POST"])
    app.register_blueprint(pages)
    app.register_error_handler(CSRFError, _forged)
    app.after_request(_keep_private)


def open_forms(app: Flask, pages: Blueprint) -> None:
    """Let everybody send the forms of some pages: they change nothing."""
    cast(CSRFProtect, app.extensions["csrf"]).exempt(pages)
    app.extensions[_OPEN].add(pages.name)


def read_signed_in() -> str:
    """Name of the person who is signed in, "" for everybody else."""
    if not is_offered(current_app) or not session.get("who"):
        return ""
    if "ended" not in g:  # asked several times for a page
        try:
            ended = bool(_counts().get(_ending(session.get("id", ""))))
        except ArchiveError:  # it is not known, and somebody may have ended it
            ended = True
        g.ended = ended or not accounts.is_valid(session["who"], session.get("mark", ""))
    return "" if g.ended else cast(str, session["who"])


def for_signed_in(page: Callable[P, R]) -> Callable[P, R | Answer]:
    """A page for people who are signed in: others sign in first; 404 where nobody can."""

    @functools.wraps(page)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Answer:
        if not is_offered(current_app):
            abort(404)
        if not read_signed_in():
            here = (
                request.full_path.rstrip("?")
                if request.method == "GET"
                else keep_local(request.referrer or "")
            )
            return redirect(url_for("sign_in.sign_in", next=here), 303)
        deadline.lift()
        return page(*args, **kwargs)

    return guarded


def keep_local(address: str) -> str:
    """An address on this portal as a path, `/` for any other: nobody is led elsewhere after a form."""
    path = address.removeprefix(request.host_url.rstrip("/"))
    if not path.startswith("/") or path.startswith("//") or "\\" in path or not path.isprintable():
        return "/"
    return path


def _limit(page: Callable[[], Page]) -> Callable[[], Page]:
    """A page that answers 403 to a wrong password, and no more than so many times a minute."""

    @functools.wraps(page)
    def counted_page() -> Page:
        if not is_offered(current_app):
            abort(404)
        if request.method != "POST":
            return page()
        # Counted before the password is looked at, which takes long enough for many to be sent meanwhile;
        # what was not wrong is given back.
        asker = "password", request.remote_addr or ""
        if not FixedWindowRateLimiter(_counts()).hit(_WRONG_PASSWORDS, *asker):
            return _refuse_attempt()
        answered = page()
        if not isinstance(answered, Response) or answered.status_code != 403:
            _counts().incr(_WRONG_PASSWORDS.key_for(*asker), _WRONG_PASSWORDS.get_expiry(), -1)
        return answered

    return counted_page


def _sign_in() -> Page:
    """The form; 403 with it where the password is wrong."""
    onward = keep_local(request.values.get("next", "/"))
    who = accounts.clean_signature(request.form.get("who", ""))
    if request.method == "GET":
        return render_template("sign_in.html", onward=onward, who=read_signed_in(), problem="", wrong=())
    if not who:
        return render_template("sign_in.html", onward=onward, who="", problem="请填写署名。", wrong=("who",))
    known = accounts.check(who, request.form.get("password", ""), the_settings().password_hash)
    if not known:
        problem = "姓名或密码不对，请重新输入。" if accounts.exist(current_app) else "密码不对，请重新输入。"
        wrong = ("who", "password") if accounts.exist(current_app) else ("password",)
        return Response(
            render_template("sign_in.html", onward=onward, who=who, problem=problem, wrong=wrong), 403
        )
    session.clear()
    session.permanent = True
    session["who"], session["mark"], session["id"] = known.who, known.mark, secrets.token_hex(16)
    return redirect(onward, 303)


def _change_password() -> Page:
    """The form by which a person with an account takes another password; 403 where the former is wrong."""
    if not read_signed_in() or not session.get("mark"):
        return redirect(url_for("sign_in.sign_in", next="/sign-in/password"), 303)
    typed = {name: request.form.get(name, "") for name in ("former", "password", "again")}
    problem, wrong, status = "", "", 200
    if request.method == "POST":
        if not accounts.check(session["who"], typed["former"]):
            problem, wrong, status = "现在的密码不对，请重新输入。", "former", 403
        elif typed["password"] != typed["again"]:
            problem, wrong = "两次输入的新密码不同，请重新输入。", "again"
        else:
            try:
                session["mark"] = accounts.set_password(session["who"], typed["password"]).mark
            except StaffError as error:
                problem, wrong = error.message, "password"
            else:
                flash("密码已更换；您在别处的登录已失效。")
                return redirect(url_for("staff.staff"), 303)
    return Response(render_template("password.html", problem=problem, wrong=wrong), status)


def _sign_out() -> Answer:
    if not is_offered(current_app):
        abort(404)
    if "id" in session:
        _counts().incr(_ending(session["id"]), int(_SESSION.total_seconds()))
    session.clear()
    return redirect(keep_local(request.form.get("next", "/")), 303)


def _counts() -> attempts.AttemptStorage:
    return cast(attempts.AttemptStorage, current_app.extensions[_COUNTS])


def _ending(session_id: str) -> str:
    return f"ended/{session_id}"


def _refuse_forms() -> None:
    """404 for what only people send who are signed in, while nobody can."""
    if request.method != "POST" or not request.endpoint:
        return
    if request.blueprint not in current_app.extensions[_OPEN] and not is_offered(current_app):
        abort(404)


def _forged(_error: CSRFError) -> Response:
    return answer(400, "forged", "这张表单已经过期，或者不是从本站提交的；请回到上一页，刷新后重新提交。")


def _refuse_attempt() -> Response:
    response = answer(429, "busy", "登录尝试过于频繁，请一分钟后再试。")
    response.headers["Retry-After"] = "60"
    return response


def _keep_private(response: Response) -> Response:
    """What somebody sees who is signed in is kept by no shared cache."""
    if session.accessed and session:
        response.headers["Cache-Control"] = "private, no-cache"
    return response

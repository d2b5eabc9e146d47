"""Signing in: who may judge and publish. Off, and without a cookie, unless a password hash is set.

One password is shared by the staff of a house; each gives a name, which is beside what they do.
Forms are guarded by Flask-WTF, wrong passwords are counted by Flask-Limiter. Sessions are cookies
signed with a key that lies in the home; a new password ends all of them. Who signs out ends his, whoever has
a copy of the cookie: it is noted for as long as it would have lasted.
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
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.sessions import SecureCookieSessionInterface
from flask_limiter import Limiter
from flask_limiter.errors import RateLimitExceeded
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.security import check_password_hash
from werkzeug.wrappers import Response as Answer

from indexer.settings import Settings
from web import deadline
from web.auth import storage as attempts
from web.auth.key import read_signing_key
from web.context import the_settings
from web.problem import answer

_WRONG_PASSWORDS = "5 per minute"
"""From one address, whichever worker is asked."""
_SESSION = timedelta(hours=12)
_LONGEST_NAME = 40
_ENDED = "nianbao-ended"

P = ParamSpec("P")
R = TypeVar("R")


class _Sessions(SecureCookieSessionInterface):
    """Cookies that travel over https alone where the portal is reached by it."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def install(app: Flask, settings: Settings) -> None:
    """Have people sign in where a password hash is set; give templates `signed_in()`."""
    app.jinja_env.globals.update(signed_in=read_signed_in, sign_in_offered=bool(settings.password_hash))
    if not settings.password_hash:
        return
    app.secret_key = read_signing_key(settings)
    app.session_interface = _Sessions()
    app.config.update(
        SESSION_COOKIE_NAME="nianbao",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=_SESSION,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
    )
    CSRFProtect(app)
    app.extensions[_ENDED] = attempts.FileStorage(path=str(settings.home / "attempts.sqlite"))
    limiter = Limiter(
        get_remote_address,
        app=app,
        storage_uri=f"{attempts.SCHEME}://",
        storage_options={"path": str(settings.home / "attempts.sqlite")},
        strategy="fixed-window",
    )

    # Counted before the password is looked at, which takes long enough for many to be sent meanwhile; what
    # was not wrong is given back.
    @limiter.limit(_WRONG_PASSWORDS, methods=["POST"])
    def sign_in() -> Response | Answer | str:
        page = _sign_in()
        if not isinstance(page, Response) or page.status_code != 403:
            for counted in limiter.current_limits:
                limiter.storage.incr(counted.key, counted.limit.get_expiry(), -1)
        return page

    pages = Blueprint("sign_in", __name__)
    pages.add_url_rule("/sign-in", "sign_in", sign_in, methods=["GET", "POST"])
    pages.add_url_rule("/sign-out", "sign_out", _sign_out, methods=["POST"])
    app.register_blueprint(pages)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(RateLimitExceeded, _too_often)
    app.after_request(_keep_private)


def read_signed_in() -> str:
    """Name of the person who is signed in, "" for everybody else."""
    if not the_settings().password_hash or not session.get("who"):
        return ""
    if "ended" not in g:  # asked several times for a page
        g.ended = bool(_ended().get(_ending(session.get("id", ""))))
    return "" if g.ended else cast(str, session["who"])


def for_signed_in(page: Callable[P, R]) -> Callable[P, R | Answer]:
    """A page for people who are signed in: others sign in first; 404 where nobody can."""

    @functools.wraps(page)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Answer:
        if not the_settings().password_hash:
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


def _sign_in() -> Response | Answer | str:
    """The form; 403 with it where the password is wrong."""
    onward = keep_local(request.values.get("next", "/"))
    who = " ".join(request.form.get("who", "").split())[:_LONGEST_NAME]
    if request.method == "GET":
        return render_template("sign_in.html", onward=onward, who=read_signed_in(), problem="")
    if not who:
        return render_template("sign_in.html", onward=onward, who="", problem="请填写署名。")
    if not check_password_hash(the_settings().password_hash, request.form.get("password", "")):
        page = render_template("sign_in.html", onward=onward, who=who, problem="密码不对，请重新输入。")
        return Response(page, 403)
    session.clear()
    session.permanent = True
    session["who"], session["id"] = who, secrets.token_hex(16)
    return redirect(onward, 303)


def _sign_out() -> Answer:
    if "id" in session:
        _ended().incr(_ending(session["id"]), int(_SESSION.total_seconds()))
    session.clear()
    return redirect(keep_local(request.form.get("next", "/")), 303)


def _ended() -> attempts.FileStorage:
    return cast(attempts.FileStorage, current_app.extensions[_ENDED])


def _ending(session_id: str) -> str:
    return f"ended/{session_id}"


def _forged(_error: CSRFError) -> Response:
    return answer(400, "forged", "这张表单已经过期，或者不是从本站提交的；请回到上一页，刷新后重新提交。")


def _too_often(_error: RateLimitExceeded) -> Response:
    response = answer(429, "busy", "登录尝试过于频繁，请一分钟后再试。")
    response.headers["Retry-After"] = "60"
    return response


def _keep_private(response: Response) -> Response:
    """What somebody sees who is signed in is kept by no shared cache."""
    if session.accessed and session:
        response.headers["Cache-Control"] = "private, no-cache"
    return response

"""Which language and which size of type a page is shown in: as its address says, a cookie remembers, or the
browser asks for. The cookies are set only where somebody chooses, and hold nothing but the choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from flask import Flask, Response, has_request_context, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from indexer.language.languages import LANGUAGES, SOURCE, Language, find_language
from web.parameters.address import quote_value

LANGUAGE, TYPE = "lang", "text"
"""Parameters of any address, and names of cookies."""
LARGE, NORMAL = "large", "normal"
"""Values of `text=`."""

_BY_VALUE = {language.value: language for language in LANGUAGES}
_DEPENDS_ON = ("Accept-Language", "Cookie")
_KEPT_SECONDS = 365 * 24 * 3600


class _Choice(NamedTuple):
    """What a request is answered in."""

    language: Language
    large: bool


_CURRENT: ContextVar[_Choice | None] = ContextVar("choice", default=None)
"""Of the request, once it was asked for: a page asks hundreds of times, and `g` takes five times as long."""


def install(app: Flask) -> None:
    """Remember what is chosen; tell caches what pages depend on; give templates the choices."""
    app.after_request(_remember)
    app.teardown_request(_forget)
    app.jinja_env.globals.update(
        page_language=read_language,
        is_large=is_large,
    )


def read_language() -> Language:
    """Return the language that the current request is answered in; that of the source outside of requests."""
    chosen = _CURRENT.get() or _read_choice()
    return chosen.language if chosen else SOURCE


def is_large() -> bool:
    """Whether the current request asks for large type."""
    chosen = _CURRENT.get() or _read_choice()
    return bool(chosen and chosen.large)


def begin_addresses(*names: str) -> list[str]:
    """Return the address of the current page for each name, to which a parameter of it may be appended;
    that of the home page where the page answers a form."""
    path = request.path
    if request.method not in ("GET", "HEAD") or path.startswith("//"):
        return ["/?" for _ in names]
    begin = f"{quote(path)}?"
    pairs = [
        (name, f"{quote_value(name)}={quote_value(given)}&") for name, given in request.args.items(multi=True)
    ]
    return [begin + "".join([pair for name, pair in pairs if name != other]) for other in names]


def _read_choice() -> _Choice | None:
    if not has_request_context():
        return None
    asked = request.args
    # Most have no cookies, and werkzeug would make a dictionary of them all the same.
    kept: Mapping[str, str] = request.cookies if "HTTP_COOKIE" in request.environ else {}
    # A `get` of what is not there makes werkzeug raise an error and catch it.
    language = _BY_VALUE.get((LANGUAGE in asked and asked[LANGUAGE]) or kept.get(LANGUAGE, ""))
    size = (TYPE in asked and asked[TYPE]) or ""
    large = (size if size in (LARGE, NORMAL) else kept.get(TYPE)) == LARGE
    chosen = _Choice(language or _match(request.environ.get("HTTP_ACCEPT_LANGUAGE", "")), large)
    _CURRENT.set(chosen)
    return chosen


@lru_cache(512)
def _match(accepted: str) -> Language:
    """The language of an `Accept-Language` header that comes first among those that there are."""
    for tag, _ in parse_accept_header(accepted, LanguageAccept) if accepted else ():
        if found := find_language(tag):
            return found
    return SOURCE


def _remember(response: Response) -> Response:
    if response.mimetype != "text/html":
        return response
    if "Vary" in response.headers:
        response.vary.update(_DEPENDS_ON)
    else:  # nearly always: werkzeug's set of headers is made for it alone
        response.headers["Vary"] = ", ".join(_DEPENDS_ON)
    asked = request.args
    if request.method == "GET" and (LANGUAGE in asked or TYPE in asked):
        if asked.get(LANGUAGE) in _BY_VALUE:
            _keep(response, LANGUAGE, asked[LANGUAGE])
        if asked.get(TYPE) == LARGE:
            _keep(response, TYPE, LARGE)
        elif asked.get(TYPE) == NORMAL:
            response.delete_cookie(TYPE, samesite="Lax", httponly=True, secure=request.is_secure)
    return response


def _forget(_error: BaseException | None) -> None:
    _CURRENT.set(None)


def _keep(response: Response, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=_KEPT_SECONDS, samesite="Lax", httponly=True, secure=request.is_secure
    )

"""Which language and which size of type a page is shown in: as its address says, a cookie remembers, or the
browser asks for. The cookies are set only where somebody chooses, and hold nothing but the choice.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, urlencode

from flask import Flask, Response, g, has_request_context, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from indexer.language.languages import LANGUAGES, SOURCE, Language, find_language

LANGUAGE, TYPE = "lang", "text"
"""Parameters of any address, and names of cookies."""
LARGE, NORMAL = "large", "normal"
"""Values of `text=`."""

_BY_VALUE = {language.value: language for language in LANGUAGES}
_KEPT_SECONDS = 365 * 24 * 3600


class Preference(NamedTuple):
    """A link that shows the same page otherwise."""

    url: str
    language: Language
    is_chosen: bool


def install(app: Flask) -> None:
    """Remember what is chosen; tell caches what pages depend on; give templates the choices."""
    app.after_request(_remember)
    app.jinja_env.globals.update(
        page_language=read_language,
        is_large=is_large,
        language_links=list_language_links,
        type_link=format_type_link,
    )


def read_language() -> Language:
    """Return the language that the current request is answered in; that of the source outside of requests."""
    try:
        # Asked hundreds of times a page: each look through the proxy `g` costs as much as a word.
        kept = g._get_current_object().__dict__
    except RuntimeError:
        return SOURCE
    found: Language | None = kept.get("language")
    if found is None:
        if not has_request_context():
            return SOURCE
        chosen = _BY_VALUE.get(request.args.get(LANGUAGE, "") or request.cookies.get(LANGUAGE, ""))
        found = kept["language"] = chosen or _match(request.headers.get("Accept-Language", ""))
    return found


def is_large() -> bool:
    """Whether the current request asks for large type."""
    asked = request.args.get(TYPE, "")
    return (asked if asked in (LARGE, NORMAL) else request.cookies.get(TYPE)) == LARGE


def list_language_links() -> Iterator[Preference]:
    """Yield the address of the current page in each language."""
    present, begin = read_language(), _begin_address(LANGUAGE)
    for language in LANGUAGES:
        yield Preference(f"{begin}{LANGUAGE}={language.value}", language, language is present)


def format_type_link() -> str:
    """Return the address of the current page in the other size of type."""
    return f"{_begin_address(TYPE)}{TYPE}={NORMAL if is_large() else LARGE}"


@lru_cache(512)
def _match(accepted: str) -> Language:
    """The language of an `Accept-Language` header that comes first among those that there are."""
    for tag, _ in parse_accept_header(accepted, LanguageAccept) if accepted else ():
        if found := find_language(tag):
            return found
    return SOURCE


def _begin_address(name: str) -> str:
    """The address of the current page, to which a parameter of this name may be appended; the home page's
    where the page answers a form."""
    if request.method not in ("GET", "HEAD") or request.path.startswith("//"):
        return "/?"
    pairs = [(key, given) for key, given in request.args.items(multi=True) if key != name]
    return f"{quote(request.path)}?{urlencode(pairs)}{'&' if pairs else ''}"


def _remember(response: Response) -> Response:
    if response.mimetype != "text/html":
        return response
    response.vary.update(("Accept-Language", "Cookie"))
    if request.method == "GET":
        if request.args.get(LANGUAGE) in _BY_VALUE:
            _keep(response, LANGUAGE, request.args[LANGUAGE])
        if request.args.get(TYPE) == LARGE:
            _keep(response, TYPE, LARGE)
        elif request.args.get(TYPE) == NORMAL:
            response.delete_cookie(TYPE, samesite="Lax", httponly=True, secure=request.is_secure)
    return response


def _keep(response: Response, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=_KEPT_SECONDS, samesite="Lax", httponly=True, secure=request.is_secure
    )

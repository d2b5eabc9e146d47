"""Everything that goes wrong as one plain page, or as JSON under /api: never a traceback."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Answer

from indexer.errors import (
    ArchiveError,
    ArchiveMissing,
    DatabaseUnreachable,
    EngineUnreachable,
    Moved,
    NianbaoError,
    NotFound,
    OriginalsUnreachable,
    QueryError,
)
from web.auth.sign_in import read_signed_in
from web.problem import FOR_SCRIPTS, TITLES, answer
from web.withdrawn import answer_withdrawn

_MESSAGES = {
    400: "网址或请求的写法有误，请回到首页重新检索。",
    404: "这个网址上没有页面，请检查网址，或从首页重新检索。",
    405: "这个网址只能用浏览器打开阅读，请从首页重新进入。",
    413: "发来的内容超过了本站接收的上限，请缩短后再试。",
    414: "网址超过了本站接收的长度，请缩短检索词后再试。",
    429: "您的访问过于频繁，请稍候再试。",
    500: "服务器在处理这个请求时出错，已记入日志，请稍后再试；若一再出现，请告知管理员。",
    503: "服务暂时不能使用，请稍后再试。",
}
_UNREACHABLE = {
    DatabaseUnreachable.code: "档案暂时不能使用，请过一会儿再试。",
    EngineUnreachable.code: "检索暂时不能使用，请过一会儿再试；报告本身照常可以打开阅读。",
    OriginalsUnreachable.code: "原文件暂时取不到，请过一会儿再试；检索和阅读照常。",
}
_PAUSE = 30
"""Seconds after which another machine that gave no answer may be asked again."""
_CODES = {400: "bad_request", 404: "not_found", 405: "method", 413: "too_large", 414: "too_long", 429: "busy"}


def install(app: Flask) -> None:
    """Answer every error."""
    app.register_error_handler(NianbaoError, _known)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unknown)
    app.register_error_handler(ArchiveMissing, _missing)
    app.register_error_handler(EngineUnreachable, _unreachable)
    app.register_error_handler(DatabaseUnreachable, _unreachable)
    app.register_error_handler(OriginalsUnreachable, _unreachable)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(Moved, _moved)


def _known(error: NianbaoError) -> Response:
    status = error.status if error.status in TITLES else 500
    message = error.message
    if not isinstance(error, QueryError) and status >= 500:
        # Such messages name folders of the server, which are staff's business: others find them in the log.
        _log(error)
        message = message if read_signed_in() else _MESSAGES[status]
    return answer(status, error.code, message)


def _not_found(error: NotFound) -> Response:
    return answer_withdrawn() or _known(error)


def _missing(error: ArchiveMissing) -> Response:
    if request.path.startswith(FOR_SCRIPTS):
        return answer(error.status, error.code, "档案中还没有报告，管理员收录报告后即可检索。")
    return make_response(render_template("missing.html"), error.status)


def _unreachable(error: ArchiveError) -> Response:
    """It may pass: who asks by a program is told when to ask again."""
    _log(error)
    response = answer(
        error.status, error.code, error.message if read_signed_in() else _UNREACHABLE[error.code]
    )
    response.headers["Retry-After"] = str(_PAUSE)
    return response


def _moved(error: Moved) -> Answer:
    """Lead on from the former id of a report or commitment, at whatever address; forms are not sent on."""
    values: dict[str, Any] = dict(request.view_args or {})
    named = [name for name, value in values.items() if value == error.was]
    if request.method not in ("GET", "HEAD") or not request.endpoint or not named:
        return _known(error)
    typed = request.query_string.decode("ascii", "ignore")
    address = url_for(request.endpoint, **values | {named[0]: error.now})
    response = redirect(f"{address}?{typed}" if typed else address, 308)
    # Lasting, but asked again each time: a correction may be corrected back.
    response.headers["Cache-Control"] = "no-cache"
    return response


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return error.get_response()  # type: ignore[return-value]  # redirects
    known = status if status in _MESSAGES else 400 if status < 500 else 500
    response = answer(
        status, _CODES.get(status, "internal" if status >= 500 else "bad_request"), _MESSAGES[known]
    )
    if error.code == 405:
        response.headers["Allow"] = "GET, HEAD, OPTIONS"
    return response


def _unknown(error: Exception) -> Response:
    _log(error)
    return answer(500, "internal", _MESSAGES[500])


def _log(error: Exception) -> None:
    # The path without its query: what people search for is not kept.
    current_app.logger.error("%s %s", request.method, request.path, exc_info=error)

"""How much one request may ask for, and how much a page may answer.

Whatever a page does grows with what its address holds: with bounds on that, each page has a bound. They stand
here once, in front of all pages, so that a page added later has them too.
"""

from __future__ import annotations

from flask import Flask, Response, abort, current_app, request

from indexer.errors import QueryError
from web.display.figures.comparison import MOST_BODIES
from web.problem import answer

MOST_VALUES = 20
"""Values that one parameter may have."""
_MOST_VALUES_OF = {"body": MOST_BODIES}
"""Other bounds: many bodies stand side by side."""
MOST_NAMES = 40
"""Different parameters of an address; no page knows half as many."""
LONGEST_PATH = 8000
"""Bytes of an address in front of its parameters."""
LONGEST_QUERY = 32 * 1024
"""Bytes of an address behind that: two hundred bodies by their names take 25,000."""
LARGEST_PAGE = 5_000_000
"""Bytes of a page; files, and lists that are taken away whole, may be larger."""


def install(app: Flask) -> None:
    """Refuse addresses that ask for too much, and pages that are too large."""
    app.before_request(_check_address)
    app.after_request(_check_page)


def _check_address() -> None:
    """Refuse an address that asks for too much.

    Raises:
        QueryError: too many values or parameters.
        RequestURITooLarge: it is too long.
    """
    if len(request.query_string) > LONGEST_QUERY or len(request.environ["PATH_INFO"]) > LONGEST_PATH:
        abort(414)
    if request.query_string.count(b"&") < MOST_VALUES:
        return  # so few values are neither too many of one parameter nor of too many
    if len(request.args) > MOST_NAMES:
        raise QueryError(f"网址中的参数超过 {MOST_NAMES} 种，请回到首页重新检索。")
    for name, values in request.args.lists():
        most = _MOST_VALUES_OF.get(name, MOST_VALUES)
        if len(values) > most:
            raise QueryError(
                f"网址中的参数 {name[:20]} 有 {len(values)} 个值，最多 {most} 个，请少选一些再试。"
            )


def _check_page(response: Response) -> Response:
    """Answer by one sentence in place of a page that is too large."""
    if response.is_streamed or (response.content_length or 0) <= LARGEST_PAGE:
        return response
    current_app.logger.error("%s: a page of %s bytes", request.path, response.content_length)
    return answer(413, "too_large", "这个页面的内容太多，无法显示；请缩小范围，报告可以下载原文件阅读。")

"""The page that says what went wrong, or its JSON."""

from __future__ import annotations

from flask import Response, jsonify, make_response, render_template, request

TITLES = {
    400: "这个请求无法处理",
    404: "没有找到",
    405: "不能这样访问",
    413: "内容太大",
    414: "网址太长",
    429: "访问太频繁",
    500: "程序出错",
    503: "暂时不能使用",
}
"""By HTTP status."""
FOR_SCRIPTS = ("/api/", "/healthz", "/livez", "/readyz")
"""Beginnings of addresses that answer JSON, errors too."""


def answer(status: int, code: str, message: str) -> Response:
    """An error page, or its JSON where a script asked."""
    if request.path.startswith(FOR_SCRIPTS):
        response = jsonify({"error": {"code": code, "message": message}})
    else:
        title = TITLES.get(status, "出错了")
        response = make_response(render_template("error.html", title=title, message=message, status=status))
    response.status_code = status
    return response

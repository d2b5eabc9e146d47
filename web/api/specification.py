"""`/api/openapi.json` and `/help/api`: the API described, from its routes and what is said beside them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from apispec import APISpec
from flask import Blueprint, Flask, Response, current_app, jsonify, render_template
from werkzeug.routing import Rule

from indexer import __version__
from web.api.parameters import PARAMETERS, Operation, describe, find_name
from web.api.schemas import SCHEMAS
from web.host import read_site_address

pages = Blueprint("specification", __name__)

_ERRORS = {
    400: "参数有误，或检索式没有意义",
    404: "没有找到",
    413: "内容太多",
    414: "网址太长",
    429: "请求太频繁；Retry-After 说等几秒",
    500: "程序出错",
    503: "暂时不能使用",
}
"""What every address of the API may answer beside what was asked for."""
_VARIABLES = {"report_id": "报告的编号", "key": "承诺的编号", "name": "地区的代码、名称或路径"}
_INTRODUCTION = (
    "政府年度报告全文检索的开放接口：不用登记，任何网站的脚本都可以读取（CORS）。"
    '字段只增不减，含义不变；出错时答复 {"error": {"code", "message"}}。'
    "答复带 ETag，未变的内容用 If-None-Match 询问得 304。"
)


@dataclass(frozen=True, slots=True)
class Described:
    """An address of the API with what it does.

    Attributes:
        path: as OpenAPI writes it (`/api/reports/{report_id}`).
        variables: names of the parts of the path that vary.
    """

    path: str
    variables: tuple[str, ...]
    operation: Operation


@pages.get("/api/openapi.json")
@describe("这份说明本身（OpenAPI 3.1）", tag="说明")
def openapi() -> Response:
    """The description of the API (OpenAPI 3.1)."""
    return jsonify(make_specification(current_app) | {"servers": [{"url": read_site_address() or "/"}]})


@pages.get("/help/api")
def help_page() -> str:
    """The same for people to read."""
    tags: dict[str, list[Described]] = {}
    for described in list_operations(current_app):
        tags.setdefault(described.operation.tag, []).append(described)
    return render_template(
        "api.html",
        tags=tags,
        parameters=PARAMETERS,
        find_name=find_name,
        schemas=SCHEMAS,
        errors=_ERRORS,
        variables=_VARIABLES,
        introduction=_INTRODUCTION,
    )


def list_operations(app: Flask) -> Iterator[Described]:
    """Yield every address under /api/ that is read, by path.

    Raises:
        AttributeError: a view does not say what it does (`describe`).
    """
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")]
    for rule in sorted(rules, key=lambda rule: rule.rule):
        if "GET" in (rule.methods or ()):
            yield Described(_format_path(rule), tuple(sorted(rule.arguments)), _find_operation(app, rule))


def make_specification(app: Flask) -> dict[str, Any]:
    """Return the description of an application's API, without the address of its server."""
    info = {"description": _INTRODUCTION, "license": {"name": "MIT", "identifier": "MIT"}}
    written = APISpec("年报检索", __version__, "3.1.0", info=info)
    for name, schema in SCHEMAS.items():
        written.components.schema(name, dict(schema))
    for status, meaning in _ERRORS.items():
        content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
        written.components.response(f"Error{status}", {"description": meaning, "content": content})
    for described in list_operations(app):
        written.path(described.path, operations={"get": _write_operation(described)})
    return written.to_dict()


def _find_operation(app: Flask, rule: Rule) -> Operation:
    view = app.view_functions[rule.endpoint]
    operation: Operation = inspect.unwrap(view).operation  # by `describe`
    return operation


def _format_path(rule: Rule) -> str:
    return re.sub(r"<(?:[^<>:]+:)?(\w+)>", r"{\1}", rule.rule)


def _write_operation(described: Described) -> dict[str, Any]:
    operation = described.operation
    named: list[dict[str, Any]] = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": _VARIABLES.get(name, name),
            "schema": {"type": "string", "minLength": 1},
        }
        for name in described.variables
    ]
    for key in operation.parameters:
        parameter = PARAMETERS[key]
        schema = dict(parameter.schema)
        if parameter.repeats:
            schema = {"type": "array", "items": schema, "maxItems": 20}
        named.append(
            {"name": find_name(key), "in": "query", "description": parameter.meaning, "schema": schema}
        )
    content = {operation.media: {"schema": {"$ref": f"#/components/schemas/{operation.answer}"}}}
    answers: dict[str, Any] = {"200": {"description": "答复", "content": content}}
    answers |= {str(status): {"$ref": f"#/components/responses/Error{status}"} for status in _ERRORS}
    if "report_id" in described.variables or "key" in described.variables:
        answers["308"] = {"description": "报告经改正，编号变了；新的地址在 Location 里"}
    return {
        "summary": operation.summary,
        "operationId": re.sub(r"\W+", "_", described.path).strip("_"),
        "tags": [operation.tag],
        "parameters": named,
        "responses": answers,
    }

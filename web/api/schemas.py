"""JSON Schemas of what the API answers, by name (JSON Schema 2020-12, as OpenAPI 3.1 has them)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from indexer.report.names import KIND_NAMES

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_YEAR: Schema = {"type": ["integer", "null"], "description": "年度；未详为 null"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_KIND: Schema = {"type": "string", "enum": [*KIND_NAMES]}
_ANYTHING: Schema = {"type": "object"}
_NUMBER: Schema = {"type": ["number", "null"]}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _object(required: Schema, optional: Schema | None = None) -> Schema:
    """An object of these keys; others may be added, as the API promises."""
    return {
        "type": "object",
        "properties": required | (optional or {}),
        "required": [*required],
    }


def _listed(name: str, item: Schema) -> Schema:
    # With `fields=` an item has a part of its keys.
    loose = {key: value for key, value in item.items() if key != "required"}
    return _object(
        {name: _list(loose), "next": {"type": ["string", "null"], "description": "下一页的 cursor"}}
    )


_FACETS: Schema = {
    "type": "object",
    "additionalProperties": _list(
        _object({"value": _TEXT, "label": _TEXT, "count": _COUNT, "selected": {"type": "boolean"}})
    ),
}
_HIT = _object(
    {
        "report": _TEXT,
        "title": _TEXT,
        "year": _YEAR,
        "district": _TEXT,
        "region": _TEXTS,
        "body": _TEXT,
        "kind": _KIND,
        "section": {"type": "integer", "minimum": 0, "maximum": 6},
        "heading": _TEXT,
        "url": _TEXT,
        "score": {"type": "number"},
        "snippet": _list(_object({"text": _TEXT, "hit": {"type": "boolean"}})),
        "partial": {"type": "boolean"},
    }
)
_COMMITMENT = _object(
    {
        "key": _TEXT,
        "report": _TEXT,
        "title": _TEXT,
        "year": _YEAR,
        "text": _TEXT,
        "section": _COUNT,
        "line": _COUNT,
    }
)
_REPORT_ITEM = _object(
    {
        "id": _TEXT,
        "title": _TEXT,
        "kind": _KIND,
        "year": _YEAR,
        "region": _TEXTS,
        "body": _TEXT,
        "sample": {"type": "boolean"},
        "added": {"type": "string", "format": "date-time"},
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "url": _TEXT,
        "whole": {"type": "string", "description": "全部内容的地址"},
    }
)
_BLOCK: Schema = {
    "description": "段落（text）或表格（rows）；anchor 是它在页面上的锚点",
    "type": "object",
    "properties": {"anchor": _TEXT, "text": _TEXT, "rows": _list(_list(_object({"text": _TEXT})))},
    "required": ["anchor"],
    "anyOf": [{"required": ["text"]}, {"required": ["rows"]}],
}
_FINDING = _object(
    {
        "key": _TEXT,
        "rule": _TEXT,
        "outcome": _TEXT,
        "sentence": _TEXT,
        "reason": _TEXT,
        "expected": _NUMBER,
        "found": _NUMBER,
        "anchor": _TEXT,
    }
)
_REPORT: Schema = {
    "type": "object",
    "description": "一份报告的全部；写了 fields 时只有那些字段",
    "properties": {
        "id": _TEXT,
        "address": _TEXT,
        "original": _TEXT,
        "kind": _KIND,
        "title": _TEXT,
        "year": _YEAR,
        "body": _TEXT,
        "region": {"oneOf": [_object({"codes": _TEXTS, "path": _TEXTS}), {"type": "null"}]},
        "sections": _list(_object({"number": _COUNT, "heading": _TEXT, "blocks": _list(_BLOCK)})),
        "doubts": _TEXTS,
        "damage": _list(_object({"kind": _TEXT, "mended": _COUNT, "guessed": _COUNT, "left": _COUNT})),
        "figures": _object({"tables": _list(_object({"number": _COUNT, "cells": _list(_ANYTHING)}))}),
        "findings": _list(_FINDING),
        "commitments": _list(_COMMITMENT),
        "versions": _TEXTS,
        "superseded_by": {"type": ["string", "null"]},
        "series": _TEXT,
        "sample": {"type": "boolean"},
        "provenance": _object({"sha256": _TEXT, "name": _TEXT, "size": _COUNT, "added": _TEXT}),
    },
}
_NEAR = _object({"code": _TEXT, "name": _TEXT, "reports": _COUNT})
_PLACE = _object(
    {
        "code": _TEXT,
        "name": _TEXT,
        "region": _TEXTS,
        "reports": _COUNT,
        "reports_below": _COUNT,
        "kinds": _list(_object({"kind": _KIND, "held": _list(_YEAR)})),
        "bodies": _list(_object({"body": _TEXT, "kind": _KIND})),
        "above": {"oneOf": [_NEAR, {"type": "null"}]},
        "below": _list(_NEAR),
        "url": _TEXT,
    }
)

SCHEMAS: Mapping[str, Schema] = MappingProxyType(
    {
        "Error": _object({"error": _object({"code": _TEXT, "message": _TEXT})}),
        "Anything": {"type": ["object", "array"]},
        "Search": _object(
            {
                "query": _TEXT,
                "total": _COUNT,
                "page": {"type": "integer", "minimum": 1},
                "pages": _COUNT,
                "took_ms": {"type": "number"},
                "hits": _list(_HIT),
                "facets": _FACETS,
                "suggestion": {"type": ["string", "null"]},
                "total_partial": _COUNT,
                "understood": _list(_object({"as": _TEXT, "typed": _TEXT, "values": _TEXTS})),
            }
        ),
        "Listing": _object(
            {
                "title": _TEXT,
                "rows": _list(_ANYTHING),
                "count": _COUNT,
            }
        ),
        "CommitmentPage": _object(
            {
                "query": _TEXT,
                "total": _COUNT,
                "page": _COUNT,
                "pages": _COUNT,
                "commitments": _list(_COMMITMENT),
                "facets": _FACETS,
            }
        ),
        "Commitment": _object(
            {**_COMMITMENT["properties"], "evidence": _list(_ANYTHING), "again": _list(_ANYTHING)}
        ),
        "Targets": _object(
            {"results": _list(_object({"indicator": _TEXT, "year": _YEAR, "judgement": _TEXT}))}
        ),
        "Place": _PLACE,
        "ReportList": _listed("reports", _REPORT_ITEM),
        "BodyList": _listed(
            "bodies",
            _object(
                {
                    "series": _TEXT,
                    "name": _TEXT,
                    "body_kind": {"type": ["string", "null"]},
                    "codes": _TEXTS,
                    "region": _TEXTS,
                    "reports": _COUNT,
                    "first_year": _YEAR,
                    "last_year": _YEAR,
                    "feed": _TEXT,
                }
            ),
        ),
        "PlaceList": _listed(
            "places",
            _object(
                {
                    "code": _TEXT,
                    "name": _TEXT,
                    "district": _TEXT,
                    "codes": _TEXTS,
                    "reports": _COUNT,
                    "years": _list(_YEAR),
                    "url": _TEXT,
                    "whole": _TEXT,
                    "feed": _TEXT,
                }
            ),
        ),
        "Report": _REPORT,
        "DumpList": _object(
            {
                "dumps": _list(
                    _object(
                        {
                            "name": _TEXT,
                            "created": _TEXT,
                            "dictionary": _TEXT,
                            "files": _list(
                                _object({"name": _TEXT, "rows": _COUNT, "size": _COUNT, "url": _TEXT})
                            ),
                        }
                    )
                )
            }
        ),
        "Provenance": _object(
            {
                "prefix": _ANYTHING,
                "entity": _ANYTHING,
                "activity": _ANYTHING,
                "wasGeneratedBy": _ANYTHING,
                "used": _ANYTHING,
                "wasDerivedFrom": _ANYTHING,
            }
        ),
        "Suggestions": _object({"typed": _TEXT, "completions": _TEXTS, "places": _TEXTS}),
    }
)
"""By the name that they have in the description of the API."""

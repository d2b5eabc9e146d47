"""Schemas of reports, of who made them and about where, and of what can be had whole."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from web.api.schemas.parts import (
    ANYTHING,
    COUNT,
    KIND,
    NUMBER,
    TEXT,
    TEXTS,
    YEAR,
    Schema,
    list_of,
    object_of,
    page_of,
)
from web.api.schemas.search import COMMITMENT

_REPORT_ITEM = object_of(
    {
        "id": TEXT,
        "title": TEXT,
        "kind": KIND,
        "year": YEAR,
        "region": TEXTS,
        "body": TEXT,
        "sample": {"type": "boolean"},
        "added": {"type": "string", "format": "date-time"},
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "url": TEXT,
        "whole": {"type": "string", "description": "全部内容的地址"},
    }
)
_BLOCK: Schema = {
    "description": "段落（text）或表格（rows）；anchor 是它在页面上的锚点",
    "type": "object",
    "properties": {"anchor": TEXT, "text": TEXT, "rows": list_of(list_of(object_of({"text": TEXT})))},
    "required": ["anchor"],
    "anyOf": [{"required": ["text"]}, {"required": ["rows"]}],
}
_FINDING = object_of(
    {
        "key": TEXT,
        "rule": TEXT,
        "outcome": TEXT,
        "sentence": TEXT,
        "reason": TEXT,
        "expected": NUMBER,
        "found": NUMBER,
        "anchor": TEXT,
    }
)
_REPORT: Schema = {
    "type": "object",
    "description": "一份报告的全部；写了 fields 时只有那些字段",
    "properties": {
        "id": TEXT,
        "address": TEXT,
        "original": TEXT,
        "kind": KIND,
        "title": TEXT,
        "year": YEAR,
        "body": TEXT,
        "region": {"oneOf": [object_of({"codes": TEXTS, "path": TEXTS}), {"type": "null"}]},
        "sections": list_of(object_of({"number": COUNT, "heading": TEXT, "blocks": list_of(_BLOCK)})),
        "doubts": TEXTS,
        "damage": list_of(object_of({"kind": TEXT, "mended": COUNT, "guessed": COUNT, "left": COUNT})),
        "recognised": {"oneOf": [object_of({"characters": COUNT, "doubtful": COUNT}), {"type": "null"}]},
        "figures": object_of({"tables": list_of(object_of({"number": COUNT, "cells": list_of(ANYTHING)}))}),
        "findings": list_of(_FINDING),
        "commitments": list_of(COMMITMENT),
        "versions": TEXTS,
        "superseded_by": {"type": ["string", "null"]},
        "series": TEXT,
        "sample": {"type": "boolean"},
        "provenance": object_of({"sha256": TEXT, "name": TEXT, "size": COUNT, "added": TEXT}),
    },
}
_NEAR = object_of({"code": TEXT, "name": TEXT, "reports": COUNT})
_PLACE = object_of(
    {
        "code": TEXT,
        "name": TEXT,
        "region": TEXTS,
        "reports": COUNT,
        "reports_below": COUNT,
        "kinds": list_of(object_of({"kind": KIND, "held": list_of(YEAR)})),
        "bodies": list_of(object_of({"body": TEXT, "kind": KIND})),
        "above": {"oneOf": [_NEAR, {"type": "null"}]},
        "below": list_of(_NEAR),
        "url": TEXT,
    }
)

REPORT_SCHEMAS: Mapping[str, Schema] = MappingProxyType(
    {
        "Place": _PLACE,
        "ReportList": page_of("reports", _REPORT_ITEM),
        "BodyList": page_of(
            "bodies",
            object_of(
                {
                    "series": TEXT,
                    "name": TEXT,
                    "body_kind": {"type": ["string", "null"]},
                    "codes": TEXTS,
                    "region": TEXTS,
                    "reports": COUNT,
                    "first_year": YEAR,
                    "last_year": YEAR,
                    "feed": TEXT,
                }
            ),
        ),
        "PlaceList": page_of(
            "places",
            object_of(
                {
                    "code": TEXT,
                    "name": TEXT,
                    "district": TEXT,
                    "codes": TEXTS,
                    "reports": COUNT,
                    "years": list_of(YEAR),
                    "url": TEXT,
                    "whole": TEXT,
                    "feed": TEXT,
                }
            ),
        ),
        "Report": _REPORT,
        "DumpList": object_of(
            {
                "dumps": list_of(
                    object_of(
                        {
                            "name": TEXT,
                            "created": TEXT,
                            "dictionary": TEXT,
                            "files": list_of(
                                object_of({"name": TEXT, "rows": COUNT, "size": COUNT, "url": TEXT})
                            ),
                        }
                    )
                )
            }
        ),
        "Provenance": object_of(
            {
                "prefix": ANYTHING,
                "entity": ANYTHING,
                "activity": ANYTHING,
                "wasGeneratedBy": ANYTHING,
                "used": ANYTHING,
                "wasDerivedFrom": ANYTHING,
            }
        ),
    }
)
"""By the name that they have in the description of the API."""

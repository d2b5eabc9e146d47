"""Schemas of what searches, lists and counts answer."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from web.api.schemas.parts import (
    ANYTHING,
    COUNT,
    FACETS,
    KIND,
    NUMBER,
    TEXT,
    TEXTS,
    YEAR,
    Schema,
    list_of,
    object_of,
)

_HIT = object_of(
    {
        "report": TEXT,
        "title": TEXT,
        "year": YEAR,
        "district": TEXT,
        "region": TEXTS,
        "body": TEXT,
        "kind": KIND,
        "section": {"type": "integer", "minimum": 0, "maximum": 6},
        "heading": TEXT,
        "url": TEXT,
        "score": {"type": "number"},
        "snippet": list_of(object_of({"text": TEXT, "hit": {"type": "boolean"}})),
        "partial": {"type": "boolean"},
        "recognised": {"type": "boolean"},
    }
)
COMMITMENT = object_of(
    {
        "key": TEXT,
        "report": TEXT,
        "title": TEXT,
        "year": YEAR,
        "text": TEXT,
        "section": COUNT,
        "line": COUNT,
    }
)
_LINE = object_of(
    {
        "report": TEXT,
        "title": TEXT,
        "year": YEAR,
        "region": TEXTS,
        "body": TEXT,
        "kind": KIND,
        "section": COUNT,
        "heading": TEXT,
        "line": COUNT,
        "left": TEXT,
        "word": TEXT,
        "right": TEXT,
        "url": TEXT,
    }
)
_SIDE = object_of(
    {
        "report": {"type": ["string", "null"]},
        "title": TEXT,
        "body": TEXT,
        "place": TEXT,
        "year": YEAR,
        "missing": TEXT,
    }
)
_SIDE_LINE = object_of(
    {
        "line": COUNT,
        "table_rows": COUNT,
        "sentences": list_of(object_of({"text": TEXT, "same": {"type": "boolean"}})),
        "url": TEXT,
    }
)
_COUNTS: Schema = {"type": "array", "items": COUNT, "description": "每个词语的报告份数"}
_TREND_ROW = object_of(
    {
        "value": TEXT,
        "name": TEXT,
        "held": COUNT,
        "reports": _COUNTS,
        "shares": list_of(NUMBER),
        "urls": TEXTS,
    }
)

SEARCH_SCHEMAS: Mapping[str, Schema] = MappingProxyType(
    {
        "Search": object_of(
            {
                "query": TEXT,
                "total": COUNT,
                "page": {"type": "integer", "minimum": 1},
                "pages": COUNT,
                "took_ms": {"type": "number"},
                "hits": list_of(_HIT),
                "facets": FACETS,
                "suggestion": {"type": ["string", "null"]},
                "total_partial": COUNT,
                "understood": list_of(object_of({"as": TEXT, "typed": TEXT, "values": TEXTS})),
            }
        ),
        "Listing": object_of(
            {
                "title": TEXT,
                "rows": list_of(ANYTHING),
                "count": COUNT,
            }
        ),
        "CommitmentPage": object_of(
            {
                "query": TEXT,
                "total": COUNT,
                "page": COUNT,
                "pages": COUNT,
                "commitments": list_of(COMMITMENT),
                "facets": FACETS,
            }
        ),
        "Commitment": object_of(
            {**COMMITMENT["properties"], "evidence": list_of(ANYTHING), "again": list_of(ANYTHING)}
        ),
        "Targets": object_of(
            {"results": list_of(object_of({"indicator": TEXT, "year": YEAR, "judgement": TEXT}))}
        ),
        "Suggestions": object_of({"typed": TEXT, "completions": TEXTS, "places": TEXTS}),
        "Concordance": object_of(
            {
                "query": TEXT,
                "total": COUNT,
                "page": COUNT,
                "pages": COUNT,
                "sort": TEXT,
                "lines": list_of(_LINE),
            }
        ),
        "Comparison": object_of(
            {
                "kind": KIND,
                "left": _SIDE,
                "right": _SIDE,
                "sections": list_of(object_of({"section": COUNT, "name": TEXT})),
                "section": COUNT,
                "rows": list_of(object_of({"left": list_of(_SIDE_LINE), "right": list_of(_SIDE_LINE)})),
            }
        ),
        "Trend": object_of(
            {
                "phrases": TEXTS,
                "years": list_of(_TREND_ROW),
                "places": list_of(_TREND_ROW),
                "total": _TREND_ROW,
                "missing_years": list_of({"type": "integer"}),
                "cells": list_of(
                    object_of(
                        {"place": TEXT, "codes": TEXTS, "year": YEAR, "held": COUNT, "reports": _COUNTS}
                    )
                ),
            }
        ),
    }
)
"""By the name that they have in the description of the API."""
